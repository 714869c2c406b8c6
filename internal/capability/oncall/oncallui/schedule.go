package oncallui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getSchedule is the planner of one schedule: its week, its year, what wants a decision, and how it is shared.
func (u *UI) getSchedule(w http.ResponseWriter, r *http.Request) error {
	return u.schedulePage(w, r, web.NewForm())
}

// schedulePage shows the planner; f holds what a button of its own was refused for.
func (u *UI) schedulePage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	o, err := u.OnCall.Outlook(ctx, id)
	if err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	week, err := u.OnCall.Lanes(ctx, id, monday(r, now), monday(r, now).AddDate(0, 0, 7))
	if err != nil {
		return err
	}
	decisions, err := u.decisions(ctx, o, crew, f, now)
	if err != nil {
		return err
	}
	shares, err := u.OnCall.Shares(ctx, id)
	if err != nil {
		return err
	}
	overrides, err := u.OnCall.Overrides(ctx, id, now)
	if err != nil {
		return err
	}
	s := o.Schedule
	var shifts g.Node
	if u.Shifts != nil {
		if shifts, err = u.Shifts(ctx, s.Members(), week.From, week.Until); err != nil {
			return err
		}
	}
	return web.Render(w, web.FormStatus(f), u.Page(r, s.Title, page.Head(s.Title, s.About, scheduleLinks(ctx, s)), page.Content(
		pendingNote(ctx, o, now), page.FormError(f), weekCard(ctx, s, week, crew, now), yearCard(ctx, o, crew), shifts,
		page.Columns(decisions, sharesCard(ctx, shares, crew)), overridesCard(ctx, s, overrides, crew, now))))
}

func schedulePath(id int64) string { return oncall.Schedule{ID: id}.Path() }

func scheduleLinks(ctx context.Context, s oncall.Schedule) g.Node {
	links := g.Group{page.LinkButton(page.Secondary, root+"/cover/new?schedule="+number(s.ID), i18n.T(ctx, "cover.ask"))}
	if oncall.MayManage(ctx) {
		links = append(links, page.LinkButton(page.Secondary, s.Path()+"/override", i18n.T(ctx, "oncall.add_override")),
			page.LinkButton(page.Primary, s.Path()+"/edit", i18n.T(ctx, "oncall.edit")))
	}
	return links
}

// monday is where the week begins that is shown: the one of the day in the address, else this one, by the reader's clock.
func monday(r *http.Request, now time.Time) time.Time {
	zone := i18n.Zone(r.Context())
	day := bizcal.DateOf(now.In(zone))
	if typed, err := bizcal.ParseDate(r.URL.Query().Get("week")); err == nil {
		day = typed
	}
	back := (int(day.Weekday()) + 6) % 7
	d := day.AddDays(-back)
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// pendingNote says that what was saved last does not hold yet.
func pendingNote(ctx context.Context, o oncall.Outlook, now time.Time) g.Node {
	if o.Pending == nil {
		return nil
	}
	return page.Notice(page.Blue, i18n.T(ctx, "oncall.pending", "Date", i18n.FormatTime(ctx, o.Schedule.EffectiveAt)))
}

// overridesCard lists who is on call otherwise than by turn.
func overridesCard(ctx context.Context, s oncall.Schedule, list []oncall.Override, crew crowd, now time.Time) g.Node {
	if len(list) == 0 {
		return nil
	}
	title := i18n.T(ctx, "oncall.overrides")
	var rows [][]g.Node
	for _, o := range list {
		var act g.Node
		if oncall.MayManage(ctx) {
			act = page.PostButton(page.Small, s.Path()+"/restore", i18n.T(ctx, "oncall.restore"), []string{"override", number(o.ID)})
		}
		rows = append(rows, []g.Node{stretch(ctx, o.From, o.Until, now), g.Text(overrideWords(ctx, o, crew)), g.Text(o.Note),
			g.Text(crew.name(ctx, o.By)), act})
	}
	return page.Card(title, i18n.T(ctx, "oncall.overrides_about"),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.when")}, {Label: i18n.T(ctx, "oncall.what")},
			{Label: i18n.T(ctx, "oncall.note")}, {Label: i18n.T(ctx, "oncall.by")}, {Label: i18n.T(ctx, "oncall.act")}}, rows...))
}

func overrideWords(ctx context.Context, o oncall.Override, crew crowd) string {
	switch o.Kind {
	case rotation.Replace:
		return i18n.T(ctx, "oncall.did_replace", "User", crew.name(ctx, o.User), "Of", crew.name(ctx, o.Of))
	case rotation.Remove:
		return i18n.T(ctx, "oncall.did_remove", "Of", crew.name(ctx, o.Of))
	case rotation.Add:
		return i18n.T(ctx, "oncall.did_add", "User", crew.name(ctx, o.User))
	}
	names := ""
	for i, id := range o.Users {
		if i > 0 {
			names += ", "
		}
		names += crew.name(ctx, id)
	}
	return i18n.T(ctx, "oncall.did_set", "Users", names)
}
