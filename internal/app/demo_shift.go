package app

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// demoShifts gives the demo two who work shifts, one of them for a reason that nobody has recorded yet, and a weekend that is
// partly arranged.
func (d *Desk) demoShifts(ctx context.Context) error {
	ctx = access.AsSystem(ctx, "demo")
	now := d.DB.Now(ctx)
	team, err := d.People.Team(ctx, now)
	if err != nil {
		return err
	}
	in := func(region string) []people.User {
		return slices.DeleteFunc(slices.Clone(team.People), func(u people.User) bool { return u.Region != region || u.Role != access.Agent })
	}
	amer, apac, emea := in("amer"), in("apac"), in("emea")
	if len(amer) < 2 || len(apac) < 2 || len(emea) < 2 {
		return nil
	}
	if err := d.demoExempt(ctx, amer[0], apac[0]); err != nil {
		return err
	}
	saturday := bizcal.DateOf(now).AddDays(1)
	for saturday.Weekday() != time.Saturday {
		saturday = saturday.AddDays(1)
	}
	boss := access.With(ctx, access.Principal{UserID: emea[0].ID, Name: emea[0].Name, Role: access.Lead, Via: "demo"})
	for _, t := range []shift.Turn{{UserID: emea[0].ID, Region: "emea", Date: saturday},
		{UserID: emea[1].ID, Region: "emea", Date: saturday.AddDays(1), Note: "Until 14:00 is enough"},
		{UserID: apac[1].ID, Region: "apac", Date: saturday.AddDays(7)}} {
		if _, err := d.Shifts.Ask(boss, t); err != nil {
			return err
		}
	}
	return nil
}

// demoExempt has two people work shifts: the reason of one is recorded.
func (d *Desk) demoExempt(ctx context.Context, recorded, other people.User) error {
	hours := bizcal.Week{}
	for _, day := range []time.Weekday{time.Thursday, time.Friday, time.Saturday, time.Sunday} {
		if err := hours.Put(day, "12:00-22:00"); err != nil {
			return err
		}
	}
	recorded.Work.Hours = hours
	if _, err := d.People.SaveWork(ctx, recorded.ID, recorded.Work); err != nil {
		return err
	}
	if err := d.Shifts.Exempt(ctx, recorded.ID,
		"Four long days up to the weekend at her own wish: closes the hole between AMER and APAC on Fridays and Saturdays."); err != nil {
		return err
	}
	other.Work.Shift = true
	_, err := d.People.SaveWork(ctx, other.ID, other.Work)
	return err
}
