package emergency

import (
	"context"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestRetro leaves a stub for a page, begins it by the label, and takes it to its end.
func TestRetro(t *testing.T) {
	bubble(t, func(k *desk) {
		id := k.emergency(k.dana)
		stub := k.retro(id)
		if stub.Owner != 0 || stub.State(time.Now()) != Stub {
			t.Errorf("the stub is %+v", stub)
		}
		k.acked(id, k.ana)
		k.acked(id, k.ben)
		if r := k.retro(id); r.Responder != k.ana.ID || r.Owner != k.mia.ID || !r.DueAt.IsZero() {
			t.Errorf("after the acknowledgement: %+v", r)
		}
		if err := k.FinishRetro(k.As(k.mia), stub.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("finished a stub: %v", err)
		}
		k.Must(k.Note(k.As(k.ana), id, "The disk is full"))
		k.reply(id, k.ana, "We found it.")
		_, err := k.Tickets.Update(k.As(k.ana), id, ticket.Update{AddTags: []string{"retro"}})
		k.Must(err)
		begun := time.Now()
		if r := k.retro(id); r.State(begun) != Started || !r.DueAt.Equal(begun.AddDate(0, 0, 7).UTC().Truncate(time.Microsecond)) {
			t.Errorf("begun: %+v", r)
		}
		_, err = k.Resolve(k.As(k.ana), Closing{TicketID: id})
		k.Must(err)
		k.Wait(8 * 24 * time.Hour)
		if r := k.retro(id); r.State(time.Now()) != Late {
			t.Errorf("after eight days: %s", r.State(time.Now()))
		}
		w := Written{Owner: k.mia.ID, Facilitator: k.ana.ID, DueAt: time.Now().Add(time.Hour), Better: "Alarm on disk space"}
		err = k.WriteRetro(k.As(k.mia), stub.ID, w)
		if _, field := fault.Public(err); field != "facilitator" {
			t.Errorf("facilitated by who was in it: %v", err)
		}
		w.Facilitator = k.ben.ID
		k.Must(k.WriteRetro(k.As(k.mia), stub.ID, w))
		k.Must(k.AddAction(k.As(k.mia), stub.ID, Action{Body: "Add the alarm"}))
		k.Must(k.FinishRetro(k.As(k.mia), stub.ID))
		p, err := k.Retro(k.As(k.ben), stub.ID)
		k.Must(err)
		if len(p.Actions) != 1 || p.Actions[0].Owner != k.mia.ID || p.DoneAt.IsZero() {
			t.Errorf("the retrospective is %+v", p)
		}
		k.tells(p)
		k.Must(k.FinishAction(k.As(k.ana), stub.ID, p.Actions[0].ID))
		if _, open, err := k.Board(k.As(k.ana)); err != nil || len(open) != 0 {
			t.Errorf("open actions: %+v, %v", open, err)
		}
	})
}

// tells checks that the timeline has what happened, in order: it came, somebody answered, looked and wrote.
func (k *desk) tells(p RetroPage) {
	k.T.Helper()
	var last time.Time
	var kinds []string
	for _, m := range p.Moments {
		if m.At.Before(last) {
			k.T.Errorf("%s is out of order", m.At)
		}
		last = m.At
		kind := m.Event.Kind
		if m.Line.ID != 0 {
			kind = "line: " + m.Line.Body
		}
		kinds = append(kinds, kind)
	}
	for _, want := range []string{"ticket.created", "emergency.opened", "emergency.answered", "line: The disk is full"} {
		found := false
		for _, k := range kinds {
			found = found || k == want
		}
		if !found {
			k.T.Errorf("the timeline has no %s: %v", want, kinds)
		}
	}
}

// TestRetroOwner falls back to whom the setting names.
func TestRetroOwner(t *testing.T) {
	each(t, func(k *desk) {
		k.Do(func(ctx context.Context, tx *db.Tx) error { return RetroOwner.Set(ctx, tx, k.Log, k.lea.ID) })
		id := k.emergency(k.dana)
		k.acked(id, k.ben) // who has no manager
		if r := k.retro(id); r.Owner != k.lea.ID {
			t.Errorf("the owner is %d", r.Owner)
		}
		k.Must(k.StartRetro(k.As(k.ana), k.retro(id).ID))
		if r := k.retro(id); r.StartedAt.IsZero() || k.Ticket(id).Tags[0] != "retro" {
			t.Errorf("started: %+v", r)
		}
	})
}

// retro is the newest retrospective of a ticket.
func (k *desk) retro(id int64) Retro {
	k.T.Helper()
	all, err := k.RetrosOf(k.Ctx, id)
	k.Must(err)
	if len(all) == 0 {
		k.T.Fatalf("ticket %d has no retrospective", id)
	}
	return all[0]
}

// TestSetup keeps settings that make sense, and names what does not.
func TestSetup(t *testing.T) {
	each(t, func(k *desk) {
		good, err := k.Setup(k.As(k.lea))
		k.Must(err)
		good.Rules.Addresses = []string{"emergency@desk.test"}
		k.Must(k.SaveSetup(k.As(k.lea), good))
		if err := k.SaveSetup(k.As(k.ana), good); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an engineer changed settings: %v", err)
		}
		for field, spoil := range map[string]func(*Setup){
			"addresses":    func(s *Setup) { s.Rules.Addresses = []string{"help@elsewhere.test"} },
			"least":        func(s *Setup) { s.Rules.Least = "platinum" },
			"form":         func(s *Setup) { s.Rules.Form = "Self-Managed" },
			"plain":        func(s *Setup) { s.Rules.Plain = "Emergency" },
			"unentitled":   func(s *Setup) { s.Rules.Unentitled = "loud" },
			"break":        func(s *Setup) { s.Timers.Break = 0 },
			"repeat_days":  func(s *Setup) { s.Timers.RepeatDays = 1000 },
			"leave":        func(s *Setup) { s.Words.Leave = "" },
			"retro_tag":    func(s *Setup) { s.RetroTag = "two words" },
			"retro_owner":  func(s *Setup) { s.RetroOwner = k.dana.ID },
			"close":        func(s *Setup) { s.Timers.Close = -1 },
			"downgrade":    func(s *Setup) { s.Words.Downgrade = " " },
			"strangers":    func(s *Setup) { s.Rules.Strangers = "" },
			"follow_up_on": func(s *Setup) { s.Words.FollowUpOn = "" },
		} {
			bad := good
			spoil(&bad)
			err := k.SaveSetup(k.As(k.lea), bad)
			if _, got := fault.Public(err); !fault.Is(err, fault.Invalid) || got != field {
				t.Errorf("%s: %v on %q", field, err, got)
			}
		}
	})
}
