package statusui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// getThread shows one incident under an address that stays.
func (u *UI) getThread(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, err := u.Incidents.PublicThread(ctx, r.PathValue("code"))
	if err != nil {
		return err
	}
	v, err := u.Incidents.View(ctx)
	if err != nil {
		return err
	}
	f := u.frameOf(ctx, site{}, v.Page, t.Title)
	f.updated = t.LastAt
	return f.send(w, r, http.StatusOK, threadPage(ctx, f, t, v))
}

func threadPage(ctx context.Context, f frame, t incident.Thread, v incident.View) g.Node {
	return g.Group{h.P(h.A(h.Href(f.home()), g.Text("← "+i18n.T(ctx, "statuspage.back")))), threadView(ctx, f.site, t, titles(v.Components))}
}

// threadView is an incident with its words.
func threadView(ctx context.Context, s site, t incident.Thread, names map[int64]string) g.Node {
	return h.Article(h.Class("thread "+impactTone(t)),
		h.H3(h.A(h.Href(s.thread(t.Code)), g.Text(t.Title))),
		h.P(h.Class("facts"), g.Text(i18n.T(ctx, "statuspage.impact."+string(t.Impact))), g.Text(touched(ctx, t, names))),
		g.Iff(t.Kind == incident.Maintenance, func() g.Node {
			return h.P(h.Class("facts"), moment(ctx, t.ScheduledFor), g.Text(" – "), moment(ctx, t.ScheduledUntil))
		}),
		h.Ol(g.Map(t.Updates, func(up incident.Update) g.Node {
			return h.Li(h.P(h.B(g.Text(i18n.T(ctx, "statuspage.status."+string(up.Status)))), g.Text(" "), g.Text(up.Body)),
				h.P(h.Class("when"), moment(ctx, up.PublishedAt), g.Iff(!up.NextBy.IsZero() && t.Open(), func() g.Node {
					return g.Group{g.Text(" · " + i18n.T(ctx, "statuspage.nextby") + " "), moment(ctx, up.NextBy)}
				})))
		})))
}

func impactTone(t incident.Thread) string {
	switch {
	case !t.Open():
		return "over"
	case t.Impact == incident.CriticalImpact:
		return "down"
	case t.Impact == incident.MajorImpact:
		return "partial"
	case t.Impact == incident.MinorImpact:
		return "slow"
	}
	return "work"
}

// touched names the components that words spoke of, each once.
func touched(ctx context.Context, t incident.Thread, names map[int64]string) string {
	var list []string
	seen := map[int64]bool{}
	for _, u := range t.Updates {
		for _, c := range u.Changes {
			if name := names[c.Component]; name != "" && !seen[c.Component] {
				seen[c.Component] = true
				list = append(list, name)
			}
		}
	}
	if len(list) == 0 {
		return ""
	}
	return " · " + i18n.T(ctx, "statuspage.affected", "Names", strings.Join(list, ", "))
}
