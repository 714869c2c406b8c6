package queue

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// The tags of somebody's absence (tickets.md, Out-of-office): on live tickets, and on solved ones that may come back.
const (
	TagSummary = "ooo_summary"
	TagSolved  = "ooo_solved"
)

// Summary is what somebody who will be off writes down about a ticket.
type Summary struct {
	TicketID int64
	LeaverID int64 // whose absence it is
	Problem  string
	Action   string // what was done
	Next     string
	Blockers string
	BackAt   time.Time // zero: not known
	PostedAt time.Time // zero: a draft
}

// blank reports whether nothing was written.
func (m Summary) blank() bool {
	return strings.TrimSpace(m.Problem+m.Action+m.Next+m.Blockers) == ""
}

// Note is the summary as an internal note, in Markdown. zone is where the return is told in.
func (m Summary) Note(zone *time.Location) string {
	var b strings.Builder
	b.WriteString("**Out-of-office summary**\n")
	for _, part := range []struct{ title, text string }{
		{"Problem", m.Problem}, {"Action taken", m.Action}, {"Next steps", m.Next}, {"Blockers", m.Blockers},
	} {
		text := strings.TrimSpace(part.text)
		if text == "" {
			text = "none"
		}
		b.WriteString("\n**" + part.title + "**\n" + text + "\n")
	}
	if !m.BackAt.IsZero() {
		b.WriteString("\n**Back** " + m.BackAt.In(zone).Format("Mon 2 Jan 2006, 15:04 MST") + "\n")
	}
	return b.String()
}

// SummaryOf gives what was written down about a ticket, or what could be: its draft, else a new one.
func (s *Service) SummaryOf(ctx context.Context, ticketID int64) (Summary, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Summary{}, err
	}
	found, err := findSummaries(ctx, s.DB.Read(), "s.ticket_id", ticketID)
	if err != nil || len(found) > 0 {
		return first(found), err
	}
	t, err := s.Tickets.Get(ctx, ticketID)
	if err != nil {
		return Summary{}, err
	}
	m := draftSummary(t.ID, t.Subject, t.AssigneeID, time.Time{})
	if t.AssigneeID == 0 {
		actor, _ := access.From(ctx)
		m.LeaverID = actor.UserID
	}
	off, err := s.People.TimeOffs(ctx, m.LeaverID, s.DB.Now(ctx))
	if err == nil && len(off) > 0 {
		m.BackAt = off[0].Until
	}
	return m, nil
}

func first(list []Summary) Summary {
	if len(list) == 0 {
		return Summary{}
	}
	return list[0]
}

func draftSummary(ticketID int64, subject string, leaver int64, back time.Time) Summary {
	return Summary{TicketID: ticketID, LeaverID: leaver, Problem: subject, BackAt: back}
}

// Summarize puts a summary on a ticket as an internal note, lets its owner follow it, and tags it: while the owner is
// off, the customer's next public word then takes it into the queue.
func (s *Service) Summarize(ctx context.Context, m Summary) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.summarize(ctx, tx, m) })
}

func (s *Service) summarize(ctx context.Context, tx *db.Tx, m Summary) error {
	if m.blank() {
		return fault.Field("problem", "Write down how the ticket stands: whoever goes on with it begins here")
	}
	t, err := s.lock(ctx, tx, m.TicketID)
	if err != nil {
		return err
	}
	if !t.Status.Live() {
		return fault.New(fault.Conflict, "Ticket #%d is %s. Tag it as solved before you leave instead", t.ID, t.Status)
	}
	actor, _ := access.From(ctx)
	if m.LeaverID = t.AssigneeID; m.LeaverID == 0 {
		m.LeaverID = actor.UserID
	}
	leaver, err := s.colleague(ctx, tx, m.LeaverID, "leaver")
	if err != nil {
		return err
	}
	u := ticket.Update{AddTags: []string{TagSummary}, AddFollowers: []int64{leaver.ID}, Comment: &ticket.NewComment{Body: m.Note(leaver.Location())}}
	_, c, err := s.Tickets.UpdateIn(ctx, tx, t.ID, u)
	if err != nil {
		return err
	}
	m.PostedAt = tx.Now()
	if err := storeSummary(ctx, tx, m); err != nil {
		return err
	}
	if err := record(ctx, tx, Move{TicketID: t.ID, Kind: MoveSummarized, FromUser: leaver.ID}); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(t.ID), Summarized{Leaver: leaver.ID, Comment: c.ID})
}

// mostOwned bounds what is listed of one person's tickets.
const mostOwned = 500

// draftSummaries prepares a summary of each open ticket of somebody who planned time off (acceptance.md, 32). What
// they have written already stays.
func (s *Service) draftSummaries(ctx context.Context, tx *db.Tx, userID int64, off people.TimeOffPlanned) error {
	owned, err := findOwned(ctx, tx, userID, false, mostOwned)
	if err != nil || len(owned) == 0 {
		return err
	}
	ids := make([]int64, len(owned))
	for i, w := range owned {
		ids[i] = w.ID
	}
	return draftAll(ctx, tx, ids, userID, off.ID, off.Until)
}
