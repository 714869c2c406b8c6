package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/calendar/calendarui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// customersSide is the portal, where customers stay.
func (d *Desk) customersSide(shell *workspace.Shell, bundle *i18n.Bundle) module.Module {
	p := portal.New(portal.Deps{DB: d.DB, Log: d.Log, Blobs: d.Blobs, People: d.People, Tickets: d.Tickets, Environments: d.Environments,
		Desk: d.calledByCustomers, Address: d.takesMailAt,
		Named: d.namesEngineers, Regions: d.preferable, AnswerBy: d.answersBy, Ahead: d.ahead, Page: shell.Page, Languages: bundle.Languages()})
	return module.Module{Name: "portal", Routes: p.Routes, Settings: portal.Settings()}
}

// answersBy is when the next answer to a ticket is due; whose ticket it is the portal has asked.
func (d *Desk) answersBy(ctx context.Context, id int64) (at time.Time, first bool, err error) {
	t, err := d.Tickets.Load(ctx, d.DB.Read(), id)
	switch metric := clock.Metric(t.BreachMetric); {
	case err != nil || metric != clock.FirstReply && metric != clock.NextReply:
		return time.Time{}, false, err
	default:
		return t.BreachAt, metric == clock.FirstReply, nil
	}
}

// openToCustomers are the paths that customers may ask for; what ends in a slash stands for all below it.
var openToCustomers = []string{"/", portal.Home, strings.TrimSuffix(portal.Home, "/"), "/sign-in", "/sign-out", incident.PublicHome + "mine"}

// keepToPortal hides every page from customers that is not theirs. Pages ask for permissions, too; but a page that
// forgot to, or asks for none, must not be the one that shows the workspace to a customer.
func keepToPortal(ctx context.Context, path string) error {
	who, ok := access.From(ctx)
	if !ok || who.Role.Staff() {
		return nil
	}
	if slices.Contains(openToCustomers, path) || strings.HasPrefix(path, portal.Home) || strings.HasPrefix(path, "/book/") {
		return nil
	}
	return fault.New(fault.NotFound, "There is no page at %s. It may have moved, or the link is cut short.", fault.Clip(path, 80))
}

// calledByCustomers is the name of the desk's brand, else that in its mails, else its own.
func (d *Desk) calledByCustomers(ctx context.Context) string {
	from, _ := notify.MailFrom.Get(ctx, d.DB.Read()) // a page without the name of its desk is still a page
	name, _ := workspace.DeskName.Get(ctx, d.DB.Read())
	brand, _ := portal.BrandKey.Get(ctx, d.DB.Read())
	return cmp.Or(brand.Name, from.Name, name, d.Name)
}

// takesMailAt is the address that customers write to.
func (d *Desk) takesMailAt(ctx context.Context) string {
	from, _ := notify.MailFrom.Get(ctx, d.DB.Read()) // the page then names none
	return from.Address
}

// namesEngineers reports whether mails name who wrote them: the portal does as they do.
func (d *Desk) namesEngineers(ctx context.Context) bool {
	from, err := notify.MailFrom.Get(ctx, d.DB.Read())
	return err == nil && from.Personal
}

// preferable lists the regions with the hours by which their clocks run.
func (d *Desk) preferable(ctx context.Context) ([]portal.Region, error) {
	regions, err := people.Regions.Get(ctx, d.DB.Read())
	if err != nil {
		return nil, err
	}
	all, err := d.Calendars.All(ctx, d.DB.Read())
	if err != nil {
		return nil, err
	}
	list := make([]portal.Region, len(regions))
	for i, r := range regions {
		list[i] = portal.Region{Key: r.Key, Name: r.Name, City: r.City, Tone: r.Tone}
		same := func(c calendar.Calendar) bool { return people.FoldName(c.Title) == people.FoldName(r.Calendar) }
		if at := slices.IndexFunc(all, same); at >= 0 {
			list[i].Hours = calendarui.InWords(ctx, all[at], all)
		}
	}
	return list, nil
}
