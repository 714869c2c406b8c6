package paging

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Contact is a way to reach somebody, as its owner sees it.
type Contact struct {
	Method
	CodeUntil time.Time // a code was sent that proves it until then
	Gone      string    // why nothing arrives there any more; empty where it does
}

// Works reports whether pages go there.
func (c Contact) Works() bool { return !c.VerifiedAt.IsZero() && c.Gone == "" }

// MethodAdded is the fact that somebody can be reached in a further way.
type MethodAdded struct {
	User int64 `json:"user"`
	Kind Kind  `json:"kind"`
}

// EventKind implements event.Fact.
func (MethodAdded) EventKind() string { return "contact.added" }

// MethodVerified is the fact that somebody proved that they read what is sent there.
type MethodVerified struct {
	User int64 `json:"user"`
	Kind Kind  `json:"kind"`
}

// EventKind implements event.Fact.
func (MethodVerified) EventKind() string { return "contact.verified" }

// MethodRemoved is the fact that a way is no more. Why is empty where its owner took it away.
type MethodRemoved struct {
	User int64  `json:"user"`
	Kind Kind   `json:"kind"`
	Why  string `json:"why,omitempty"`
}

// EventKind implements event.Fact.
func (MethodRemoved) EventKind() string { return "contact.removed" }

func contactSubject(id int64) event.Subject { return event.Subject{Type: "contact", ID: id} }

// mostMethods bounds how many ways somebody has: each may be sent codes.
const mostMethods = 20

// Contacts lists the actor's own ways, their mail address first.
func (s *Service) Contacts(ctx context.Context) ([]Contact, error) {
	me, err := myself(ctx)
	if err != nil {
		return nil, err
	}
	return s.contacts(ctx, s.DB.Read(), me)
}

func (s *Service) contacts(ctx context.Context, q db.Querier, userID int64) ([]Contact, error) {
	u, err := s.person(ctx, q, userID)
	if err != nil {
		return nil, err
	}
	own, err := findContacts(ctx, q, userID)
	if err != nil || u.Email == "" {
		return own, err
	}
	first := Contact{Method: mailOf(u)}
	first.VerifiedAt = u.CreatedAt // mail invited them
	if u.MailFails {
		first.Gone = "mail to this address came back"
	}
	return slices.Insert(own, 0, first), nil
}

// AddMethod gives the actor a further way, and sends a code there that VerifyMethod asks for. Where it cannot be sent, the way
// is kept: SendCode tries again. fault.Invalid names the field.
func (s *Service) AddMethod(ctx context.Context, m Method) (Contact, error) {
	me, err := myself(ctx)
	if err != nil {
		return Contact{}, err
	}
	m.ID, m.UserID, m.VerifiedAt = 0, me, time.Time{}
	if m, err = checkMethod(m); err != nil {
		return Contact{}, err
	}
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		m.ID, err = s.insert(ctx, tx, m)
		return err
	})
	if err != nil {
		return Contact{}, err
	}
	if err := s.SendCode(ctx, m.ID); err != nil {
		return Contact{Method: m}, err
	}
	return s.Contact(ctx, m.ID)
}

// insert stores a way of somebody who has not too many.
func (s *Service) insert(ctx context.Context, tx *db.Tx, m Method) (int64, error) {
	if err := lockReach(ctx, tx, m.UserID); err != nil {
		return 0, err
	}
	own, err := findContacts(ctx, tx, m.UserID)
	if err != nil {
		return 0, err
	}
	for _, c := range own {
		if c.Kind == m.Kind && c.Address == m.Address {
			return 0, fault.Field("address", "You have %s already. Remove it first if you want to begin anew", fault.Clip(m.Address, 60))
		}
	}
	if len(own) >= mostMethods {
		return 0, fault.New(fault.Invalid, "You have %d ways already. Remove one that you no longer use", len(own))
	}
	id, err := insertMethod(ctx, tx, m)
	if err != nil {
		return 0, err
	}
	return id, s.Log.Append(ctx, tx, contactSubject(id), MethodAdded{User: m.UserID, Kind: m.Kind})
}

// Contact gives one of the actor's own ways.
func (s *Service) Contact(ctx context.Context, id int64) (Contact, error) {
	me, err := myself(ctx)
	if err != nil {
		return Contact{}, err
	}
	return findContact(ctx, s.DB.Read(), me, id)
}

// RemoveMethod takes one of the actor's own ways away. Rules that name it go on without.
func (s *Service) RemoveMethod(ctx context.Context, id int64) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.remove(ctx, tx, me, id, "") })
}

func (s *Service) remove(ctx context.Context, tx *db.Tx, userID, id int64, why string) error {
	if err := lockReach(ctx, tx, userID); err != nil {
		return err
	}
	c, err := findContact(ctx, tx, userID, id)
	if err != nil {
		return err
	}
	if err := deleteMethod(ctx, tx, userID, id); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, contactSubject(id), MethodRemoved{User: userID, Kind: c.Kind, Why: why})
}

// MethodGone takes away an address at which nothing will arrive again, and tells its owner by mail.
func (s *Service) MethodGone(ctx context.Context, tx *db.Tx, m Method, why string) error {
	err := s.remove(ctx, tx, m.UserID, m.ID, why)
	if fault.Is(err, fault.NotFound) {
		return nil // its owner was faster
	}
	if err != nil || s.Tell == nil {
		return err
	}
	u, err := s.person(ctx, tx, m.UserID)
	if err != nil {
		return err
	}
	return s.Tell(ctx, tx, Notice{Cause: "contact:" + number(m.ID), To: []people.User{u}, Subject: "Pages no longer reach " + named(m),
		Lead: "Pages no longer reach " + named(m) + ": " + why + ". If it should, connect it again.", Path: ContactsPath})
}

// ContactsPath is where people say how they are reached.
const ContactsPath = "/profile/reach"

// named is what a way is called in a sentence.
func named(m Method) string {
	if m.Label != "" {
		return "“" + m.Label + "”"
	}
	return m.Address
}

// Notice is something that people should read when they can.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string
	Path    string // of the page where it can be mended
}

func (s *Service) person(ctx context.Context, q db.Querier, id int64) (people.User, error) {
	users, err := s.People.Named(ctx, q, id)
	if err != nil {
		return people.User{}, err
	}
	u, ok := users[id]
	if !ok {
		return u, fault.New(fault.NotFound, "There is no person with the number %d", id)
	}
	return u, nil
}

// myself is the person who acts: how somebody is reached is their own affair.
func myself(ctx context.Context) (int64, error) {
	p, ok := access.From(ctx)
	switch {
	case !ok || p.UserID == 0:
		return 0, fault.New(fault.Unauthorized, "Sign in first")
	case !p.Role.Staff():
		return 0, fault.New(fault.Forbidden, "Only the team is paged")
	}
	return p.UserID, nil
}
