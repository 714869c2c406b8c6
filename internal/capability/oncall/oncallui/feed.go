package oncallui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const feeds = root + "/calendars"

func (u *UI) feedRoutes(mux *web.Mux) {
	mux.Handle("GET "+feeds, u.getFeeds)
	mux.Handle("POST "+feeds, u.postFeed)
	mux.Handle("POST "+feeds+"/{id}/revoke", u.postRevoke)
	mux.Handle("POST "+feeds+"/away", u.postAway)
	mux.Handle("POST "+feeds+"/away/forget", u.postForget)
	mux.Handle("GET /calendar/{file}", u.getCalendar, web.WithoutSession())
	mux.Handle("HEAD /calendar/{file}", u.getCalendar, web.WithoutSession())
}

// again is how often calendar programs should ask.
const again = time.Hour

// getCalendar serves a calendar to whoever has its secret address; 304 while it is what the program has (RFC 9110 §13.1.2).
func (u *UI) getCalendar(w http.ResponseWriter, r *http.Request) error {
	secret, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok {
		return fault.New(fault.NotFound, "There is no calendar at this address. It ends in .ics")
	}
	p, err := u.OnCall.Calendar(r.Context(), secret)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if u.Localize != nil {
		ctx = u.Localize(ctx, p.Owner.Locale)
	}
	data := u.calendar(ctx, p).Bytes()
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	header := w.Header()
	header.Set("ETag", tag)
	header.Set("Cache-Control", "private, no-cache")
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	header.Set("Content-Type", ical.MediaType)
	header.Set("Content-Disposition", `inline; filename="on-call.ics"`)
	_, err = w.Write(data)
	return err
}

// matches reports whether a program has what the tag stands for. Proxies that compress make tags weak.
func matches(header, tag string) bool {
	for t := range strings.SplitSeq(header, ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
			return true
		}
	}
	return false
}

// calendar writes shifts in the words of their reader.
func (u *UI) calendar(ctx context.Context, p oncall.Published) ical.Calendar {
	c := ical.Calendar{Name: p.Title, Refresh: again}
	if p.Title == "" {
		c.Name = i18n.T(ctx, "feeds.name_mine", "Name", p.Owner.Name)
	}
	for _, e := range p.Entries {
		summary := i18n.T(ctx, "feeds.on_call", "Title", e.Title)
		if p.Title != "" {
			summary = i18n.T(ctx, "feeds.who_on_call", "Name", e.Name, "Title", e.Title)
		}
		if e.Shadow {
			summary = i18n.T(ctx, "feeds.goes_along", "Summary", summary)
		}
		event := ical.Event{UID: e.UID, Sequence: e.Sequence, Changed: e.Changed, From: e.From, Until: e.Until, Summary: summary,
			Description: i18n.T(ctx, "feeds.about_shift")}
		if u.Link != nil {
			event.URL = u.Link(schedulePath(e.ScheduleID))
		}
		c.Events = append(c.Events, event)
	}
	return c
}

// getFeeds shows the reader's calendars: those that programs poll, and the one that their time off is read from.
func (u *UI) getFeeds(w http.ResponseWriter, r *http.Request) error {
	return u.feedsPage(w, r, web.NewForm(), nil)
}

func (u *UI) feedsPage(w http.ResponseWriter, r *http.Request, f *web.Form, made g.Node) error {
	ctx := r.Context()
	list, err := u.OnCall.Feeds(ctx)
	if err != nil {
		return err
	}
	schedules, err := u.OnCall.Schedules(ctx)
	if err != nil {
		return err
	}
	away, err := u.OnCall.AwayCalendar(ctx)
	if err != nil {
		return err
	}
	titles := map[int64]string{0: i18n.T(ctx, "feeds.mine")}
	choices := []page.Choice{{Value: "0", Label: titles[0]}}
	for _, s := range schedules {
		titles[s.ID] = s.Title
		choices = append(choices, page.Choice{Value: number(s.ID), Label: s.Title})
	}
	now, title := u.Now(ctx), i18n.T(ctx, "feeds.title")
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, web.FormStatus(f),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "feeds.sub"), page.LinkButton(page.Secondary, root+"/mine", i18n.T(ctx, "oncall.mine"))),
			page.Narrow(made, newFeedCard(ctx, f, choices), feedsCard(ctx, list, titles, now), awayCard(ctx, f, away, now))))
}

func newFeedCard(ctx context.Context, f *web.Form, choices []page.Choice) g.Node {
	return page.Card(i18n.T(ctx, "feeds.new"), i18n.T(ctx, "feeds.new_about"), page.Form(feeds, page.FormError(f),
		page.Select(ctx, page.Ask(f, "schedule", i18n.T(ctx, "feeds.which")), choices...), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "feeds.make")))))
}

func feedsCard(ctx context.Context, list []oncall.Feed, titles map[int64]string, now time.Time) g.Node {
	title := i18n.T(ctx, "feeds.yours")
	if len(list) == 0 {
		return page.Card(title, i18n.T(ctx, "feeds.none"))
	}
	var rows [][]g.Node
	for _, feed := range list {
		used := g.Node(g.Text(i18n.T(ctx, "feeds.never")))
		if !feed.UsedAt.IsZero() {
			used = page.Ago(ctx, feed.UsedAt, now)
		}
		what := g.Group{g.Text(titles[feed.ScheduleID]), h.P(h.Class("sub"), g.Text(i18n.T(ctx, "feeds.made_at")+" "), page.Time(ctx, feed.At, now))}
		rows = append(rows, []g.Node{what, used,
			page.PostButton(page.Danger, feeds+"/"+number(feed.ID)+"/revoke", i18n.T(ctx, "feeds.revoke"), nil,
				h.Aria("label", i18n.T(ctx, "feeds.revoke_of", "Title", titles[feed.ScheduleID])))})
	}
	return page.Card(title, i18n.T(ctx, "feeds.yours_about"), page.Table(title, []page.Column{{Label: i18n.T(ctx, "feeds.which")},
		{Label: i18n.T(ctx, "feeds.used_at")}, {Label: i18n.T(ctx, "oncall.act")}}, rows...))
}

// postFeed makes an address and shows it, this once.
func (u *UI) postFeed(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	secret, err := u.OnCall.MakeFeed(ctx, idOf(f.Get("schedule")))
	if f.Absorb(err) {
		return u.feedsPage(w, r, f, nil)
	}
	if err != nil {
		return err
	}
	address := "/calendar/" + secret + ".ics"
	if u.Link != nil {
		address = u.Link(address)
	}
	// The address stands in this one answer. A redirect would have to keep it somewhere.
	return u.feedsPage(w, r, f, page.Card(i18n.T(ctx, "feeds.made"), i18n.T(ctx, "feeds.made_about"), page.Code(ctx, g.Text(address)),
		h.P(h.Class("sub"), g.Text(i18n.T(ctx, "feeds.made_how")))))
}

func (u *UI) postRevoke(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.OnCall.RevokeFeed(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "feeds.revoked"))
	web.Redirect(w, r, feeds)
	return nil
}
