package queueui

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// inputTime is how a browser sends a moment without its zone (HTML: local date and time strings).
const inputTime = "2006-01-02T15:04"

// localInput is the return in the reader's zone, as an input has it.
func localInput(ctx context.Context, m queue.Summary) string {
	if m.BackAt.IsZero() {
		return ""
	}
	return m.BackAt.In(i18n.Zone(ctx)).Format(inputTime)
}

// summaryFields are the parts of a summary; end is behind the names where a page has several.
func summaryFields(ctx context.Context, form *web.Form, end string) []g.Node {
	var nodes []g.Node
	for _, name := range []string{"problem", "action", "next", "blockers"} {
		f := page.Ask(form, name+end, i18n.T(ctx, "move.summary_"+name))
		f.Optional = name != "problem" || end != ""
		nodes = append(nodes, page.Textarea(ctx, f))
	}
	back := page.Ask(form, "back"+end, i18n.T(ctx, "move.summary_back"))
	back.Type, back.Optional = "datetime-local", true
	back.Hint = i18n.T(ctx, "move.summary_back_hint", "Zone", i18n.Zone(ctx).String())
	return append(nodes, page.Input(ctx, back))
}

// summaryOf reads a summary from a form; a return that is no time is noted in it.
func summaryOf(ctx context.Context, form *web.Form, id int64, end string) queue.Summary {
	m := queue.Summary{TicketID: id, Problem: form.Text("problem" + end), Action: form.Text("action" + end), Next: form.Text("next" + end),
		Blockers: form.Text("blockers" + end)}
	typed := form.Get("back" + end)
	if typed == "" {
		return m
	}
	at, err := time.ParseInLocation(inputTime, typed, i18n.Zone(ctx))
	if err != nil {
		form.Reject("back"+end, i18n.T(ctx, "move.summary_back_wrong", "Word", typed))
	}
	m.BackAt = at
	return m
}

// legend is a quiet line over a group of inputs.
func legend(label string) g.Node { return h.Legend(h.Class("vh"), g.Text(label)) }
