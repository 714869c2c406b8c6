package environment

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Filter chooses environments that run. Its zero value is all of them.
type Filter struct {
	Query      string          // in the name of the environment or of its organization
	Version    version.Version // 16 finds every 16.x; the zero version finds all
	Unknown    bool            // only those of which no version is known
	Deployment string          // empty: all; so is the next
	Kind       string
	Limit      int // 0: 200
}

func (f Filter) limit() int {
	if f.Limit == 0 {
		return 200
	}
	return f.Limit
}

// Environments lists environments, the oldest version first.
func (s *Service) Environments(ctx context.Context, f Filter) ([]Environment, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return listEnvironments(ctx, s.DB.Read(), f)
}

// Environment gives one; fault.NotFound when there is none.
func (s *Service) Environment(ctx context.Context, id int64) (Environment, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Environment{}, err
	}
	return findEnvironment(ctx, s.DB.Read(), id)
}

// ByID gives one to a part of the desk that may know it; fault.NotFound when there is none.
func (s *Service) ByID(ctx context.Context, q db.Querier, id int64) (Environment, error) {
	return findEnvironment(ctx, q, id)
}

// Of lists the environments of an organization, the primary one first, those that run no longer last.
func (s *Service) Of(ctx context.Context, q db.Querier, organizationID int64) ([]Environment, error) {
	return environmentsOf(ctx, q, organizationID)
}

// Mine lists the environments of an organization for a page.
func (s *Service) Mine(ctx context.Context, organizationID int64) ([]Environment, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return environmentsOf(ctx, s.DB.Read(), organizationID)
}

// History lists the versions that an environment had, the newest change first.
func (s *Service) History(ctx context.Context, id int64) ([]Change, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return changesOf(ctx, s.DB.Read(), id)
}

// About tells which environment a ticket is about: the one that was chosen, or the customer's primary one. All are those
// there are to choose from; ID 0 where there is none. The ticket is one that the caller may see.
func (s *Service) About(ctx context.Context, q db.Querier, ticketID, organizationID int64) (about Environment, chosen bool, all []Environment, err error) {
	if organizationID == 0 {
		return about, false, nil, nil
	}
	if all, err = environmentsOf(ctx, q, organizationID); err != nil {
		return about, false, nil, err
	}
	id, err := choiceOf(ctx, q, ticketID)
	if err != nil {
		return about, false, nil, err
	}
	if i := slices.IndexFunc(all, func(e Environment) bool { return e.ID == id }); i >= 0 {
		return all[i], true, all, nil
	}
	if i := slices.IndexFunc(all, func(e Environment) bool { return e.Primary }); i >= 0 {
		about = all[i]
	}
	return about, false, all, nil
}

// Tickets lists the tickets for which an environment was chosen, the newest first, a few at most.
func (s *Service) Tickets(ctx context.Context, id int64) ([]int64, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return chosenFor(ctx, s.DB.Read(), id, 10)
}

// Setup gives what environments are held against.
func (s *Service) Setup(ctx context.Context) (InventoryRules, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return InventoryRules{}, err
	}
	return Rules.Get(ctx, s.DB.Read())
}

// SaveSetup changes it.
func (s *Service) SaveSetup(ctx context.Context, r InventoryRules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return Rules.Set(ctx, tx, s.Log, r) })
}

// For tells a page which environment a ticket is about; see About.
func (s *Service) For(ctx context.Context, ticketID, organizationID int64) (about Environment, chosen bool, all []Environment, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return about, false, nil, err
	}
	return s.About(ctx, s.DB.Read(), ticketID, organizationID)
}

// Named gives people by number, for pages that say who did something.
func (s *Service) Named(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return s.People.Named(ctx, s.DB.Read(), ids...)
}

// ReleaseCount is how many environments run a release.
type ReleaseCount struct {
	Release string // as 17.2; empty: not known
	Count   int
}

// Releases counts the environments that run, by release, the newest first; those of which none is known come last. What we
// run ourselves as a service counts only where its version was written down.
func (s *Service) Releases(ctx context.Context) ([]ReleaseCount, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	texts, err := runningVersions(ctx, s.DB.Read())
	return releases(texts), err
}

// releases counts versions by release; it is pure.
func releases(texts []string) (out []ReleaseCount) {
	counts := map[string]int{}
	for _, text := range texts {
		v, _ := version.Parse(text) // what cannot be read is not known
		counts[v.Release()]++
	}
	for release, n := range counts {
		out = append(out, ReleaseCount{release, n})
	}
	slices.SortFunc(out, func(a, b ReleaseCount) int {
		x, _ := version.Parse(a.Release)
		y, _ := version.Parse(b.Release)
		return version.Compare(y, x)
	})
	return out
}
