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

func contactsPath(organizationID int64) string { return organizationPath(organizationID) + "/contacts" }

// contactFacts are the named contacts of a customer, with how each proved that they may ask, and the way to more.
func (ui *Handlers) contactFacts(ctx context.Context, o people.Organization, contacts []people.Contact, byID map[int64]people.User) g.Node {
	title := i18n.T(ctx, "named.count", "Count", o.Contacts)
	if o.ContactLimit > 0 {
		title = i18n.T(ctx, "named.of", "Count", o.Contacts, "N", o.ContactLimit)
	}
	manage := ifMay(ctx, access.EditPeople, page.LinkButton(page.Small, contactsPath(o.ID), i18n.T(ctx, "named.manage")))
	if len(contacts) == 0 {
		return page.FactsBlock(title, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "named.none"))), h.Div(manage))
	}
	return page.FactsBlock(title, h.Ul(h.Class("stack"), g.Map(contacts[:min(len(contacts), mostShown)], func(c people.Contact) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(userPath(c.UserID)), g.Text(byID[c.UserID].Name)), g.Text(" "),
			h.Span(h.Class("muted"), g.Text(contactWords(ctx, c))))
	})), g.If(len(contacts) > mostShown, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "named.more", "Count", len(contacts)-mostShown)))), h.Div(manage))
}

// mostShown is how many contacts stand beside a customer; the page of contacts has them all.
const mostShown = 8

// contactWords are the role and the proof of a contact.
func contactWords(ctx context.Context, c people.Contact) string {
	proof := i18n.T(ctx, "named.unproved")
	if c.Proof != "" {
		proof = i18n.T(ctx, "named.proof_"+c.Proof)
	}
	if c.Role == "" {
		return proof
	}
	return c.Role + " · " + proof
}

// contactsPage is where contacts are named and taken out.
func (ui *Handlers) contactsPage(w http.ResponseWriter, r *http.Request) error {
	return ui.showContacts(w, r, web.NewForm("proof", people.ProofByHand))
}

func (ui *Handlers) showContacts(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	o, err := ui.people.Organization(ctx, id)
	if err != nil {
		return err
	}
	contacts, byID, err := ui.people.NamedContacts(ctx, id)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "named.title", "Name", o.Name)
	sub := i18n.T(ctx, "named.count", "Count", o.Contacts)
	if o.ContactLimit > 0 {
		sub = i18n.T(ctx, "named.of", "Count", o.Contacts, "N", o.ContactLimit)
	}
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, sub, page.LinkButton(page.Secondary, organizationPath(id), i18n.T(ctx, "named.back"))),
		page.Content(g.If(o.Full(), page.Banner(page.Amber, i18n.T(ctx, "named.full", "N", o.ContactLimit))), ui.contactsTable(ctx, o, contacts, byID),
			ifMay(ctx, access.EditPeople, nameCard(ctx, o, f))))
}

func (ui *Handlers) contactsTable(ctx context.Context, o people.Organization, contacts []people.Contact, byID map[int64]people.User) g.Node {
	if len(contacts) == 0 {
		return page.EmptyState("users", i18n.T(ctx, "named.none_title"), i18n.T(ctx, "named.none_text"))
	}
	now := ui.deps.Now()
	var rows [][]g.Node
	for _, c := range contacts {
		u := byID[c.UserID]
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(userPath(u.ID)), g.Text(u.Name)), g.Text(u.Email), g.Text(c.Role), proofCell(ctx, c),
			page.Time(ctx, c.Since, now),
			ifMay(ctx, access.EditPeople, page.PostButton(page.Small, contactsPath(o.ID)+"/drop", i18n.T(ctx, "named.drop"),
				[]string{"user", strconv.FormatInt(u.ID, 10)},
				h.Aria("label", i18n.T(ctx, "named.drop_name", "Name", u.Name))))})
	}
	return page.Table(i18n.T(ctx, "named.title", "Name", o.Name),
		[]page.Column{{Label: i18n.T(ctx, "person.name")}, {Label: i18n.T(ctx, "person.address")}, {Label: i18n.T(ctx, "named.role")},
			{Label: i18n.T(ctx, "named.proof")}, {Label: i18n.T(ctx, "named.since")}, {Label: i18n.T(ctx, "named.act")}}, rows...)
}

func proofCell(ctx context.Context, c people.Contact) g.Node {
	if c.Proof == "" {
		return page.Chip(page.Amber, i18n.T(ctx, "named.unproved"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "named.proof_"+c.Proof))
}

func nameCard(ctx context.Context, o people.Organization, f *web.Form) g.Node {
	name, address := page.Ask(f, "name", i18n.T(ctx, "person.name")), page.Ask(f, "address", i18n.T(ctx, "person.address"))
	address.Type, address.Autocomplete, address.Hint = "email", "off", i18n.T(ctx, "named.address_hint")
	name.Optional, name.Autocomplete = true, "off"
	role := page.Ask(f, "contact_role", i18n.T(ctx, "named.role"))
	role.Optional, role.Hint = true, i18n.T(ctx, "named.role_hint")
	var proofs []page.Choice
	for _, p := range people.Proofs() {
		proofs = append(proofs, page.Choice{Value: p, Label: i18n.T(ctx, "named.proof_"+p)})
	}
	return page.Card(i18n.T(ctx, "named.add"), i18n.T(ctx, "named.add_about"), page.Form(contactsPath(o.ID), page.FormError(f), wrong(f, "user"),
		page.Columns(page.Input(ctx, address), page.Input(ctx, name)),
		page.Columns(page.Input(ctx, role), page.Select(ctx, page.Ask(f, "proof", i18n.T(ctx, "named.proof")), proofs...)),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "named.add_do")))))
}

// nameContact names somebody by their address, and makes a person of one nobody knows.
func (ui *Handlers) nameContact(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, err := ui.people.MeetContact(ctx, f.Get("name"), f.Get("address"),
		people.Contact{OrganizationID: id, Role: f.Get("contact_role"), Proof: f.Get("proof")})
	if f.Absorb(err) {
		return ui.showContacts(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "named.added", "Name", u.Name))
	web.Redirect(w, r, contactsPath(id))
	return nil
}

func (ui *Handlers) dropContact(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := ui.people.DropContact(ctx, f.Int64("user")); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "named.dropped"))
	web.Redirect(w, r, contactsPath(id))
	return nil
}

// organizationTabs lead to the customers that somebody must look at.
func organizationTabs(ctx context.Context, current, query string) g.Node {
	tabs := []page.Tab{}
	for _, only := range []string{"", "without", "marked"} {
		values := url.Values{}
		for name, v := range map[string]string{"only": only, "q": query} {
			if v != "" {
				values.Set(name, v)
			}
		}
		word := only
		if word == "" {
			word = "all"
		}
		tabs = append(tabs, page.Tab{Label: i18n.T(ctx, "organizations.only_"+word), Href: address("/organizations", values), Current: only == current})
	}
	return page.Bar(page.Tabs(i18n.T(ctx, "nav.organizations"), tabs...))
}

// namedFacts are as whose contact somebody is named, and how they proved it.
func (ui *Handlers) namedFacts(ctx context.Context, u people.User, c people.Contact, named bool) g.Node {
	switch {
	case u.Role.Staff() || !named && u.OrganizationID == 0:
		return nil
	case !named:
		return page.FactsBlock(i18n.T(ctx, "named.block"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "named.not", "Name", u.Organization))),
			h.Div(ifMay(ctx, access.EditPeople, page.LinkButton(page.Small, contactsPath(u.OrganizationID), i18n.T(ctx, "named.manage")))))
	}
	now := ui.deps.Now()
	facts := []page.Fact{{Label: i18n.T(ctx, "named.of_whom"), Value: h.A(h.Class("link"), h.Href(contactsPath(c.OrganizationID)), g.Text(u.Organization))},
		{Label: i18n.T(ctx, "named.proof"), Value: proofCell(ctx, c)}, {Label: i18n.T(ctx, "named.since"), Value: page.Time(ctx, c.Since, now)}}
	if c.Role != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "named.role"), c.Role))
	}
	return page.Facts(i18n.T(ctx, "named.block"), facts...)
}
