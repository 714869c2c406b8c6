package notifyui

import (
	"context"
	"fmt"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getNotifications(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := u.list(ctx, queryID(r, "before"))
	if err != nil {
		return err
	}
	unread, err := u.Notify.Unread(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "notes.title")
	return u.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "notes.unread", "Count", unread),
		g.If(unread > 0, page.PostButton(page.Secondary, "/notifications/seen", i18n.T(ctx, "notes.seen"), nil)),
		page.LinkButton(page.Quiet, "/profile/notifications", i18n.T(ctx, "notes.choose"))), list)
}

func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	list, err := u.list(r.Context(), 0)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, list)
}

// list is one page of notifications; its first page follows what comes.
func (u *UI) list(ctx context.Context, before int64) (g.Node, error) {
	notes, next, err := u.Notify.Notifications(ctx, before)
	if err != nil {
		return nil, err
	}
	actors := make([]int64, len(notes))
	for i, n := range notes {
		actors[i] = n.ActorID
	}
	named, err := u.Named(ctx, actors...)
	if err != nil {
		return nil, err
	}
	live := g.Node(nil)
	if before == 0 {
		me, _ := access.From(ctx)
		live = page.Live("/notifications/list", fmt.Sprint("user:", me.UserID))
	}
	if len(notes) == 0 {
		return h.Div(h.ID("notes"), live, page.EmptyState("bell", i18n.T(ctx, "notes.none"), i18n.T(ctx, "notes.noneabout"))), nil
	}
	rows := make([]g.Node, len(notes))
	for i, n := range notes {
		rows[i] = u.noteRow(ctx, n, named[n.ActorID])
	}
	more := ""
	if next != 0 {
		more = fmt.Sprint("/notifications?before=", next)
	}
	return h.Div(h.ID("notes"), live, page.Rows(i18n.T(ctx, "notes.title"), rows...), page.Pager(ctx, "", more)), nil
}

func (u *UI) noteRow(ctx context.Context, n notify.Note, actor people.User) g.Node {
	words, detail := sentence(ctx, n, actor.Name), n.Detail
	if n.Kind == notify.Announced {
		_, detail = n.Announcement()
	}
	if n.SeenAt.IsZero() {
		words = h.B(words)
	}
	who := page.Icon("mail-warning")
	if actor.ID != 0 {
		who = page.Avatar(page.Person{ID: actor.ID, Name: actor.Name})
	}
	return page.Row(fmt.Sprint("n-", n.ID), who,
		page.Open(fmt.Sprint("/notifications/", n.ID), words, g.If(detail != "", h.Span(h.Class("aside"), g.Text(detail)))),
		g.If(n.SeenAt.IsZero(), page.Chip(page.Blue, i18n.T(ctx, "notes.new"))),
		page.Time(ctx, n.CreatedAt, u.Now(ctx)))
}

func sentence(ctx context.Context, n notify.Note, actor string) g.Node {
	if actor == "" {
		actor = "Daywatch"
	}
	kind := string(n.Kind)
	if n.TicketID == 0 && n.Kind != notify.Announced { // an invitation or a password link
		kind = "letter"
	}
	return g.Text(i18n.T(ctx, "notes.kind."+kind, "Who", actor, "Number", n.TicketID))
}

// getNotification marks a notification as read and leads to what it is about.
func (u *UI) getNotification(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	notes, _, err := u.Notify.Notifications(r.Context(), id+1)
	if err != nil {
		return err
	}
	if len(notes) == 0 || notes[0].ID != id {
		return fault.New(fault.NotFound, "There is no notification %d of yours", id)
	}
	if err := u.Notify.MarkSeen(r.Context(), id); err != nil {
		return err
	}
	to := "/notifications"
	if notes[0].TicketID != 0 {
		to = ticketPath(notes[0].TicketID, notes[0].CommentID)
	}
	if notes[0].Kind == notify.Announced {
		to, _ = notes[0].Announcement()
	}
	web.Redirect(w, r, to)
	return nil
}

func (u *UI) postSeen(w http.ResponseWriter, r *http.Request) error {
	if err := u.Notify.MarkSeen(r.Context()); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "notes.allseen"))
	web.Redirect(w, r, "/notifications")
	return nil
}

func (u *UI) getBell(w http.ResponseWriter, r *http.Request) error {
	bell, err := u.Bell(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, bell)
}

// Bell is a link to one's notifications with the number of unread ones; it follows them.
func (u *UI) Bell(ctx context.Context) (g.Node, error) {
	unread, err := u.Notify.Unread(ctx)
	if err != nil {
		return nil, err
	}
	me, _ := access.From(ctx)
	return h.A(h.Class("nav-item"), h.ID("bell"), h.Href("/notifications"), page.Live("/notifications/bell", fmt.Sprint("user:", me.UserID)),
		page.Icon("bell"), g.Text(i18n.T(ctx, "notes.title")),
		g.If(unread > 0, h.Span(h.Class("count"), g.Attr("aria-label", i18n.T(ctx, "notes.unread", "Count", unread)), g.Text(fmt.Sprint(unread))))), nil
}
