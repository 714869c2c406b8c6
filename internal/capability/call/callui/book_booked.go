package callui

import (
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// bookedPage shows what is booked, and lets the customer move and cancel it while there is time.
func (u *UI) bookedPage(w http.ResponseWriter, r *http.Request, v visitor) error {
	ctx := r.Context()
	title := t(ctx, "book.booked", "What", v.What)
	facts := []page.Fact{{Label: t(ctx, "calls.when"), Value: zones(ctx, v.From, v.Until, v.zone, v.beside())},
		page.Say(t(ctx, "calls.with"), strings.Join(v.With, ", "))}
	switch {
	case v.Room != "":
		facts = append(facts, page.Fact{Label: t(ctx, "calls.room"), Value: h.A(h.Class("link"), h.Href(v.Room), h.Rel("noreferrer"), g.Text(v.Room))})
	case u.Calls.Restricted:
		facts = append(facts, page.Say(t(ctx, "calls.room"), t(ctx, "book.room_phone")))
	default:
		facts = append(facts, page.Say(t(ctx, "calls.room"), t(ctx, "book.room_follows")))
	}
	if v.About != "" {
		facts = append(facts, page.Fact{Label: t(ctx, "calls.about"), Value: paragraphs(v.About)})
	}
	for _, guest := range v.Guests {
		facts = append(facts, page.Say(t(ctx, "calls.guest"), guest.Address))
	}
	change, err := u.change(r, v)
	if err != nil {
		return err
	}
	return u.Door(w, r, web.FormStatus(v.form), title,
		h.Header(h.Class("stack"), h.H1(g.Text(title)), h.P(h.Class("lead"), g.Text(t(ctx, "book.booked_lead", "Address", v.Mine.Address)))),
		page.Facts(t(ctx, "calls.call"), facts...),
		h.Div(page.LinkButton(page.Secondary, v.path()+"/call.ics", t(ctx, "book.file"))), change)
}

// change are the two forms by which a customer changes a call: each in a fold, open where something was wrong in it.
func (u *UI) change(r *http.Request, v visitor) (g.Node, error) {
	ctx := r.Context()
	if v.May.IsZero() {
		return h.P(g.Text(t(ctx, "book.too_near"))), nil
	}
	minutes := v.Minutes()
	free, err := u.Calls.Free(ctx, v.Visit, minutes)
	if err != nil {
		return nil, err
	}
	v.minutes = minutes
	reason := page.Ask(v.form, "reason", t(ctx, "book.reason"))
	reason.Optional, reason.Value = true, v.form.Text("reason")
	moving := v.form.Get("times") != "" || v.form.Error("at") != "" || v.form.Error("zone") != ""
	return h.Div(h.Class("stack"),
		h.P(h.Small(g.Text(t(ctx, "book.may", "Time", inZone(ctx, v.May, v.zone), "Day", dayIn(ctx, v.May, v.zone))))), page.FormError(v.form),
		h.Details(g.If(moving, g.Attr("open")), h.Summary(g.Text(t(ctx, "book.move"))),
			page.Form(v.path()+"/move", u.zoneAndLength(ctx, v), u.times(ctx, v, free),
				g.If(len(free) > 0, page.FormEnd(page.Button(page.Primary, t(ctx, "book.move_do")))))),
		h.Details(h.Summary(g.Text(t(ctx, "book.cancel"))), page.Form(v.path()+"/cancel", page.Textarea(ctx, reason),
			page.FormEnd(page.Button(page.Danger, t(ctx, "book.cancel_do")))))), nil
}

// overPage says what became of a call that is not to come any more, and what can be done.
func (u *UI) overPage(w http.ResponseWriter, r *http.Request, v visitor) error {
	ctx := r.Context()
	state := v.State
	if state == call.Offered {
		state = call.Expired
	}
	title := t(ctx, "book.over_"+string(state))
	return u.Door(w, r, http.StatusOK, title,
		h.Header(h.Class("stack"), h.H1(g.Text(title)), h.P(h.Class("lead"), g.Text(t(ctx, "book.over_text", "Number", v.TicketID)))),
		g.Iff(v.Reason != "" && v.State == call.Cancelled, func() g.Node { return paragraphs(v.Reason) }))
}
