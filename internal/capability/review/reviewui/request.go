package reviewui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

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
	return web.Render(w, web.FormStatus(form),
		u.Page(r, q.Subject, page.Head(q.Subject, i18n.T(ctx, "field.inside"), page.LinkButton(page.Secondary, "/field", i18n.T(ctx, "review.all_field"))),
			page.Split(page.Thread(q.Subject, h.Div(h.Class("stack"), g.Group(said), page.FormError(form), remarkForm(ctx, q, names, form))),
				g.Group{u.requestFacts(ctx, q, names), hand})))
}

func (u *UI) requestFacts(ctx context.Context, q review.Request, names map[int64]people.User) g.Node {
	account := func(part string) g.Node {
		return h.A(h.Class("link"), h.Href(accountPath(q.OrganizationID, part)), g.Text(q.Organization))
	}
	facts := []page.Fact{{Label: i18n.T(ctx, "field.col_state"), Value: u.requestChip(ctx, q)},
		{Label: i18n.T(ctx, "field.col_account"), Value: account("field")},
		page.Say(i18n.T(ctx, "field.col_kind"), i18n.T(ctx, "field.kind_"+string(q.Kind))), page.Say(i18n.T(ctx, "field.col_due"), dayWords(ctx, q.DueOn)),
		page.Say(i18n.T(ctx, "field.col_assignee"), orNobody(ctx, names[q.AssigneeID])), {Label: i18n.T(ctx, "field.asked_at"),
			Value: page.Time(ctx, q.At, u.Now(ctx))}}
	if !q.RemindedAt.IsZero() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "field.reminded"), Value: page.Time(ctx, q.RemindedAt, u.Now(ctx))})
	}
	return page.Facts(i18n.T(ctx, "field.facts"), facts...)
}

// remarkForm adds a word: an answer, by anybody but who asked. It says who has the word now.
func remarkForm(ctx context.Context, q review.Request, names map[int64]people.User, form *web.Form) g.Node {
	if access.Check(ctx, access.CommentPrivate) != nil {
		return nil
	}
	actor, _ := access.From(ctx)
	mine := actor.UserID == q.By
	about := i18n.T(ctx, "field.remark_about", "Name", names[q.By].Name)
	switch {
	case mine && q.State != review.RequestOpen:
		about = i18n.T(ctx, "field.remark_opens")
	case mine && q.AssigneeID != 0:
		about = i18n.T(ctx, "field.remark_waits", "Name", names[q.AssigneeID].Name)
	case mine:
		about = i18n.T(ctx, "field.remark_nobody")
	}
	buttons := []g.Node{page.Button(page.Primary, i18n.T(ctx, "field.answer_do"), h.Name("answer"), h.Value("1")),
		page.Button(page.Secondary, i18n.T(ctx, "field.remark_do"))}
	if mine {
		buttons = buttons[1:]
	}
	return page.Paper(i18n.T(ctx, "field.remark"), h.P(h.Class("muted"), g.Text(about)),
		page.Form(q.Path()+"/remark", page.Textarea(ctx, ask(ctx, form, "field", "remark")), page.FormEnd(buttons...)))
}

// handForm gives a request to somebody else, and ends it.
func (u *UI) handForm(ctx context.Context, q review.Request, form *web.Form) (g.Node, error) {
	if q.State == review.RequestClosed {
		return nil, nil
	}
	var end g.Node
	if access.Check(ctx, access.CommentPrivate) == nil {
		end = page.FactsBlock(i18n.T(ctx, "field.close"), page.PostButton(page.Secondary, q.Path()+"/close", i18n.T(ctx, "field.close_do"), nil))
	}
	if !writes(ctx) {
		return end, nil
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "field.choose"), true)
	to := ask(ctx, form, "field", "assignee")
	if to.Value == "" && q.AssigneeID != 0 {
		to.Value = itoa(q.AssigneeID)
	}
	return g.Group{page.FactsBlock(i18n.T(ctx, "field.hand"),
		page.Form(q.Path()+"/hand", page.Select(ctx, to, staff...), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "field.hand_do"))))), end}, err
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
