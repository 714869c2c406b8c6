package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// post sends a list to those on shift, and to the chat. The mail names what the shift asks for; the page has all of it, live.
func (s *Service) post(ctx context.Context, tx *db.Tx, l List, region people.Region, to []people.User) error {
	if len(to) == 0 || len(l.Items) == 0 {
		return nil
	}
	var ids []int64
	for _, i := range l.Items[:min(len(l.Items), rowsAtOnce)] {
		ids = append(ids, i.TicketID)
	}
	rows, err := s.Tickets.Rows(ctx, ids...)
	if err != nil {
		return err
	}
	n := Notice{Cause: fmt.Sprint("queue_list:", l.ID), To: to, Path: l.Path()}
	n.Subject, n.Lead = l.words(region)
	for i, r := range rows {
		if l.Kind == ShiftList && i >= l.Short() {
			n.Lines = append(n.Lines, fmt.Sprintf("and %d more behind them", len(rows)-i))
			break
		}
		n.Lines = append(n.Lines, l.Items[i].line(r, l.At))
	}
	if err := s.toChat(ctx, tx, l, n); err != nil || s.Notify == nil {
		return err
	}
	return s.Notify(ctx, tx, n)
}

// Path is the page of the list.
func (l List) Path() string { return fmt.Sprint("/queue/lists/", l.ID) }

// words are the subject of a notice and its first sentence.
func (l List) words(region people.Region) (subject, lead string) {
	if l.Kind == VeryBreachedReport {
		return fmt.Sprintf("Very breached: %d", len(l.Items)),
			"These tickets have waited far too long for a word of ours. Say \"I take it\" on the page, and see to it."
	}
	count := map[Class]int{}
	for _, i := range l.Items {
		count[i.Class]++
	}
	return fmt.Sprintf("Shift list %s: %d P1, %d P2, %d P3", region.Name, count[P1], count[P2], count[P3]),
		fmt.Sprintf("%d on shift. Each P1 and P2 needs an owner by %s UTC: claim what you take on the page.", len(l.People), l.Until.UTC().Format("15:04"))
}

func (i Item) line(r ticket.Row, now time.Time) string {
	class := ""
	if i.Class != Unlisted {
		class = fmt.Sprintf("P%d ", i.Class)
	}
	who := r.Organization
	if who == "" {
		who = r.Requester
	}
	due := "no clock"
	if left := i.BreachAt.Sub(now).Round(time.Minute); !i.BreachAt.IsZero() {
		due = "breaches " + i.BreachAt.UTC().Format("Mon 15:04") + " UTC"
		if left < 0 {
			due = "breached " + i.BreachAt.UTC().Format("Mon 2 Jan 15:04") + " UTC"
		}
	}
	return fmt.Sprintf("%s#%d %s (%s), %s", class, r.ID, r.Subject, who, due)
}
