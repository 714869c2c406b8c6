package incidentui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// postTicket links or unlinks the ticket of a room's form.
func (u *UI) postTicket(act func(ctx context.Context, incident, ticketID int64) error, said string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := web.PathID(r)
		if err != nil {
			return err
		}
		form, err := web.Decode(r)
		if err != nil {
			return err
		}
		if err := act(r.Context(), id, form.Int64("ticket")); err != nil {
			return err
		}
		return done(w, r, said, room(id), "Number", form.Int64("ticket"))
	}
}

// getChoose asks which incident is behind a ticket.
func (u *UI) getChoose(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.choose(w, r, id, web.NewForm())
}

func (u *UI) choose(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	open, over, err := u.Incidents.List(ctx, 10)
	if err != nil {
		return err
	}
	var options []page.Option
	for _, i := range append(open, over...) {
		options = append(options, page.Option{Value: text(i.ID), Label: i18n.T(ctx, "linking.option", "Number", i.ID, "Title", i.Title),
			About: severity(ctx, i) + " · " + statusWord(ctx, i.Status)})
	}
	title := i18n.T(ctx, "linking.title", "Number", id)
	declare := page.LinkButton(page.Secondary, listPath+"/new?ticket="+text(id), i18n.T(ctx, "linking.declare"))
	if len(options) == 0 {
		return u.show(w, r, form, title, page.Head(title, t.Subject),
			page.EmptyState("triangle-alert", i18n.T(ctx, "linking.none"), i18n.T(ctx, "linking.none_text"), declare))
	}
	return u.show(w, r, form, title, page.Head(title, t.Subject, declare), page.Narrow(page.Form("/tickets/"+text(id)+"/incident", page.FormError(form),
		page.Options(page.Ask(form, "incident", i18n.T(ctx, "linking.which")), options...),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "linking.do")),
			page.LinkButton(page.Quiet, "/tickets/"+text(id), i18n.T(ctx, "incidents.cancel"))))))
}

func (u *UI) postChoose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	chosen := form.Int64("incident")
	if chosen == 0 {
		form.Reject("incident", i18n.T(ctx, "linking.choose"))
		return u.choose(w, r, id, form)
	}
	err = u.Incidents.LinkTicket(ctx, chosen, id)
	switch {
	case form.Absorb(err):
		return u.choose(w, r, id, form)
	case err != nil:
		return err
	}
	return done(w, r, "room.linked", "/tickets/"+text(id), "Number", id)
}

// Panel is what stands beside a ticket: the incidents behind it, when the public hears next, and what may be pasted.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	list, err := u.Incidents.OfTicket(ctx, t.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	now := u.Now(ctx)
	items := make([]g.Node, len(list))
	for n, i := range list {
		items[n] = h.Li(h.Class("stack"),
			h.P(h.A(h.Class("link"), h.Href(room(i.ID)), g.Text(i18n.T(ctx, "linking.option", "Number", i.ID, "Title", i.Title)))),
			h.P(statusChip(ctx, i), g.Text(" "+severity(ctx, i)+" "), g.Iff(!i.DueAt.IsZero(), func() g.Node { return page.DueChip(ctx, due(ctx, i), now) })),
			g.If(i.Confidential, h.P(page.Chip(page.Inside, i18n.T(ctx, "incidents.confidential")))),
			g.If(i.Public(), h.P(h.A(h.Class("link"), h.Href(i.PublicPath()), g.Text(i18n.T(ctx, "room.publiclink"))), g.Text(" "),
				h.Button(h.Class("btn small js-only"), h.Type("button"), g.Attr("data-insert", u.Link(i.PublicPath())),
					g.Text(i18n.T(ctx, "linking.insert"))))))
	}
	return page.FactsBlock(i18n.T(ctx, "linking.panel"), h.Ul(h.Class("stack"), g.Group(items))), nil
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.UpdateTickets) != nil || !t.Status.Live() {
		return nil, nil
	}
	items := []g.Node{h.A(h.Href("/tickets/"+text(t.ID)+"/incident"), g.Text(i18n.T(ctx, "linking.action")+" …"))}
	if access.Check(ctx, access.CommentPublic) == nil {
		items = append(items, h.A(h.Href(listPath+"/new?ticket="+text(t.ID)), g.Text(i18n.T(ctx, "linking.declare")+" …")))
	}
	return items, nil
}

// Told tells in a ticket's thread that an incident is behind it, in words that follow the name of who did it.
func (u *UI) Told(ctx context.Context, e event.Event, _ func(userID int64) string) string {
	switch e.Kind {
	case (incident.Linked{}).EventKind():
		if f, err := event.Decode[incident.Linked](e); err == nil {
			return i18n.T(ctx, "linking.told."+string(f.How), "Number", f.Incident)
		}
	case (incident.Unlinked{}).EventKind():
		if f, err := event.Decode[incident.Unlinked](e); err == nil {
			return i18n.T(ctx, "linking.told.unlinked", "Number", f.Incident)
		}
	}
	return ""
}
