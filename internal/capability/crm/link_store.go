package crm

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func scanLink(row *sql.Rows, l *Link) error {
	var facts []byte
	if err := row.Scan(&l.OrganizationID, &l.Key, &l.AccountID, &l.Source, &facts); err != nil {
		return err
	}
	return json.Unmarshal(facts, &l.Facts)
}

func allLinks(ctx context.Context, q db.Querier) (map[int64]Link, error) {
	list, err := db.All(ctx, q, scanLink, "SELECT organization_id, account_key, account_id, source, facts FROM crm_links")
	byID := make(map[int64]Link, len(list))
	for _, l := range list {
		byID[l.OrganizationID] = l
	}
	return byID, err
}

func linksOf(ctx context.Context, q db.Querier, ids []int64) (map[int64]Link, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w db.Where
	w.And("organization_id IN "+db.In(len(ids)), db.Anys(ids)...)
	list, err := db.All(ctx, q, scanLink, "SELECT organization_id, account_key, account_id, source, facts FROM crm_links WHERE "+w.String(), w.Args()...)
	byID := make(map[int64]Link, len(list))
	for _, l := range list {
		byID[l.OrganizationID] = l
	}
	return byID, err
}

// saveLink stores what the CRM said of an organization, unless it is what is stored.
func saveLink(ctx context.Context, tx *db.Tx, runID int64, before, l Link) error {
	if before.Key == l.Key && before.AccountID == l.AccountID && before.Source == l.Source && maps.Equal(before.Facts, l.Facts) {
		return nil
	}
	facts, err := json.Marshal(l.Facts)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM crm_links WHERE account_key = $1 AND organization_id <> $2", l.Key, l.OrganizationID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO crm_links (organization_id, account_key, account_id, source, run_id, facts, synced_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (organization_id) DO UPDATE SET account_key = excluded.account_key, account_id = excluded.account_id, source = excluded.source,
		run_id = excluded.run_id, facts = excluded.facts, synced_at = excluded.synced_at`,
		l.OrganizationID, l.Key, l.AccountID, string(l.Source), runID, string(facts), tx.Now())
	return err
}

// members gives everybody whom a CRM could name, by address: who belongs to an organization, and the team.
func members(ctx context.Context, q db.Querier) (map[string]Member, error) {
	type found struct {
		address string
		Member
	}
	list, err := db.All(ctx, q, func(row *sql.Rows, f *found) error {
		var contact int64
		err := row.Scan(&f.address, &f.UserID, db.Zero(&f.OrganizationID), &contact, &f.Name, &f.Role, &f.Proof, &f.ProvedBy, &f.Staff)
		f.Contact = contact != 0
		return err
	}, `SELECT i.value, u.id, u.organization_id, coalesce(c.organization_id, 0), u.name, coalesce(c.role, ''), coalesce(c.proof, ''),
		coalesce(c.proved_by, 0), u.role <> 'end_user'
		FROM identities i JOIN users u ON u.id = i.user_id LEFT JOIN organization_contacts c ON c.user_id = u.id WHERE i.kind = 'email'`)
	byAddress := make(map[string]Member, len(list))
	for _, f := range list {
		byAddress[f.address] = f.Member
	}
	return byAddress, err
}

// graces gives the days of grace of all organizations that have a number elsewhere.
func graces(ctx context.Context, q db.Querier) (map[string]int, error) {
	type found struct {
		id    string
		grace int
	}
	list, err := db.All(ctx, q, func(row *sql.Rows, f *found) error { return row.Scan(&f.id, &f.grace) },
		"SELECT external_id, grace_days FROM organizations WHERE external_id <> ''")
	byKey := make(map[string]int, len(list))
	for _, f := range list {
		byKey[AccountKey(f.id)] = f.grace
	}
	return byKey, err
}

// lockOrganizations locks organizations in the order of their numbers, so that two who want several never wait for each other.
func lockOrganizations(ctx context.Context, tx *db.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	var w db.Where
	w.And("id IN "+db.In(len(ids)), db.Anys(ids)...)
	_, err := db.Column[int64](ctx, tx, "SELECT id FROM organizations WHERE "+w.String()+" ORDER BY id"+db.Pick(tx, "", " FOR UPDATE"), w.Args()...)
	return err
}

// taken gives an organization that has a number elsewhere, or a name by its folded form; 0 for none. That the number is not
// empty lets SQLite use the index of numbers, which has no empty ones.
func taken(ctx context.Context, q db.Querier, externalID, nameKey string) (int64, error) {
	ids, err := db.Column[int64](ctx, q,
		"SELECT id FROM organizations WHERE external_id = $1 AND external_id <> '' OR name_key = $2 ORDER BY id LIMIT 1", externalID, nameKey)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}
