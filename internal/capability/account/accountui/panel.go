package accountui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// OrganizationPanel is what stands on an organization's page: who is assigned, and the way to the account.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	from, until := u.fortnight(ctx)
	all, err := u.Accounts.StandingsOf(ctx, o.ID, from, until)
	if err != nil {
		return nil, err
	}
	mayAssign := access.Check(ctx, access.EditPeople) == nil
	if len(all) == 0 && !mayAssign {
		return nil, nil
	}
	var crew []g.Node
	for _, st := range all {
		crew = append(crew, h.Div(h.Class("cluster"), g.Text(st.Engineer.Name), state(ctx, st, u.Now(ctx))))
	}
	if len(all) == 0 {
		crew = append(crew, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.ours_none"))))
	}
	acts := g.Group{page.LinkButton(page.Small, account.AccountPath(o.ID), i18n.T(ctx, "assigned.to_account"))}
	if mayAssign && len(all) == 0 {
		acts = append(acts, page.LinkButton(page.Small, newPath(o.ID), i18n.T(ctx, "assigned.assign")))
	}
	return page.FactsBlock(i18n.T(ctx, "assigned.panel"), g.Group(crew), h.Div(h.Class("cluster"), acts)), nil
}

// Panel tells beside a ticket of an account who is in charge of it, and in an emergency who is on call and who is engaged.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) ([]page.Fact, g.Node, error) {
	if t.OrganizationID == 0 {
		return nil, nil, nil
	}
	now := u.Now(ctx)
	all, err := u.Accounts.StandingsOf(ctx, t.OrganizationID, now, now.AddDate(0, 0, 7))
	if err != nil {
		return nil, nil, err
	}
	engaged, err := u.Accounts.Engagements(ctx, t.ID)
	if err != nil || len(all)+len(engaged) == 0 {
		return nil, nil, err
	}
	emergency, _, err := u.Accounts.EmergencyOf(ctx, t.ID)
	if err != nil {
		return nil, nil, err
	}
	ids := append(whoIn(all), emergency.Responsible)
	for _, e := range engaged {
		ids = append(ids, e.UserID, e.EngineerID)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return nil, nil, err
	}
	var inEmergency g.Node
	if len(engaged) > 0 {
		inEmergency = page.FactsBlock(i18n.T(ctx, "assigned.emergencies"), u.engagedPart(ctx, engaged, emergency, names))
	}
	return engineerFacts(ctx, all, names), g.Group{inEmergency, accountSection(ctx, t.OrganizationID, all)}, nil
}

// engineerFacts name the engineers of an account, and who covers for one who is away.
func engineerFacts(ctx context.Context, all []account.Standing, names map[int64]people.User) (facts []page.Fact) {
	for _, st := range all {
		value := g.Group{g.Text(st.Engineer.Name)}
		if !st.LeftAt.IsZero() {
			value = g.Group{page.Chip(page.Red, i18n.T(ctx, "assigned.without"))}
		}
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "assigned.col_engineer"), Value: value})
		for _, c := range st.Covers {
			if c.State == account.Promised {
				facts = append(facts, page.Say(i18n.T(ctx, "assigned.kind_cover"), names[c.UserID].Name))
			}
		}
	}
	return facts
}

// accountSection says what to know of the engineers while answering one of their tickets: in which hours, what outside of them.
func accountSection(ctx context.Context, organization int64, all []account.Standing) g.Node {
	if len(all) == 0 {
		return nil
	}
	var facts []page.Fact
	for _, st := range all {
		facts = append(facts, page.Say(i18n.T(ctx, "assigned.agreed"), hoursWords(ctx, st)), page.Say(i18n.T(ctx, "assigned.older"), olderWord(ctx, st.Older)))
		for _, f := range []struct{ label, text string }{{i18n.T(ctx, "assigned.outside"), st.Outside}, {i18n.T(ctx, "assigned.emergencies"), st.Emergencies}} {
			if f.text != "" {
				facts = append(facts, page.Say(f.label, f.text))
			}
		}
	}
	return page.Section{ID: "account", Title: i18n.T(ctx, "assigned.account"), Line: hoursWords(ctx, all[0])}.View(ctx, page.Facts("", facts...),
		h.Div(page.LinkButton(page.Small, account.AccountPath(organization), i18n.T(ctx, "assigned.to_account"))))
}

func hoursWords(ctx context.Context, st account.Standing) string {
	return weekWords(ctx, st.Week) + " " + st.Zone
}

// engagedPart says who is responsible and who is engaged, and lets those whom it concerns act.
func (u *UI) engagedPart(ctx context.Context, all []account.Engagement, e account.Emergency, names map[int64]people.User) g.Node {
	var lines g.Group
	if e.ID != 0 {
		who := i18n.T(ctx, "assigned.oncall_nobody")
		if e.Responsible != 0 {
			who = i18n.T(ctx, "assigned.oncall", "Name", names[e.Responsible].Name)
		}
		lines = append(lines, h.P(g.Text(who)))
	}
	for _, x := range all {
		lines = append(lines, h.P(g.Text(u.engagedWords(ctx, x, names))), u.engagedActs(ctx, x, e))
	}
	return lines
}

// engagedWords says in a sentence what became of engaging somebody.
func (u *UI) engagedWords(ctx context.Context, x account.Engagement, names map[int64]people.User) string {
	name := names[x.UserID].Name
	switch {
	case x.Outcome == account.Outside:
		return i18n.T(ctx, "assigned.was_outside", "Name", names[x.EngineerID].Name)
	case x.Outcome == account.Absent:
		return i18n.T(ctx, "assigned.was_absent", "Name", names[x.EngineerID].Name)
	}
	at := x.At.In(i18n.Zone(ctx)).Format("15:04:05")
	words := i18n.T(ctx, "assigned.was_engaged", "Name", name, "Time", at)
	if x.Cover {
		words = i18n.T(ctx, "assigned.cover_engaged", "Name", name, "Engineer", names[x.EngineerID].Name, "Time", at)
	}
	switch {
	case x.Part != "":
		return words + " " + partWords(ctx, x.Part, name)
	case !x.AnsweredAt.IsZero():
		return words + " " + i18n.T(ctx, "assigned.answered")
	}
	return words + " " + i18n.T(ctx, "assigned.unanswered")
}

func partWords(ctx context.Context, p account.Part, name string) string {
	switch p {
	case account.TakeOver:
		return i18n.T(ctx, "assigned.part_take_over", "Name", name)
	case account.Shadow:
		return i18n.T(ctx, "assigned.part_shadow", "Name", name)
	}
	return i18n.T(ctx, "assigned.part_inform", "Name", name)
}

func partDo(ctx context.Context, p account.Part) string {
	return map[account.Part]string{account.TakeOver: i18n.T(ctx, "assigned.do_take_over"),
		account.Shadow: i18n.T(ctx, "assigned.do_shadow"), account.Inform: i18n.T(ctx, "assigned.do_inform")}[p]
}

// engagedActs are what the reader can do about an engagement that goes on.
func (u *UI) engagedActs(ctx context.Context, x account.Engagement, e account.Emergency) g.Node {
	if !x.SettledAt.IsZero() || access.Check(ctx, access.UpdateTickets) != nil {
		return nil
	}
	path := "/engagements/" + itoa(x.ID)
	var acts g.Group
	if x.Outcome == account.WasEngaged && x.UserID == me(ctx) {
		for _, p := range account.Parts() {
			if p != x.Part {
				acts = append(acts, page.PostButton(page.Small, path, partDo(ctx, p), []string{"part", string(p)}))
			}
		}
	}
	if x.Outcome != account.WasEngaged {
		acts = append(acts, page.PostButton(page.Small, path+"/now", i18n.T(ctx, "assigned.engage_now"), nil))
	}
	if x.Part == account.TakeOver && e.Responsible == me(ctx) {
		acts = append(acts, page.LinkButton(page.Small, ticketPath(x.TicketID)+"/emergency/hand-over", i18n.T(ctx, "assigned.hand_over")))
	}
	return h.Div(h.Class("cluster"), acts)
}

func (u *UI) postPart(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	return u.engagement(w, r, i18n.T(r.Context(), "assigned.part_saved"), func(ctx context.Context, id int64) error {
		return u.Accounts.TakePart(ctx, id, account.Part(form.Get("part")))
	})
}

func (u *UI) postNow(w http.ResponseWriter, r *http.Request) error {
	return u.engagement(w, r, i18n.T(r.Context(), "assigned.engaged_now"), u.Accounts.EngageNow)
}

// engagement does something about an engagement and leads back to its ticket.
func (u *UI) engagement(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, id int64) error) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := do(ctx, id); err != nil {
		return err
	}
	e, err := u.Accounts.Engagement(ctx, id)
	if err != nil {
		return err
	}
	web.Done(ctx, done)
	web.Redirect(w, r, ticketPath(e.TicketID))
	return nil
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if t.OrganizationID == 0 || access.Check(ctx, access.ViewPeople) != nil {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(account.AccountPath(t.OrganizationID)), g.Text(i18n.T(ctx, "assigned.to_account")))}, nil
}
