package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Contact is a person whom an organization names: who may ask for it, and be told about it. Belonging to an
// organization (User.OrganizationID) is less: a contact belongs to it, others who belong may be no contacts.
type Contact struct {
	UserID         int64
	OrganizationID int64
	Role           string    // in the customer's own words, such as Platform lead; or empty
	Proof          string    // one of Proofs: how they showed that they may ask; or empty
	ProvedAt       time.Time // zero: never
	ProvedBy       int64     // who looked at the proof; 0: the desk itself
	Since          time.Time // when they were named
}

// The kinds of proof (domain/tickets.md, Proof of entitlement). What was shown is not kept with the contact.
const (
	ProofNamespace      = "namespace"       // owner of a paid namespace
	ProofLicense        = "license"         // licence number or licence file
	ProofActivationCode = "activation_code" // of a cloud licence
	ProofUsageExport    = "usage_export"    // a usage export and an address of the company
	ProofSoldTo         = "sold_to"         // named on the order as the one it was sold to
	ProofByHand         = "by_hand"         // an engineer answers for them
	ProofCRM            = "crm"             // a contact of the account in the CRM
)

// Proofs are the kinds of proof, in the order in which they are offered.
func Proofs() []string {
	return []string{ProofNamespace, ProofLicense, ProofActivationCode, ProofUsageExport, ProofSoldTo, ProofByHand, ProofCRM}
}

// ContactsOf gives the named contacts of an organization by name. The caller has checked that the actor may see them.
func (s *Service) ContactsOf(ctx context.Context, q db.Querier, organizationID int64) ([]Contact, error) {
	return contactsOf(ctx, q, organizationID)
}

// ContactOf gives as whose contact somebody is named; false for somebody who is none. The caller has checked that the
// actor may see them.
func (s *Service) ContactOf(ctx context.Context, q db.Querier, userID int64) (Contact, bool, error) {
	return contactOf(ctx, q, userID)
}

// NamesContacts reports whether any organization of the desk names a contact. The caller has checked the actor.
func (s *Service) NamesContacts(ctx context.Context, q db.Querier) (bool, error) {
	return anyContact(ctx, q)
}

// NameContact names somebody as a contact of an organization, or changes how they are named; they belong to it from
// then on. Somebody of another organization, and one more than its ContactLimit, is fault.Conflict on "user".
func (s *Service) NameContact(ctx context.Context, c Contact) error {
	return s.db.Do(ctx, func(tx *db.Tx) error { return s.NameContactIn(ctx, tx, c) })
}

// NameContactIn is NameContact in the caller's transaction.
func (s *Service) NameContactIn(ctx context.Context, tx *db.Tx, c Contact) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	c.Role = strings.Join(strings.Fields(c.Role), " ")
	if err := waitForOrganization(ctx, tx, c.OrganizationID); err != nil { // two who add the last contact wait for each other
		return err
	}
	o, err := findOrganization(ctx, tx, c.OrganizationID) // counted after the wait
	if err != nil {
		return err
	}
	u, err := lockUser(ctx, tx, c.UserID)
	if err != nil {
		return err
	}
	before, named, err := contactOf(ctx, tx, u.ID)
	if err != nil {
		return err
	}
	if err := o.mayName(u, before, named); err != nil {
		return err
	}
	return s.storeContact(ctx, tx, u, before, c)
}

func (c Contact) check() error {
	if len([]rune(c.Role)) > longestName {
		return fault.Field("contact_role", "This is longer than the %d characters that are kept", longestName)
	}
	if c.Proof != "" && !slices.Contains(Proofs(), c.Proof) {
		return fault.Field("proof", "“%s” is no kind of proof. Choose one of %s", fault.Clip(c.Proof, 40), strings.Join(Proofs(), ", "))
	}
	return nil
}

// mayName says why somebody cannot be a contact of o. Nobody is contact of two: whose contract would answer for what
// they ask?
func (o Organization) mayName(u User, c Contact, named bool) error {
	refuse := func(format string, args ...any) error {
		err := fault.New(fault.Conflict, format, args...)
		err.Field = "user"
		return err
	}
	switch {
	case u.Role.Staff():
		return refuse("%s is of the team. Only a customer can be a contact", u.Name)
	case named && c.OrganizationID == o.ID:
		return nil
	case named:
		return refuse("%s is a contact of %s and cannot be one of %s too. To move them, take them out of the contacts of %s first", u.Name,
			u.Organization, o.Name, u.Organization)
	case u.OrganizationID != 0 && u.OrganizationID != o.ID:
		return refuse("%s belongs to %s and cannot be a contact of %s. To move them, change the organization on their page first", u.Name,
			u.Organization, o.Name)
	case o.Full():
		return refuse("%s names %d contacts of the %d it may name. Take one out, or raise the limit on the page of the organization",
			o.Name, o.Contacts, o.ContactLimit)
	}
	return nil
}

// Full reports whether the organization names as many contacts as it may.
func (o Organization) Full() bool { return o.ContactLimit > 0 && o.Contacts >= o.ContactLimit }

func (s *Service) storeContact(ctx context.Context, tx *db.Tx, u User, before, c Contact) error {
	if c.Since.IsZero() {
		if c.Since = before.Since; c.Since.IsZero() {
			c.Since = tx.Now()
		}
	}
	if c == before {
		return nil
	}
	if u.OrganizationID != c.OrganizationID {
		after := u
		after.OrganizationID = c.OrganizationID
		if err := s.change(ctx, tx, u, after); err != nil {
			return err
		}
	}
	if err := saveContact(ctx, tx, c); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, subject(u.ID), ContactNamed{OrganizationID: c.OrganizationID, Proof: c.Proof})
}

// DropContactIn takes somebody out of the contacts. They still belong to the organization; that somebody is no contact
// is no error.
func (s *Service) DropContactIn(ctx context.Context, tx *db.Tx, userID int64) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	if _, err := lockUser(ctx, tx, userID); err != nil {
		return err
	}
	return s.dropContact(ctx, tx, userID)
}

// DropContact is DropContactIn in a transaction of its own.
func (s *Service) DropContact(ctx context.Context, userID int64) error {
	return s.db.Do(ctx, func(tx *db.Tx) error { return s.DropContactIn(ctx, tx, userID) })
}

// dropContact expects the user locked.
func (s *Service) dropContact(ctx context.Context, tx *db.Tx, userID int64) error {
	c, named, err := contactOf(ctx, tx, userID)
	if err != nil || !named {
		return err
	}
	if err := deleteContact(ctx, tx, userID); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, subject(userID), ContactDropped{OrganizationID: c.OrganizationID})
}

// ContactNamed is the fact that somebody was named as a contact, or is named otherwise.
type ContactNamed struct {
	OrganizationID int64  `json:"organization"`
	Proof          string `json:"proof,omitempty"`
}

// EventKind implements event.Fact.
func (ContactNamed) EventKind() string { return "user.contact_named" }

// ContactDropped is the fact that somebody is no contact any more.
type ContactDropped struct {
	OrganizationID int64 `json:"organization"`
}

// EventKind implements event.Fact.
func (ContactDropped) EventKind() string { return "user.contact_dropped" }

// NamedContacts gives the named contacts of an organization by name, and who they are.
func (s *Service) NamedContacts(ctx context.Context, organizationID int64) ([]Contact, map[int64]User, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, nil, err
	}
	q := s.db.Read()
	contacts, err := contactsOf(ctx, q, organizationID)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(contacts))
	for i, c := range contacts {
		ids[i] = c.UserID
	}
	byID, err := s.Named(ctx, q, ids...)
	return contacts, byID, err
}

// MeetContact names whoever has an address that somebody typed, and makes a person of one nobody knows. Whoever names them
// answers for the proof.
func (s *Service) MeetContact(ctx context.Context, name, typed string, c Contact) (User, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return User{}, err
	}
	address, err := typedAddress("address", typed)
	if err != nil {
		return User{}, err
	}
	actor, _ := access.From(ctx)
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) {
		u, err := s.Ensure(ctx, tx, name, address)
		if err != nil {
			return u, err
		}
		c.UserID = u.ID
		if c.Proof != "" {
			c.ProvedAt, c.ProvedBy = tx.Now(), actor.UserID
		}
		return u, s.NameContactIn(ctx, tx, c)
	})
}

// Contact gives as whose contact somebody is named; false for somebody who is none.
func (s *Service) Contact(ctx context.Context, userID int64) (Contact, bool, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Contact{}, false, err
	}
	return contactOf(ctx, s.db.Read(), userID)
}
