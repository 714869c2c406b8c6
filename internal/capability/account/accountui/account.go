package accountui

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getAccount shows one customer with everybody who works for them, and all that is known of how it goes.
func (u *UI) getAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.accountPage(w, r, id, nil)
}

// refused are the forms of a page that come back with what was typed, by where they are posted to.
type refused map[string]*web.Form

// accountPage is the page of an account.
func (u *UI) accountPage(w http.ResponseWriter, r *http.Request, id int64, forms refused) error {
	ctx := r.Context()
	o, err := u.People.Organization(ctx, id)
	if err != nil {
		return err
	}
	from, until := u.fortnight(ctx)
	all, err := u.Accounts.StandingsOf(ctx, id, from, until)
	if err != nil {
		return err
	}
	names, err := u.Tickets.Named(ctx, whoIn(all)...)
	if err != nil {
		return err
	}
	var body []g.Node
	for _, part := range []func() (g.Node, error){
		func() (g.Node, error) { return u.alarms(ctx, o, all), nil },
		func() (g.Node, error) { return u.coverageCard(ctx, o, all, from, until, names), nil },
		func() (g.Node, error) { return u.openCard(ctx, o) },
		func() (g.Node, error) { return u.trendCard(ctx, o) },
		func() (g.Node, error) { return u.coverHistory(ctx, o) },
	} {
		n, err := part()
		if err != nil {
			return err
		}
		body = append(body, n)
	}
	for _, section := range u.Sections {
		n, err := section(ctx, o)
		if err != nil {
			return err
		}
		if n != nil {
			body = append(body, n)
		}
	}
	aside, err := u.aside(ctx, o, all, forms)
	if err != nil {
		return err
	}
	return web.Render(w, web.FormStatus(slices.Collect(maps.Values(forms))...),
		u.Page(r, o.Name, page.Head(o.Name, i18n.T(ctx, "assigned.account_sub"), u.accountActs(ctx, o)...),
			page.Beside(page.Content(body...), aside)))
}

func (u *UI) accountActs(ctx context.Context, o people.Organization) []g.Node {
	acts := []g.Node{page.LinkButton(page.Quiet, "/organizations/"+itoa(o.ID), i18n.T(ctx, "assigned.organization"))}
	if access.Check(ctx, access.EditPeople) == nil {
		acts = append(acts, page.LinkButton(page.Secondary, newPath(o.ID), i18n.T(ctx, "assigned.assign")))
	}
	return acts
}

func newPath(organization int64) string { return "/assignments/new?organization=" + itoa(organization) }

// alarms say what somebody must do about now.
func (u *UI) alarms(ctx context.Context, o people.Organization, all []account.Standing) g.Node {
	var lines g.Group
	for _, st := range all {
		if !st.LeftAt.IsZero() {
			lines = append(lines, page.Banner(page.Red, i18n.T(ctx, "assigned.left_banner", "Name", st.Engineer.Name, "Account", o.Name),
				page.LinkButton(page.Small, account.HandoverPath(st.UserID), i18n.T(ctx, "assigned.see_left"))))
		} else if st.Gap() > 0 {
			lines = append(lines, page.Banner(page.Red, i18n.T(ctx, "assigned.gap_banner", "Time", i18n.FormatDuration(ctx, st.Gap()), "Account", o.Name),
				page.LinkButton(page.Small, account.AskPath(st.ID, 0), i18n.T(ctx, "assigned.ask"))))
		}
	}
	return lines
}

// coverageCard draws who is there in each minute of the contract, this week and next.
func (u *UI) coverageCard(ctx context.Context, o people.Organization, all []account.Standing, from, until time.Time, names map[int64]people.User) g.Node {
	title := i18n.T(ctx, "assigned.coverage")
	if len(all) == 0 {
		return page.Card(title, "", page.EmptyState("briefcase", i18n.T(ctx, "assigned.nobody"), i18n.T(ctx, "assigned.nobody_text", "Name", o.Name),
			g.If(access.Check(ctx, access.EditPeople) == nil, page.LinkButton(page.Primary, newPath(o.ID), i18n.T(ctx, "assigned.assign")))))
	}
	var rows g.Group
	for _, st := range all {
		rows = append(rows, h.Div(h.Class("stack"),
			h.Div(h.Class("cluster"), h.B(g.Text(st.Engineer.Name)),
				g.If(st.Main && len(all) > 1, page.Badge(i18n.T(ctx, "assigned.main"))), state(ctx, st, u.Now(ctx))),
			u.strip(ctx, st, from, until, names).View(), h.P(h.Class("muted"), g.Text(sums(ctx, st.Stretches))), coverageTable(ctx, st, names, u.Now(ctx))))
	}
	return page.Card(title, i18n.T(ctx, "assigned.coverage_sub"), kindLegend(ctx), rows)
}

// openCard lists the open tickets, what matters most to the customer first.
func (u *UI) openCard(ctx context.Context, o people.Organization) (g.Node, error) {
	rows, err := u.Accounts.OpenWork(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	title := i18n.T(ctx, "assigned.open")
	if len(rows) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.open_none")))), nil
	}
	listed, err := u.Listed(ctx, rows)
	if err != nil {
		return nil, err
	}
	nodes := make([]g.Node, len(listed))
	for i, row := range listed {
		row.ID = "w-" + row.Number
		nodes[i] = page.Ticket(ctx, row, u.Now(ctx))
	}
	return h.Section(h.Class("stack"), h.H2(g.Text(title)),
		h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.open_sub", "Count", len(rows)))), page.Rows(title, nodes...)), nil
}

// coverHistory lists what was asked for, and how it went.
func (u *UI) coverHistory(ctx context.Context, o people.Organization) (g.Node, error) {
	covers, err := u.Accounts.RecentCovers(ctx, o.ID)
	if err != nil || len(covers) == 0 {
		return nil, err
	}
	var ids []int64
	for _, c := range covers {
		ids = append(ids, c.UserID, c.EngineerID)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return nil, err
	}
	return u.coversCard(ctx, i18n.T(ctx, "assigned.covers"), covers, func(c account.Cover) string {
		return i18n.T(ctx, "assigned.cover_by", "Cover", names[c.UserID].Name, "Engineer", names[c.EngineerID].Name)
	}), nil
}
