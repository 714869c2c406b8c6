package ticketui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
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

func (u *UI) showNew(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	title := i18n.T(r.Context(), "new.title")
	return web.Render(w, status, u.Page(r, title, page.Head(title, i18n.T(r.Context(), "new.sub")), page.Narrow(newForm(r.Context(), form))))
}

func newForm(ctx context.Context, form *web.Form) g.Node {
	requester := page.Ask(form, "requester", i18n.T(ctx, "new.requester"))
	requester.Type, requester.Hint, requester.Autocomplete = "email", i18n.T(ctx, "new.requester_hint"), "off"
	name := page.Ask(form, "name", i18n.T(ctx, "new.name"))
	name.Hint = i18n.T(ctx, "new.name_hint")
	body := page.Ask(form, "body", i18n.T(ctx, "new.body"))
	body.Hint = i18n.T(ctx, "new.body_hint")
	severities := make([]page.Choice, 5)
	for i := range severities {
		severities[i] = page.Choice{Value: strconv.Itoa(i), Label: severity(ctx, ticket.Severity(i))}
	}
	return h.Form(h.Class("form"), h.Method("post"), h.Action("/tickets"), h.EncType("multipart/form-data"), page.FormError(form),
		page.Hidden("follow_up", form.Get("follow_up")),
		page.Input(ctx, requester), page.Input(ctx, name),
		page.Input(ctx, page.Ask(form, "subject", i18n.T(ctx, "field.subject"))),
		page.Select(ctx, page.Ask(form, "severity", i18n.T(ctx, "field.severity")), severities...),
		page.Input(ctx, page.Ask(form, "ccs", i18n.T(ctx, "field.ccs"))),
		page.Textarea(ctx, body),
		page.Select(ctx, page.Ask(form, "words", i18n.T(ctx, "new.words")),
			page.Choice{Value: "customer", Label: i18n.T(ctx, "new.words_customer")},
			page.Choice{Value: "note", Label: i18n.T(ctx, "new.words_note")},
			page.Choice{Value: "ours", Label: i18n.T(ctx, "new.words_ours")}),
		h.Div(h.Class("field"), h.Label(h.For("file"), g.Text(i18n.T(ctx, "composer.attach"))), h.Input(h.ID("file"), h.Type("file"), h.Name("file"), h.Multiple())),
		h.Div(h.Class("end"), page.Button(page.Primary, i18n.T(ctx, "new.create"))))
}

// postNew opens the ticket.
func (u *UI) postNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.CreateTickets); err != nil {
		return err
	}
	var files []int64
	form, err := web.Uploads(r, func(_ *web.Form, up web.Upload) error {
		a, err := u.Tickets.Upload(ctx, up.Name, up.ContentType, up.Body)
		files = append(files, a.ID)
		return err
	})
	if err != nil {
		return err
	}
	t, err := u.create(ctx, form, files)
	if form.Absorb(err) || !form.OK() {
		return u.showNew(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "new.created", "Number", t.ID)})
	web.Redirect(w, r, href(t.ID))
	return nil
}

func (u *UI) create(ctx context.Context, form *web.Form, files []int64) (ticket.Ticket, error) {
	if form.Get("subject") == "" {
		form.Reject("subject", i18n.T(ctx, "new.needs_subject"))
	}
	who, err := u.Tickets.Address(ctx, form.Get("name"), form.Get("requester"))
	if err != nil {
		return ticket.Ticket{}, err
	}
	ccs, err := u.addresses(ctx, form.Get("ccs"))
	if err != nil || !form.OK() {
		return ticket.Ticket{}, err
	}
	me, _ := access.From(ctx)
	c := ticket.NewComment{AuthorID: who.ID, Public: true, Body: form.Text("body"), Attachments: files}
	if words := form.Get("words"); words != "customer" {
		c.AuthorID, c.Public = me.UserID, words == "ours"
	}
	return u.Tickets.Create(ctx, ticket.NewTicket{Subject: form.Get("subject"), RequesterID: who.ID, Severity: ticket.Severity(form.Int64("severity")),
		FollowUpOf: form.Int64("follow_up"), Channel: "web", CCs: ccs, Comment: c})
}
