package reviewui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
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
	contacts, err := u.contacts(ctx, m.OrganizationID)
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
		page.Split(page.Thread(title, h.Div(h.Class("stack"), page.FormError(form), u.minutesCard(ctx, m), u.decisionsCard(ctx, m, form), u.actionsCard(ctx, m.Actions, ""), during, write, u.changeCard(ctx, m.Meeting, zoneOr(c), form))), u.meetingFacts(ctx, m, c, names))))
}

// duringCards are what one fills in while the call goes on: decisions and actions. Behind minutes that went out they are folded.
func (u *UI) duringCards(ctx context.Context, r *http.Request, m review.Outcome, form *web.Form, contacts []contact) (g.Node, error) {
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
	facts := []page.Fact{{Label: i18n.T(ctx, "review.col_state"), Value: meetingChip(ctx, m.Meeting, now)}, {Label: i18n.T(ctx, "review.col_when"), Value: page.Moment(ctx, m.At)},
		page.Say(i18n.T(ctx, "review.col_theirs"), zoneTime(m.At, zoneOr(c))), page.Say(i18n.T(ctx, "review.length"), i18n.T(ctx, "review.minutes", "Count", m.Length)),
		page.Say(i18n.T(ctx, "review.col_host"), hostName(ctx, m.Meeting, names)), page.Say(i18n.T(ctx, "review.manager"), managerName(c, names))}
	if m.CallID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "review.call"), Value: h.A(h.Class("link"), h.Href("/calls/"+itoa(m.CallID)), g.Text(i18n.T(ctx, "review.call_open")))})
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
	return g.Group{page.Facts(i18n.T(ctx, "review.facts"), facts...), g.If(len(m.Guests) > 0, page.FactsBlock(i18n.T(ctx, "review.guests"), h.Ul(h.Class("stack"), guests)))}
}

// minutesCard is what the customer got, and what stays inside on yellow paper.
func (u *UI) minutesCard(ctx context.Context, m review.Outcome) g.Node {
	var out []g.Node
	if m.Minutes != "" {
		out = append(out, h.Div(h.ID("minutes"), page.Card(i18n.T(ctx, "minutes.title"), i18n.T(ctx, "minutes.sent_at", "Time", i18n.FormatTime(ctx, m.MinutesAt)), page.Prose(markup.Markdown(m.Minutes)))))
	}
	if m.Notes != "" {
		out = append(out, page.Paper(i18n.T(ctx, "minutes.notes"), page.Prose(markup.Markdown(m.Notes))))
	}
	return g.Group(out)
}

// writeCards are where minutes and notes are written. Both are kept on the server as one types.
func (u *UI) writeCards(ctx context.Context, m review.Outcome, form *web.Form, contacts []contact) (g.Node, error) {
	if access.Check(ctx, access.CommentPrivate) != nil {
		return nil, nil
	}
	notes, err := u.Reviews.Draft(ctx, m.ID, false)
	if err != nil {
		return nil, err
	}
	inside := page.Paper(i18n.T(ctx, "minutes.write_notes"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "minutes.write_notes_about"))),
		drafted(ctx, m.Meeting, "internal", m.Path()+"/notes", "notes", form, notes, page.FormEnd(page.Button(page.NoteLook, i18n.T(ctx, "minutes.keep_notes")))))
	if access.Check(ctx, access.CommentPublic) != nil || m.State != review.Planned && m.State != review.Held {
		return inside, nil
	}
	minutes, err := u.Reviews.Draft(ctx, m.ID, true)
	if err != nil {
		return nil, err
	}
	return g.Group{u.minutesForm(ctx, m, minutes, form, contacts), inside}, nil
}

// minutesForm is where minutes are written and sent; those that went out are folded, to be corrected.
func (u *UI) minutesForm(ctx context.Context, m review.Outcome, draft review.Draft, form *web.Form, contacts []contact) g.Node {
	early, sent := m.At.After(u.Now(ctx)), m.Minutes != ""
	title, about, do := "minutes.write", "minutes.write_about", "minutes.send"
	if sent {
		title, do = "minutes.correct", "minutes.send_again"
	}
	end := page.FormEnd(g.If(!early, page.Button(page.Primary, i18n.T(ctx, do))), page.Button(page.Secondary, i18n.T(ctx, "minutes.keep"), h.FormAction(m.Path()+"/draft?page=1")))
	if early {
		about = "minutes.write_early"
	}
	write := drafted(ctx, m.Meeting, "public", m.Path()+"/minutes", "minutes", form, draft, readers(ctx, form, contacts, ""), end)
	if sent {
		return fold(form.Get("mode") == "public" || !draft.At.IsZero(), i18n.T(ctx, title), page.Card(i18n.T(ctx, title), i18n.T(ctx, "minutes.correct_about"), write))
	}
	return page.Card(i18n.T(ctx, title), i18n.T(ctx, about), write)
}

// drafted is a form whose text is kept on the server as one types: see composer.js.
func drafted(ctx context.Context, m review.Meeting, mode, action, id string, form *web.Form, d review.Draft, more ...g.Node) g.Node {
	body, wrong := d.Body, ""
	if form.Get("mode") == mode {
		body, wrong = form.Text("body"), form.Error("body")
	}
	saved := ""
	if !d.At.IsZero() {
		saved = i18n.T(ctx, "minutes.saved_at", "Time", i18n.FormatClock(ctx, d.At))
	}
	return h.Form(h.Class("form"), h.Method("post"), h.Action(action), g.Attr("data-composer", ""), g.Attr("data-draft-url", m.Path()+"/draft"), g.Attr("hx-morph-skip", ""), page.Hidden("mode", mode),
		h.Div(h.Class("field"), h.Label(h.For("body-"+id), g.Text(i18n.T(ctx, "minutes.f_"+id))),
			g.If(wrong != "", h.P(h.Class("error"), h.ID("body-"+id+"-error"), g.Text(wrong))),
			h.Textarea(h.Class("input tall"), h.ID("body-"+id), h.Name("body"), h.Rows("10"), g.If(wrong != "", g.Attr("aria-describedby", "body-"+id+"-error")), g.Text(body))),
		h.Span(h.Class("saved muted"), g.Attr("role", "status"), g.Attr("data-saved", i18n.T(ctx, "minutes.saved")), g.Attr("data-unsaved", i18n.T(ctx, "minutes.unsaved")), g.Text(saved)), g.Group(more))
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

// postDraft keeps what is typed: called by the page as one types, and by the button beside.
func (u *UI) postDraft(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Reviews.SaveDraft(ctx, id, form.Get("mode") != "internal", form.Text("body")); err != nil {
		return err
	}
	if r.URL.Query().Get("page") == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	web.Done(ctx, i18n.T(ctx, "minutes.saved"))
	web.Redirect(w, r, "/reviews/"+itoa(id))
	return nil
}

func (u *UI) postMinutes(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "minutes.sent_done", "#minutes", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Reviews.SendMinutes(ctx, id, form.Text("body"), recipients(form)...)
	})
}

func (u *UI) postNotes(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "minutes.noted_done", "", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Reviews.WriteNotes(ctx, id, form.Text("body"))
	})
}
