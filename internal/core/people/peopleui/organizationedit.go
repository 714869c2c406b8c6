package peopleui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (ui *Handlers) newOrganizationPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.EditPeople); err != nil {
		return err
	}
	o, err := ui.people.NewOrganization(r.Context())
	if err != nil {
		return err
	}
	return ui.showOrganizationEdit(w, r, organizationForm(o, people.OrganizationLists{}))
}

func (ui *Handlers) editOrganizationPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.EditPeople); err != nil {
		return err
	}
	o, err := ui.organizationInPath(r)
	if err != nil {
		return err
	}
	if o.Owners, err = ui.people.OwnersOf(r.Context(), o); err != nil {
		return err
	}
	lists, err := ui.people.OrganizationLists(r.Context())
	if err != nil {
		return err
	}
	return ui.showOrganizationEdit(w, r, organizationForm(o, lists))
}

func (ui *Handlers) organizationInPath(r *http.Request) (people.Organization, error) {
	id, err := web.PathID(r)
	if err != nil {
		return people.Organization{}, err
	}
	return ui.people.Organization(r.Context(), id)
}

// saveOrganization makes an organization, or changes the one in the path.
func (ui *Handlers) saveOrganization(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	lists, err := ui.people.OrganizationLists(r.Context())
	if err != nil {
		return err
	}
	var before people.Organization
	if r.PathValue("id") != "" {
		if before, err = ui.organizationInPath(r); err != nil {
			return err
		}
	}
	o := readOrganization(f, before, lists, ui.deps.Now())
	if !f.OK() {
		return ui.showOrganizationEdit(w, r, f)
	}
	saved, err := ui.people.SaveOrganization(r.Context(), o)
	if f.Absorb(err) {
		return ui.showOrganizationEdit(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, organizationPath(saved.ID))
	return nil
}

func (ui *Handlers) showOrganizationEdit(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	title, action, back := i18n.T(ctx, "organizations.new"), "/organizations", "/organizations"
	if id, err := web.PathID(r); err == nil {
		title, action, back = i18n.T(ctx, "organization.edit"), organizationPath(id), organizationPath(id)
	}
	fields, err := ui.organizationFields(ctx, r, f)
	if err != nil {
		return err
	}
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Narrow(page.Form(action, page.FormError(f), fields,
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")), page.LinkButton(page.Quiet, back, i18n.T(ctx, "people.cancel"))))))
}

func (ui *Handlers) organizationFields(ctx context.Context, r *http.Request, f *web.Form) (g.Node, error) {
	lists, err := ui.people.OrganizationLists(ctx)
	if err != nil {
		return nil, err
	}
	schedules, err := ui.schedules(ctx)
	if err != nil {
		return nil, err
	}
	team, err := ui.people.Team(ctx, ui.deps.Now())
	if err != nil {
		return nil, err
	}
	a := asker{ctx, f}
	var where, own []page.Choice
	for _, d := range people.Deployments() {
		where = append(where, page.Choice{Value: d, Label: deployment(ctx, d)})
	}
	for _, s := range schedules {
		own = append(own, page.Choice{Value: strconv.FormatInt(s.ID, 10), Label: s.Title})
	}
	cards := g.Group{page.Card(i18n.T(ctx, "organization.title"), "", page.Input(ctx, page.Ask(f, "name", i18n.T(ctx, "person.name"))),
		a.input("external_id", "text", "organization.external_id", "organization.externalhint"),
		a.input("plan", "text", "organization.plan", "organization.planhint"),
		ui.regionField(r, f), a.pick("deployment", "organization.deployment", "people.unknown", where), a.input("version", "text", "organization.version"),
		a.input("tags", "text", "organization.tags", "organization.tagshint"), a.text("notes", "person.notes", "person.noteshint")),
		contractCard(ctx, a, lists), accountCard(ctx, a, lists), a.ownersCard(lists.Owners),
		page.Card(i18n.T(ctx, "organization.care"), "",
			g.If(len(own) > 0, a.pick("calendar", "organization.calendar", "organization.regional", own, "organization.calendarhint")),
			g.If(len(own) == 0, page.Hidden("calendar", f.Get("calendar"))),
			a.pick("assigned_engineer", "organization.engineer", "people.unset", teamChoices(team)),
			a.tick("escalated", "organization.escalated", "organization.escalatedhint"), a.text("escalation_note", "organization.escalation_note"))}
	if len(lists.Fields) > 0 {
		cards = append(cards, page.Card(i18n.T(ctx, "organization.fields"), "", g.Map(lists.Fields, a.ownField)))
	}
	return append(cards, page.Card(i18n.T(ctx, "organization.end"), i18n.T(ctx, "organization.endabout"),
		a.tick("marked", "organization.marked"), a.text("marked_why", "organization.marked_why"))), nil
}

// accountCard asks what the customer is worth and how they fare, and by what they are known.
func accountCard(ctx context.Context, a asker, lists people.OrganizationLists) g.Node {
	var healths []page.Choice
	for _, word := range people.Healths() {
		healths = append(healths, page.Choice{Value: word, Label: i18n.T(ctx, "organization.health_"+word)})
	}
	revenue := a.field("arr", "organization.arr")
	revenue.Label, revenue.More = i18n.T(ctx, "organization.arr", "Currency", lists.Currency), []g.Node{g.Attr("inputmode", "numeric")}
	return page.Card(i18n.T(ctx, "organization.account"), "",
		page.Columns(a.pick("health", "organization.health", "people.unset", healths), a.input("segment", "text", "organization.segment")),
		page.Columns(page.Input(ctx, revenue), a.input("seats", "number", "organization.seats")),
		a.input("partner", "text", "organization.partner", "organization.partnerhint"),
		page.Columns(a.text("aliases", "organization.aliases", "organization.aliaseshint"),
			a.text("domains", "organization.domains", "organization.domainshint")),
		a.tick("shares_tickets", "organization.shares", "organization.shareshint"))
}

// contractCard asks for what decides whether there is support, and for whom.
func contractCard(ctx context.Context, a asker, lists people.OrganizationLists) g.Node {
	return page.Card(i18n.T(ctx, "organization.support"), i18n.T(ctx, "organization.supportabout"),
		a.pick("support_level", "organization.level", "people.unset", levelChoices(lists.Levels)),
		a.pick("tier", "organization.tier", "people.unset", levelChoices(lists.Tiers)),
		page.Columns(a.input("starts_on", "date", "organization.starts_on"), a.input("ends_on", "date", "organization.ends_on")),
		page.Columns(a.input("grace_days", "number", "organization.grace_days", "organization.gracehint"),
			a.input("contact_limit", "number", "organization.contact_limit", "organization.limithint")),
		a.tick("hold", "organization.hold", "organization.holdhint"), a.text("hold_reason", "organization.hold_reason"))
}

func teamChoices(team *people.Roster) []page.Choice {
	choices := make([]page.Choice, len(team.People))
	for i, u := range team.People {
		choices[i] = page.Choice{Value: strconv.FormatInt(u.ID, 10), Label: u.Name}
	}
	return choices
}

func (ui *Handlers) schedules(ctx context.Context) ([]Schedule, error) {
	if ui.deps.Calendars == nil {
		return nil, nil
	}
	return ui.deps.Calendars(ctx)
}
