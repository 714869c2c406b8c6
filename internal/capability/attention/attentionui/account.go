package attentionui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getAccount(w http.ResponseWriter, r *http.Request) error {
	return u.accountPage(w, r, web.NewForm())
}

// accountPage is all there is about an escalation: its end, what the customer was told, who and what belongs to it.
func (u *UI) accountPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	e, updates, err := u.Attention.Account(ctx, id)
	if err != nil {
		return err
	}
	ids := append([]int64{e.DriverID, e.By}, e.People...)
	for _, up := range updates {
		ids = append(ids, up.By)
	}
	for _, c := range e.Criteria {
		ids = append(ids, c.MetBy)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return err
	}
	var edit []g.Node
	if e.Open() && access.Check(ctx, access.UpdateTickets) == nil {
		edit = append(edit, page.LinkButton(page.Secondary, e.Path()+"/edit", i18n.T(ctx, "account.edit")))
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, e.Title, page.Head(e.Title, e.Organization, edit...), u.accountBanners(ctx, e),
		page.Split(page.Thread(e.Title, h.Div(h.Class("stack"), page.FormError(form), u.criteriaCard(ctx, e, names), tellCard(ctx, e, form),
			u.updatesCard(ctx, updates, names), exitCard(ctx, e, form))), u.accountFacts(ctx, e, names))))
}

// accountBanners say what is late, and how it ended.
func (u *UI) accountBanners(ctx context.Context, e attention.Escalation) g.Node {
	now := u.Now(ctx)
	switch {
	case !e.Open():
		return page.Banner(page.Green, i18n.T(ctx, "account.ended", "Time", i18n.FormatTime(ctx, e.ClosedAt))+" "+e.Closing)
	case !now.Before(e.UpdateDue):
		return page.Banner(page.Red, i18n.T(ctx, "account.late"))
	case e.StandupAt.IsZero():
		return page.Banner(page.Amber, i18n.T(ctx, "account.standup_due", "Time", i18n.FormatTime(ctx, e.StandupDue)))
	}
	return nil
}

func (u *UI) criteriaCard(ctx context.Context, e attention.Escalation, names map[int64]people.User) g.Node {
	mayEdit := e.Open() && access.Check(ctx, access.UpdateTickets) == nil
	items := make([]g.Node, len(e.Criteria))
	for i, c := range e.Criteria {
		chip, label, met := page.Chip(page.Amber, i18n.T(ctx, "account.open")), "account.meet", "true"
		if !c.MetAt.IsZero() {
			chip, label, met = page.Chip(page.Green, i18n.T(ctx, "account.met", "Who", names[c.MetBy].Name)), "account.unmeet", ""
		}
		items[i] = h.Li(h.Span(h.Class("cluster"), g.Text(c.Text), chip,
			g.If(mayEdit, page.PostButton(page.Small, e.Path()+"/meet", i18n.T(ctx, label), []string{"n", strconv.Itoa(i), "met", met}))))
	}
	return page.Card(i18n.T(ctx, "account.criteria"), i18n.T(ctx, "account.criteria_about"), h.Ul(h.Class("stack"), g.Group(items)))
}

func tellCard(ctx context.Context, e attention.Escalation, form *web.Form) g.Node {
	if !e.Open() || access.Check(ctx, access.CommentPrivate) != nil {
		return nil
	}
	body, standup := area(form, "body", i18n.T(ctx, "account.body")), page.Ask(form, "standup", i18n.T(ctx, "account.standup"))
	standup.Hint = i18n.T(ctx, "account.standup_hint")
	return page.Card(i18n.T(ctx, "account.tell"), i18n.T(ctx, "account.tell_about"),
		page.Form(e.Path()+"/tell", page.Textarea(ctx, body), page.Checkbox(ctx, standup),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "account.tell_do")))))
}

func (u *UI) updatesCard(ctx context.Context, updates []attention.Update, names map[int64]people.User) g.Node {
	if len(updates) == 0 {
		return nil
	}
	now := u.Now(ctx)
	return page.Card(i18n.T(ctx, "account.updates"), "", h.Div(h.Class("stack"), g.Map(updates, func(up attention.Update) g.Node {
		chip := page.Chip(page.Blue, i18n.T(ctx, "account.update"))
		if up.Standup {
			chip = page.Chip(page.Inside, i18n.T(ctx, "account.standup"))
		}
		return h.Div(h.P(h.Class("cluster"), h.B(g.Text(names[up.By].Name)), chip, page.Time(ctx, up.At, now)), paragraphs(up.Body))
	})))
}

func exitCard(ctx context.Context, e attention.Escalation, form *web.Form) g.Node {
	if !e.Open() || access.Check(ctx, access.UpdateTickets) != nil {
		return nil
	}
	closing := area(form, "closing", i18n.T(ctx, "account.closing"))
	return page.Card(i18n.T(ctx, "account.exit"), i18n.T(ctx, "account.exit_about"), page.Form(e.Path()+"/exit", page.Textarea(ctx, closing),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "account.exit_do")))))
}

func (u *UI) accountFacts(ctx context.Context, e attention.Escalation, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	facts := []page.Fact{{Label: i18n.T(ctx, "account.col_severity"), Value: severity(ctx, e.Severity)},
		{Label: i18n.T(ctx, "account.col_organization"), Value: h.A(h.Class("link"), h.Href("/organizations/"+itoa(e.OrganizationID)), g.Text(e.Organization))},
		page.Say(e.DriverPart, names[e.DriverID].Name), page.Say(i18n.T(ctx, "account.channel"), "#"+e.Channel)}
	if e.Open() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "account.col_due"), Value: updateDue(ctx, e, now)})
	}
	facts = append(facts, page.Fact{Label: i18n.T(ctx, "account.opened"), Value: page.Time(ctx, e.OpenedAt, now)},
		page.Say(i18n.T(ctx, "account.by"), names[e.By].Name))
	item := func(id int64) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(ticketPath(id)), g.Textf("#%d", id)), g.If(id == e.FromTicket, g.Text(" "+i18n.T(ctx, "account.from"))))
	}
	who := func(id int64) g.Node {
		side := "account.side_us"
		if !names[id].Role.Staff() {
			side = "account.side_them"
		}
		return h.Li(h.A(h.Class("link"), h.Href(person(names[id]).Href), g.Text(names[id].Name)), g.Text(" "+i18n.T(ctx, side)))
	}
	return g.Group{page.Facts(i18n.T(ctx, "account.block"), facts...),
		g.If(len(e.Tickets) > 0, page.FactsBlock(i18n.T(ctx, "account.tickets"), h.Ul(h.Class("stack"), g.Map(e.Tickets, item)))),
		g.If(len(e.People) > 0, page.FactsBlock(i18n.T(ctx, "account.people"), h.Ul(h.Class("stack"), g.Map(e.People, who))))}
}

// drive does what a form of an escalation's page asks for, and shows the page again.
func (u *UI) drive(w http.ResponseWriter, r *http.Request, done string, do act) error {
	return did(w, r, "/escalations/", done, do, u.accountPage)
}

func (u *UI) postTell(w http.ResponseWriter, r *http.Request) error {
	return u.drive(w, r, "account.told", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Attention.Tell(ctx, id, form.Text("body"), form.Get("standup") != "")
	})
}

func (u *UI) postMeet(w http.ResponseWriter, r *http.Request) error {
	return u.drive(w, r, "account.noted", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Attention.Meet(ctx, id, int(form.Int64("n")), form.Get("met") != "")
	})
}

func (u *UI) postExit(w http.ResponseWriter, r *http.Request) error {
	return u.drive(w, r, "account.exited", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Attention.Exit(ctx, id, form.Text("closing"))
	})
}
