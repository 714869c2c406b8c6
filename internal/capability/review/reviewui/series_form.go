package reviewui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// seriesCard begins the calls of an account, or changes them.
func (u *UI) seriesCard(ctx context.Context, c review.Calling, form *web.Form) (g.Node, error) {
	if form.Values == nil || form.Get("every") == "" {
		filled, err := u.filled(ctx, c)
		if err != nil {
			return nil, err
		}
		filled.Errors = form.Errors
		form = filled
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "review.in_charge"), true)
	if err != nil {
		return nil, err
	}
	field := func(name string) page.Field { return ask(ctx, form, "review", name) }
	at, length, zone := field("at"), field("length"), field("zone")
	at.Type, length.Type = "time", "number"
	zone.More = []g.Node{g.Attr("list", "zones")}
	fields := []g.Node{page.Select(ctx, field("every"), choices(ctx, "review.every_", review.Rhythms())...),
		page.Input(ctx, dated(field("from"))), page.Input(ctx, at),
		page.Input(ctx, zone), page.ZoneList(), page.Input(ctx, length), page.Select(ctx, askOptional(ctx, form, "review", "host"), staff...)}
	title, about, do := "review.begin", "review.begin_about", "review.begin_do"
	if c.Series.ID != 0 {
		title, about, do = "review.reshape", "review.reshape_about", "review.reshape_do"
	} else {
		kickoff, minute := dated(askOptional(ctx, form, "review", "kickoff")), askOptional(ctx, form, "review", "kickoff_at")
		kickoff.Hint = i18n.T(ctx, "review.h_kickoff", "First", dayWords(ctx, c.KickoffDays[0]), "Last", dayWords(ctx, c.KickoffDays[len(c.KickoffDays)-1]))
		minute.Type = "time"
		fields = append(fields, page.Input(ctx, kickoff), page.Input(ctx, minute))
	}
	body := page.Form(accountPath(c.Organization.ID, "review"), page.Hidden("id", itoa(c.Series.ID)), g.Group(fields),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, do))))
	if c.Series.ID == 0 {
		return page.Card(i18n.T(ctx, title), i18n.T(ctx, about), page.Narrow(body)), nil
	}
	return page.Card(i18n.T(ctx, title), i18n.T(ctx, about), page.Fold(i18n.T(ctx, "review.reshape_open"), page.Narrow(body)), u.stopForms(ctx, c, form)), nil
}

// filled is the form as the series is, or as a new one would be.
func (u *UI) filled(ctx context.Context, c review.Calling) (*web.Form, error) {
	rules, _, err := u.Reviews.Rules(ctx)
	if err != nil {
		return nil, err
	}
	s := c.Series
	if s.ID == 0 {
		return web.NewForm("every", string(review.Weekly), "from", dayText(c.KickoffDays[0].AddDays(7)), "at", "15:00", "zone", c.Zone,
			"length", itoa(int64(rules.Length)),
			"kickoff", dayText(c.KickoffDays[0]), "kickoff_at", "10:00"), nil
	}
	host := ""
	if s.HostID != 0 {
		host = itoa(s.HostID)
	}
	return web.NewForm("every", string(s.Every), "from", s.From.String(), "at", clock(s.Minute), "zone", s.Zone, "length",
		itoa(int64(s.Length)), "host", host), nil
}

// stopForms pause a series, let it go on, and end it.
func (u *UI) stopForms(ctx context.Context, c review.Calling, form *web.Form) g.Node {
	base := accountPath(c.Organization.ID, "review")
	why := ask(ctx, form, "review", "why")
	end := page.Fold(i18n.T(ctx, "review.end_open"),
		page.Form(base+"/end", page.Input(ctx, why), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "review.end_do")))))
	if c.Series.State == review.Paused {
		return g.Group{g.If(c.Managed, page.PostButton(page.Primary, base+"/resume", i18n.T(ctx, "review.resume_do"), nil)), end}
	}
	return g.Group{page.Fold(i18n.T(ctx, "review.pause_open"),
		page.Form(base+"/pause", page.Input(ctx, why), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "review.pause_do"))))), end}
}

func (u *UI) postSeries(w http.ResponseWriter, r *http.Request) error {
	return u.onAccount(w, r, "review", "review.saved", func(ctx context.Context, o people.Organization, form *web.Form) error {
		s := review.Series{ID: form.Int64("id"), OrganizationID: o.ID, Length: int(form.Int64("length")), HostID: optionalID(form, "host"),
			Rhythm: review.Rhythm{Every: review.Every(form.Get("every")), From: dayOf(form, "from"), Minute: minuteOf(form, "at"), Zone: form.Get("zone")}}
		b := review.Beginning{Series: s, Kickoff: dayOf(form, "kickoff")}
		if form.Get("kickoff") != "" {
			b.KickoffMinute = minuteOf(form, "kickoff_at")
		}
		switch {
		case !form.OK():
			return nil
		case s.ID != 0:
			return u.Reviews.Reshape(ctx, s)
		}
		_, err := u.Reviews.Begin(ctx, b)
		return err
	}, u.callsPage)
}

// stop does something to the whole series of an account.
func (u *UI) stop(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, series int64, why string) error) error {
	return u.onAccount(w, r, "review", done, func(ctx context.Context, o people.Organization, form *web.Form) error {
		c, err := u.Reviews.Calling(ctx, o.ID)
		if err != nil {
			return err
		}
		return do(ctx, c.Series.ID, form.Get("why"))
	}, u.callsPage)
}

func (u *UI) postPause(w http.ResponseWriter, r *http.Request) error {
	return u.stop(w, r, "review.paused_done", u.Reviews.Pause)
}

func (u *UI) postEnd(w http.ResponseWriter, r *http.Request) error {
	return u.stop(w, r, "review.ended_done", u.Reviews.End)
}

func (u *UI) postResume(w http.ResponseWriter, r *http.Request) error {
	return u.stop(w, r, "review.resumed_done", func(ctx context.Context, series int64, _ string) error { return u.Reviews.Resume(ctx, series) })
}

// changeCard moves or skips one call.
func (u *UI) changeCard(ctx context.Context, m review.Meeting, zone string, form *web.Form) g.Node {
	if !writes(ctx) || !m.Open() || m.At.Before(u.Now(ctx)) {
		return nil
	}
	at, why := ask(ctx, form, "review", "move_at"), ask(ctx, form, "review", "why")
	at.Type, at.Hint = "datetime-local", i18n.T(ctx, "review.h_move_at", "Zone", zone)
	if at.Value == "" {
		at.Value = localInput(m.At, zone)
	}
	return h.Div(h.ID("change"), page.Card(i18n.T(ctx, "review.move_or_skip"), i18n.T(ctx, "review.change_about"), page.Columns(
		page.Form(m.Path()+"/move", page.Hidden("zone", zone), page.Input(ctx, at), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "review.move_do")))),
		page.Form(m.Path()+"/skip", page.Input(ctx, why), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "review.skip_do")))))))
}
