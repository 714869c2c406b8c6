package pagingui

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getCall asks whom to page, and why. ?ticket= makes it about a ticket.
func (u *UI) getCall(w http.ResponseWriter, r *http.Request) error {
	return u.showCall(w, r, web.NewForm("ticket", r.URL.Query().Get("ticket")))
}

func (u *UI) showCall(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	people, err := u.choices(ctx)
	if err != nil {
		return err
	}
	people[0].Label = i18n.T(ctx, "pages.on_call_now")
	policies, err := u.policyChoices(ctx)
	if err != nil {
		return err
	}
	why := page.Ask(f, "title", i18n.T(ctx, "pages.why"))
	why.Hint, why.Autocomplete = i18n.T(ctx, "pages.why_hint"), "off"
	who := page.Ask(f, "to", i18n.T(ctx, "pages.person"))
	who.Optional, who.Hint = true, i18n.T(ctx, "pages.person_hint")
	number := page.Ask(f, "ticket", i18n.T(ctx, "pages.ticket"))
	number.Optional, number.Autocomplete = true, "off"
	title := i18n.T(ctx, "pages.call")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "pages.call_about")), page.Narrow(
		page.Form(pagesPath+"/new", page.FormError(f), page.Input(ctx, why), page.Select(ctx, who, people...),
			page.Select(ctx, page.Ask(f, "policy", i18n.T(ctx, "pages.policy")), policies...), page.Input(ctx, number),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "pages.call_do")), page.LinkButton(page.Quiet, pagesPath, i18n.T(ctx, "pages.cancel")))))))
}

func (u *UI) postCall(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	a := paging.Alarm{Title: f.Get("title"), Policy: f.Get("policy"), Urgency: paging.High}
	if a.Title == "" {
		f.Reject("title", i18n.T(ctx, "pages.why_missing"))
	}
	if to, err := strconv.ParseInt(f.Get("to"), 10, 64); err == nil {
		a.To = []int64{to}
	}
	me, _ := access.From(ctx)
	a.Subject, a.Key = event.Subject{Type: "call", ID: me.UserID}, fmt.Sprintf("call:%d:%d", me.UserID, u.Now(ctx).UnixMicro())
	if typed := strings.TrimPrefix(f.Get("ticket"), "#"); typed != "" {
		id, err := strconv.ParseInt(typed, 10, 64)
		if err != nil || id <= 0 {
			f.Reject("ticket", i18n.T(ctx, "pages.ticket_wrong", "Value", typed))
		}
		a.Subject, a.Key = event.Ticket(id), fmt.Sprintf("call:ticket:%d", id)
	}
	if !f.OK() {
		return u.showCall(w, r, f)
	}
	p, err := u.Paging.Call(ctx, a)
	if fault.Is(err, fault.NotFound) {
		f.Reject("ticket", i18n.T(ctx, "pages.ticket_none", "Number", a.Subject.ID))
		return u.showCall(w, r, f)
	}
	if f.Absorb(err) {
		return u.showCall(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "pages.called"))
	web.Redirect(w, r, pagePath(p.ID))
	return nil
}
