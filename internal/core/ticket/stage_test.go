package ticket_test

import (
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// TestStage: the stage follows the thread, whatever the status says (acceptance 4), and what is set by hand stays.
func TestStage(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		ana := o.ids["ana"]
		stage := func(s ticket.Stage) ticket.Update { return ticket.Update{Stage: &s} }
		customer := ticket.NewTicket{Subject: "502", RequesterID: o.ids["dana"], Channel: "mail", Comment: ticket.NewComment{Public: true, Body: "help"}}
		ours := customer
		ours.Comment.AuthorID = ana
		noted := ours
		noted.Comment.Public = false
		away := customer
		away.Comment.Automatic = "auto-reply"
		for _, c := range []struct {
			name string
			open ticket.NewTicket
			does []any // an update, or who says something in public
			want ticket.Stage
		}{
			{"the customer's", customer, nil, ticket.FirstReply},
			{"assigned, not answered", customer, []any{ticket.Update{AssigneeID: &ana}}, ticket.FirstReply},
			{"answered", customer, []any{"ana"}, ticket.NextReply},
			{"and asked again", customer, []any{"ana", "dana"}, ticket.NextReply},
			{"ours", ours, nil, ticket.Other},
			{"ours, with more of ours", ours, []any{"ben"}, ticket.Other},
			{"ours, answered by the customer", ours, []any{"dana"}, ticket.NextReply},
			{"a note, then the customer", noted, []any{"dana"}, ticket.FirstReply},
			{"an absence note", away, nil, ticket.Other},
			{"other by hand", customer, []any{stage(ticket.Other), "dana"}, ticket.Other},
			{"an emergency by hand", customer, []any{stage(ticket.Emergency), "ana"}, ticket.Emergency},
			{"downgraded", customer, []any{stage(ticket.Emergency), stage(ticket.NextReply)}, ticket.NextReply},
		} {
			tk, err := o.Create(o.as(ctx, "dana"), c.open)
			if err != nil {
				t.Fatal(err)
			}
			for _, act := range c.does {
				if who, ok := act.(string); ok {
					o.say(t, ctx, who, tk.ID, true, "")
				} else if _, err := o.Update(o.as(ctx, "ana"), tk.ID, act.(ticket.Update)); err != nil {
					t.Fatal(err)
				}
			}
			if got := o.get(t, ctx, tk.ID); got.Stage != c.want {
				t.Errorf("%s: %s, want %s", c.name, got.Stage, c.want)
			}
		}
	})
}

// TestEmergencyForm: the form makes an emergency, and leaving it gives the stage back to the thread.
func TestEmergencyForm(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		system := access.AsSystem(ctx, "test")
		emergencies, err := o.SaveForm(system, ticket.Form{Title: "Emergencies", Customers: true, Emergency: true})
		if err != nil {
			t.Fatal(err)
		}
		tk, err := o.Create(o.as(ctx, "dana"), ticket.NewTicket{Subject: "down", RequesterID: o.ids["dana"], Channel: "portal", FormID: emergencies.ID,
			Comment: ticket.NewComment{Public: true, Body: "all is down"}})
		if err != nil || tk.Stage != ticket.Emergency {
			t.Fatalf("%+v, %v", tk, err)
		}
		o.say(t, ctx, "ana", tk.ID, true, "")
		if got := o.get(t, ctx, tk.ID); got.Stage != ticket.Emergency {
			t.Errorf("a reply ended the emergency: %s", got.Stage)
		}
		none := int64(0)
		if _, err := o.Update(o.as(ctx, "ana"), tk.ID, ticket.Update{FormID: &none}); err != nil {
			t.Fatal(err)
		}
		if got := o.get(t, ctx, tk.ID); got.Stage != ticket.NextReply || got.FormID != 0 {
			t.Errorf("after the form was changed: %s", got.Stage)
		}
	})
}

// TestSetBreach: the next breach is kept beside the ticket's own history, and a later save does not undo it.
func TestSetBreach(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		before := o.get(t, ctx, tk.ID)
		at := before.CreatedAt.AddDate(0, 0, 1)
		if err := o.db.Do(ctx, func(tx *db.Tx) error { return o.SetBreach(ctx, tx, tk.ID, at, "first_reply_time") }); err != nil {
			t.Fatal(err)
		}
		o.set(t, ctx, tk.ID, ticket.Open)
		got := o.get(t, ctx, tk.ID)
		if !got.BreachAt.Equal(at) || got.BreachMetric != "first_reply_time" || got.Seq != before.Seq+1 {
			t.Errorf("%+v", got)
		}
	})
}
