package ticketui

import (
	"context"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// pauseException is the exception that stops the clocks; the others are tags.
const pauseException = "pause"

// exceptions shows what does not happen to this ticket by itself, each with who said so and why, and asks for
// another.
func (s *sight) exceptions(ctx context.Context) g.Node {
	t := s.Ticket
	var shown []g.Node
	var names []string
	if !t.PausedAt.IsZero() {
		names = append(names, i18n.T(ctx, "opt_out."+pauseException))
		shown = append(shown, s.exception(ctx, pauseException, t.PauseReason, "", t.PausedAt))
	}
	for _, o := range t.OptOuts {
		names = append(names, i18n.T(ctx, "opt_out."+o.Tag))
		shown = append(shown, s.exception(ctx, o.Tag, o.Reason, or(s.names[o.ByID].Name, i18n.T(ctx, "ticket.desk")), o.At))
	}
	if s.mayEdit() {
		shown = append(shown, s.exceptionForm(ctx))
	}
	if len(shown) == 0 {
		return nil
	}
	return page.Section{ID: "exceptions", Title: i18n.T(ctx, "exception.title"),
		Line: or(strings.Join(names, " · "), i18n.T(ctx, "exception.none")), Open: s.mends(exceptionPart)}.View(ctx, shown...)
}

func (s *sight) exceptionForm(ctx context.Context) g.Node {
	kind, _ := s.asked(ctx, "exception", "")
	why, _ := s.asked(ctx, "reason", "")
	kind.Label, why.Label = i18n.T(ctx, "exception.what"), i18n.T(ctx, "exception.why")
	why.Optional = false
	choices := []page.Choice{{Value: pauseException, Label: i18n.T(ctx, "opt_out.pause")}}
	for _, tag := range ticket.OptOutTags() {
		choices = append(choices, page.Choice{Value: tag, Label: i18n.T(ctx, "opt_out."+tag)})
	}
	return s.part(ctx, exceptionPart, page.Button(page.Secondary, i18n.T(ctx, "exception.make")), page.Select(ctx, kind, choices...), page.Input(ctx, why))
}

func (s *sight) exception(ctx context.Context, kind, reason, who string, since time.Time) g.Node {
	what := i18n.T(ctx, "opt_out."+kind)
	var end g.Node
	if s.mayEdit() {
		end = page.PostButton(page.Small, href(s.Ticket.ID)+"/update", i18n.T(ctx, "exception.end"), []string{"exception_over", kind, "part", exceptionPart},
			g.Attr("aria-label", i18n.T(ctx, "exception.end")+": "+what))
	}
	by := i18n.T(ctx, "exception.since", "Time", i18n.FormatNear(ctx, since, s.now))
	if who != "" {
		by = who + ", " + by
	}
	return page.Paper(what, h.P(g.Text(reason)), h.P(h.Class("muted"), g.Text(by)), end)
}

// readException reads an exception that is made, with its reason, or one that is over.
func readException(ctx context.Context, form *web.Form, up *ticket.Update) {
	kind, reason := form.Get("exception"), form.Get("reason")
	if over := form.Get("exception_over"); over != "" {
		kind, reason = over, ""
	} else {
		reject(form, kind == "" || reason != "", "reason", i18n.T(ctx, "exception.needs_reason"))
	}
	switch kind {
	case "":
	case pauseException:
		up.Pause = &reason
	default:
		up.OptOuts = map[string]string{kind: reason}
	}
}
