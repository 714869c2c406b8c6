package reviewui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getPlan is a quarter's plan, with one of its goals in the form where it is asked for.
func (u *UI) getPlan(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.URL.Query().Get("goal"), 10, 64)
	if err != nil {
		return u.planPage(w, r, web.NewForm("kind", string(review.Aim), "state", string(review.GoalPlanned)))
	}
	goal, err := u.Reviews.Goal(r.Context(), id)
	if err != nil {
		return err
	}
	owner := ""
	if goal.OwnerID != 0 {
		owner = itoa(goal.OwnerID)
	}
	return u.planPage(w, r, web.NewForm("id", itoa(goal.ID), "kind", string(goal.Kind), "title", goal.Title, "about", goal.About, "owner",
		owner, "state", string(goal.State), "quarter", string(goal.Quarter)))
}

// periodOf is the month or quarter that a page shows: one that was asked for by a name, or this quarter.
func (u *UI) periodOf(r *http.Request, form *web.Form, name string) (review.Period, error) {
	text := form.Get(name)
	if text == "" {
		text = r.URL.Query().Get(name)
	}
	if text == "" {
		return review.QuarterOf(u.today(r.Context())), nil
	}
	return review.ParsePeriod(text)
}

func (u *UI) planPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	quarter, err := u.periodOf(r, form, "quarter")
	if err != nil {
		return err
	}
	goals, err := u.Reviews.Goals(ctx, o.ID, quarter)
	if err != nil {
		return err
	}
	var ids []int64
	open := 0
	for _, goal := range goals {
		ids = append(ids, goal.OwnerID)
		if goal.Open() {
			open++
		}
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return err
	}
	base := accountPath(o.ID, "plan")
	turn := h.Div(h.Class("cluster"), page.LinkButton(page.Small, base+"?quarter="+string(quarter.Previous()), string(quarter.Previous())),
		h.B(g.Text(string(quarter))),
		page.LinkButton(page.Small, base+"?quarter="+string(quarter.Next()), string(quarter.Next())),
		g.If(open > 0 && writes(ctx),
			page.PostButton(page.Small, base+"/carry", i18n.T(ctx, "plan.carry", "Count", open, "Quarter", string(quarter.Next())),
				[]string{"quarter", string(quarter)})))
	list := g.Node(page.EmptyState("list", i18n.T(ctx, "plan.none", "Quarter", string(quarter)), i18n.T(ctx, "plan.none_text")))
	if len(goals) > 0 {
		list = planTable(ctx, o, goals, names)
	}
	edit, err := u.goalForm(ctx, o, quarter, form)
	if err != nil {
		return err
	}
	return u.show(w, r, o, "plan", form, turn, list, edit)
}

func planTable(ctx context.Context, o people.Organization, goals []review.Goal, names map[int64]people.User) g.Node {
	var rows [][]g.Node
	for _, goal := range goals {
		tone := map[review.GoalState]page.Tone{review.GoalDone: page.Green, review.GoalUnderway: page.Blue}[goal.State]
		name := g.Text(goal.Title)
		if writes(ctx) && goal.State != review.GoalCarried {
			name = h.A(h.Class("link"), h.Href(accountPath(o.ID, "plan")+"?goal="+itoa(goal.ID)+"#edit"), g.Text(goal.Title))
		}
		carried := g.Node(nil)
		if goal.CarriedFrom != 0 {
			carried = page.Chip(page.Amber, i18n.T(ctx, "plan.carried_from"))
		}
		rows = append(rows, []g.Node{g.Text(i18n.T(ctx, "plan.kind_"+string(goal.Kind))), g.Group{name, g.Text(" "), carried},
			page.Chip(tone, i18n.T(ctx, "plan.state_"+string(goal.State))),
			g.Text(names[goal.OwnerID].Name)})
	}
	return page.Table(i18n.T(ctx, "review.title_plan"), columns(ctx, "plan", "kind", "title", "state", "owner"), rows...)
}

func (u *UI) goalForm(ctx context.Context, o people.Organization, quarter review.Period, form *web.Form) (g.Node, error) {
	if !writes(ctx) {
		return nil, nil
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "review.nobody"), false)
	if err != nil {
		return nil, err
	}
	field := func(name string) page.Field { return ask(ctx, form, "plan", name) }
	title := i18n.T(ctx, "plan.add", "Quarter", string(quarter))
	var anew g.Node
	if form.Get("id") != "" {
		title, anew = i18n.T(ctx, "plan.edit"), page.LinkButton(page.Quiet, accountPath(o.ID, "plan")+"?quarter="+string(quarter),
			i18n.T(ctx, "plan.add_instead"))
	}
	return h.Div(h.ID("edit"),
		page.Card(title, i18n.T(ctx, "plan.add_about"),
			page.Form(accountPath(o.ID, "plan"), page.FormError(form), page.Hidden("id", form.Get("id")), page.Hidden("quarter", string(quarter)),
				page.Input(ctx, field("title")),
				page.Columns(page.Select(ctx, field("kind"), choices(ctx, "plan.kind_", []review.GoalKind{review.Aim, review.Proactive})...),
					page.Select(ctx, field("state"), choices(ctx, "plan.state_", review.GoalStates())...),
					page.Select(ctx, askOptional(ctx, form, "plan", "owner"), staff...)),
				page.Textarea(ctx, askOptional(ctx, form, "plan", "about")), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "plan.save")), anew)))), nil
}

func (u *UI) postGoal(w http.ResponseWriter, r *http.Request) error {
	return u.onAccount(w, r, "plan?quarter="+url.QueryEscape(r.PostFormValue("quarter")), "plan.saved",
		func(ctx context.Context, o people.Organization, form *web.Form) error {
			goal := review.Goal{OrganizationID: o.ID, Quarter: review.Period(form.Get("quarter")), Kind: review.GoalKind(form.Get("kind")),
				Title: form.Get("title"), About: form.Text("about"),
				State: review.GoalState(form.Get("state")), ID: optionalID(form, "id"), OwnerID: optionalID(form, "owner")}
			if !form.OK() {
				return nil
			}
			_, err := u.Reviews.SaveGoal(ctx, goal)
			return err
		}, u.planPage)
}

func (u *UI) postCarry(w http.ResponseWriter, r *http.Request) error {
	return u.onAccount(w, r, "plan", "plan.carried", func(ctx context.Context, o people.Organization, form *web.Form) error {
		quarter, err := review.ParsePeriod(form.Get("quarter"))
		if err != nil {
			return err
		}
		_, err = u.Reviews.CarryOver(ctx, o.ID, quarter)
		return err
	}, u.planPage)
}
