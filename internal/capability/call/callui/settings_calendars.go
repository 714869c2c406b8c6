package callui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// getCalendars says whose calendars cannot be read.
func (u *UI) getCalendars(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := u.Calls.Calendars(ctx)
	if err != nil {
		return err
	}
	var ids []int64
	for _, c := range all {
		ids = append(ids, c.UserID)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	items := g.Map(all, func(c call.Calendar) g.Node {
		chip, age := page.Chip(page.Green, t(ctx, "calls.cal_good")), g.Node(nil)
		switch {
		case c.GoodAt.IsZero():
			chip = page.Chip(page.Red, t(ctx, "calls.cal_never"))
		case c.Trouble != "":
			chip = page.Chip(page.Amber, t(ctx, "calls.cal_trouble"))
		}
		if !c.GoodAt.IsZero() {
			age = page.Ago(ctx, c.GoodAt, now)
		}
		return h.Li(g.Text(names[c.UserID].Name+" "), chip, g.Text(" "), age, g.If(c.Trouble != "", h.Small(g.Text(" "+c.Trouble))))
	})
	if len(all) == 0 {
		items = g.Group{h.Li(g.Text(t(ctx, "calls.cal_none")))}
	}
	return u.settingsPage(w, r, calendarsPath, http.StatusOK,
		page.Narrow(page.Card(t(ctx, "calls.cal_title"), t(ctx, "calls.cal_about"), h.Ul(h.Class("stack"), items))))
}
