package ticket

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// GuardLevel is how hard a rule is.
type GuardLevel string

// The levels.
const (
	Refuse GuardLevel = "refuse" // cannot be done
	Warn   GuardLevel = "warn"   // can be done by who accepts it
	Off    GuardLevel = "off"
)

// GuardRules are the levels of the guard rails, by the code of their finding, and what they measure by.
type GuardRules struct {
	Levels  map[string]GuardLevel `json:"levels"`   // a code that is missing has its shipped level
	FarDays int                   `json:"far_days"` // how many days away a due date may be
}

// Guards is the setting of the guard rails.
var Guards = settings.Key[GuardRules]{Name: "ticket.guards", Default: GuardRules{FarDays: 90}, Check: checkGuards}

// shipped are the levels of a new desk. Pending without a reply and a public merge cannot be accepted by
// anyone: the one leaves a customer waiting for nothing, the other undoes a clock.
var shipped = map[string]GuardLevel{
	GuardPending: Refuse, GuardMerge: Refuse, GuardOutsideCC: Refuse, GuardDuePast: Refuse,
	GuardHold: Warn, GuardCustomerCC: Warn, GuardDueFar: Warn, GuardFormCloses: Warn,
}

// GuardCodes lists the rules in the order of their page.
func GuardCodes() []string {
	return []string{GuardPending, GuardHold, GuardOutsideCC, GuardCustomerCC, GuardDuePast, GuardDueFar, GuardFormCloses, GuardMerge}
}

// level is how hard a rule is on this desk.
func (r GuardRules) level(code string) GuardLevel {
	if l := r.Levels[code]; l != "" {
		return l
	}
	return shipped[code]
}

// All gives the level of every rule.
func (r GuardRules) All() map[string]GuardLevel {
	all := map[string]GuardLevel{}
	for _, code := range GuardCodes() {
		all[code] = r.level(code)
	}
	return all
}

func checkGuards(r GuardRules) error {
	for code, level := range r.Levels {
		if !slices.Contains(GuardCodes(), code) {
			return fault.Field(code, "There is no guard rail %q", code)
		}
		if !slices.Contains([]GuardLevel{Refuse, Warn, Off}, level) {
			return fault.Field(code, "%q is no level; a guard rail is refuse, warn or off", level)
		}
	}
	if r.FarDays < 1 || r.FarDays > 3650 {
		return fault.Field("far_days", "A due date may be between 1 and 3650 days away, not %d", r.FarDays)
	}
	return nil
}

// GuardRules gives the guard rails of the desk.
func (s *Service) GuardRules(ctx context.Context) (GuardRules, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return GuardRules{}, err
	}
	return Guards.Get(ctx, s.db.Read())
}

// SaveGuardRules changes the guard rails of the desk.
func (s *Service) SaveGuardRules(ctx context.Context, r GuardRules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error { return Guards.Set(ctx, tx, s.log, r) })
}

// guard judges an update of t before anything is changed.
func (s *Service) guard(ctx context.Context, tx *db.Tx, t Ticket, u Update) error {
	actor, _ := access.From(ctx)
	if u.guarded || !guards(actor) || u.Status == nil && len(u.AddCCs) == 0 && u.Due == nil && u.FormID == nil {
		return nil
	}
	if err := s.solvable(ctx, tx, t, u); err != nil {
		return err
	}
	g := guarded{before: t, update: u, now: tx.Now()}
	var err error
	if g.rules, err = Guards.Get(ctx, tx); err != nil {
		return err
	}
	if u.FormID != nil {
		if g.form, err = formOf(ctx, tx, *u.FormID); err != nil {
			return err
		}
	}
	if g.ccs, err = s.newCCs(ctx, tx, t, u.AddCCs); err != nil {
		return err
	}
	return g.findings().enforce(u.Accept)
}

// newCCs gives the people of ids who do not read t yet.
func (s *Service) newCCs(ctx context.Context, q db.Querier, t Ticket, ids []int64) ([]people.User, error) {
	var added []int64
	for _, id := range ids {
		if id != t.RequesterID && !slices.Contains(t.CCs, id) {
			added = append(added, id)
		}
	}
	if len(added) == 0 {
		return nil, nil
	}
	named, err := s.people.Named(ctx, q, added...)
	if err != nil {
		return nil, err
	}
	users := make([]people.User, 0, len(added))
	for _, id := range added {
		users = append(users, named[id])
	}
	return users, nil
}
