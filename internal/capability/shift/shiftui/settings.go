package shiftui

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// spare is how many empty lines an order is shown with.
const spare = 2

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	s, err := u.Shifts.Setup(r.Context())
	if err != nil {
		return err
	}
	return u.showSettings(w, r, setupForm(s))
}

func setupForm(s shift.Setup) *web.Form {
	f := web.NewForm()
	for i, step := range s.Steps {
		at := func(name string) string { return fmt.Sprint(name, "-", i) }
		f.Values.Set(at("title"), step.Title)
		f.Values.Set(at("desk"), step.Desk)
		f.Values.Set(at("tickets"), string(step.Tickets))
		f.Values.Set(at("priority"), step.Priority)
		if step.Always {
			f.Values.Set(at("always"), "on")
		}
		if step.Minutes > 0 {
			f.Values.Set(at("minutes"), strconv.Itoa(step.Minutes))
		}
	}
	for _, n := range s.Needs {
		f.Values.Set("saturday-"+n.Region, strconv.Itoa(n.Saturday))
		f.Values.Set("sunday-"+n.Region, strconv.Itoa(n.Sunday))
		f.Values.Set("holiday-"+n.Region, strconv.Itoa(n.Holiday))
	}
	return f
}

// lines is how many steps a form has, empty ones too.
func lines(f *web.Form) (n int) {
	for f.Values.Has(fmt.Sprint("title-", n)) {
		n++
	}
	return n
}

func (u *UI) showSettings(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	setup, err := u.Shifts.Setup(ctx)
	if err != nil {
		return err
	}
	n := lines(f)
	if f.OK() {
		n += spare
	}
	rows := make([][]g.Node, n)
	for i := range rows {
		rows[i] = stepRow(ctx, f, i)
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "shift.set_"+id)} }
	var needs [][]g.Node
	for _, region := range setup.Regions {
		cells := []g.Node{page.RegionName(region.Tone, region.Name)}
		for _, day := range []string{"saturday", "sunday", "holiday"} {
			cells = append(cells, cell(f, day+"-"+region.Key, i18n.T(ctx, "shift."+day)+", "+region.Name, "3", "number"))
		}
		needs = append(needs, cells)
	}
	title := i18n.T(ctx, "settings.shift.title")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.shift.about")), page.Content(
		h.Form(h.Class("form"), h.Method("post"), h.Action(settingsPath), page.FormError(f), said(f),
			page.Card(i18n.T(ctx, "shift.order"), i18n.T(ctx, "shift.set_order_about"),
				page.Table(i18n.T(ctx, "shift.order"), []page.Column{label("title"), label("desk"), label("tickets"), label("priority"),
					label("always"), label("minutes")}, rows...)),
			page.Card(i18n.T(ctx, "shift.staffing"), i18n.T(ctx, "shift.set_needs_about"),
				page.Table(i18n.T(ctx, "shift.staffing"),
					[]page.Column{{Label: i18n.T(ctx, "shift.col_region")}, {Label: i18n.T(ctx, "shift.saturday")},
						{Label: i18n.T(ctx, "shift.sunday")}, {Label: i18n.T(ctx, "shift.holiday")}}, needs...)),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "shift.save")))))))
}

// said lists what is wrong with lines of the tables, which have no room for it.
func said(f *web.Form) g.Node {
	var all g.Group
	for _, name := range slices.Sorted(maps.Keys(f.Errors)) {
		if name != "" {
			all = append(all, page.Notice(page.Red, f.Error(name)))
		}
	}
	return all
}

// cell is an input in a table, named for those who do not see the head of its column.
func cell(f *web.Form, name, label, size, kind string) g.Node {
	return h.Input(h.Class("input"), h.Type(kind), h.Name(name), h.Value(f.Get(name)), g.Attr("aria-label", label),
		g.If(kind == "text", g.Attr("size", size)), g.If(kind == "number", h.Min("0")),
		h.AutoComplete("off"), g.If(f.Error(name) != "", g.Attr("aria-invalid", "true")))
}

func stepRow(ctx context.Context, f *web.Form, i int) []g.Node {
	name := func(field string) string { return fmt.Sprint(field, "-", i) }
	label := func(field string) string { return i18n.T(ctx, "shift.set_"+field) + " " + strconv.Itoa(i+1) }
	pick := func(field string, choices ...page.Choice) g.Node {
		return h.Select(h.Class("input"), h.Name(name(field)), g.Attr("aria-label", label(field)), g.Map(choices, func(c page.Choice) g.Node {
			return h.Option(h.Value(c.Value), g.If(f.Get(name(field)) == c.Value, h.Selected()), g.Text(c.Label))
		}))
	}
	var kinds, priorities []page.Choice
	for _, k := range shift.Kinds() {
		kinds = append(kinds, page.Choice{Value: string(k), Label: i18n.T(ctx, "shift.kind_"+string(k))})
	}
	for _, p := range []string{"", "urgent", "high", "normal", "low"} {
		word := "–"
		if p != "" {
			word = i18n.T(ctx, "shift.priority_"+p)
		}
		priorities = append(priorities, page.Choice{Value: p, Label: word})
	}
	return []g.Node{cell(f, name("title"), label("title"), "24", "text"), cell(f, name("desk"), label("desk"), "12", "text"),
		pick("tickets", kinds...), pick("priority", priorities...),
		h.Input(h.Type("checkbox"), h.Name(name("always")), g.Attr("aria-label", label("always")),
			g.If(f.Bool(name("always")), h.Checked())), cell(f, name("minutes"), label("minutes"), "6", "number")}
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	before, err := u.Shifts.Setup(ctx)
	if err != nil {
		return err
	}
	s := readSetup(f, before)
	if f.OK() {
		err = u.Shifts.SaveSetup(ctx, s)
	}
	if f.Absorb(err) || !f.OK() {
		return u.showSettings(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "shift.saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// readSetup reads the form; lines without a name and a desk are left out.
func readSetup(f *web.Form, before shift.Setup) (s shift.Setup) {
	for i := range lines(f) {
		at := func(name string) string { return fmt.Sprint(name, "-", i) }
		step := shift.Step{Title: f.Get(at("title")), Desk: f.Get(at("desk")), Tickets: shift.Kind(f.Get(at("tickets")))}
		if step.Title == "" && step.Desk == "" {
			continue
		}
		switch step.Tickets {
		case shift.Urgent:
			step.Priority, step.Always = f.Get(at("priority")), f.Bool(at("always"))
		case shift.NearBreach:
			step.Minutes = int(f.Int64(at("minutes")))
		}
		s.Steps = append(s.Steps, step)
	}
	for _, region := range before.Regions {
		count := func(day string) int { return int(f.Int64(day + "-" + region.Key)) }
		s.Needs = append(s.Needs, shift.Need{Region: region.Key, Saturday: count("saturday"), Sunday: count("sunday"), Holiday: count("holiday")})
	}
	return s
}
