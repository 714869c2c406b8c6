package rulesui

import (
	"context"
	"fmt"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// onPanel is how many firings stand beside a ticket; the rest have a page.
const onPanel = 4

// Panel tells beside a ticket what rules did to it, and why; nil where none did anything.
func (u *UI) Panel(ctx context.Context, ticketID int64) (g.Node, error) {
	list, err := u.Rules.Trace(ctx, ticketID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	v, err := u.naming(ctx, list)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	body := []g.Node{g.Map(list[:min(len(list), onPanel)], func(t rules.Trace) g.Node {
		return page.Fold(t.Title, u.firing(ctx, v, t, now))
	})}
	if len(list) > onPanel {
		body = append(body, h.P(h.A(h.Class("link"), h.Href(fmt.Sprintf("/tickets/%d/rules", ticketID)), g.Text(i18n.T(ctx, "trace.all", "Count", len(list))))))
	}
	return page.Section{ID: "rules", Title: i18n.T(ctx, "trace.title"), Line: list[0].Title}.View(ctx, body...), nil
}

// naming reads the words for what traces name.
func (u *UI) naming(ctx context.Context, list []rules.Trace) (words, error) {
	var r rules.Rule
	for _, t := range list {
		for _, l := range t.Lines {
			r.Conditions.All = append(r.Conditions.All, condition.Condition{Field: l.Field, Value: l.Value},
				condition.Condition{Field: l.Field, Value: l.Found})
		}
		for _, e := range t.Effects {
			r.Conditions.All = append(r.Conditions.All, condition.Condition{Field: e.Field, Value: e.From}, condition.Condition{Field: e.Field, Value: e.To})
		}
	}
	v, err := u.Rules.Vocabulary(ctx, r)
	return words{conditionui.Words{Vocabulary: v}}, err
}

// firing is one time that a rule fired: what it did, and each condition with what it found.
func (u *UI) firing(ctx context.Context, v words, t rules.Trace, now time.Time) g.Node {
	return h.Div(h.Class("stack"),
		h.P(h.Class("muted"), g.Text(i18n.T(ctx, "trace."+string(t.Kind))+" · "), page.Time(ctx, t.At, now)),
		g.If(!t.Due.IsZero(), h.P(page.Chip(page.Amber, i18n.T(ctx, "trace.late")), g.Text(" "+i18n.T(ctx, "trace.due")+" "), page.Time(ctx, t.Due, now))),
		g.If(t.Problem != "", h.P(page.Chip(page.Amber, i18n.T(ctx, "trace.problem")), g.Text(" "+t.Problem))),
		effects(ctx, v, t.Effects, "trace.nochange"),
		g.If(len(t.Told) > 0, h.P(g.Text(i18n.T(ctx, "trace.told", "Count", len(t.Told))))),
		g.If(t.Wrote != 0, h.P(h.A(h.Class("link"), h.Href(fmt.Sprintf("#c-%d", t.Wrote)), g.Text(i18n.T(ctx, "trace.wrote"))))),
		h.Ul(g.Map(t.Lines, func(l rules.Line) g.Node { return h.Li(u.line(ctx, v, l, now)) })))
}

// line says a condition, whether it held, and what was there instead.
func (u *UI) line(ctx context.Context, v words, l rules.Line, now time.Time) g.Node {
	mark, found := "trace.held", g.Node(nil)
	if !l.Held {
		mark = "trace.failed"
	}
	f, _ := condition.FieldOf(l.Field)
	switch {
	case f.Kind == condition.Text:
	case f.Kind == condition.Since || f.Kind == condition.Until:
		if len(l.Found) == 1 {
			if at, err := time.Parse(time.RFC3339, l.Found[0]); err == nil {
				found = g.Group{g.Text(" ("), page.Time(ctx, at, now), g.Text(")")}
			}
		}
	case !l.Held:
		found = h.Span(h.Class("muted"), g.Text(" ("+i18n.T(ctx, "trace.was", "Value", v.Values(ctx, l.Field, l.Found))+")"))
	}
	return g.Group{g.Text(i18n.T(ctx, mark) + " " + v.Condition(ctx, condition.Condition{Field: l.Field, Operator: l.Operator, Value: l.Value})), found}
}

// getTrace lists all that rules did to a ticket.
func (u *UI) getTrace(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	list, err := u.Rules.Trace(ctx, id)
	if err != nil {
		return err
	}
	v, err := u.naming(ctx, list)
	if err != nil {
		return err
	}
	title, back := i18n.T(ctx, "trace.page", "Number", id), page.LinkButton(page.Quiet, fmt.Sprint("/tickets/", id), i18n.T(ctx, "trace.back"))
	if len(list) == 0 {
		return u.show(w, r, http.StatusOK, title, page.Head(title, ""),
			page.Content(page.EmptyState("activity", i18n.T(ctx, "trace.none"), i18n.T(ctx, "trace.noneabout"), back)))
	}
	now := u.Now(ctx)
	return u.show(w, r, http.StatusOK, title, page.Head(title, "", back), page.Narrow(g.Map(list, func(t rules.Trace) g.Node {
		return page.Card(t.Title, "", u.firing(ctx, v, t, now))
	})))
}
