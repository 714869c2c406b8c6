package intake

import (
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Mail to a ticket that was merged goes on with the other one, whatever it is known by.
func TestMailOfAMergedTicket(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		other := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Backup fails, too", "Message-ID: <second@customer.test>", "again"))
		ana := access.With(k.ctx, access.Principal{UserID: k.ana.ID, Role: access.Agent, Via: "web"})
		if _, err := k.Tickets.Merge(ana, ticket.Merge{Source: other.TicketID, Target: k.ticket}); err != nil {
			t.Fatal(err)
		}
		for name, header := range map[string]string{"the reply address": "To: " + plus(other.TicketID),
			"a reference": "To: " + support + "\r\nIn-Reply-To: <second@customer.test>"} {
			d := k.filed(letterOf("From: "+chloe, header, "Subject: Re: Backup fails, too", "more: "+name))
			th := k.thread(d.TicketID)
			if last := th.Comments[len(th.Comments)-1]; d.TicketID != k.ticket || !last.Public || last.Outside {
				t.Errorf("%s: on #%d, %+v", name, d.TicketID, last)
			}
		}
	})
}
