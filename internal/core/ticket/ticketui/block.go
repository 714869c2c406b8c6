package ticketui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getBlock asks before the requester's mail is held from now on.
func (u *UI) getBlock(w http.ResponseWriter, r *http.Request) error {
	_, who, err := u.blockable(r)
	if err != nil {
		return err
	}
	return u.showBlock(w, r, http.StatusOK, web.NewForm("pattern", who.Email, "solve", "on"))
}

// blockable gives the ticket and its requester to those who may hold mail back.
func (u *UI) blockable(r *http.Request) (t ticket.Ticket, who people.User, err error) {
	if err := access.Check(r.Context(), access.ReleaseMail); err != nil {
		return t, who, err
	}
	id, err := ticketID(r)
	if err != nil {
		return t, who, err
	}
	if t, err = u.Tickets.Get(r.Context(), id); err != nil {
		return t, who, err
	}
	names, err := u.Tickets.Named(r.Context(), t.RequesterID)
	return t, names[t.RequesterID], err
}

func (u *UI) showBlock(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	ctx := r.Context()
	t, who, err := u.blockable(r)
	if err != nil {
		return err
	}
	_, domain, _ := strings.Cut(who.Email, "@")
	title := i18n.T(ctx, "block.title")
	solve := page.Ask(form, "solve", i18n.T(ctx, "block.solve", "Number", t.ID))
	solve.Optional = true
	reason := page.Ask(form, "reason", i18n.T(ctx, "block.reason"))
	reason.Optional, reason.Hint = true, i18n.T(ctx, "block.reason_hint")
	return web.Render(w, status, u.Page(r, title, page.Head(title, t.Subject), page.Narrow(
		h.P(g.Text(i18n.T(ctx, "block.what"))),
		h.Form(h.Class("form"), h.Method("post"), h.Action(href(t.ID)+"/block"), page.FormError(form),
			page.Select(ctx, page.Ask(form, "pattern", i18n.T(ctx, "block.who")), page.Choice{Value: who.Email, Label: who.Email},
				page.Choice{Value: "@" + domain, Label: i18n.T(ctx, "block.domain", "Domain", domain)}),
			page.Input(ctx, reason), page.Checkbox(ctx, solve),
			h.Div(h.Class("end"), page.Button(page.Danger, i18n.T(ctx, "block.do")), page.LinkButton(page.Quiet, href(t.ID), i18n.T(ctx, "block.leave")))))))
}

// postBlock holds the sender's mail from now on, and is done with the ticket if asked to.
func (u *UI) postBlock(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, _, err := u.blockable(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.block(ctx, t.ID, form); err != nil {
		if form.Absorb(err) {
			return u.showBlock(w, r, http.StatusUnprocessableEntity, form)
		}
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "block.done", "Pattern", form.Get("pattern")), Target: "/settings/blocked"})
	web.Redirect(w, r, href(t.ID))
	return nil
}

func (u *UI) block(ctx context.Context, id int64, form *web.Form) error {
	if err := u.People.Block(ctx, form.Get("pattern"), or(form.Get("reason"), i18n.T(ctx, "block.because", "Number", id))); err != nil {
		return err
	}
	if !form.Bool("solve") {
		return nil
	}
	solved := ticket.Solved
	_, err := u.Tickets.Update(ctx, id, ticket.Update{Status: &solved, AddTags: []string{"spam"}})
	if fault.Is(err, fault.Conflict) { // closed already: nothing is left to do
		return nil
	}
	return err
}

// postFollow makes the reader a follower of the ticket, or no longer one.
func (u *UI) postFollow(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, form, err := ticketForm(r)
	if err != nil {
		return err
	}
	me, _ := access.From(ctx)
	up, word := ticket.Update{RemoveFollowers: []int64{me.UserID}}, "ticket.unfollowed"
	if form.Bool("follow") {
		up, word = ticket.Update{AddFollowers: []int64{me.UserID}}, "ticket.followed"
	}
	return u.change(w, r, id, up, i18n.T(ctx, word, "Number", id))
}
