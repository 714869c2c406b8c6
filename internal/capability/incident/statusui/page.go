package statusui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) toHome(w http.ResponseWriter, r *http.Request) error {
	web.Redirect(w, r, home)
	return nil
}

// getPage shows how all is now.
func (u *UI) getPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := u.Incidents.View(ctx)
	if err != nil {
		return err
	}
	f := u.frameOf(ctx, site{}, v.Page, "")
	f.updated = v.Updated
	return f.send(w, r, http.StatusOK, u.overview(ctx, f, v))
}

// lately is how far back what is over stands on the first page.
const lately = 14 * 24 * time.Hour

// overview is the first page: what goes on, how each component is and was, what is to come, what was lately.
func (u *UI) overview(ctx context.Context, f frame, v incident.View) g.Node {
	going, coming := v.Going(), v.Coming()
	past := v.Of(func(t incident.Thread) bool { return !t.Open() && t.ResolvedAt.After(v.Now.Add(-lately)) })
	names := titles(v.Components)
	return g.Group{
		h.H1(g.Text(i18n.T(ctx, "statuspage.of", "Name", f.name))),
		g.If(v.Page.About != "", h.P(h.Class("lead"), g.Text(v.Page.About))),
		verdict(ctx, v.Worst(), len(going) > 0),
		g.Map(going, func(t incident.Thread) g.Node { return threadView(ctx, f.site, t, names) }),
		g.Iff(len(v.Components) > 0, func() g.Node { return componentList(ctx, v) }),
		g.Iff(len(coming) > 0, func() g.Node {
			return h.Section(h.H2(g.Text(i18n.T(ctx, "statuspage.coming"))),
				g.Map(coming, func(t incident.Thread) g.Node { return threadView(ctx, f.site, t, names) }))
		}),
		h.Section(h.H2(g.Text(i18n.T(ctx, "statuspage.past"))),
			g.If(len(past) == 0, h.P(h.Class("quiet"), g.Text(i18n.T(ctx, "statuspage.quiet")))),
			g.Map(past, func(t incident.Thread) g.Node { return threadView(ctx, f.site, t, names) }),
			h.P(h.A(h.Href(f.month(v.Now)), g.Text(i18n.T(ctx, "statuspage.more"))))),
	}
}

// verdict is the first thing that a reader looks for.
func verdict(ctx context.Context, worst incident.Health, going bool) g.Node {
	word := "statuspage.all." + string(worst)
	if worst == incident.Operational && going {
		word = "statuspage.all.going"
	}
	return h.P(h.Class("verdict "+tone(worst)), sign(worst), g.Text(i18n.T(ctx, word)))
}

// tone is the class of a health.
func tone(health incident.Health) string {
	switch health {
	case incident.Degraded:
		return "slow"
	case incident.PartialOut:
		return "partial"
	case incident.MajorOut:
		return "down"
	case incident.Maintained:
		return "work"
	}
	return "up"
}

// sign is a shape for each health, for who cannot tell the colours.
func sign(health incident.Health) g.Node {
	shape := map[string]string{"up": "M3 8l4 4 6-8", "slow": "M3 10q2.5-6 5-2t5-2", "partial": "M8 3v6M8 12v1",
		"down": "M4 4l8 8M12 4l-8 8", "work": "M3 8h10M8 3v10"}
	return g.El("svg", h.Class("sign"), g.Attr("viewBox", "0 0 16 16"), g.Attr("aria-hidden", "true"), g.El("path", g.Attr("d", shape[tone(health)])))
}

func healthWord(ctx context.Context, health incident.Health) g.Node {
	return h.Span(h.Class("health "+tone(health)), sign(health), g.Text(i18n.T(ctx, "statuspage.health."+string(health))))
}

func titles(all []incident.Component) map[int64]string {
	names := make(map[int64]string, len(all))
	for _, c := range all {
		names[c.ID] = c.Title
	}
	return names
}
