package incidentui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// mostOver is how many incidents of the past the list has.
const mostOver = 50

func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	open, over, err := u.Incidents.List(ctx, mostOver)
	if err != nil {
		return err
	}
	title, now := i18n.T(ctx, "incidents.title"), u.Now(ctx)
	actions := []g.Node{page.LinkButton(page.Secondary, incident.HandOverPath, i18n.T(ctx, "handovers.title")),
		page.LinkButton(page.Secondary, incident.PublicHome, i18n.T(ctx, "incidents.public"))}
	if access.Check(ctx, access.CommentPublic) == nil {
		actions = append(actions, page.LinkButton(page.Secondary, listPath+"/new?kind=maintenance", i18n.T(ctx, "incidents.plan")),
			page.LinkButton(page.Primary, listPath+"/new", i18n.T(ctx, "incidents.declare")))
	}
	var rows g.Group
	for _, part := range []struct {
		title string
		list  []incident.Incident
	}{{"incidents.open", open}, {"incidents.over", over}} {
		if len(part.list) > 0 {
			rows = append(rows, page.RowsHead(i18n.T(ctx, part.title), ""))
		}
		for _, i := range part.list {
			rows = append(rows, row(ctx, i, now))
		}
	}
	body := g.Node(page.EmptyState("triangle-alert", i18n.T(ctx, "incidents.none"), i18n.T(ctx, "incidents.none_text")))
	if len(rows) > 0 {
		body = page.Rows(title, rows)
	}
	return u.show(w, r, web.NewForm(), title, page.Head(title, i18n.T(ctx, "incidents.sub", "Count", len(open)), actions...), body)
}

func row(ctx context.Context, i incident.Incident, now time.Time) g.Node {
	when := i.StartedAt
	if !i.Open() {
		when = i.ResolvedAt
	}
	var why g.Node
	if !i.DueAt.IsZero() {
		why = page.DueChip(ctx, due(ctx, i), now)
	} else if i.Confidential {
		why = page.Chip(page.Inside, i18n.T(ctx, "incidents.confidential"))
	}
	return page.Log(page.LogRow{ID: "incident-" + text(i.ID), Href: room(i.ID), State: statusChip(ctx, i), Time: page.Time(ctx, when, now),
		Channel: severity(ctx, i), Subject: i.Title, Why: why})
}

// due is when the next public word is due.
func due(ctx context.Context, i incident.Incident) page.Due {
	return page.Due{At: i.DueAt, What: i18n.T(ctx, "incidents.nextupdate"),
		Why: i18n.T(ctx, "incidents.duewhy", "Time", i.LastAt.UTC().Format("15:04"), "Severity", severity(ctx, i), "Status", statusWord(ctx, i.Status))}
}

func statusWord(ctx context.Context, s incident.Status) string {
	return i18n.T(ctx, "incidents.status."+string(s))
}

func statusChip(ctx context.Context, i incident.Incident) g.Node {
	tone := page.Amber
	switch {
	case i.Status.Over():
		tone = page.Green
	case i.Status == incident.Investigating:
		tone = page.Red
	case i.Status == incident.Scheduled:
		tone = page.Blue
	}
	return page.Chip(tone, statusWord(ctx, i.Status))
}

func severity(ctx context.Context, i incident.Incident) string {
	if i.Kind == incident.Maintenance {
		return i18n.T(ctx, "incidents.maintenance")
	}
	return "S" + text(int64(i.Severity))
}

// utc shows a time in the reader's zone and in UTC: public words are in UTC.
func utc(ctx context.Context, t, now time.Time) g.Node {
	return g.Group{page.Time(ctx, t, now), h.Span(h.Class("muted"), g.Text(" "+t.UTC().Format("15:04 UTC")))}
}
