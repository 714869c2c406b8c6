package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// heldList is the replies in their undo time, below the thread: when one is sent it leaves here and arrives
// there.
func (s *sight) heldList(ctx context.Context) g.Node {
	return h.Div(h.Class("held-list"), h.ID("held"), page.Live(href(s.Ticket.ID)+"/held", topic(s.Ticket.ID)),
		g.Map(s.Held, func(one ticket.Held) g.Node { return s.held(ctx, one) }))
}

// held is a reply that is not sent yet, or could not be.
func (s *sight) held(ctx context.Context, held ticket.Held) g.Node {
	m := page.Message{ID: fmt.Sprint("held-", held.ID), Author: page.Person{ID: held.AuthorID, Name: s.names[held.AuthorID].Name}, At: held.CreatedAt,
		Now: s.now, Ours: true, Held: true, Internal: !held.Public, Body: page.Prose(markup.Markdown(held.Body, links()...))}
	word, tone := i18n.T(ctx, "ticket.held"), page.Neutral
	if held.Problem != "" {
		word, tone = i18n.T(ctx, "ticket.not_sent", "Why", held.Problem), page.Red
	}
	m.Chips = []g.Node{page.Chip(tone, word)}
	if n := len(held.Attachments); n > 0 {
		m.Foot = append(m.Foot, g.Text(i18n.T(ctx, "ticket.held_files", "Count", n)))
	}
	if held.AuthorID == s.me.UserID {
		m.Foot = append(m.Foot, page.PostButton(page.Small, fmt.Sprintf("/replies/%d/undo", held.ID), i18n.T(ctx, "ticket.undo"), nil))
	}
	return page.Comment(ctx, m)
}

// told leaves the message for the next page: with Undo while the reply is held.
func (u *UI) told(ctx context.Context, held ticket.Held, reply ticket.Reply) {
	u.tell(topic(reply.TicketID), draftTopic(reply.TicketID), "tickets")
	if held.ID != 0 {
		web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "ticket.sending"), Undo: fmt.Sprintf("/replies/%d/undo", held.ID),
			Until: held.SendAt.Unix()})
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
	back, err := u.Tickets.Undo(r.Context(), id)
	if err != nil {
		return err
	}
	u.tell(topic(back.TicketID), draftTopic(back.TicketID), "tickets")
	web.AddFlash(r.Context(), web.Flash{Kind: "note", Text: i18n.T(r.Context(), "ticket.undone")})
	web.Redirect(w, r, href(back.TicketID))
	return nil
}

// signature shows what goes under a public reply, so that nobody signs twice.
func (s *sight) signature(ctx context.Context) g.Node {
	mine := s.names[s.me.UserID].Signature
	if strings.TrimSpace(mine) == "" {
		return nil
	}
	return g.Group{h.A(h.Class("link"), h.Href("/profile/signature"), g.Text(i18n.T(ctx, "ticket.signature"))), page.Prose(markup.Markdown(mine))}
}
