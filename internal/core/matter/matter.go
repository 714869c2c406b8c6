// Package matter brings together all that may be asked of a ticket: itself, its customer and their contract, its
// people, its calendar. What it gives is what conditions are held against, so that rules, clocks and lists all
// see the same.
package matter

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Deps is what matters are read from; all are required.
type Deps struct {
	DB        *db.DB
	People    *people.Service
	Tickets   *ticket.Service
	Calendars *calendar.Service
}

// Reader reads matters. It checks no access: whoever asks has.
type Reader struct{ Deps }

// New makes a reader.
func New(d Deps) *Reader { return &Reader{d} }

// Matter is a ticket with what belongs to it.
type Matter struct {
	Ticket       ticket.Ticket
	Requester    people.User
	Assignee     people.User         // ID 0: nobody
	Organization people.Organization // ID 0: none
	Facts        condition.Facts
}

// Load reads a ticket's matter. Facts hold what the fields need, and what costs nothing besides; nil is all but
// texts and the customer's installation. fault.NotFound when there is no such ticket.
func (r *Reader) Load(ctx context.Context, q db.Querier, id int64, fields []string) (Matter, error) {
	t, err := r.Tickets.Load(ctx, q, id)
	if err != nil {
		return Matter{}, err
	}
	return r.Of(ctx, q, t, fields)
}

// Of is Load for a ticket that was read already, with its parts.
func (r *Reader) Of(ctx context.Context, q db.Querier, t ticket.Ticket, fields []string) (Matter, error) {
	m := Matter{Ticket: t}
	users, err := r.People.Named(ctx, q, t.RequesterID, t.AssigneeID)
	if err != nil {
		return m, err
	}
	m.Requester, m.Assignee = users[t.RequesterID], users[t.AssigneeID]
	if t.OrganizationID != 0 {
		named, err := r.People.OrganizationsNamed(ctx, q, t.OrganizationID)
		if err != nil {
			return m, err
		}
		m.Organization = named[t.OrganizationID]
	}
	m.Facts = facts(m)
	return m, r.readMore(ctx, q, &m, fields)
}

// readMore reads what only some fields need.
func (r *Reader) readMore(ctx context.Context, q db.Querier, m *Matter, fields []string) (err error) {
	if fields == nil || slices.ContainsFunc(fields, isMoment) {
		if m.Facts.Times, err = moments(ctx, q, m.Ticket.ID); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(fields, condition.OfEnvironment) {
		if err := environment(ctx, q, m.Ticket.ID, m.Facts.Values); err != nil {
			return err
		}
	}
	if len(m.Ticket.Fields) > 0 {
		kinds, err := fieldKinds(ctx, q)
		if err != nil {
			return err
		}
		for key, values := range m.Ticket.Fields {
			m.Facts.Custom[condition.CustomField(key)] = condition.CustomValue{Kind: kinds[key], Values: values}
		}
	}
	m.Facts.Texts = map[string]string{}
	for _, f := range []string{subjectField, descriptionField} {
		if slices.Contains(fields, f) {
			if m.Facts.Texts[f], err = text(ctx, q, m.Ticket.ID, f); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	subjectField     = "subject_includes_word"
	descriptionField = "description_includes_word"
)

// isMoment reports whether a field counts hours.
func isMoment(name string) bool {
	f, _ := condition.FieldOf(name)
	return f.Kind == condition.Since || f.Kind == condition.Until
}

// facts are those of a matter that need no more reading.
func facts(m Matter) condition.Facts {
	t, o := m.Ticket, m.Organization
	f := condition.Facts{Custom: map[string]condition.CustomValue{}, Times: map[string]time.Time{}, Values: map[string][]string{
		"status": {t.Status.String()}, "priority": one(strings.TrimPrefix(t.Priority.String(), "none")), "severity": id(int64(t.Severity)),
		"type": one(string(t.Type)), "stage": one(string(t.Stage)), "region": one(t.Region), "channel": one(t.Channel),
		"group_id": id(t.GroupID), "assignee_id": id(t.AssigneeID), "requester_id": id(t.RequesterID), "organization_id": id(t.OrganizationID),
		"ticket_form_id": id(t.FormID), "schedule_id": id(t.CalendarID), "current_tags": t.Tags, "requester_role": one(string(m.Requester.Role)),
	}}
	if o.ID == 0 {
		return f
	}
	for field, values := range map[string][]string{
		"plan": one(o.Plan), "support_level": one(o.SupportLevel), "tier": one(o.Tier), "region": one(o.Region), "tags": o.Tags,
		"escalated": flag(o.Escalated), "hold": flag(o.Hold), "marked": flag(!o.MarkedAt.IsZero()), "health": one(o.Health),
		"partner": one(o.Partner), "segment": one(o.Segment), "arr": {strconv.FormatInt(o.ARR, 10)}, "seats": id(int64(o.Seats)),
		"starts_on": one(people.FormatDate(o.StartsOn)), "ends_on": one(people.FormatDate(o.EndsOn)), "grace_ends_on": one(people.FormatDate(o.GraceEndsOn())),
	} {
		f.Values["organization."+field] = values
	}
	for key, value := range o.Fields {
		f.Custom[condition.OrganizationField(key)] = condition.CustomValue{Values: one(value)}
	}
	f.Contract = condition.Contract{Known: true, Hold: o.Hold, Expired: o.SupportLevel == people.LevelExpired,
		StartsOn: people.FormatDate(o.StartsOn), EndsOn: people.FormatDate(o.EndsOn), GraceEndsOn: people.FormatDate(o.GraceEndsOn())}
	return f
}

func one(word string) []string {
	if word == "" {
		return nil
	}
	return []string{word}
}

func id(n int64) []string {
	if n == 0 {
		return nil
	}
	return []string{strconv.FormatInt(n, 10)}
}

func flag(yes bool) []string { return []string{strconv.FormatBool(yes)} }
