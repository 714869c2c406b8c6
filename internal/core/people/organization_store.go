package people

import (
	"context"
	"database/sql"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

const organizationColumns = `o.id, o.name, o.plan, o.region, o.deployment, o.version, o.notes,
	(SELECT count(*) FROM users u WHERE u.organization_id = o.id), o.created_at, o.updated_at`

func scanOrganization(row interface{ Scan(...any) error }, o *Organization) error {
	return row.Scan(&o.ID, &o.Name, &o.Plan, &o.Region, &o.Deployment, &o.Version, &o.Notes, &o.Members,
		db.Time(&o.CreatedAt), db.Time(&o.UpdatedAt))
}

func scanOrganizations(row *sql.Rows, o *Organization) error { return scanOrganization(row, o) }

func findOrganization(ctx context.Context, q db.Querier, id int64) (o Organization, err error) {
	err = scanOrganization(q.QueryRow(ctx, "SELECT "+organizationColumns+" FROM organizations o WHERE o.id = $1", id), &o)
	return o, db.OrNotFound(err, "There is no organization with the number %d", id)
}

func findOrganizations(ctx context.Context, q db.Querier, ids []int64) (map[int64]Organization, error) {
	byID := make(map[int64]Organization, len(ids))
	for some := range slices.Chunk(ids, 500) {
		var w db.Where
		w.And("o.id IN "+db.In(len(some)), db.Anys(some)...)
		list, err := db.All(ctx, q, scanOrganizations, "SELECT "+organizationColumns+" FROM organizations o WHERE "+w.String(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			byID[o.ID] = o
		}
	}
	return byID, nil
}

func lockOrganization(ctx context.Context, tx *db.Tx, id int64) (o Organization, err error) {
	err = scanOrganization(tx.QueryRow(ctx, "SELECT "+organizationColumns+" FROM organizations o WHERE o.id = $1"+
		db.Pick(tx, "", " FOR UPDATE OF o"), id), &o)
	if err != nil {
		return o, db.OrNotFound(err, "There is no organization with the number %d", id)
	}
	at, err := event.Last(ctx, tx, organizationSubject(id))
	tx.NotBefore(at)
	return o, err
}

func listOrganizations(ctx context.Context, q db.Querier, f OrganizationFilter) ([]Organization, error) {
	var w db.Where
	if f.Query != "" {
		w.And(`o.name_key LIKE ? ESCAPE '\'`, "%"+db.Escape(FoldName(f.Query))+"%")
	}
	if f.After.ID != 0 {
		w.And("(o.name_key, o.id) > (?, ?)", f.After.Name, f.After.ID)
	}
	tail := w.Bind(" ORDER BY o.name_key, o.id LIMIT ?", f.limit()+1)
	return db.All(ctx, q, scanOrganizations, "SELECT "+organizationColumns+" FROM organizations o WHERE "+w.String()+tail, w.Args()...)
}

func insertOrganization(ctx context.Context, tx *db.Tx, o Organization) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO organizations (name, name_key, plan, region, deployment, version, notes, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		o.Name, FoldName(o.Name), o.Plan, o.Region, o.Deployment, o.Version, o.Notes, o.CreatedAt, tx.Now())
}

func updateOrganization(ctx context.Context, tx *db.Tx, o Organization) error {
	_, err := tx.Exec(ctx, `UPDATE organizations SET name = $2, name_key = $3, plan = $4, region = $5, deployment = $6, version = $7,
		notes = $8, updated_at = $9 WHERE id = $1`,
		o.ID, o.Name, FoldName(o.Name), o.Plan, o.Region, o.Deployment, o.Version, o.Notes, tx.Now())
	return err
}
