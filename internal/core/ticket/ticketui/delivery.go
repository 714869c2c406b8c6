package ticketui

import (
	"fmt"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// settling is how long the mail of a comment is followed on open pages; afterwards nothing much changes.
const settling = 24 * time.Hour

// outcome is how the mail of a comment fared.
func outcome(c ticket.Comment, delivery g.Node, now time.Time) g.Node {
	var live g.Node
	if now.Sub(c.At) < settling {
		live = page.Live(fmt.Sprintf("/comments/%d/delivery", c.ID), topic(c.TicketID))
	}
	return h.Div(h.ID(fmt.Sprint("delivery-", c.ID)), live, delivery)
}

// getDelivery answers with how the mail of a comment fares by now.
func (u *UI) getDelivery(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	c, err := u.Tickets.Comment(ctx, id)
	if err != nil {
		return err
	}
	if u.Delivery == nil {
		return fault.New(fault.NotFound, "Nothing is known of mails here")
	}
	all, err := u.Delivery(ctx, c.TicketID)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, outcome(c, all[id], u.Now(ctx)))
}
