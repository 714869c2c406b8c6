package reviewui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// requestForm asks about an account. Nothing of it is the customer's to read.
func requestForm(ctx context.Context, form *web.Form, account string) g.Node {
	if access.Check(ctx, access.CommentPrivate) != nil {
		return nil
	}
	name := ask(ctx, form, "field", "organization")
	if name.Value == "" {
		name.Value = account
	}
	return page.Paper(i18n.T(ctx, "field.add"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "field.add_about"))), page.Narrow(page.Form("/field", page.FormError(form), page.Input(ctx, name),
		page.Select(ctx, ask(ctx, form, "field", "kind"), choices(ctx, "field.kind_", review.RequestKinds())...), page.Input(ctx, ask(ctx, form, "field", "subject")),
		page.Textarea(ctx, ask(ctx, form, "field", "body")), page.Input(ctx, dated(askOptional(ctx, form, "field", "due_on"))), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "field.save"))))))
}

func (u *UI) getField(w http.ResponseWriter, r *http.Request) error {
	return u.fieldPage(w, r, web.NewForm())
}

// fieldPage lists what the field asks about all accounts.
func (u *UI) fieldPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	list, err := u.requestTable(r.Context(), 0, r.URL.Query().Get("state") == "over")
	if err != nil {
		return err
	}
	return u.overview(w, r, "field", form, stateLinks(r.Context(), "/field"), list, requestForm(r.Context(), form, ""))
}

// getAccountField lists what the field asks about one account.
func (u *UI) getAccountField(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	list, err := u.requestTable(ctx, o.ID, r.URL.Query().Get("state") == "over")
	if err != nil {
		return err
	}
	return u.show(w, r, o, "field", web.NewForm(), stateLinks(ctx, accountPath(o.ID, "field")), list, requestForm(ctx, web.NewForm(), o.Name))
}

func stateLinks(ctx context.Context, path string) g.Node {
	return h.Div(h.Class("cluster"), page.LinkButton(page.Small, path, i18n.T(ctx, "field.open")), page.LinkButton(page.Small, path+"?state=over", i18n.T(ctx, "field.over")))
}

func (u *UI) requestTable(ctx context.Context, organization int64, over bool) (g.Node, error) {
	all, err := u.Reviews.Requests(ctx, organization, over)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return page.EmptyState("inbox", i18n.T(ctx, "field.none"), i18n.T(ctx, "field.none_text")), nil
	}
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
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(q.Path()), g.Text(q.Subject)), h.A(h.Class("link"), h.Href(accountPath(q.OrganizationID, "field")), g.Text(q.Organization)),
			g.Text(i18n.T(ctx, "field.kind_"+string(q.Kind))), u.requestChip(ctx, q), g.Text(dayWords(ctx, q.DueOn)), g.Text(names[q.By].Name), g.Text(names[q.AssigneeID].Name)})
	}
	return page.Table(i18n.T(ctx, "review.all_field"), columns(ctx, "field", "subject", "account", "kind", "state", "due", "by", "assignee"), rows...), nil
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

func (u *UI) postField(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	q := review.Request{Kind: review.RequestKind(form.Get("kind")), Subject: form.Get("subject"), Body: form.Text("body"), DueOn: dayOf(form, "due_on")}
	o, err := u.organizationNamed(ctx, form.Get("organization"))
	if q.OrganizationID = o.ID; err == nil && form.OK() {
		q, err = u.Reviews.Ask(ctx, q)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.fieldPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "field.saved"))
	web.Redirect(w, r, q.Path())
	return nil
}

func (u *UI) getRequest(w http.ResponseWriter, r *http.Request) error {
	return u.requestPage(w, r, web.NewForm())
}

// requestPage is one request with what was said to it.
func (u *UI) requestPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	q, remarks, err := u.Reviews.Request(ctx, id)
	if err != nil {
		return err
	}
	ids := []int64{q.By, q.AssigneeID}
	for _, m := range remarks {
		ids = append(ids, m.By)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	said := []g.Node{page.Card(i18n.T(ctx, "field.asks", "Name", names[q.By].Name), i18n.FormatTime(ctx, q.At), page.Prose(markup.Markdown(q.Body)))}
	for _, m := range remarks {
		title := "field.said"
		if m.Answer {
			title = "field.answers"
		}
		said = append(said, page.Card(i18n.T(ctx, title, "Name", names[m.By].Name), i18n.FormatTime(ctx, m.At), page.Prose(markup.Markdown(m.Body))))
	}
	hand, err := u.handForm(ctx, q, form)
	if err != nil {
		return err
	}
	facts := page.Facts(i18n.T(ctx, "field.facts"), page.Fact{Label: i18n.T(ctx, "field.col_state"), Value: u.requestChip(ctx, q)},
		page.Fact{Label: i18n.T(ctx, "field.col_account"), Value: h.A(h.Class("link"), h.Href(accountPath(q.OrganizationID, "field")), g.Text(q.Organization))},
		page.Say(i18n.T(ctx, "field.col_kind"), i18n.T(ctx, "field.kind_"+string(q.Kind))), page.Say(i18n.T(ctx, "field.col_due"), dayWords(ctx, q.DueOn)),
		page.Say(i18n.T(ctx, "field.col_assignee"), names[q.AssigneeID].Name), page.Fact{Label: i18n.T(ctx, "field.asked"), Value: page.Time(ctx, q.At, now)})
	return web.Render(w, web.FormStatus(form), u.Page(r, q.Subject, page.Head(q.Subject, i18n.T(ctx, "field.inside")),
		page.Split(page.Thread(q.Subject, h.Div(h.Class("stack"), g.Group(said), page.FormError(form), u.remarkForm(ctx, q, form))), g.Group{facts, hand})))
}

// remarkForm adds a word: an answer, by anybody but who asked.
func (u *UI) remarkForm(ctx context.Context, q review.Request, form *web.Form) g.Node {
	if access.Check(ctx, access.CommentPrivate) != nil {
		return nil
	}
	actor, _ := access.From(ctx)
	button := page.Button(page.Primary, i18n.T(ctx, "field.answer_do"), h.Name("answer"), h.Value("1"))
	if actor.UserID == q.By {
		button = page.Button(page.Primary, i18n.T(ctx, "field.remark_do"))
	}
	more := g.If(actor.UserID != q.By, page.Button(page.Secondary, i18n.T(ctx, "field.remark_do")))
	return page.Paper(i18n.T(ctx, "field.remark"), page.Form(q.Path()+"/remark", page.Textarea(ctx, ask(ctx, form, "field", "remark")), page.FormEnd(button, more)))
}

func (u *UI) handForm(ctx context.Context, q review.Request, form *web.Form) (g.Node, error) {
	var end g.Node
	if q.State != review.RequestClosed && access.Check(ctx, access.CommentPrivate) == nil {
		end = page.PostButton(page.Small, q.Path()+"/close", i18n.T(ctx, "field.close_do"), nil)
	}
	if !writes(ctx) {
		return end, nil
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "review.nobody"), true)
	return page.FactsBlock(i18n.T(ctx, "field.hand"), page.Form(q.Path()+"/hand", page.Select(ctx, ask(ctx, form, "field", "assignee"), staff...),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "field.hand_do")))), end), err
}

// onRequest does what a form of a request's page asks for.
func (u *UI) onRequest(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, id int64, form *web.Form) error) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return did(w, r, "/field/"+itoa(id), done, func(ctx context.Context, form *web.Form) error { return do(ctx, id, form) }, u.requestPage)
}

func (u *UI) postRemark(w http.ResponseWriter, r *http.Request) error {
	return u.onRequest(w, r, "field.remarked", func(ctx context.Context, id int64, form *web.Form) error {
		return renamed(u.Reviews.Remark(ctx, id, form.Text("remark"), form.Get("answer") != ""), "body", "remark")
	})
}

func (u *UI) postHand(w http.ResponseWriter, r *http.Request) error {
	return u.onRequest(w, r, "field.handed", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Reviews.Hand(ctx, id, form.Int64("assignee"))
	})
}

func (u *UI) postClose(w http.ResponseWriter, r *http.Request) error {
	return u.onRequest(w, r, "field.closed", func(ctx context.Context, id int64, _ *web.Form) error { return u.Reviews.Close(ctx, id) })
}
