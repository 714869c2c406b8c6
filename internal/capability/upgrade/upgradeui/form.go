package upgradeui

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/capability/upgrade/window"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getEdit(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	up, err := u.Upgrades.Upgrade(r.Context(), id)
	if err != nil {
		return err
	}
	form := web.NewForm("from", up.From, "to", up.To, "stops", textLines(up.Stops), "plan", up.Plan, "rollback", up.Rollback, "zone", up.Zone)
	if up.Windowed() {
		form.Values.Set("window", up.WindowFrom.In(up.Location()).Format(window.Layout))
		form.Values.Set("hours", strconv.FormatFloat(up.WindowUntil.Sub(up.WindowFrom).Hours(), 'f', -1, 64))
	}
	for name, n := range map[string]int64{"engineer": up.EngineerID, "plan_document": up.PlanDocument, "ticket": up.TicketID} {
		if n != 0 {
			form.Values.Set(name, itoa(n))
		}
	}
	if up.Hold {
		form.Values.Set("hold", "on")
	}
	return u.editPage(w, r, up, form)
}

func (u *UI) editPage(w http.ResponseWriter, r *http.Request, up upgrade.Upgrade, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	fields, err := u.fields(ctx, up, form)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "upgrade.edit_title")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, up.Organization+", "+up.Environment), page.ZoneList(),
		page.Narrow(page.Form(up.Path(), page.FormError(form), fields,
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "upgrade.save")), page.LinkButton(page.Quiet, up.Path(), i18n.T(ctx, "upgrade.cancel")))))))
}

func (u *UI) fields(ctx context.Context, up upgrade.Upgrade, form *web.Form) (g.Node, error) {
	staff, err := u.staff(ctx, i18n.T(ctx, "upgrade.nobody"))
	if err != nil {
		return nil, err
	}
	documents, err := u.Environments.Documents(ctx, up.EnvironmentID)
	if err != nil {
		return nil, err
	}
	plans := []page.Choice{{Label: i18n.T(ctx, "upgrade.no_document")}}
	for _, d := range documents {
		plans = append(plans, page.Choice{Value: itoa(d.ID), Label: i18n.T(ctx, "upgrade.document", "Name", d.Name, "Edition", d.Edition)})
	}
	ask := func(name string, optional bool) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "upgrade.field_"+name))
		f.Optional, f.Autocomplete = optional, "off"
		if hint := "upgrade.hint_" + name; i18n.T(ctx, hint) != hint {
			f.Hint = i18n.T(ctx, hint)
		}
		return f
	}
	area := func(name string) g.Node {
		f := ask(name, true)
		f.Value = form.Text(name)
		return page.Textarea(ctx, f)
	}
	when, hours, zone, about := ask("window", true), ask("hours", true), ask("zone", true), ask("ticket", true)
	when.Type = "datetime-local"
	hours.More = []g.Node{g.Attr("inputmode", "decimal")}
	zone.More = []g.Node{h.List("zones")}
	about.More = []g.Node{g.Attr("inputmode", "numeric")}
	return g.Group{
		page.Card(i18n.T(ctx, "upgrade.path"), "", page.Columns(page.Input(ctx, ask("from", true)), page.Input(ctx, ask("to", false))), area("stops")),
		page.Card(i18n.T(ctx, "upgrade.window"), "", page.Columns(page.Input(ctx, when), page.Input(ctx, hours)), page.Input(ctx, zone)),
		page.Card(i18n.T(ctx, "upgrade.plans"), "", area("plan"),
			g.If(len(plans) > 1, page.Select(ctx, ask("plan_document", true), plans...)), area("rollback")),
		page.Card(i18n.T(ctx, "upgrade.who"), "", page.Select(ctx, ask("engineer", true), staff...), page.Input(ctx, about),
			page.Checkbox(ctx, ask("hold", true)))}, nil
}

func (u *UI) postEdit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	up, err := u.Upgrades.Upgrade(ctx, id)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	typed := read(ctx, form, up)
	if form.OK() {
		_, err = u.Upgrades.Change(ctx, typed)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.editPage(w, r, up, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "upgrade.saved"))
	web.Redirect(w, r, up.Path())
	return nil
}

// read reads the form over what is known.
func read(ctx context.Context, form *web.Form, up upgrade.Upgrade) upgrade.Upgrade {
	up.From, up.To, up.Stops, up.Plan, up.Rollback, up.Zone = form.Get("from"), form.Get("to"), lines(form.Text("stops")),
		form.Text("plan"), form.Text("rollback"), form.Get("zone")
	up.EngineerID, up.PlanDocument, up.TicketID, up.Hold = number(form, "engineer"), number(form, "plan_document"), number(form, "ticket"), form.Bool("hold")
	up.WindowFrom, up.WindowUntil = time.Time{}, time.Time{}
	zone, err := time.LoadLocation(up.Zone)
	if err != nil {
		form.Reject("zone", i18n.T(ctx, "upgrade.no_zone", "Zone", up.Zone))
		return up
	}
	if form.Get("window") == "" {
		return up
	}
	local, err := window.Read("window", form.Get("window"), zone)
	hours, bad := strconv.ParseFloat(strings.ReplaceAll(form.Get("hours"), ",", "."), 64)
	if bad != nil || hours <= 0 || hours > 1000 {
		form.Reject("hours", i18n.T(ctx, "upgrade.no_hours", "Text", form.Get("hours")))
	}
	if form.Absorb(err); form.OK() {
		up.WindowFrom, up.WindowUntil = local.At, local.At.Add(time.Duration(hours*float64(time.Hour))).Truncate(time.Minute)
	}
	return up
}

// number reads a number that may be missing; a number of a ticket may be written as #7.
func number(form *web.Form, name string) int64 {
	text := strings.TrimPrefix(form.Get(name), "#")
	if text == "" {
		return 0
	}
	form.Values.Set(name, text)
	return form.Int64(name)
}

// lines are the lines of a text that say something.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
