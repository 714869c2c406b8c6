package oncall

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Imported is what became of one schedule of a file.
type Imported struct {
	Schedule  Schedule // as it was saved; ID 0: it was not, see Failed
	Overrides int      // that were taken over
	// Notes are sentences about what could not be taken over as it stood.
	Notes  []string
	Failed string // why nothing of it was saved, a sentence; empty: it was
}

// draft is a schedule of a file, in the words of this desk.
type draft struct {
	title     string
	plan      Plan
	overrides []rotation.Override
	notes     []string
	check     func(rotation.Schedule) string // holds it to what the file says comes out; nil: it says nothing
}

func (d *draft) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(d.notes, text) && len(d.notes) < 50 {
		d.notes = append(d.notes, text)
	}
}

// Import makes schedules of a file: PagerDuty's JSON of a schedule or several (REST API v2, with its layers, restrictions
// and overrides), or an iCalendar file of shifts. People are found by their mail addresses, else by their names. Each
// schedule is saved by itself, as it would be by hand: one that cannot stand is Failed, the others stay. The error is
// about the file as a whole: fault.Invalid on the field file. It needs ManageOnCall.
func (s *Service) Import(ctx context.Context, name string, data []byte) ([]Imported, error) {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return nil, err
	}
	roster, err := s.People.Roster(ctx, s.DB.Read(), s.DB.Now(ctx))
	if err != nil {
		return nil, err
	}
	now := s.DB.Now(ctx)
	drafts, err := readImport(ctx, name, data, crew{roster.People}, now)
	if err != nil {
		sentence, _ := fault.Public(err)
		return nil, &fault.Error{Kind: fault.Invalid, Field: "file", Public: sentence, Err: err}
	}
	var all []Imported
	for _, d := range drafts {
		done, err := s.importOne(ctx, d, now)
		if err != nil {
			return all, err
		}
		all = append(all, done)
	}
	return all, nil
}

// readImport finds out what kind of file it is.
func readImport(ctx context.Context, name string, data []byte, team crew, now time.Time) ([]draft, error) {
	switch head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n"); {
	case bytes.HasPrefix(head, []byte("{")), bytes.HasPrefix(head, []byte("[")):
		return readPagerDuty(head, team, now)
	case bytes.HasPrefix(bytes.ToUpper(head[:min(len(head), 20)]), []byte("BEGIN:VCALENDAR")):
		d, err := readShifts(ctx, name, data, team, now)
		return []draft{d}, err
	}
	return nil, fault.New(fault.Invalid,
		"“%s” is neither PagerDuty's JSON of a schedule nor an iCalendar file. Export one of these, and choose that file", fault.Clip(name, 80))
}

// importOne saves a draft with its overrides. Those that do not fit are told, not forced.
func (s *Service) importOne(ctx context.Context, d draft, now time.Time) (done Imported, err error) {
	done.Schedule.Title = d.title
	saved, err := s.Save(ctx, Wish{Schedule: Schedule{Title: d.title, Plan: d.plan}})
	if refused(err) {
		done.Failed, _ = fault.Public(err)
		done.Notes = d.notes
		return done, nil
	}
	if err != nil {
		return done, err
	}
	done.Schedule = saved
	var kept []rotation.Override
	for _, o := range d.overrides {
		if !o.Until.After(now) {
			continue
		}
		_, err := s.Override(ctx, Override{ScheduleID: saved.ID, Override: o, Note: "Imported"})
		if refused(err) {
			sentence, _ := fault.Public(err)
			d.note("The override from %s to %s was left out: %s", o.From.UTC().Format(stamp), o.Until.UTC().Format(stamp), sentence)
			continue
		}
		if err != nil {
			return done, err
		}
		kept = append(kept, o)
	}
	done.Overrides = len(kept)
	if d.check != nil {
		if difference := d.check(d.plan.rotation(kept)); difference != "" {
			d.note("%s", difference)
		}
	}
	done.Notes = d.notes
	return done, nil
}

// refused reports an error that is about what was to be saved, and not about the desk.
func refused(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound)
}

// crew finds people of the team as files name them.
type crew struct{ team []people.User }

// find gives a person by their address, else by their name where only one has it; 0: nobody.
func (c crew) find(address, name string) int64 {
	address = strings.ToLower(strings.TrimSpace(address))
	var named []int64
	for _, u := range c.team {
		if address != "" && strings.EqualFold(u.Email, address) {
			return u.ID
		}
		if name != "" && fold(u.Name) == fold(name) {
			named = append(named, u.ID)
		}
	}
	if len(named) == 1 {
		return named[0]
	}
	return 0
}
