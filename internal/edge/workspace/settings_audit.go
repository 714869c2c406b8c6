package workspace

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// auditLength is how many facts stand on a page.
const auditLength = 50

// audited are the subjects of the trail. What happens to tickets stands on the tickets; contacts that mail or
// an import made are no decision of anybody.
func audited(before int64) event.Filter {
	return event.Filter{Types: []string{"setting", "user", "group", "sender", "view", "macro", "calendar", "config", "alert_service",
		"escalation_policy"}, NotVia: []string{"mail", "import"},
		Before: before, Limit: auditLength + 1}
}

// getAudit shows who changed what about the desk, newest first.
func (s *Shell) getAudit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // what is no number is the first page
	list, err := event.List(ctx, s.DB.Read(), audited(before))
	if err != nil {
		return err
	}
	newest, older := "", ""
	if before != 0 {
		newest = "/settings/audit"
	}
	if len(list) > auditLength {
		list = list[:auditLength]
		older = "/settings/audit?before=" + strconv.FormatInt(list[auditLength-1].ID, 10)
	}
	table, err := s.auditTable(ctx, list)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.audit.title")
	return web.Render(w, http.StatusOK, s.Page(r, title, page.Head(title, i18n.T(ctx, "settings.audit.about")),
		page.Content(table, auditPager(ctx, newest, older))))
}

func (s *Shell) auditTable(ctx context.Context, list []event.Entry) (g.Node, error) {
	if len(list) == 0 {
		return page.EmptyState("history", i18n.T(ctx, "audit.none"), i18n.T(ctx, "audit.noneabout")), nil
	}
	var ids []int64
	for _, e := range list {
		ids = append(ids, e.ActorID)
		if e.Subject.Type == "user" {
			ids = append(ids, e.Subject.ID)
		}
	}
	names, err := s.Tickets.Named(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := s.DB.Now(ctx)
	var rows [][]g.Node
	for _, e := range list {
		words := say(ctx, e, names)
		rows = append(rows, []g.Node{page.Time(ctx, e.At, now), g.Text(actor(ctx, e, names)), g.Text(words.what), value(words.from), value(words.to)})
	}
	label := func(id string) string { return i18n.T(ctx, "audit."+id) }
	return page.Table(i18n.T(ctx, "settings.audit.title"), []page.Column{{Label: label("at")}, {Label: label("who")}, {Label: label("what")},
		{Label: label("from")}, {Label: label("to")}}, rows...), nil
}

// actor names who did it, and the way where it was not the page.
func actor(ctx context.Context, e event.Entry, names map[int64]people.User) string {
	if u, ok := names[e.ActorID]; ok {
		return u.Name
	}
	return i18n.T(ctx, "audit.desk", "Via", e.Via)
}

// mostValue is how much of a value stands in the table, in characters; the whole opens on a click.
const mostValue = 80

func value(text string) g.Node {
	runes := []rune(text)
	if len(runes) <= mostValue {
		return h.Span(h.Class("mono"), g.Text(text))
	}
	return page.Fold(string(runes[:mostValue])+"…", h.Span(h.Class("mono"), g.Text(text)))
}

func auditPager(ctx context.Context, newest, older string) g.Node {
	if newest == "" && older == "" {
		return nil
	}
	return h.Nav(h.Class("pager"), g.Attr("aria-label", i18n.T(ctx, "pager.label")),
		g.If(newest != "", page.LinkButton(page.Secondary, newest, i18n.T(ctx, "audit.newest"))),
		g.If(older != "", page.LinkButton(page.Secondary, older, i18n.T(ctx, "pager.next"), h.Rel("next"))))
}
