package accountui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// formOf is an assignment as its form shows it.
func formOf(a account.Assignment) *web.Form {
	return web.NewForm("organization", itoa(a.OrganizationID), "user", itoa(a.UserID), "hours", strconv.Itoa(a.Hours), "zone", a.Zone, "week", weekText(a.Week),
		"starts_on", people.FormatDate(a.StartsOn), "ends_on", people.FormatDate(a.EndsOn), "outside", a.Outside, "emergencies", a.Emergencies,
		"older", string(a.Older), "level_why", a.LevelWhy)
}

// typed reads an assignment from its form, over what it was before.
func typed(form *web.Form, a account.Assignment) (account.Assignment, error) {
	a.Hours, a.Zone, a.Outside, a.Emergencies = int(form.Int64("hours")), form.Get("zone"), form.Text("outside"), form.Text("emergencies")
	a.Older, a.LevelWhy = account.Older(form.Get("older")), form.Text("level_why")
	if a.ID == 0 {
		a.UserID = form.Int64("user")
	}
	week, err := bizcal.ParseWeek(form.Text("week"))
	if err != nil {
		sentence, _ := fault.Public(err)
		return a, fault.Field("week", "%s", sentence)
	}
	a.Week = week
	if a.StartsOn, err = people.ParseDate("starts_on", form.Get("starts_on")); err != nil {
		return a, err
	}
	a.EndsOn, err = people.ParseDate("ends_on", form.Get("ends_on"))
	return a, err
}

func (u *UI) getNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := u.Accounts.Usual(ctx, number(r.URL.Query().Get("organization")))
	if err != nil {
		return err
	}
	return u.assignForm(w, r, a, formOf(a), web.NewForm())
}

func (u *UI) getEdit(w http.ResponseWriter, r *http.Request) error {
	a, err := u.ofPath(r)
	if err != nil {
		return err
	}
	return u.assignForm(w, r, a, formOf(a), web.NewForm())
}

// ofPath gives the assignment that the path names.
func (u *UI) ofPath(r *http.Request) (account.Assignment, error) {
	id, err := web.PathID(r)
	if err != nil {
		return account.Assignment{}, err
	}
	return u.Accounts.Assignment(r.Context(), id)
}

func (u *UI) postNew(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	a, err := u.Accounts.Usual(r.Context(), form.Int64("organization"))
	if err != nil {
		return err
	}
	return u.keep(w, r, a, form, i18n.T(r.Context(), "assigned.saved_new"))
}

func (u *UI) postEdit(w http.ResponseWriter, r *http.Request) error {
	a, err := u.ofPath(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	return u.keep(w, r, a, form, i18n.T(r.Context(), "assigned.saved"))
}

// keep stores what a form says of an assignment, or shows the form again.
func (u *UI) keep(w http.ResponseWriter, r *http.Request, a account.Assignment, form *web.Form, done string) error {
	ctx := r.Context()
	wanted, err := typed(form, a)
	if err == nil && form.OK() {
		_, err = u.Accounts.Assign(ctx, wanted)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.assignForm(w, r, a, form, web.NewForm())
	case err != nil:
		return err
	}
	web.Done(ctx, done)
	web.Redirect(w, r, a.Path())
	return nil
}

// assignForm asks who looks after an account, and what was agreed; end is the form that ends it.
func (u *UI) assignForm(w http.ResponseWriter, r *http.Request, a account.Assignment, form, end *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	rules, err := u.Accounts.Setup(ctx)
	if err != nil {
		return err
	}
	who, err := u.engineerField(ctx, a, form, rules)
	if err != nil {
		return err
	}
	title, action, do := i18n.T(ctx, "assigned.new_title", "Account", a.Organization), "/assignments", i18n.T(ctx, "assigned.assign")
	if a.ID != 0 {
		title, action, do = i18n.T(ctx, "assigned.edit_title", "Account", a.Organization), assignmentPath(a.ID), i18n.T(ctx, "assigned.save")
	}
	var ends g.Node
	if a.ID != 0 {
		ends = endForm(ctx, a, end)
	}
	return web.Render(w, web.FormStatus(form, end), u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.form_sub")), page.Narrow(
		page.Form(action, page.FormError(form), page.Hidden("organization", itoa(a.OrganizationID)), who, levelField(ctx, form),
			hoursFields(ctx, form), wordsFields(ctx, form),
			page.FormEnd(page.Button(page.Primary, do), page.LinkButton(page.Quiet, a.Path(), i18n.T(ctx, "assigned.cancel")))), ends)))
}

// engineerField asks who it is; an assignment that is there stays with its engineer.
func (u *UI) engineerField(ctx context.Context, a account.Assignment, form *web.Form, rules account.Rules) (g.Node, error) {
	if a.ID != 0 {
		names, err := u.Tickets.Named(ctx, a.UserID)
		return g.Group{page.Hidden("user", itoa(a.UserID)), page.Facts("", page.Say(i18n.T(ctx, "assigned.engineer"), names[a.UserID].Name))}, err
	}
	choices, err := u.staff(ctx, i18n.T(ctx, "assigned.choose"))
	field := page.Ask(form, "user", i18n.T(ctx, "assigned.engineer"))
	field.Hint = i18n.T(ctx, "assigned.engineer_hint", "Most", rules.Most)
	return page.Select(ctx, field, choices...), err
}

// levelField asks for the reason, once it is needed.
func levelField(ctx context.Context, form *web.Form) g.Node {
	if form.Error("level_why") == "" && form.Get("level_why") == "" {
		return nil
	}
	field := page.Ask(form, "level_why", i18n.T(ctx, "assigned.level_why"))
	field.Hint = i18n.T(ctx, "assigned.level_hint")
	return page.Textarea(ctx, field)
}

func hoursFields(ctx context.Context, form *web.Form) g.Node {
	hours, zone, week := page.Ask(form, "hours", i18n.T(ctx, "assigned.hours")), page.Ask(form, "zone", i18n.T(ctx, "assigned.zone")),
		page.Ask(form, "week", i18n.T(ctx, "assigned.agreed"))
	hours.Type, hours.More = "number", []g.Node{h.Min("1"), h.Max("168")}
	zone.More, zone.Hint = []g.Node{g.Attr("list", "zones")}, i18n.T(ctx, "assigned.zone_hint")
	week.Hint, week.Placeholder = i18n.T(ctx, "assigned.agreed_hint"), "mon-fri: [09:00-17:00]"
	from, until := page.Ask(form, "starts_on", i18n.T(ctx, "assigned.starts_on")), page.Ask(form, "ends_on", i18n.T(ctx, "assigned.ends_on"))
	from.Type, from.Optional, until.Type, until.Optional = "date", true, "date", true
	return g.Group{page.Textarea(ctx, week), page.Columns(page.Input(ctx, zone), page.Input(ctx, hours)), page.ZoneList(),
		page.Columns(page.Input(ctx, from), page.Input(ctx, until))}
}

func wordsFields(ctx context.Context, form *web.Form) g.Node {
	outside, emergencies, older := page.Ask(form, "outside", i18n.T(ctx, "assigned.outside")),
		page.Ask(form, "emergencies", i18n.T(ctx, "assigned.emergencies")), page.Ask(form, "older", i18n.T(ctx, "assigned.older"))
	outside.Optional, outside.Hint, emergencies.Optional, emergencies.Hint = true, i18n.T(ctx, "assigned.outside_hint"), true,
		i18n.T(ctx, "assigned.emergencies_hint")
	var choices []page.Choice
	for _, o := range account.Olders() {
		choices = append(choices, page.Choice{Value: string(o), Label: olderWord(ctx, o)})
	}
	return g.Group{page.Textarea(ctx, outside), page.Textarea(ctx, emergencies), page.Select(ctx, older, choices...)}
}

// endForm ends an assignment, with the reason.
func endForm(ctx context.Context, a account.Assignment, form *web.Form) g.Node {
	why := page.Ask(form, "why", i18n.T(ctx, "assigned.end_why"))
	return page.Card(i18n.T(ctx, "assigned.end_title"), i18n.T(ctx, "assigned.end_about"),
		page.Form(assignmentPath(a.ID)+"/end", page.FormError(form), page.Input(ctx, why),
			page.FormEnd(page.Button(page.Danger, i18n.T(ctx, "assigned.end_do")))))
}

func (u *UI) postEnd(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := u.ofPath(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Accounts.End(ctx, a.ID, form.Text("why"))
	switch {
	case form.Absorb(err):
		return u.assignForm(w, r, a, formOf(a), form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "assigned.ended", "Account", a.Organization))
	web.Redirect(w, r, a.Path())
	return nil
}
