package account

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// TestEngagedInAgreedHours pages the engineer at once beside whoever is on call, who stays responsible, and wakes nobody outside
// of the hours: also on the days around which clocks change.
func TestEngagedInAgreedHours(t *testing.T) {
	bubble(t, func(k *desk) {
		k.assigned(k.ana)
		for _, test := range []struct {
			when string
			want Outcome
		}{
			{"2000-01-03 08:59", Outside}, {"2000-01-03 09:00", WasEngaged}, {"2000-01-03 16:59", WasEngaged}, {"2000-01-03 17:00", Outside},
			{"2000-01-04 03:00", Outside}, {"2000-01-08 10:00", Outside}, // a Saturday
			{"2000-03-24 16:59", WasEngaged}, {"2000-03-24 17:00", Outside}, // the Friday before Amsterdam changes its clocks
			{"2000-03-27 08:59", Outside}, {"2000-03-27 09:00", WasEngaged}, {"2000-03-27 16:59", WasEngaged}, {"2000-03-27 17:00", Outside},
			{"2000-10-30 08:59", Outside}, {"2000-10-30 09:00", WasEngaged}, {"2000-10-30 17:00", Outside}, // and back
		} {
			k.until(test.when)
			before := len(k.rings)
			burning := k.emergency(k.ben.ID)
			e := k.engagement(burning.ID)
			if e.Outcome != test.want || e.UserID != k.ana.ID || !e.At.Equal(at(test.when)) {
				k.T.Errorf("at %s it is %+v, want %s", test.when, e, test.want)
			}
			rang := k.rings[before:]
			if test.want == Outside && len(rang) != 0 || test.want == WasEngaged && (len(rang) != 1 || rang[0].To != k.ana.ID) {
				k.T.Errorf("at %s it rings as %+v", test.when, rang)
			}
			if got := k.Ticket(burning.ID); got.AssigneeID != 0 || slices.Contains(got.Followers, k.ana.ID) != (test.want == WasEngaged) {
				k.T.Errorf("at %s the ticket has the owner %d and the followers %v", test.when, got.AssigneeID, got.Followers)
			}
			k.Wait(time.Minute)
			if n := len(k.rings[before:]); n > 1 {
				k.T.Errorf("after %s it rings %d times", test.when, n)
			}
		}
	})
}

// TestEngagedWhileAway engages whoever promised to cover, and nobody in a gap: then the manager is told.
func TestEngagedWhileAway(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		off := k.off(k.ana, "2000-01-10 00:00", "2000-01-12 00:00")
		c, err := k.AskCover(k.Ctx, Cover{AssignmentID: a.ID, TimeOffID: off.ID, UserID: k.cho.ID, From: off.From, Until: at("2000-01-11 00:00")})
		k.Must(err)
		_, err = k.AnswerCover(k.As(k.cho), c.ID, true, "")
		k.Must(err)
		k.until("2000-01-10 10:00")
		if e := k.engagement(k.emergency(k.ben.ID).ID); e.Outcome != WasEngaged || !e.Cover || e.UserID != k.cho.ID || e.EngineerID != k.ana.ID {
			k.T.Errorf("with a cover it is %+v", e)
		}
		k.until("2000-01-11 10:00")
		gap := k.emergency(k.ben.ID)
		if e := k.engagement(gap.ID); e.Outcome != Absent || e.UserID != 0 || len(k.rings) != 1 {
			k.T.Errorf("in the gap it is %+v, with %d rings", e, len(k.rings))
		}
		if got := k.told("Nobody is there for the emergency of Acme"); len(got) != 1 || got[0] != "Mia" {
			k.T.Errorf("told are %v", got)
		}
		k.refused(k.EngageNow(k.As(k.ben), k.engagement(gap.ID).ID), fault.Conflict, "", "nobody covers")
		k.until("2000-01-12 09:00")
		k.Must(k.EngageNow(k.As(k.ben), k.engagement(gap.ID).ID))
		if e := k.engagement(gap.ID); e.Outcome != WasEngaged || e.UserID != k.ana.ID {
			k.T.Errorf("back at work it is %+v", e)
		}
	})
}

// TestMorning has the engineer find what came at night as their hours begin, without a ring; nobody is engaged before that.
func TestMorning(t *testing.T) {
	bubble(t, func(k *desk) {
		k.assigned(k.ana)
		k.until("2000-01-07 22:00") // a Friday
		night := k.emergency(k.ben.ID)
		e := k.engagement(night.ID)
		k.refused(k.EngageNow(k.As(k.ben), e.ID), fault.Conflict, "", "nobody is woken")
		k.until("2000-01-10 08:59")
		if got := k.told("Acme had an emergency"); len(got) != 0 || len(k.rings) != 0 {
			k.T.Errorf("over the weekend %v are told, with %d rings", got, len(k.rings))
		}
		k.until("2000-01-10 09:00")
		if got := k.told("Acme had an emergency"); len(got) != 1 || got[0] != "Ana" || len(k.rings) != 0 {
			k.T.Errorf("in the morning %v are told, with %d rings", got, len(k.rings))
		}
		k.Must(k.EngageNow(k.As(k.ben), e.ID))
		if len(k.rings) != 1 || k.rings[0].To != k.ana.ID {
			k.T.Errorf("it rings as %+v", k.rings)
		}
		k.refused(k.EngageNow(k.As(k.ben), e.ID), fault.Conflict, "", "engaged already")
	})
}

// TestTakePart keeps what an engaged engineer does and when they answered; it is theirs alone, and only while it lasts.
func TestTakePart(t *testing.T) {
	bubble(t, func(k *desk) {
		k.assigned(k.ana)
		k.until("2000-01-03 10:00")
		burning := k.emergency(k.ben.ID)
		e := k.engagement(burning.ID)
		k.Do(answered(k, e.ID, k.ben.ID))
		if k.engagement(burning.ID).AnsweredAt.IsZero() {
			k.Do(answered(k, e.ID, k.ana.ID))
		} else {
			k.T.Error("the answer of somebody else counts as the engineer's")
		}
		first := k.engagement(burning.ID).AnsweredAt
		k.Wait(time.Minute)
		k.Do(answered(k, e.ID, k.ana.ID))
		k.refused(k.TakePart(k.As(k.ben), e.ID, Shadow), fault.Forbidden, "")
		k.refused(k.TakePart(k.As(k.ana), e.ID, "watch"), fault.Invalid, "part")
		for _, p := range Parts() {
			k.Must(k.TakePart(k.As(k.ana), e.ID, p))
			if got := k.engagement(burning.ID); got.Part != p || !got.AnsweredAt.Equal(first) || first.IsZero() {
				k.T.Errorf("it is %+v", got)
			}
		}
		if f := coretest.Facts[Came](k.Core, event.Ticket(burning.ID)); len(f) != 4 || f[0].Part != "" || f[3].Part != Inform {
			k.T.Errorf("the thread tells %+v", f)
		}
		stage := ticket.NextReply
		k.update(burning.ID, ticket.Update{Stage: &stage})
		if got := k.engagement(burning.ID); got.SettledAt.IsZero() || !slices.Contains(k.quiet, fmt.Sprintf("account_engagement%d over", e.ID)) {
			k.T.Errorf("it ended as %+v, and %v fell silent", got, k.quiet)
		}
		k.refused(k.TakePart(k.As(k.ana), e.ID, Shadow), fault.Conflict, "", "over")
		k.refused(k.EngageNow(k.As(k.ben), e.ID), fault.Conflict, "")
		if mine, err := k.EngagementsFor(k.As(k.ana)); err != nil || len(mine) != 0 {
			k.T.Errorf("what is over still waits: %v, %v", mine, err)
		}
	})
}

// TestEngagesOnce engages each engineer of an account once for an emergency, anew for the next one, and nobody where nobody was
// paged.
func TestEngagesOnce(t *testing.T) {
	bubble(t, func(k *desk) {
		k.assigned(k.ana)
		k.assigned(k.cho)
		k.until("2000-01-03 10:00")
		burning := k.emergency(k.ben.ID)
		status := ticket.Pending
		k.update(burning.ID, ticket.Update{Status: &status, AssigneeID: &k.ben.ID})
		if len(k.rings) != 2 {
			k.T.Errorf("it rings %d times", len(k.rings))
		}
		next, emergency := ticket.NextReply, ticket.Emergency
		k.update(burning.ID, ticket.Update{Stage: &next})
		k.emergencies[burning.ID] = Emergency{ID: burning.ID + 1000, Paged: true}
		k.update(burning.ID, ticket.Update{Stage: &emergency})
		if all, err := k.Engagements(k.Ctx, burning.ID); err != nil || len(all) != 4 || len(k.rings) != 4 {
			k.T.Errorf("there are %d engagements and %d rings, %v", len(all), len(k.rings), err)
		}
		silent := k.open()
		k.emergencies[silent.ID] = Emergency{ID: silent.ID}
		k.update(silent.ID, ticket.Update{Stage: &emergency})
		if all, err := k.Engagements(k.Ctx, silent.ID); err != nil || len(all) != 0 {
			k.T.Errorf("nobody was paged, and engaged are %v, %v", all, err)
		}
	})
}

// TestLeaverWithCommitments loses no account, ticket or promise of an engineer who leaves, tells who has to find somebody, and
// finds them there again when they come back.
func TestLeaverWithCommitments(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		bens := k.account("Birch", k.ben)
		off := k.off(k.ben, "2000-01-10 00:00", "2000-01-12 00:00")
		c := k.promised(bens, off, k.ana)
		had := k.open()
		k.Must(k.People.Deactivate(k.As(k.ada), k.ana.ID))
		if got := k.told("Ana Lima left accounts behind"); len(got) != 1 || got[0] != "Ada Ben Mia" {
			k.T.Errorf("told are %v", got)
		}
		n := k.notice("left accounts behind")
		if len(n.Lines) != 2 || n.Lines[0] != "Acme has no engineer now" || n.Path != HandoverPath(k.ana.ID) {
			k.T.Errorf("they read %+v", n)
		}
		h, err := k.HandoverOf(k.As(k.mia), k.ana.ID)
		k.Must(err)
		if len(h.Assignments) != 1 || h.Assignments[0].ID != a.ID || len(h.Covers) != 1 || h.Covers[0].State != Lost ||
			len(h.Tickets) != 1 || h.Tickets[0].ID != had.ID ||
			len(h.Others) != 1 || h.User.ID != k.ana.ID {
			k.T.Errorf("the handover is %+v", h)
		}
		if got := hours(k.standing(monday, sunday)); got != "0 0 40" {
			k.T.Errorf("the account stands as %s", got)
		}
		if got := k.open(); got.AssigneeID != 0 {
			k.T.Errorf("a new ticket has %d", got.AssigneeID)
		}
		if got := k.cover(c.ID); got.State != Lost {
			k.T.Errorf("the promise is %s", got.State)
		}
		k.Wait(48 * time.Hour)
		if got := k.told("Nobody covers Birch for Ben Ode"); len(got) != 1 || got[0] != "Mia" {
			k.T.Errorf("for the cover that is lost %v are asked", got)
		}
		k.Must(k.People.Reactivate(k.As(k.ada), k.ana.ID))
		if got := hours(k.standing(monday, sunday)); got != "40 0 0" {
			k.T.Errorf("they are back, and the account stands as %s", got)
		}
		if f := coretest.Facts[Left](k.Core, AssignmentSubject(a.ID)); len(f) != 2 || f[0].Back || !f[1].Back {
			k.T.Errorf("the log says %+v", f)
		}
	})
}

// TestLeaverWithoutManager tells everybody who manages the team; somebody without accounts leaves in silence.
func TestLeaverWithoutManager(t *testing.T) {
	bubble(t, func(k *desk) {
		k.Must(k.People.Deactivate(k.As(k.ada), k.cho.ID))
		if len(k.notices) != 0 {
			k.T.Errorf("told is %+v", k.notices)
		}
		k.assigned(k.jun, func(a *Assignment) { a.LevelWhy = "Nearly" })
		k.Must(k.People.SetRole(k.As(k.ada), k.jun.ID, "light_agent"))
		if got := k.told("Jun Abe left accounts behind"); len(got) != 1 || got[0] != "Ada" {
			k.T.Errorf("told are %v", got)
		}
	})
}

// TestStaysOnCall finds assigned engineers who are in no rotation, until somebody who may writes down why.
func TestStaysOnCall(t *testing.T) {
	bubble(t, func(k *desk) {
		k.assigned(k.ana)
		k.account("Birch", k.ben)
		k.rotations[k.ben.ID] = []string{"Customer emergencies"}
		missing := func(want ...string) {
			k.T.Helper()
			all, err := k.OnCallOf(k.Ctx)
			k.Must(err)
			var got []string
			for _, o := range all {
				if o.Missing() {
					got = append(got, o.User.Name)
				}
			}
			if len(all) != 2 || !slices.Equal(got, want) {
				k.T.Errorf("of %d engineers %v are missing, want %v", len(all), got, want)
			}
		}
		missing("Ana Lima")
		until := dateOf("2000-02-01")
		for _, test := range []struct {
			who   people.User
			e     Exception
			kind  fault.Kind
			field string
		}{
			{k.ana, Exception{Reason: "I do not like it", UntilOn: until}, fault.Forbidden, ""},
			{k.ben, Exception{Reason: "They do not like it", UntilOn: until}, fault.Forbidden, ""},
			{k.mia, Exception{Reason: " ", UntilOn: until}, fault.Invalid, "reason"},
			{k.mia, Exception{Reason: "Half days"}, fault.Invalid, "until"},
			{k.mia, Exception{Reason: "Half days", UntilOn: dateOf("2000-01-02")}, fault.Invalid, "until"},
			{k.mia, Exception{Reason: "Half days", UntilOn: dateOf("2001-01-04")}, fault.Invalid, "until"},
		} {
			test.e.UserID = k.ana.ID
			k.refused(k.Except(k.As(test.who), test.e), test.kind, test.field)
		}
		missing("Ana Lima")
		k.Must(k.Except(k.As(k.mia), Exception{UserID: k.ana.ID, Reason: "Half days", UntilOn: until}))
		missing()
		k.until("2000-02-02 02:00")
		missing("Ana Lima")
		k.Must(k.Except(k.As(k.lou), Exception{UserID: k.ana.ID, Reason: "Half days", UntilOn: dateOf("2000-02-03")}))
		missing()
	})
}
