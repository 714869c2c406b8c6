package slaui

import (
	"context"
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getList shows the policies in the order in which a ticket asks them.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	policies, err := u.Clocks.Policies(ctx)
	if err != nil {
		return err
	}
	progress, err := u.progress(ctx)
	if err != nil {
		return err
	}
	words, err := u.words(ctx)
	if err != nil {
		return err
	}
	var actions []g.Node
	if access.Check(ctx, access.ManageSettings) == nil {
		actions = append(actions, page.LinkButton(page.Primary, list+"/new", i18n.T(ctx, "sla.newpolicy")))
	}
	body := g.Node(page.EmptyState("clock", i18n.T(ctx, "sla.empty"), i18n.T(ctx, "sla.emptyabout")))
	if len(policies) > 0 {
		body = u.policyTable(ctx, policies, words)
	}
	title := i18n.T(ctx, "settings.sla.title")
	return u.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "sla.listabout"), actions...),
		page.Content(h.Div(h.Class("stack"), progress, body)))
}

func (u *UI) policyTable(ctx context.Context, policies []sla.Policy, words conditionui.Words) g.Node {
	t := func(id string) string { return i18n.T(ctx, id) }
	columns := []page.Column{{Label: t("sla.col.place"), Number: true}, {Label: t("sla.col.policy")}, {Label: t("sla.col.for")},
		{Label: t("sla.metric.first_reply")}, {Label: t("sla.metric.next_reply")}}
	manage := access.Check(ctx, access.ManageSettings) == nil
	if manage {
		columns = append(columns, page.Column{Label: t("sla.col.move")})
	}
	rows := make([][]g.Node, len(policies))
	for i, p := range policies {
		name := g.Group{h.A(h.Class("link"), h.Href(path(p.ID)), g.Text(p.Title))}
		if !p.Active {
			name = append(name, g.Text(" "), page.Chip(page.Neutral, t("sla.inactive")))
		}
		rows[i] = []g.Node{g.Text(itoa(p.Position)), name, filterWords(ctx, p.Filter, words), goals(ctx, p, clock.FirstReply), goals(ctx, p, clock.NextReply)}
		if manage {
			rows[i] = append(rows[i], mover(ctx, p, len(policies)))
		}
	}
	return page.Table(t("settings.sla.title"), columns, rows...)
}

// mover puts a policy one place up or down.
func mover(ctx context.Context, p sla.Policy, last int) g.Node {
	button := func(to int64, word string) g.Node {
		if to < 1 || to > int64(last) {
			return nil
		}
		return page.PostButton(page.Small, path(p.ID)+"/move", i18n.T(ctx, word), []string{"to", itoa(to)},
			g.Attr("aria-label", i18n.T(ctx, word+"of", "Title", p.Title)))
	}
	return h.Div(h.Class("cluster"), button(p.Position-1, "sla.up"), button(p.Position+1, "sla.down"))
}

// goals are the targets of a metric by priority, most urgent first.
func goals(ctx context.Context, p sla.Policy, m clock.Metric) g.Node {
	var all []string
	for _, priority := range sla.Prioritised() {
		at := slices.IndexFunc(p.Targets, func(t sla.Target) bool { return t.Priority == priority && t.Metric == m })
		if at < 0 {
			all = append(all, "–")
			continue
		}
		word := goal(ctx, p.Targets[at].Target)
		if p.Targets[at].Always {
			word += " 24x7"
		}
		all = append(all, word)
	}
	if strings.Join(all, "") == strings.Repeat("–", len(all)) {
		return h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "sla.nogoal")))
	}
	return h.Span(h.Class("nowrap"), g.Text(strings.Join(all, " · ")))
}

// filterWords says a filter.
func filterWords(ctx context.Context, s condition.Set, words conditionui.Words) g.Node {
	if s.Empty() {
		return g.Text(i18n.T(ctx, "sla.everyticket"))
	}
	line := func(c condition.Condition) g.Node { return h.Div(g.Text(words.Condition(ctx, c))) }
	nodes := g.Group{g.Map(s.All, line)}
	if len(s.Any) > 0 {
		word := "sla.oneof"
		if len(s.All) > 0 {
			word = "sla.andoneof"
		}
		nodes = append(nodes, h.Div(h.Class("muted"), g.Text(i18n.T(ctx, word))), g.Map(s.Any, line))
	}
	return nodes
}

func (u *UI) postMove(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Clocks.MovePolicy(r.Context(), id, f.Int64("to")); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "sla.moved"))
	web.Redirect(w, r, list)
	return nil
}

// progress shows the changes that are on their way through the open tickets.
func (u *UI) progress(ctx context.Context) (g.Node, error) {
	all, err := u.Clocks.Retargets(ctx)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	return h.Div(h.ID("sla-progress"), h.Class("stack"), page.Live(list+"/progress", "sla"), g.Map(all, func(r sla.Retarget) g.Node {
		if r.FinishedAt.IsZero() {
			return page.Progress(i18n.T(ctx, "sla.retargeting", "Title", r.Title), r.Done, r.Total)
		}
		return h.P(h.Class("hint"),
			g.Text(i18n.T(ctx, "sla.retargeted", "Title", r.Title, "Moved", i18n.FormatNumber(ctx, r.Moved), "Done", i18n.FormatNumber(ctx, r.Done))+" "),
			page.Time(ctx, r.FinishedAt, now))
	})), nil
}

func (u *UI) getProgress(w http.ResponseWriter, r *http.Request) error {
	node, err := u.progress(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, node)
}
