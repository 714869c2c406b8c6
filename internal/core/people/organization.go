package people

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Organization is a customer.
type Organization struct {
	ID         int64
	Name       string
	Plan       string // a word of the desk's own: Premium, Ultimate
	Region     string // key of the preferred region, or empty
	Deployment string // self-managed, saas or empty
	Version    string
	Notes      string // Markdown, for engineers only
	Members    int    // how many people; filled by Organization and Organizations
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Deployments are the words for where a customer's installation runs.
func Deployments() []string { return []string{"self-managed", "saas"} }

// Organization gives one organization; fault.NotFound when there is none.
func (s *Service) Organization(ctx context.Context, id int64) (Organization, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Organization{}, err
	}
	return findOrganization(ctx, s.db.Read(), id)
}

// OrganizationsNamed gives organizations by number, for pages that show names. Missing ones are left out.
// The caller may see the record that names them.
func (s *Service) OrganizationsNamed(ctx context.Context, q db.Querier, ids ...int64) (map[int64]Organization, error) {
	return findOrganizations(ctx, q, distinct(ids))
}

// SaveOrganization makes an organization (ID 0) or changes it. A name that another one has is
// fault.Conflict on "name".
func (s *Service) SaveOrganization(ctx context.Context, o Organization) (Organization, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return Organization{}, err
	}
	o, err := typedOrganization(o)
	if err != nil {
		return Organization{}, err
	}
	saved, err := db.InTx(ctx, s.db, func(tx *db.Tx) (Organization, error) {
		if o.ID == 0 {
			return s.createOrganization(ctx, tx, o)
		}
		return s.changeOrganization(ctx, tx, o)
	})
	if db.IsUnique(err) {
		return o, &fault.Error{Kind: fault.Conflict, Field: "name", Public: "There is an organization " + o.Name + " already", Err: err}
	}
	return saved, err
}

func typedOrganization(o Organization) (_ Organization, err error) {
	if o.Name, err = typedName("An organization", o.Name); err != nil {
		return o, err
	}
	if o.Notes, err = typedText("notes", o.Notes); err != nil {
		return o, err
	}
	for _, f := range []struct{ field, value string }{{"plan", o.Plan}, {"region", o.Region}, {"deployment", o.Deployment}, {"version", o.Version}} {
		if len([]rune(f.value)) > longestName {
			return o, fault.Field(f.field, "This is longer than the %d characters that are kept", longestName)
		}
	}
	return o, nil
}

func (s *Service) createOrganization(ctx context.Context, tx *db.Tx, o Organization) (Organization, error) {
	if o.CreatedAt.IsZero() {
		o.CreatedAt = tx.Now()
	}
	id, err := insertOrganization(ctx, tx, o)
	if err != nil {
		return o, err
	}
	o.ID, o.UpdatedAt = id, tx.Now()
	return o, s.log.Append(ctx, tx, organizationSubject(id), OrganizationSaved{Name: o.Name, New: true})
}

func (s *Service) changeOrganization(ctx context.Context, tx *db.Tx, after Organization) (Organization, error) {
	before, err := lockOrganization(ctx, tx, after.ID)
	if err != nil {
		return after, err
	}
	changes := before.differences(after)
	if len(changes) == 0 {
		return before, nil
	}
	if err := updateOrganization(ctx, tx, after); err != nil {
		return after, err
	}
	after.CreatedAt, after.UpdatedAt = before.CreatedAt, tx.Now()
	return after, s.log.Append(ctx, tx, organizationSubject(after.ID), OrganizationSaved{Name: after.Name, Changes: changes})
}

// differences tells field by field what became of o; of the notes only that they changed.
func (o Organization) differences(after Organization) []Change {
	var changes []Change
	for _, c := range []Change{
		{"name", o.Name, after.Name}, {"plan", o.Plan, after.Plan}, {"region", o.Region, after.Region},
		{"deployment", o.Deployment, after.Deployment}, {"version", o.Version, after.Version},
	} {
		if c.From != c.To {
			changes = append(changes, c)
		}
	}
	if o.Notes != after.Notes {
		changes = append(changes, Change{Field: "notes"})
	}
	return changes
}

func organizationSubject(id int64) event.Subject {
	return event.Subject{Type: "organization", ID: id}
}
