package review

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// meet is the account's next call, which is to come.
func (k *desk) meet() Meeting {
	k.T.Helper()
	k.manage(k.cho)
	b := k.weekly()
	b.Kickoff = bizcal.Date{}
	_, err := k.Begin(k.As(k.ana), b)
	k.Must(err)
	all, err := k.Upcoming(k.Ctx)
	k.Must(err)
	return all[0]
}

// order gives the numbers of the open tickets on the agenda, which other parts are given too.
func (k *desk) order() []int64 {
	k.T.Helper()
	a, err := k.Agenda(k.Ctx, k.org.ID)
	k.Must(err)
	given, err := k.OpenOrder(k.Ctx, k.DB.Read(), k.org.ID)
	k.Must(err)
	if diff := cmp.Diff(numbers(a.Open), given); diff != "" {
		k.T.Error("others are given another order:", diff)
	}
	return given
}

// TestOrder keeps the customer's order: new tickets come last, solved ones leave it for what was done since.
func TestOrder(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		m := k.meet()
		a, b, c := k.open("A", ticket.Normal), k.open("B", ticket.Normal), k.open("C", ticket.Low)
		_, err := k.Tickets.Create(k.As(k.ana), ticket.NewTicket{Subject: "SECRET", RequesterID: k.dana.ID, Channel: "web",
			Comment: ticket.NewComment{Body: "Only we know of this", AuthorID: k.ana.ID}})
		k.Must(err)
		k.Must(k.PlaceTicket(k.As(k.ana), k.org.ID, c, 0))
		if diff := cmp.Diff([]int64{c, a, b}, k.order()); diff != "" {
			t.Error(diff)
		}
		d := k.open("D", ticket.Urgent)
		if diff := cmp.Diff([]int64{c, a, b, d}, k.order()); diff != "" {
			t.Error(diff)
		}
		k.Must(k.Reorder(k.As(k.ana), k.org.ID, map[int64]int{c: 3, a: 2, b: 3, d: 1}))
		if diff := cmp.Diff([]int64{d, a, b, c}, k.order()); diff != "" {
			t.Error(diff)
		}
		_, err = k.Decide(k.As(k.ana), Deciding{MeetingID: m.ID, TicketID: a, Kind: ToClose, Why: "Not wanted any more", DecidedBy: "Dana Cole"})
		k.Must(err)
		agenda, err := k.Agenda(k.Ctx, k.org.ID)
		k.Must(err)
		if len(agenda.Solved) != 1 || agenda.Solved[0].ID != a || len(agenda.Decisions) != 1 || !cmp.Equal(numbers(agenda.Open), []int64{d, b, c}) {
			t.Errorf("%+v", agenda)
		}
		if err := k.PlaceTicket(k.As(k.ana), k.org.ID, a, 0); !fault.Is(err, fault.Conflict) {
			t.Errorf("placed a solved ticket: %v", err)
		}
	})
}

// TestPlace asks of any order that placing loses and doubles nothing, and puts the ticket where it was to go.
func TestPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		var order []int64
		for i := range n {
			order = append(order, int64(i+1))
		}
		id, to := rapid.Int64Range(1, int64(n)).Draw(t, "id"), rapid.IntRange(-2, n+3).Draw(t, "to")
		got := Place(order, id, to)
		if !sameGuests(got, order) || got[max(0, min(to, n-1))] != id {
			t.Fatalf("%v: %d to %d gives %v", order, id, to, got)
		}
	})
}

// TestDecide applies decisions to tickets with who decided and why, and takes them back.
func TestDecide(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		m, id := k.meet(), k.open("Slow pipelines", ticket.Low)
		k.Wait(time.Hour)
		decide := Deciding{MeetingID: m.ID, TicketID: id, Kind: ToPriority, Priority: ticket.High, Why: "They go live", DecidedBy: "Dana Cole"}
		made, err := k.Decide(k.As(k.ana), decide)
		k.Must(err)
		if k.Ticket(id).Priority != ticket.High || made.Was != "low" || made.Became != "high" || made.By != k.ana.ID || made.OrganizationID != k.org.ID {
			t.Errorf("%+v", made)
		}
		said := coretest.Facts[Decided](k.Core, event.Ticket(id))
		changed := coretest.Facts[ticket.Changed](k.Core, event.Ticket(id))
		if len(said) != 1 || said[0].Meeting != m.ID || said[0].Became != "high" || len(changed) == 0 || changed[len(changed)-1].Field != "priority" {
			t.Errorf("%+v, %+v", said, changed)
		}
		if _, err := k.Decide(k.As(k.ana), decide); fieldOf(err) != "priority" {
			t.Errorf("decided what is so: %v", err)
		}
		back, err := k.TakeBack(k.As(k.ben), made.ID, "The date moved", "Cho Manager")
		k.Must(err)
		if k.Ticket(id).Priority != ticket.Low || back.Undoes != made.ID {
			t.Errorf("%+v", back)
		}
		for _, again := range []int64{made.ID, back.ID} {
			if _, err := k.TakeBack(k.As(k.ben), again, "Again", "Ben"); !fault.Is(err, fault.Conflict) {
				t.Errorf("took %d back: %v", again, err)
			}
		}
		made, err = k.Decide(k.As(k.ana), decide)
		k.Must(err)
		urgent := ticket.Urgent
		_, err = k.Tickets.Update(k.As(k.ben), id, ticket.Update{Priority: &urgent})
		k.Must(err)
		if _, err := k.TakeBack(k.As(k.ben), made.ID, "No", "Ben"); !fault.Is(err, fault.Conflict) || k.Ticket(id).Priority != ticket.Urgent {
			t.Errorf("took back what went on: %v", err)
		}
		for field, change := range map[string]func(d *Deciding){
			"why": func(d *Deciding) { d.Why = "" }, "decided_by": func(d *Deciding) { d.DecidedBy = " " }, "kind": func(d *Deciding) { d.Kind = FromHold },
			"ticket": func(d *Deciding) { d.TicketID = 0 }, "priority": func(d *Deciding) { d.Priority = 0 },
		} {
			d := decide
			d.Priority = ticket.Normal
			change(&d)
			if _, err := k.Decide(k.As(k.ana), d); fieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := k.Decide(k.As(k.sue), decide); !fault.Is(err, fault.Forbidden) {
			t.Errorf("sales decided: %v", err)
		}
	})
}

// TestMinutes mails the agenda and the minutes in one conversation, keeps drafts, and never sends what stays inside.
func TestMinutes(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		m := k.meet()
		k.open("Slow *pipelines*", ticket.High)
		k.Must(k.WriteHeadings(k.As(k.ana), m.ID, map[Heading]string{NotDone: "No custom images"}))
		_, err := k.SaveRisk(k.As(k.ana), Risk{OrganizationID: k.org.ID, Title: "CANARY-RISK", Area: "upgrade", Likelihood: 2, Impact: 3,
			State: RiskOpen, About: "CANARY-ABOUT"})
		k.Must(err)
		_, err = k.SaveRisk(k.As(k.ana), Risk{OrganizationID: k.org.ID, Title: "Old release", Area: "upgrade", Likelihood: 2, Impact: 3,
			State: RiskOpen, About: "CANARY-ABOUT", Shared: true})
		k.Must(err)
		_, err = k.AddAction(k.As(k.ana), Action{MeetingID: m.ID, What: "Send the plan", OwnerID: k.ben.ID, DueOn: date(t, "2000-01-10")})
		k.Must(err)
		if err := k.SendAgenda(k.As(k.ana), m.ID); fieldOf(err) != "to" {
			t.Errorf("to nobody: %v", err)
		}
		if err := k.SendAgenda(k.As(k.ana), m.ID, k.sue.ID); fieldOf(err) != "to" {
			t.Errorf("to one of us: %v", err)
		}
		k.Must(k.SendAgenda(k.As(k.ana), m.ID, k.dana.ID, k.ed.ID))
		k.Must(k.WriteNotes(k.As(k.ana), m.ID, "CANARY-NOTE they may leave"))
		if err := k.SendMinutes(k.As(k.ana), m.ID, "Too early", k.dana.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("minutes before the call: %v", err)
		}
		k.Must(k.SaveDraft(k.As(k.ana), m.ID, true, "We tal"))
		if d, err := k.Draft(k.As(k.ana), m.ID, true); err != nil || d.Body != "We tal" || !d.Public {
			t.Errorf("%+v, %v", d, err)
		}
		if d, err := k.Draft(k.As(k.ben), m.ID, true); err != nil || !strings.Contains(d.Body, "Ben Ode: Send the plan") {
			t.Errorf("%+v, %v", d, err)
		}
		k.Wait(m.Ends().Sub(k.DB.Now(k.Ctx)))
		k.Must(k.SendMinutes(k.As(k.ana), m.ID, "We talked.", k.dana.ID, k.ed.ID))
		got, err := k.Meeting(k.Ctx, m.ID)
		k.Must(err)
		th, err := k.Tickets.Thread(k.Ctx, got.TicketID)
		k.Must(err)
		if got.State != Held || got.Minutes != "We talked." || len(th.Comments) != 2 || !th.Comments[1].Public ||
			!cmp.Equal(k.Ticket(got.TicketID).CCs, []int64{k.ed.ID}) {
			t.Fatalf("%+v, %+v", got, th.Comments)
		}
		agenda := th.Comments[0].Body
		for _, want := range []string{`Slow \*pipelines\* (high, new)`, "No custom images", "Old release", "Ben Ode: Send the plan (by",
			"## Since the last call", "Tue 4 Jan 2000, 15:00 CET"} {
			if !strings.Contains(agenda, want) {
				t.Errorf("the agenda lacks %q:\n%s", want, agenda)
			}
		}
		if strings.Contains(agenda+th.Comments[1].Body, "CANARY") {
			t.Errorf("what stays inside went out:\n%s", agenda)
		}
		if d, err := k.Draft(k.As(k.ana), m.ID, true); err != nil || d.Body != "We talked." || !d.At.IsZero() {
			t.Errorf("what went out is not there to be corrected: %+v, %v", d, err)
		}
		if err := k.SendMinutes(k.As(k.ana), m.ID, "We talked twice.", k.ed.ID); fieldOf(err) != "to" {
			t.Errorf("without whom it goes to in any case: %v", err)
		}
		k.Must(k.SendMinutes(k.As(k.ana), m.ID, "We talked twice.", k.dana.ID))
		if th, err = k.Tickets.Thread(k.Ctx, got.TicketID); err != nil || len(k.Ticket(got.TicketID).CCs) != 0 ||
			!strings.Contains(th.Comments[2].Body, "They take the place of those we sent before.\n\nWe talked twice.") {
			t.Errorf("%+v, %v", th.Comments, err)
		}
		if next, err := k.Agenda(k.Ctx, k.org.ID); err != nil || len(next.Actions) != 1 || len(next.Open) != 1 || !next.Since.Equal(m.At) ||
			next.Meeting.ID == m.ID {
			t.Errorf("%+v, %v", next, err)
		}
	})
}
