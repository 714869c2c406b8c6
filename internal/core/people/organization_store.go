package people

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// organizationColumns are read by scanOrganization; tags come along, joined, for they hold no spaces.
const organizationColumns = `o.id, o.name, coalesce(o.external_id, ''), o.plan, o.region, o.deployment, o.version, o.notes,
	coalesce((SELECT string_agg(t.tag, ' ' ORDER BY t.tag) FROM organization_tags t WHERE t.organization_id = o.id), ''), o.fields,
	o.support_level, o.tier, o.starts_on, o.ends_on, o.grace_days, o.hold, o.hold_reason, o.calendar_id, o.contact_limit,
	o.escalated_at, o.escalation_note, o.assigned_engineer_id,
	coalesce((SELECT e.name FROM users e WHERE e.id = o.assigned_engineer_id), ''),
	o.partner, o.segment, o.health, o.arr, o.seats, o.aliases, o.owners, o.shares_tickets, o.marked_at, o.marked_why,
	coalesce((SELECT string_agg(d.domain, ' ' ORDER BY d.domain) FROM organization_domains d WHERE d.organization_id = o.id), ''),
	(SELECT count(*) FROM users u WHERE u.organization_id = o.id),
	(SELECT count(*) FROM organization_contacts c WHERE c.organization_id = o.id), o.created_at, o.updated_at`

func scanOrganization(row interface{ Scan(...any) error }, o *Organization) error {
	var tags, domains, startsOn, endsOn string
	var fields, aliases, owners []byte
	err := row.Scan(&o.ID, &o.Name, &o.ExternalID, &o.Plan, &o.Region, &o.Deployment, &o.Version, &o.Notes,
		&tags, &fields, &o.SupportLevel, &o.Tier, &startsOn, &endsOn, &o.GraceDays, &o.Hold, &o.HoldReason,
		db.Zero(&o.CalendarID), &o.ContactLimit, db.Time(&o.EscalatedAt), &o.EscalationNote,
		db.Zero(&o.AssignedEngineerID), &o.AssignedEngineer,
		&o.Partner, &o.Segment, &o.Health, &o.ARR, &o.Seats, &aliases, &owners, &o.SharesTickets, db.Time(&o.MarkedAt), &o.MarkedWhy,
		&domains, &o.Members, &o.Contacts, db.Time(&o.CreatedAt), db.Time(&o.UpdatedAt))
	if err != nil {
		return err
	}
	o.Tags, o.Escalated = strings.Fields(tags), !o.EscalatedAt.IsZero()
	if domains != "" {
		o.Domains = strings.Fields(domains)
	}
	if err := unlist(aliases, &o.Aliases); err != nil {
		return err
	}
	if err := unlist(owners, &o.Owners); err != nil {
		return err
	}
	if o.StartsOn, err = ParseDate("starts_on", startsOn); err != nil {
		return err
	}
	if o.EndsOn, err = ParseDate("ends_on", endsOn); err != nil {
		return err
	}
	return json.Unmarshal(fields, &o.Fields)
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

// waitForOrganization lets nobody else change an organization until this transaction ends, which does not change it itself.
func waitForOrganization(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := db.Column[int64](ctx, tx, "SELECT id FROM organizations WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), id)
	return err
}

func listOrganizations(ctx context.Context, q db.Querier, f OrganizationFilter) ([]Organization, error) {
	var w db.Where
	if f.Query != "" {
		w.And(`o.name_key LIKE ? ESCAPE '\'`, "%"+db.Escape(FoldName(f.Query))+"%")
	}
	if f.After.ID != 0 {
		w.And("(o.name_key, o.id) > (?, ?)", f.After.Name, f.After.ID)
	}
	if f.WithoutContacts {
		w.And("NOT EXISTS (SELECT 1 FROM organization_contacts c WHERE c.organization_id = o.id)")
	}
	if f.Marked {
		w.And("o.marked_at IS NOT NULL")
	}
	tail := w.Bind(" ORDER BY o.name_key, o.id LIMIT ?", f.limit()+1)
	return db.All(ctx, q, scanOrganizations, "SELECT "+organizationColumns+" FROM organizations o WHERE "+w.String()+tail, w.Args()...)
}

// values are the columns that insert and update share, in their order.
func (o Organization) values() ([]any, error) {
	fields, err := json.Marshal(o.Fields)
	if o.Fields == nil {
		fields = []byte("{}")
	}
	if err != nil {
		return nil, err
	}
	aliases, err := list(o.Aliases)
	if err != nil {
		return nil, err
	}
	owners, err := list(keptOwners(o.Owners))
	return []any{o.Name, FoldName(o.Name), db.Null(o.ExternalID), o.Plan, o.Region, o.Deployment, o.Version, o.Notes, string(fields),
		o.SupportLevel, o.Tier, FormatDate(o.StartsOn), FormatDate(o.EndsOn), o.GraceDays, FormatDate(o.GraceEndsOn()),
		o.Hold, o.HoldReason, db.Null(o.CalendarID), o.ContactLimit, o.EscalatedAt, o.EscalationNote,
		db.Null(o.AssignedEngineerID), o.Partner, o.Segment, o.Health, o.ARR, o.Seats, aliases, owners, o.SharesTickets, o.MarkedAt, o.MarkedWhy}, err
}

func insertOrganization(ctx context.Context, tx *db.Tx, o Organization) (int64, error) {
	values, err := o.values()
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO organizations (name, name_key, external_id, plan, region, deployment, version, notes, fields,
		support_level, tier, starts_on, ends_on, grace_days, grace_ends_on, hold, hold_reason, calendar_id, contact_limit,
		escalated_at, escalation_note, assigned_engineer_id, partner, segment, health, arr, seats, aliases, owners, shares_tickets,
		marked_at, marked_why, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
		$27, $28, $29, $30, $31, $32, $33, $34)
		RETURNING id`, append(values, o.CreatedAt, tx.Now())...)
}

func updateOrganization(ctx context.Context, tx *db.Tx, o Organization) error {
	values, err := o.values()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE organizations SET name = $1, name_key = $2, external_id = $3, plan = $4, region = $5, deployment = $6,
		version = $7, notes = $8, fields = $9, support_level = $10, tier = $11, starts_on = $12, ends_on = $13, grace_days = $14,
		grace_ends_on = $15, hold = $16, hold_reason = $17, calendar_id = $18, contact_limit = $19, escalated_at = $20,
		escalation_note = $21, assigned_engineer_id = $22, partner = $23, segment = $24, health = $25, arr = $26, seats = $27,
		aliases = $28, owners = $29, shares_tickets = $30, marked_at = $31, marked_why = $32, updated_at = $33 WHERE id = $34`, append(values, tx.Now(), o.ID)...)
	return err
}

func tagOrganization(ctx context.Context, tx *db.Tx, id int64, tags []string) error {
	for _, t := range tags {
		if _, err := tx.Exec(ctx, "INSERT INTO organization_tags (organization_id, tag) VALUES ($1, $2)", id, t); err != nil {
			return err
		}
	}
	return nil
}

func retagOrganization(ctx context.Context, tx *db.Tx, id int64, tags []string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM organization_tags WHERE organization_id = $1", id); err != nil {
		return err
	}
	return tagOrganization(ctx, tx, id, tags)
}

// organizationElsewhere gives the name of the organization with a number elsewhere, or nothing.
func organizationElsewhere(ctx context.Context, q db.Querier, externalID string) (string, error) {
	names, err := db.Column[string](ctx, q, "SELECT name FROM organizations WHERE external_id = $1 AND external_id <> ''", externalID) // so written, SQLite uses the index
	return strings.Join(names, ""), err
}

// calendarUsers names the organizations that have a calendar of their own, a few at most.
func calendarUsers(ctx context.Context, q db.Querier, calendarID int64) ([]string, error) {
	return db.Column[string](ctx, q, "SELECT name FROM organizations WHERE calendar_id = $1 ORDER BY name_key LIMIT 4", calendarID)
}
