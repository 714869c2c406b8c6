package pagingui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getPage shows one page: what it is about, who was asked how and what became of it, and what can be done.
func (u *UI) getPage(w http.ResponseWriter, r *http.Request) error {
	return u.showPage(w, r, web.NewForm())
}

func (u *UI) showPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	rec, err := u.Paging.Record(ctx, id)
	if err != nil {
		return err
	}
	state, err := u.pageState(ctx, rec)
	if err != nil {
		return err
	}
	ask, err := u.askCard(ctx, rec.Page, f)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "pages.numbered", "Number", id)
	return web.Render(w, web.FormStatus(f), u.Page(r, title,
		page.Head(title, rec.Page.Title, page.LinkButton(page.Quiet, pagesPath, i18n.T(ctx, "pages.all"))), state, page.Content(ask)))
}

// getPageState answers the live part.
func (u *UI) getPageState(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	rec, err := u.Paging.Record(r.Context(), id)
	if err != nil {
		return err
	}
	state, err := u.pageState(r.Context(), rec)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, state)
}

func (u *UI) pageState(ctx context.Context, rec paging.Record) (g.Node, error) {
	name, err := u.namer(ctx)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	p := rec.Page
	main := h.Div(h.Class("stack"), acts(ctx, p), subjectCard(ctx, rec, now), attemptsCard(ctx, rec, name, now))
	aside := h.Div(h.Class("stack"), page.Facts(i18n.T(ctx, "pages.facts"), facts(ctx, rec, name, now)...), storyBlock(ctx, rec, name, now))
	return h.Div(h.ID("page-state"), page.Live(pagePath(p.ID)+"/state", "page:"+itoa(p.ID)), page.Beside(page.Content(main), aside)), nil
}

// acts are what can be done, the answer first and large.
func acts(ctx context.Context, p paging.Page) g.Node {
	if access.Check(ctx, access.UpdateTickets) != nil {
		return nil
	}
	post := func(look page.Look, act, word string) g.Node {
		return page.PostButton(look, pagePath(p.ID)+"/"+act, i18n.T(ctx, word), nil)
	}
	var all g.Group
	switch p.State {
	case paging.Triggered:
		all = g.Group{post(page.Primary, "acknowledge", "pages.acknowledge"), post(page.Secondary, "escalate", "pages.escalate"),
			post(page.Quiet, "resolve", "pages.resolve")}
	case paging.Acknowledged:
		all = g.Group{post(page.Primary, "resolve", "pages.resolve"), post(page.Secondary, "acknowledge", "pages.also"), post(page.Quiet, "ring", "pages.ring")}
	default:
		return nil
	}
	return h.Div(h.Class("cluster page-acts"), all)
}

func facts(ctx context.Context, rec paging.Record, name func(int64) string, now time.Time) []page.Fact {
	p := rec.Page
	all := []page.Fact{{Label: i18n.T(ctx, "pages.col.state"), Value: stateChip(ctx, p)},
		{Label: i18n.T(ctx, "pages.col.at"), Value: page.Time(ctx, p.At, now)},
		{Label: i18n.T(ctx, "pages.policy"), Value: h.A(h.Class("link"), h.Href(policyPath(rec.Policy.ID)), g.Text(rec.Policy.Title))}}
	if p.Only {
		all[2] = page.Say(i18n.T(ctx, "pages.policy"), i18n.T(ctx, "pages.only"))
	}
	for i, a := range rec.Acks {
		label := i18n.T(ctx, "pages.also_label")
		if i == 0 {
			label = i18n.T(ctx, "pages.col.answered")
		}
		all = append(all, page.Fact{Label: label,
			Value: g.Group{g.Text(i18n.T(ctx, "pages.ack_how", "Name", name(a.UserID), "How", i18n.T(ctx, "pages.how."+how(a.How))) + " "),
				page.Time(ctx, a.At, now)}})
	}
	if !p.ResolvedAt.IsZero() {
		all = append(all, page.Fact{Label: i18n.T(ctx, "pages.resolved"), Value: page.Time(ctx, p.ResolvedAt, now)})
		if p.Reason != "" {
			all = append(all, page.Say(i18n.T(ctx, "pages.reason"), p.Reason))
		}
	}
	return all
}

// how is a way of answering that has a word of its own.
func how(way string) string {
	switch way {
	case paging.HowLink, paging.HowWebhook, paging.HowSMS, paging.HowVoice, "web", "api", "ticket":
		return way
	}
	return "elsewhere"
}

// subjectCard tells what the page is about.
func subjectCard(ctx context.Context, rec paging.Record, now time.Time) g.Node {
	c := rec.Card
	var said []page.Fact
	for _, f := range c.Facts {
		said = append(said, page.Say(f.Label, f.Value))
	}
	var messages []g.Node
	for _, m := range c.Messages {
		inside := g.Node(nil)
		if !m.Public {
			inside = page.Chip(page.Neutral, i18n.T(ctx, "pages.internal"))
		}
		messages = append(messages, h.Li(h.Div(h.Class("cluster"), h.Strong(g.Text(m.From)), inside, h.Span(h.Class("muted"), page.Ago(ctx, m.At, now))),
			h.P(h.Class("page-words"), g.Text(m.Text))))
	}
	link := g.Node(nil)
	if c.Path != "" && c.Path != pagePath(rec.Page.ID) {
		link = h.Div(page.LinkButton(page.Secondary, c.Path, i18n.T(ctx, "pages.subject")))
	}
	if len(said) == 0 && len(messages) == 0 && link == nil {
		return nil
	}
	return page.Card(c.Title, "", g.If(len(said) > 0, page.Facts("", said...)),
		g.If(len(messages) > 0, h.Ul(h.Class("stack page-messages"), g.Attr("aria-label", i18n.T(ctx, "pages.last_messages")), g.Group(messages))), link)
}
