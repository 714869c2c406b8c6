package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// postTake gives the ticket to whoever asks.
func (u *UI) postTake(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	me, _ := access.From(r.Context())
	return u.change(w, r, id, ticket.Update{AssigneeID: &me.UserID}, i18n.T(r.Context(), "ticket.taken", "Number", id))
}

// postUpdate changes the fields that the form names; others stay.
func (u *UI) postUpdate(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	up, err := u.readUpdate(ctx, form, t)
	if err != nil {
		return err
	}
	return u.change(w, r, id, up, i18n.T(ctx, "ticket.saved", "Number", id))
}

// change updates and answers: a row drawn anew where a list asked, else the ticket's page.
func (u *UI) change(w http.ResponseWriter, r *http.Request, id int64, up ticket.Update, done string) error {
	ctx := r.Context()
	if _, err := u.Tickets.Update(ctx, id, up); err != nil {
		return err
	}
	if !web.IsFragment(r) {
		web.AddFlash(ctx, web.Flash{Kind: "done", Text: done})
		web.Redirect(w, r, href(id))
		return nil
	}
	rows, err := u.Tickets.Rows(ctx, id)
	if err != nil {
		return err
	}
	nodes, err := u.draw(ctx, rows)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, g.Group(nodes))
}

func (u *UI) readUpdate(ctx context.Context, form *web.Form, t ticket.Ticket) (up ticket.Update, err error) {
	if form.Values.Has("status") {
		s, ok := ticket.ParseStatus(form.Get("status"))
		if !ok {
			return up, fault.Field("status", "%q is no status", form.Get("status"))
		}
		up.Status = &s
	}
	if form.Values.Has("priority") {
		p, ok := ticket.ParsePriority(form.Get("priority"))
		if !ok {
			return up, fault.Field("priority", "%q is no priority", form.Get("priority"))
		}
		up.Priority = &p
	}
	if form.Values.Has("type") {
		typ := ticket.Type(form.Get("type"))
		if typ != "" && !slices.Contains(ticket.Types(), typ) {
			return up, fault.Field("type", "%q is no type of ticket", string(typ))
		}
		up.Type = &typ
	}
	up.AssigneeID, up.GroupID = number(form, "assignee"), number(form, "group")
	if form.Values.Has("subject") {
		subject := form.Get("subject")
		up.Subject = &subject
	}
	if form.Values.Has("tags") {
		up.AddTags, up.RemoveTags = difference(t.Tags, strings.Fields(strings.ReplaceAll(form.Get("tags"), ",", " ")))
	}
	return up, u.readPeople(ctx, form, t, &up)
}

// readPeople reads the requester and the CCs, who are written as addresses.
func (u *UI) readPeople(ctx context.Context, form *web.Form, t ticket.Ticket, up *ticket.Update) error {
	if address := form.Get("requester"); address != "" {
		who, err := u.Tickets.Address(ctx, "", address)
		if err != nil {
			return err
		}
		if who.ID != t.RequesterID {
			up.RequesterID = &who.ID
		}
	}
	if !form.Values.Has("ccs") {
		return nil
	}
	ids, err := u.addresses(ctx, form.Get("ccs"))
	if err != nil {
		return err
	}
	up.AddCCs, up.RemoveCCs = difference(t.CCs, ids)
	return nil
}

// addresses makes people of a list of addresses parted by commas or space.
func (u *UI) addresses(ctx context.Context, text string) ([]int64, error) {
	var ids []int64
	for _, address := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",; \n", r) }) {
		who, err := u.Tickets.Address(ctx, "", address)
		if err != nil {
			return nil, fmt.Errorf("cc: %w", err)
		}
		ids = append(ids, who.ID)
	}
	return ids, nil
}

func number(form *web.Form, name string) *int64 {
	if !form.Values.Has(name) {
		return nil
	}
	n := form.Int64(name)
	return &n
}

// difference says what must be added to had and removed from it to get want.
func difference[T comparable](had, want []T) (add, remove []T) {
	for _, w := range want {
		if !slices.Contains(had, w) {
			add = append(add, w)
		}
	}
	for _, h := range had {
		if !slices.Contains(want, h) {
			remove = append(remove, h)
		}
	}
	return add, remove
}
