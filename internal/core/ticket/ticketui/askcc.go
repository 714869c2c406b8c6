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
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// askCC offers to ask the customer about somebody who wrote and is not on the ticket: only they may add them
// (tickets.md, Statuses).
func (s *sight) askCC(ctx context.Context, c ticket.Comment) g.Node {
	author, t := s.names[c.AuthorID], s.Ticket
	known := author.ID == t.RequesterID || slices.Contains(t.CCs, author.ID) || author.Role.Staff()
	if !c.Outside || known || s.refuses.CCs || !s.mayEdit() || !s.me.Role.Allows(access.CommentPublic) {
		return nil
	}
	return page.PostButton(page.Small, fmt.Sprint("/comments/", c.ID, "/ask-cc"), i18n.T(ctx, "askcc.do"), nil)
}

// postAskCC prepares the question in the composer, in the language of whom it asks, behind what stands there already.
func (u *UI) postAskCC(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	c, err := u.Tickets.Comment(ctx, id)
	if err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, c.TicketID)
	if err != nil {
		return err
	}
	names, err := u.Tickets.Named(ctx, c.AuthorID, t.RequesterID)
	if err != nil {
		return err
	}
	draft, err := u.Tickets.Draft(ctx, t.ID)
	if err != nil {
		return err
	}
	asked := names[t.RequesterID]
	reader, called := i18n.ToReader(ctx, asked.Locale), asked.Name
	if i18n.Language(reader) == "en" { // which calls people by their first name
		called, _, _ = strings.Cut(called, " ")
	}
	text := i18n.T(reader, "askcc.text", "Name", called, "Address", names[c.AuthorID].Email)
	if before := strings.TrimSpace(draft.Body); before != "" && !strings.Contains(before, text) {
		text = before + "\n\n" + text
	}
	if err := u.Tickets.SaveDraft(ctx, t.ID, true, text, draft.Attachments...); err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "note", Text: i18n.T(ctx, "askcc.ready")})
	web.Redirect(w, r, href(t.ID)+"#composer")
	return nil
}
