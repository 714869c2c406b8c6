package paging

import (
	"context"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func (k *rig) group(name string, members ...string) int64 {
	k.t.Helper()
	g := people.Group{Name: name}
	for _, m := range members {
		g.Members = append(g.Members, k.users[m].ID)
	}
	g, err := k.People.SaveGroup(k.system(), g)
	k.must(err)
	return g.ID
}

// TestAcknowledge keeps the first who answers, and notes the second beside.
func TestAcknowledge(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		k.now = k.now.Add(10 * time.Minute) // the instant of the next step: the answer wins
		got, err := k.Acknowledge(k.as("ben"), p.ID)
		if err != nil || got.State != Acknowledged || got.AckedBy != k.users["ben"].ID {
			t.Fatalf("%+v, %v", got, err)
		}
		for range 2 {
			got, err = k.Acknowledge(k.as("ana"), p.ID)
		}
		if err != nil || got.AckedBy != k.users["ben"].ID {
			t.Errorf("the second has it: %+v, %v", got, err)
		}
		k.wait(5 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ana", "10 acknowledged ben", "10 acknowledged ana")
		if len(k.sent) != 0 {
			t.Errorf("%d messages went out after the answer", len(k.sent))
		}
	})
}

// TestForgotten has an acknowledged page ring again where nobody resolves it.
func TestForgotten(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		if _, err := k.Acknowledge(k.as("ana"), p.ID); err != nil {
			t.Fatal(err)
		}
		k.wait(31 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ana", "0 acknowledged ana", "30 again", "30 step 0.0 ana")
		if _, err := k.Acknowledge(k.as("ana"), p.ID); err != nil {
			t.Fatal(err)
		}
		k.must(k.Ring(k.as("ana"), p.ID))
		if now, err := k.Find(t.Context(), k.DB.Read(), p.ID); err != nil || now.State != Triggered {
			t.Errorf("%+v, %v", now, err)
		}
	})
}

// TestByHand escalates without waiting, and asks more people.
func TestByHand(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		k.wait(time.Minute)
		k.must(k.Escalate(k.as("ana"), p.ID))
		k.must(k.AskAlso(k.as("ana"), p.ID, []int64{k.users["ben"].ID}))
		k.wait(5 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ana", "1 escalated", "1 step 0.1 max", "1 hand 0.1 ben", "6 step 0.2 sam sue")
		k.must(k.ResolvePage(k.as("ana"), p.ID, ""))
		if err := k.Escalate(k.as("ana"), p.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("escalating what is over: %v", err)
		}
	})
}

// TestAcknowledgeAs takes no answer of who left, and none of a customer.
func TestAcknowledgeAs(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		var dana people.User
		k.do(func(ctx context.Context, tx *db.Tx) (err error) {
			dana, err = k.People.ImportUser(ctx, tx, people.User{Name: "dana", Email: "dana@acme.test", Role: access.EndUser}, "")
			return err
		})
		err := k.DB.Do(k.system(), func(tx *db.Tx) error {
			_, err := k.AcknowledgeAs(k.system(), tx, p.ID, dana.ID, "link")
			return err
		})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
	})
}
