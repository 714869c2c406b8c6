package reviewui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getCalls(w http.ResponseWriter, r *http.Request) error {
	return u.callsPage(w, r, web.NewForm())
}

// callsPage is the series of an account: who manages its success, when the calls are, and what came of those before.
func (u *UI) callsPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	c, err := u.Reviews.Calling(ctx, o.ID)
	if err != nil {
		return err
	}
	names, err := u.callNames(ctx, c)
	if err != nil {
		return err
	}
	var setup g.Node
	if writes(ctx) && (c.Managed || c.Series.ID != 0) {
		if setup, err = u.seriesCard(ctx, c, form); err != nil {
			return err
		}
	}
	return u.show(w, r, o, "review", form, u.standing(ctx, c, names), page.FormError(form), u.plannedCard(ctx, c, names), setup, u.pastCard(ctx, c, names))
}

// callNames are the people of an account's calls.
func (u *UI) callNames(ctx context.Context, c review.Calling) (map[int64]people.User, error) {
	ids := []int64{c.Host, c.Series.HostID, c.Manager.UserID}
	for _, m := range c.Meetings {
		ids = append(append(ids, m.HostID), m.Guests...)
	}
	return u.names(ctx, ids...)
}

// managerName is who manages the customer's success.
func managerName(c review.Calling, names map[int64]people.User) string {
	if u, ok := names[c.Manager.UserID]; ok && c.Manager.UserID != 0 {
		return u.Name
	}
	return c.Manager.Name
}

// standing says whether there are calls, and if not why, and how to change that.
func (u *UI) standing(ctx context.Context, c review.Calling, names map[int64]people.User) g.Node {
	edit := page.LinkButton(page.Small, "/organizations/"+itoa(c.Organization.ID)+"/edit", i18n.T(ctx, "review.name_manager"))
	switch {
	case !c.Managed && c.Series.ID == 0:
		return page.EmptyState("users", i18n.T(ctx, "review.no_manager"), i18n.T(ctx, "review.no_manager_text", "Name", c.Organization.Name), edit)
	case !c.Managed:
		return page.Banner(page.Amber, i18n.T(ctx, "review.paused_manager"), edit)
	case c.Series.ID == 0:
		return page.Banner(page.Blue, i18n.T(ctx, "review.none_yet", "Manager", managerName(c, names)))
	case c.Series.State == review.Paused:
		return page.Banner(page.Amber, i18n.T(ctx, "review.paused", "Why", c.Series.Why))
	}
	host := names[c.Host].Name
	if c.Series.HostID != 0 {
		host = names[c.Series.HostID].Name
	}
	if host == "" {
		return page.Banner(page.Red, i18n.T(ctx, "review.no_host"))
	}
	var outside g.Node
	if c.Manager.UserID == 0 {
		outside = page.Notice(page.Amber, i18n.T(ctx, "review.manager_outside", "Manager", c.Manager.Name))
	}
	return g.Group{h.P(h.Class("lead"),
		g.Text(i18n.T(ctx, "review.runs_"+string(c.Series.Every), "Day", weekday(ctx, c.Series.From.Weekday()), "At",
			clock(c.Series.Minute), "Zone", c.Series.Zone,
			"Host", host, "Manager", managerName(c, names)))), outside}
}

func weekday(ctx context.Context, d time.Weekday) string {
	return i18n.T(ctx, "review.weekday_"+itoa(int64(d)))
}

// plannedCard lists what is to come, and what is over with nobody having said what came of it.
func (u *UI) plannedCard(ctx context.Context, c review.Calling, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	var rows [][]g.Node
	for i := len(c.Meetings) - 1; i >= 0; i-- {
		m := c.Meetings[i]
		if !m.Open() {
			continue
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(m.Path()), page.Moment(ctx, m.At)), g.Text(zoneTime(m.At, c.Series.Zone)),
			g.Text(i18n.T(ctx, "review.kind_"+string(m.Kind))),
			g.Text(hostName(ctx, m, names)), meetingChip(ctx, m, now), u.meetingActs(ctx, m, now)})
	}
	if len(rows) == 0 {
		return nil
	}
	title := i18n.T(ctx, "review.planned")
	return page.Card(title, i18n.T(ctx, "review.planned_about"),
		page.Table(title, columns(ctx, "review", "when", "theirs", "kind", "host", "state", "acts"), rows...))
}

// zoneTime is an instant on the customer's clock.
func zoneTime(at time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return at.In(loc).Format("15:04 MST")
}

func hostName(ctx context.Context, m review.Meeting, names map[int64]people.User) string {
	if name := names[m.HostID].Name; name != "" {
		return name
	}
	return i18n.T(ctx, "review.nobody")
}

// meetingChip says how a call stands.
func meetingChip(ctx context.Context, m review.Meeting, now time.Time) g.Node {
	tone, key := page.Neutral, "review.state_"+string(m.State)
	switch {
	case m.Open() && m.Why != "":
		return g.Group{page.Chip(page.Red, i18n.T(ctx, "review.state_clash")), g.Text(" " + m.Why)}
	case m.Open() && m.Ends().Before(now):
		tone, key = page.Amber, "review.state_unwritten"
	case m.Open() && m.HostID == 0:
		tone, key = page.Red, "review.state_unled"
	case m.Open() && m.CallID == 0:
		tone, key = page.Amber, "review.state_uncalled"
	case m.Open():
		tone = page.Blue
	case m.State == review.Held:
		tone = page.Green
	case m.State == review.NoShow:
		tone = page.Amber
	}
	return page.Chip(tone, i18n.T(ctx, key))
}

// meetingActs move and skip a call that is to come.
func (u *UI) meetingActs(ctx context.Context, m review.Meeting, now time.Time) g.Node {
	if !writes(ctx) || m.At.Before(now) {
		return page.LinkButton(page.Small, m.Path(), i18n.T(ctx, "review.write_up"))
	}
	return page.LinkButton(page.Small, m.Path()+"#change", i18n.T(ctx, "review.move_or_skip"))
}

// pastCard lists the calls before, with their minutes.
func (u *UI) pastCard(ctx context.Context, c review.Calling, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, m := range c.Meetings {
		if m.Open() || m.State == review.Dropped && m.At.After(now) {
			continue
		}
		minutes := g.Text(m.Why)
		if m.Minutes != "" {
			minutes = h.A(h.Class("link"), h.Href(m.Path()+"#minutes"), g.Text(i18n.T(ctx, "review.read_minutes")))
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(m.Path()), page.Moment(ctx, m.At)),
			g.Text(i18n.T(ctx, "review.kind_"+string(m.Kind))), g.Text(hostName(ctx, m, names)),
			meetingChip(ctx, m, now), minutes})
	}
	if len(rows) == 0 {
		return nil
	}
	title := i18n.T(ctx, "review.past")
	return page.Card(title, "", page.Table(title, columns(ctx, "review", "when", "kind", "host", "state", "minutes"), rows...))
}
