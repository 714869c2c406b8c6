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
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getThread answers a live thread with what came after the event that it shows last.
func (u *UI) getThread(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	s, err := u.look(r.Context(), id)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, u.entries(r.Context(), s, after))
}

// entries draws comments and what happened between them, in the order of the event log. after is the
// sequence number of the last event that the page shows already.
func (u *UI) entries(ctx context.Context, s *sight, after int64) g.Node {
	comments := map[int64]ticket.Comment{}
	for _, c := range s.Comments {
		comments[c.ID] = c
	}
	var nodes g.Group
	for _, run := range runs(s.History) {
		last := run[len(run)-1].Seq
		if last <= after {
			continue
		}
		if run[0].Kind == (ticket.Commented{}).EventKind() {
			if f, err := event.Decode[ticket.Commented](run[0]); err == nil {
				nodes = append(nodes, u.comment(ctx, s, comments[f.Comment], last))
			}
			continue
		}
		if node := s.happened(ctx, run); node != nil {
			nodes = append(nodes, node)
		}
	}
	return nodes
}

func (u *UI) comment(ctx context.Context, s *sight, c ticket.Comment, seq int64) g.Node {
	author := s.names[c.AuthorID]
	m := page.Message{
		ID: fmt.Sprint("c-", c.ID), DataID: fmt.Sprint(seq), Author: page.Person{ID: author.ID, Name: author.Name, Href: fmt.Sprint("/people/", author.ID)},
		Meta: s.meta(ctx, c), At: c.At, Now: s.now, Internal: !c.Public, Ours: author.Role.Staff() && author.ID != s.Ticket.RequesterID,
		Body: body(ctx, c), Chips: s.chips(ctx, c, seq),
	}
	if files := attachments(ctx, c); files != nil {
		m.Foot = append(m.Foot, files)
	}
	if d := s.delivery[c.ID]; d != nil {
		m.Foot = append(m.Foot, outcome(c, d, s.now))
	}
	if ask := s.askCC(ctx, c); ask != nil {
		m.Foot = append(m.Foot, ask)
	}
	if c.DeliveryID != 0 && u.Raw != nil {
		m.Foot = append(m.Foot, h.A(h.Class("link"), h.Href(u.Raw(c.DeliveryID)), g.Text(i18n.T(ctx, "ticket.as_it_came"))))
	}
	return page.Comment(ctx, m)
}

func (s *sight) meta(ctx context.Context, c ticket.Comment) string {
	parts := []string{}
	if c.AuthorID == s.Ticket.RequesterID && s.org.Name != "" {
		parts = append(parts, s.org.Name)
	}
	return strings.Join(append(parts, i18n.T(ctx, "channel."+or(c.Channel, "web"))), " · ")
}

// chips are what is to be known of a comment before it is read; seq is its place in the log.
func (s *sight) chips(ctx context.Context, c ticket.Comment, seq int64) []g.Node {
	var out []g.Node
	if s.reply != nil && seq > s.reply.Int64("seen") && c.AuthorID != s.me.UserID {
		out = append(out, page.Chip(page.Amber, i18n.T(ctx, "ticket.new_to_you")))
	}
	if c.Automatic != "" {
		out = append(out, page.Chip(page.Neutral, i18n.T(ctx, "automatic."+c.Automatic)))
	}
	if c.Outside {
		out = append(out, page.Chip(page.Amber, i18n.T(ctx, "ticket.outside")))
	}
	return out
}

// happened says in a line what one update changed.
func (s *sight) happened(ctx context.Context, run []event.Event) g.Node {
	var parts []string
	for _, e := range merged(run) {
		if text := s.say(ctx, e); text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	first := run[0]
	who := i18n.T(ctx, "ticket.desk")
	if first.ActorID != 0 {
		who = s.names[first.ActorID].Name
	}
	last := run[len(run)-1]
	return h.Div(h.Class("entry"), h.ID(fmt.Sprint("e-", first.Seq)), g.Attr("data-id", fmt.Sprint(last.Seq)),
		h.Span(h.B(g.Text(who)), g.Text(" "+strings.Join(parts, ", "))), page.Time(ctx, first.At, s.now))
}
