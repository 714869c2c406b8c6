package accountui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// tabs lead between what is told of accounts.
func tabs(ctx context.Context, current string) g.Node {
	var all []page.Tab
	for _, t := range []struct{ id, label, href string }{
		{"list", i18n.T(ctx, "assigned.tab_list"), "/accounts"}, {"pods", i18n.T(ctx, "assigned.tab_pods"), account.PodsPath},
		{"split", i18n.T(ctx, "assigned.tab_split"), "/accounts/split"}, {"rotations", i18n.T(ctx, "assigned.tab_rotations"), "/accounts/rotations"},
	} {
		all = append(all, page.Tab{Label: t.label, Href: t.href, Current: t.id == current})
	}
	return page.Tabs(i18n.T(ctx, "nav.accounts"), all...)
}

// getList shows the reader's accounts, what they were asked to cover, and all accounts with their gaps.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	from, until := u.fortnight(ctx)
	all, err := u.Accounts.Standings(ctx, from, until)
	if err != nil {
		return err
	}
	covers, err := u.Accounts.CoversFor(ctx)
	if err != nil {
		return err
	}
	ids := whoIn(all)
	for _, c := range covers {
		ids = append(ids, c.EngineerID)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "nav.accounts")
	body := []g.Node{u.figures(ctx, all, covers)}
	if len(covers) > 0 {
		body = append(body, u.coversCard(ctx, i18n.T(ctx, "assigned.you_cover"), covers, func(c account.Cover) string {
			return i18n.T(ctx, "assigned.cover_line", "Account", c.Organization, "Engineer", names[c.EngineerID].Name)
		}))
	}
	if len(all) == 0 {
		body = append(body, page.EmptyState("briefcase", i18n.T(ctx, "assigned.none"), i18n.T(ctx, "assigned.none_text"),
			g.If(access.Check(ctx, access.EditPeople) == nil, page.LinkButton(page.Primary, "/organizations", i18n.T(ctx, "assigned.choose_organization")))))
	} else {
		var mine, others []account.Standing
		for _, st := range all {
			if st.UserID == me(ctx) {
				mine = append(mine, st)
			} else {
				others = append(others, st)
			}
		}
		body = append(body, kindLegend(ctx), u.strips(ctx, i18n.T(ctx, "assigned.yours"), mine, from, until, names),
			u.strips(ctx, i18n.T(ctx, "assigned.all"), others, from, until, names))
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.sub")), page.Bar(tabs(ctx, "list")), page.Content(body...)))
}

func (u *UI) figures(ctx context.Context, all []account.Standing, covers []account.Cover) g.Node {
	mine, gaps, without, asked := 0, 0, 0, 0
	for _, st := range all {
		if st.UserID == me(ctx) {
			mine++
		}
		if st.Gap() > 0 {
			gaps++
		}
		if !st.LeftAt.IsZero() {
			without++
		}
	}
	for _, c := range covers {
		if c.State == account.Asked {
			asked++
		}
	}
	n := func(v int) string { return itoa(int64(v)) }
	return page.Stats(page.Figure{Label: i18n.T(ctx, "assigned.figure_yours"), Value: n(mine)},
		page.Figure{Label: i18n.T(ctx, "assigned.figure_all"), Value: n(len(all))},
		page.Figure{Label: i18n.T(ctx, "assigned.figure_gaps"), Value: n(gaps), Sub: i18n.T(ctx, "assigned.figure_weeks")},
		page.Figure{Label: i18n.T(ctx, "assigned.figure_without"), Value: n(without)},
		page.Figure{Label: i18n.T(ctx, "assigned.figure_asked"), Value: n(asked), Sub: i18n.T(ctx, "assigned.figure_of_you")})
}

// swatch is a colour with its word.
type swatch struct{ tone, word string }

// legend says what colours mean.
func legend(all ...swatch) g.Node {
	return h.Ul(h.Class("legend"), g.Map(all, func(s swatch) g.Node {
		return h.Li(h.Span(h.Class("swatch tone-"+s.tone), g.Attr("aria-hidden", "true")), g.Text(s.word))
	}))
}

// kindLegend says what the colours of who is there mean.
func kindLegend(ctx context.Context) g.Node {
	return legend(swatch{"there", kindWord(ctx, coverage.Engineer)}, swatch{"cover", kindWord(ctx, coverage.Cover)}, swatch{"gap", kindWord(ctx, coverage.Gap)})
}

func (u *UI) strips(ctx context.Context, title string, all []account.Standing, from, until time.Time, names map[int64]people.User) g.Node {
	if len(all) == 0 {
		return nil
	}
	var rows []g.Node
	for _, st := range all {
		name := h.Div(h.A(h.Class("link"), h.Href(st.Path()), h.B(g.Text(st.Organization))),
			h.Div(h.Class("muted"), g.Text(st.Engineer.Name+" · "+i18n.T(ctx, "assigned.hours_week", "Count", st.Hours))))
		rows = append(rows, page.StripRow(name, state(ctx, st, u.Now(ctx)), u.strip(ctx, st, from, until, names)))
	}
	return h.Section(h.Class("stack"), h.H2(g.Text(title)), page.StripRows(title, rows...))
}

// coversCard lists covers with how far they are; words say of each what it is.
func (u *UI) coversCard(ctx context.Context, title string, covers []account.Cover, words func(c account.Cover) string) g.Node {
	return page.Card(title, "", h.Ul(h.Class("stack"), g.Map(covers, func(c account.Cover) g.Node { return u.coverItem(ctx, c, words(c)) })))
}

// coverItem is a cover in a list: how far it is, what it is, when.
func (u *UI) coverItem(ctx context.Context, c account.Cover, words string) g.Node {
	return h.Li(h.Div(h.Class("cluster"), coverChip(ctx, c), h.A(h.Class("link"), h.Href(c.Path()), g.Text(words))),
		h.Div(h.Class("muted"), g.Text(span(ctx, coverage.Span{From: c.From, Until: c.Until}, u.Now(ctx)))), g.If(c.Reason != "", h.Div(g.Text(c.Reason))))
}

func coverChip(ctx context.Context, c account.Cover) g.Node {
	switch c.State {
	case account.Asked:
		return page.Chip(page.Amber, i18n.T(ctx, "assigned.state_asked"))
	case account.Promised:
		return page.Chip(page.Green, i18n.T(ctx, "assigned.state_promised"))
	case account.Declined:
		return page.Chip(page.Red, i18n.T(ctx, "assigned.state_declined"))
	case account.Lost:
		return page.Chip(page.Red, i18n.T(ctx, "assigned.state_lost"))
	case account.Over:
		return page.Chip(page.Neutral, i18n.T(ctx, "assigned.state_over"))
	}
	return page.Chip(page.Neutral, i18n.T(ctx, "assigned.state_withdrawn"))
}
