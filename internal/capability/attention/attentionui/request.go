package attentionui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRequest(w http.ResponseWriter, r *http.Request) error {
	return u.requestPage(w, r, web.NewForm())
}

// requestPage shows a request with what a manager can do about it.
func (u *UI) requestPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	q, err := u.Attention.Request(ctx, id)
	if err != nil {
		return err
	}
	facts, err := u.requestFacts(ctx, q)
	if err != nil {
		return err
	}
	acts, err := u.requestActs(ctx, q, form)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "attention.request_title", "Number", q.TicketID)
	body := g.Group{page.Card(i18n.T(ctx, "attention.reason"), i18n.T(ctx, "attention.kind_"+string(q.Kind)), paragraphs(q.Reason)),
		page.Card(i18n.T(ctx, "attention.wanted"), "", paragraphs(q.Wanted))}
	if !q.State.Open() {
		body = append(body, page.Card(i18n.T(ctx, "attention.outcome_"+string(q.State)), "", paragraphs(q.Outcome)))
	}
	if q.Agreed != "" {
		body = append(body, page.Card(i18n.T(ctx, "attention.agreed"), "", paragraphs(q.Agreed)))
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title,
		page.Head(title, q.Subject, page.LinkButton(page.Secondary, ticketPath(q.TicketID), i18n.T(ctx, "attention.to_ticket"))),
		page.Split(page.Thread(title, h.Div(h.Class("stack"), body, acts)), facts)))
}

// paragraphs shows what somebody wrote, line by line.
func paragraphs(text string) g.Node {
	var all g.Group
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, h.P(g.Text(line)))
		}
	}
	return all
}

func (u *UI) requestFacts(ctx context.Context, q attention.Request) (g.Node, error) {
	names, err := u.names(ctx, q.By, q.ManagerID, q.EngineerID)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	facts := []page.Fact{{Label: i18n.T(ctx, "attention.col_state"), Value: state(ctx, q)},
		{Label: i18n.T(ctx, "attention.col_urgency"), Value: urgency(ctx, q)},
		{Label: i18n.T(ctx, "attention.col_clock"), Value: u.clock(ctx, q)}, {Label: i18n.T(ctx, "attention.due"), Value: page.Time(ctx, q.DueAt, now)},
		page.Say(i18n.T(ctx, "attention.col_manager"), nameOf(ctx, names, q.ManagerID)), page.Say(i18n.T(ctx, "attention.col_engineer"),
			nameOf(ctx, names, q.EngineerID)),
		page.Say(i18n.T(ctx, "attention.col_by"), nameOf(ctx, names, q.By)), {Label: i18n.T(ctx, "attention.at"), Value: page.Time(ctx, q.At, now)}}
	for _, l := range q.Labels {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "attention.label"), Value: page.Badge(l)})
	}
	return page.Facts(i18n.T(ctx, "attention.request"), facts...), nil
}

// requestActs are the forms of a manager; nothing for those who may not decide.
func (u *UI) requestActs(ctx context.Context, q attention.Request, form *web.Form) (g.Node, error) {
	actor, _ := access.From(ctx)
	if !q.State.Open() || actor.UserID != q.ManagerID && access.Check(ctx, access.ManageOnCall) != nil {
		return nil, nil
	}
	setup, err := u.Attention.Setup(ctx)
	if err != nil {
		return nil, err
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "attention.choose"))
	if err != nil {
		return nil, err
	}
	engineer := page.Ask(form, "engineer", i18n.T(ctx, "attention.col_engineer"))
	engineer.Hint = i18n.T(ctx, "attention.engage_hint")
	next, why, agreed := area(form, "next", i18n.T(ctx, "attention.next")), area(form, "why", i18n.T(ctx, "attention.why")),
		area(form, "agreed", i18n.T(ctx, "attention.agreed"))
	next.Hint = i18n.T(ctx, "attention.next_hint")
	out := g.Group{page.FormError(form)}
	if q.State == attention.Waiting {
		out = append(out, h.Div(page.PostButton(page.Primary, q.Path()+"/look", i18n.T(ctx, "attention.eyes"), nil)))
	}
	return append(out,
		page.Card(i18n.T(ctx, "attention.engage"), "", page.Form(q.Path()+"/engage", page.Select(ctx, engineer, staff...),
			page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "attention.engage_do"))))),
		page.Card(i18n.T(ctx, "attention.resolve"), i18n.T(ctx, "attention.resolve_about"),
			page.Form(q.Path()+"/resolve", page.Textarea(ctx, next), labels(form, setup.Stars.Labels, "resolve"),
				page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "attention.resolve_do"))))),
		page.Card(i18n.T(ctx, "attention.unstar"), i18n.T(ctx, "attention.unstar_about"),
			page.Form(q.Path()+"/unstar", page.Textarea(ctx, why), page.Textarea(ctx, agreed),
				labels(form, setup.Stars.Labels, "unstar"), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "attention.unstar_do")))))), nil
}

func area(form *web.Form, name, label string) page.Field {
	f := page.Ask(form, name, label)
	f.Value = form.Text(name)
	return f
}

// labels are ticks of words for trends; part keeps the inputs of two forms apart.
func labels(form *web.Form, all []string, part string) g.Node {
	chosen := map[string]bool{}
	for _, l := range form.All("labels") {
		chosen[l] = true
	}
	return h.Div(h.Class("stack"), g.Map(all, func(l string) g.Node {
		id := "l-" + part + "-" + l
		return h.Div(h.Class("check"), h.Input(h.Type("checkbox"), h.ID(id), h.Name("labels"), h.Value(l), g.If(chosen[l], h.Checked())),
			h.Label(h.For(id), g.Text(l)))
	}))
}

// act is what a form of a page asks for.
type act func(ctx context.Context, id int64, form *web.Form) error

// decide does what a form of a request's page asks for, and shows the page again.
func (u *UI) decide(w http.ResponseWriter, r *http.Request, done string, do act) error {
	return did(w, r, "/attention/", done, do, u.requestPage)
}

// did does what a form asks for and leads back below path; what cannot be is shown on the page that the form stands on.
func did(w http.ResponseWriter, r *http.Request, path, done string, do act, again func(http.ResponseWriter, *http.Request, *web.Form) error) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = do(ctx, id, form)
	switch {
	case form.Absorb(err):
		return again(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, done))
	web.Redirect(w, r, path+itoa(id))
	return nil
}

func (u *UI) postLook(w http.ResponseWriter, r *http.Request) error {
	return u.decide(w, r, "attention.looked", func(ctx context.Context, id int64, _ *web.Form) error { return u.Attention.Look(ctx, id) })
}

func (u *UI) postEngage(w http.ResponseWriter, r *http.Request) error {
	return u.decide(w, r, "attention.engaged", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Attention.Engage(ctx, id, form.Int64("engineer"))
	})
}

func (u *UI) postResolve(w http.ResponseWriter, r *http.Request) error {
	return u.decide(w, r, "attention.resolved", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Attention.Resolve(ctx, id, form.Text("next"), form.All("labels"))
	})
}

func (u *UI) postUnstar(w http.ResponseWriter, r *http.Request) error {
	return u.decide(w, r, "attention.unstarred", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Attention.Unstar(ctx, id, form.Text("why"), form.Text("agreed"), form.All("labels"))
	})
}
