package incidentui

import (
	"context"
	"net/http"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRoom(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form := web.NewForm()
	if title := r.URL.Query().Get("template"); title != "" {
		form.Values.Set("template", title)
	}
	return u.room(w, r, id, form)
}

// sight is what a room shows.
type sight struct {
	incident.Room
	setup      incident.Setup
	components []incident.Component
	runs       []incident.Run
	names      map[int64]people.User
	tickets    map[int64]ticket.Row
	now        time.Time
	may        bool // the reader writes to customers
}

func (u *UI) see(ctx context.Context, id int64) (s sight, err error) {
	if s.Room, err = u.Incidents.Room(ctx, id); err != nil {
		return s, err
	}
	if s.setup, err = u.Incidents.Setup(ctx); err != nil {
		return s, err
	}
	if s.components, err = u.Incidents.Components(ctx); err != nil {
		return s, err
	}
	if s.runs, err = u.Incidents.Runs(ctx, id); err != nil {
		return s, err
	}
	who := []int64{s.ManagerID, s.SpeakerID}
	for _, up := range s.Updates {
		who = append(who, up.AuthorID, up.ApproverID)
	}
	if s.names, err = u.Tickets.Named(ctx, who...); err != nil {
		return s, err
	}
	ids := slices.Clone(s.Reports)
	for _, l := range s.Links[:min(len(s.Links), mostShown)] {
		ids = append(ids, l.Ticket)
	}
	s.tickets = map[int64]ticket.Row{}
	for some := range slices.Chunk(ids, 100) {
		rows, err := u.Tickets.Rows(ctx, some...)
		if err != nil {
			return s, err
		}
		for _, row := range rows {
			s.tickets[row.ID] = row
		}
	}
	s.now, s.may = u.Now(ctx), access.Check(ctx, access.CommentPublic) == nil
	return s, nil
}

// mostShown is how many linked tickets stand in the room.
const mostShown = 50

func (u *UI) room(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	s, err := u.see(ctx, id)
	if err != nil {
		return err
	}
	actions := []g.Node{}
	if s.may {
		actions = append(actions, page.LinkButton(page.Secondary, room(id)+"/answer", i18n.T(ctx, "room.answer")),
			page.LinkButton(page.Secondary, room(id)+"/edit", i18n.T(ctx, "room.edit")))
	}
	title := i18n.T(ctx, "room.title", "Number", id, "Title", s.Title)
	return u.show(w, r, form, title, page.Head(s.Title, i18n.T(ctx, "room.sub", "Number", id, "Severity", severity(ctx, s.Incident)), actions...),
		s.banner(ctx), page.LiveNotice("room-news", i18n.T(ctx, "room.news"), room(id), i18n.T(ctx, "room.reload"), "incident:"+text(id)),
		page.Content(h.Div(h.Class("room"),
			h.Div(h.Class("stack"), s.clock(ctx), s.writer(ctx, form), s.timeline(ctx)),
			h.Div(h.Class("stack"), s.facts(ctx), s.linked(ctx), s.reports(ctx)))))
}

// banner says what holds for the whole room.
func (s sight) banner(ctx context.Context) g.Node {
	switch {
	case s.Confidential:
		return page.Banner(page.Inside, i18n.T(ctx, "room.confidential"))
	case s.Open() && !s.DueAt.IsZero() && s.DueAt.Before(s.now):
		return page.Banner(page.Red, i18n.T(ctx, "room.late"))
	}
	return nil
}

// clock is the countdown to the next public word.
func (s sight) clock(ctx context.Context) g.Node {
	switch {
	case !s.Open():
		return nil
	case s.DueAt.IsZero() && s.LastAt.IsZero():
		return page.Notice(page.Amber, i18n.T(ctx, "room.nothingyet"))
	case s.DueAt.IsZero():
		return nil
	}
	d := due(ctx, s.Incident)
	if whole := s.DueAt.Sub(s.LastAt); whole > 0 {
		d.Spent = min(1, float64(s.now.Sub(s.LastAt))/float64(whole))
	}
	return page.Card(i18n.T(ctx, "incidents.nextupdate"), "", page.DueCard(ctx, d, s.LastAt, s.now),
		h.P(h.Class("muted"), g.Text(s.DueAt.UTC().Format("15:04 UTC")+" · "), g.Text(i18n.T(ctx, "room.orsay"))))
}

// writer is the form of the next word.
func (s sight) writer(ctx context.Context, form *web.Form) g.Node {
	if !s.may {
		return nil
	}
	if form.Get("status") == "" {
		form.Values.Set("status", string(s.Status))
	}
	var statuses []page.Choice
	for _, st := range s.Kind.Statuses() {
		statuses = append(statuses, page.Choice{Value: string(st), Label: statusWord(ctx, st)})
	}
	next := optional(hinted(ctx, form, "next_by"))
	next.Type = "datetime-local"
	publish := page.Button(page.Primary, i18n.T(ctx, "room.publish"), h.Name("do"), h.Value("publish"), page.HiddenKey("r"))
	if s.Approval {
		publish = nil
	}
	return page.Card(i18n.T(ctx, "room.write"), i18n.T(ctx, "room.write_about"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(room(s.ID)+"/updates"), page.FormError(form),
			page.Select(ctx, ask(ctx, form, "status"), statuses...),
			wordFields(ctx, form, s.setup, incident.Status(form.Get("status")), s.Kind == incident.Maintenance),
			g.If(s.Kind == incident.Unplanned, page.Button(page.Small, i18n.T(ctx, "room.taketext"), h.Name("do"), h.Value("template"), h.FormNoValidate())),
			page.Input(ctx, next),
			h.Details(h.Summary(h.Class("link"), g.Text(i18n.T(ctx, "incidentform.components"))), componentFields(ctx, form, s.components, false)),
			page.Checkbox(ctx, ask(ctx, form, "silent")),
			page.FormEnd(publish, page.Button(page.Secondary, i18n.T(ctx, "room.draft"), h.Name("do"), h.Value("draft")))))
}

func (s sight) timeline(ctx context.Context) g.Node {
	items := make([]g.Node, len(s.Updates))
	for n, up := range s.Updates {
		items[n] = h.Li(s.update(ctx, up))
	}
	return page.Card(i18n.T(ctx, "room.words"), "", g.If(len(items) == 0, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "room.nowords")))),
		g.If(len(items) > 0, h.Ol(h.Class("stack"), g.Group(items))))
}

func (s sight) update(ctx context.Context, up incident.Update) g.Node {
	when, chip := up.PublishedAt, g.Node(nil)
	if up.State != incident.Published {
		when, chip = up.CreatedAt, page.Chip(page.Inside, i18n.T(ctx, "room.state."+string(up.State)))
	}
	who := i18n.T(ctx, "room.bydesk")
	if name := s.names[up.AuthorID].Name; name != "" {
		who = name
	}
	if name := s.names[up.ApproverID].Name; name != "" {
		who = i18n.T(ctx, "room.approvedby", "Author", who, "Approver", name)
	}
	return g.Group{
		h.P(h.B(g.Text(statusWord(ctx, up.Status)+" ")), chip, g.If(up.Late(), page.Chip(page.Red, i18n.T(ctx, "room.waslate")))),
		h.P(g.Text(up.Body)),
		h.P(h.Class("muted"), utc(ctx, when, s.now), g.Text(" · "+who), s.told(ctx, up)),
		g.Iff(up.State != incident.Published && s.may, func() g.Node { return s.acts(ctx, up) }),
	}
}

// told says how many subscribers heard of an update.
func (s sight) told(ctx context.Context, up incident.Update) g.Node {
	for _, sending := range s.Sending {
		if sending.Update == up.ID && sending.Told > 0 {
			return g.Text(" · " + i18n.T(ctx, "room.told", "Count", sending.Told))
		}
	}
	return nil
}

// acts are what can be done with a draft.
func (s sight) acts(ctx context.Context, up incident.Update) g.Node {
	path := room(s.ID) + "/updates/" + text(up.ID) + "/"
	actor, _ := access.From(ctx)
	return h.Div(h.Class("end"),
		g.If(!s.Approval || up.State == incident.Approved, page.PostButton(page.Secondary, path+"publish", i18n.T(ctx, "room.publish"), nil)),
		g.If(s.Approval && up.State == incident.Draft && actor.UserID != up.AuthorID,
			page.PostButton(page.Secondary, path+"agree", i18n.T(ctx, "room.agree"), nil)),
		g.If(s.Approval && up.State == incident.Draft && actor.UserID == up.AuthorID, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "room.waits")))),
		page.PostButton(page.Quiet, path+"discard", i18n.T(ctx, "room.discard"), nil))
}
