package incidentui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getStatus shows how the public page is kept, who asked for news, and the pages of single customers.
func (u *UI) getStatus(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.Incidents.Setup(r.Context())
	if err != nil {
		return err
	}
	p := setup.Page
	return u.status(w, r, web.NewForm("title", p.Title, "about", p.About, "host", p.Host, "days", strconv.Itoa(p.Days), "partial", strconv.Itoa(p.Partial),
		"slow", strconv.Itoa(p.Slow), "folder", p.Folder), web.NewForm("link", "on"))
}

func (u *UI) status(w http.ResponseWriter, r *http.Request, form, customer *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	subscribers, err := u.subscriberCard(ctx)
	if err != nil {
		return err
	}
	customers, err := u.customerCard(ctx, customer)
	if err != nil {
		return err
	}
	line := func(name, kind string) g.Node {
		f := optional(page.Ask(form, name, i18n.T(ctx, "statusset."+name)))
		f.Hint, f.Type = i18n.T(ctx, "statusset."+name+"_hint"), kind
		return page.Input(ctx, f)
	}
	title := i18n.T(ctx, "settings.statuspage.title")
	return web.Render(w, web.FormStatus(form, customer),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.statuspage.about"),
			page.LinkButton(page.Secondary, incident.PublicHome, i18n.T(ctx, "incidents.public"))),
			page.Content(page.Columns(page.Card(i18n.T(ctx, "statusset.page"), "",
				page.Form(statusPath, page.FormError(form), line("title", ""), line("about", ""), line("host", ""),
					line("days", "number"), line("partial", "number"), line("slow", "number"), line("folder", ""),
					page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "incidents.save"))))),
				h.Div(h.Class("stack"), subscribers, customers)))))
}

// mostListed is how many subscribers of a state stand on the page.
const mostListed = 50

func (u *UI) subscriberCard(ctx context.Context) (g.Node, error) {
	list, counts, err := u.Incidents.Subscribers(ctx, incident.Paused, mostListed)
	if err != nil {
		return nil, err
	}
	title := i18n.T(ctx, "statusset.subscribers")
	figures := page.Stats(page.Figure{Label: i18n.T(ctx, "statusset.active"), Value: strconv.Itoa(counts[incident.Active])},
		page.Figure{Label: i18n.T(ctx, "statusset.asked"), Value: strconv.Itoa(counts[incident.Asked])},
		page.Figure{Label: i18n.T(ctx, "statusset.paused"), Value: strconv.Itoa(counts[incident.Paused])})
	rows := make([][]g.Node, len(list))
	for n, b := range list {
		rows[n] = []g.Node{g.Text(b.Address), g.Text(b.Reason),
			page.PostButton(page.Quiet+" small", statusPath+"/subscribers/"+text(b.ID)+"/remove", i18n.T(ctx, "componentset.remove"), nil)}
	}
	return page.Card(title, i18n.T(ctx, "statusset.subscribers_about"), figures, g.Iff(len(rows) > 0, func() g.Node {
		return page.Table(i18n.T(ctx, "statusset.paused"),
			[]page.Column{{Label: i18n.T(ctx, "statusset.address")}, {Label: i18n.T(ctx, "statusset.reason")}, {}}, rows...)
	})), nil
}

func (u *UI) customerCard(ctx context.Context, form *web.Form) (g.Node, error) {
	list, err := u.Incidents.Customers(ctx)
	if err != nil {
		return nil, err
	}
	all, err := u.Incidents.Components(ctx)
	if err != nil {
		return nil, err
	}
	orgs, _, err := u.People.Organizations(ctx, people.OrganizationFilter{Limit: 500})
	if err != nil {
		return nil, err
	}
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "statusset.choose")}}
	for _, o := range orgs {
		choices = append(choices, page.Choice{Value: text(o.ID), Label: o.Name})
	}
	var ticks []page.Option
	for _, c := range all {
		if !c.IsGroup {
			ticks = append(ticks, page.Option{Value: text(c.ID), Label: c.Title})
		}
	}
	rows := make([][]g.Node, len(list))
	for n, c := range list {
		link := g.Node(g.Text("–"))
		if c.Secret != "" {
			link = h.A(h.Class("link"), h.Href(c.Path()), g.Text(u.Link(c.Path())))
		}
		rows[n] = []g.Node{g.Text(c.Name), g.Text(i18n.T(ctx, "statusset.count", "Count", len(c.Components))), link}
	}
	title := i18n.T(ctx, "statusset.customers")
	return page.Card(title, i18n.T(ctx, "statusset.customers_about"), g.Iff(len(rows) > 0, func() g.Node {
		return page.Table(title,
			[]page.Column{{Label: i18n.T(ctx, "statusset.organization")}, {Label: i18n.T(ctx, "settings.components.title")},
				{Label: i18n.T(ctx, "statusset.link")}}, rows...)
	}), page.Form(statusPath+"/customers", page.FormError(form), page.Select(ctx,
		page.Ask(form, "organization", i18n.T(ctx, "statusset.organization")), choices...),
		page.Ticks(page.Field{Name: "component", Label: i18n.T(ctx, "statusset.touch"), Hint: i18n.T(ctx, "statusset.touch_hint")},
			form.All("component"), ticks...),
		page.Checkbox(ctx, page.Ask(form, "link", i18n.T(ctx, "statusset.haslink"))),
		page.Checkbox(ctx, page.Ask(form, "fresh", i18n.T(ctx, "statusset.fresh"))),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "incidents.save"))))), nil
}

func (u *UI) postStatus(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	p := incident.PublicPage{Title: form.Get("title"), About: form.Get("about"), Host: form.Get("host"), Days: int(form.Int64("days")),
		Partial: int(form.Int64("partial")),
		Slow:    int(form.Int64("slow")), Folder: form.Get("folder")}
	if form.OK() {
		err = u.Incidents.SavePage(r.Context(), p)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.status(w, r, form, web.NewForm("link", "on"))
	case err != nil:
		return err
	}
	return done(w, r, "incidents.saved", statusPath)
}

func (u *UI) postCustomer(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	_, err = u.Incidents.SaveCustomer(r.Context(), form.Int64("organization"), chosen(form, "component"), form.Bool("link"), form.Bool("fresh"))
	switch {
	case form.Absorb(err):
		setup, err := u.Incidents.Setup(r.Context())
		if err != nil {
			return err
		}
		return u.status(w, r, web.NewForm("title", setup.Page.Title, "days", strconv.Itoa(setup.Page.Days)), form)
	case err != nil:
		return err
	}
	return done(w, r, "incidents.saved", statusPath)
}

func (u *UI) postSubscriberRemove(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.Incidents.RemoveSubscriber(r.Context(), id); err != nil {
		return err
	}
	return done(w, r, "componentset.removed", statusPath)
}
