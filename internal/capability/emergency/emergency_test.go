package emergency

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestComesIn opens emergencies by every way and looks who is made to look.
func TestComesIn(t *testing.T) {
	each(t, func(k *desk) {
		stranger := people.User{}
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			stranger, err = k.People.Ensure(ctx, tx, "Nobody", "nobody@elsewhere.test")
			return err
		})
		for _, c := range []struct {
			name  string
			open  func() int64
			how   How
			right Right
			pages Loudness
			prio  ticket.Priority
		}{
			{"by form, entitled", func() int64 { return k.emergency(k.dana) }, ByForm, Entitled, PageHigh, ticket.Urgent},
			{"by form, not entitled", func() int64 { return k.emergency(k.stan) }, ByForm, NotEntitled, PageNone, ticket.High},
			{"by form, of no customer", func() int64 { return k.emergency(stranger) }, ByForm, Unknown, PageHigh, ticket.Urgent},
			{"by a program", func() int64 {
				t, err := k.Raise(k.As(k.ana), Raised{Name: "Dana", Address: k.dana.Email, Subject: "It is down", Body: "All of it"})
				k.Must(err)
				return t.ID
			}, ByAPI, Entitled, PageHigh, ticket.Urgent},
			{"by hand, not entitled", func() int64 {
				id := k.open(k.stan, nil)
				k.Must(k.Declare(k.As(k.ana), id, "The whole site is down"))
				return id
			}, ByHand, NotEntitled, PageHigh, ticket.Urgent},
		} {
			before := len(k.pages)
			id := c.open()
			e, got := k.last(id), k.Ticket(id)
			if e.How != c.how || e.Right != c.right || e.Pages != c.pages || got.Priority != c.prio || got.Stage != ticket.Emergency {
				t.Errorf("%s: %+v of priority %s in stage %s", c.name, e, got.Priority, got.Stage)
			}
			rang := len(k.pages) - before
			if want := map[bool]int{true: 0, false: 1}[c.pages == PageNone]; rang != want {
				t.Errorf("%s: rang %d times, want %d", c.name, rang, want)
			}
		}
		if id := k.open(k.dana, nil); k.Ticket(id).Stage == ticket.Emergency {
			t.Error("an ordinary ticket is an emergency")
		}
	})
}

func TestDeclareRefuses(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.dana)
		if err := k.Declare(k.As(k.ana), id, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("declared twice: %v", err)
		}
		if err := k.Declare(k.As(k.dana), id, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer declared: %v", err)
		}
		for field, r := range map[string]Raised{"address": {Subject: "x", Body: "y"}, "subject": {Address: "a@b.test", Body: "y"},
			"body": {Address: "a@b.test", Subject: "x"}} {
			if _, err := k.Raise(k.As(k.ana), r); err == nil {
				t.Errorf("raised without %s", field)
			} else if _, got := fault.Public(err); got != field {
				t.Errorf("without %s the error names %q", field, got)
			}
		}
	})
}

// TestOneResponsible lets several acknowledge: the first answers for it, nothing is said and no clock stops.
func TestOneResponsible(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.dana)
		before := k.Ticket(id)
		k.acked(id, k.ana)
		k.acked(id, k.ben)
		after := k.Ticket(id)
		if e := k.last(id); e.Responsible != k.ana.ID || after.AssigneeID != k.ana.ID {
			t.Errorf("responsible is %d, the ticket is with %d, want %d", e.Responsible, after.AssigneeID, k.ana.ID)
		}
		if after.CommentCount != before.CommentCount || after.Replied || !after.WaitingSince.Equal(before.WaitingSince) || after.Stage != ticket.Emergency {
			t.Errorf("the acknowledgement changed the thread: %+v", after)
		}
		if err := k.Acknowledge(k.As(k.ben), id); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Ana Ruiz") {
			t.Errorf("a second one acknowledged: %v", err)
		}
		busy := func(u people.User) bool {
			b, err := k.Busy(k.Ctx, k.DB.Read(), u.ID, k.DB.Now(k.Ctx))
			k.Must(err)
			return b
		}
		if !busy(k.ana) || busy(k.ben) {
			t.Errorf("busy: ana %v, ben %v", busy(k.ana), busy(k.ben))
		}
		k.reply(id, k.ana, "We look at it.")
		if want := []string{"ticket:1 replied"}; !cmp.Equal(k.settled, want) || !k.last(id).Open() {
			t.Errorf("after a reply settled is %v and the emergency is open: %v", k.settled, k.last(id).Open())
		}
	})
}

// TestAssignedStays keeps a ticket with its engineer and lets the one responsible follow it.
func TestAssignedStays(t *testing.T) {
	each(t, func(k *desk) {
		id := k.open(k.dana, func(n *ticket.NewTicket) { n.FormID, n.AssigneeID = k.emergencyForm.ID, k.cora.ID })
		k.acked(id, k.ana)
		if got := k.Ticket(id); got.AssigneeID != k.cora.ID || !slices.Contains(got.Followers, k.ana.ID) {
			t.Errorf("assigned to %d, followed by %v", got.AssigneeID, got.Followers)
		}
	})
}

func TestDecide(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.dana)
		for name, c := range map[string]struct {
			v     Verdict
			field string
		}{
			"none":                       {Verdict{}, "decision"},
			"exception without":          {Verdict{Decision: Exception}, "criterion"},
			"exception by another":       {Verdict{Decision: Exception, Criterion: "weather"}, "criterion"},
			"strict with a criterion":    {Verdict{Decision: Strict, Criterion: Legal}, "criterion"},
			"downgrade without reason":   {Verdict{Decision: Downgrade, Reply: "No"}, "reason"},
			"downgrade without words":    {Verdict{Decision: Downgrade, Reason: "It works"}, "reply"},
			"question without the words": {Verdict{Decision: NeedsInfo}, "reply"},
		} {
			c.v.TicketID = id
			err := k.Decide(k.As(k.ana), c.v)
			if _, field := fault.Public(err); !fault.Is(err, fault.Invalid) || field != c.field {
				t.Errorf("%s: %v on %q, want %q", name, err, field, c.field)
			}
		}
		k.Must(k.Decide(k.As(k.ana), Verdict{TicketID: id, Decision: NeedsInfo, Reply: "Is it all users?"}))
		k.Must(k.Decide(k.As(k.ben), Verdict{TicketID: id, Decision: Exception, Criterion: Security, Reason: "Tokens leak"}))
		e, got := k.last(id), k.Ticket(id)
		if e.Decision != Exception || e.Criterion != Security || e.DecidedBy != k.ben.ID || !e.Open() {
			t.Errorf("decided: %+v", e)
		}
		if want := []string{"emergency_exception", "emergency_needs_info"}; !cmp.Equal(got.Tags, want) {
			t.Errorf("tags %v, want %v", got.Tags, want)
		}
	})
}

// TestDowngrade lowers what is none, in one step.
func TestDowngrade(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.stan)
		d, err := k.Draft(k.As(k.ana), k.last(id))
		k.Must(err)
		if !strings.Contains(d.Downgrade, "does not include emergency support") || !strings.Contains(d.Downgrade, "Stan") {
			t.Errorf("the words begin as %q", d.Downgrade)
		}
		k.Must(k.Decide(k.As(k.ana), Verdict{TicketID: id, Decision: Downgrade, Reason: "Starter", Reply: d.Downgrade}))
		e, got := k.last(id), k.Ticket(id)
		if e.Open() || e.Ending != Downgraded || e.Reason != "Starter" {
			t.Errorf("the emergency is %+v", e)
		}
		if got.Priority != ticket.High || got.Stage != ticket.NextReply || got.FormID != k.plain.ID || !got.Replied ||
			!slices.Contains(got.Tags, "emergency_downgrade") {
			t.Errorf("the ticket is %s in %s of form %d: %v", got.Priority, got.Stage, got.FormID, got.Tags)
		}
		if err := k.Decide(k.As(k.ana), Verdict{TicketID: id, Decision: Strict}); !fault.Is(err, fault.Conflict) {
			t.Errorf("decided about what is none: %v", err)
		}
	})
}

func TestResolve(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.dana)
		k.acked(id, k.ana)
		if _, err := k.Resolve(k.As(k.ana),
			Closing{TicketID: id, FollowUp: &FollowUp{Subject: "Find the cause", Body: "We go on"}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a priority: %v", err)
		}
		next, err := k.Resolve(k.As(k.ana),
			Closing{TicketID: id, Words: "It works.", FollowUp: &FollowUp{Subject: "Find the cause", Priority: ticket.Low, Body: "We go on"}})
		k.Must(err)
		was, now, e := k.Ticket(id), k.Ticket(next), k.last(id)
		if was.Status != ticket.Solved || was.Stage != ticket.NextReply || e.Ending != Solved || e.FollowUp != next {
			t.Errorf("the emergency's ticket is %s in %s; %+v", was.Status, was.Stage, e)
		}
		if now.FollowUpOf != id || now.Priority != ticket.Low || now.Stage != ticket.NextReply || now.OrganizationID != k.org.ID ||
			now.FormID != 0 || now.AssigneeID != 0 {
			t.Errorf("the next is %+v", now)
		}
		if n := len(k.pages); n != 1 {
			t.Errorf("rang %d times", n)
		}
	})
}

// TestEndsOtherwise ends emergencies by the customer's leave, by the composer and by the stage.
func TestEndsOtherwise(t *testing.T) {
	each(t, func(k *desk) {
		gone := k.emergency(k.dana)
		k.Must(k.Leave(k.As(k.ana), gone, "A new emergency is welcome."))
		if got := k.Ticket(gone); got.Priority != ticket.High || got.Status != ticket.Pending || got.Stage != ticket.NextReply || k.last(gone).Ending != Left {
			t.Errorf("left: %s, %s, %s, %s", got.Priority, got.Status, got.Stage, k.last(gone).Ending)
		}
		solved := k.emergency(k.dana)
		_, err := k.Tickets.Update(k.As(k.ana), solved, ticket.Update{Status: new(ticket.Solved), Comment: &ticket.NewComment{Public: true, Body: "Done"}})
		k.Must(err)
		if got := k.Ticket(solved); k.last(solved).Ending != Solved || got.Stage != ticket.NextReply {
			t.Errorf("solved: %s in %s", k.last(solved).Ending, got.Stage)
		}
		lowered := k.emergency(k.dana)
		_, err = k.Tickets.Update(k.As(k.ana), lowered, ticket.Update{Stage: new(ticket.FirstReply)})
		k.Must(err)
		if k.last(lowered).Ending != Lowered {
			t.Errorf("lowered: %+v", k.last(lowered))
		}
		k.Must(k.Declare(k.As(k.ana), lowered, ""))
		if all, err := k.Of(k.Ctx, lowered); err != nil || len(all) != 2 || !all[0].Open() {
			t.Errorf("again: %+v, %v", all, err)
		}
		if _, err := k.Repeats(k.Ctx, k.last(lowered)); err != nil {
			t.Error(err)
		}
		if others, _ := k.Repeats(k.Ctx, k.last(lowered)); len(others) != 3 {
			t.Errorf("%d others lately", len(others))
		}
	})
}

// TestHighWhileClosed rings for high priority of a tier that bought the hours, once, and not while the desk is open.
func TestHighWhileClosed(t *testing.T) {
	each(t, func(k *desk) {
		high := func(n *ticket.NewTicket) { n.Severity = 2 }
		k.shut = true
		k.open(k.dana, high)
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			k.org.Tier = "signature"
			k.org, err = k.People.SaveOrganizationIn(ctx, tx, k.org)
			return err
		})
		if len(k.pages) != 0 {
			t.Fatalf("rang without the tier: %+v", k.pages)
		}
		k.open(k.dana, func(n *ticket.NewTicket) { n.Severity = 3 })
		id := k.open(k.dana, func(n *ticket.NewTicket) { n.Severity, n.AssigneeID = 2, k.cora.ID })
		if len(k.pages) != 1 || k.pages[0].Subject != event.Ticket(id) || k.Ticket(id).Stage == ticket.Emergency {
			t.Fatalf("rang %+v", k.pages)
		}
		_, err := k.Tickets.Update(k.As(k.ana), id, ticket.Update{AddTags: []string{"seen"}})
		k.Must(err)
		k.reply(id, k.ana, "We look at it.")
		if len(k.pages) != 1 || !slices.Contains(k.settled, "ticket:3 replied") {
			t.Errorf("rang %d times, settled %v", len(k.pages), k.settled)
		}
		k.shut = false
		k.open(k.dana, high)
		if len(k.pages) != 1 {
			t.Errorf("rang while the desk is open")
		}
	})
}

// TestCard tells a page all that whoever is woken needs.
func TestCard(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.dana)
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			rules, err := RulesKey.Get(ctx, tx)
			if err != nil {
				return err
			}
			rules.Runbook = "https://runbook.test"
			return RulesKey.Set(ctx, tx, k.Log, rules)
		})
		for _, words := range []string{"one", "two", "three"} {
			k.reply(id, k.ana, words)
		}
		c, err := k.Card(k.Ctx, k.DB.Read(), event.Ticket(id))
		k.Must(err)
		labels := map[string]string{}
		for _, f := range c.Facts {
			labels[f.Label] = f.Value
		}
		if labels["Customer"] != "Globex" || labels["Region"] != "EMEA" || labels["Entitlement"] != "entitled, ultimate" ||
			labels["Runbook"] == "" || c.Path != "/tickets/1" {
			t.Errorf("card %+v", c)
		}
		if len(c.Messages) != 3 || c.Messages[2].Text != "three" || c.Messages[0].Text != "one" {
			t.Errorf("messages %+v", c.Messages)
		}
		if _, err := k.Card(k.Ctx, k.DB.Read(), event.Subject{Type: "alert", ID: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a card of an alert: %v", err)
		}
	})
}
