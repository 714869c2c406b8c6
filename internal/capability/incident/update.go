package incident

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// UpdateState is how far an update is.
type UpdateState string

// The states.
const (
	Draft     UpdateState = "draft"
	Approved  UpdateState = "approved" // somebody else read it
	Published UpdateState = "published"
	Dropped   UpdateState = "dropped"
)

// Change is what an update says of a component.
type Change struct {
	Component int64  `json:"component"`
	From      Health `json:"from,omitempty"` // filled when it is published
	To        Health `json:"to"`
}

// Update is a word about an incident. Its status, and what it says of components, hold once it is published.
type Update struct {
	ID          int64
	Code        string
	IncidentID  int64
	Status      Status
	Body        string // plain text
	State       UpdateState
	Template    string // it was made with; empty: with none
	Changes     []Change
	NextBy      time.Time // the time of the next word that it promises; zero: by the table
	Deliver     bool      // to subscribers
	AuthorID    int64     // 0: the desk itself
	ApproverID  int64     // 0: nobody
	LateFor     time.Time // when it was due; zero: it was the first
	CreatedAt   time.Time
	PublishedAt time.Time // zero: not yet
}

// Late reports whether it came after it was due.
func (u Update) Late() bool { return !u.LateFor.IsZero() && u.PublishedAt.After(u.LateFor) }

// NewUpdate is what somebody writes.
type NewUpdate struct {
	Incident int64
	Status   Status
	Body     string
	Template string
	Fields   map[string]string // what the template asks for; it makes the body where that is empty
	Changes  []Change
	NextBy   time.Time
	Silent   bool // subscribers are not told
}

// Write keeps a draft of an update. Body and template are checked now, so that whoever publishes it need not wait.
func (s *Service) Write(ctx context.Context, n NewUpdate) (Update, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Update{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Update, error) {
		i, err := lockIncident(ctx, tx, n.Incident)
		if err != nil {
			return Update{}, err
		}
		u, err := s.draft(ctx, tx, i, n)
		if err != nil {
			return u, err
		}
		return u, s.Log.Append(ctx, tx, Subject(i.ID), Drafted{Update: u.ID, Status: u.Status})
	})
}

// draft checks and stores what somebody wrote.
func (s *Service) draft(ctx context.Context, tx *db.Tx, i Incident, n NewUpdate) (Update, error) {
	actor, _ := access.From(ctx)
	u := Update{IncidentID: i.ID, Status: n.Status, Body: strings.TrimSpace(strings.ReplaceAll(n.Body, "\r\n", "\n")), State: Draft, Template: n.Template,
		Changes: n.Changes, NextBy: n.NextBy, Deliver: !n.Silent, AuthorID: actor.UserID}
	if !i.Kind.allowed(u.Status) {
		return u, fault.Field("status", "“%s” is no status of this kind. Choose one of %s", u.Status, words(i.Kind.Statuses()))
	}
	if err := s.fillTemplate(ctx, tx, &u, i, n.Fields); err != nil {
		return u, err
	}
	if err := s.checkBody(ctx, tx, u.Body); err != nil {
		return u, err
	}
	if !u.NextBy.IsZero() && !u.NextBy.After(tx.Now()) {
		return u, fault.Field("next_by", "The time of the next update, %s, is over already", clock(u.NextBy))
	}
	if err := checkChanges(ctx, tx, u.Changes); err != nil {
		return u, err
	}
	return u, insertUpdate(ctx, tx, &u)
}

func (s *Service) checkBody(ctx context.Context, q db.Querier, body string) error {
	most, err := BodyLimit.Get(ctx, q)
	if err != nil {
		return err
	}
	switch n := utf8.RuneCountInString(body); {
	case n == 0:
		return fault.Field("body", "Say what customers should know: status and components change only with an update")
	case n > most:
		return fault.Field("body", "The update has %d characters; up to %d are read as one message. Take out %d", n, most, n-most)
	}
	return s.unsealed("body", body)
}

func checkChanges(ctx context.Context, q db.Querier, changes []Change) error {
	all, err := findComponents(ctx, q)
	if err != nil {
		return err
	}
	known := named(all)
	for _, c := range changes {
		component, ok := known[c.Component]
		switch {
		case !ok:
			return fault.Field("components", "There is no component with the number %d", c.Component)
		case component.IsGroup:
			return fault.Field("components", "“%s” is a group: it is as well as its worst component", component.Title)
		case c.To != Operational && c.To.rank() == 0:
			return fault.Field("components", "“%s” is no state of “%s”", c.To, component.Title)
		}
	}
	return nil
}

// clock says a moment in UTC, as public words do.
func clock(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

func words[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}
