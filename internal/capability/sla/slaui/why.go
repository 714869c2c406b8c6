package slaui

import (
	"context"
	"net/http"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const (
	promised  = clock.Promise
	cancelled = clock.Cancelled
)

// getWhy is the page that says why a ticket is due when it is: each clock as a bar and a table of all that happened
// to it, the policies in the order in which they were asked, and what was promised.
func (u *UI) getWhy(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.showWhy(w, r, id, nil)
}

func (u *UI) showWhy(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	e, err := u.Clocks.Explain(ctx, id)
	if err != nil {
		return err
	}
	names, err := u.Named(ctx, actors(e)...)
	if err != nil {
		return err
	}
	words, err := u.words(ctx)
	if err != nil {
		return err
	}
	v := view{ctx: ctx, now: u.Now(ctx), names: names, words: words}
	promise, err := u.promiseCard(ctx, e.Ticket, form)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "sla.whytitle", "Number", id)
	return u.show(w, r, web.FormStatus(forms(form)...), title,
		page.Head(title, e.Ticket.Subject, page.LinkButton(page.Quiet, "/tickets/"+itoa(id), i18n.T(ctx, "sla.backto", "Number", id))),
		page.Content(h.Div(h.Class("stack"),
			g.If(e.None != "", page.Card(i18n.T(ctx, "sla.nothing"), "", h.P(g.Text(u.none(ctx, e))))),
			g.Map(e.Courses, v.course),
			v.judged(e), promise)))
}

func forms(f *web.Form) []*web.Form {
	if f == nil {
		return nil
	}
	return []*web.Form{f}
}

// actors lists whoever made a mark.
func actors(e sla.Explanation) (ids []int64) {
	for _, o := range e.Courses {
		for _, m := range o.Marks {
			if m.Cause.Actor != 0 && !slices.Contains(ids, m.Cause.Actor) {
				ids = append(ids, m.Cause.Actor)
			}
		}
	}
	return ids
}

// view draws for one reader at one moment.
type view struct {
	ctx   context.Context
	now   time.Time
	names map[int64]people.User
	words conditionui.Words
}

// course is one clock: a sentence, a bar, and the table that says the same.
func (v view) course(o sla.Course) g.Node {
	ctx := v.ctx
	head := g.Node(h.Div(h.Class("cluster"), outcome(ctx, o)))
	if !o.Ended() {
		head = h.Div(h.Class("cluster"), page.DueChip(ctx, due(ctx, o, v.now), v.now), page.Badge(kind(ctx, o)), v.readersTime(o))
	}
	return page.Card(metric(ctx, o.Metric)+nth(o), why(ctx, o, v.now), head, standing(ctx, o), v.bar(o).View(), v.legend(o), v.table(o))
}

// readersTime says when it is due where the reader is, if the clock's calendar stands in another zone.
func (v view) readersTime(o sla.Course) g.Node {
	zone := i18n.Zone(v.ctx)
	if o.Due.IsZero() || o.Zone != nil && o.Due.In(o.Zone).Format("15:04") == o.Due.In(zone).Format("15:04") {
		return nil
	}
	return h.Span(h.Class("muted"), g.Text(i18n.T(v.ctx, "sla.yours", "Due", weekdayClock(v.ctx, o.Due, v.now), "City", city(zone))))
}

func nth(o sla.Course) string {
	if o.Instance == 0 {
		return ""
	}
	return " " + itoa(int64(o.Instance+1))
}

// bar draws when the clock ran and when it stood.
func (v view) bar(o sla.Course) page.Strip {
	local := there(v.ctx, o.Zone)
	from, to := o.Start, o.Until
	if !to.After(from) {
		to = from.Add(time.Minute)
	}
	at := func(t time.Time) float64 { return float64(t.Sub(from)) / float64(to.Sub(from)) }
	s := page.Strip{Words: i18n.T(v.ctx, "sla.bar"), Now: at(v.now)}
	if o.Ended() {
		s.Now = page.NoNow
	}
	for _, p := range o.Spans {
		title := weekdayClock(local, p.From, v.now) + " – " + weekdayClock(local, p.Until, v.now)
		s.Bars = append(s.Bars, page.StripBar{From: at(p.From), To: min(1, at(p.Until)), Off: p.Stands, Title: title})
	}
	s.Ticks = []page.StripTick{{At: 0, Label: weekdayClock(local, from, v.now)}}
	for _, d := range days(local, from, to) {
		s.Ticks = append(s.Ticks, page.StripTick{At: at(d)})
	}
	if !o.Due.IsZero() && o.Due.Before(to) {
		s.Ticks = append(s.Ticks, page.StripTick{At: at(o.Due), Label: ""})
	}
	return s
}

// days are the midnights between two moments, unless they are too many to tell apart.
func days(local context.Context, from, to time.Time) (all []time.Time) {
	if to.Sub(from) > 15*24*time.Hour {
		return nil
	}
	t := from.In(i18n.Zone(local))
	for d := 1; ; d++ {
		midnight := time.Date(t.Year(), t.Month(), t.Day()+d, 0, 0, 0, 0, t.Location())
		if !midnight.Before(to) {
			return all
		}
		all = append(all, midnight)
	}
}

// legend says what the ends and the looks of the bar mean.
func (v view) legend(o sla.Course) g.Node {
	local := there(v.ctx, o.Zone)
	key := "sla.legend.due"
	if o.Ended() {
		key = "sla.legend.end"
	} else if o.Due.IsZero() || !o.Due.After(v.now) {
		key = "sla.legend.now"
	}
	return h.P(h.Class("hint"), g.Text(i18n.T(v.ctx, key, "From", weekdayClock(local, o.Start, v.now), "To", weekdayClock(local, o.Until, v.now),
		"City", city(i18n.Zone(local)), "Used", length(v.ctx, o.Used), "Paused", i18n.FormatDuration(v.ctx, o.Paused))))
}
