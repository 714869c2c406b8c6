package environment

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const environmentColumns = `SELECT e.id, e.organization_id, e.name, e.kind, e.deployment, e.architecture, e.version, e.size, e.users, e.nodes, e.topology, e.notes,
	e.is_primary, e.confirmed_at, e.confirmed_by, e.added_by, e.retired_at, e.created_at, e.updated_at, o.name FROM environments e JOIN organizations o ON o.id = e.organization_id `

func scanEnvironment(row interface{ Scan(...any) error }, e *Environment) error {
	var nodes []byte
	err := row.Scan(&e.ID, &e.OrganizationID, &e.Name, &e.Kind, &e.Deployment, &e.Architecture, &e.Version, &e.Size, &e.Users, &nodes, &e.Topology, &e.Notes,
		&e.Primary, db.Time(&e.ConfirmedAt), db.Zero(&e.ConfirmedBy), db.Zero(&e.AddedBy), db.Time(&e.RetiredAt), db.Time(&e.CreatedAt),
		db.Time(&e.UpdatedAt), &e.Organization)
	if err != nil {
		return err
	}
	return json.Unmarshal(nodes, &e.Nodes)
}

func scanEnvironments(row *sql.Rows, e *Environment) error { return scanEnvironment(row, e) }

func findEnvironment(ctx context.Context, q db.Querier, id int64) (e Environment, err error) {
	err = scanEnvironment(q.QueryRow(ctx, environmentColumns+"WHERE e.id = $1", id), &e)
	return e, db.OrNotFound(err, "There is no environment %d", id)
}

func lockEnvironment(ctx context.Context, tx *db.Tx, id int64) (e Environment, err error) {
	err = scanEnvironment(tx.QueryRow(ctx, environmentColumns+"WHERE e.id = $1"+db.Pick(tx, "", " FOR UPDATE OF e"), id), &e)
	return e, db.OrNotFound(err, "There is no environment %d", id)
}

// environmentsOf lists those of an organization: the primary one first, then by name, those that run no longer last.
func environmentsOf(ctx context.Context, q db.Querier, organizationID int64) ([]Environment, error) {
	return db.All(ctx, q, scanEnvironments, environmentColumns+`WHERE e.organization_id = $1
		ORDER BY CASE WHEN e.retired_at IS NULL THEN 0 ELSE 1 END, e.is_primary DESC, e.name_key, e.id`, organizationID)
}

// listEnvironments gives those that run, the oldest version first.
func listEnvironments(ctx context.Context, q db.Querier, f Filter) ([]Environment, error) {
	var w db.Where
	w.And("e.retired_at IS NULL")
	if f.Version.Known() {
		low, high := f.Version.Span()
		key := "e.version_key" + db.Pick(q, "", ` COLLATE "C"`)
		w.And(key+" >= ? AND "+key+" < ?", low, high)
	}
	for column, value := range map[string]string{"e.deployment": f.Deployment, "e.kind": f.Kind} {
		if value != "" {
			w.And(column+" = ?", value)
		}
	}
	if f.Unknown {
		w.And("e.version_key = ''")
	}
	if f.Query != "" {
		w.And(`(e.name_key LIKE ? ESCAPE '\' OR o.name_key LIKE ? ESCAPE '\')`, "%"+db.Escape(people.FoldName(f.Query))+"%",
			"%"+db.Escape(people.FoldName(f.Query))+"%")
	}
	tail := w.Bind(" ORDER BY e.version_key"+db.Pick(q, "", ` COLLATE "C"`)+", o.name_key, e.name_key, e.id LIMIT ?", f.limit())
	return db.All(ctx, q, scanEnvironments, environmentColumns+"WHERE "+w.String()+tail, w.Args()...)
}

func insertEnvironment(ctx context.Context, tx *db.Tx, e Environment) (int64, error) {
	nodes, err := json.Marshal(append([]Node{}, e.Nodes...))
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO environments (organization_id, name, name_key, kind, deployment, architecture, version, version_key, size, users, nodes, topology, notes,
		is_primary, confirmed_at, confirmed_by, added_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18) RETURNING id`,
		e.OrganizationID, e.Name, people.FoldName(e.Name), e.Kind, e.Deployment, e.Architecture, e.Version, e.Release().Key(), e.Size, e.Users, string(nodes),
		db.Text(e.Topology), db.Text(e.Notes), e.Primary, e.ConfirmedAt, db.Null(e.ConfirmedBy), db.Null(e.AddedBy), tx.Now())
}

func updateEnvironment(ctx context.Context, tx *db.Tx, e Environment) error {
	nodes, err := json.Marshal(append([]Node{}, e.Nodes...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE environments SET name = $1, name_key = $2, kind = $3, deployment = $4, architecture = $5, version = $6, version_key = $7, size = $8, users = $9,
		nodes = $10, topology = $11, notes = $12, is_primary = $13, confirmed_at = $14, confirmed_by = $15, retired_at = $16, updated_at = $17 WHERE id = $18`,
		e.Name, people.FoldName(e.Name), e.Kind, e.Deployment, e.Architecture, e.Version, e.Release().Key(), e.Size, e.Users, string(nodes),
		db.Text(e.Topology), db.Text(e.Notes),
		e.Primary, e.ConfirmedAt, db.Null(e.ConfirmedBy), e.RetiredAt, tx.Now(), e.ID)
	return err
}

// demote takes the part of the primary environment from all others of an organization.
func demote(ctx context.Context, tx *db.Tx, organizationID, but int64) error {
	_, err := tx.Exec(ctx, "UPDATE environments SET is_primary = FALSE WHERE organization_id = $1 AND is_primary AND id <> $2", organizationID, but)
	return err
}

// runningVersions gives the version of every environment that runs; of those that are a service of ours only known ones.
func runningVersions(ctx context.Context, q db.Querier) ([]string, error) {
	return db.Column[string](ctx, q, "SELECT version FROM environments WHERE retired_at IS NULL AND (deployment <> 'saas' OR version <> '')")
}
