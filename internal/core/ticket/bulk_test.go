package ticket_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestBulk: every ticket is updated on its own, as whoever asked; what refuses says why and stops nothing.
func TestBulk(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ctx, ana := t.Context(), o.as(t.Context(), "ana")
		var ids []int64
		for range 5 {
			ids = append(ids, o.open(t, ctx).ID)
		}
		o.set(t, ctx, ids[1], ticket.Closed)
		urgent, ben := ticket.Urgent, o.ids["ben"]
		u := ticket.Update{Priority: &urgent, AssigneeID: &ben, AddTags: []string{"outage"}}
		id, err := o.StartBulk(ana, append(ids, ids[0], 999), u, &ticket.BulkComment{Body: "Part of the outage."})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		b, err := o.Bulk(ana, id)
		if err != nil {
			t.Fatal(err)
		}
		if b.FinishedAt.IsZero() || len(b.Tickets) != 6 || b.Count(ticket.BulkDone) != 4 || b.Count(ticket.BulkRefused) != 2 || b.ByID != o.ids["ana"] {
			t.Errorf("%+v", b)
		}
		for _, one := range b.Tickets {
			if want := map[int64]string{ids[1]: "closed", 999: "no ticket"}[one.ID]; !strings.Contains(one.Problem, want) ||
				(want != "") != (one.Result == ticket.BulkRefused) {
				t.Errorf("%+v", one)
			}
		}
		got := o.get(t, ctx, ids[4])
		if got.Priority != ticket.Urgent || got.AssigneeID != ben || got.CommentCount != 2 || got.WaitingSince.IsZero() {
			t.Errorf("%+v", got)
		}
		history, err := o.History(ana, ids[4], 0)
		if err != nil || history[len(history)-1].ActorID != o.ids["ana"] {
			t.Errorf("the history names another: %+v, %v", history[len(history)-1], err)
		}
	})
}

// TestBulkRefused: what cannot be right is said at once, and nothing begins.
func TestBulkRefused(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		tk := o.open(t, t.Context())
		solved := ticket.Solved
		for name, c := range map[string]struct {
			who     string
			ids     []int64
			u       ticket.Update
			comment *ticket.BulkComment
			want    fault.Kind
		}{
			"no ticket":    {"ana", nil, ticket.Update{Status: &solved}, nil, fault.Invalid},
			"too many":     {"ana", make([]int64, 0), ticket.Update{Status: &solved}, nil, fault.Invalid},
			"no change":    {"ana", []int64{tk.ID}, ticket.Update{}, nil, fault.Invalid},
			"light agents": {"light", []int64{tk.ID}, ticket.Update{}, &ticket.BulkComment{Body: "a note"}, fault.Forbidden},
		} {
			if name == "too many" {
				for i := range int64(1001) {
					c.ids = append(c.ids, i+1)
				}
			}
			if _, err := o.StartBulk(o.as(t.Context(), c.who), c.ids, c.u, c.comment); !fault.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
