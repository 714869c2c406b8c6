package people

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Organization is a customer, with all that clocks and rules depend on.
type Organization struct {
	ID         int64
	Name       string
	ExternalID string // the customer's number elsewhere, unique unless empty
	Plan       string // a word of the desk's own: Premium, Ultimate
	Region     string // key of the preferred region, or empty
	Deployment string // self-managed, saas or empty
	Version    string
	Notes      string            // Markdown, for engineers only
	Tags       []string          // small letters, no spaces, sorted
	Fields     map[string]string // values of OrganizationFields by key; unset ones are missing

	SupportLevel     string      // key of a level in SupportLevels, or empty
	Tier             string      // key of a tier in SuccessTiers, or empty
	StartsOn, EndsOn bizcal.Date // first and last day of the contract, in UTC; zero has no edge
	GraceDays        int         // days after EndsOn on which support goes on
	Hold             bool        // no support until it is lifted
	HoldReason       string
	CalendarID       int64 // the customer's own schedule; 0 takes that of the region
	ContactLimit     int   // how many people may be named as contacts; 0 has no limit

	Escalated          bool
	EscalatedAt        time.Time // since when; set as Escalated becomes true
	EscalationNote     string
	AssignedEngineerID int64  // 0: nobody
	AssignedEngineer   string // their name, read along

	Partner       string    // who sells to them, or empty
	Segment       string    // in a word of the desk's own
	Health        string    // one of Healths, or empty: not told
	ARR           int64     // revenue of a year, in whole units of the setting Currency
	Seats         int       // bought; 0: not known
	Aliases       []string  // other names and acronyms, in the order typed
	Domains       []string  // of their mail, small letters, sorted. For matching and redaction; nobody is joined by them
	Owners        []Owner   // who answers for them, on both sides, in the order typed
	SharesTickets bool      // their contacts see one another's tickets in the portal
	MarkedAt      time.Time // marked for deletion since; zero: not
	MarkedWhy     string

	Members   int // how many people belong to them; read along
	Contacts  int // how many of those are named as contacts; read along
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Deployments are the words for where a customer's installation runs.
func Deployments() []string { return []string{"self-managed", "saas", "dedicated"} }

// Healths are the words for how a customer fares.
func Healths() []string { return []string{"green", "amber", "red"} }

// Currency is the setting of what the revenue of organizations is counted in, as ISO 4217 writes it.
var Currency = settings.Key[string]{Name: "people.currency", Default: "USD", Check: func(code string) error {
	if len(code) != 3 || strings.ToUpper(code) != code {
		return fault.Field("currency", "“%s” is no currency. Use its three capital letters, such as EUR", fault.Clip(code, 10))
	}
	return nil
}}

// Organization gives one organization; fault.NotFound when there is none.
func (s *Service) Organization(ctx context.Context, id int64) (Organization, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Organization{}, err
	}
	return findOrganization(ctx, s.db.Read(), id)
}

// OrganizationsNamed gives organizations by number, for pages that show names and for clocks. Missing ones are
// left out. The caller may see the record that names them.
func (s *Service) OrganizationsNamed(ctx context.Context, q db.Querier, ids ...int64) (map[int64]Organization, error) {
	return findOrganizations(ctx, q, distinct(ids))
}

// NewOrganization is what an organization begins with: the desk's usual terms.
func (s *Service) NewOrganization(ctx context.Context) (Organization, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return Organization{}, err
	}
	terms, err := UsualTerms.Get(ctx, s.db.Read())
	return Organization{GraceDays: terms.GraceDays, ContactLimit: terms.ContactLimit}, err
}

// SaveOrganization makes an organization (ID 0) or changes it. A name or an external number that another one has
// is fault.Conflict on "name" or "external_id", a mail domain that another one claims on "domains".
func (s *Service) SaveOrganization(ctx context.Context, o Organization) (Organization, error) {
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Organization, error) { return s.SaveOrganizationIn(ctx, tx, o) })
}

// SaveOrganizationIn is SaveOrganization in the caller's transaction.
func (s *Service) SaveOrganizationIn(ctx context.Context, tx *db.Tx, o Organization) (Organization, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return Organization{}, err
	}
	var before Organization
	if o.ID != 0 {
		var err error
		if before, err = lockOrganization(ctx, tx, o.ID); err != nil {
			return o, err
		}
	}
	o, err := s.typedOrganization(ctx, tx, before, o)
	if err != nil {
		return o, err
	}
	if o.ID == 0 {
		o, err = s.createOrganization(ctx, tx, o)
	} else {
		o, err = s.changeOrganization(ctx, tx, before, o)
	}
	if err == nil && s.assigning != nil && o.AssignedEngineerID != before.AssignedEngineerID {
		err = s.assigning(ctx, tx, before, o)
	}
	if db.IsUnique(err) {
		return o, &fault.Error{Kind: fault.Conflict, Field: "name", Public: "There is an organization " + o.Name + " already", Err: err}
	}
	return o, err
}

func organizationSubject(id int64) event.Subject {
	return event.Subject{Type: "organization", ID: id}
}

// CalendarUsers names organizations whose own schedule a calendar is, a few at most, so that a calendar in use is
// not deleted. The caller has checked that the actor may.
func (s *Service) CalendarUsers(ctx context.Context, q db.Querier, calendarID int64) ([]string, error) {
	return calendarUsers(ctx, q, calendarID)
}
