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
	"github.com/daywatch/daywatch/internal/platform/markup"
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
// sequence number of the last event that the page shows already. Replies in their undo time come last.
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
	if after == 0 {
		for _, held := range s.Held {
			nodes = append(nodes, s.held(ctx, held))
		}
	}
	return nodes
}

// runs groups the events between two comments that one person caused in one update.
func runs(all []event.Event) [][]event.Event {
	comment := (ticket.Commented{}).EventKind()
	var out [][]event.Event
	for _, e := range all {
		n := len(out)
		if n > 0 && e.Kind != comment && out[n-1][0].Kind != comment && out[n-1][0].AuditID == e.AuditID {
			out[n-1] = append(out[n-1], e)
			continue
		}
		out = append(out, []event.Event{e})
	}
	return out
}

func (u *UI) comment(ctx context.Context, s *sight, c ticket.Comment, seq int64) g.Node {
	author := s.names[c.AuthorID]
	m := page.Message{
		ID: fmt.Sprint("c-", c.ID), DataID: fmt.Sprint(seq), Author: page.Person{ID: author.ID, Name: author.Name, Href: fmt.Sprint("/people/", author.ID)},
		Meta: s.meta(ctx, c), At: c.At, Now: s.now, Internal: !c.Public, Ours: author.Role.Staff() && author.ID != s.Ticket.RequesterID,
		Body: body(ctx, c), Chips: chips(ctx, c),
	}
	if files := attachments(c); files != nil {
		m.Foot = append(m.Foot, files)
	}
	if d := s.delivery[c.ID]; d != nil {
		m.Foot = append(m.Foot, d)
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

func chips(ctx context.Context, c ticket.Comment) []g.Node {
	var out []g.Node
	if c.Automatic != "" {
		out = append(out, page.Chip(page.Neutral, i18n.T(ctx, "automatic."+c.Automatic)))
	}
	if c.Outside {
		out = append(out, page.Chip(page.Amber, i18n.T(ctx, "ticket.outside")))
	}
	return out
}

// body shows a comment: Markdown of ours, the text of a mail with its quotes folded, or a mail's own HTML
// in a frame that runs and fetches nothing.
func body(ctx context.Context, c ticket.Comment) g.Node {
	if c.Format == ticket.Markdown {
		return page.Prose(markup.Markdown(c.Body, options(c)...))
	}
	folds := make([]markup.Fold, len(c.Folds))
	for i, f := range c.Folds {
		folds[i] = markup.Fold{Start: f.Start, End: f.End, Label: i18n.T(ctx, "fold."+f.Kind)}
	}
	text := page.Prose(markup.PlainText(c.Body, folds))
	if quiet := c.Automatic == "auto-reply" || c.Automatic == "bounce"; quiet {
		text = page.Fold(i18n.T(ctx, "automatic."+c.Automatic), text)
	}
	if c.HTML == "" {
		return text
	}
	return g.Group{text, page.Fold(i18n.T(ctx, "ticket.formatted"), page.MailFrame(i18n.T(ctx, "ticket.formatted"), fmt.Sprintf("/comments/%d/mail", c.ID)))}
}

// attachments lists files; pictures that stand in the text are not listed again.
func attachments(c ticket.Comment) g.Node {
	var files []g.Node
	for _, a := range c.Attachments {
		if a.Inline && (c.HTML != "" || strings.Contains(c.Body, fmt.Sprint("attachment:", a.ID))) {
			continue
		}
		files = append(files, page.Attachment(a.Name, size(a.Size), fileHref(a)))
	}
	if len(files) == 0 {
		return nil
	}
	return page.Attachments(files...)
}

// held is a reply that is not sent yet, or could not be.
func (s *sight) held(ctx context.Context, held ticket.Held) g.Node {
	author := s.names[held.AuthorID]
	m := page.Message{ID: fmt.Sprint("held-", held.ID), Author: page.Person{ID: held.AuthorID, Name: or(author.Name, s.me.Name)}, At: held.CreatedAt,
		Now: s.now, Ours: true, Held: true, Internal: !held.Public, Body: page.Prose(markup.Markdown(held.Body))}
	word := i18n.T(ctx, "ticket.held")
	tone := page.Neutral
	if held.Problem != "" {
		word, tone = i18n.T(ctx, "ticket.not_sent", "Why", held.Problem), page.Red
	}
	m.Chips = []g.Node{page.Chip(tone, word)}
	if held.AuthorID == s.me.UserID {
		m.Foot = []g.Node{page.PostButton(page.Small, fmt.Sprintf("/replies/%d/undo", held.ID), i18n.T(ctx, "ticket.undo"), nil)}
	}
	return page.Comment(ctx, m)
}

// happened says in a line what one update changed.
func (s *sight) happened(ctx context.Context, run []event.Event) g.Node {
	var parts []string
	for _, e := range run {
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
