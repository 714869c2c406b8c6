package shiftui

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getPeople lists who works shifts, since when and why.
func (u *UI) getPeople(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	crew, err := u.crew(ctx)
	if err != nil {
		return err
	}
	var ids []int64
	for _, p := range crew.team.People {
		ids = append(ids, p.ID)
	}
	list, err := u.exempt(ctx, ids, crew)
	if err != nil {
		return err
	}
	if list == nil {
		list = page.EmptyState("sunrise", i18n.T(ctx, "shift.nobody_works"), i18n.T(ctx, "shift.nobody_works_about"),
			page.LinkButton(page.Secondary, "/team", i18n.T(ctx, "shift.team")))
	}
	title := i18n.T(ctx, "shift.people")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "shift.people_about")), tabs(ctx, peoplePath), page.Content(list)))
}

// exempt lists who of some people works shifts, with the reason; nil where nobody does.
func (u *UI) exempt(ctx context.Context, ids []int64, crew crew) (g.Node, error) {
	var rows [][]g.Node
	for _, p := range crew.team.People {
		if !p.Shift || !slices.Contains(ids, p.ID) {
			continue
		}
		records, err := u.Shifts.Exemptions(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		rows = append(rows, append([]g.Node{h.A(h.Class("link"), h.Href(personPath(p.ID)), g.Text(p.Name)),
			page.RegionName(crew.region(p.Region).Tone, crew.region(p.Region).Name)}, recordCells(ctx, records, crew)...))
	}
	if len(rows) == 0 {
		return nil, nil
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "shift.col_"+id)} }
	title := i18n.T(ctx, "shift.exempt")
	return page.Card(title, i18n.T(ctx, "shift.exempt_about"),
		page.Table(title, []page.Column{label("who"), label("region"), label("reason"), label("since"), label("by")}, rows...)), nil
}

// recordCells say why, since when and by whom; that nobody said why stands out.
func recordCells(ctx context.Context, records []shift.Exemption, crew crew) []g.Node {
	missing := page.Chip(page.Amber, i18n.T(ctx, "shift.no_reason"))
	if len(records) == 0 {
		return []g.Node{missing, nil, nil}
	}
	e := records[0]
	reason := g.Node(g.Text(e.Reason))
	if e.Reason == "" {
		reason = missing
	}
	return []g.Node{reason, g.Text(i18n.FormatTime(ctx, e.Since)), g.Text(recordedBy(ctx, e.ByID, crew))}
}

func recordedBy(ctx context.Context, id int64, crew crew) string {
	if id == 0 {
		return i18n.T(ctx, "shift.the_desk")
	}
	return crew.name(ctx, id)
}

func personPath(id int64) string { return fmt.Sprint(peoplePath, "/", id) }

// getPerson shows why somebody works shifts, and lets their manager record it.
func (u *UI) getPerson(w http.ResponseWriter, r *http.Request) error {
	return u.showPerson(w, r, web.NewForm())
}

func (u *UI) showPerson(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	crew, err := u.crew(ctx)
	if err != nil {
		return err
	}
	p, ok := crew.team.User(id)
	if !ok {
		return fault.New(fault.NotFound, "There is nobody %d in the team", id)
	}
	records, err := u.Shifts.Exemptions(ctx, id)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "shift.person", "Name", p.Name)
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, "", page.LinkButton(page.Quiet, fmt.Sprint("/people/", id), p.Name)), page.Narrow(
		h.P(h.Class("lead"), g.Text(i18n.T(ctx, "shift.rule"))), historyCard(ctx, records, crew), recordForm(ctx, p, f))))
}

// historyCard lists every time that somebody worked shifts.
func historyCard(ctx context.Context, records []shift.Exemption, crew crew) g.Node {
	if len(records) == 0 {
		return nil
	}
	rows := make([][]g.Node, len(records))
	for i, e := range records {
		ended := g.Node(page.Chip(page.Green, i18n.T(ctx, "shift.holds")))
		if !e.EndedAt.IsZero() {
			ended = g.Text(i18n.FormatTime(ctx, e.EndedAt) + ", " + recordedBy(ctx, e.EndedBy, crew))
		}
		rows[i] = append(recordCells(ctx, records[i:], crew), ended)
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "shift.col_"+id)} }
	return page.Table(i18n.T(ctx, "shift.record"), []page.Column{label("reason"), label("since"), label("by"), label("ended")}, rows...)
}

func recordForm(ctx context.Context, p people.User, f *web.Form) g.Node {
	if !people.MayArrange(ctx, p) {
		return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "shift.manager_records")))
	}
	reason := page.Ask(f, "reason", i18n.T(ctx, "shift.reason"))
	reason.Hint, reason.Value = i18n.T(ctx, "shift.reason_hint"), f.Text("reason")
	return h.Div(h.Class("stack"),
		page.Form(personPath(p.ID), page.FormError(f), page.Textarea(ctx, reason),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "shift.record_it"), h.Name("do"), h.Value("exempt")))),
		g.If(p.Shift, page.PostButton(page.Secondary, personPath(p.ID), i18n.T(ctx, "shift.bind"), []string{"do", "bind"})))
}

func (u *UI) postPerson(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, f, err := web.PathForm(r)
	if err != nil {
		return err
	}
	if f.Get("do") == "bind" {
		err = u.Shifts.Bind(ctx, id)
	} else {
		err = u.Shifts.Exempt(ctx, id, f.Text("reason"))
	}
	if f.Absorb(err) {
		return u.showPerson(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "shift.recorded"))
	web.Redirect(w, r, personPath(id))
	return nil
}

// PersonFacts is what stands on somebody's page: why they may work at any hour; nil for who works the usual ones.
func (u *UI) PersonFacts(ctx context.Context, p people.User) (g.Node, error) {
	if !p.Shift {
		return nil, nil
	}
	crew, err := u.crew(ctx)
	if err != nil {
		return nil, err
	}
	records, err := u.Shifts.Exemptions(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	cells := recordCells(ctx, records, crew)
	return h.Span(h.Class("cluster"), cells[0], h.A(h.Class("link"), h.Href(personPath(p.ID)), g.Text(i18n.T(ctx, "shift.record")))), nil
}
