package oncallui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getNew(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.OnCall.Setup(r.Context())
	if err != nil {
		return err
	}
	f := web.NewForm("horizon", strconv.Itoa(setup.Rules.Horizon), "mode", string(rotation.Union))
	addLayer(f, u.freshLayer(r.Context()))
	return u.editor(w, r, f)
}

// freshLayer begins a layer by day, in weekly turns from this week on.
func (u *UI) freshLayer(ctx context.Context) oncall.Layer {
	zone := i18n.Zone(ctx)
	anchor := rotation.Monday(u.Now(ctx)).Format("2006-01-02") + "T09:00"
	return oncall.Layer{Layer: rotation.Layer{Zone: zone.String(), Anchor: rotation.Label(anchor), Unit: rotation.Weeks, Length: 1,
		Windows: []rotation.Window{{Days: allDays(), Start: "09:00", End: "17:00"}}}}
}

func (u *UI) getEdit(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	s, err := u.OnCall.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return u.editor(w, r, formOf(s))
}

// postSchedule stores what was typed, or draws it again as a button changed it.
func (u *UI) postSchedule(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if act := f.Get("do"); act != "" && act != "save" {
		u.rearrange(ctx, f, act)
		return u.editor(w, r, f)
	}
	wish := typed(ctx, f)
	if r.PathValue("id") != "" {
		if wish.ID, err = web.PathID(r); err != nil {
			return err
		}
	}
	if !f.OK() {
		f.Reject("", i18n.T(ctx, "oncall.wrong"))
		return u.editor(w, r, f)
	}
	saved, err := u.OnCall.Save(ctx, wish)
	if f.Absorb(err) {
		if f.Error("") != "" { // changed meanwhile: whoever reads that and saves again means it
			f.Values.Set("version", "0")
		}
		f.Reject("", i18n.T(ctx, "oncall.wrong"))
		return u.editor(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "oncall.saved"))
	web.Redirect(w, r, saved.Path())
	return nil
}

// rearrange does what a button of the form says: "add", "drop-2", "up-2".
func (u *UI) rearrange(ctx context.Context, f *web.Form, act string) {
	verb, rest, _ := strings.Cut(act, "-")
	i, err := strconv.Atoi(rest)
	switch {
	case verb == "add" && count(f) < mostLayers:
		addLayer(f, u.freshLayer(ctx))
	case verb == "drop" && err == nil:
		dropLayer(f, i)
	case verb == "up" && err == nil:
		swapLayers(f, i-1, i)
	}
}

// editor draws the form.
func (u *UI) editor(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	qualifications, err := u.OnCall.Qualifications(ctx)
	if err != nil {
		return err
	}
	title, action, end := i18n.T(ctx, "oncall.new"), schedulesPath, g.Node(nil)
	if id, err := web.PathID(r); err == nil {
		action = schedulePath(id)
		title = i18n.T(ctx, "oncall.edit_title", "Title", f.Get("title"))
		end = page.Card(i18n.T(ctx, "oncall.delete_title"), i18n.T(ctx, "oncall.delete_about"),
			page.PostButton(page.Danger, action+"/delete", i18n.T(ctx, "oncall.delete"), nil))
	}
	var layers g.Group
	for i := range count(f) {
		layers = append(layers, layerCard(ctx, f, i, crew))
	}
	form := page.Form(action,
		// Enter presses the first button of a form; that must not be one that takes a layer away.
		h.Button(h.Class("vh"), h.Type("submit"), h.Name("do"), h.Value("save"), h.TabIndex("-1"), g.Attr("aria-hidden", "true")),
		page.FormError(f), agreedField(ctx, f), page.Hidden("version", f.Get("version")), page.Hidden("layers", strconv.Itoa(count(f))),
		headCard(ctx, f, qualifications), layers, sectionError(f, "layers"), h.Div(act(page.Secondary, "add", i18n.T(ctx, "oncall.add_layer"))),
		page.FormEnd(act(page.Primary, "save", i18n.T(ctx, "oncall.save")), page.LinkButton(page.Quiet, action, i18n.T(ctx, "oncall.cancel"))))
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "oncall.edit_about")), page.Content(form, page.ZoneList(), end)))
}

// act is a button of the form. Only saving asks for all fields.
func act(look page.Look, do, label string) g.Node {
	return page.Button(look, label, h.Name("do"), h.Value(do), g.If(do != "save", g.Attr("formnovalidate")))
}

// agreedField asks for the second yes once a hole was found.
func agreedField(ctx context.Context, f *web.Form) g.Node {
	if f.Error("agreed") == "" && f.Get("agreed") == "" {
		return nil
	}
	return page.Checkbox(ctx, page.Field{Name: "agreed", Label: i18n.T(ctx, "oncall.agreed"), Error: f.Error("agreed")})
}

// sectionError is what is wrong with a part of the form that has no field of its own.
func sectionError(f *web.Form, name string) g.Node {
	if f.Error(name) == "" {
		return nil
	}
	return h.Div(h.Class("form-error"), g.Attr("role", "alert"), page.Icon("circle-alert"), h.P(g.Text(f.Error(name))))
}

func headCard(ctx context.Context, f *web.Form, qualifications []oncall.Qualification) g.Node {
	title := page.Ask(f, "title", i18n.T(ctx, "oncall.field_title"))
	title.Autocomplete = "off"
	about := page.Ask(f, "about", i18n.T(ctx, "oncall.field_about"))
	about.Optional, about.Autocomplete = true, "off"
	mode := page.Ask(f, "mode", i18n.T(ctx, "oncall.field_mode"))
	horizon := page.Ask(f, "horizon", i18n.T(ctx, "oncall.field_horizon"))
	horizon.Type, horizon.Hint, horizon.More = "number", i18n.T(ctx, "oncall.horizon_hint"), []g.Node{h.Min("0"), h.Max("52")}
	effective := page.Ask(f, "effective", i18n.T(ctx, "oncall.field_effective"))
	effective.Type, effective.Optional, effective.Hint = "date", true, i18n.T(ctx, "oncall.effective_hint")
	critical := page.Ask(f, "critical", i18n.T(ctx, "oncall.field_critical"))
	critical.Hint = i18n.T(ctx, "oncall.critical_hint")
	var options []page.Option
	for _, q := range qualifications {
		options = append(options, page.Option{Value: number(q.ID), Label: q.Title, About: q.About})
	}
	demands := page.Field{Name: "demand", Label: i18n.T(ctx, "oncall.field_demands"), Hint: i18n.T(ctx, "oncall.demands_hint"), Error: f.Error("demands")}
	return page.Card(i18n.T(ctx, "oncall.what_for"), "", page.Columns(
		h.Div(h.Class("form"), page.Input(ctx, title), page.Input(ctx, about),
			page.Select(ctx, mode, page.Choice{Value: string(rotation.Union), Label: i18n.T(ctx, "oncall.mode_union")},
				page.Choice{Value: string(rotation.Top), Label: i18n.T(ctx, "oncall.mode_top")}), page.Checkbox(ctx, critical)),
		h.Div(h.Class("form"), page.Input(ctx, horizon), page.Input(ctx, effective), g.If(len(options) > 0, ticks(demands, f.All("demand"), options...)))))
}

// postDelete takes a schedule off the desk.
func (u *UI) postDelete(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.OnCall.Delete(ctx, id); err != nil {
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		s, gone := u.OnCall.Get(ctx, id)
		if gone != nil {
			return gone
		}
		f := formOf(s)
		f.Absorb(err)
		return u.editor(w, r, f)
	}
	web.Done(ctx, i18n.T(ctx, "oncall.deleted"))
	web.Redirect(w, r, root)
	return nil
}
