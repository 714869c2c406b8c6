package people

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func (s *Service) createOrganization(ctx context.Context, tx *db.Tx, o Organization) (Organization, error) {
	if o.CreatedAt.IsZero() {
		o.CreatedAt = tx.Now()
	}
	o.escalate(Organization{}, tx.Now())
	id, err := insertOrganization(ctx, tx, o)
	if err != nil {
		return o, err
	}
	o.ID, o.UpdatedAt = id, tx.Now()
	if err := tagOrganization(ctx, tx, id, o.Tags); err != nil {
		return o, err
	}
	if err := claimDomains(ctx, tx, id, o.Domains); err != nil {
		return o, err
	}
	return o, s.log.Append(ctx, tx, organizationSubject(id), OrganizationSaved{Name: o.Name, New: true})
}

// changeOrganization expects before locked.
func (s *Service) changeOrganization(ctx context.Context, tx *db.Tx, before, after Organization) (Organization, error) {
	after.escalate(before, tx.Now())
	after.CreatedAt, after.UpdatedAt = before.CreatedAt, before.UpdatedAt
	after.Members, after.Contacts = before.Members, before.Contacts
	after.mark(before, tx.Now())
	changes := before.differences(after)
	if len(changes) == 0 {
		return after, nil
	}
	if err := updateOrganization(ctx, tx, after); err != nil {
		return after, err
	}
	if !slices.Equal(before.Tags, after.Tags) {
		if err := retagOrganization(ctx, tx, after.ID, after.Tags); err != nil {
			return after, err
		}
	}
	if !slices.Equal(before.Domains, after.Domains) {
		if err := reclaimDomains(ctx, tx, after.ID, after.Domains); err != nil {
			return after, err
		}
	}
	after.UpdatedAt = tx.Now()
	return after, s.log.Append(ctx, tx, organizationSubject(after.ID), OrganizationSaved{Name: after.Name, Changes: changes})
}

// escalate keeps since when the organization is escalated. The note goes with the escalation.
func (o *Organization) escalate(before Organization, now time.Time) {
	switch {
	case !o.Escalated:
		o.EscalatedAt, o.EscalationNote = time.Time{}, ""
	case before.Escalated:
		o.EscalatedAt = before.EscalatedAt
	case o.EscalatedAt.IsZero():
		o.EscalatedAt = now
	}
}

// mark keeps since when the organization is marked for deletion. The reason goes with the mark.
func (o *Organization) mark(before Organization, now time.Time) {
	switch {
	case o.MarkedAt.IsZero():
		o.MarkedWhy = ""
	case !before.MarkedAt.IsZero():
		o.MarkedAt = before.MarkedAt
	case o.MarkedAt.After(now):
		o.MarkedAt = now
	}
}

// differences tells field by field what became of o. Of what people wrote it tells only that it changed: the log
// keeps no words.
func (o Organization) differences(after Organization) []Change {
	var changes []Change
	for _, c := range []Change{
		{"name", o.Name, after.Name}, {"external_id", o.ExternalID, after.ExternalID}, {"plan", o.Plan, after.Plan},
		{"support_level", o.SupportLevel, after.SupportLevel}, {"tier", o.Tier, after.Tier}, {"region", o.Region, after.Region},
		{"deployment", o.Deployment, after.Deployment}, {"version", o.Version, after.Version},
		{"starts_on", FormatDate(o.StartsOn), FormatDate(after.StartsOn)}, {"ends_on", FormatDate(o.EndsOn), FormatDate(after.EndsOn)},
		{"grace_days", strconv.Itoa(o.GraceDays), strconv.Itoa(after.GraceDays)},
		{"hold", strconv.FormatBool(o.Hold), strconv.FormatBool(after.Hold)},
		{"calendar", number(o.CalendarID), number(after.CalendarID)},
		{"contact_limit", strconv.Itoa(o.ContactLimit), strconv.Itoa(after.ContactLimit)},
		{"escalated", strconv.FormatBool(o.Escalated), strconv.FormatBool(after.Escalated)},
		{"assigned_engineer", number(o.AssignedEngineerID), number(after.AssignedEngineerID)},
		{"tags", strings.Join(o.Tags, " "), strings.Join(after.Tags, " ")},
		{"partner", o.Partner, after.Partner}, {"segment", o.Segment, after.Segment}, {"health", o.Health, after.Health},
		{"arr", number(o.ARR), number(after.ARR)}, {"seats", number(int64(o.Seats)), number(int64(after.Seats))},
		{"aliases", strings.Join(o.Aliases, ", "), strings.Join(after.Aliases, ", ")},
		{"domains", strings.Join(o.Domains, " "), strings.Join(after.Domains, " ")},
		{"shares_tickets", strconv.FormatBool(o.SharesTickets), strconv.FormatBool(after.SharesTickets)},
		{"marked", strconv.FormatBool(!o.MarkedAt.IsZero()), strconv.FormatBool(!after.MarkedAt.IsZero())},
	} {
		if c.From != c.To {
			changes = append(changes, c)
		}
	}
	for _, t := range []struct{ field, from, to string }{{"notes", o.Notes, after.Notes}, {"hold_reason", o.HoldReason, after.HoldReason},
		{"escalation_note", o.EscalationNote, after.EscalationNote}, {"marked_why", o.MarkedWhy, after.MarkedWhy}} {
		if t.from != t.to {
			changes = append(changes, Change{Field: t.field})
		}
	}
	if !sameOwners(o.Owners, after.Owners) {
		changes = append(changes, Change{Field: "owners"})
	}
	return append(changes, fieldDifferences(o.Fields, after.Fields)...)
}

// fieldDifferences names the desk's own fields field:KEY.
func fieldDifferences(before, after map[string]string) (changes []Change) {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(after))
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		if before[k] != after[k] {
			changes = append(changes, Change{"field:" + k, before[k], after[k]})
		}
	}
	return changes
}
