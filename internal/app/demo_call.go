package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// demoCalls is how many calls of the past the demo has, and what became of each in turn.
const demoCalls = 34

var demoEnds = [...]call.State{call.Held, call.Held, call.NoShow, call.Held, call.Cancelled, call.Held, call.Expired, call.Held}

// demoCall gives the demo what calls are there for: three months of them, two to come, and a link that waits for its customer.
// Nobody is mailed.
func (d *Desk) demoCall(ctx context.Context, quiet *event.Log, p *people.Service, t *ticket.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	s := call.New(call.Deps{DB: d.DB, Log: quiet, People: p, Tickets: t, Key: d.key, Link: d.link})
	err := d.DB.Do(ctx, func(tx *db.Tx) error {
		return call.VideoKey.Set(ctx, tx, quiet, video.Config{Provider: video.Jitsi, URL: "https://meet.example.com"})
	})
	if err != nil {
		return err
	}
	tickets, err := d.callTickets(ctx, t)
	if err != nil || len(tickets) == 0 {
		return err
	}
	kinds := call.RulesKey.Default.Kinds
	for i := range demoCalls {
		of := tickets[i%len(tickets)]
		kind := kinds[i/3%len(kinds)]
		past := call.Past{TicketID: of.ID, Kind: kind.Key, Host: of.AssigneeID, State: demoEnds[i%len(demoEnds)], Minutes: kind.Minutes[0],
			At:      d.DB.Now(ctx).Truncate(30*time.Minute).AddDate(0, 0, -3-i*80/demoCalls),
			Summary: "We went through the logs together, found the setting, and agreed on a test until Friday."}
		if err := s.Remember(ctx, past); err != nil {
			return err
		}
	}
	return d.callsToCome(ctx, s, p, tickets)
}

// callTickets are tickets that somebody works on, one of each engineer first.
func (d *Desk) callTickets(ctx context.Context, t *ticket.Service) (all []ticket.Row, err error) {
	list, err := t.List(ctx, ticket.ListRequest{Query: "status:open", Limit: 40})
	if err != nil {
		return nil, err
	}
	for _, r := range list.Rows {
		if r.AssigneeID != 0 {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(a, b ticket.Row) int { return int(a.ID - b.ID) })
	return all, nil
}

// callsToCome books two calls of the next days, and leaves one link open. A host who is not free is left out.
func (d *Desk) callsToCome(ctx context.Context, s *call.Service, p *people.Service, tickets []ticket.Row) error {
	for i, of := range tickets[:min(6, len(tickets))] {
		users, err := p.Named(ctx, d.DB.Read(), of.AssigneeID)
		if err != nil {
			return err
		}
		c, err := s.Offer(access.With(ctx, users[of.AssigneeID].Principal("web")),
			call.Offering{TicketID: of.ID, Kind: call.Troubleshooting, Hosts: []int64{of.AssigneeID}})
		if err != nil {
			return err
		}
		if i%3 == 2 {
			continue
		}
		token := s.BookingPath(c)[len("/book/"):]
		v, err := s.Visit(ctx, token)
		if err != nil {
			return err
		}
		free, err := s.Free(ctx, v, 30)
		if err != nil {
			return err
		}
		if len(free) == 0 {
			continue
		}
		choice := call.Choice{At: free[(7*i)%len(free)].At, Minutes: 30,
			About: fmt.Sprintf("Why ticket #%d comes back every Monday, and what we can watch.", of.ID)}
		if _, err := s.Book(ctx, token, choice); err != nil {
			return err
		}
	}
	return nil
}
