package upgrade

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// complete refuses what is not ready, and says all that is missing.
func (u Upgrade) complete(now time.Time) error {
	words, first := u.missing(now)
	if len(words) == 0 {
		return nil
	}
	return fault.Field(string(first), "This upgrade is not ready. It still needs %s", strings.Join(words, "; "))
}

// Submit says that everything about an upgrade is there: its engineer, the customer success manager and, in time, who is on
// call come to know. What is missing is refused in words. A ticket waits on hold until the customer confirmed the window,
// where that is wanted.
func (s *Service) Submit(ctx context.Context, id int64) (Upgrade, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Upgrade{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Upgrade, error) {
		u, err := lockUpgrade(ctx, tx, id)
		if err != nil || u.State == Ready {
			return u, err
		}
		if u.State == Ended {
			return u, fault.New(fault.Conflict, "This upgrade has ended. Plan another one")
		}
		if err := u.complete(tx.Now()); err != nil {
			return u, err
		}
		u.State = Ready
		if err := s.note(ctx, tx, u, Readied{Upgrade: u.ID, From: u.WindowFrom, Until: u.WindowUntil}); err != nil {
			return u, err
		}
		if err := s.announce(ctx, tx, &u, false); err != nil {
			return u, err
		}
		return u, updateUpgrade(ctx, tx, u)
	})
}

// announce tells whom a window concerns, lets the jobs wait for it and holds the ticket. u is changed, and kept by who asked.
func (s *Service) announce(ctx context.Context, tx *db.Tx, u *Upgrade, moved bool) error {
	if err := s.arm(ctx, tx, *u); err != nil {
		return err
	}
	subject, cause := "Upgrade planned", "ready"
	if moved {
		subject, cause = "Upgrade moved", "moved"
	}
	o, err := s.organization(ctx, tx, u.OrganizationID)
	if err != nil {
		return err
	}
	to := []int64{u.EngineerID}
	if owner, ok := o.Owner(people.SuccessManager); ok && owner.UserID != 0 {
		to = append(to, owner.UserID)
		u.InformedAt = tx.Now()
		if err := s.note(ctx, tx, *u, Informed{Upgrade: u.ID}); err != nil {
			return err
		}
	}
	n := Notice{Cause: fmt.Sprintf("upgrade:%d:%s:%d", u.ID, cause, u.WindowFrom.Unix()),
		Subject: fmt.Sprintf("%s: %s, %s", subject, u.Organization, u.Title()),
		Lead:    u.sentence(), Lines: u.lines(), Path: u.Path()}
	if err := s.tell(ctx, tx, n, to...); err != nil {
		return err
	}
	if moved {
		if err := updateUpgrade(ctx, tx, *u); err != nil {
			return err
		}
	}
	return s.wait(ctx, tx, *u)
}

// sentence says when it is.
func (u Upgrade) sentence() string {
	return fmt.Sprintf("%s upgrades %s from %s. The window is %s.", u.Organization, u.Environment, u.Title(), u.words())
}

// words are the window in the customer's zone and in UTC.
func (u Upgrade) words() string {
	const layout = "Mon 2 Jan 15:04"
	zone := u.Location()
	text := u.WindowFrom.In(zone).Format(layout) + " to " + u.WindowUntil.In(zone).Format(layout) + " (" + zone.String() + ")"
	if zone == time.UTC {
		return text
	}
	return text + ", " + u.WindowFrom.UTC().Format(layout) + " to " + u.WindowUntil.UTC().Format(layout) + " (UTC)"
}

func (u Upgrade) lines() []string {
	lines := []string{"Stops: " + strings.Join(append(append([]string{u.From}, u.Stops...), u.To), ", ")}
	if shift, ok := u.Shift(); ok {
		lines = append(lines, fmt.Sprintf("The clocks of the customer change within the window, from %s to %s: it is %s long.",
			shift.Before, shift.Becomes, shift.IsReal))
	}
	return lines
}

// wait puts the ticket on hold until the customer confirmed the window. Only what is somebody's can wait: a ticket of nobody
// becomes the engineer's.
func (s *Service) wait(ctx context.Context, tx *db.Tx, u Upgrade) error {
	if !u.Hold || u.TicketID == 0 || !u.ConfirmedAt.IsZero() {
		return nil
	}
	t, err := s.Tickets.Load(ctx, tx, u.TicketID)
	if err != nil {
		return err
	}
	if t.AssigneeID == 0 {
		if _, _, err := s.Tickets.UpdateIn(ctx, tx, u.TicketID, ticket.Update{AssigneeID: &u.EngineerID}); err != nil {
			return err
		}
	}
	return s.setStatus(ctx, tx, u.TicketID, ticket.Hold, ticket.New, ticket.Open, ticket.Pending)
}

// setStatus gives the ticket a status, if it has one of those before. The desk itself does so, by the rule that the upgrade
// carries: the warnings of a status that somebody chooses by hand are not asked, and no clock stops for it.
func (s *Service) setStatus(ctx context.Context, tx *db.Tx, id int64, to ticket.Status, from ...ticket.Status) error {
	t, err := s.Tickets.Load(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, f := range from {
		if t.Status == f {
			_, _, err = s.Tickets.UpdateIn(access.AsSystem(ctx, "upgrade"), tx, id, ticket.Update{Status: &to})
			return err
		}
	}
	return nil
}

// Confirm notes that the customer confirmed the window. A ticket that waited for it is open again.
func (s *Service) Confirm(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, err := s.going(ctx, tx, id)
		if err != nil || !u.ConfirmedAt.IsZero() {
			return err
		}
		if !u.Windowed() {
			return fault.New(fault.Conflict, "There is no window to confirm. Choose one first")
		}
		u.ConfirmedAt = tx.Now()
		if err := updateUpgrade(ctx, tx, u); err != nil {
			return err
		}
		if err := s.note(ctx, tx, u, Confirmed{Upgrade: u.ID}); err != nil || u.TicketID == 0 || !u.Hold {
			return err
		}
		return s.setStatus(ctx, tx, u.TicketID, ticket.Open, ticket.Hold)
	})
}

// Inform notes that the customer success manager was told by hand: the desk may know no account to write to.
func (s *Service) Inform(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, err := s.going(ctx, tx, id)
		if err != nil || !u.InformedAt.IsZero() {
			return err
		}
		u.InformedAt = tx.Now()
		if err := updateUpgrade(ctx, tx, u); err != nil {
			return err
		}
		return s.note(ctx, tx, u, Informed{Upgrade: u.ID, By: true})
	})
}

// Advise records that we advised the customer to postpone, and why. The upgrade stays as it is: they decide.
func (s *Service) Advise(ctx context.Context, id int64, why string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	why = strings.TrimSpace(why)
	if why == "" || len(why) > longestText {
		return fault.Field("advice", "Write down why it should wait: the customer and who is on call read it")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, err := s.going(ctx, tx, id)
		if err != nil {
			return err
		}
		u.Advice, u.AdvisedAt = why, tx.Now()
		if err := updateUpgrade(ctx, tx, u); err != nil {
			return err
		}
		return s.note(ctx, tx, u, Advised{Upgrade: u.ID})
	})
}

// going locks an upgrade that has not ended.
func (s *Service) going(ctx context.Context, tx *db.Tx, id int64) (Upgrade, error) {
	u, err := lockUpgrade(ctx, tx, id)
	if err == nil && u.State == Ended {
		return u, fault.New(fault.Conflict, "This upgrade has ended. Plan another one")
	}
	return u, err
}

func (s *Service) organization(ctx context.Context, q db.Querier, id int64) (people.Organization, error) {
	named, err := s.People.OrganizationsNamed(ctx, q, id)
	return named[id], err
}
