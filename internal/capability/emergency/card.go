package emergency

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Card is what a page tells about its subject.
type Card struct {
	Title    string
	Path     string
	Facts    []Fact
	Messages []Message // the last ones, oldest first
}

// Fact is one line of a card.
type Fact struct{ Label, Value string }

// Message is one of the last messages of the thread.
type Message struct {
	At     time.Time
	From   string
	Public bool
	Text   string
}

const (
	cardMessages = 3
	cardText     = 400 // characters of a message
)

// Card describes a ticket, or a hand-over by its ticket, for a page: who the customer is, what they are entitled to, how long
// there is to answer, what was said last. fault.NotFound for other subjects.
func (s *Service) Card(ctx context.Context, q db.Querier, subject event.Subject) (Card, error) {
	switch subject.Type {
	case event.Ticket(0).Type:
		return s.ticketCard(ctx, q, subject.ID)
	case HandOverSubject(0).Type:
		h, err := findHandOver(ctx, q, subject.ID)
		if err != nil {
			return Card{}, err
		}
		e, err := findByID(ctx, q, h.EmergencyID)
		if err != nil {
			return Card{}, err
		}
		c, err := s.ticketCard(ctx, q, e.TicketID)
		c.Title = "Hand-over: " + c.Title
		c.Path = fmt.Sprint("/emergencies/hand-overs/", h.ID)
		c.Facts = append([]Fact{{"Problem", fault.Clip(h.Problem, cardText)}, {"Next", fault.Clip(h.Next, cardText)}}, c.Facts...)
		return c, err
	}
	return Card{}, fault.New(fault.NotFound, "A %s is no ticket", subject.Type)
}

func (s *Service) ticketCard(ctx context.Context, q db.Querier, id int64) (Card, error) {
	t, err := s.Tickets.Load(ctx, q, id)
	if err != nil {
		return Card{}, err
	}
	c := Card{Title: fmt.Sprintf("#%d %s", id, t.Subject), Path: ticketPath(id)}
	add := func(label, value string) {
		if value != "" {
			c.Facts = append(c.Facts, Fact{label, value})
		}
	}
	orgs, err := s.People.OrganizationsNamed(ctx, q, t.OrganizationID)
	if err != nil {
		return c, err
	}
	o := orgs[t.OrganizationID]
	add("Customer", o.Name)
	add("Plan", o.Plan)
	region, err := regionName(ctx, q, t.Region)
	if err != nil {
		return c, err
	}
	add("Region", region)
	add("Clock", left(t, s.DB.Now(ctx)))
	all, err := findAll(ctx, q, id)
	if err != nil {
		return c, err
	}
	if len(all) > 0 {
		add("Entitlement", all[0].entitlement())
	}
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return c, err
	}
	add("Runbook", rules.Runbook)
	c.Messages, err = s.lastMessages(ctx, q, id)
	return c, err
}

func regionName(ctx context.Context, q db.Querier, key string) (string, error) {
	regions, err := people.Regions.Get(ctx, q)
	for _, r := range regions {
		if r.Key == key {
			return r.Name, err
		}
	}
	return key, err
}

// left says how long there is until the next breach.
func left(t ticket.Ticket, now time.Time) string {
	if t.BreachAt.IsZero() {
		return ""
	}
	d := t.BreachAt.Sub(now).Round(time.Minute)
	what := strings.ReplaceAll(t.BreachMetric, "_", " ")
	if d < 0 {
		return fmt.Sprintf("%s is %d min late", what, int(-d.Minutes()))
	}
	return fmt.Sprintf("%d min left, %s by %s UTC", int(d.Minutes()), what, t.BreachAt.UTC().Format("Mon 15:04"))
}

func (e Emergency) entitlement() string {
	switch e.Right {
	case Entitled:
		return "entitled, " + e.RightWhy
	case NotEntitled:
		return "NOT entitled: " + strings.ReplaceAll(e.RightWhy, "_", " ")
	}
	return "unknown: the customer belongs to no organization"
}

func (s *Service) lastMessages(ctx context.Context, q db.Querier, id int64) ([]Message, error) {
	ids, err := lastComments(ctx, q, id, cardMessages)
	if err != nil {
		return nil, err
	}
	var list []Message
	for _, commentID := range ids {
		c, err := s.Tickets.LoadComment(ctx, q, commentID)
		if err != nil {
			return nil, err
		}
		users, err := s.People.Named(ctx, q, c.AuthorID)
		if err != nil {
			return nil, err
		}
		list = append(list, Message{At: c.At, From: users[c.AuthorID].Name, Public: c.Public, Text: fault.Clip(strings.TrimSpace(c.Body), cardText)})
	}
	return list, nil
}
