package review

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/review/report"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Report is the words of a report about an account, and who got it.
type Report struct {
	ID             int64 // 0: nothing is written yet
	OrganizationID int64
	Period         Period
	Language       string // empty: what most contacts speak
	Summary        string // Markdown, for the customer
	Next           string // Markdown, for the customer
	By             int64
	ChangedAt      time.Time
	SentAt         time.Time // zero: not yet
	TicketID       int64     // the conversation that it went out in
	Recipients     []int64
	Pages          int // of what was sent
}

// Report gives the report of an account for a period as far as it is written: the one that is being written, or else the
// last that was sent.
func (s *Service) Report(ctx context.Context, organization int64, p Period) (Report, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Report{}, err
	}
	return reportOf(ctx, s.DB.Read(), organization, p)
}

// Reports lists the reports of an account, the newest first.
func (s *Service) Reports(ctx context.Context, organization int64) ([]Report, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return reportsOf(ctx, s.DB.Read(), organization)
}

// WriteReport keeps the words of a report. One that was sent stays as it is: a new one is written in its place.
func (s *Service) WriteReport(ctx context.Context, r Report) (Report, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return r, err
	}
	switch {
	case r.Language != language(r.Language):
		return r, fault.Field("language", "Reports are written in %s", strings.Join(Languages(), " and "))
	case tooLong(r.Summary):
		return r, fault.Field("summary", "Write up to %d characters", mostText)
	case tooLong(r.Next):
		return r, fault.Field("next", "Write up to %d characters", mostText)
	}
	if _, err := ParsePeriod(string(r.Period)); err != nil {
		return r, err
	}
	actor, _ := access.From(ctx)
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Report, error) {
		if err := lockAccount(ctx, tx, r.OrganizationID); err != nil {
			return r, err
		}
		known, err := reportOf(ctx, tx, r.OrganizationID, r.Period)
		if err != nil {
			return r, err
		}
		r.By, r.ChangedAt = actor.UserID, tx.Now()
		if known.ID != 0 && known.SentAt.IsZero() {
			r.ID = known.ID
			return r, updateReport(ctx, tx, r)
		}
		r.SentAt, r.TicketID, r.Recipients, r.Pages = time.Time{}, 0, nil, 0
		r.ID, err = insertReport(ctx, tx, r)
		return r, err
	})
}

// Preview gives the report of an account as the customer would get it now, in a context that speaks their language.
func (s *Service) Preview(ctx context.Context, organization int64, p Period) (report.Document, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return report.Document{}, err
	}
	_, d, err := s.preview(ctx, s.DB.Read(), organization, p, s.DB.Now(ctx))
	return d, err
}

func (s *Service) preview(ctx context.Context, q db.Querier, organization int64, p Period, now time.Time) (a account, d report.Document, err error) {
	if _, err := ParsePeriod(string(p)); err != nil {
		return a, d, err
	}
	if first, _ := p.Days(); first.Compare(bizcal.DateOf(now)) > 0 {
		return a, d, fault.Field("period", "%s is still to come", p)
	}
	if a, err = s.gather(ctx, q, organization, p, now); err != nil {
		return a, d, err
	}
	theirs, err := a.reader.In(ctx)
	if err != nil {
		return a, d, err
	}
	from := "Daywatch"
	users, err := s.People.Named(ctx, q, a.written.By)
	if u, ok := users[a.written.By]; ok {
		from = u.Name
	}
	return a, a.document(theirs, p, from), err
}

// Print draws the report of an account as the customer would get it now, as a PDF.
func (s *Service) Print(ctx context.Context, organization int64, p Period) (raw []byte, name string, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, "", err
	}
	a, d, err := s.preview(ctx, s.DB.Read(), organization, p, s.DB.Now(ctx))
	if err != nil {
		return nil, "", err
	}
	raw, _, err = report.PDF(d)
	return raw, fileName(a.organization.Name, p), err
}

// fileName is what the PDF is called: letters and digits of the customer's name.
func fileName(organization string, p Period) string {
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, organization)
	return strings.Trim(safe, "-") + "-" + string(p) + ".pdf"
}

// SendReport mails the report to people of the customer, as a PDF, and keeps who got it.
func (s *Service) SendReport(ctx context.Context, organization int64, p Period, to ...int64) (Report, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Report{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Report, error) {
		if err := lockAccount(ctx, tx, organization); err != nil {
			return Report{}, err
		}
		a, d, err := s.preview(ctx, tx, organization, p, tx.Now())
		if err != nil {
			return Report{}, err
		}
		r := a.written
		if r.ID == 0 || !r.SentAt.IsZero() {
			return r, fault.New(fault.Conflict, "Write the summary of this report and save it before it goes out")
		}
		raw, pages, err := report.PDF(d)
		if err != nil {
			return r, err
		}
		stored, err := s.Blobs.Put(ctx, bytes.NewReader(raw))
		if err != nil {
			return r, err
		}
		theirs, err := a.reader.In(ctx)
		if err != nil {
			return r, err
		}
		words := PeriodWords(theirs, p)
		r.TicketID, err = s.send(ctx, tx, letter{organization: a.organization, subject: i18n.T(theirs, "letter.report_subject", "Period", words),
			body: i18n.T(theirs, "letter.report_intro", "Period", words), to: to,
			files: []ticket.NewAttachment{{Name: fileName(a.organization.Name, p), ContentType: "application/pdf", Size: stored.Size, Hash: stored.Hash}}})
		if err != nil {
			return r, err
		}
		r.SentAt, r.Recipients, r.Pages = tx.Now(), to, pages
		if err := updateReport(ctx, tx, r); err != nil {
			return r, err
		}
		return r, s.Log.Append(ctx, tx, event.Subject{Type: "organization", ID: organization},
			Sent{What: fmt.Sprint("report ", p), Organization: organization, Ticket: r.TicketID, To: to})
	})
}
