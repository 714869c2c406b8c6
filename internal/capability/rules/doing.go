package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/placeholder"
)

// automatic is the class of a comment that a rule wrote: it is ours, and no answer to anybody.
const automatic = "rule"

// doing is one rule at work on one ticket.
type doing struct {
	s    *Service
	u    *update
	v    sight
	rule Rule
	fact *Fired
}

// all does the actions one by one: what one may not do leaves the others done.
func (d doing) all(ctx context.Context, tx *db.Tx) error {
	for i, a := range d.rule.Actions {
		err := d.one(ctx, tx, i, a)
		switch fault.KindOf(err) {
		case fault.Invalid, fault.Conflict, fault.NotFound, fault.Forbidden:
			sentence, _ := fault.Public(err)
			d.problem(sentence)
		default:
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (d doing) problem(sentence string) {
	if d.fact.Problem == "" {
		d.fact.Problem = sentence
	}
}

func (d doing) one(ctx context.Context, tx *db.Tx, i int, a Action) error {
	f, _ := ActionFieldOf(a.Field)
	switch f.Sort {
	case SendMail:
		return d.mail(ctx, tx, i, a)
	case WriteComment:
		return d.comment(ctx, tx, a)
	}
	u, err := change(a, d.v.facts, d.v.env.Me)
	if err != nil {
		return err
	}
	if err := d.stillThere(ctx, tx, u); err != nil {
		return err
	}
	_, _, err = d.s.Tickets.UpdateIn(ctx, tx, d.u.ticket, u)
	return err
}

// stillThere refuses a group that was deleted since the rule was written: the engine would refuse the ticket's
// whole update.
func (d doing) stillThere(ctx context.Context, tx *db.Tx, u ticket.Update) error {
	if u.GroupID == nil || *u.GroupID == 0 {
		return nil
	}
	groups, err := d.s.People.Groups(ctx, tx)
	if err != nil || slices.ContainsFunc(groups, func(g people.Group) bool { return g.ID == *u.GroupID }) {
		return err
	}
	return fault.New(fault.NotFound, "The group that it would give the ticket to is deleted")
}

// change is the update of a ticket that an action asks for.
func change(a Action, f condition.Facts, me int64) (u ticket.Update, err error) {
	value := standing(a.Value[:min(1, len(a.Value))], f, me)
	switch a.Field {
	case "current_tags":
		u.AddTags = a.Value
	case "remove_tags":
		u.RemoveTags = a.Value
	case "set_tags":
		u.AddTags = a.Value
		u.RemoveTags = slices.DeleteFunc(slices.Clone(f.Values["current_tags"]), func(t string) bool { return slices.Contains(a.Value, t) })
	case "follower", "cc":
		id := number(value)
		if id == 0 {
			return u, fault.Field(a.Field, "There is nobody to add")
		}
		if a.Field == "cc" {
			u.AddCCs = []int64{id}
		} else {
			u.AddFollowers = []int64{id}
		}
	default:
		return setField(a, value)
	}
	return u, nil
}

func setField(a Action, value []string) (u ticket.Update, err error) {
	word, id := first(value), number(value)
	if key, ok := custom(a.Field); ok {
		u.Fields = map[string][]string{key: slices.DeleteFunc(slices.Clone(a.Value), func(v string) bool { return v == "" })}
		return u, nil
	}
	switch a.Field {
	case "status":
		status, ok := ticket.ParseStatus(word)
		if !ok {
			err = fault.Field("status", "“%s” is no status", word)
		}
		u.Status = &status
	case "priority":
		priority := ticket.NoPriority
		if p, ok := ticket.ParsePriority(word); ok {
			priority = p
		}
		u.Priority = &priority
	case "type":
		sort := ticket.Type(word)
		u.Type = &sort
	case "stage":
		stage := ticket.Stage(word)
		u.Stage = &stage
	case "region":
		u.Region = &word
	case "group_id":
		u.GroupID = &id
	case "assignee_id":
		u.AssigneeID = &id
	case "ticket_form_id":
		u.FormID = &id
	case "set_schedule":
		u.CalendarID = &id
	}
	return u, err
}

func first(value []string) string {
	if len(value) == 0 {
		return ""
	}
	return value[0]
}

func number(value []string) int64 {
	n, _ := strconv.ParseInt(first(value), 10, 64)
	return n
}

// comment writes on the ticket, in the name of whoever has it or wrote the rule.
func (d doing) comment(ctx context.Context, tx *db.Tx, a Action) error {
	public := a.Field == "reply_public"
	if public && d.u.answersMachine() {
		d.problem("It wrote nothing, for it would have answered an automatic mail")
		return nil
	}
	about, err := d.about(ctx, tx)
	if err != nil {
		return err
	}
	body, err := fill(ctx, a.Value[0], about.values(markdown))
	if err != nil {
		return err
	}
	author := d.v.Ticket.AssigneeID
	if author == 0 || author == d.v.Ticket.RequesterID {
		author = d.rule.AuthorID
	}
	if author == 0 {
		return fault.New(fault.Invalid, "Nobody has the ticket, so that a comment would have no author. Assign it first, or save the rule once under your name")
	}
	_, c, err := d.s.Tickets.UpdateIn(ctx, tx, d.u.ticket, ticket.Update{
		Comment: &ticket.NewComment{AuthorID: author, Public: public, Body: body, Channel: "rule", Automatic: automatic}})
	d.fact.Wrote = c.ID
	return err
}

// about gathers what texts are filled from.
func (d doing) about(ctx context.Context, tx *db.Tx) (subjectMatter, error) {
	m, err := d.s.Matters.Load(ctx, tx, d.u.ticket, []string{}) // as the actions before have left it
	if err != nil {
		return subjectMatter{}, err
	}
	return d.s.filler(ctx, tx, m, d.u.actor.UserID)
}

func fill(ctx context.Context, source string, values map[string]any) (string, error) {
	text, err := placeholder.Parse("actions", source)
	if err != nil {
		return "", err
	}
	return text.Fill(ctx, values)
}

// mail sends a message to whom the action names.
func (d doing) mail(ctx context.Context, tx *db.Tx, i int, a Action) error {
	to, err := d.s.recipients(ctx, tx, a, d.v, d.u.actor.UserID)
	if err != nil {
		return err
	}
	if d.u.answersMachine() {
		if to = slices.DeleteFunc(to, func(u people.User) bool { return !u.Role.Staff() }); len(to) == 0 {
			d.problem("It mailed nobody, for it would have answered an automatic mail")
			return nil
		}
	}
	if len(to) == 0 {
		d.problem("There was nobody to write to, or nobody with an address")
		return nil
	}
	about, err := d.about(ctx, tx)
	if err != nil {
		return err
	}
	m := Message{Rule: d.rule.Title, TicketID: d.u.ticket, Cause: fmt.Sprintf("rule:%d:%d:%d:%d", d.rule.ID, i, d.u.ticket, d.v.Ticket.Seq)}
	if m.Subject, err = fill(ctx, a.Value[1], about.values(plain)); err != nil {
		return err
	}
	if m.Body, err = fill(ctx, a.Value[2], about.values(markdown)); err != nil {
		return err
	}
	for _, u := range to {
		m.To = append(m.To, u.ID)
	}
	d.fact.Told = append(d.fact.Told, m.To...)
	return d.s.Notify(ctx, tx, m)
}
