package story

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
)

// relief answers for emergencies in Brisbane once Priya has an account to look after.
const relief = "jonas@tideline.example"

// knownEngineer is the assigned engineer: theirs by day, never woken at night.
func knownEngineer() act {
	return act{title: "The engineer who knows them", duties: []string{"A1", "A4", "A5"}, steps: []step{
		{"The next Tuesday. Rimu Harbour has bought an engineer of its own, and it is Priya: eight hours a week, Monday to\n" +
			"Friday from nine to five in Brisbane. Jonas has joined, and holds the pager there.", assignPriya},
		{"At ten Aroha asks something ordinary.", ordinaryIsHers},
		{"A minute later their production is down.", engagedByDay},
		{"Ten at night: down again. In Amsterdam it is day, and Sanne is on call.", leftAsleep},
	}}
}

// after is the next time that a clock of Brisbane shows a day of the week and an hour.
func after(now time.Time, day time.Weekday, hour, minute int) time.Time {
	local := now.In(brisbane)
	ahead := (int(day) - int(local.Weekday()) + 7) % 7
	at := time.Date(local.Year(), local.Month(), local.Day()+ahead, hour, minute, 0, 0, brisbane)
	if !at.After(now) {
		at = at.AddDate(0, 0, 7)
	}
	return at
}

func assignPriya(ctx context.Context, s *stage) (string, error) {
	if err := s.at(ctx, after(s.clock(ctx), time.Tuesday, 9, 59)); err != nil {
		return "", err
	}
	ctx = s.admin(ctx)
	// Friday's is long over, or Sanne would have her hands full.
	sanne, err := s.beside.People.ByAddress(ctx, s.beside.DB.Read(), colleague)
	if err != nil {
		return "", err
	}
	if _, err := s.beside.Emergencies.Resolve(access.With(ctx, sanne.Principal("web")),
		emergency.Closing{TicketID: s.emergency, Words: "The node is back. We close this."}); err != nil {
		return "", err
	}
	week, err := bizcal.ParseWeek("mon-fri: 09:00-17:00")
	if err != nil {
		return "", err
	}
	var aroha, rimu int64
	err = s.beside.DB.Do(ctx, func(tx *db.Tx) error {
		jonas, err := s.beside.People.ImportUser(ctx, tx,
			people.User{Name: "Jonas Weber", Email: relief, Role: access.Agent, Zone: "Australia/Brisbane", Region: "apac"}, "")
		if err != nil {
			return err
		}
		staff, err := s.named(ctx, tx, Engineer, colleague, customer)
		if err != nil {
			return err
		}
		if err := s.turns(ctx, tx, jonas.ID, staff[colleague].ID); err != nil {
			return err
		}
		org, err := s.beside.People.SaveOrganizationIn(ctx, tx,
			people.Organization{Name: "Rimu Harbour Logistics", SupportLevel: "ultimate", Plan: "Ultimate", Region: "apac"})
		if err != nil {
			return err
		}
		aroha, rimu = staff[customer].ID, org.ID
		_, err = s.beside.Accounts.AssignIn(ctx, tx, account.Assignment{OrganizationID: org.ID, UserID: staff[Engineer].ID, Hours: 8,
			Zone: "Australia/Brisbane", Week: week, Auto: true})
		return err
	})
	if err == nil {
		_, err = s.beside.People.EditUser(ctx, aroha, people.Particulars{Name: "Aroha Tane", OrganizationID: rimu, Zone: "Pacific/Auckland"})
	}
	return "One account of five. Each minute of those hours has Priya, somebody who said yes to cover, or a gap in red.", err
}

// named gives people by their addresses.
func (s *stage) named(ctx context.Context, q db.Querier, addresses ...string) (map[string]people.User, error) {
	all := map[string]people.User{}
	for _, a := range addresses {
		u, err := s.beside.People.ByAddress(ctx, q, a)
		if err != nil {
			return nil, err
		}
		all[a] = u
	}
	return all, nil
}

// says writes from Aroha to an address of the desk, and gives the ticket.
func (s *stage) says(ctx context.Context, to, subject, text string) (intake.Delivery, error) {
	at := s.clock(ctx)
	l, err := write(compose.Outgoing{From: mail.Address{Name: "Aroha Tane", Address: customer}, To: []mail.Address{{Address: to}},
		Subject: subject, Date: at, MessageID: fmt.Sprintf("says-%d@rimu.example", at.UnixNano()), Text: text + "\n\nAroha Tane\n"}, "")
	if err != nil {
		return intake.Delivery{}, err
	}
	if err := s.post(ctx, l); err != nil {
		return intake.Delivery{}, err
	}
	return s.filed(ctx, l)
}

func ordinaryIsHers(ctx context.Context, s *stage) (string, error) {
	d, err := s.says(ctx, Desk, "Which runner fits 40 parallel jobs?", "We grow. How large should the next runner be?")
	if err != nil {
		return "", err
	}
	t, err := s.beside.Tickets.Get(s.admin(ctx), d.TicketID)
	if err != nil {
		return "", err
	}
	priya, err := s.beside.People.ByAddress(ctx, s.beside.DB.Read(), Engineer)
	if err == nil && t.AssigneeID != priya.ID {
		err = errors.New("nobody has it, or somebody else")
	}
	return fmt.Sprintf("Ticket #%d was Priya's in the transaction that made it.", d.TicketID), err
}

// pagesAbout counts the pages in somebody's mailbox whose subject holds some words.
func (s *stage) pagesAbout(ctx context.Context, address, words string) (n int, err error) {
	letters, err := s.mailboxOf(ctx, address)
	for _, l := range letters {
		if strings.Contains(l.Subject, words) && pageLink.MatchString(l.Text) {
			n++
		}
	}
	return n, err
}

// engagement is what became of the engineer of an emergency.
func (s *stage) engagement(ctx context.Context, ticket int64) (e account.Engagement, err error) {
	err = until(s.admin(ctx), "the desk decides about the engineer", func(ctx context.Context) (bool, string, error) {
		all, err := s.beside.Accounts.Engagements(ctx, ticket)
		if len(all) == 1 {
			e = all[0]
		}
		return len(all) == 1, fmt.Sprintf("there are %d engagements", len(all)), err
	})
	return e, err
}

func engagedByDay(ctx context.Context, s *stage) (string, error) {
	if err := s.at(ctx, after(s.clock(ctx).Add(-time.Hour), time.Tuesday, 10, 1)); err != nil {
		return "", err
	}
	d, err := s.says(ctx, alarmDesk, "Down: every page answers 502", "Since a minute ago every page of production answers 502.")
	if err != nil {
		return "", err
	}
	e, err := s.engagement(ctx, d.TicketID)
	if err != nil {
		return "", err
	}
	if e.Outcome != account.WasEngaged {
		return "", fmt.Errorf("the engineer is %s", e.Outcome)
	}
	for address, words := range map[string]string{relief: "answers 502", Engineer: "Rimu Harbour Logistics"} {
		err := until(ctx, "a page reaches "+address, func(ctx context.Context) (bool, string, error) {
			n, err := s.pagesAbout(ctx, address, words)
			return n > 0, fmt.Sprintf("%d pages lie in the mailbox", n), err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("Ticket #%d is nobody's by itself: Jonas, who is on call, is paged and will answer for it. Priya is paged beside him\n"+
		"within the minute, because these are her hours, and her tap leaves his page ringing.", d.TicketID), nil
}

func leftAsleep(ctx context.Context, s *stage) (string, error) {
	before, err := s.pagesAbout(ctx, Engineer, "Rimu Harbour Logistics")
	if err != nil {
		return "", err
	}
	if err := s.at(ctx, after(s.clock(ctx), time.Tuesday, 22, 0)); err != nil {
		return "", err
	}
	d, err := s.says(ctx, alarmDesk, "Down at night: pushes hang", "Every push hangs since ten.")
	if err != nil {
		return "", err
	}
	err = until(ctx, "a page reaches Sanne", func(ctx context.Context) (bool, string, error) {
		n, err := s.pagesAbout(ctx, colleague, "pushes hang")
		return n > 0, fmt.Sprintf("%d pages lie in her mailbox", n), err
	})
	if err != nil {
		return "", err
	}
	e, err := s.engagement(ctx, d.TicketID)
	if err != nil {
		return "", err
	}
	now, err := s.pagesAbout(ctx, Engineer, "Rimu Harbour Logistics")
	if err == nil && (now != before || e.Outcome != account.Outside) {
		err = fmt.Errorf("the engineer is %s, with %d pages more", e.Outcome, now-before)
	}
	return "Sanne is paged. Priya sleeps: the ticket says that it came outside the agreed hours and that nobody was woken, and she reads\n" +
		"of it in the morning.", err
}
