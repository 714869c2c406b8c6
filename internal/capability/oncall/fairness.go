package oncall

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/holidays"
)

// Share is what being on call has cost one person.
type Share struct {
	UserID  int64
	Region  string // key
	Hours   time.Duration
	Weekend time.Duration // on Saturday and Sunday of their own time
	Holiday time.Duration // on public holidays of their region's country
	Pages   int           // that rang for them while they were on call
	Woken   int           // of these, outside of their day
}

// weight orders shares: what comes on free days, and what wakes, counts more than the hours alone.
func (s Share) weight() time.Duration {
	return s.Hours + s.Weekend/2 + s.Holiday + time.Duration(s.Woken)*4*time.Hour
}

// ledgerSpan is how far back shares are counted.
const ledgerSpan = 365 * 24 * time.Hour

// Shares tells what a schedule has cost each of its people in the last twelve months, whoever had least first: they are
// suggested next.
func (s *Service) Shares(ctx context.Context, scheduleID int64) ([]Share, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	q, now := s.DB.Read(), s.DB.Now(ctx)
	b, err := s.gather(ctx, q, now.Add(-ledgerSpan))
	if err != nil {
		return nil, err
	}
	return s.shares(ctx, q, b, scheduleID, now)
}

func (s *Service) shares(ctx context.Context, q db.Querier, b *book, scheduleID int64, now time.Time) ([]Share, error) {
	countries, err := CountriesKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	h := b.history(scheduleID)
	segments, err := h.timeline(now.Add(-ledgerSpan), now)
	if err != nil {
		return nil, err
	}
	free := newFree(countries)
	byUser := map[int64]*Share{}
	for _, id := range h.at(now).held().Members() {
		byUser[id] = &Share{UserID: id, Region: b.everybody[id].Region}
	}
	for _, d := range stretches(segments) {
		if d.Shadow {
			continue
		}
		share := byUser[d.UserID]
		if share == nil {
			share = &Share{UserID: d.UserID, Region: b.everybody[d.UserID].Region}
			byUser[d.UserID] = share
		}
		share.add(d, b.zone(d.UserID), free.of(share.Region))
	}
	if err := s.countPages(ctx, q, b, byUser, stretches(segments)); err != nil {
		return nil, err
	}
	var list []Share
	for _, share := range byUser {
		list = append(list, *share)
	}
	slices.SortFunc(list, func(x, y Share) int {
		return cmp.Or(cmp.Compare(x.weight(), y.weight()), strings.Compare(b.name(x.UserID), b.name(y.UserID)))
	})
	return list, nil
}

// add counts a stretch day by day of the person's own calendar.
func (s *Share) add(d Stretch, zone *time.Location, holiday func(bizcal.Date) bool) {
	s.Hours += d.Until.Sub(d.From)
	for at := d.From; at.Before(d.Until); {
		date := bizcal.DateOf(at.In(zone))
		end := dayBegins(date.AddDays(1), zone)
		if end.After(d.Until) || !end.After(at) {
			end = d.Until
		}
		if day := date.Weekday(); day == time.Saturday || day == time.Sunday {
			s.Weekend += end.Sub(at)
		}
		if holiday(date) {
			s.Holiday += end.Sub(at)
		}
		at = end
	}
}

// dayBegins is the first instant of a day: where clocks change at midnight, that is not midnight.
func dayBegins(d bizcal.Date, zone *time.Location) time.Time {
	at := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	if bizcal.DateOf(at) != d {
		at = at.Add(time.Hour)
	}
	return at
}

// countPages counts the pages that rang for people while they were on call.
func (s *Service) countPages(ctx context.Context, q db.Querier, b *book, byUser map[int64]*Share, all []Stretch) error {
	if s.Pages == nil || len(all) == 0 {
		return nil
	}
	from, until := all[0].From, b.now
	for id, share := range byUser {
		rang, err := s.Pages(ctx, q, id, from, until)
		if err != nil {
			return err
		}
		for _, at := range rang {
			if !slices.ContainsFunc(all, func(d Stretch) bool { return d.UserID == id && !d.Shadow && d.overlaps(at, at.Add(time.Microsecond)) }) {
				continue
			}
			share.Pages++
			if clock := at.In(b.zone(id)).Format("15:04"); clock < b.rules.DayFrom || clock >= b.rules.DayUntil {
				share.Woken++
			}
		}
	}
	return nil
}

// free knows the public holidays of each region, a year at a time.
type free struct {
	countries []Country
	days      map[string]map[bizcal.Date]string
}

func newFree(countries []Country) *free {
	return &free{countries: countries, days: map[string]map[bizcal.Date]string{}}
}

// of tells which days are holidays in a region; in one without a country none is.
func (f *free) of(region string) func(bizcal.Date) bool {
	i := slices.IndexFunc(f.countries, func(c Country) bool { return c.Region == region })
	if i < 0 {
		return func(bizcal.Date) bool { return false }
	}
	return func(d bizcal.Date) bool {
		_, ok := f.in(f.countries[i].Country, f.countries[i].Part, d)
		return ok
	}
}

// in names the holiday of a day in a country.
func (f *free) in(country, part string, d bizcal.Date) (string, bool) {
	key := country + "/" + part + "/" + d.String()[:4]
	if f.days[key] == nil {
		f.days[key] = map[bizcal.Date]string{}
		for _, h := range holidays.Of(country, part, d.Year) {
			f.days[key][h.Date] = h.Name
		}
	}
	name, ok := f.days[key][d]
	return name, ok
}
