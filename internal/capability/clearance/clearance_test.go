package clearance

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestDefaultDeny: without a record nobody of the team comes in, is listed or can be switched on; with one they can.
func TestDefaultDeny(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.t
		k.inside(k.eve, true)
		k.inside(k.ana, false)
		k.refused(k.People.Reactivate(k.ctx, k.ana.ID), fault.Forbidden, "")
		k.record(Verification{PersonID: k.ana.ID})
		k.inside(k.ana, true)
		if got, err := k.Cleared(k.ctx, k.DB.Read(), k.ana.ID, "US citizenship"); err != nil || !got {
			t.Errorf("not found: %v", err)
		}
		if got, err := k.Cleared(k.ctx, k.DB.Read(), 999, "US citizenship"); err != nil || got {
			t.Errorf("somebody unknown is cleared: %v", err)
		}
	})
}

// TestRevoke ends sessions in the transaction that revokes, also the last administrator's.
func TestRevoke(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.t
		first := k.record(Verification{PersonID: k.ana.ID})
		second := k.record(Verification{PersonID: k.ana.ID})
		session := people.NewSessions(k.DB, func([]byte) (int64, error) { return k.ana.ID, nil })
		k.must(session.CommitCtx(k.ctx, "cookie", []byte("x"), k.DB.Now(k.ctx).Add(time.Hour)))
		_, err := k.Revoke(k.ctx, first.ID, "renewed")
		k.must(err)
		k.inside(k.ana, true) // the second record holds the door open
		k.must(session.CommitCtx(k.ctx, "cookie", []byte("x"), k.DB.Now(k.ctx).Add(time.Hour)))
		_, err = k.Revoke(k.ctx, second.ID, "the certificate was withdrawn")
		k.must(err)
		k.inside(k.ana, false)
		if _, found, err := session.FindCtx(k.ctx, "cookie"); err != nil || found {
			t.Errorf("the session is still there: %v, %v", found, err)
		}
		_, err = k.Revoke(k.ctx, second.ID, "again")
		k.refused(err, fault.Conflict, "")
		records, err := k.RecordsOf(k.ctx, k.eve.ID)
		k.must(err)
		_, err = k.Revoke(k.ctx, records[0].ID, "error in the file")
		k.must(err)
		k.inside(k.eve, false)
		if want := []bool{true, true, true, true, false, false}; len(k.followed) != len(want) || k.followed[4] || !k.followed[3] {
			t.Errorf("what follows heard %v", k.followed)
		}
	})
}

// TestExpiry counts to the end of the last day, and then to the second.
func TestExpiry(t *testing.T) {
	bubble(t, func(k *desk) {
		k.record(Verification{PersonID: k.ana.ID, LastDay: "2000-01-10"})
		time.Sleep(10*24*time.Hour - time.Second)
		synctest.Wait()
		k.inside(k.ana, true)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		k.inside(k.ana, false)
		k.record(Verification{PersonID: k.ana.ID, LastDay: "2000-01-12"})
		k.inside(k.ana, true)
		k.record(Verification{PersonID: k.ana.ID, LastDay: "2000-02-01"}) // renewed in time
		time.Sleep(5 * 24 * time.Hour)
		synctest.Wait()
		k.inside(k.ana, true)
	})
}

// TestTheDoorNeedsNoJob: the instant counts, though the job that tidies up has not run.
func TestTheDoorNeedsNoJob(t *testing.T) {
	now := time.Date(2000, 1, 10, 0, 0, 0, 0, time.UTC)
	r := Record{ValidUntil: now}
	if r.State(now.Add(-time.Microsecond)) != Valid || r.State(now) != Expired || r.LastDay() != date("2000-01-09") {
		t.Errorf("at its end it is %s, last on %s", r.State(now), r.LastDay())
	}
	r.RevokedAt = now.Add(-time.Hour)
	if r.State(r.RevokedAt) != Revoked || r.State(r.RevokedAt.Add(-1)) != Valid {
		t.Error("a revocation counts from its instant")
	}
}

func TestBadRecords(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.t
		for field, change := range map[string]func(v *Verification){
			"fact": func(v *Verification) { v.Fact = "Martian citizenship" }, "proof": func(v *Verification) { v.Proof = "a promise" },
			"person": func(v *Verification) { v.PersonID = 999 },
		} {
			v := k.complete(Verification{PersonID: k.ana.ID})
			change(&v)
			_, err := k.Record(k.ctx, v)
			k.refused(err, fault.Invalid, field)
		}
		for _, name := range []string{"", "  ana   LIMA ", "Pat Officer, passport 123456789", strings.Repeat("x", 101)} {
			v := k.complete(Verification{PersonID: k.ana.ID})
			v.Verifier = name
			_, err := k.Record(k.ctx, v)
			k.refused(err, fault.Invalid, "verifier")
		}
		for _, on := range []string{"", "2000-01-02", "30.12.1999"} {
			v := k.complete(Verification{PersonID: k.ana.ID})
			v.VerifiedOn = on
			_, err := k.Record(k.ctx, v)
			k.refused(err, fault.Invalid, "verified_on")
		}
		v := k.complete(Verification{PersonID: k.ana.ID, LastDay: "1999-12-31"})
		_, err := k.Record(k.ctx, v)
		k.refused(err, fault.Invalid, "last_day")
		eve := access.With(t.Context(), k.eve.Principal("web"))
		_, err = k.Record(eve, k.complete(Verification{PersonID: k.eve.ID}))
		k.refused(err, fault.Forbidden, "")
		r := k.record(Verification{PersonID: k.ana.ID})
		for _, why := range []string{"", "C 1234 5678 expired"} {
			_, err = k.Revoke(k.ctx, r.ID, why)
			k.refused(err, fault.Invalid, "why")
		}
		if _, err := k.Revoke(k.ctx, r.ID, "not renewed by 2000-01-01"); err != nil {
			t.Errorf("a day is no number of a document: %v", err)
		}
	})
}

// TestRules: who changes what the door asks for must hold it, and who does not hold it is outside at once.
func TestRules(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.t
		k.record(Verification{PersonID: k.ana.ID})
		eve := access.With(t.Context(), k.eve.Principal("web"))
		rules := RulesKey.Default
		rules.Facts = append([]string{"Secret clearance"}, rules.Facts...)
		k.must(k.SaveRules(eve, rules))
		rules.Door = "Secret clearance"
		k.refused(k.SaveRules(eve, rules), fault.Invalid, "door")
		k.record(Verification{PersonID: k.eve.ID, Fact: "Secret clearance"})
		k.must(k.SaveRules(eve, rules))
		k.inside(k.eve, true)
		k.inside(k.ana, false)
	})
}
