package peopleui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// organizationPage is all there is about a customer.
func (ui *Handlers) organizationPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	o, err := ui.people.Organization(ctx, id)
	if err != nil {
		return err
	}
	members, more, err := ui.people.Users(ctx, people.Filter{OrganizationID: id})
	if err != nil {
		return err
	}
	tickets, err := recent(ctx, ui.deps.OrganizationTickets, id)
	if err != nil {
		return err
	}
	lists, err := ui.people.OrganizationLists(ctx)
	if err != nil {
		return err
	}
	schedules, err := ui.schedules(ctx)
	if err != nil {
		return err
	}
	if o.Owners, err = ui.people.OwnersOf(ctx, o); err != nil {
		return err
	}
	contacts, byID, err := ui.people.NamedContacts(ctx, id)
	if err != nil {
		return err
	}
	panels, err := ui.organizationPanels(ctx, o)
	if err != nil {
		return err
	}
	return ui.show(w, r, http.StatusOK, o.Name,
		page.Head(o.Name, o.Plan, ifMay(ctx, access.EditPeople, page.LinkButton(page.Secondary, organizationPath(id)+"/edit", i18n.T(ctx, "people.edit")))),
		ui.standingBanners(ctx, o),
		page.Split(page.Thread(i18n.T(ctx, "person.activity"), notes(ctx, o.Notes), tickets),
			g.Group{ui.supportFacts(ctx, o, lists, schedules), ui.contactFacts(ctx, o, contacts, byID), ownerFacts(ctx, o.Owners, lists.Owners), panels,
				ui.organizationFacts(ctx, o), accountFacts(ctx, o, lists), ownFacts(ctx, o, lists.Fields),
				memberFacts(ctx, o, members, more != (people.Cursor{}))}))
}

// organizationPanels are what other parts of the desk have to say about a customer.
func (ui *Handlers) organizationPanels(ctx context.Context, o people.Organization) (all g.Group, err error) {
	for _, draw := range ui.deps.OrganizationPanels {
		node, err := draw(ctx, o)
		if err != nil {
			return nil, err
		}
		if node != nil {
			all = append(all, node)
		}
	}
	return all, nil
}

func (ui *Handlers) organizationFacts(ctx context.Context, o people.Organization) g.Node {
	facts := []page.Fact{{Label: i18n.T(ctx, "organization.plan"), Value: orNone(ctx, page.Badge(o.Plan), o.Plan == "")}}
	if region, ok := ui.region(o.Region); ok {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "person.region"), Value: page.RegionName(region.Tone, region.Name)})
	}
	if o.Deployment != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "organization.deployment"), deployment(ctx, o.Deployment)))
	}
	for _, f := range []struct{ label, value string }{{"organization.version", o.Version}, {"organization.external_id", o.ExternalID}} {
		if f.value != "" {
			facts = append(facts, page.Say(i18n.T(ctx, f.label), f.value))
		}
	}
	if len(o.Tags) > 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "organization.tags"), Value: badges(o.Tags)})
	}
	facts = append(facts, page.Fact{Label: i18n.T(ctx, "organization.since"), Value: page.Time(ctx, o.CreatedAt, ui.deps.Now())})
	return page.Facts(i18n.T(ctx, "organization.title"), facts...)
}

// memberFacts lists the people of a customer. Nobody joins by the domain of an address, so an empty list
// says how people come in.
func memberFacts(ctx context.Context, o people.Organization, members []people.User, more bool) g.Node {
	add := ifMay(ctx, access.EditPeople, page.LinkButton(page.Small,
		address("/people/new", url.Values{"organization": {strconv.FormatInt(o.ID, 10)}}), i18n.T(ctx, "organization.addperson")))
	title := i18n.T(ctx, "organization.members", "Count", o.Members)
	if len(members) == 0 {
		return page.FactsBlock(title, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "organization.nomembers"))), h.Div(add))
	}
	return page.FactsBlock(title, h.Ul(h.Class("stack"), g.Map(members, func(u people.User) g.Node {
		return h.Li(personLink(u))
	})), g.If(more, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "organization.moremembers")))), h.Div(add))
}
