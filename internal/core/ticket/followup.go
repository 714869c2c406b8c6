package ticket

import (
	"cmp"
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// goingOn fills what a follow-up takes over from the ticket it goes on from, where nothing else is said: the
// organization with all that hangs on it, the region, how urgent it was, the form and its fields. An emergency
// is over with its ticket.
func (n NewTicket) goingOn(ctx context.Context, q db.Querier, requesters int64) (NewTicket, error) {
	if n.FollowUpOf == 0 {
		return n, nil
	}
	from, err := findTicket(ctx, q, n.FollowUpOf)
	if err != nil {
		return n, err
	}
	fields, err := fieldsOf(ctx, q, from.ID)
	if err != nil {
		return n, err
	}
	if n.RequesterID == from.RequesterID || requesters == 0 {
		n.Organization = cmp.Or(n.Organization, from.OrganizationID)
	}
	if n.Region == nil {
		n.Region = &from.Region
	}
	if n.Severity == 0 {
		n.Severity, n.Priority = from.Severity, cmp.Or(n.Priority, from.Priority)
	}
	form, err := formOf(ctx, q, from.FormID)
	if err != nil || form.Emergency {
		return n, err
	}
	n.FormID = cmp.Or(n.FormID, from.FormID)
	if n.Fields == nil {
		n.Fields = fields
	}
	return n, nil
}
