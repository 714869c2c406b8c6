package incident

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Customer is what a customer's own page is made of.
type Customer struct {
	OrganizationID int64
	Name           string
	Components     []int64 // that touch them; none stands for all
	Secret         string  // of the link to the page; empty: there is no link
	ChangedAt      time.Time
}

// Path is the address of a customer's page by its link.
func (c Customer) Path() string { return PublicHome + "for/" + c.Secret }

// CustomerChanged is the fact that a customer's own page is kept in another way.
type CustomerChanged struct {
	Components int  `json:"components"` // how many; 0: all
	Link       bool `json:"link,omitempty"`
}

// EventKind implements event.Fact.
func (CustomerChanged) EventKind() string { return "status_page.customer" }

// Customers lists the customers whose page is kept otherwise than that of others.
func (s *Service) Customers(ctx context.Context) ([]Customer, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return nil, err
	}
	return findCustomers(ctx, s.DB.Read())
}

// SaveCustomer sets which components touch a customer, and whether there is a link to their page. fresh makes a new link:
// the old one is dead.
func (s *Service) SaveCustomer(ctx context.Context, organization int64, components []int64, link, fresh bool) (Customer, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Customer{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Customer, error) {
		orgs, err := s.People.OrganizationsNamed(ctx, tx, organization)
		if err != nil {
			return Customer{}, err
		}
		if _, ok := orgs[organization]; !ok {
			return Customer{}, fault.Field("organization", "Choose a customer; there is none with the number %d", organization)
		}
		c, err := findCustomer(ctx, tx, organization)
		if err != nil {
			return c, err
		}
		if c.Components, err = knownComponents(ctx, tx, components); err != nil {
			return c, err
		}
		switch {
		case !link:
			c.Secret = ""
		case fresh || c.Secret == "":
			c.Secret = rand.Text()
		}
		if err := storeCustomer(ctx, tx, c); err != nil {
			return c, err
		}
		return c, s.Log.Append(ctx, tx, event.Subject{Type: "status_page", ID: organization}, CustomerChanged{len(c.Components), c.Secret != ""})
	})
}

// Own is a customer's own page: only what touches them.
type Own struct {
	View
	Customer Customer
	Tickets  []OwnTicket
}

// OwnTicket is a ticket of the customer that an incident is behind.
type OwnTicket struct {
	Incident int64
	Ticket   int64
	Subject  string
	Solved   bool
}

// ByLink gives the page that a secret link leads to. The secret is the permission.
func (s *Service) ByLink(ctx context.Context, secret string) (Own, error) {
	c, err := customerBySecret(ctx, s.DB.Read(), secret)
	if err != nil {
		return Own{}, err
	}
	return s.own(ctx, c)
}

// Mine gives the page of the signed-in customer's organization.
func (s *Service) Mine(ctx context.Context) (Own, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Own{}, err
	}
	who, _ := access.From(ctx)
	users, err := s.People.Named(ctx, s.DB.Read(), who.UserID)
	if err != nil {
		return Own{}, err
	}
	u := users[who.UserID]
	if u.OrganizationID == 0 {
		return Own{}, fault.New(fault.NotFound, "You belong to no organization that the desk knows of. The page for everybody has all there is")
	}
	c, err := findCustomer(ctx, s.DB.Read(), u.OrganizationID)
	if err != nil {
		return Own{}, err
	}
	c.Name = u.Organization
	return s.own(ctx, c)
}

func (s *Service) own(ctx context.Context, c Customer) (Own, error) {
	v, err := s.View(ctx)
	if err != nil {
		return Own{}, err
	}
	o := Own{View: v, Customer: c}
	if o.Tickets, err = ownTickets(ctx, s.DB.Read(), c.OrganizationID); err != nil {
		return o, err
	}
	o.narrow()
	return o, nil
}

// narrow leaves out what does not touch the customer: neither their components nor their tickets.
func (o *Own) narrow() {
	if len(o.Customer.Components) == 0 {
		return
	}
	touches := func(id int64) bool { return slices.Contains(o.Customer.Components, id) }
	o.Components = slices.DeleteFunc(slices.Clone(o.Components), func(c Component) bool {
		if !c.IsGroup {
			return !touches(c.ID)
		}
		return !slices.ContainsFunc(o.View.Components, func(m Component) bool { return m.GroupID == c.ID && touches(m.ID) })
	})
	o.Threads = o.Of(func(t Thread) bool {
		return t.Touches(o.Customer.Components) || slices.ContainsFunc(o.Tickets, func(x OwnTicket) bool { return x.Incident == t.ID })
	})
}
