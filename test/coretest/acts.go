package coretest

import (
	"cmp"
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Do runs fn in a transaction, as the desk itself.
func (c *Core) Do(fn func(ctx context.Context, tx *db.Tx) error) {
	c.T.Helper()
	c.Must(c.DB.Do(c.Ctx, func(tx *db.Tx) error { return fn(c.Ctx, tx) }))
}

// As is a context in which somebody acts.
func (c *Core) As(u people.User) context.Context {
	return access.With(c.T.Context(), u.Principal("web"))
}

// Join adds somebody; without an address it begins with the first three letters of the name.
func (c *Core) Join(u people.User) people.User {
	c.T.Helper()
	u.Email = cmp.Or(u.Email, people.FoldName(u.Name)[:3]+"@desk.test")
	c.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		u, err = c.People.ImportUser(ctx, tx, u, "")
		return err
	})
	return u
}

// Customer adds an organization.
func (c *Core) Customer(o people.Organization) people.Organization {
	c.T.Helper()
	c.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		o, err = c.People.SaveOrganizationIn(ctx, tx, o)
		return err
	})
	return o
}

// Open opens a ticket, by the web unless it says otherwise; without a comment its subject is the requester's first word.
func (c *Core) Open(n ticket.NewTicket) ticket.Ticket {
	c.T.Helper()
	n.Channel = cmp.Or(n.Channel, "web")
	if n.Comment.Body == "" {
		n.Comment = ticket.NewComment{Public: true, Body: n.Subject, AuthorID: n.RequesterID}
	}
	t, err := c.Tickets.Create(c.Ctx, n)
	c.Must(err)
	return t
}

// Ticket reads a ticket.
func (c *Core) Ticket(id int64) ticket.Ticket {
	c.T.Helper()
	t, err := c.Tickets.Get(c.Ctx, id)
	c.Must(err)
	return t
}

// Facts lists the facts of a kind about something, oldest first.
func Facts[F event.Fact](c *Core, s event.Subject) (list []F) {
	c.T.Helper()
	all, err := event.Of(c.Ctx, c.DB.Read(), s, 0)
	c.Must(err)
	var kind F
	for _, e := range all {
		if e.Kind == kind.EventKind() {
			f, err := event.Decode[F](e)
			c.Must(err)
			list = append(list, f)
		}
	}
	return list
}
