package statusui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// getHistory shows a month.
func (u *UI) getHistory(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	month := u.Now(ctx).UTC()
	if text := r.PathValue("month"); text != "" {
		var err error
		if month, err = time.Parse("2006-01", text); err != nil {
			return fault.Wrap(fault.NotFound, err, "“%s” is no month. Write it like 2026-11", fault.Clip(text, 20))
		}
	}
	v, err := u.Incidents.View(ctx)
	if err != nil {
		return err
	}
	list, err := u.Incidents.Month(ctx, month.Year(), month.Month())
	if err != nil {
		return err
	}
	f := u.frameOf(ctx, site{}, v.Page, monthName(ctx, month))
	return f.send(w, r, http.StatusOK, historyPage(ctx, f, month, list, v))
}

func historyPage(ctx context.Context, f frame, month time.Time, list []incident.Thread, v incident.View) g.Node {
	names := titles(v.Components)
	first := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, time.UTC)
	next := first.AddDate(0, 1, 0)
	return g.Group{
		h.H1(g.Text(monthName(ctx, month))),
		h.Nav(h.Class("months"), g.Attr("aria-label", i18n.T(ctx, "statuspage.months")),
			h.A(h.Href(f.month(first.AddDate(0, -1, 0))), g.Text("← "+monthName(ctx, first.AddDate(0, -1, 0)))),
			g.Iff(!next.After(f.now), func() g.Node { return h.A(h.Href(f.month(next)), g.Text(monthName(ctx, next)+" →")) })),
		g.If(len(list) == 0, h.P(h.Class("quiet"), g.Text(i18n.T(ctx, "statuspage.quietmonth")))),
		g.Map(list, func(t incident.Thread) g.Node { return threadView(ctx, f.site, t, names) }),
	}
}

func monthName(ctx context.Context, t time.Time) string {
	return i18n.T(ctx, "statuspage.month."+t.Format("01")) + " " + t.Format("2006")
}
