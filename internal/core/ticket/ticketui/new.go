package ticketui

import (
	"context"
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNew is the form of a ticket by hand: on a customer's behalf, or as a follow-up of a closed one.
func (u *UI) getNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.CreateTickets); err != nil {
		return err
	}
	form := web.NewForm("severity", "0", "requester", r.URL.Query().Get("requester"))
	if id, err := strconv.ParseInt(r.URL.Query().Get("follow_up"), 10, 64); err == nil {
		t, err := u.Tickets.Get(ctx, id)
		if err != nil {
			return err
		}
		names, err := u.Tickets.Named(ctx, t.RequesterID)
		if err != nil {
			return err
		}
		form = web.NewForm("severity", strconv.Itoa(int(t.Severity)), "requester", names[t.RequesterID].Email, "subject", t.Subject,
			"follow_up", strconv.FormatInt(id, 10))
	}
	return u.showNew(w, r, http.StatusOK, form)
}

// postNew opens the ticket. What is refused comes back as typed, with the files.
func (u *UI) postNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.CreateTickets); err != nil {
		return err
	}
	form, files, err := u.receive(r)
	if err != nil {
		return err
	}
	for _, id := range files {
		form.Values.Add("attachment", strconv.FormatInt(id, 10))
	}
	t, err := u.create(ctx, form)
	if absorb(form, err) || !form.OK() {
		return u.showNew(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "new.created", "Number", t.ID)})
	web.Redirect(w, r, href(t.ID))
	return nil
}

// create opens what the form describes, once nothing is wrong with it.
func (u *UI) create(ctx context.Context, form *web.Form) (t ticket.Ticket, err error) {
	reject(form, form.Get("subject") != "", "subject", i18n.T(ctx, "new.needs_subject"))
	files, err := attached(form)
	if err != nil {
		return t, err
	}
	reject(form, form.Get("body") != "" || len(files) > 0, "body", i18n.T(ctx, "new.needs_body"))
	who, err := u.Tickets.Address(ctx, form.Get("name"), form.Get("requester"))
	if form.Absorb(err) {
		err = nil
	}
	if err != nil {
		return t, err
	}
	ccs, err := u.addresses(ctx, form, apart(form.Get("ccs")))
	if err != nil || !form.OK() {
		return t, err
	}
	me, _ := access.From(ctx)
	c := ticket.NewComment{AuthorID: who.ID, Public: true, Body: form.Text("body"), Attachments: files}
	if words := form.Get("words"); words != "customer" {
		c.AuthorID, c.Public = me.UserID, words == "ours"
	}
	return u.Tickets.Create(ctx, ticket.NewTicket{Subject: form.Get("subject"), RequesterID: who.ID, Severity: ticket.Severity(form.Int64("severity")),
		FollowUpOf: form.Int64("follow_up"), Channel: "web", CCs: ccs, Comment: c, Accept: accepted(form)})
}
