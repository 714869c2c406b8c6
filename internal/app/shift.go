package app

import (
	"context"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/capability/shift/shiftui"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/holidays"
)

// shifts builds the service over the rest of the desk.
func (d *Desk) shifts() *shift.Service {
	deps := shift.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Desk: d.Name, Restricted: d.boundary.Restricted,
		Elsewhere:     d.opensElsewhere(),
		RoundTheClock: d.roundTheClock, Holidays: d.regionHolidays, Away: d.awayFromShifts, Notify: d.announceShift}
	if d.boundary.Restricted {
		deps.Beside = d.waitsBeside
	}
	return shift.New(deps)
}

// opensElsewhere is where the restricted desk of the installation opens, by its host name alone: nothing more is known of
// it. It listens where this desk does.
func (d *Desk) opensElsewhere() string {
	if len(d.boundary.Hosts) == 0 {
		return ""
	}
	at := url.URL{Scheme: d.url.Scheme, Host: d.boundary.Hosts[0], Path: "/shift"}
	if port := d.url.Port(); port != "" {
		at.Host = net.JoinHostPort(d.boundary.Hosts[0], port)
	}
	return at.String()
}

// waitsBeside counts what waits in a step on a desk beside, for a restricted desk that looks in: a number and the way
// there, read as the desk itself, for its engineers need not be known over there. Into another restricted desk, which has
// cleared people of its own, none looks.
func (d *Desk) waitsBeside(ctx context.Context, s shift.Step) (b shift.Beside, ok bool, err error) {
	i := slices.IndexFunc(d.beside(), func(o *Desk) bool { return o != d && !o.boundary.Restricted && s.Means(o.Name, o.boundary.Restricted) })
	if i < 0 {
		return b, false, nil
	}
	other := d.beside()[i]
	b = shift.Beside{Desk: other.Name, Link: other.link("/shift")}
	b.Count, b.More, err = other.Shifts.Waiting(access.AsSystem(context.WithoutCancel(ctx), "shift"), s)
	return b, true, err
}

// roundTheClock reports whether the answer that a ticket waits for is due by a clock that never stands.
func (d *Desk) roundTheClock(ctx context.Context, id int64) (bool, error) {
	e, err := d.Clocks.Explain(ctx, id)
	return slices.ContainsFunc(e.Courses, func(c sla.Course) bool {
		return (c.Metric == clock.FirstReply || c.Metric == clock.NextReply) && !c.Ended() && c.Zone == nil
	}), err
}

// regionHolidays gives the public holidays of each region's country, those that on-call goes by.
func (d *Desk) regionHolidays(ctx context.Context, q db.Querier) (func(region string, day bizcal.Date) (string, bool), error) {
	countries, err := oncall.CountriesKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	known := map[string][]bizcal.Holiday{}
	return func(region string, day bizcal.Date) (string, bool) {
		at := slices.IndexFunc(countries, func(c oncall.Country) bool { return c.Region == region })
		if at < 0 {
			return "", false
		}
		key := region + day.String()[:4]
		if _, ok := known[key]; !ok {
			known[key] = holidays.Of(countries[at].Country, countries[at].Part, day.Year)
		}
		i := slices.IndexFunc(known[key], func(h bizcal.Holiday) bool { return h.Date == day })
		if i < 0 {
			return "", false
		}
		return known[key][i].Name, true
	}, nil
}

// awayFromShifts gives who is away, by the time off of the desk and by imported calendars.
func (d *Desk) awayFromShifts(ctx context.Context, q db.Querier, ids []int64, from, until time.Time) (map[int64][]shift.Away, error) {
	found, err := d.OnCall.Absences(ctx, q, ids, from, until)
	all := map[int64][]shift.Away{}
	for id, list := range found {
		for _, a := range list {
			all[id] = append(all[id], shift.Away{From: a.From, Until: a.Until})
		}
	}
	return all, err
}

// announceShift mails what is new about somebody's weekend or holiday.
func (d *Desk) announceShift(ctx context.Context, tx *db.Tx, n shift.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: []people.User{n.To}, Subject: n.Subject, Lead: n.Lead,
		Label: "Open the day", Path: n.Path})
}

// shiftPages makes its pages.
func (d *Desk) shiftPages(shell *workspace.Shell) *shiftui.UI {
	return shiftui.New(shiftui.Deps{Shifts: d.Shifts, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

// shiftSettings are in which order those on shift work, and how many people weekends and holidays need.
func shiftSettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(shift.OrderKey, "The order in which shift engineers work, over desks and urgencies"),
		config.SettingOf(shift.NeedKey, "How many people each region needs on Saturdays, Sundays and public holidays"),
	}
}
