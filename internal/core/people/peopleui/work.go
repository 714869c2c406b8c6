package peopleui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// colleague is the person in the path, or the one who asks where the path is one's own profile.
func (ui *Handlers) colleague(r *http.Request) (people.User, error) {
	if r.PathValue("id") == "" {
		return ui.people.Me(r.Context())
	}
	return ui.userInPath(r)
}

// workPage changes how somebody works: one's own hours and skills, or all of it for a manager.
func (ui *Handlers) workPage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.colleague(r)
	if err != nil {
		return err
	}
	return ui.showWork(w, r, u, workForm(u.Work))
}

// saveWork keeps the form, or with a button that adds rows draws it again with more.
func (ui *Handlers) saveWork(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, err := ui.colleague(r)
	if err != nil {
		return err
	}
	if f.Get("do") == "rows" {
		return ui.showWork(w, r, u, f)
	}
	work := readWork(f, u.Work, people.MayArrange(r.Context(), u))
	if !f.OK() {
		return ui.showWork(w, r, u, f)
	}
	_, err = ui.people.SaveWork(r.Context(), u.ID, work)
	if f.Absorb(err) {
		return ui.showWork(w, r, u, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, r.URL.Path)
	return nil
}

func (ui *Handlers) showWork(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form) error {
	ctx := r.Context()
	team, err := ui.people.Team(ctx, ui.deps.Now())
	if err != nil {
		return err
	}
	cards := g.Group{ui.hoursCard(ctx, f, u), skillsCard(ctx, f, team)}
	if people.MayArrange(ctx, u) {
		names, err := ui.people.FocusNames(ctx)
		if err != nil {
			return err
		}
		cards = append(cards, dutiesCard(ctx, f, u, team), focusCard(ctx, f, names))
	}
	form := page.Form(r.URL.Path, page.FormError(f), cards,
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")),
			page.Button(page.Quiet, i18n.T(ctx, "work.rows"), g.Attr("name", "do"), g.Attr("value", "rows"), g.Attr("formnovalidate", ""))))
	return ui.showOwn(w, r, web.FormStatus(f), u, "/hours", i18n.T(ctx, "work.title"), form)
}

// showOwn draws a page about somebody's work: a tab of one's own profile, or a page of its own for a manager.
func (ui *Handlers) showOwn(w http.ResponseWriter, r *http.Request, status int, u people.User, tab, title string, body ...g.Node) error {
	if r.PathValue("id") == "" {
		return ui.showProfileTab(w, r, status, "/profile"+tab, body...)
	}
	ctx := r.Context()
	return ui.show(w, r, status, title+": "+u.Name,
		page.Head(title, u.Name, page.LinkButton(page.Quiet, userPath(u.ID), i18n.T(ctx, "member.page"))), page.Narrow(body...))
}

// dutiesCard is what a manager decides.
func dutiesCard(ctx context.Context, f *web.Form, u people.User, team *people.Roster) g.Node {
	optional := func(name, label, hint string) page.Field {
		field := page.Ask(f, name, label)
		field.Optional, field.Hint = true, hint
		return field
	}
	managers := []page.Choice{{Value: "", Label: i18n.T(ctx, "people.unset")}}
	for _, m := range team.People {
		if m.ID != u.ID {
			managers = append(managers, page.Choice{Value: strconv.FormatInt(m.ID, 10), Label: m.Name})
		}
	}
	modifier := page.Ask(f, "modifier", i18n.T(ctx, "work.modifier"))
	modifier.Hint, modifier.Type = i18n.T(ctx, "work.modifierhint"), "number"
	accepts := optional("accepts", i18n.T(ctx, "work.accepts"), i18n.T(ctx, "work.acceptshint"))
	accepts.Type = "number"
	return page.Card(i18n.T(ctx, "work.duties"), i18n.T(ctx, "work.dutiesabout"),
		page.Input(ctx, optional("title", i18n.T(ctx, "work.jobtitle"), "")),
		page.Select(ctx, optional("manager", i18n.T(ctx, "work.manager"), ""), managers...),
		page.Checkbox(ctx, page.Field{Name: "shift", Label: i18n.T(ctx, "work.shift"), Hint: i18n.T(ctx, "work.shifthint"), Value: f.Get("shift")}),
		page.Checkbox(ctx, page.Field{Name: "round_robin", Label: i18n.T(ctx, "work.roundrobin"), Hint: i18n.T(ctx, "work.roundrobinhint"),
			Value: f.Get("round_robin")}),
		page.Input(ctx, modifier), page.Input(ctx, accepts))
}
