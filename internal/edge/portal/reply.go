package portal

import (
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// postReply adds the customer's words. Whatever stands in the way, they stay in the form, and their files with them.
func (p *Portal) postReply(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := numbered(r)
	if err != nil {
		return err
	}
	if _, err := p.Tickets.Own(ctx, id); err != nil { // before any file is stored
		return err
	}
	f, err := p.receive(r)
	if err != nil {
		return err
	}
	if !f.OK() || !p.write(w, r, f) {
		return p.showTicket(w, r, refused(w, f), f, web.NewForm())
	}
	files := attached(f)
	if f.Get("body") == "" && len(files) == 0 {
		f.Reject("body", i18n.T(ctx, "portal.missing.reply"))
		return p.showTicket(w, r, web.FormStatus(f), f, web.NewForm())
	}
	err = p.Tickets.OwnReply(ctx, id, f.Text("body"), files)
	if fault.Is(err, fault.Conflict) { // it was closed meanwhile
		return p.carryOn(w, r, id, f)
	}
	if f.Absorb(err) {
		reword(ctx, f)
		return p.showTicket(w, r, web.FormStatus(f), f, web.NewForm())
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.reply.sent"))
	web.Redirect(w, r, ticketHref(id))
	return nil
}

// carryOn takes words that came too late for a ticket over into the form of its follow-up.
func (p *Portal) carryOn(w http.ResponseWriter, r *http.Request, id int64, f *web.Form) error {
	ctx := r.Context()
	t, err := p.Tickets.Own(ctx, id)
	if err != nil {
		return err
	}
	draft := web.NewForm("follow", strconv.FormatInt(id, 10), "subject", t.Subject, "body", f.Text("body"))
	draft.Values["attachment"] = f.All("attachment")
	if err := p.saveDraft(ctx, draft); err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "note", Text: i18n.T(ctx, "portal.reply.late")})
	web.Redirect(w, r, newPath+"?follow="+strconv.FormatInt(id, 10))
	return nil
}

func (p *Portal) postSolved(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := numbered(r)
	if err != nil {
		return err
	}
	if err := p.Tickets.OwnSolve(ctx, id); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.reply.solved"))
	web.Redirect(w, r, ticketHref(id))
	return nil
}

// refused is the status of a page that shows a form again: too many tries, or something to mend.
func refused(w http.ResponseWriter, f *web.Form) int {
	if w.Header().Get("Retry-After") != "" {
		return http.StatusTooManyRequests
	}
	return web.FormStatus(f)
}
