package queue

import (
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Longest is the setting of how many unassigned tickets are weighed: those that breach first. Nobody reads
// further, and the rest comes up as these are taken.
var Longest = settings.Key[int]{Name: "queue.longest", Default: 5000, Check: func(n int) error {
	if n < 50 || n > 50_000 {
		return fault.Field("longest", "The queue weighs from 50 to 50000 tickets, not %d", n)
	}
	return nil
}}

// Slot is an hour of the day at which something is made for a region.
type Slot struct {
	Region string `json:"region"` // key
	At     string `json:"at"`     // UTC, 15:04
}

// ShiftLists are when the lists of the shift chair are made, and how far they look.
type ShiftLists struct {
	Slots []Slot `json:"slots"`
	// Beyond is how many hours behind the end of the shift a breach still counts.
	Beyond int `json:"beyond"`
}

// ShiftListsKey is the setting of the shift chair's lists (tickets.md, Queue rescue: EMEA has one).
var ShiftListsKey = settings.Key[ShiftLists]{Name: "queue.shift_lists", Check: func(l ShiftLists) error {
	if l.Beyond < 0 || l.Beyond > 12 {
		return fault.Field("beyond", "A list looks from 0 to 12 hours behind the end of the shift, not %d", l.Beyond)
	}
	return checkSlots("slots", l.Slots)
}, Default: ShiftLists{Slots: []Slot{{Region: "emea", At: "07:00"}}, Beyond: 1}}

// VeryBreachedReports are when the tickets that wait far too long are reported, and what counts as such.
type VeryBreachedReports struct {
	Slots []Slot `json:"slots"`
	Days  int    `json:"days"` // working days, Monday to Friday, since the breach
	Zone  string `json:"zone"` // IANA: where these days begin
}

// VeryBreachedKey is the setting of the report (tickets.md, Very Breached Ticket: near the starts of the regions).
var VeryBreachedKey = settings.Key[VeryBreachedReports]{Name: "queue.very_breached", Check: func(r VeryBreachedReports) error {
	if r.Days < 0 || r.Days > 60 {
		return fault.Field("days", "A ticket is very breached after 0 to 60 working days, not %d", r.Days)
	}
	if _, err := time.LoadLocation(r.Zone); err != nil || r.Zone == "" || r.Zone == "Local" {
		return fault.Field("zone", "%q is no time zone; write it like Europe/Amsterdam", r.Zone)
	}
	return checkSlots("reports", r.Slots)
}, Default: VeryBreachedReports{Days: 2, Zone: "UTC", Slots: []Slot{
	{Region: "emea", At: "07:00"}, {Region: "amer", At: "14:00"}, {Region: "apac", At: "21:30"}}}}

func checkSlots(field string, slots []Slot) error {
	for i, s := range slots {
		if _, err := time.Parse("15:04", s.At); err != nil {
			return fault.Field(field, "%q is no time of day; write it in UTC, like 07:00", s.At)
		}
		if s.Region == "" {
			return fault.Field(field, "Say for which region the list at %s is", s.At)
		}
		if slices.Contains(slots[:i], s) {
			return fault.Field(field, "%s at %s stands here twice. Keep one of them", s.Region, s.At)
		}
	}
	return nil
}

// next is the first moment behind t at which the slot falls due. The slot has been checked.
func (s Slot) next(t time.Time) time.Time {
	clock, _ := time.Parse("15:04", s.At)
	day := t.UTC().Truncate(24 * time.Hour)
	at := day.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
	if !at.After(t) {
		at = at.Add(24 * time.Hour)
	}
	return at
}

// Push is how a group's tickets find their people by themselves. Without an entry nobody is pushed anything:
// people take from the top (tickets.md, Queue rescue: avoid automatic ticket routing).
type Push struct {
	GroupID int64 `json:"group_id"`
	// Focus is the part of people's time that counts: who gives it 30 percent gets a third of who gives it 90.
	// Empty counts everybody whole.
	Focus string `json:"focus,omitempty"`
	// Most is how many live tickets somebody has at most when they are pushed one more, beside their own limit; 0
	// has no limit.
	Most int `json:"most,omitempty"`
}

// PushKey is the setting of the groups that want push. It is empty on a new desk.
var PushKey = settings.Key[[]Push]{Name: "queue.push", Check: func(list []Push) error {
	seen := map[int64]bool{}
	for _, p := range list {
		if p.GroupID == 0 || seen[p.GroupID] {
			return fault.Field("push", "Each group stands here once")
		}
		if p.Most < 0 || p.Most > 10_000 {
			return fault.Field(fmt.Sprint("most-", p.GroupID), "Nobody can have %d tickets. Write 0 for no limit", p.Most)
		}
		seen[p.GroupID] = true
	}
	return nil
}}
