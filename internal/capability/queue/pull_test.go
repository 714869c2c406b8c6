package queue

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestLine orders what nobody has by weight, and puts what waits for others behind.
func TestLine(t *testing.T) {
	each(t, func(k *desk) {
		now := k.DB.Now(k.Ctx)
		low := k.open("a question", func(n *ticket.NewTicket) { n.Priority = ticket.Low })
		soon := k.open("breaches soon", nil)
		k.breach(soon, now.Add(20*time.Minute))
		emergency := k.open("all is down", func(n *ticket.NewTicket) { n.Stage = ticket.Emergency })
		waits := k.open("waits for the customer", func(n *ticket.NewTicket) { n.Stage = ticket.Emergency })
		k.update(waits, ticket.Update{Status: ptr(ticket.Pending), Comment: &ticket.NewComment{Public: true, Body: "Which version?"}}, k.eli)
		owned := k.open("has an owner", func(n *ticket.NewTicket) { n.AssigneeID = k.eli.ID })
		solved := k.open("solved", nil)
		k.update(solved, ticket.Update{Status: ptr(ticket.Solved), AssigneeID: &k.eli.ID}, k.eli)
		if diff := cmp.Diff([]int64{emergency, soon, low, waits}, k.line()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if slices.Contains(k.line(), owned) {
			t.Error("a ticket that somebody has stands in the queue")
		}
		_, page, err := k.Page(k.Ctx, "", 1, 2)
		k.Must(err)
		if len(page) != 2 || page[0].Row.Subject != "breaches soon" || page[0].Position != 2 || page[0].Weight.Total == 0 {
			t.Errorf("the second page: %+v", page)
		}
	})
}

// TestTakeTop gives the heaviest that one may take, and says where it stood.
func TestTakeTop(t *testing.T) {
	each(t, func(k *desk) {
		own, err := k.People.SaveGroup(k.Ctx, people.Group{Name: "Billing", Members: []int64{k.sam.ID}})
		k.Must(err)
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			return PushKey.Set(ctx, tx, k.Log, []Push{{GroupID: own.ID}})
		})
		k.open("of a group that pushes", func(n *ticket.NewTicket) { n.Stage, n.GroupID = ticket.Emergency, own.ID })
		k.open("asked by Eli", func(n *ticket.NewTicket) {
			n.Stage, n.RequesterID, n.Comment.AuthorID = ticket.Emergency, k.eli.ID, k.eli.ID
		})
		high := k.open("for anybody", func(n *ticket.NewTicket) { n.Priority = ticket.High })
		taken, ok, err := k.TakeTop(k.As(k.eli))
		k.Must(err)
		if !ok || taken.Ticket.ID != high || taken.Position != 3 {
			t.Fatalf("taken: %+v, %v", taken, ok)
		}
		got := k.Ticket(high)
		if got.AssigneeID != k.eli.ID || got.Status != ticket.Open {
			t.Errorf("it is %s and belongs to %d", got.Status, got.AssigneeID)
		}
		if f := fact[Pulled](k, high); f.To != k.eli.ID || f.Position != 3 || f.Weight == 0 {
			t.Errorf("the fact: %+v", f)
		}
		if _, ok, err := k.TakeTop(k.As(k.eli)); err != nil || ok {
			t.Errorf("there was something left for Eli: %v, %v", ok, err)
		}
	})
}

func TestTakeTopAsksWhoMay(t *testing.T) {
	each(t, func(k *desk) {
		light := people.User{ID: k.eli.ID, Role: access.LightAgent}
		for _, ctx := range []context.Context{t.Context(), k.As(light), k.As(k.dana)} {
			if _, _, err := k.TakeTop(ctx); !fault.Is(err, fault.Unauthorized) && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%v", err)
			}
		}
		k.May = func(context.Context, people.User, Waiting) error { return fault.New(fault.Forbidden, "no clearance") }
		k.open("secret", nil)
		if _, ok, err := k.TakeTop(k.As(k.eli)); ok || err != nil {
			t.Errorf("without clearance: %v, %v", ok, err)
		}
	})
}

// TestPullersNeverGetTheSame lets four pull at once until nothing is left.
func TestPullersNeverGetTheSame(t *testing.T) {
	each(t, func(k *desk) {
		const tickets = 24
		for i := range tickets {
			k.open(fmt.Sprint("ticket ", i), nil)
		}
		var mu sync.Mutex
		owners := map[int64][]int64{}
		var all sync.WaitGroup
		for _, u := range []people.User{k.aki, k.ana, k.eli, k.sam} {
			ctx := k.As(u)
			all.Go(func() {
				for {
					taken, ok, err := k.TakeTop(ctx)
					if err != nil {
						t.Error(err)
					}
					if err != nil || !ok {
						return
					}
					mu.Lock()
					owners[taken.Ticket.ID] = append(owners[taken.Ticket.ID], u.ID)
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(owners) != tickets {
			t.Errorf("%d of %d tickets were taken", len(owners), tickets)
		}
		for id, by := range owners {
			if len(by) != 1 || k.Ticket(id).AssigneeID != by[0] {
				t.Errorf("ticket %d was given to %v and belongs to %d", id, by, k.Ticket(id).AssigneeID)
			}
		}
	})
}

func ptr[T any](v T) *T { return &v }
