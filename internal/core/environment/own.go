package environment

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OwnList is what a customer sees of what their organization runs.
type OwnList struct {
	Organization string // name; empty: they belong to none, and there is nothing to see
	Shares       bool   // its people see all of it; false: the primary one and what they have to do with themselves
	All          []Environment
}

// OwnOne is one installation as its customer may see it: without our notes, and with the files of customers only.
type OwnOne struct {
	Environment
	Documents []Document
	Confirmer string // name of the customer who confirmed it last; empty: nobody did, or one of us noted it
	Me        int64
}

// seat is a customer in their organization; the zero organization where they are in none.
type seat struct {
	id  int64
	org people.Organization
}

// seatOf finds the seat of who is signed in. The staff have none: what customers run has pages of its own for them.
func (s *Service) seatOf(ctx context.Context, q db.Querier) (seat, error) {
	who, _ := access.From(ctx)
	at := seat{id: who.UserID}
	if who.Role != access.EndUser {
		return at, nil
	}
	users, err := s.People.Named(ctx, q, who.UserID)
	org := users[who.UserID].OrganizationID
	if err != nil || org == 0 {
		return at, err
	}
	named, err := s.People.OrganizationsNamed(ctx, q, org)
	at.org = named[org]
	return at, err
}

// sees reports whether somebody may see an installation, and then correct it, too. Where tickets are not shared, that is the
// one which tickets are about when they name none, and what they wrote down or confirmed themselves.
func (at seat) sees(e Environment) bool {
	return at.org.ID != 0 && e.OrganizationID == at.org.ID && (at.org.SharesTickets || e.Primary || e.AddedBy == at.id || e.ConfirmedBy == at.id)
}

// asDesk lets the desk act for a customer who was let through: what happens is still the customer's doing.
func asDesk(ctx context.Context) context.Context {
	p, _ := access.From(ctx)
	return access.With(ctx, access.Principal{UserID: p.UserID, Name: p.Name, Role: access.System, Via: "portal"})
}

// OwnList lists the installations that a customer may see, the primary one first, those that run no longer last.
func (s *Service) OwnList(ctx context.Context) (OwnList, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return OwnList{}, err
	}
	at, err := s.seatOf(ctx, s.DB.Read())
	list := OwnList{Organization: at.org.Name, Shares: at.org.SharesTickets}
	if err != nil || at.org.ID == 0 {
		return list, err
	}
	list.All, err = environmentsOf(ctx, s.DB.Read(), at.org.ID)
	list.All = slices.DeleteFunc(list.All, func(e Environment) bool { return !at.sees(e) })
	for i := range list.All {
		list.All[i].Notes = ""
	}
	return list, err
}

// OwnOne gives one of OwnList; fault.NotFound for any other.
func (s *Service) OwnOne(ctx context.Context, id int64) (OwnOne, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return OwnOne{}, err
	}
	q := s.DB.Read()
	at, err := s.seatOf(ctx, q)
	if err != nil {
		return OwnOne{}, err
	}
	e, err := at.owned(findEnvironment(ctx, q, id))
	if err != nil {
		return OwnOne{}, err
	}
	one := OwnOne{Environment: e, Me: at.id}
	one.Notes = ""
	users, err := s.People.Named(ctx, q, e.ConfirmedBy)
	if err != nil {
		return one, err
	}
	if u := users[e.ConfirmedBy]; u.OrganizationID == at.org.ID {
		one.Confirmer = u.Name
	}
	one.Documents, err = s.ownDocuments(ctx, q, at, id)
	return one, err
}

// owned passes an installation on if the customer may see it. Another one's is not told from one that is not there.
func (at seat) owned(e Environment, err error) (Environment, error) {
	if err == nil && !at.sees(e) {
		return Environment{}, fault.New(fault.NotFound, "There is no environment %d", e.ID)
	}
	return e, err
}

// OwnSave writes down what a customer runs (ID 0), or corrects what is known of it; both confirm it. Our notes and which
// installation is the primary one stay as they are. fault.Conflict where it is not as the customer saw it, at seen.
func (s *Service) OwnSave(ctx context.Context, typed Environment, seen time.Time) (Environment, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Environment{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Environment, error) {
		at, err := s.seatOf(ctx, tx)
		if err != nil {
			return typed, err
		}
		if at.org.ID == 0 {
			return typed, fault.New(fault.Forbidden,
				"You belong to no organization here, so there is nobody whose installation this would be. Write to us, and we add you")
		}
		e := Environment{OrganizationID: at.org.ID}
		if typed.ID != 0 {
			if e, err = at.asSeen(ctx, tx, typed.ID, seen); err != nil {
				return typed, err
			}
		}
		e.Name, e.Kind, e.Deployment, e.Version, e.Architecture = typed.Name, typed.Kind, typed.Deployment, typed.Version, typed.Architecture
		e.Size, e.Users, e.Nodes, e.Topology = typed.Size, typed.Users, typed.Nodes, typed.Topology
		if e, err = s.SaveIn(asDesk(ctx), tx, e); err != nil {
			return typed, err
		}
		return e, s.confirm(ctx, tx, e)
	})
}

// asSeen locks an installation that the customer may see, if nobody changed it since they looked.
func (at seat) asSeen(ctx context.Context, tx *db.Tx, id int64, seen time.Time) (Environment, error) {
	e, err := at.owned(lockEnvironment(ctx, tx, id))
	if err == nil && !e.UpdatedAt.Equal(seen) {
		err = fault.New(fault.Conflict, "%s was changed while you looked at it. Look at it once more", e.Name)
	}
	return e, err
}

// OwnConfirm notes that the customer says that what is known is so. fault.Conflict as OwnSave.
func (s *Service) OwnConfirm(ctx context.Context, id int64, seen time.Time) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	return s.ownAct(ctx, id, seen, s.confirm)
}

// OwnRetire notes that an installation of the customer's runs no longer, or again. Where it was the primary one, another one
// that runs takes its place. fault.Conflict as OwnSave.
func (s *Service) OwnRetire(ctx context.Context, id int64, back bool, seen time.Time) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	return s.ownAct(ctx, id, seen, func(ctx context.Context, tx *db.Tx, e Environment) error {
		if err := s.confirm(ctx, tx, e); err != nil {
			return err
		}
		if e.Primary && !back {
			if err := s.succeed(asDesk(ctx), tx, e); err != nil {
				return err
			}
		}
		return s.retire(asDesk(ctx), tx, id, back)
	})
}

func (s *Service) ownAct(ctx context.Context, id int64, seen time.Time, act func(ctx context.Context, tx *db.Tx, e Environment) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		at, err := s.seatOf(ctx, tx)
		if err != nil {
			return err
		}
		e, err := at.asSeen(ctx, tx, id, seen)
		if err != nil {
			return err
		}
		return act(ctx, tx, e)
	})
}

// succeed makes the next that runs the primary one: one for production, if there is one.
func (s *Service) succeed(ctx context.Context, tx *db.Tx, gone Environment) error {
	all, err := environmentsOf(ctx, tx, gone.OrganizationID)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(e Environment) bool { return e.ID == gone.ID || !e.Running() })
	if len(all) == 0 {
		return nil
	}
	before := all[max(0, slices.IndexFunc(all, func(e Environment) bool { return e.Kind == Production }))]
	heir := before
	heir.Primary = true
	if heir, err = s.store(ctx, tx, before, heir, 0); err != nil {
		return err
	}
	return s.tellOrganization(ctx, tx, heir)
}

// OwnChooseIn says which of their installations a customer's ticket is about, as ChooseIn does.
func (s *Service) OwnChooseIn(ctx context.Context, tx *db.Tx, ticketID, id int64) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	at, err := s.seatOf(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := at.owned(findEnvironment(ctx, tx, id)); fault.Is(err, fault.NotFound) {
		return fault.Field("environment", "This installation is none of yours. Choose another")
	} else if err != nil {
		return err
	}
	return s.ChooseIn(ctx, tx, ticketID, id)
}

// OwnAbout tells which of their installations a ticket is about that the customer may see; ID 0 where it is none of them.
func (s *Service) OwnAbout(ctx context.Context, ticketID int64) (Environment, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Environment{}, err
	}
	at, err := s.seatOf(ctx, s.DB.Read())
	if err != nil || at.org.ID == 0 {
		return Environment{}, err
	}
	customer, err := s.Customer(ctx, s.DB.Read(), ticketID)
	if err != nil || customer != at.org.ID {
		return Environment{}, err
	}
	e, _, _, err := s.About(ctx, s.DB.Read(), ticketID, customer)
	if err != nil || !at.sees(e) {
		return Environment{}, err
	}
	e.Notes = ""
	return e, nil
}
