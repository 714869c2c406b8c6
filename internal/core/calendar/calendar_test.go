package calendar_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations()}

// desk is a fresh service with the default calendars; uses is what it hears of a calendar's users.
type desk struct {
	*calendar.Service
	t    *testing.T
	db   *db.DB
	log  *event.Log
	uses string
}

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		k := &desk{t: t, db: d, log: event.NewLog()}
		k.Service = calendar.New(calendar.Deps{DB: d, Log: k.log,
			Uses: func(context.Context, db.Querier, calendar.Calendar) (string, error) { return k.uses, nil }})
		for range 2 { // the second finds calendars and adds none
			k.must(d.Do(k.admin(), func(tx *db.Tx) error { return k.EnsureDefaults(k.admin(), tx) }))
		}
		test(t, k)
	})
}

func (k *desk) as(role access.Role) context.Context {
	return access.With(k.t.Context(), access.Principal{UserID: 7, Role: role, Via: "web"})
}

func (k *desk) admin() context.Context { return k.as(access.Admin) }

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *desk) titled(title string) calendar.Calendar {
	k.t.Helper()
	c, err := k.ByTitle(k.t.Context(), k.db.Read(), title)
	k.must(err)
	return c
}

func (k *desk) save(c calendar.Calendar) calendar.Calendar {
	k.t.Helper()
	saved, err := k.Save(k.admin(), c)
	k.must(err)
	return saved
}

// facts are the last facts about a calendar, as from number after.
func (k *desk) facts(id int64, after int) []calendar.Saved {
	k.t.Helper()
	events, err := event.Of(k.t.Context(), k.db.Read(), calendar.Subject(id), int64(after))
	k.must(err)
	var all []calendar.Saved
	for _, e := range events {
		f, err := event.Decode[calendar.Saved](e)
		k.must(err)
		all = append(all, f)
	}
	return all
}

func (k *desk) wants(err error, kind fault.Kind, field string, words ...string) {
	k.t.Helper()
	said, got := fault.Public(err)
	if !fault.Is(err, kind) || got != field {
		k.t.Errorf("got %v (kind %v, field %q), want kind %v, field %q", err, fault.KindOf(err), got, kind, field)
	}
	for _, w := range words {
		if !strings.Contains(said, w) {
			k.t.Errorf("%q does not say %q", said, w)
		}
	}
}

func week(t *testing.T, text string) bizcal.Week {
	t.Helper()
	w, err := bizcal.ParseWeek(text)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The defaults are the table of tickets.md.
func TestDefaults(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		list, err := k.List(k.as(access.LightAgent))
		k.must(err)
		var got []string
		for _, c := range list {
			got = append(got, c.Title+": "+calendar.Describe(c.Spec))
		}
		want := []string{"24x5 business hours: Sunday 15:00 to Friday 17:00 Los Angeles", "24x7: always UTC",
			"AMER hours: Monday to Friday 05:00–17:00 Los Angeles", "APAC hours: Monday to Friday 09:00–21:00 Brisbane",
			"EMEA hours: Monday to Friday 08:00–18:00 Amsterdam"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if c, err := k.TheDefault(t.Context(), k.db.Read()); err != nil || c.Title != "24x5 business hours" {
			t.Errorf("the default is %q, %v", c.Title, err)
		}
	})
}

// A change makes a new version, and the old one still measures as it did.
func TestVersionsAreKept(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		c := k.titled("emea  HOURS")
		c.Spec.Weekly[time.Friday] = []bizcal.Span{{From: 13 * 60, To: 15 * 60}, {From: 8 * 60, To: 12 * 60}}
		c.Spec.Holidays = []bizcal.Holiday{{Date: bizcal.Date{Year: 2026, Month: 12, Day: 25}, Name: "Christmas Day"}}
		saved := k.save(c)
		if saved.Version != 2 || saved.UpdatedAt.Before(c.UpdatedAt) {
			t.Errorf("saved as version %d at %v", saved.Version, saved.UpdatedAt)
		}
		again, err := k.Get(k.as(access.Agent), c.ID)
		k.must(err)
		if diff := cmp.Diff(saved, again); diff != "" {
			t.Errorf("saved (-) and read (+) differ:\n%s", diff)
		}
		friday := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
		for version, want := range map[int64]time.Duration{1: 10 * time.Hour, 2: 6 * time.Hour} {
			m, err := k.CompiledVersion(t.Context(), k.db.Read(), c.ID, version)
			k.must(err)
			if got := m.Between(friday, friday.Add(24*time.Hour)); got != want {
				t.Errorf("version %d is open for %v that Friday, want %v", version, got, want)
			}
		}
		if _, version, err := k.Compiled(t.Context(), k.db.Read(), c.ID); err != nil || version != 2 {
			t.Errorf("the current version is %d, %v", version, err)
		}
		want := []calendar.Saved{{Title: "EMEA hours", Version: 2, Changes: []calendar.Change{
			{Field: "friday", From: "08:00-18:00", To: "08:00-12:00, 13:00-15:00"}, {Field: "holiday 2026-12-25", To: "Christmas Day"}}}}
		if diff := cmp.Diff(want, k.facts(c.ID, 1)); diff != "" {
			t.Error(diff)
		}
		if same := k.save(saved); same.Version != 2 || len(k.facts(c.ID, 0)) != 2 {
			t.Errorf("a change of nothing made version %d", same.Version)
		}
		_, err = k.CompiledVersion(t.Context(), k.db.Read(), c.ID, 3)
		k.wants(err, fault.NotFound, "", "no version 3")
	})
}

// Two people with the same page open: the second hears of the first.
func TestConflict(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		mine, theirs := k.titled("EMEA hours"), k.titled("EMEA hours")
		theirs.Spec.Zone = "Europe/Berlin"
		k.save(theirs)
		mine.Spec.Zone = "Europe/Paris"
		_, err := k.Save(k.admin(), mine)
		k.wants(err, fault.Conflict, "", "EMEA hours", "kept")
		mine.Version = 0
		k.save(mine)
		_, err = k.Save(k.admin(), calendar.Calendar{ID: 99, Title: "x", Spec: mine.Spec})
		k.wants(err, fault.NotFound, "")
	})
}

// A union is open when a member is, follows its members from version to version, and an old version of it measures by
// the old ones.
func TestUnionFollowsItsMembers(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		apac, emea, amer := k.titled("APAC hours"), k.titled("EMEA hours"), k.titled("AMER hours")
		sun := k.save(calendar.Calendar{Title: "Follow the sun", Members: []int64{emea.ID, apac.ID, emea.ID}})
		open := func(version int64) time.Duration {
			t.Helper()
			m, err := k.CompiledVersion(t.Context(), k.db.Read(), sun.ID, version)
			k.must(err)
			day := time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC)
			return m.Between(day, day.Add(24*time.Hour))
		}
		if got := open(1); got != 18*time.Hour { // Brisbane 23:00-11:00 UTC, Amsterdam 07:00-17:00 UTC
			t.Errorf("open for %v", got)
		}
		emea.Spec.Weekly[time.Wednesday] = nil
		k.save(emea)
		if got, now := open(1), open(2); got != 18*time.Hour || now != 12*time.Hour {
			t.Errorf("before %v, after %v", got, now)
		}
		emea.Title, emea.Version = "Europe", 0
		k.save(emea) // a title is nothing that a clock can tell
		sun = k.titled("Follow the sun")
		sun.Members = append(sun.Members, amer.ID)
		sun = k.save(sun)
		want := []calendar.Saved{{Title: "Follow the sun", Version: 1, New: true},
			{Title: "Follow the sun", Version: 2, Changes: []calendar.Change{{Field: "member", To: "EMEA hours"}}},
			{Title: "Follow the sun", Version: 3,
				Changes: []calendar.Change{{Field: "members", From: "APAC hours, Europe", To: "AMER hours, APAC hours, Europe"}}}}
		if diff := cmp.Diff(want, k.facts(sun.ID, 0)); diff != "" {
			t.Error(diff)
		}
	})
}

// What is read in the transaction that changes a calendar is the change; what is read after it fails is what was.
func TestRolledBackVersionIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		c := k.titled("EMEA hours")
		wednesday := time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC)
		measure := func(q db.Querier) time.Duration {
			t.Helper()
			m, _, err := k.Compiled(t.Context(), q, c.ID)
			k.must(err)
			return m.Between(wednesday, wednesday.Add(24*time.Hour))
		}
		change := func(hours string, stop error) {
			t.Helper()
			err := k.db.Do(k.admin(), func(tx *db.Tx) error {
				next := c
				next.Spec.Weekly = week(t, "wednesday: "+hours)
				if _, err := k.SaveIn(k.admin(), tx, next); err != nil {
					return err
				}
				want := next.Spec.Weekly[time.Wednesday][0]
				if got := measure(tx); got != time.Duration(want.To-want.From)*time.Minute {
					t.Errorf("inside it is open for %v, want %v", got, want)
				}
				return stop
			})
			if (err == nil) != (stop == nil) {
				t.Fatal(err)
			}
		}
		change("09:00-10:00", fault.New(fault.Invalid, "stop"))
		if got := measure(k.db.Read()); got != 10*time.Hour {
			t.Errorf("after the change failed it is open for %v", got)
		}
		change("09:00-11:00", nil)
		if got := measure(k.db.Read()); got != 2*time.Hour {
			t.Errorf("after the change it is open for %v", got)
		}
	})
}

func TestRename(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		c := k.titled("24x5 business hours")
		c.Title = "  Weekdays  round the clock "
		k.save(c)
		if d, err := k.TheDefault(t.Context(), k.db.Read()); err != nil || d.Title != "Weekdays round the clock" {
			t.Errorf("the default is %q, %v", d.Title, err)
		}
		if f := k.facts(c.ID, 1); len(f) != 1 || f[0].Hours() {
			t.Errorf("%+v", f)
		} else if from, ok := f[0].Renamed(); !ok || from != "24x5 business hours" {
			t.Errorf("renamed from %q", from)
		}
		_, err := k.Save(k.admin(), calendar.Calendar{Title: "emea hours", Spec: c.Spec})
		k.wants(err, fault.Conflict, "title", "EMEA hours")
	})
}

// Each refusal names the calendar, the field, what was found and what is allowed; nothing is stored.
func TestBadCalendars(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		emea := k.titled("EMEA hours")
		sun := k.save(calendar.Calendar{Title: "Sun", Members: []int64{emea.ID, k.titled("APAC hours").ID}})
		spec := func(change func(*bizcal.Spec)) calendar.Calendar {
			c := calendar.Calendar{Title: "Late shift", Spec: bizcal.Spec{Zone: "Europe/Amsterdam", Weekly: week(t, "mon-fri: 09:00-17:00")}}
			change(&c.Spec)
			return c
		}
		day := bizcal.Date{Year: 2026, Month: 12, Day: 25}
		before, err := k.List(k.admin())
		k.must(err)
		for name, c := range map[string]struct {
			calendar calendar.Calendar
			field    string
			says     []string
		}{
			"no title": {calendar.Calendar{Spec: emea.Spec}, "title", []string{"needs a title"}},
			"long":     {calendar.Calendar{Title: strings.Repeat("é", 81), Spec: emea.Spec}, "title", []string{"81", "80"}},
			"no zone":  {spec(func(s *bizcal.Spec) { s.Zone = "Europe/Amsterdamm" }), "zone", []string{"Late shift", "Europe/Amsterdamm", "Europe/Amsterdam."}},
			"never":    {spec(func(s *bizcal.Spec) { s.Weekly = bizcal.Week{} }), "weekly", []string{"Late shift", "never open"}},
			"reversed": {spec(func(s *bizcal.Spec) { s.Weekly[1] = []bizcal.Span{{From: 1020, To: 540}} }), "monday",
				[]string{"17:00-09:00", "before it begins"}},
			"overlap": {spec(func(s *bizcal.Spec) { s.Weekly[2] = []bizcal.Span{{From: 540, To: 720}, {From: 700, To: 900}} }), "tuesday",
				[]string{"09:00-12:00", "overlap"}},
			"twice": {spec(func(s *bizcal.Spec) { s.Holidays = []bizcal.Holiday{{Date: day}, {Date: day}} }), "holidays", []string{"2026-12-25", "twice"}},
			"odd day": {spec(func(s *bizcal.Spec) { s.Special = []bizcal.Special{{Date: bizcal.Date{Year: 2026, Month: 2, Day: 30}}} }),
				"special", []string{"2026-02-30"}},
			"past only": {spec(func(s *bizcal.Spec) {
				s.Weekly, s.Special = bizcal.Week{},
					[]bizcal.Special{{Date: bizcal.Date{Year: 2001, Month: 1, Day: 1}, Spans: []bizcal.Span{{From: 0, To: 60}}}}
			}), "weekly", []string{"From now on"}},
			"one":    {calendar.Calendar{Title: "One", Members: []int64{emea.ID}}, "members", []string{"at least two"}},
			"nobody": {calendar.Calendar{Title: "Two", Members: []int64{emea.ID, 99}}, "members", []string{"number 99"}},
			"itself": {calendar.Calendar{ID: sun.ID, Title: "Sun", Members: []int64{emea.ID, sun.ID}}, "members", []string{"itself"}},
			"deep":   {calendar.Calendar{Title: "Deep", Members: []int64{emea.ID, sun.ID}}, "members", []string{"Sun", "APAC hours"}},
			"joined": {calendar.Calendar{ID: emea.ID, Title: "EMEA hours", Members: []int64{sun.Members[0], k.titled("AMER hours").ID}},
				"members", []string{"“Sun” joins this"}},
			"both": {calendar.Calendar{Title: "Both", Spec: emea.Spec, Members: sun.Members}, "members", []string{"hours of its own"}},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := k.Save(k.admin(), c.calendar)
				k.wants(err, fault.Invalid, c.field, c.says...)
			})
		}
		after, err := k.List(k.admin())
		k.must(err)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDelete(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		emea, apac := k.titled("EMEA hours"), k.titled("APAC hours")
		sun := k.save(calendar.Calendar{Title: "Sun", Members: []int64{emea.ID, apac.ID}})
		k.wants(k.Delete(k.admin(), k.titled("24x5 business hours").ID), fault.Conflict, "", "default")
		k.wants(k.Delete(k.admin(), emea.ID), fault.Conflict, "", "EMEA hours", "“Sun”")
		k.uses = "The policy “Premium” counts by it."
		k.wants(k.Delete(k.admin(), sun.ID), fault.Conflict, "", "Premium")
		k.uses = ""
		k.must(k.Delete(k.admin(), sun.ID))
		k.wants(k.Delete(k.admin(), sun.ID), fault.NotFound, "")
		_, err := k.Get(k.admin(), sun.ID)
		k.wants(err, fault.NotFound, "")
		_, _, err = k.Compiled(t.Context(), k.db.Read(), sun.ID)
		k.wants(err, fault.NotFound, "")
		if _, err := k.CompiledVersion(t.Context(), k.db.Read(), sun.ID, 1); err != nil {
			t.Errorf("what was measured by it cannot be measured again: %v", err)
		}
		k.save(calendar.Calendar{Title: "Sun", Members: []int64{emea.ID, apac.ID}}) // the title is free
	})
}

func TestWhoMay(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		c := k.titled("EMEA hours")
		_, err := k.Save(k.as(access.Lead), c)
		k.wants(err, fault.Forbidden, "")
		k.wants(k.Delete(k.as(access.Lead), c.ID), fault.Forbidden, "")
		_, err = k.List(k.as(access.EndUser))
		k.wants(err, fault.Forbidden, "")
		_, err = k.Get(k.as(access.EndUser), c.ID)
		k.wants(err, fault.Forbidden, "")
	})
}
