package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// demoClearances gives some of the Americas a record of their citizenship, as an opening that asks for it would, one of them
// with a last day.
func (d *Desk) demoClearances(ctx context.Context, quiet *event.Log, p *people.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	s := clearance.New(clearance.Deps{DB: d.DB, Log: quiet, People: p, Key: d.key})
	return d.DB.Do(ctx, func(tx *db.Tx) error {
		staff, err := p.Staff(ctx, tx)
		if err != nil {
			return err
		}
		today, n := bizcal.DateOf(tx.Now()), 0
		proofs := clearance.RulesKey.Default.Proofs
		for _, u := range staff {
			if u.Region != "amer" || n == len(proofs) {
				continue
			}
			v := clearance.Verification{PersonID: u.ID, Verifier: "Robin Vale, People Operations",
				VerifiedOn: today.AddDays(-40 - 23*n).String(), Proof: proofs[n]}
			if n == 1 {
				v.LastDay = today.AddDays(200).String()
			}
			if _, err := s.RecordIn(ctx, tx, v); err != nil {
				return err
			}
			n++
		}
		return nil
	})
}
