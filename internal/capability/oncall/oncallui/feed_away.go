package oncallui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// awayCard shows the calendar that the reader's time off is read from, and takes another.
func awayCard(ctx context.Context, f *web.Form, c oncall.AwayCalendar, now time.Time) g.Node {
	url := page.Ask(f, "url", i18n.T(ctx, "feeds.away_url"))
	url.Type, url.Hint, url.Autocomplete = "url", i18n.T(ctx, "feeds.away_hint"), "off"
	make := i18n.T(ctx, "feeds.away_follow")
	if c.URL != "" {
		make = i18n.T(ctx, "feeds.away_change")
	}
	return page.Card(i18n.T(ctx, "feeds.away"), i18n.T(ctx, "feeds.away_about"), awayState(ctx, c, now),
		page.Form(feeds+"/away", page.Input(ctx, url), page.FormEnd(page.Button(page.Secondary, make))))
}

// awayState tells how the last reading went.
func awayState(ctx context.Context, c oncall.AwayCalendar, now time.Time) g.Node {
	if c.URL == "" {
		return nil
	}
	name := c.Name
	if name == "" {
		name = i18n.T(ctx, "feeds.away_unnamed")
	}
	forget := page.PostButton(page.Quiet, feeds+"/away/forget", i18n.T(ctx, "feeds.away_forget"), nil)
	said := g.Group{h.P(g.Text(i18n.T(ctx, "feeds.away_read", "Name", name, "Count", c.Count)+" "), page.Ago(ctx, c.ReadAt, now)), forget}
	if c.Problem == "" {
		return said
	}
	return g.Group{page.Banner(page.Amber, i18n.T(ctx, "feeds.away_problem", "Problem", c.Problem)), said}
}

func (u *UI) postAway(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := u.OnCall.FollowAwayCalendar(ctx, f.Get("url")); f.Absorb(err) {
		return u.feedsPage(w, r, f, nil)
	} else if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "feeds.away_followed"))
	web.Redirect(w, r, feeds)
	return nil
}

func (u *UI) postForget(w http.ResponseWriter, r *http.Request) error {
	if err := u.OnCall.ForgetAwayCalendar(r.Context()); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "feeds.away_forgotten"))
	web.Redirect(w, r, feeds)
	return nil
}
