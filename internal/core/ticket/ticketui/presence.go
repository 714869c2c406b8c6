package ticketui

import (
	"context"
	"fmt"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// draftFresh is how long after the last key someone counts as writing.
const draftFresh = 10 * time.Minute

// presence tells that someone else has a draft here.
func presence(ctx context.Context, s *sight) g.Node {
	var who []string
	for _, d := range s.Drafts {
		if d.UserID != s.me.UserID && s.now.Sub(d.UpdatedAt) < draftFresh {
			who = append(who, s.names[d.UserID].Name)
		}
	}
	box := g.Group{h.Class("presence-live"), h.ID("presence"), page.Live(href(s.Ticket.ID)+"/presence", draftTopic(s.Ticket.ID))}
	if len(who) == 0 {
		return h.Div(box)
	}
	return h.Div(box, page.Banner(page.Amber, i18n.T(ctx, "ticket.replying", "Who", strings.Join(who, ", "), "Count", len(who))))
}

func draftTopic(id int64) string { return fmt.Sprint("draft:", id) }

// tellDraft tells open pages of a draft that began, ended or went on after a pause. Drafts are no facts of the
// log, so nothing else tells them.
func (u *UI) tellDraft(ticketID int64, before, after ticket.Draft, now time.Time) {
	writing := func(d ticket.Draft) bool { return d.Body != "" && now.Sub(d.UpdatedAt) < draftFresh }
	if writing(before) != writing(after) {
		u.tell(draftTopic(ticketID), "tickets")
	}
}

func (u *UI) tell(topics ...string) {
	if u.Publish == nil {
		return
	}
	for _, t := range topics {
		u.Publish(t)
	}
}
