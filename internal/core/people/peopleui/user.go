package peopleui

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// userPage is all there is about a person.
func (ui *Handlers) userPage(w http.ResponseWriter, r *http.Request) error {
	return ui.showUser(w, r, web.NewForm())
}

// showUser draws the page of the person in the path; f is the form for one more address.
func (ui *Handlers) showUser(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	u, err := ui.people.User(ctx, id)
	if err != nil {
		return err
	}
	addresses, err := ui.people.Addresses(ctx, id)
	if err != nil {
		return err
	}
	groups, err := ui.groupsOf(ctx, u)
	if err != nil {
		return err
	}
	find := ui.deps.UserTickets
	if u.Role.Staff() {
		find = ui.deps.OpenTickets // a colleague's page shows what waits at them, not what they asked for
	}
	tickets, err := recent(ctx, find, id)
	if err != nil {
		return err
	}
	contact, named, err := ui.people.Contact(ctx, id)
	if err != nil {
		return err
	}
	waits, err := ui.people.Waits(ctx, u)
	if err != nil {
		return err
	}
	work, err := ui.workFacts(ctx, u)
	if err != nil {
		return err
	}
	return ui.show(w, r, web.FormStatus(f), u.Name,
		page.Head(u.Name, under(ctx, u), ui.userActions(ctx, u)...),
		warnings(ctx, u, waits),
		page.Split(page.Thread(i18n.T(ctx, "person.activity"), notes(ctx, u.Notes), tickets),
			g.Group{ui.userFacts(ctx, u, groups), ui.namedFacts(ctx, u, contact, named), work, addressFacts(ctx, u, addresses, f)}))
}

func under(ctx context.Context, u people.User) string {
	if u.Organization != "" {
		return u.Organization
	}
	if u.Title != "" {
		return u.Title
	}
	return roleName(ctx, u.Role)
}

func (ui *Handlers) userActions(ctx context.Context, u people.User) []g.Node {
	return []g.Node{
		rarerActions(ctx, u),
		g.If(mayEdit(ctx, u), page.LinkButton(page.Secondary, userPath(u.ID)+"/edit", i18n.T(ctx, "people.edit"))),
		g.If(ui.deps.NewTicket != "" && !u.Role.Staff(), ifMay(ctx, access.CreateTickets,
			page.LinkButton(page.Primary, address(ui.deps.NewTicket, url.Values{"requester": {strconv.FormatInt(u.ID, 10)}}),
				i18n.T(ctx, "person.newticket")))),
	}
}

func rarerActions(ctx context.Context, u people.User) g.Node {
	var items []g.Node
	if access.Check(ctx, access.ManageStaff) == nil {
		items = append(items, h.A(h.Href(memberPath(u.ID)), g.Text(i18n.T(ctx, "person.access"))))
	}
	if access.Check(ctx, access.ReleaseMail) == nil && !u.Role.Staff() && u.Email != "" {
		items = append(items, h.A(h.Href(address("/settings/blocked", url.Values{"pattern": {u.Email}})), g.Text(i18n.T(ctx, "person.block"))))
	}
	if len(items) == 0 {
		return nil
	}
	return page.Menu(i18n.T(ctx, "person.more"), items)
}

// mayEdit reports whether the actor may edit u: staff are for those who manage the team.
func mayEdit(ctx context.Context, u people.User) bool {
	if u.Role.Staff() && access.Check(ctx, access.ManageStaff) != nil {
		return false
	}
	return access.Check(ctx, access.EditPeople) == nil
}

// warnings say what is wrong with an account; waits is what one that is off waits for.
func warnings(ctx context.Context, u people.User, waits string) g.Node {
	if waits == "" {
		waits = i18n.T(ctx, "person.offabout", "Name", u.Name)
	}
	return g.Group{
		g.If(u.MailFails, page.Banner(page.Red, i18n.T(ctx, "person.mailfailsabout", "Address", u.Email))),
		g.If(!u.Active, page.Banner(page.Amber, waits)),
	}
}

func notes(ctx context.Context, markdown string) g.Node {
	if markdown == "" {
		return nil
	}
	return page.Paper(i18n.T(ctx, "person.notes"), page.Prose(markup.Markdown(markdown)))
}

func recent(ctx context.Context, find func(context.Context, int64) (g.Node, error), id int64) (g.Node, error) {
	if find == nil {
		return nil, nil
	}
	return find(ctx, id)
}

func (ui *Handlers) groupsOf(ctx context.Context, u people.User) ([]string, error) {
	if !u.Role.Staff() {
		return nil, nil
	}
	all, err := ui.people.ListGroups(ctx)
	var names []string
	for _, group := range all {
		if slices.Contains(group.Members, u.ID) {
			names = append(names, group.Name)
		}
	}
	return names, err
}

func (ui *Handlers) userFacts(ctx context.Context, u people.User, groups []string) g.Node {
	now := ui.deps.Now()
	facts := []page.Fact{{Label: i18n.T(ctx, "person.role"), Value: ui.standing(ctx, u)}}
	if !u.Role.Staff() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "person.organization"), Value: orNone(ctx, organizationLink(u), u.OrganizationID == 0)})
	}
	if len(groups) > 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "person.groups"), Value: badges(groups)})
	}
	if region, ok := ui.region(u.Region); ok {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "person.region"), Value: page.RegionName(region.Tone, region.Name)})
	}
	if zone, err := time.LoadLocation(u.Zone); err == nil && u.Zone != "" && !u.Role.Staff() {
		facts = append(facts, page.Say(i18n.T(ctx, "person.localtime"), i18n.FormatClock(i18n.WithZone(ctx, zone), now)+" "+u.Zone))
	}
	if u.Locale != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "person.language"), i18n.T(ctx, "person.languages."+u.Locale)))
	}
	facts = append(facts, page.Fact{Label: i18n.T(ctx, "person.since"), Value: page.Time(ctx, u.CreatedAt, now)})
	if u.Role.Staff() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "person.seen"), Value: seen(ctx, u.LastSeenAt, now)})
	}
	return page.Facts(i18n.T(ctx, "person.title"), facts...)
}

func orNone(ctx context.Context, node g.Node, none bool) g.Node {
	if none {
		return h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "people.unset")))
	}
	return node
}

func badges(names []string) g.Node {
	return h.Span(h.Class("cluster"), g.Map(names, page.Badge))
}

func (ui *Handlers) region(key string) (Region, bool) {
	all := ui.regions()
	i := slices.IndexFunc(all, func(r Region) bool { return r.Key == key })
	if i < 0 {
		return Region{}, false
	}
	return all[i], true
}

func (ui *Handlers) regions() []Region {
	if ui.deps.Regions == nil {
		return nil
	}
	return ui.deps.Regions()
}
