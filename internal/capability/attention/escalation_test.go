package attention

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// account is an escalation of the customer, as somebody types it.
func (k *desk) account(severity Severity) Escalation {
	return Escalation{OrganizationID: k.org.ID, Title: "Upgrade rolled back twice", Severity: severity, DriverID: k.mia.ID,
		DriverPart: Escalations.Default.Drivers[1],
		Criteria:   Criteria("- The upgrade holds for a week\n\n* The customer says so\n"), People: []int64{k.dana.ID, k.ana.ID, k.dana.ID}}
}

// TestEscalate: the organization shows as escalated until every criterion is met and it was ended, whatever else it owes.
func TestEscalate(t *testing.T) {
	bubble(t, func(k *desk) {
		ana := k.As(k.ana)
		id := k.open(nil)
		e := k.account(Critical)
		e.Tickets = []int64{id}
		e, err := k.Escalate(ana, e)
		k.Must(err)
		if e.Channel != "esc_seto_rail" || len(e.People) != 2 || !e.UpdateDue.Equal(e.OpenedAt.Add(24*time.Hour)) ||
			!e.StandupDue.Equal(e.OpenedAt.Add(24*time.Hour)) {
			k.T.Errorf("%+v", e)
		}
		if o := k.organizationNow(); !o.Escalated || o.EscalationNote != "Upgrade rolled back twice" || k.told(k.mia, "escalation:1:opened") != 1 {
			k.T.Errorf("%+v", o)
		}
		if err := k.Exit(ana, e.ID, "All is well"); !fault.Is(err, fault.Conflict) ||
			!strings.Contains(err.Error(), "The upgrade holds for a week; The customer says so") {
			k.T.Errorf("ended with criteria open: %v", err)
		}
		k.Must(k.Meet(ana, e.ID, 0, true))
		k.Must(k.Meet(ana, e.ID, 1, true))
		k.Must(k.Meet(ana, e.ID, 1, false))
		if err := k.Exit(ana, e.ID, "All is well"); err == nil || strings.Contains(err.Error(), "holds for a week") {
			k.T.Errorf("ended with one criterion open: %v", err)
		}
		if err := k.Meet(ana, e.ID, 2, true); !fault.Is(err, fault.NotFound) {
			k.T.Errorf("a criterion of nobody: %v", err)
		}
		k.Must(k.Meet(ana, e.ID, 1, true))
		if err := k.Exit(ana, e.ID, ""); fieldOf(err) != "closing" {
			k.T.Errorf("without a word: %v", err)
		}
		second, err := k.Escalate(ana, k.account(Low))
		k.Must(err)
		k.Must(k.Exit(ana, e.ID, "It held for a week"))
		if !k.organizationNow().Escalated {
			k.T.Error("not escalated, though another escalation is open")
		}
		k.Must(k.Meet(ana, second.ID, 0, true))
		k.Must(k.Meet(ana, second.ID, 1, true))
		k.Must(k.Exit(ana, second.ID, "So did this"))
		if k.organizationNow().Escalated {
			k.T.Error("escalated, though every escalation ended")
		}
		if err := k.Tell(ana, e.ID, "Hello", false); !fault.Is(err, fault.Conflict) {
			k.T.Errorf("after its end: %v", err)
		}
		k.notices = nil
		k.Wait(100 * 24 * time.Hour)
		if len(k.notices) > 0 {
			k.T.Errorf("after its end: %+v", k.notices)
		}
	})
}

func (k *desk) organizationNow() people.Organization {
	k.T.Helper()
	found, err := k.People.OrganizationsNamed(k.Ctx, k.DB.Read(), k.org.ID)
	k.Must(err)
	return found[k.org.ID]
}

// TestEscalateRefused says what is missing at its field.
func TestEscalateRefused(t *testing.T) {
	bubble(t, func(k *desk) {
		elsewhere := k.open(nil)
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE tickets SET organization_id = NULL WHERE id = $1", elsewhere)
			return err
		})
		stranger := k.Join(people.User{Name: "Eve Else", Role: access.EndUser})
		for field, change := range map[string]func(e *Escalation){
			"title": func(e *Escalation) { e.Title = " " }, "severity": func(e *Escalation) { e.Severity = "bad" },
			"part":     func(e *Escalation) { e.DriverPart = "Friend" },
			"criteria": func(e *Escalation) { e.Criteria = Criteria(" \n-\n") }, "driver": func(e *Escalation) { e.DriverID = k.dana.ID },
			"tickets": func(e *Escalation) { e.Tickets = []int64{elsewhere} }, "people": func(e *Escalation) { e.People = []int64{stranger.ID} },
			"organization": func(e *Escalation) { e.OrganizationID = 999 },
		} {
			e := k.account(High)
			change(&e)
			if _, err := k.Escalate(k.As(k.ana), e); fieldOf(err) != field {
				k.T.Errorf("%s: %v", field, err)
			}
		}
		e := k.account(High)
		e.FromTicket = elsewhere
		if _, err := k.Escalate(k.As(k.ana), e); !fault.Is(err, fault.Conflict) {
			k.T.Errorf("a ticket of no organization: %v", err)
		}
		if _, err := k.Escalate(k.As(k.sue), k.account(High)); !fault.Is(err, fault.Forbidden) {
			k.T.Errorf("somebody of sales: %v", err)
		}
		if k.organizationNow().Escalated {
			k.T.Error("something came of it")
		}
	})
}

// TestCadence: the customer hears from us by the severity; an update begins the clock anew, a standup does not, and what is
// late is said once.
func TestCadence(t *testing.T) {
	bubble(t, func(k *desk) {
		ana := k.As(k.ana)
		e, err := k.Escalate(ana, k.account(Critical))
		k.Must(err)
		overdue := func(want ...Overdue) {
			k.T.Helper()
			if diff := cmp.Diff(want, coretest.Facts[Overdue](k.Core, subject(e.ID)), cmpopts.EquateEmpty(),
				cmpopts.SortSlices(func(a, b Overdue) bool { return !a.Standup && b.Standup })); diff != "" {
				k.T.Error(diff)
			}
		}
		k.Wait(20 * time.Hour)
		k.Must(k.Tell(ana, e.ID, "We found the cause", false))
		k.Wait(4*time.Hour - time.Second)
		overdue()
		k.Wait(time.Second)
		overdue(Overdue{Standup: true})
		k.Must(k.Tell(ana, e.ID, "The team met", true))
		k.Wait(20*time.Hour - time.Second)
		overdue(Overdue{Standup: true})
		k.Wait(time.Second)
		overdue(Overdue{}, Overdue{Standup: true})
		k.Wait(5 * 24 * time.Hour)
		overdue(Overdue{}, Overdue{Standup: true})
		k.Must(k.Tell(ana, e.ID, "It is better", false))
		calm := e
		calm.Severity = Medium
		k.Must(k.Reshape(ana, calm))
		k.Wait(7*24*time.Hour - time.Second)
		overdue(Overdue{}, Overdue{Standup: true})
		k.Wait(time.Second)
		overdue(Overdue{}, Overdue{}, Overdue{Standup: true})
		got, updates, err := k.Account(k.As(k.sue), e.ID)
		k.Must(err)
		if len(updates) != 3 || updates[0].Body != "It is better" || !updates[1].Standup || got.Severity != Medium || got.StandupAt.IsZero() {
			k.T.Errorf("%+v, %+v", got, updates)
		}
	})
}

// TestConvert makes an escalation of an emergency: its organization and the ticket come along, and the ticket says so.
func TestConvert(t *testing.T) {
	bubble(t, func(k *desk) {
		id := k.open(nil)
		e := k.account(Critical)
		e.OrganizationID, e.FromTicket = 0, id
		e, err := k.Escalate(k.As(k.ana), e)
		k.Must(err)
		if e.OrganizationID != k.org.ID || !cmp.Equal(e.Tickets, []int64{id}) {
			k.T.Errorf("%+v", e)
		}
		th, err := k.Tickets.Thread(k.Ctx, id)
		k.Must(err)
		if c := th.Comments[len(th.Comments)-1]; c.Public || !strings.Contains(c.Body, "escalated now") {
			k.T.Errorf("%+v", c)
		}
	})
}

// TestCriteriaStay: criteria that stay keep when they were met, others are new.
func TestCriteriaStay(t *testing.T) {
	bubble(t, func(k *desk) {
		e, err := k.Escalate(k.As(k.ana), k.account(High))
		k.Must(err)
		k.Must(k.Meet(k.As(k.ana), e.ID, 0, true))
		e.Criteria = Criteria("A third\nThe upgrade holds for a week")
		k.Must(k.Reshape(k.As(k.ana), e))
		got, _, err := k.Account(k.Ctx, e.ID)
		k.Must(err)
		if !cmp.Equal(got.Left(), []string{"A third"}) || got.Criteria[1].MetBy != k.ana.ID {
			k.T.Errorf("%+v", got.Criteria)
		}
	})
}
