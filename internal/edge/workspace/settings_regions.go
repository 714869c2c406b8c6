package workspace

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// postRegions saves the rows, or draws them again as a button changed them.
func (s *Shell) postRegions(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx, rows := r.Context(), regionRows(f)
	if act := f.Get("do"); act != "save" {
		return s.showDesk(w, r, nil, regionForm(rearrange(rows, act)))
	}
	calendars, err := s.calendarTitles(ctx)
	if err != nil {
		return err
	}
	list := checkRows(f, rows, calendars)
	if !f.OK() {
		f.Reject("", i18n.T(ctx, "desk.region.wrong"))
		return s.showDesk(w, r, nil, f)
	}
	err = s.saveRegions(ctx, list)
	if f.Absorb(err) {
		return s.showDesk(w, r, nil, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "desk.saved"))
	web.Redirect(w, r, "/settings/desk")
	return nil
}

func (s *Shell) saveRegions(ctx context.Context, list []people.Region) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return people.Regions.Set(ctx, tx, s.Log, list) })
}

// calendarTitles names the calendars that a region can have.
func (s *Shell) calendarTitles(ctx context.Context) ([]string, error) {
	all, err := s.Calendars.List(ctx)
	titles := make([]string, len(all))
	for i, c := range all {
		titles[i] = c.Title
	}
	return titles, err
}

// regionCard is the form with the band as it would be, and what each region does in each hour.
func (s *Shell) regionCard(ctx context.Context, f *web.Form, calendars []string) g.Node {
	rows := regionRows(f)
	label := func(id string) string { return i18n.T(ctx, "desk.region."+id) }
	lines := make([][]g.Node, len(rows))
	for i := range rows {
		lines[i] = regionLine(ctx, f, i, len(rows))
	}
	var table g.Node = h.P(h.Class("muted"), g.Text(label("none")))
	if len(rows) > 0 {
		table = page.Table(label("title"), []page.Column{{Label: label("name")}, {Label: label("city")}, {Label: label("zone")}, {Label: label("opens")},
			{Label: label("closes")}, {Label: label("tone")}, {Label: label("order")}}, lines...)
	}
	act := func(look page.Look, do, text string) g.Node {
		return page.Button(look, text, h.Name("do"), h.Value(do))
	}
	return page.Card(label("title"), label("about"),
		page.Form("/settings/desk/regions", h.ID("regions"),
			// Enter presses the first button of a form; that must not be one that moves a row.
			h.Button(h.Class("vh"), h.Type("submit"), h.Name("do"), h.Value("save"), h.TabIndex("-1"), g.Attr("aria-hidden", "true")),
			page.FormError(f), page.Hidden("rows", f.Values.Get("rows")), page.BandPreview(ctx, bandOf(regionsOf(rows)), s.DB.Now(ctx)), table, page.ZoneList(),
			s.regionHours(ctx, f, rows, calendars),
			page.FormEnd(act(page.Secondary, "save", i18n.T(ctx, "desk.save")), act(page.Quiet, "add", label("add")),
				act(page.Quiet, "preview", label("preview")))))
}

func regionLine(ctx context.Context, f *web.Form, row, rows int) []g.Node {
	field := func(name string, size string, more ...g.Node) g.Node {
		return page.Bare(page.Field{Name: cell(name, row), Label: i18n.T(ctx, "desk.region."+name), Value: f.Values.Get(cell(name, row)),
			Error:    f.Error(cell(name, row)),
			Optional: true, Autocomplete: "off", More: append(more, g.Attr("size", size))})
	}
	colours := make([]page.Choice, len(tones))
	for i, tone := range tones {
		colours[i] = page.Choice{Value: tone, Label: i18n.T(ctx, "desk.region.tones."+tone)}
	}
	return []g.Node{
		g.Group{page.Hidden(cell("key", row), f.Values.Get(cell("key", row))), field("name", "8")}, field("city", "12"),
		field("zone", "18", g.Attr("list", "zones")), field("opens", "5"), field("closes", "5"),
		page.BareSelect(page.Field{Name: cell("tone", row), Label: i18n.T(ctx, "desk.region.tone"), Value: f.Values.Get(cell("tone", row)),
			Error: f.Error(cell("tone", row))}, colours...),
		h.Span(h.Class("cluster"), rowButton(ctx, "up", row, row > 0), rowButton(ctx, "down", row, row < rows-1), rowButton(ctx, "remove", row, true)),
	}
}

func rowButton(ctx context.Context, what string, row int, on bool) g.Node {
	label := i18n.T(ctx, "desk.region."+what)
	return page.Button(page.Small, label, h.Name("do"), h.Value(cell(what, row)), g.If(!on, h.Disabled()))
}
