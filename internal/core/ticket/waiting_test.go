package ticket_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// What waits at somebody is new or open; what waits for a third, or is nobody's, is not theirs to do.
func TestWaiting(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		for _, c := range []struct {
			assignee string
			status   ticket.Status
		}{{"ana", ticket.Open}, {"ana", ticket.Open}, {"ana", ticket.Hold}, {"ben", ticket.Open}, {"", ticket.Open}} {
			id, assignee := o.open(t, ctx).ID, o.ids[c.assignee]
			o.say(t, ctx, "ana", id, true, "")
			if _, err := o.Update(o.as(ctx, "ana"), id, ticket.Update{Status: &c.status, AssigneeID: &assignee}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := o.Waiting(o.as(ctx, "light"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[int64]int{o.ids["ana"]: 2, o.ids["ben"]: 1}, got); diff != "" {
			t.Error(diff)
		}
		if _, err := o.Waiting(access.With(ctx, access.Principal{UserID: 9, Role: access.EndUser})); err == nil {
			t.Error("a customer counts the tickets of the desk")
		}
	})
}
