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
	if t.Status == ticket.Closed {
		return page.Banner(page.Neutral, i18n.T(ctx, "ticket.closed"), page.LinkButton(page.Small, fmt.Sprint("/tickets/new?follow_up=", t.ID), i18n.T(ctx, "ticket.follow_up")))
	}
	if !s.me.Role.Allows(access.CommentPrivate) {
		return nil
	}
	c := page.Composer{
		Action: href(t.ID) + "/reply", DraftURL: href(t.ID) + "/draft", Preview: "/preview", UploadURL: "/uploads",
		To: s.to(), Mode: mode(s.draft.Public), Body: s.draft.Body, Seen: strconv.FormatInt(t.Seq, 10), Status: s.then(),
		Statuses: thenChoices(ctx, t), NoPublic: !s.me.Role.Allows(access.CommentPublic), Form: s.form,
	}
	if !s.draft.UpdatedAt.IsZero() {
		c.Saved = i18n.T(ctx, "ticket.draft_saved", "Time", i18n.FormatNear(ctx, s.draft.UpdatedAt, s.now))
	}
	if s.form != nil { // what was refused stays as it was typed
		c.Mode, c.Body, c.Status = s.form.Get("mode"), s.form.Text("body"), s.form.Get("status")
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
	var files []int64
	form, err := web.Uploads(r, func(_ *web.Form, up web.Upload) error {
		a, err := u.Tickets.Upload(ctx, up.Name, up.ContentType, up.Body)
		files = append(files, a.ID)
		return err
	})
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
	if !form.Absorb(err) {
		return err
	}
	if err := u.Tickets.SaveDraft(ctx, id, reply.Public, form.Text("body")); err != nil {
		return err
	}
	s, err := u.look(ctx, id)
	if err != nil {
		return err
	}
	s.form = form
	return u.render(w, r, http.StatusUnprocessableEntity, s)
}

func readReply(id int64, form *web.Form, files []int64) (ticket.Reply, error) {
	reply := ticket.Reply{TicketID: id, Public: form.Get("mode") == "public", Body: form.Text("body"), Attachments: files, IfSeq: form.Int64("seen")}
	for _, v := range form.All("attachment") {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return reply, fault.Field("attachment", "%q is no number of a file", v)
		}
		reply.Attachments = append(reply.Attachments, n)
	}
	if word := form.Get("status"); word != "" && reply.Public {
		s, ok := ticket.ParseStatus(word)
		if !ok {
			return reply, fault.Field("status", "%q is no status; choose one of the list", word)
		}
		reply.Then.Status = &s
	}
	return reply, nil
}

// told leaves the message for the next page: with Undo while the reply is held.
func (u *UI) told(ctx context.Context, held ticket.Held, reply ticket.Reply) {
	if held.ID != 0 {
		web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "ticket.sending"), Undo: fmt.Sprintf("/replies/%d/undo", held.ID),
			Until: held.SendAt.Unix(), Target: href(held.TicketID)})
		return
	}
	word := "ticket.noted"
	if reply.Public {
		word = "ticket.sent"
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, word)})
}

// postUndo takes a reply back into the composer.
func (u *UI) postUndo(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	h, err := u.Tickets.Undo(r.Context(), id)
	if err != nil {
		return err
	}
	web.AddFlash(r.Context(), web.Flash{Kind: "note", Text: i18n.T(r.Context(), "ticket.undone")})
	web.Redirect(w, r, href(h.TicketID))
	return nil
}

// postDraft keeps what is typed.
func (u *UI) postDraft(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Tickets.SaveDraft(r.Context(), id, form.Get("mode") == "public", form.Text("body")); err != nil {
		return err
	}
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

// postUpload takes a pasted, dropped or chosen file and answers with its chip.
func (u *UI) postUpload(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var chips []g.Node
	_, err := web.Uploads(r, func(_ *web.Form, up web.Upload) error {
		a, err := u.Tickets.Upload(ctx, up.Name, up.ContentType, up.Body)
		if err != nil {
			return err
		}
		text := ""
		if a.Inline {
			text = fmt.Sprintf("![%s](attachment:%d)", strings.NewReplacer("[", "(", "]", ")").Replace(a.Name), a.ID)
		}
		chips = append(chips, page.UploadedFile(ctx, strconv.FormatInt(a.ID, 10), a.Name, size(a.Size), text))
		return nil
	})
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, g.Group(chips))
}
