package review

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Ask files a request about an account; light agents may. Whoever is in charge of the account is told.
func (s *Service) Ask(ctx context.Context, r Request) (Request, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return r, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Request, error) {
		r, err := r.typed(bizcal.DateOf(tx.Now()))
		if err != nil {
			return r, err
		}
		o, err := s.organization(ctx, tx, r.OrganizationID)
		if fault.Is(err, fault.NotFound) {
			err = fault.Field("organization", "Choose the account that it is about")
		}
		if err != nil {
			return r, err
		}
		actor, _ := access.From(ctx)
		r.Organization, r.By, r.State, r.At = o.Name, actor.UserID, RequestOpen, tx.Now()
		if r.AssigneeID, err = s.inCharge(ctx, tx, o, tx.Now()); err != nil {
			return r, err
		}
		if r.ID, err = insertRequest(ctx, tx, r); err != nil {
			return r, err
		}
		if err := s.Log.Append(ctx, tx, requestSubject(r.ID), Kept{What: "request", Organization: o.ID, State: string(r.State)}); err != nil {
			return r, err
		}
		if err := s.armRequest(ctx, tx, r); err != nil {
			return r, err
		}
		return r, s.tellAsked(ctx, tx, r)
	})
}

// tellAsked tells whoever is in charge of the account of a request, or the leads, where nobody is.
func (s *Service) tellAsked(ctx context.Context, tx *db.Tx, r Request) error {
	n := Notice{Cause: fmt.Sprint("field:", r.ID, ":asked"), Subject: "The field asks about " + r.Organization + ": " + r.Subject,
		Lead: r.Subject, Lines: byDay(r.DueOn), Path: r.Path()}
	if r.AssigneeID != 0 {
		return s.tell(ctx, tx, n, r.AssigneeID)
	}
	n.Lead += ". Nobody is in charge of this account: hand it to somebody who answers."
	staff, err := s.People.Staff(ctx, tx)
	if err != nil {
		return err
	}
	var leads []int64
	for _, u := range staff {
		if u.Role == access.Lead {
			leads = append(leads, u.ID)
		}
	}
	return s.tell(ctx, tx, n, leads...)
}

// Remark adds a word to a request. An answer gives the word back to whoever asked; another word of theirs opens it again.
func (s *Service) Remark(ctx context.Context, id int64, body string, answer bool) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	body = strings.TrimSpace(body)
	if body == "" || tooLong(body) {
		return fault.Field("body", "Write up to %d characters", mostText)
	}
	return s.withRequest(ctx, id, func(tx *db.Tx, r Request) error {
		actor, _ := access.From(ctx)
		remark := Remark{By: actor.UserID, At: tx.Now(), Answer: answer && actor.UserID != r.By, Body: body}
		switch {
		case remark.Answer:
			r.State, r.AnsweredAt = RequestAnswered, tx.Now()
			if r.AssigneeID == 0 {
				r.AssigneeID = actor.UserID
			}
		case actor.UserID == r.By && r.State != RequestOpen:
			r.State = RequestOpen
		}
		number, err := insertRemark(ctx, tx, r.ID, remark)
		if err != nil {
			return err
		}
		if err := s.keepRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.tellOthers(ctx, tx, r,
			Notice{Cause: fmt.Sprint("field:", r.ID, ":remark:", number), Subject: "About the request for " + r.Organization + ": " + r.Subject,
				Lead: fault.Clip(oneLine(body), 300)})
	})
}

func (s *Service) withRequest(ctx context.Context, id int64, change func(tx *db.Tx, r Request) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRequest(ctx, tx, id)
		if err != nil {
			return err
		}
		return change(tx, r)
	})
}

// tellOthers tells whoever asked and whoever has the request, but not the one who acts.
func (s *Service) tellOthers(ctx context.Context, tx *db.Tx, r Request, n Notice) error {
	n.Path = r.Path()
	actor, _ := access.From(ctx)
	var to []int64
	for _, id := range []int64{r.By, r.AssigneeID} {
		if id != actor.UserID {
			to = append(to, id)
		}
	}
	return s.tell(ctx, tx, n, to...)
}

// Close ends a request; Remark by whoever asked opens it again.
func (s *Service) Close(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	return s.withRequest(ctx, id, func(tx *db.Tx, r Request) error {
		if r.State == RequestClosed {
			return nil
		}
		r.State, r.ClosedAt = RequestClosed, tx.Now()
		if err := s.keepRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.tellOthers(ctx, tx, r,
			Notice{Cause: fmt.Sprint("field:", r.ID, ":closed:", tx.Now().UnixMicro()),
				Subject: "A request of the field is closed: " + r.Subject, Lead: r.Organization + ": " + r.Subject})
	})
}

// Hand gives a request to somebody of the team.
func (s *Service) Hand(ctx context.Context, id, userID int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.withRequest(ctx, id, func(tx *db.Tx, r Request) error {
		users, err := s.People.Named(ctx, tx, userID)
		if err != nil {
			return err
		}
		if u := users[userID]; !u.Active || !u.Role.Allows(access.UpdateTickets) {
			return fault.Field("assignee", "Choose an engineer who answers")
		}
		r.AssigneeID = userID
		if err := s.keepRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("field:", r.ID, ":hand:", userID),
			Subject: "A request of the field is yours: " + r.Subject, Lead: r.Organization + ": " + r.Subject,
			Path: r.Path()}, userID)
	})
}

func (s *Service) keepRequest(ctx context.Context, tx *db.Tx, r Request) error {
	if err := updateRequest(ctx, tx, r); err != nil {
		return err
	}
	if err := s.armRequest(ctx, tx, r); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, requestSubject(r.ID), Kept{What: "request", Organization: r.OrganizationID, State: string(r.State)})
}

// Requests lists what the field asks.
func (s *Service) Requests(ctx context.Context, f RequestFilter) ([]Request, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return requestsOf(ctx, s.DB.Read(), f)
}

// Request gives a request with its remarks, the oldest first; fault.NotFound when there is none.
func (s *Service) Request(ctx context.Context, id int64) (Request, []Remark, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Request{}, nil, err
	}
	r, err := findRequest(ctx, s.DB.Read(), id)
	if err != nil {
		return r, nil, err
	}
	remarks, err := remarksOf(ctx, s.DB.Read(), id)
	return r, remarks, err
}
