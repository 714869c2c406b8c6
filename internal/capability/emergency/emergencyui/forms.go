package emergencyui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// again draws a form of a ticket's emergency, also with what is wrong with it.
type again func(w http.ResponseWriter, r *http.Request, ticketID int64, form *web.Form) error

// ask answers the GET of a form.
func (u *UI) ask(w http.ResponseWriter, r *http.Request, draw again, form *web.Form) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	return draw(w, r, id, form)
}

// formPage is the page of a form about the open emergency of a ticket; the words are those of what.
func (u *UI) formPage(w http.ResponseWriter, r *http.Request, id int64, what string, form *web.Form,
	fields func(context.Context, emergency.Emergency) ([]g.Node, error)) error {
	ctx := r.Context()
	e, t, err := u.mustBeOpen(ctx, id)
	if err != nil {
		return err
	}
	inputs, err := fields(ctx, e)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "emergency."+what+"_title", "Number", id)
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, t.Subject), page.Narrow(h.P(g.Text(i18n.T(ctx, "emergency."+what+"_about"))),
		page.Form(act(id, what), page.FormError(form), g.Group(inputs),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "emergency."+what), page.Key("Ctrl ↵")),
				page.LinkButton(page.Quiet, href(id), i18n.T(ctx, "emergency.cancel")))))))
}

// mustBeOpen gives the open emergency of a ticket to those who may act on it; fault.Conflict where it is none.
func (u *UI) mustBeOpen(ctx context.Context, id int64) (emergency.Emergency, ticket.Ticket, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return emergency.Emergency{}, ticket.Ticket{}, err
	}
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return emergency.Emergency{}, t, err
	}
	e, _, err := u.current(ctx, id)
	if err == nil && e.ID == 0 {
		err = fault.New(fault.Conflict, "Ticket #%d is no emergency now", id)
	}
	return e, t, err
}

// did does something about a ticket's emergency: with the ticket, or with the form and what is wrong with it. Without a form
// to draw, what is wrong is told on the ticket.
func (u *UI) did(w http.ResponseWriter, r *http.Request, what string, do func(ctx context.Context, id int64, form *web.Form) error, draw again) error {
	ctx := r.Context()
	id, err := number(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = do(ctx, id, form)
	switch {
	case draw != nil && (form.Absorb(err) || !form.OK()):
		return draw(w, r, id, form)
	case err != nil:
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "emergency."+what+"_done", "Number", id)})
	web.Redirect(w, r, href(id))
	return nil
}

func (u *UI) postAcknowledge(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "acknowledge", func(ctx context.Context, id int64, _ *web.Form) error {
		return u.Emergencies.Acknowledge(ctx, id)
	}, nil)
}

func (u *UI) getDeclare(w http.ResponseWriter, r *http.Request) error {
	return u.ask(w, r, u.declareForm, web.NewForm())
}

// declareForm is about a ticket that is no emergency yet.
func (u *UI) declareForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	note := page.Ask(form, "note", i18n.T(ctx, "emergency.declare_note"))
	note.Optional = true
	title := i18n.T(ctx, "emergency.declare_title", "Number", id)
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, t.Subject), page.Narrow(h.P(g.Text(i18n.T(ctx, "emergency.declare_about"))),
		page.Form(act(id, "declare"), page.FormError(form), page.Textarea(ctx, note), page.FormEnd(page.Button(page.Danger, i18n.T(ctx, "emergency.declare")),
			page.LinkButton(page.Quiet, href(id), i18n.T(ctx, "emergency.cancel")))))))
}

func (u *UI) postDeclare(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "declare", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.Declare(ctx, id, form.Text("note"))
	}, u.declareForm)
}
