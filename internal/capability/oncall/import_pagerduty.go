package oncall

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// pdSchedule is a schedule of PagerDuty's REST API v2.
type pdSchedule struct {
	Name        string       `json:"name"`
	Summary     string       `json:"summary"`
	Description string       `json:"description"`
	Zone        string       `json:"time_zone"`
	Layers      []pdLayer    `json:"schedule_layers"` // the one that wins first
	Users       []pdUser     `json:"users"`
	Overrides   []pdOverride `json:"overrides"`
	Subschedule struct {
		Entries []pdOverride `json:"rendered_schedule_entries"`
	} `json:"overrides_subschedule"`
	Final struct {
		Entries []pdOverride `json:"rendered_schedule_entries"`
	} `json:"final_schedule"`
}

type pdLayer struct {
	Name         string     `json:"name"`
	Start        time.Time  `json:"start"`
	End          *time.Time `json:"end"`
	VirtualStart time.Time  `json:"rotation_virtual_start"`
	TurnSeconds  int64      `json:"rotation_turn_length_seconds"`
	Users        []struct {
		User pdUser `json:"user"`
	} `json:"users"`
	Restrictions []pdRestriction `json:"restrictions"`
}

type pdRestriction struct {
	Type     string `json:"type"`
	Start    string `json:"start_time_of_day"` // 15:04:05
	Day      int    `json:"start_day_of_week"` // 1 is Monday
	Duration int64  `json:"duration_seconds"`
}

type pdUser struct {
	ID      string `json:"id"`
	Summary string `json:"summary"`
	Name    string `json:"name"`
	Email   string `json:"email"`
}

type pdOverride struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	User  pdUser    `json:"user"`
}

// readPagerDuty reads what the API gives for one schedule or a list, or one schedule by itself.
func readPagerDuty(data []byte, team crew, now time.Time) ([]draft, error) {
	var file struct {
		Schedule  *pdSchedule  `json:"schedule"`
		Schedules []pdSchedule `json:"schedules"`
		pdSchedule
	}
	var list []pdSchedule
	err := json.Unmarshal(data, &file)
	if data[0] == '[' {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "This is no JSON of PagerDuty's: %v", err)
	}
	switch {
	case file.Schedule != nil:
		list = []pdSchedule{*file.Schedule}
	case len(file.Schedules) > 0:
		list = file.Schedules
	case len(file.Layers) > 0:
		list = []pdSchedule{file.pdSchedule}
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Invalid, "The file holds no schedule. Ask PagerDuty for /schedules/ID: its answer has schedule_layers")
	}
	const most = 200
	if len(list) > most {
		return nil, fault.New(fault.Invalid, "The file holds %d schedules. Import %d at most at once", len(list), most)
	}
	var drafts []draft
	for _, s := range list {
		drafts = append(drafts, s.draft(team, now))
	}
	return drafts, nil
}

// pdReader makes a draft of one schedule.
type pdReader struct {
	*draft
	zone *time.Location
	team crew
	byID map[string]pdUser // with what the file says of them elsewhere
}

func (s pdSchedule) draft(team crew, now time.Time) draft {
	d := draft{title: tidy(s.Name), plan: Plan{About: fault.Clip(tidy(s.Description), longestAbout-1), Mode: rotation.Top}}
	if d.title == "" {
		d.title = tidy(s.Summary)
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil || s.Zone == "" {
		d.note("“%s” is no time zone, so its hours are read as UTC", fault.Clip(s.Zone, 60))
		zone = time.UTC
	}
	r := pdReader{&d, zone, team, map[string]pdUser{}}
	r.learn(s)
	for _, l := range slices.Backward(s.Layers) { // lowest first, as here
		r.layer(l, now)
	}
	overrides := s.Overrides
	if len(overrides) == 0 {
		overrides = s.Subschedule.Entries
	}
	for _, o := range overrides {
		if id := r.user(o.User); id != 0 && o.End.After(o.Start) {
			d.overrides = append(d.overrides, rotation.Override{Kind: rotation.Set, From: o.Start.UTC(), Until: o.End.UTC(), Users: []int64{id}})
		}
	}
	if entries := s.Final.Entries; len(entries) > 0 {
		d.check = func(made rotation.Schedule) string { return r.differs(made, entries, now) }
	}
	return d
}

// learn remembers the addresses of people where the file gives them (include[]=users).
func (r pdReader) learn(s pdSchedule) {
	all := slices.Clone(s.Users)
	for _, l := range s.Layers {
		for _, u := range l.Users {
			all = append(all, u.User)
		}
	}
	for _, u := range all {
		if known := r.byID[u.ID]; u.Email != "" || known.ID == "" {
			r.byID[u.ID] = u
		}
	}
}

// user finds somebody, or notes by name that they are not in the team.
func (r pdReader) user(u pdUser) int64 {
	if known := r.byID[u.ID]; u.Email == "" && known.ID != "" {
		u = known
	}
	name := u.Name
	if name == "" {
		name = u.Summary
	}
	id := r.team.find(u.Email, name)
	if id == 0 {
		who := strings.TrimSpace(name + " " + u.Email)
		r.note("%s (%s) is not in the team. Invite them, then add them to the schedule", fault.Clip(who, 100), fault.Clip(u.ID, 30))
	}
	return id
}

func (r pdReader) layer(l pdLayer, now time.Time) {
	name := tidy(l.Name)
	if name == "" {
		name = fmt.Sprintf("Layer %d", len(r.plan.Layers)+1)
	}
	if l.End != nil && !l.End.After(now) {
		r.note("The layer “%s” ended on %s and was left out", name, l.End.UTC().Format(time.DateOnly))
		return
	}
	out := Layer{Layer: rotation.Layer{Name: name, Zone: r.zone.String(), From: l.Start.UTC()}}
	if l.End != nil {
		out.Until = l.End.UTC()
	}
	anchor := l.VirtualStart
	if anchor.IsZero() {
		anchor = l.Start
	}
	out.Anchor = rotation.Label(anchor.In(r.zone).Format("2006-01-02T15:04"))
	var ok bool
	if out.Unit, out.Length, ok = turnOf(l.TurnSeconds); !ok {
		r.note("The layer “%s” has turns of %d seconds, which are no whole hours. It was left out", name, l.TurnSeconds)
		return
	}
	for _, u := range l.Users {
		if id := r.user(u.User); id != 0 {
			out.Users = append(out.Users, id)
		}
	}
	switch {
	case len(out.Users) == 0:
		r.note("The layer “%s” has nobody of the team and was left out", name)
		return
	case len(out.Users) < len(l.Users):
		r.note("The turns of the layer “%s” follow one another faster than they did: %d of %d people are here", name, len(out.Users), len(l.Users))
	}
	for _, x := range l.Restrictions {
		windows, ok := x.windows()
		if !ok {
			r.note("The restriction “%s” of the layer “%s” cannot be read. Without it the layer would be on too long, so the layer was left out", fault.Clip(x.Type+" "+x.Start, 60), name)
			return
		}
		out.Windows = append(out.Windows, windows...)
	}
	r.plan.Layers = append(r.plan.Layers, out)
}

// turnOf reads a length as PagerDuty means it: by the clock on the wall.
func turnOf(seconds int64) (unit rotation.Unit, length int, ok bool) {
	for _, u := range []struct {
		unit    rotation.Unit
		seconds int64
	}{{rotation.Weeks, 7 * 86400}, {rotation.Days, 86400}, {rotation.Hours, 3600}} {
		if seconds > 0 && seconds%u.seconds == 0 && seconds/u.seconds <= 1000 {
			return u.unit, int(seconds / u.seconds), true
		}
	}
	return "", 0, false
}

// windows cuts a restriction into windows of a day at most.
func (x pdRestriction) windows() (all []rotation.Window, ok bool) {
	at, err := time.Parse("15:04:05", x.Start)
	if err != nil || x.Duration <= 0 || x.Duration > 7*86400 || x.Duration%60 != 0 || at.Second() != 0 {
		return nil, false
	}
	start := int64(at.Hour()*3600 + at.Minute()*60)
	clock := func(s int64) string { return fmt.Sprintf("%02d:%02d", s/3600, s%3600/60) }
	switch x.Type {
	case "daily_restriction":
		if x.Duration > 86400 {
			return nil, false
		}
		return []rotation.Window{{Days: everyWeekday(), Start: clock(start), End: clock((start + x.Duration) % 86400)}}, true
	case "weekly_restriction":
		if x.Day < 1 || x.Day > 7 {
			return nil, false
		}
		for d, left := x.Day, x.Duration; left > 0; d++ {
			length := min(left, 86400-start)
			all = append(all, rotation.Window{Days: []time.Weekday{time.Weekday(d % 7)}, Start: clock(start), End: clock(start + length)})
			left, start = left-length, 0
		}
		return all, true
	}
	return nil, false
}

func everyWeekday() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

// differs holds the schedule to who is on call by PagerDuty's own reckoning, and tells the first difference.
func (r pdReader) differs(made rotation.Schedule, entries []pdOverride, now time.Time) string {
	rota, err := rotation.Compile(made)
	if err != nil {
		return ""
	}
	const most = 1000
	for _, e := range entries[:min(len(entries), most)] {
		want := r.user(e.User)
		if e.Start.Before(now) {
			e.Start = now
		}
		if want == 0 || !e.End.After(e.Start) {
			continue
		}
		segments, err := rota.Timeline(e.Start, e.End)
		if err != nil {
			return ""
		}
		for _, s := range segments {
			if len(s.Users) != 1 || s.Users[0] != want {
				return fmt.Sprintf("From %s on somebody else is on call here than in PagerDuty, which has %s. Look at that day before you switch over", s.From.UTC().Format(stamp), fault.Clip(e.User.Summary+e.User.Name, 60))
			}
		}
	}
	return ""
}
