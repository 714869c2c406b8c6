package people

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// claim is a mail domain and the name of the organization that it belongs to.
type claim struct{ domain, name string }

func scanClaim(row *sql.Rows, c *claim) error { return row.Scan(&c.domain, &c.name) }

// claimedDomains gives which of the domains belong to organizations other than one.
func claimedDomains(ctx context.Context, q db.Querier, but int64, domains []string) ([]claim, error) {
	if len(domains) == 0 {
		return nil, nil
	}
	var w db.Where
	w.And("d.organization_id <> ?", but)
	w.And("d.domain IN "+db.In(len(domains)), db.Anys(domains)...)
	return db.All(ctx, q, scanClaim, `SELECT d.domain, o.name FROM organization_domains d JOIN organizations o ON o.id = d.organization_id
		WHERE `+w.String()+" ORDER BY d.domain", w.Args()...)
}

func claimDomains(ctx context.Context, tx *db.Tx, id int64, domains []string) error {
	for _, d := range domains {
		if _, err := tx.Exec(ctx, "INSERT INTO organization_domains (domain, organization_id) VALUES ($1, $2)", d, id); err != nil {
			return err
		}
	}
	return nil
}

func reclaimDomains(ctx context.Context, tx *db.Tx, id int64, domains []string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM organization_domains WHERE organization_id = $1", id); err != nil {
		return err
	}
	return claimDomains(ctx, tx, id, domains)
}

// organizationOfDomain gives 0 for a domain that nobody claims.
func organizationOfDomain(ctx context.Context, q db.Querier, domain string) (int64, error) {
	ids, err := db.Column[int64](ctx, q, "SELECT organization_id FROM organization_domains WHERE domain = $1", domain)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}
