package oncall

import (
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// ask has Gerd ask for cover of a day.
func (k *desk) ask(s Schedule, from, until string) Cover {
	k.t.Helper()
	c, err := k.AskCover(k.as(k.gerd), Cover{ScheduleID: s.ID, UserID: k.gerd.ID, From: at(from), Until: at(until), Note: "A wedding"})
	must(k.t, err)
	return c
}

func (k *desk) offer(c Cover, u people.User, from, until string) (Offer, error) {
	o := Offer{CoverID: c.ID, UserID: u.ID}
	if from != "" {
		o.From, o.Until = at(from), at(until)
	}
	return k.Offer(k.as(u), o)
}

func (k *desk) cover(id int64) Cover {
	k.t.Helper()
	c, err := k.Cover(k.as(k.gerd), id)
	must(k.t, err)
	return c
}

// TestCover walks a request through a partial offer, another on behalf, and back.
func TestCover(t *testing.T) {
	bubble(t, func(k *desk) {
		s := k.save(Wish{Schedule: k.sun()})
		c := k.ask(s, "2026-11-25 00:00", "2026-11-26 00:00")
		if len(k.notices) != 1 || len(k.notices[0].To) != 1 || k.notices[0].To[0].ID != k.hari.ID || !strings.Contains(k.notices[0].Subject, "Cover wanted") {
			t.Errorf("asked %+v", k.notices)
		}
		if len(c.Open) != 1 || k.who(s, "2026-11-25 09:00") != "Gerd" {
			t.Errorf("a request alone changes nothing: %+v", c.Open)
		}
		_, err := k.AskCover(k.as(k.gerd), Cover{ScheduleID: s.ID, UserID: k.gerd.ID, From: at("2026-11-25 09:00"), Until: at("2026-11-25 10:00")})
		k.wants(err, fault.Invalid, "from", "already")
		part, err := k.offer(c, k.hari, "2026-11-25 00:00", "2026-11-25 12:00")
		must(t, err)
		k.wants(k.Accept(k.as(k.hari), c.ID, part.ID), fault.Forbidden, "")
		must(t, k.Accept(k.as(k.gerd), c.ID, part.ID))
		if a, b := k.who(s, "2026-11-25 11:59"), k.who(s, "2026-11-25 12:00"); a != "Hari" || b != "Gerd" {
			t.Errorf("%q, then %q", a, b)
		}
		if got := k.cover(c.ID); got.State != CoverOpen || len(got.Open) != 1 || !got.Open[0].From.Equal(at("2026-11-25 12:00")) {
			t.Errorf("open: %s %+v", got.State, got.Open)
		}
		rest, err := k.Offer(k.as(k.max), Offer{CoverID: c.ID, UserID: k.hari.ID, From: at("2026-11-25 12:00"), Until: at("2026-11-26 00:00")}) // on behalf
		must(t, err)
		must(t, k.Accept(k.as(k.max), c.ID, rest.ID))
		if got := k.cover(c.ID); got.State != CoverDone || len(got.Open) != 0 || k.who(s, "2026-11-25 14:00") != "Hari" {
			t.Errorf("all of it: %s %+v", got.State, got.Open)
		}
		k.until("2026-11-25 13:00")
		must(t, k.Undo(k.as(k.hari), c.ID, rest.ID))
		if a, b := k.who(s, "2026-11-25 12:59"), k.who(s, "2026-11-25 13:00"); a != "Hari" || b != "Gerd" {
			t.Errorf("undone: %q, then %q", a, b)
		}
		if got := k.cover(c.ID); got.State != CoverOpen {
			t.Errorf("it is %s again", got.State)
		}
		k.wants(k.Undo(k.as(k.hari), c.ID, rest.ID), fault.Conflict, "")
		k.wants(k.Undo(k.as(k.hari), c.ID, part.ID), fault.Conflict, "", "over")
		must(t, k.WithdrawCover(k.as(k.gerd), c.ID))
		k.wants(k.WithdrawCover(k.as(k.gerd), c.ID), fault.Conflict, "")
	})
}

// TestCoverRefuses says why somebody cannot take a shift.
func TestCoverRefuses(t *testing.T) {
	bubble(t, func(k *desk) {
		s := k.save(Wish{Schedule: k.sun()})
		c := k.ask(s, "2026-11-25 00:00", "2026-11-26 00:00") // 07:00 to 17:00 UTC
		_, err := k.offer(c, k.ren, "", "")
		k.wants(err, fault.Invalid, "user", "Ren", "Australia/Brisbane", "outside of 07:00 to 21:00")
		_, err = k.offer(c, k.gerd, "", "")
		k.wants(err, fault.Invalid, "user", "asks for cover")
		_, err = k.offer(c, k.hari, "2026-11-24 00:00", "2026-11-25 12:00")
		k.wants(err, fault.Invalid, "from", "begins at")
		_, err = k.offer(c, k.jo, "", "") // on shift, and free
		must(t, err)

		_, err = k.People.PlanTimeOff(k.as(k.hari), people.TimeOff{UserID: k.hari.ID, From: at("2026-11-25 00:00"), Until: at("2026-11-27 00:00")}, true)
		must(t, err)
		_, err = k.offer(c, k.hari, "", "")
		k.wants(err, fault.Invalid, "user", "Hari is away")

		late := Schedule{Title: "Late", Plan: Plan{Layers: []Layer{daily("Late", "emea", "Europe/Amsterdam", "19:00", "21:00", k.max)}}}
		k.save(Wish{Schedule: late})
		_, err = k.offer(c, k.max, "", "")
		k.wants(err, fault.Invalid, "user", "Late", "11 hours of rest")
		must(t, k.SaveSetup(k.ctx, Setup{Rules: Rules{DayFrom: "07:00", DayUntil: "21:00", Ahead: 14}}))
		o, err := k.offer(c, k.max, "", "")
		must(t, err)
		must(t, k.Accept(k.as(k.max), c.ID, o.ID))
		_, err = k.AskCover(k.as(k.hari), Cover{ScheduleID: s.ID, UserID: k.gerd.ID, From: at("2026-11-26 00:00"), Until: at("2026-11-27 00:00")})
		k.wants(err, fault.Forbidden, "")
		_, err = k.AskCover(k.as(k.gerd), Cover{ScheduleID: s.ID, UserID: k.gerd.ID, From: at("2026-11-26 18:00"), Until: at("2026-11-26 20:00")})
		k.wants(err, fault.Invalid, "from", "nothing to cover")
	})
}

// TestCoverExpires leaves the shift where it is, and tells whoever asked and the managers.
func TestCoverExpires(t *testing.T) {
	bubble(t, func(k *desk) {
		s := k.save(Wish{Schedule: k.sun()})
		c := k.ask(s, "2026-11-25 07:00", "2026-11-25 17:00")
		k.notices = nil
		due := func() { must(t, k.expire(k.ctx, job.Job{Args: []byte(`{"cover":1}`)})) }
		due() // too early
		k.until("2026-11-25 07:00")
		due()
		if got := k.cover(c.ID); got.State != CoverExpired || len(k.notices) != 1 || len(k.notices[0].To) != 2 || k.who(s, "2026-11-25 09:00") != "Gerd" {
			t.Errorf("%s, %+v", got.State, k.notices)
		}
		due()
		if len(k.notices) != 1 {
			t.Errorf("told %d times", len(k.notices))
		}
	})
}

// TestConflicts shows duties in time off, and that cover is asked for.
func TestConflicts(t *testing.T) {
	bubble(t, func(k *desk) {
		s := k.save(Wish{Schedule: k.sun()})
		list, err := k.Conflicts(k.as(k.gerd), k.gerd.ID, at("2026-11-24 00:00"), at("2026-11-26 00:00"))
		must(t, err)
		if len(list) != 2 || list[0].Title != s.Title || !list[0].From.Equal(at("2026-11-24 07:00")) || list[0].CoverID != 0 {
			t.Errorf("%+v", list)
		}
		_, err = k.People.PlanTimeOff(k.as(k.gerd), people.TimeOff{UserID: k.gerd.ID, From: at("2026-11-24 00:00"), Until: at("2026-11-26 00:00")}, true)
		must(t, err)
		c := k.ask(s, "2026-11-24 00:00", "2026-11-26 00:00")
		all, err := k.AllConflicts(k.as(k.max), s.ID, 30*24*time.Hour)
		must(t, err)
		if len(all) != 2 || all[1].CoverID != c.ID {
			t.Errorf("%+v", all)
		}
		mine, err := k.Mine(k.as(k.gerd))
		must(t, err)
		if len(mine.Shifts) < 100 || mine.Shifts[1].Away == nil || mine.Shifts[1].CoverID != c.ID {
			t.Errorf("%d shifts, the second %+v", len(mine.Shifts), mine.Shifts[1])
		}
	})
}

// TestShares counts hours, weekends, holidays and pages, and suggests whoever had least.
func TestShares(t *testing.T) {
	bubble(t, func(k *desk) {
		wish := k.sun()
		wish.Layers[1].Users = []int64{k.gerd.ID, k.hari.ID}
		s := k.save(Wish{Schedule: wish})
		k.rang[k.gerd.ID] = []time.Time{at("2026-11-28 09:00"), at("2026-11-28 20:00")} // the second beside his duty
		k.until("2026-11-30 08:00")
		shares, err := k.Shares(k.as(k.max), s.ID)
		must(t, err)
		var gerd Share
		for _, x := range shares {
			if x.UserID == k.gerd.ID {
				gerd = x
			}
		}
		// from 23 November, 08:00 UTC: nine hours, then six days of ten
		if gerd.Hours != 69*time.Hour || gerd.Weekend != 20*time.Hour || gerd.Pages != 1 || gerd.Woken != 0 || gerd.Region != "emea" {
			t.Errorf("Gerd has %+v", gerd)
		}
		if shares[0].UserID != k.ren.ID && shares[0].UserID != k.hari.ID {
			t.Errorf("suggested next is %s", k.nameOf(shares[0].UserID))
		}
		k.until("2026-12-27 08:00")
		shares, err = k.Shares(k.as(k.max), s.ID)
		must(t, err)
		for _, x := range shares {
			if x.UserID == k.amal.ID && x.Holiday != 20*time.Hour { // Thanksgiving and Christmas Day
				t.Errorf("Amal has %v on holidays", x.Holiday)
			}
		}
	})
}

func (k *desk) nameOf(id int64) string {
	u, err := k.People.User(k.ctx, id)
	must(k.t, err)
	return u.Name
}

// TestLookout tells the managers of holes and of clock changes in the days ahead.
func TestLookout(t *testing.T) {
	bubble(t, func(k *desk) {
		wish := k.sun()
		wish.Layers[0].Windows[0].Start = "11:00" // from the summer of Los Angeles on nobody follows it for an hour
		s := k.save(Wish{Schedule: wish, Agreed: true})
		look := func() []Notice {
			k.notices = nil
			must(t, k.lookOut(k.ctx, job.Job{}))
			return k.notices
		}
		if got := look(); len(got) != 0 {
			t.Errorf("too early: %+v", got)
		}
		k.until("2027-03-02 08:00")
		got := look()
		if len(got) != 2 || !strings.Contains(got[0].Subject, "Nobody on call") || !strings.Contains(got[1].Subject, "Clocks change") ||
			got[0].To[0].ID != k.max.ID || got[0].Path != s.Path() {
			t.Fatalf("%+v", got)
		}
		if !strings.Contains(got[0].Lines[0], "Mon 15 Mar 2027 00:00 UTC to Mon 15 Mar 2027 01:00 UTC") ||
			!strings.Contains(strings.Join(got[1].Lines, "; "), "America/Los_Angeles: by +60 minutes") {
			t.Errorf("%q %q", got[0].Lines, got[1].Lines)
		}
		o, err := k.Outlook(k.as(k.max), s.ID)
		must(t, err)
		if len(o.Ways) == 0 {
			t.Fatal("nothing is proposed")
		}
		next, err := k.ApplyProposal(k.as(k.max), s.ID, 0, s.Version, true)
		must(t, err)
		if next.Version != 2 || len(next.Layers) != 3 {
			t.Errorf("%+v", next)
		}
		if o, err = k.Outlook(k.as(k.max), s.ID); err != nil || len(o.Gaps) != 0 {
			t.Errorf("%d gaps are left, %v", len(o.Gaps), err)
		}
		_, err = k.ApplyProposal(k.as(k.max), s.ID, 0, s.Version, true)
		k.wants(err, fault.Conflict, "", "meanwhile")
	})
}
