package slaui

import (
	"context"
	"net/http"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func organizationPath(id int64) string { return "/organizations/" + itoa(id) }

// nextShown is how many coming times of a promise are written out.
const nextShown = 3

// OrganizationPanel is the block on a customer's page that says when they are promised to hear from us; nil where there
// is nothing, for those who cannot promise anything either.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	held, err := u.Clocks.PromisedOrganization(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	mayEdit := access.Check(ctx, access.EditPeople) == nil
	if held.Times == "" && !mayEdit {
		return nil, nil
	}
	body := g.Group{h.P(h.Class("muted"), g.Text(i18n.T(ctx, "sla.promisednone")))}
	label := "sla.promiseset"
	if held.Times != "" {
		label = "sla.promisechange"
		body = g.Group{h.P(page.Badge(held.Times + " " + held.Zone)), coming(ctx, held, u.Now(ctx))}
	}
	if mayEdit {
		body = append(body, h.Div(page.LinkButton(page.Small, organizationPath(o.ID)+"/promise", i18n.T(ctx, label))))
	}
	return page.FactsBlock(i18n.T(ctx, "sla.promise"), body), nil
}

// coming lists the next times of a promise, as the customer's clocks show them and as the reader's do.
func coming(ctx context.Context, c clock.Cadence, now time.Time) g.Node {
	slots, err := bizcal.ParseCadence(c.Times, c.Zone)
	if err != nil { // it was checked when it was written
		return nil
	}
	var items []g.Node
	for at := now; len(items) < nextShown; {
		next, ok := slots.Next(at)
		if !ok {
			break
		}
		at = next
		text := weekdayClock(there(ctx, next.Location()), next, now) + " " + city(next.Location())
		if yours := weekdayClock(ctx, next, now); yours != weekdayClock(there(ctx, next.Location()), next, now) {
			text += " · " + i18n.T(ctx, "sla.yours", "Due", yours, "City", city(i18n.Zone(ctx)))
		}
		items = append(items, h.Li(g.Text(text)))
	}
	return h.Ul(h.Class("stack"), g.Group(items))
}

func (u *UI) getPromised(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	held, err := u.Clocks.PromisedOrganization(r.Context(), id)
	if err != nil {
		return err
	}
	return u.promisedForm(w, r, id, web.NewForm("cadence", held.Times, "zone", held.Zone))
}

// promisedForm asks when a customer shall hear from us, and shows what the times come to as soon as they are stored.
func (u *UI) promisedForm(w http.ResponseWriter, r *http.Request, id int64, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	o, err := u.Organization(ctx, id)
	if err != nil {
		return err
	}
	held, err := u.Clocks.PromisedOrganization(ctx, id)
	if err != nil {
		return err
	}
	times, zone := page.Ask(f, "cadence", i18n.T(ctx, "sla.promisetimes")), page.Ask(f, "zone", i18n.T(ctx, "sla.promisezone"))
	times.Placeholder, times.Autocomplete, times.Optional, times.Hint = "tue,thu 15:00", "off", true, i18n.T(ctx, "sla.promisetimeshint")
	zone.Placeholder, zone.Autocomplete, zone.Optional, zone.More = "Asia/Tokyo", "off", true, []g.Node{g.Attr("list", "zones")}
	zone.Hint = i18n.T(ctx, "sla.promisezonehint")
	title := i18n.T(ctx, "sla.promisedtitle", "Name", o.Name)
	return u.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Narrow(h.P(g.Text(i18n.T(ctx, "sla.promisedabout"))),
		g.If(held.Times != "", page.Card(i18n.T(ctx, "sla.promisednext"), "", coming(ctx, held, u.Now(ctx)))),
		page.Form(organizationPath(id)+"/promise", page.FormError(f), page.Input(ctx, times), page.Input(ctx, zone), page.ZoneList(),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "sla.promisesave")),
				page.LinkButton(page.Quiet, organizationPath(id), i18n.T(ctx, "sla.cancel"))))))
}

func (u *UI) postPromised(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, f, err := web.PathForm(r)
	if err != nil {
		return err
	}
	err = u.Clocks.PromiseOrganization(ctx, id, f.Get("cadence"), f.Get("zone"))
	switch {
	case f.Absorb(err):
		return u.promisedForm(w, r, id, f)
	case err != nil:
		return err
	}
	done := "sla.promisedsaved"
	if strings.TrimSpace(f.Get("cadence")) == "" {
		done = "sla.promisedtaken"
	}
	web.Done(ctx, i18n.T(ctx, done))
	web.Redirect(w, r, organizationPath(id))
	return nil
}
