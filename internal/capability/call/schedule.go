package call

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Booking is a call that somebody sets at a time that those who take part have agreed on.
type Booking struct {
	Kind           Kind          // Review, Upgrade, Meeting or one of the setting
	Subject        event.Subject // what it is about; the zero subject: its ticket
	TicketID       int64         // 0: none
	OrganizationID int64         // 0: none
	Title          string        // as calendars show it
	At             time.Time
	Minutes        int
	Hosts, Guests  []int64 // user numbers: who of us, and who of them
	About          string  // what it shall cover, plain text
}

// ScheduleIn sets a call and sends the invitations, in the transaction of who asked whether they may. A host who has another
// call at that time is fault.Conflict on the field at; a time that is over, and nobody at all, are fault.Invalid.
func (s *Service) ScheduleIn(ctx context.Context, tx *db.Tx, n Booking) (Call, error) {
	if n.Subject == (event.Subject{}) {
		n.Subject = event.Ticket(n.TicketID)
	}
	actor, _ := access.From(ctx)
	c := Call{UID: newUID(), Kind: n.Kind, State: Booked, Subject: n.Subject, TicketID: n.TicketID, OrganizationID: n.OrganizationID, By: actor.UserID,
		Title: strings.TrimSpace(n.Title), About: strings.TrimSpace(n.About), Pool: n.Hosts, EveryHost: true, Choices: []int{n.Minutes},
		From: n.At.UTC(), Until: n.At.UTC().Add(time.Duration(n.Minutes) * time.Minute), BookedAt: tx.Now(), Hosts: n.Hosts}
	if err := checkTime(c, tx.Now()); err != nil {
		return c, err
	}
	if c.Title == "" {
		return c, fault.Field("title", "Give the call a title: it stands in everybody's calendar")
	}
	if err := lockHosts(ctx, tx, c.Hosts); err != nil {
		return c, err
	}
	if err := s.refuseClash(ctx, tx, c); err != nil {
		return c, err
	}
	if err := s.begin(ctx, tx, &c, n.Guests); err != nil {
		return c, err
	}
	return c, s.booked(ctx, tx, &c, false)
}

// begin stores a call that is set by hand, with its guests.
func (s *Service) begin(ctx context.Context, tx *db.Tx, c *Call, guests []int64) (err error) {
	users, err := s.People.Named(ctx, tx, guests...)
	if err != nil {
		return err
	}
	for _, id := range guests {
		if u := users[id]; u.Email != "" {
			c.Guests = append(c.Guests, Guest{Address: u.Email, Name: u.Name, UserID: u.ID})
			if c.Zone == "" {
				c.Zone, c.Language, c.CustomerID = u.Zone, u.Locale, u.ID
			}
		}
	}
	if c.ID, err = insertCall(ctx, tx, *c); err != nil {
		return err
	}
	for _, g := range c.Guests {
		if err := insertGuest(ctx, tx, c.ID, g); err != nil {
			return err
		}
	}
	return nil
}

// longestCall bounds a call.
const longestCall = 8 * time.Hour

func checkTime(c Call, now time.Time) error {
	switch length := c.Until.Sub(c.From); {
	case len(c.Hosts) == 0:
		return fault.Field("hosts", "Name somebody of the team who takes part")
	case c.From.Before(now):
		return fault.Field("at", "%s is over. Choose a time to come", c.From.Format("2 Jan 2006, 15:04")+" UTC")
	case length < 5*time.Minute || length > longestCall:
		return fault.Field("minutes", "A call lasts from 5 to %d minutes, not %d", int(longestCall.Minutes()), int(length.Minutes()))
	}
	return nil
}

// refuseClash finds another call that one of the hosts has at the time of c. Their rows are locked.
func (s *Service) refuseClash(ctx context.Context, tx *db.Tx, c Call) error {
	for _, id := range c.Hosts {
		holds, err := holdsOf(ctx, tx, id, c.From, c.Until)
		if err != nil {
			return err
		}
		for _, h := range holds {
			if h.Call == c.ID {
				continue
			}
			users, err := s.People.Named(ctx, tx, id)
			if err != nil {
				return err
			}
			return &fault.Error{Kind: fault.Conflict, Field: "at",
				Public: fmt.Sprintf("%s has another call from %s to %s UTC. Choose another time, or somebody else",
					users[id].Name, h.From.Format("Mon 2 Jan 15:04"), h.Until.Format("15:04"))}
		}
	}
	return nil
}

// booked is what follows when a call has its time: the hold, the room, the invitations, the reminders, and the fact. moved says
// that it had another before.
func (s *Service) booked(ctx context.Context, tx *db.Tx, c *Call, moved bool) error {
	for _, id := range c.Hosts {
		if err := insertHold(ctx, tx, hold{Call: c.ID, User: id, From: c.From, Until: c.Until}); err != nil {
			return err
		}
	}
	if err := s.arm(ctx, tx, *c); err != nil {
		return err
	}
	waits, err := s.findRoom(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := updateCall(ctx, tx, *c); err != nil {
		return err
	}
	if !waits {
		if err := s.invite(ctx, tx, *c); err != nil {
			return err
		}
	}
	w := c.was()
	actor, _ := access.From(ctx)
	w.Moved, w.Customer = moved, actor.Role == access.System && c.Nonce != "" // who holds the link: see byLink
	return s.note(ctx, tx, *c, w)
}

// MoveIn gives a booked call another time, in the transaction of who asked whether they may: everybody's calendar takes it over.
// The errors are those of ScheduleIn, and fault.Conflict for a call that is over.
func (s *Service) MoveIn(ctx context.Context, tx *db.Tx, id int64, at time.Time, minutes int) (Call, error) {
	c, err := lockCall(ctx, tx, id)
	if err != nil {
		return c, err
	}
	if c.State != Booked {
		return c, notBooked(c)
	}
	from, until := at.UTC(), at.UTC().Add(time.Duration(minutes)*time.Minute)
	if c.From.Equal(from) && c.Until.Equal(until) {
		return c, nil
	}
	c.From, c.Until = from, until
	if err := checkTime(c, tx.Now()); err != nil {
		return c, err
	}
	if err := lockHosts(ctx, tx, c.Hosts); err != nil {
		return c, err
	}
	if err := s.refuseClash(ctx, tx, c); err != nil {
		return c, err
	}
	return c, s.moved(ctx, tx, &c)
}

// moved is what follows when a booked call has got another time.
func (s *Service) moved(ctx context.Context, tx *db.Tx, c *Call) error {
	c.Sequence++
	for i := range c.Guests {
		c.Guests[i].Answer = ""
	}
	if err := forgetAnswers(ctx, tx, c.ID); err != nil {
		return err
	}
	return s.booked(ctx, tx, c, true)
}

// CancelIn calls a booked call off, in the transaction of who asked whether they may; reason is shown to everybody who was asked.
// A call that is over is fault.Conflict.
func (s *Service) CancelIn(ctx context.Context, tx *db.Tx, id int64, reason string) (Call, error) {
	c, err := lockCall(ctx, tx, id)
	if err != nil {
		return c, err
	}
	return s.cancelled(ctx, tx, c, reason)
}

func (s *Service) cancelled(ctx context.Context, tx *db.Tx, c Call, reason string) (Call, error) {
	if c.State != Booked {
		return c, notBooked(c)
	}
	c.Sequence++
	c.State, c.EndedAt, c.Reason = Cancelled, tx.Now(), strings.TrimSpace(reason)
	if err := updateCall(ctx, tx, c); err != nil {
		return c, err
	}
	if err := release(ctx, tx, c.ID); err != nil {
		return c, err
	}
	if err := s.disarm(ctx, tx, c); err != nil {
		return c, err
	}
	if err := s.uninvite(ctx, tx, c); err != nil {
		return c, err
	}
	if err := s.armRoom(ctx, tx, c); err != nil {
		return c, err
	}
	return c, s.note(ctx, tx, c, c.was())
}

func notBooked(c Call) error {
	return fault.New(fault.Conflict, "This call is not booked any more: it is %s", strings.ReplaceAll(string(c.State), "_", "-"))
}

// newUID names a call in calendars, for good and nowhere else (RFC 7986 §5.3).
func newUID() string { return strings.ToLower(rand.Text()) + "@daywatch" }
