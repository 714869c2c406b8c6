package entitlement

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Proof is how somebody showed that they may ask for an organization, and where that led (tickets.md, Proof of entitlement
// and Lookup chain).
type Proof struct {
	ID             int64
	At             time.Time
	By             int64
	TicketID       int64 // on which it was shown; 0: none
	UserID         int64
	OrganizationID int64
	Kind           string // one of people.Proofs
	Shown          string // namespace, number of the license, activation code, address on the order
	Order          string // number of the order; may be empty
	BillingAccount string
	CRMAccount     string // 15 or 18 characters; stored as 18
	Named          bool   // they are a contact since; else the organization had no room

	Trial bool // the license is one for trying out, which proves nothing; never stored
}

// ProofKinds are the kinds that an engineer records; those of a CRM come from there.
func ProofKinds() []string {
	return slices.DeleteFunc(people.Proofs(), func(kind string) bool { return kind == people.ProofCRM })
}

// Proved is the fact that somebody proved that they may ask.
type Proved struct {
	User         int64  `json:"user"`
	Organization int64  `json:"organization"`
	Kind         string `json:"kind"`
	Named        bool   `json:"named"`
}

// EventKind implements event.Fact.
func (Proved) EventKind() string { return "entitlement.proved" }

const longestShown = 300

// Prove keeps a proof, writes the chain as an internal note on its ticket, and names the person as a contact if there is
// room; without room the proof is kept, and they belong to nobody yet. fault.Invalid says what does not prove anything,
// fault.Conflict on "user" that they belong to another organization.
func (s *Service) Prove(ctx context.Context, p Proof) (Proof, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return p, err
	}
	actor, _ := access.From(ctx)
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Proof, error) {
		p := p
		orgs, err := s.People.OrganizationsNamed(ctx, tx, p.OrganizationID)
		if err != nil {
			return p, err
		}
		users, err := s.People.Named(ctx, tx, p.UserID)
		if err != nil {
			return p, err
		}
		u, o := users[p.UserID], orgs[p.OrganizationID]
		if p, err = p.checked(u, o); err != nil {
			return p, err
		}
		p.At, p.By = tx.Now(), actor.UserID
		if p.Named, err = s.nameIfRoom(ctx, tx, p, u, o); err != nil {
			return p, err
		}
		if p.ID, err = insertProof(ctx, tx, p); err != nil {
			return p, err
		}
		if err := s.noteChain(ctx, tx, p, u, o); err != nil {
			return p, err
		}
		fact := Proved{User: p.UserID, Organization: p.OrganizationID, Kind: p.Kind, Named: p.Named}
		return p, s.Log.Append(ctx, tx, event.Subject{Type: "user", ID: p.UserID}, fact)
	})
}

// ProveFor is Prove for an organization by its name.
func (s *Service) ProveFor(ctx context.Context, organization string, p Proof) (Proof, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return p, err
	}
	o, err := s.organizationCalled(ctx, organization)
	if err != nil {
		return p, err
	}
	p.OrganizationID = o.ID
	return s.Prove(ctx, p)
}

// checked says what proves nothing, and puts the rest into its stored form.
func (p Proof) checked(u people.User, o people.Organization) (Proof, error) {
	p.Shown, p.Order, p.BillingAccount = strings.TrimSpace(p.Shown), strings.TrimSpace(p.Order), strings.TrimSpace(p.BillingAccount)
	_, domain, _ := strings.Cut(u.Email, "@")
	switch {
	case u.ID == 0:
		return p, fault.Field("user", "This person is not there any more")
	case o.ID == 0:
		return p, fault.Field("organization", "Choose the organization to which the proof leads")
	case !slices.Contains(ProofKinds(), p.Kind):
		return p, fault.Field("proof", "Choose what kind of proof it is")
	case p.Trial:
		return p, fault.Field("trial", "A trial license proves no right to support. Ask for the number of a paid one, or for the address on the order")
	case p.Shown == "":
		return p, fault.Field("shown", "Write down what was shown: the namespace, the number of the license, the address on the order")
	case len(p.Shown) > longestShown || len(p.Order) > longestShown || len(p.BillingAccount) > longestShown:
		return p, fault.Field("shown", "Up to %d characters are kept of each: write the number, not the file", longestShown)
	case p.Kind == people.ProofUsageExport && !slices.Contains(o.Domains, domain):
		return p, fault.Field("proof",
			"A usage export counts only from an address of the company, and %s is none of %s (%s). Add the domain to the organization if it is theirs",
			domain, o.Name, orNone(strings.Join(o.Domains, ", ")))
	case p.Kind == people.ProofSoldTo && !strings.EqualFold(p.Shown, u.Email):
		return p, fault.Field("shown", "The order names %s, and this is %s. Only whom it names has this proof", p.Shown, u.Email)
	}
	if p.CRMAccount == "" {
		return p, nil
	}
	var err error
	p.CRMAccount, err = AccountID(p.CRMAccount)
	return p, err
}

func orNone(list string) string {
	if list == "" {
		return "no domain is known"
	}
	return list
}

// nameIfRoom names the person, unless the organization names as many as it may already.
func (s *Service) nameIfRoom(ctx context.Context, tx *db.Tx, p Proof, u people.User, o people.Organization) (bool, error) {
	c, named, err := s.People.ContactOf(ctx, tx, u.ID)
	if err != nil {
		return false, err
	}
	if o.Full() && !(named && c.OrganizationID == o.ID) {
		return false, nil
	}
	err = s.People.NameContactIn(ctx, tx, people.Contact{UserID: u.ID, OrganizationID: o.ID, Role: c.Role, Proof: p.Kind, ProvedAt: tx.Now(), ProvedBy: p.By})
	return err == nil, err
}

// noteChain writes on the ticket how one leads to the other, for whoever asks later why this person was let in.
func (s *Service) noteChain(ctx context.Context, tx *db.Tx, p Proof, u people.User, o people.Organization) error {
	if p.TicketID == 0 {
		return nil
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, p.TicketID, ticket.Update{Comment: &ticket.NewComment{Body: p.chain(u, o), Channel: "web"}})
	return err
}

// proofWords are the kinds in the note.
var proofWords = map[string]string{people.ProofNamespace: "Owner of the namespace", people.ProofLicense: "License",
	people.ProofActivationCode: "Activation code",
	people.ProofUsageExport:    "Usage export from a company address", people.ProofSoldTo: "Named on the order as sold to",
	people.ProofByHand: "Answered for by hand"}

// chain is the note: proof, order, billing account, CRM account, organization.
func (p Proof) chain(u people.User, o people.Organization) string {
	steps := []string{fmt.Sprintf("%s: `%s`", proofWords[p.Kind], strings.ReplaceAll(p.Shown, "`", "'"))}
	for _, step := range []struct{ label, value string }{{"order", p.Order}, {"billing account", p.BillingAccount}, {"CRM account", p.CRMAccount}} {
		if step.value != "" {
			steps = append(steps, fmt.Sprintf("%s `%s`", step.label, strings.ReplaceAll(step.value, "`", "'")))
		}
	}
	steps = append(steps, "organization **"+o.Name+"**")
	text := fmt.Sprintf("Entitlement of %s (%s) proved.\n\n%s", u.Name, u.Email, strings.Join(steps, " → "))
	if p.Named {
		return text + fmt.Sprintf("\n\nThey are a named contact of %s now.", o.Name)
	}
	return text + fmt.Sprintf("\n\n%s names %d contacts of the %d it may name, so they are none yet. Take one out, or raise the limit, and name them.", o.Name, o.Contacts, o.ContactLimit)
}

// ProofsOf lists the proofs of a person, the newest first.
func (s *Service) ProofsOf(ctx context.Context, userID int64) ([]Proof, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return proofsOf(ctx, s.DB.Read(), userID)
}
