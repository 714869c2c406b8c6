package demo

import (
	"context"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// customers writes the organizations with the contracts that clocks and rules depend on.
func (f *filler) customers(ctx context.Context, tx *db.Tx, w content.World) error {
	fields := []people.CustomField{{Key: "seats", Title: "Seats", Kind: "number"}, {Key: "office", Title: "Head office", Kind: "text"}}
	if err := people.OrganizationFields.Set(ctx, tx, f.Log, fields); err != nil {
		return err
	}
	today := bizcal.DateOf(w.Now)
	for i, o := range w.Orgs {
		org := people.Organization{Name: o.Name, Plan: o.Plan, Region: o.Region, Deployment: deployment(o.Deployment), Version: o.Version,
			Notes: o.Notes, ExternalID: "C-" + strconv.Itoa(1001+7*i), SupportLevel: level(o.Plan), ContactLimit: 30, GraceDays: 15,
			StartsOn: today.AddDays(-40 - dice(o.Key, 300)), Fields: map[string]string{"seats": strconv.Itoa(o.Seats), "office": o.Zone}}
		org.EndsOn = org.StartsOn.AddDays(364)
		f.trouble(&org, i, today)
		id, err := f.People.ImportOrganization(ctx, tx, org)
		if err != nil {
			return err
		}
		f.orgs[o.Key] = id
	}
	return nil
}

// trouble gives a few customers what a desk must see at once.
func (f *filler) trouble(o *people.Organization, i int, today bizcal.Date) {
	switch i {
	case 2:
		o.Tier = "signature"
	case 5:
		o.EndsOn = today.AddDays(-6) // in its grace
	case 9:
		o.Hold, o.HoldReason = true, "The invoice of October is unpaid. Whoever asks goes to their account executive."
	case 11:
		o.Escalated, o.EscalationNote = true, "Upgrade to 18 rolled back twice. Daily call at 14:00 UTC until it holds."
	case 17:
		o.EndsOn = today.AddDays(-70)
		o.StartsOn = o.EndsOn.AddDays(-364)
	}
}

// level is the support level that a plan brings along.
func level(plan string) string {
	switch plan {
	case "Ultimate", "Premium", "Community":
		return strings.ToLower(plan)
	case "Starter":
		return "silver"
	}
	return "custom"
}
