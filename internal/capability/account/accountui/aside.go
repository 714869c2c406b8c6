package accountui

import (
	"cmp"
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// aside is the column beside an account: the people of both sides, what was agreed, the cadence.
func (u *UI) aside(ctx context.Context, o people.Organization, all []account.Standing, forms refused) (g.Node, error) {
	ours, err := u.oursBlock(ctx, o, all)
	if err != nil {
		return nil, err
	}
	theirs, err := u.theirsBlock(ctx, o)
	if err != nil {
		return nil, err
	}
	cadence, err := u.cadenceBlock(ctx, o, forms[cadencePath])
	if err != nil {
		return nil, err
	}
	parts := g.Group{ours, theirs}
	for _, st := range all {
		parts = append(parts, u.agreedBlock(ctx, st, forms))
	}
	return append(parts, cadence), nil
}

// oursBlock lists who works for the customer on our side.
func (u *UI) oursBlock(ctx context.Context, o people.Organization, all []account.Standing) (g.Node, error) {
	var crew []g.Node
	for _, st := range all {
		crew = append(crew, page.CrewMember(person(st.Engineer), i18n.T(ctx, "assigned.kind_engineer")))
	}
	owners, err := u.owners(ctx, o, people.Ours)
	return crewBlock(i18n.T(ctx, "assigned.ours"), i18n.T(ctx, "assigned.ours_none"), append(crew, owners...)), err
}

// theirsBlock lists the customer's own people: who answers for what, and who may write to us.
func (u *UI) theirsBlock(ctx context.Context, o people.Organization) (g.Node, error) {
	crew, err := u.owners(ctx, o, people.Theirs)
	if err != nil {
		return nil, err
	}
	contacts, users, err := u.People.NamedContacts(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range contacts[:min(len(contacts), mostContacts)] {
		crew = append(crew, page.CrewMember(person(users[c.UserID]), cmp.Or(c.Role, i18n.T(ctx, "assigned.contact"))))
	}
	more := h.P(h.A(h.Class("link"), h.Href("/organizations/"+itoa(o.ID)), g.Text(i18n.T(ctx, "assigned.contacts_all", "Count", len(contacts)))))
	return crewBlock(i18n.T(ctx, "assigned.theirs"), i18n.T(ctx, "assigned.theirs_none"), crew, g.If(len(contacts) > mostContacts, more)), nil
}

// crewBlock lists people under a title; none says that there are none.
func crewBlock(title, none string, crew []g.Node, more ...g.Node) g.Node {
	if len(crew) == 0 {
		return page.FactsBlock(title, h.P(h.Class("muted"), g.Text(none)))
	}
	return page.FactsBlock(title, page.Crew(crew...), g.Group(more))
}

// owners are those who answer for a customer on one side, with their roles.
func (u *UI) owners(ctx context.Context, o people.Organization, side people.OwnerSide) (crew []g.Node, err error) {
	owners, err := u.People.OwnersOf(ctx, o)
	if err != nil {
		return nil, err
	}
	lists, err := u.People.OrganizationLists(ctx)
	for _, w := range owners {
		if w.Side == side {
			crew = append(crew, page.CrewMember(owner(w), peopleui.OwnerRole(ctx, w, lists.Owners)))
		}
	}
	return crew, err
}

// mostContacts is how many contacts stand on the page of an account.
const mostContacts = 8

func owner(w people.Owner) page.Person {
	p := page.Person{ID: w.UserID, Name: w.Name}
	if p.Name == "" {
		p.Name = w.Address
	}
	if w.UserID != 0 {
		p.Href = "/people/" + itoa(w.UserID)
	}
	return p
}

// agreedBlock says what was agreed with the customer about one engineer, and switches what their manager switches.
func (u *UI) agreedBlock(ctx context.Context, st account.Standing, forms refused) g.Node {
	auto := page.Chip(page.Green, i18n.T(ctx, "assigned.auto_on"))
	if !st.Auto {
		auto = page.Chip(page.Amber, i18n.T(ctx, "assigned.auto_off"))
	}
	facts := []page.Fact{
		{Label: i18n.T(ctx, "assigned.agreed"),
			Value: h.Div(h.Span(h.Class("prewrap"), g.Text(weekWords(ctx, st.Week))), h.Div(h.Class("muted"), g.Text(st.Zone)))},
		page.Say(i18n.T(ctx, "assigned.older"), olderWord(ctx, st.Older)),
		{Label: i18n.T(ctx, "assigned.auto"), Value: h.Div(auto, g.If(st.AutoWhy != "", h.P(h.Class("muted"), g.Text(st.AutoWhy))))},
	}
	for _, f := range []struct{ label, text string }{{i18n.T(ctx, "assigned.outside"), st.Outside}, {i18n.T(ctx, "assigned.emergencies"), st.Emergencies},
		{i18n.T(ctx, "assigned.starts_on"), people.FormatDate(st.StartsOn)},
		{i18n.T(ctx, "assigned.ends_on"), people.FormatDate(st.EndsOn)}, {i18n.T(ctx, "assigned.level_why"), st.LevelWhy}} {
		if f.text != "" {
			facts = append(facts, page.Say(f.label, f.text))
		}
	}
	acts := g.Group{}
	if access.Check(ctx, access.EditPeople) == nil {
		acts = append(acts, page.LinkButton(page.Small, assignmentPath(st.ID), i18n.T(ctx, "assigned.change")))
	}
	if people.MayKeep(ctx, st.Engineer) || access.Check(ctx, access.ManageOnCall) == nil {
		acts = append(acts, page.LinkButton(page.Small, account.AskPath(st.ID, 0), i18n.T(ctx, "assigned.ask")))
	}
	return page.FactsBlock(i18n.T(ctx, "assigned.agreed_with", "Name", st.Engineer.Name), page.Facts("", facts...),
		h.Div(h.Class("cluster"), acts), u.autoForm(ctx, st, forms[autoPath(st.ID)]))
}

func olderWord(ctx context.Context, o account.Older) string {
	return map[account.Older]string{account.OlderStay: i18n.T(ctx, "assigned.older_stay"),
		account.OlderMove: i18n.T(ctx, "assigned.older_move"), account.OlderAsk: i18n.T(ctx, "assigned.older_ask")}[o]
}

// autoForm switches automatic assignment, for the engineer's manager. It is open where it came back.
func (u *UI) autoForm(ctx context.Context, st account.Standing, form *web.Form) g.Node {
	if !people.MayArrange(ctx, st.Engineer) || access.Check(ctx, access.EditPeople) != nil {
		return nil
	}
	label, on := i18n.T(ctx, "assigned.auto_switch_on"), "on"
	if st.Auto {
		label, on = i18n.T(ctx, "assigned.auto_switch_off"), ""
	}
	around := func(body g.Node) g.Node { return page.Fold(label, body) }
	if form == nil {
		form = web.NewForm()
	} else {
		around = func(body g.Node) g.Node { return body }
	}
	return around(page.Form(autoPath(st.ID), page.FormError(form), page.Hidden("on", on),
		page.Input(ctx, page.Ask(form, "auto_why", i18n.T(ctx, "assigned.auto_why"))),
		page.FormEnd(page.Button(page.Secondary, label))))
}

func autoPath(assignment int64) string { return assignmentPath(assignment) + "/auto" }

func (u *UI) postAuto(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := u.ofPath(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Accounts.SetAuto(ctx, a.ID, form.Bool("on"), form.Text("auto_why"))
	switch {
	case form.Absorb(err):
		return u.accountPage(w, r, a.OrganizationID, refused{autoPath(a.ID): form})
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "assigned.auto_saved"))
	web.Redirect(w, r, a.Path())
	return nil
}

// cadencePath is where the times are posted to at which a customer hears from us.
const cadencePath = "/accounts/cadence"

// cadenceBlock says when the customer hears from us on every open ticket, and changes it.
func (u *UI) cadenceBlock(ctx context.Context, o people.Organization, form *web.Form) (g.Node, error) {
	if u.Promised == nil {
		return nil, nil
	}
	times, zone, err := u.Promised(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	stands := h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.cadence_none")))
	if times != "" {
		stands = h.P(page.Badge(times+" "+zone), g.Text(" "+i18n.T(ctx, "assigned.cadence_each")))
	}
	if u.Promise == nil || access.Check(ctx, access.EditPeople) != nil {
		return page.FactsBlock(i18n.T(ctx, "assigned.cadence"), stands), nil
	}
	if form == nil {
		form = web.NewForm("cadence", times, "zone", zone)
	}
	when, where := page.Ask(form, "cadence", i18n.T(ctx, "assigned.cadence_times")), page.Ask(form, "zone", i18n.T(ctx, "assigned.cadence_zone"))
	when.Optional, when.Placeholder, when.Hint = true, "tue,thu 15:00", i18n.T(ctx, "assigned.cadence_hint")
	where.Optional, where.More = true, []g.Node{g.Attr("list", "zones")}
	return page.FactsBlock(i18n.T(ctx, "assigned.cadence"), stands, page.Form(cadencePath, page.FormError(form), page.Hidden("organization", itoa(o.ID)),
		page.Input(ctx, when), page.Input(ctx, where), page.ZoneList(), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "assigned.cadence_save"))))), nil
}

func (u *UI) postCadence(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	id := form.Int64("organization")
	err = u.Promise(ctx, id, form.Get("cadence"), form.Get("zone"))
	switch {
	case form.Absorb(err):
		return u.accountPage(w, r, id, refused{cadencePath: form})
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "assigned.cadence_saved"))
	web.Redirect(w, r, account.AccountPath(id))
	return nil
}
