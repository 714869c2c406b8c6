package paging

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Trigger opens a page and asks the first people in the transaction of its cause. While a page of the same key is open, it
// gives that one and asks nobody again.
func (s *Service) Trigger(ctx context.Context, tx *db.Tx, a Alarm) (Page, error) {
	if err := s.lock(ctx, tx, a.Subject); err != nil {
		return Page{}, err
	}
	policy, err := s.policyFor(ctx, tx, a.Policy)
	if err != nil {
		return Page{}, err
	}
	r := ringing{Page: a.page(policy), course: course{State: escalation.Begin(tx.Now())}}
	r.At = tx.Now()
	if r.ID, err = insertRow(ctx, tx, r); err != nil {
		return Page{}, err
	}
	if r.ID == 0 {
		old, err := openByKey(ctx, tx, r.Key)
		return old.Page, err
	}
	w := &work{Service: s, tx: tx, q: tx, ringing: &r, policy: policy}
	opened := PageOpened{Page: r.ID, Title: r.Title, Policy: policy.Title}
	if a.Policy != "" && titleKey(a.Policy) != titleKey(policy.Title) {
		opened.Wanted = a.Policy
	}
	w.say(opened)
	w.changed(Change{Kind: WasTriggered})
	if err := w.advance(ctx); err != nil {
		return Page{}, err
	}
	return r.Page, w.conclude(ctx)
}

// page is what an alarm opens under a policy.
func (a Alarm) page(p Policy) Page {
	page := Page{Key: a.Key, Subject: a.Subject, Title: strings.Join(strings.Fields(a.Title), " "), Policy: p.ID, Urgency: a.Urgency,
		State: Triggered, Except: a.Except, To: a.To, Only: a.Only && len(a.To) > 0}
	if page.Urgency != Low {
		page.Urgency = High
	}
	page.Title = fault.Clip(page.Title, longestPageTitle)
	if page.Title == "" {
		page.Title = fmt.Sprintf("%s %d", a.Subject.Type, a.Subject.ID)
	}
	return page
}

// longestPageTitle is in characters: a page is read on a locked telephone.
const longestPageTitle = 250

// lock locks the row of a subject: it comes before that of the page in every transaction, so that none waits for another
// in a circle.
func (s *Service) lock(ctx context.Context, tx *db.Tx, subject event.Subject) error {
	if s.Lock == nil {
		return nil
	}
	return s.Lock(ctx, tx, subject)
}

// hold locks a page and its subject, and makes its work.
func (s *Service) hold(ctx context.Context, tx *db.Tx, id int64) (*work, error) {
	r, err := findRow(ctx, tx, id, "")
	if err != nil {
		return nil, err
	}
	if err := s.lock(ctx, tx, r.Subject); err != nil {
		return nil, err
	}
	if r, err = lockRow(ctx, tx, id); err != nil {
		return nil, err
	}
	policy, err := findPolicy(ctx, tx, r.Policy)
	return &work{Service: s, tx: tx, q: tx, ringing: &r, policy: policy}, err
}
