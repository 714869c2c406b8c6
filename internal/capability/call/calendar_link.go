package call

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// Linking is what an engineer says of the calendar that they keep elsewhere.
type Linking struct {
	Kind     CalendarKind // empty: none any more
	URL      string
	Username string
	Password string // Kept: the one there is, for the same server and user only
	Puts     bool   // write booked calls there; CalDAV only
}

// MyCalendar gives the calendar of whoever asks, without its password.
func (s *Service) MyCalendar(ctx context.Context) (Calendar, error) {
	id, err := myself(ctx)
	if err != nil {
		return Calendar{}, err
	}
	c, err := findCalendar(ctx, s.DB.Read(), id)
	c.HasPassword = c.sealed != ""
	return c, err
}

// LinkCalendar keeps the calendar of whoever asks, and fetches it at once. The errors are fault.Field on kind, url and password.
func (s *Service) LinkCalendar(ctx context.Context, l Linking) error {
	id, err := myself(ctx)
	if err != nil {
		return err
	}
	l.URL, l.Username = strings.TrimSpace(l.URL), strings.TrimSpace(l.Username)
	if err := l.check(); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		old, err := lockCalendar(ctx, tx, id)
		if err != nil {
			return err
		}
		c := Calendar{UserID: id, Kind: l.Kind, URL: l.URL, Username: l.Username, Puts: l.Puts && l.Kind == CalDAV}
		same := old.Kind == c.Kind && old.URL == c.URL && old.Username == c.Username
		if c.sealed, err = s.keptPassword(old, l, same); err != nil {
			return err
		}
		if same {
			c.Busy, c.Events, c.AskedAt, c.GoodAt, c.Trouble, c.ToldAt = old.Busy, old.Events, old.AskedAt, old.GoodAt, old.Trouble, old.ToldAt
		}
		if err := saveCalendar(ctx, tx, c); err != nil {
			return err
		}
		if c.Kind != "" {
			if err := s.armFetch(ctx, tx, id); err != nil {
				return err
			}
		} else if _, err := job.Cancel(ctx, tx, fetchKind, fetchKey(id)); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "user", ID: id}, Linked{Kind: string(c.Kind), Puts: c.Puts})
	})
}

func (s *Service) keptPassword(old Calendar, l Linking, same bool) (string, error) {
	if l.Password != Kept {
		return s.seal(l.Password)
	}
	if !same {
		return "", fault.Field("password", "Type the password. One is kept only for the same address and user")
	}
	return old.sealed, nil
}

func (l Linking) check() error {
	switch l.Kind {
	case "":
		return nil
	case Feed, CalDAV:
		return outbound.Check(l.URL)
	}
	return fault.Field("kind", "Choose an iCalendar address, a calendar server, or none")
}

// Calendars lists the calendars that engineers keep elsewhere, for who sees to it that they are read.
func (s *Service) Calendars(ctx context.Context) ([]Calendar, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return nil, err
	}
	ids, err := linkedCalendars(ctx, s.DB.Read())
	var all []Calendar
	for _, id := range ids {
		c, err := findCalendar(ctx, s.DB.Read(), id)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, err
}
