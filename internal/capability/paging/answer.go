package paging

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// The ways by which people who are not signed in answer, as AcknowledgeAs keeps them.
const (
	HowLink    = "link"
	HowWebhook = "webhook"
	HowSMS     = "sms"
	HowVoice   = "voice"
)

// LinkHours is for how many hours the link in a message lets its reader in.
var LinkHours = settings.Key[int]{Name: "paging.link_hours", Default: 24, Check: func(n int) error {
	if n < 1 || n > 24*14 {
		return fault.Field("link_hours", "A link cannot work for %d hours. Write 1 to 336", n)
	}
	return nil
}}

// Sight is what the holder of a link sees before anything happens.
type Sight struct {
	Page    Page
	Card    Card
	User    people.User // to whom it went, who is the one to answer
	AckedBy string      // name of who answered first; empty: nobody yet
}

// Look gives what the link of an attempt shows, to whoever holds it. It changes nothing: mail scanners open links.
// fault.NotFound where the mark is not the attempt's, or the link is too old.
func (s *Service) Look(ctx context.Context, attempt int64, mark string) (Sight, error) {
	v, err := s.sight(ctx, s.DB.Read(), attempt, mark, s.DB.Now(ctx))
	if err != nil {
		return v, err
	}
	v.Card = s.card(ctx, v.Page)                                                         // who cannot see the subject can still answer
	v.Card, v.Page.Title = s.outside(v.Card), s.outside(Card{Title: v.Page.Title}).Title // whoever holds the link need not be signed in
	return v, nil
}

func (s *Service) sight(ctx context.Context, q db.Querier, attempt int64, mark string, now time.Time) (v Sight, err error) {
	void := fault.New(fault.NotFound, "This link is cut short or has expired. Sign in to see what rings")
	if !s.AckValid(attempt, mark) {
		return v, void
	}
	var userID int64
	if v.Page, userID, err = s.AttemptPage(ctx, q, attempt); err != nil {
		return v, err
	}
	hours, err := LinkHours.Get(ctx, q)
	if err != nil {
		return v, err
	}
	if now.After(v.Page.At.Add(time.Duration(hours) * time.Hour)) {
		return v, void
	}
	if v.User, err = s.person(ctx, q, userID); err != nil || !v.User.Active {
		return v, void
	}
	if v.Page.AckedBy != 0 {
		by, err := s.person(ctx, q, v.Page.AckedBy)
		v.AckedBy = by.Name
		return v, err
	}
	return v, nil
}

// AnswerByLink acknowledges for the person to whom the attempt went; how is HowLink or HowVoice, for both hold the same mark.
// A page that somebody has already, or that is over, stays as it is.
func (s *Service) AnswerByLink(ctx context.Context, attempt int64, mark, how string) (v Sight, err error) {
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		if v, err = s.sight(ctx, tx, attempt, mark, tx.Now()); err != nil {
			return err
		}
		v.Page, err = s.AcknowledgeAs(ctx, tx, v.Page.ID, v.User.ID, how)
		if err != nil || v.Page.AckedBy == 0 {
			return err
		}
		by, err := s.person(ctx, tx, v.Page.AckedBy)
		v.AckedBy = by.Name
		return err
	})
	return v, err
}
