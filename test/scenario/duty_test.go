package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
)

// TestScenario43 holds on-call hours to 07-21 local, by every way in which somebody gets on call.
func TestScenario43(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		lea := k.signIn("lea")
		s, err := k.OnCall.Find(k.as("lea"), oncall.CustomerEmergencies)
		k.must(err)
		save := func(zone, hours string, more ...string) answer {
			fields := []string{"title", s.Title, "mode", "union", "horizon", "0", "layers", "1", "layers.0.name", "EMEA", "layers.0.region",
				"emea", "layers.0.zone", zone,
				"layers.0.anchor", "2026-01-05T00:00", "layers.0.length", "1", "layers.0.unit", "weeks", "layers.0.windows", hours, "agreed", "on"}
			return lea.post(s.Path(), append(fields, more...)...)
		}
		ana, cora := k.number("ana"), k.number("cora")
		const until = "outside of 07:00 to 21:00"
		save("Europe/Amsterdam", "daily 14:00-22:00", "layers.0.user", ana).shows(http.StatusUnprocessableEntity, "Ana Ruiz",
			"21:00 to 22:00", "Europe/Amsterdam", until, "daily 14:00-22:00")
		save("Europe/Amsterdam", "Sat 06:00-10:00", "layers.0.user", ana).shows(http.StatusUnprocessableEntity, "Sat ", "06:00 to 07:00", until)
		// 14:00 to 03:00 UTC are 07:00 to 20:00 in the summer of Los Angeles, and begin at 06:00 from 1 November on
		save("UTC", "daily 14:00-03:00", "layers.0.user", cora).shows(http.StatusUnprocessableEntity, "Cora Diaz", "06:00 to 07:00", until,
			"because the clocks change on 1 Nov 2026")
		if on, err := k.OnCall.Who(k.as("ana"), s.Title, time.Now()); err != nil || len(on) > 0 {
			t.Errorf("nothing was to be saved: %+v, %v", on, err)
		}
		save("Europe/Amsterdam", "daily 09:00-21:00", "layers.0.user", ana).leads(s.Path())
		k.onShift("cora")
		other := s.Path() + "/override"
		lea.post(other, "kind", "replace", "of", ana, "user", k.number("ben"), "from", "2026-10-13T10:00", "until", "2026-10-13T18:00").
			shows(http.StatusUnprocessableEntity, "Ben Tran", "Australia/Brisbane", until, "2026-10-13T10:00")
		lea.post(other, "kind", "replace", "of", ana, "user", cora, "from", "2026-10-13T10:00", "until", "2026-10-13T18:00").leads(s.Path())
		k.until("2026-10-13 12:00")
		if on, err := k.OnCall.Who(k.as("ana"), s.Title, time.Now()); err != nil || len(on) != 1 || on[0].UserID != k.users["cora"].ID {
			t.Errorf("whoever is on shift may be on call at any hour: %+v, %v", on, err)
		}
		save("UTC", "daily 14:00-03:00", "layers.0.user", cora).leads(s.Path())
		lea.get(s.Path()).shows(http.StatusOK, "Cora", "Nobody")
	})
}

func (k *desk) number(name string) string { return strconv.FormatInt(k.users[name].ID, 10) }

// onShift records that somebody works shifts.
func (k *desk) onShift(name string) {
	k.t.Helper()
	u, err := k.People.User(k.as("lea"), k.users[name].ID)
	k.must(err)
	u.Shift = true
	_, err = k.People.SaveWork(k.as("lea"), u.ID, u.Work)
	k.must(err)
}

// byDay has somebody on call for customers' emergencies by the day of Amsterdam, and a colleague in the week after theirs.
func (k *desk) byDay(names ...string) oncall.Schedule {
	k.t.Helper()
	s, err := k.OnCall.Find(k.as("lea"), oncall.CustomerEmergencies)
	k.must(err)
	l := oncall.Layer{Region: "emea", Layer: rotation.Layer{Name: "EMEA", Zone: "Europe/Amsterdam", Anchor: "2026-10-12T00:00", Unit: rotation.Weeks, Length: 1,
		Windows: []rotation.Window{{Days: []time.Weekday{0, 1, 2, 3, 4, 5, 6}, Start: "09:00", End: "17:00"}}}}
	for _, name := range names {
		l.Users = append(l.Users, k.users[name].ID)
	}
	s.Layers = []oncall.Layer{l}
	s, err = k.OnCall.Save(k.as("lea"), oncall.Wish{Schedule: s, Agreed: true})
	k.must(err)
	return s
}

// coveredOff is scenario 32 for shifts: a wish for time off shows those in it, cover is asked for and found, and none is left.
func (k *desk) coveredOff(ana, emil *visitor) {
	k.t.Helper()
	wish := []string{"from", "2026-10-19", "until", "2026-10-23"}
	ana.post(timeOff, append(wish, "do", "check")...).shows(http.StatusOK, "On call while away", oncall.CustomerEmergencies, "Ask for cover")
	s, err := k.OnCall.Find(k.as("ana"), oncall.CustomerEmergencies)
	k.must(err)
	ana.post("/on-call/cover", "schedule", fmt.Sprint(s.ID), "user", k.number("ana"), "from", "2026-10-19T00:00", "until",
		"2026-10-24T00:00").leads("/on-call/cover/1")
	emil.post("/on-call/cover/1/offer").leads("/on-call/cover/1")
	ana.post(timeOff, append(wish, "do", "check")...).shows(http.StatusOK, "On call while away", "Cover asked for")
	ana.post("/on-call/cover/1/accept", "offer", "1").leads("/on-call/cover/1")
	ana.post(timeOff, append(wish, "do", "check")...).shows(http.StatusOK).hides("On call while away")
	on, err := k.OnCall.Who(k.as("ana"), s.Title, at("2026-10-20 12:00"))
	k.must(err)
	if i := slices.IndexFunc(on, func(d oncall.Duty) bool { return d.UserID == k.users["emil"].ID }); len(on) != 1 || i != 0 {
		k.t.Errorf("on call in the time off: %+v", on)
	}
}
