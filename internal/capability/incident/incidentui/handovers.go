package incidentui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// mostHandOvers is how many records the list has: a month of three shifts a day.
const mostHandOvers = 90

func (u *UI) getHandOvers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := u.Incidents.HandOvers(ctx, mostHandOvers)
	if err != nil {
		return err
	}
	var who []int64
	for _, o := range list {
		who = append(who, o.People...)
	}
	names, err := u.Tickets.Named(ctx, who...)
	if err != nil {
		return err
	}
	title, now := i18n.T(ctx, "handovers.title"), u.Now(ctx)
	back := page.LinkButton(page.Secondary, listPath, i18n.T(ctx, "incidents.title"))
	if len(list) == 0 {
		return u.show(w, r, web.NewForm(), title, page.Head(title, i18n.T(ctx, "handovers.sub"), back),
			page.EmptyState("history", i18n.T(ctx, "handovers.none"), i18n.T(ctx, "handovers.none_text")))
	}
	rows := make([]g.Node, len(list))
	for n, o := range list {
		tone := page.Green
		if len(o.Open) > 0 {
			tone = page.Amber
		}
		rows[n] = page.Log(page.LogRow{ID: "handover-" + text(o.ID), Href: incident.HandOverPath + "/" + text(o.ID),
			State: page.Chip(tone, i18n.T(ctx, "handovers.open", "Count", len(o.Open))), Time: page.Time(ctx, o.Until, now), Channel: joined(ctx, o, names),
			Subject: o.String(), Why: g.Text(i18n.T(ctx, "handovers.counts", "Updates", o.Published, "Late", o.Late, "Tickets", o.Linked))})
	}
	return u.show(w, r, web.NewForm(), title, page.Head(title, i18n.T(ctx, "handovers.sub"), back), page.Rows(title, rows...))
}

func joined(ctx context.Context, o incident.HandOver, names map[int64]people.User) string {
	var list []string
	for _, id := range o.People {
		list = append(list, names[id].Name)
	}
	return orNobody(ctx, strings.Join(list, ", "))
}

func (u *UI) getHandOver(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	o, err := u.Incidents.HandOver(ctx, id)
	if err != nil {
		return err
	}
	return u.handOver(w, r, o, web.NewForm("note", o.Note))
}

func (u *UI) handOver(w http.ResponseWriter, r *http.Request, o incident.HandOver, form *web.Form) error {
	ctx := r.Context()
	names, err := u.Tickets.Named(ctx, append(o.People, o.NoteBy)...)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, s := range o.Open {
		at := g.Node(g.Text("–"))
		if !s.DueAt.IsZero() {
			at = utc(ctx, s.DueAt, now)
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(room(s.Incident)), g.Text(s.Title)), g.Text(statusWord(ctx, s.Status)), at,
			g.Text(text(int64(s.Waiting)))})
	}
	title := i18n.T(ctx, "handovers.title_of", "Shift", o.String())
	open := g.Node(h.P(h.Class("muted"), g.Text(i18n.T(ctx, "handovers.nothing"))))
	if len(rows) > 0 {
		open = page.Table(i18n.T(ctx, "incidents.open"), []page.Column{{Label: i18n.T(ctx, "handovers.incident")}, {Label: i18n.T(ctx, "room.status")},
			{Label: i18n.T(ctx, "incidents.nextupdate")}, {Label: i18n.T(ctx, "handovers.waiting"), Number: true}}, rows...)
	}
	note := optional(hinted(ctx, form, "note"))
	return u.show(w, r, form, title,
		page.Head(title, joined(ctx, o, names), page.LinkButton(page.Secondary, incident.HandOverPath, i18n.T(ctx, "handovers.title"))),
		page.Content(page.Stats(page.Figure{Label: i18n.T(ctx, "handovers.updates"), Value: text(int64(o.Published))},
			page.Figure{Label: i18n.T(ctx, "handovers.late"), Value: text(int64(o.Late))},
			page.Figure{Label: i18n.T(ctx, "handovers.linked"), Value: text(int64(o.Linked))}),
			page.Card(i18n.T(ctx, "incidents.open"), "", open),
			page.Card(i18n.T(ctx, "handovers.pass"), names[o.NoteBy].Name,
				h.Div(g.If(access.Check(ctx, access.CommentPrivate) == nil,
					page.Form(incident.HandOverPath+"/"+text(o.ID), page.FormError(form), page.Textarea(ctx, note),
						page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "incidents.save")))))))))
}

func (u *UI) postHandOver(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Incidents.Pass(ctx, id, form.Text("note"))
	switch {
	case form.Absorb(err):
		o, err := u.Incidents.HandOver(ctx, id)
		if err != nil {
			return err
		}
		return u.handOver(w, r, o, form)
	case err != nil:
		return err
	}
	return done(w, r, "incidents.saved", incident.HandOverPath+"/"+text(id))
}
