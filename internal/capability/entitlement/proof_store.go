package entitlement

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func insertProof(ctx context.Context, tx *db.Tx, p Proof) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO entitlement_proofs (at, by_id, ticket_id, user_id, organization_id, kind, shown, order_number, billing_account, crm_account, named)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
		p.At, p.By, db.Null(p.TicketID), p.UserID, p.OrganizationID, p.Kind, db.Text(p.Shown), db.Text(p.Order), db.Text(p.BillingAccount),
		p.CRMAccount, p.Named)
}

func proofsOf(ctx context.Context, q db.Querier, userID int64) ([]Proof, error) {
	return db.All(ctx, q, func(row *sql.Rows, p *Proof) error {
		return row.Scan(&p.ID, db.Time(&p.At), &p.By, db.Zero(&p.TicketID), &p.UserID, &p.OrganizationID, &p.Kind, &p.Shown, &p.Order,
			&p.BillingAccount, &p.CRMAccount, &p.Named)
	}, `SELECT id, at, by_id, ticket_id, user_id, organization_id, kind, shown, order_number, billing_account, crm_account, named
		FROM entitlement_proofs WHERE user_id = $1 ORDER BY id DESC LIMIT 20`, userID)
}

// namesakes counts the contacts of organizations who have an address of a domain, for a hint: nobody is joined by it.
func namesakes(ctx context.Context, q db.Querier, domain string) (out []Namesake, err error) {
	return db.All(ctx, q, func(row *sql.Rows, n *Namesake) error {
		return row.Scan(&n.OrganizationID, &n.Organization, &n.Contacts)
	},
		`SELECT o.id, o.name, count(DISTINCT c.user_id) FROM organization_contacts c JOIN organizations o ON o.id = c.organization_id
		JOIN identities i ON i.user_id = c.user_id AND i.kind = 'email' WHERE i.value LIKE $1 ESCAPE '\'
		GROUP BY o.id, o.name ORDER BY 3 DESC, o.id LIMIT 3`, "%@"+db.Escape(domain))
}
