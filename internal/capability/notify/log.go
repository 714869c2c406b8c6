package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// Filter chooses mails of the outbox. Its zero value is all.
type Filter struct {
	State    State  // empty: any
	Kind     Kind   // empty: any
	Twice    bool   // only what may have been sent twice
	Address  string // part of a recipient's address, in any case
	TicketID int64  // 0: any
}

// Outbox lists mails, newest first, one page of 50; before is the ID to go on behind, 0 for the newest. next
// is 0 at the end. Texts are left out.
func (s *Service) Outbox(ctx context.Context, f Filter, before int64) (mails []Mail, next int64, err error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return nil, 0, err
	}
	mails, err = listMails(ctx, s.DB.Read(), f, before, pageSize+1)
	if len(mails) > pageSize {
		mails = mails[:pageSize]
		next = mails[pageSize-1].ID
	}
	return mails, next, err
}

// Mail gives one mail with its text. A letter that lets somebody in shows none.
func (s *Service) Mail(ctx context.Context, id int64) (Mail, error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return Mail{}, err
	}
	m, err := findMail(ctx, s.DB.Read(), id)
	if m.Kind.secret() {
		m.Text, m.HTML = "", ""
	}
	return m, err
}

// Retry tries a mail again at once, as if for the first time, with every recipient it has not reached. A
// mail whose fate is unknown may then arrive twice.
func (s *Service) Retry(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		m, err := lockMail(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := m.again(tx.Now()); err != nil {
			return err
		}
		if err := saveOutcome(ctx, tx, m); err != nil {
			return err
		}
		if m.TicketID != 0 {
			s.publish(tx, fmt.Sprint("ticket:", m.TicketID), "mail")
		}
		tx.AfterCommit(tx.Signal(signal))
		return nil
	})
}

// again makes a mail due now. Attempts go on counting: they tell one try from another.
func (m *Mail) again(now time.Time) error {
	switch {
	case m.State == Sending:
		return fault.New(fault.Conflict, "This mail is being sent right now. Its outcome will show in a moment")
	case m.State == Sent:
		return fault.New(fault.Conflict, "This mail reached everyone it is for, so it is not sent again")
	case m.Text == "" && m.Kind.secret():
		return fault.New(fault.Conflict, "This letter is settled and its link is wiped. Send a new invitation instead")
	}
	for i := range m.Recipients {
		if r := &m.Recipients[i]; r.Outcome == submit.Failed {
			r.Outcome = submit.Deferred
		}
	}
	m.State, m.NextTryAt, m.FirstTryAt, m.SettledAt = Queued, now, time.Time{}, time.Time{}
	return nil
}

// Counts are the figures of the outbox.
type Counts struct {
	Queued int       // waiting or being sent
	Failed int       // failed, wholly or in part, in the last seven days
	Twice  int       // mails that may have been sent twice, ever
	Oldest time.Time // since when the longest-waiting mail waits; zero where none does
}

// Counts gives the figures of the outbox.
func (s *Service) Counts(ctx context.Context) (Counts, error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return Counts{}, err
	}
	return s.counts(ctx)
}

func (s *Service) counts(ctx context.Context) (Counts, error) {
	return countMails(ctx, s.DB.Read(), s.DB.Now(ctx).AddDate(0, 0, -7))
}
