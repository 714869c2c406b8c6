package ticketui

import (
	"context"
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

// postUpdate changes the fields that the form names; others stay. What is refused comes back as typed, in
// the column where it was asked for.
func (u *UI) postUpdate(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, form, err := ticketForm(r)
	if err != nil {
		return err
	}
	up, err := u.readUpdate(ctx, form)
	if err == nil && form.OK() {
		_, err = u.Tickets.Update(ctx, id, up)
	}
	if absorb(form, err) || !form.OK() {
		return u.again(w, r, id, form)
	}
	if err != nil {
		return err
	}
	return u.updated(w, r, id)
}

// updated shows the ticket as it is now: the column beside the thread alone where only that was asked for.
func (u *UI) updated(w http.ResponseWriter, r *http.Request, id int64) error {
	if web.IsFragment(r) {
		return u.part(u.factsLive)(w, r)
	}
	web.AddFlash(r.Context(), web.Flash{Kind: "done", Text: i18n.T(r.Context(), "ticket.saved", "Number", id)})
	web.Redirect(w, r, href(id))
	return nil
}

func (u *UI) again(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	s, err := u.look(r.Context(), id)
	if err != nil {
		return err
	}
	s.edit = form
	if web.IsFragment(r) {
		return web.Render(w, http.StatusUnprocessableEntity, u.factsLive(r.Context(), s))
	}
	return u.render(w, r, http.StatusUnprocessableEntity, s)
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

// was is the prefix of the hidden fields that hold what a form showed when it was drawn: only what differs
// from it was changed by the sender. Without that, saving a tag would also undo what a colleague did meanwhile.
const was = "was_"

// touched reports whether the sender changed a field.
func touched(form *web.Form, name string) bool {
	return form.Values.Has(name) && (!form.Values.Has(was+name) || form.Get(name) != form.Get(was+name))
}

// readUpdate reads what was changed; what cannot be understood is noted in the form, field by field.
func (u *UI) readUpdate(ctx context.Context, form *web.Form) (up ticket.Update, err error) {
	if touched(form, "status") {
		s, ok := ticket.ParseStatus(form.Get("status"))
		reject(form, ok, "status", i18n.T(ctx, "refused.status", "Word", form.Get("status")))
		up.Status = &s
	}
	if touched(form, "priority") {
		p, ok := ticket.ParsePriority(form.Get("priority"))
		reject(form, ok, "priority", i18n.T(ctx, "refused.priority", "Word", form.Get("priority")))
		up.Priority = &p
	}
	if touched(form, "type") {
		typ := ticket.Type(form.Get("type"))
		reject(form, typ == "" || slices.Contains(ticket.Types(), typ), "type", i18n.T(ctx, "refused.type", "Word", form.Get("type")))
		up.Type = &typ
	}
	up.AssigneeID, up.GroupID, up.Accept = number(form, "assignee"), number(form, "group"), accepted(form)
	if touched(form, "subject") {
		subject := form.Get("subject")
		up.Subject = &subject
	}
	if touched(form, "tags") {
		up.AddTags, up.RemoveTags = difference(apart(form.Get(was+"tags")), apart(form.Get("tags")))
	}
	readClocks(ctx, form, &up)
	return up, u.readPeople(ctx, form, &up)
}

// readClocks reads what clocks and forms go by.
func readClocks(ctx context.Context, form *web.Form, up *ticket.Update) {
	if touched(form, "stage") {
		stage := ticket.Stage(form.Get("stage"))
		up.Stage = &stage
	}
	if touched(form, "region") {
		region := form.Get("region")
		up.Region = &region
	}
	up.FormID = number(form, "form")
	up.Due = readDue(ctx, form)
	up.Fields = readCustom(form)
	readException(ctx, form, up)
}

func reject(form *web.Form, ok bool, name, sentence string) {
	if !ok {
		form.Reject(name, sentence)
	}
}

// readPeople reads the requester and the CCs, who are written as addresses.
func (u *UI) readPeople(ctx context.Context, form *web.Form, up *ticket.Update) error {
	if touched(form, "requester") {
		switch who, err := u.Tickets.Address(ctx, "", form.Get("requester")); {
		case fault.Is(err, fault.Invalid):
			form.Absorb(err) // speaks of "requester"
		case err != nil:
			return err
		default:
			up.RequesterID = &who.ID
		}
	}
	if !touched(form, "ccs") {
		return nil
	}
	add, remove := difference(apart(form.Get(was+"ccs")), apart(form.Get("ccs")))
	for _, part := range []struct {
		addresses []string
		ids       *[]int64
	}{{add, &up.AddCCs}, {remove, &up.RemoveCCs}} {
		ids, err := u.addresses(ctx, form, part.addresses)
		if err != nil {
			return err
		}
		*part.ids = ids
	}
	return nil
}

// addresses makes people of addresses. One that cannot be right is noted at "ccs".
func (u *UI) addresses(ctx context.Context, form *web.Form, list []string) ([]int64, error) {
	var ids []int64
	for _, address := range list {
		who, err := u.Tickets.Address(ctx, "", address)
		if fault.Is(err, fault.Invalid) {
			sentence, _ := fault.Public(err)
			form.Reject("ccs", sentence)
			continue
		}
		if err != nil {
			return nil, err
		}
		ids = append(ids, who.ID)
	}
	return ids, nil
}

// apart parts what is written with commas or space between.
func apart(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",; \t\n", r) })
}

func number(form *web.Form, name string) *int64 {
	if !touched(form, name) {
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
