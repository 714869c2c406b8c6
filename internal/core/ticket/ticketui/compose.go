package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// compose is the composer below a thread; nothing for those who may not write, or on an archive.
func (u *UI) compose(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	if t.MergedInto != 0 {
		return page.Banner(page.Neutral, i18n.T(ctx, "merge.banner", "Number", t.MergedInto),
			page.LinkButton(page.Small, href(t.MergedInto), i18n.T(ctx, "merge.open")))
	}
	if t.Status == ticket.Closed {
		return page.Banner(page.Neutral, i18n.T(ctx, "ticket.closed"), page.LinkButton(page.Small, followUp(t.ID), i18n.T(ctx, "ticket.follow_up")))
	}
	if !s.me.Role.Allows(access.CommentPrivate) {
		return nil
	}
	c := page.Composer{
		Action: href(t.ID) + "/reply", DraftURL: href(t.ID) + "/draft", Preview: "/preview", UploadURL: "/uploads",
		To: s.to(), Mode: mode(s.draft.Public), Body: s.draft.Body, Seen: strconv.FormatInt(t.Seq, 10), Status: s.then(),
		Statuses: thenChoices(ctx, t), NoPublic: !s.me.Role.Allows(access.CommentPublic), Form: s.reply, Signature: s.signature(ctx),
		TextFiles: s.refuses.Pictures,
	}
	for _, a := range s.uploads {
		c.Files = append(c.Files, chip(ctx, a, ""))
	}
	if !s.draft.UpdatedAt.IsZero() {
		c.Saved = i18n.T(ctx, "ticket.draft_saved", "Time", i18n.FormatNear(ctx, s.draft.UpdatedAt, s.now))
	}
	if s.reply != nil { // what was refused stays as it was typed
		c.Mode, c.Body, c.Status = s.reply.Get("mode"), s.reply.Text("body"), s.reply.Get("status")
		c.Anyway = anywayButton(ctx, s.reply)
	}
	return page.Compose(ctx, c)
}

func mode(public bool) string {
	if public {
		return "public"
	}
	return "internal"
}

// to names who will read a public reply: "Dana + 2".
func (s *sight) to() string {
	first, _, _ := strings.Cut(s.names[s.Ticket.RequesterID].Name, " ")
	if n := len(s.Ticket.CCs); n > 0 {
		return fmt.Sprintf("%s + %d", first, n)
	}
	return first
}

// then is the status that a reply most likely leaves behind: the customer has the word next.
func (s *sight) then() string {
	if s.Ticket.Status == ticket.Hold {
		return ticket.Hold.String()
	}
	return ticket.Pending.String()
}

func thenChoices(ctx context.Context, t ticket.Ticket) []page.Choice {
	var out []page.Choice
	for _, s := range ticket.Statuses() {
		if s != ticket.New && s != ticket.Closed {
			out = append(out, page.Choice{Value: s.String(), Label: i18n.T(ctx, "status."+statusWord(s))})
		}
	}
	return out
}

// postReply takes what the composer sends. What is refused comes back with the page, as typed.
func (u *UI) postReply(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	form, files, err := u.receive(r)
	if err != nil {
		return err
	}
	reply, err := readReply(id, form, files)
	if err == nil {
		var held ticket.Held
		if held, err = u.Tickets.Send(ctx, reply); err == nil {
			u.told(ctx, held, reply)
			web.Redirect(w, r, href(id))
			return nil
		}
	}
	if !absorb(form, err) {
		return err
	}
	return u.refused(w, r, reply, form)
}

// refused keeps what was written as a draft and shows the page with the reason.
func (u *UI) refused(w http.ResponseWriter, r *http.Request, reply ticket.Reply, form *web.Form) error {
	ctx := r.Context()
	if err := u.Tickets.SaveDraft(ctx, reply.TicketID, reply.Public, form.Text("body"), reply.Attachments...); err != nil {
		return err
	}
	for _, field := range []string{"body", "status", "attachment", "attachments"} { // the composer has one place for all
		if form.Error(field) != "" {
			form.Reject("", form.Error(field))
		}
	}
	s, err := u.look(ctx, reply.TicketID)
	if err != nil {
		return err
	}
	s.reply = form
	return u.render(w, r, http.StatusUnprocessableEntity, s)
}

func readReply(id int64, form *web.Form, files []int64) (ticket.Reply, error) {
	reply := ticket.Reply{TicketID: id, Public: form.Get("mode") == "public", Body: form.Text("body"), Attachments: files, IfSeq: form.Int64("seen")}
	sent, err := attached(form)
	if err != nil {
		return reply, err
	}
	reply.Attachments = append(reply.Attachments, sent...)
	if word := form.Get("status"); word != "" && reply.Public {
		s, ok := ticket.ParseStatus(word)
		if !ok {
			return reply, fault.Field("status", "%q is no status; choose one of the list", word)
		}
		reply.Then.Status = &s
	}
	reply.Then.Accept = accepted(form)
	return reply, nil
}

// postDraft keeps what is typed.
func (u *UI) postDraft(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, form, err := ticketForm(r)
	if err != nil {
		return err
	}
	files, err := attached(form)
	if err != nil {
		return err
	}
	before, err := u.Tickets.Draft(ctx, id)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	after := ticket.Draft{Body: strings.TrimSpace(form.Text("body")), UpdatedAt: now}
	if err := u.Tickets.SaveDraft(ctx, id, form.Get("mode") == "public", form.Text("body"), files...); err != nil {
		return err
	}
	u.tellDraft(id, before, after, now)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// postPreview shows Markdown as it will be read.
func (u *UI) postPreview(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.CommentPrivate); err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, g.Raw(markup.Markdown(form.Text("body"), links()...)))
}
