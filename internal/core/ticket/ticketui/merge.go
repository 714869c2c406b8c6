package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// mostLike is how many tickets a merge is offered into.
const mostLike = 8

// getMerge asks what a ticket is to be merged into.
func (u *UI) getMerge(w http.ResponseWriter, r *http.Request) error {
	return u.showMerge(w, r, web.NewForm("target", r.URL.Query().Get("target")))
}

// postMerge merges, for good.
func (u *UI) postMerge(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, form, err := ticketForm(r)
	if err != nil {
		return err
	}
	typed := strings.TrimPrefix(or(form.Get("number"), form.Get("target")), "#")
	target, wrong := strconv.ParseInt(typed, 10, 64)
	reject(form, wrong == nil, "number", i18n.T(ctx, "merge.no_number"))
	if form.OK() {
		_, err = u.Tickets.Merge(ctx, ticket.Merge{Source: id, Target: target, Comment: form.Text("comment"), Accept: accepted(form)})
	}
	if absorb(form, err) || !form.OK() {
		return u.showMerge(w, r, form)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "merge.done", "Source", id, "Target", target))
	web.Redirect(w, r, href(target))
	return nil
}

func (u *UI) showMerge(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	if t.Status == ticket.Closed {
		return fault.New(fault.Conflict, "Ticket #%d is closed; it stays as it is", id)
	}
	like, err := u.like(ctx, t)
	if err != nil {
		return err
	}
	if wrong := form.Error("target"); wrong != "" {
		form.Reject("number", wrong)
	}
	title := i18n.T(ctx, "merge.title", "Number", id)
	number, comment := page.Ask(form, "number", i18n.T(ctx, "merge.number")), page.Ask(form, "comment", i18n.T(ctx, "merge.comment"))
	number.Optional, number.Autocomplete, comment.Optional, comment.Hint = true, "off", true, i18n.T(ctx, "merge.comment_hint")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, t.Subject), page.Narrow(
		h.P(g.Text(i18n.T(ctx, "merge.what"))),
		page.Form(href(id)+"/merge", page.FormError(form), likeChoice(ctx, form, like), page.Input(ctx, number), page.Textarea(ctx, comment),
			page.FormEnd(page.Button(page.Danger, i18n.T(ctx, "merge.do")), anywayButton(ctx, form),
				page.LinkButton(page.Quiet, href(id), i18n.T(ctx, "merge.leave")))))))
}

// like lists the tickets that are most likely about the same: the requester's, then the organization's.
func (u *UI) like(ctx context.Context, t ticket.Ticket) ([]ticket.Row, error) {
	queries := []string{fmt.Sprintf("requester:#%d -status:closed", t.RequesterID)}
	if t.OrganizationID != 0 {
		queries = append(queries, fmt.Sprintf("org:#%d -status:closed", t.OrganizationID))
	}
	var all []ticket.Row
	for _, q := range queries {
		p, err := u.Tickets.List(ctx, ticket.ListRequest{Query: q, Limit: mostLike + 1})
		if err != nil {
			return nil, err
		}
		for _, row := range p.Rows {
			if row.ID != t.ID && !slices.ContainsFunc(all, func(r ticket.Row) bool { return r.ID == row.ID }) {
				all = append(all, row)
			}
		}
	}
	return all[:min(len(all), mostLike)], nil
}

func likeChoice(ctx context.Context, form *web.Form, like []ticket.Row) g.Node {
	if len(like) == 0 {
		return nil
	}
	return h.FieldSet(h.Class("stack"), h.Legend(g.Text(i18n.T(ctx, "merge.like"))), g.Map(like, func(row ticket.Row) g.Node {
		id := fmt.Sprint(row.ID)
		return h.Label(h.Class("check"), h.Input(h.Type("radio"), h.Name("target"), h.Value(id), g.If(form.Get("target") == id, h.Checked())),
			h.Span(h.Span(h.Class("num"), g.Text("#"+id+" ")), g.Text(row.Subject), g.Text(" "), page.Status(ctx, statusWord(row.Status)),
				h.Span(h.Class("muted"), g.Text(" "+row.Requester))))
	}))
}

// mergedInto leads from a ticket that was merged to the other one.
func (s *sight) mergedInto(ctx context.Context) g.Node {
	into := s.Ticket.MergedInto
	if into == 0 {
		return nil
	}
	return h.A(h.Class("link"), h.Href(href(into)), g.Text(i18n.T(ctx, "merge.into", "Number", into)))
}
