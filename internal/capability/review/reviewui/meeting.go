package reviewui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getMeeting(w http.ResponseWriter, r *http.Request) error {
	return u.meetingPage(w, r, web.NewForm())
}

// meetingPage is one call: what was decided, who does what, the minutes and what stays inside.
func (u *UI) meetingPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	m, err := u.Reviews.Meeting(ctx, id)
	if err != nil {
		return err
	}
	c, err := u.Reviews.Calling(ctx, m.OrganizationID)
	if err != nil {
		return err
	}
	names, err := u.callNames(ctx, c)
	if err != nil {
		return err
	}
	contacts, err := u.Reviews.Contacts(ctx, m.OrganizationID)
	if err != nil {
		return err
	}
	during, err := u.duringCards(ctx, r, m, form, contacts)
	if err != nil {
		return err
	}
	write, err := u.writeCards(ctx, m, form, contacts)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "review.kind_"+string(m.Kind))
	return web.Render(w, web.FormStatus(form), u.Page(r, title+" · "+m.Organization, page.Head(title+" · "+m.Organization, i18n.FormatTime(ctx, m.At),
		page.LinkButton(page.Secondary, accountPath(m.OrganizationID, "agenda"), i18n.T(ctx, "review.tab_agenda")),
		page.LinkButton(page.Secondary, accountPath(m.OrganizationID, "review"), i18n.T(ctx, "review.tab_review"))),
		page.Split(page.Thread(title, h.Div(h.Class("stack"), page.FormError(form), u.minutesCard(ctx, m), u.decisionsCard(ctx, m, form),
			u.actionsCard(ctx, m.Actions, ""), during, write, u.changeCard(ctx, m.Meeting, zoneOr(c), form))), u.meetingFacts(ctx, m, c, names))))
}

// duringCards are what one fills in while the call goes on: decisions and actions. Behind minutes that went out they are folded.
func (u *UI) duringCards(ctx context.Context, r *http.Request, m review.Outcome, form *web.Form, contacts []people.User) (g.Node, error) {
	decision, promise := web.NewForm(), actionForm(m.Actions, r.URL.Query().Get("action"))
	if form.Values.Has("what") { // each form shows what is wrong with itself
		promise = form
	} else if form.Values.Has("kind") {
		decision = form
	}
	decide, err := u.decideCard(ctx, m, decision)
	if err != nil {
		return nil, err
	}
	action, err := u.actionCard(ctx, m, promise, contacts)
	if err != nil || decide == nil {
		return action, err
	}
	cards := page.Columns(decide, action)
	if m.Minutes == "" {
		return cards, nil
	}
	return fold(decision == form || promise.Values.Has("what"), i18n.T(ctx, "review.afterwards"), cards), nil
}

// zoneOr is the zone of the calls.
func zoneOr(c review.Calling) string {
	if c.Series.Zone != "" {
		return c.Series.Zone
	}
	return c.Zone
}

func (u *UI) meetingFacts(ctx context.Context, m review.Outcome, c review.Calling, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	facts := []page.Fact{{Label: i18n.T(ctx, "review.col_state"), Value: meetingChip(ctx, m.Meeting, now)},
		{Label: i18n.T(ctx, "review.col_when"), Value: page.Moment(ctx, m.At)},
		page.Say(i18n.T(ctx, "review.col_theirs"), zoneTime(m.At, zoneOr(c))), page.Say(i18n.T(ctx, "review.length"),
			i18n.T(ctx, "review.minutes", "Count", m.Length)),
		page.Say(i18n.T(ctx, "review.col_host"), hostName(ctx, m.Meeting, names)), page.Say(i18n.T(ctx, "review.manager"), managerName(c, names))}
	if m.CallID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "review.call"),
			Value: h.A(h.Class("link"), h.Href("/calls/"+itoa(m.CallID)), g.Text(i18n.T(ctx, "review.call_open")))})
	}
	if m.TicketID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "review.conversation"), Value: ticketLink(m.TicketID, "#"+itoa(m.TicketID))})
	}
	if !m.Open() && m.Why != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "review.why"), m.Why))
	}
	guests := g.Map(m.Guests, func(id int64) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(personOf(names[id]).Href), g.Text(names[id].Name)))
	})
	return g.Group{page.Facts(i18n.T(ctx, "review.facts"), facts...),
		g.If(len(m.Guests) > 0, page.FactsBlock(i18n.T(ctx, "review.guests"), h.Ul(h.Class("stack"), guests)))}
}

// onMeeting does what a form of a call's page asks for, and shows the page again.
func (u *UI) onMeeting(w http.ResponseWriter, r *http.Request, done, anchor string, do func(ctx context.Context, id int64, form *web.Form) error) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return did(w, r, "/reviews/"+itoa(id)+anchor, done, func(ctx context.Context, form *web.Form) error { return do(ctx, id, form) }, u.meetingPage)
}

func (u *UI) postSkip(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "review.skipped_done", "", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Reviews.Skip(ctx, id, form.Get("why"))
	})
}

func (u *UI) postMove(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "review.moved_done", "", func(ctx context.Context, id int64, form *web.Form) error {
		zone, err := time.LoadLocation(form.Get("zone"))
		if err != nil {
			return fault.Field("move_at", "There is no time zone “%s”", fault.Clip(form.Get("zone"), 60))
		}
		at, err := time.ParseInLocation("2006-01-02T15:04", form.Get("move_at"), zone)
		if err != nil {
			return fault.Field("move_at", "“%s” is no day and time. Write it like 2026-12-01T15:00", fault.Clip(form.Get("move_at"), 40))
		}
		return renamed(u.Reviews.MoveTo(ctx, id, at), "at", "move_at")
	})
}

// renamed puts what is wrong with one field beside another.
func renamed(err error, from, to string) error {
	if sentence, field := fault.Public(err); field == from {
		return fault.Field(to, "%s", sentence)
	}
	return err
}

// localInput is an instant for an input of a day and a time in a zone.
func localInput(at time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return at.In(loc).Format("2006-01-02T15:04")
}
