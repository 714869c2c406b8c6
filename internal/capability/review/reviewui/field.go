package reviewui

import (
	"context"
	"net/http"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// fieldViews are the lists of requests: all open ones, the reader's own, those they answer, and what is over.
func fieldViews() []string { return []string{"open", "asked", "with", "over"} }

func (u *UI) getField(w http.ResponseWriter, r *http.Request) error {
	list, err := u.requests(r, "/field", 0)
	if err != nil {
		return err
	}
	return u.overview(w, r, "field", web.NewForm(), list)
}

// getAccountField lists what the field asks about one account.
func (u *UI) getAccountField(w http.ResponseWriter, r *http.Request) error {
	o, err := u.account(r)
	if err != nil {
		return err
	}
	list, err := u.requests(r, accountPath(o.ID, "field"), o.ID)
	if err != nil {
		return err
	}
	return u.show(w, r, o, "field", web.NewForm(), list)
}

// requests is one of the lists under its tabs, of an account or of all, with the way to the form.
func (u *UI) requests(r *http.Request, path string, organization int64) (g.Node, error) {
	ctx := r.Context()
	actor, _ := access.From(ctx)
	f := review.RequestFilter{OrganizationID: organization}
	view := r.URL.Query().Get("state")
	switch view {
	case "asked":
		f.By = actor.UserID
	case "with":
		f.AssigneeID = actor.UserID
	case "over":
		f.Over = true
	default:
		view = "open"
	}
	var tabs []page.Tab
	for _, v := range fieldViews() {
		if v != "with" || writes(ctx) { // nothing is handed to those who do not work on tickets
			tabs = append(tabs, page.Tab{Label: i18n.T(ctx, "field."+v), Href: path + "?state=" + v, Current: v == view})
		}
	}
	all, err := u.Reviews.Requests(ctx, f)
	if err != nil {
		return nil, err
	}
	var ask g.Node
	if access.Check(ctx, access.CommentPrivate) == nil {
		ask = page.LinkButton(page.Primary, askPath(organization), i18n.T(ctx, "field.add"), page.Key("c"))
	}
	head := h.Div(h.Class("cluster"), page.Tabs(i18n.T(ctx, "review.all_field"), tabs...), ask)
	if len(all) == 0 {
		return g.Group{head, page.EmptyState("inbox", i18n.T(ctx, "field.none_"+view), i18n.T(ctx, "field.none_text"))}, nil
	}
	table, err := u.requestTable(ctx, all)
	return g.Group{head, table}, err
}

// askPath is the form, about an account where one is known.
func askPath(organization int64) string {
	if organization == 0 {
		return "/field/new"
	}
	return "/field/new?account=" + itoa(organization)
}

func (u *UI) requestTable(ctx context.Context, all []review.Request) (g.Node, error) {
	var ids []int64
	for _, q := range all {
		ids = append(ids, q.By, q.AssigneeID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var rows [][]g.Node
	for _, q := range all {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(q.Path()), g.Text(q.Subject)),
			h.A(h.Class("link"), h.Href(accountPath(q.OrganizationID, "field")), g.Text(q.Organization)),
			g.Text(i18n.T(ctx, "field.kind_"+string(q.Kind))), u.requestChip(ctx, q), g.Text(dayWords(ctx, q.DueOn)),
			g.Text(names[q.By].Name), g.Text(orNobody(ctx, names[q.AssigneeID]))})
	}
	return page.Table(i18n.T(ctx, "review.all_field"), columns(ctx, "field", "subject", "account", "kind", "state", "due", "by", "assignee"), rows...), nil
}

func orNobody(ctx context.Context, u people.User) string {
	if u.Name == "" {
		return i18n.T(ctx, "review.nobody")
	}
	return u.Name
}

func (u *UI) requestChip(ctx context.Context, q review.Request) g.Node {
	switch {
	case q.Late(u.today(ctx)):
		return page.Chip(page.Red, i18n.T(ctx, "field.late"))
	case q.State == review.RequestOpen:
		return page.Chip(page.Amber, i18n.T(ctx, "field.state_open"))
	case q.State == review.RequestAnswered:
		return page.Chip(page.Green, i18n.T(ctx, "field.state_answered"))
	}
	return page.Chip(page.Neutral, i18n.T(ctx, "field.state_closed"))
}

// getAsk is the form of a request, about an account where one was come from.
func (u *UI) getAsk(w http.ResponseWriter, r *http.Request) error {
	form := web.NewForm()
	if id := r.URL.Query().Get("account"); id != "" {
		r.SetPathValue("organization", id)
		o, err := u.account(r)
		if err != nil {
			return err
		}
		form.Values = url.Values{"organization": {o.Name}}
	}
	return u.askPage(w, r, form)
}

// askPage is the form. Nothing of it is a customer's to read.
func (u *UI) askPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	known, _, err := u.People.Organizations(ctx, people.OrganizationFilter{Limit: 500})
	if err != nil {
		return err
	}
	name, kind := ask(ctx, form, "field", "organization"), ask(ctx, form, "field", "kind")
	name.More = []g.Node{h.List("accounts")}
	var kinds []page.Option
	for _, k := range review.RequestKinds() {
		kinds = append(kinds, page.Option{Value: string(k), Label: i18n.T(ctx, "field.kind_"+string(k)), About: i18n.T(ctx, "field.about_"+string(k))})
	}
	title := i18n.T(ctx, "field.add")
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "field.add_about"), page.LinkButton(page.Secondary, "/field", i18n.T(ctx, "review.all_field"))),
			page.Narrow(page.Form("/field", page.FormError(form), page.Input(ctx, name),
				h.DataList(h.ID("accounts"), g.Map(known, func(o people.Organization) g.Node { return h.Option(h.Value(o.Name)) })),
				page.Options(kind, kinds...), page.Input(ctx, ask(ctx, form, "field", "subject")), page.Textarea(ctx, ask(ctx, form, "field", "body")),
				page.Input(ctx, dated(askOptional(ctx, form, "field", "due_on"))), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "field.save")))))))
}

func (u *UI) postField(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	q := review.Request{Kind: review.RequestKind(form.Get("kind")), Subject: form.Get("subject"), Body: form.Text("body"), DueOn: dayOf(form, "due_on")}
	o, err := u.Reviews.Account(ctx, form.Get("organization"))
	if q.OrganizationID = o.ID; err == nil && form.OK() {
		q, err = u.Reviews.Ask(ctx, q)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.askPage(w, r, form)
	case err != nil:
		return err
	}
	names, err := u.names(ctx, q.AssigneeID)
	if err != nil {
		return err
	}
	said := i18n.T(ctx, "field.saved_nobody")
	if who := names[q.AssigneeID].Name; who != "" {
		said = i18n.T(ctx, "field.saved", "Name", who)
	}
	web.Done(ctx, said)
	web.Redirect(w, r, q.Path())
	return nil
}
