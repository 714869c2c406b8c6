package peopleui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// timeOffPage shows what somebody has planned, and plans more.
func (ui *Handlers) timeOffPage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.colleague(r)
	if err != nil {
		return err
	}
	return ui.showTimeOff(w, r, u, web.NewForm(), people.TimeOff{})
}

// planTimeOff keeps a stretch, or with the button "check" only shows what it would mean.
func (ui *Handlers) planTimeOff(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, err := ui.colleague(r)
	if err != nil {
		return err
	}
	wish := readTimeOff(f, u)
	if !f.OK() || f.Get("do") == "check" {
		return ui.showTimeOff(w, r, u, f, wish)
	}
	wish, err = ui.people.PlanTimeOff(r.Context(), wish, f.Bool("agreed"))
	if f.Absorb(err) {
		return ui.showTimeOff(w, r, u, f, wish)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "timeoff.planned"))
	web.Redirect(w, r, r.URL.Path)
	return nil
}

func (ui *Handlers) cancelTimeOff(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := ui.people.CancelTimeOff(r.Context(), f.Int64("off")); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "timeoff.cancelled"))
	back := "/profile/time-off"
	if id := r.PathValue("id"); id != "" {
		back = "/people/" + id + "/time-off"
	}
	web.Redirect(w, r, back)
	return nil
}

// readTimeOff reads days in the person's own zone. The last day counts whole unless an hour is given.
func readTimeOff(f *web.Form, u people.User) people.TimeOff {
	wish := people.TimeOff{UserID: u.ID, Note: f.Text("note")}
	first, last := readDay(f, "from"), readDay(f, "until")
	if first == (bizcal.Date{}) {
		f.Reject("from", "Say on which day it begins.")
		return wish
	}
	if last == (bizcal.Date{}) {
		last = first
	}
	wish.From = moment(f, u, first, "from_hour", 0)
	wish.Until = moment(f, u, last, "until_hour", bizcal.Day)
	return wish
}

func readDay(f *web.Form, name string) bizcal.Date {
	d, err := people.ParseDate(name, f.Get(name))
	if err != nil {
		f.Absorb(err)
	}
	return d
}

// moment is a time of a day on the person's wall, in minutes since midnight where none was typed.
func moment(f *web.Form, u people.User, d bizcal.Date, field string, usual int) time.Time {
	if typed := f.Get(field); typed != "" {
		at, err := time.Parse("15:04", typed)
		if err != nil {
			f.Reject(field, "“"+fault.Clip(typed, 20)+"” is no time of day. Write it like 13:00.")
		}
		usual = at.Hour()*60 + at.Minute()
	}
	switch usual {
	case 0:
		return people.DayBegins(d, u.Location())
	case bizcal.Day:
		return people.DayBegins(d.AddDays(1), u.Location())
	}
	return time.Date(d.Year, d.Month, d.Day, 0, usual, 0, 0, u.Location())
}

func (ui *Handlers) showTimeOff(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form, wish people.TimeOff) error {
	ctx := r.Context()
	planned, err := ui.people.TimeOffs(ctx, u.ID, ui.deps.Now())
	if err != nil {
		return err
	}
	meaning, red, err := ui.meaning(ctx, u, wish)
	if err != nil {
		return err
	}
	duties, err := ui.duties(ctx, u, wish, planned)
	if err != nil {
		return err
	}
	return ui.showOwn(w, r, web.FormStatus(f), u, "/time-off", i18n.T(ctx, "timeoff.title"),
		ui.plannedCard(ctx, r, u, planned),
		g.If(people.MayKeep(ctx, u), page.Card(i18n.T(ctx, "timeoff.plan"), i18n.T(ctx, "timeoff.planabout"),
			page.Form(r.URL.Path, page.FormError(f), timeOffFields(ctx, f), g.If(red || f.Error("agreed") != "", agreedField(ctx, f)),
				page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "timeoff.do")),
					page.Button(page.Secondary, i18n.T(ctx, "timeoff.check"), h.Name("do"), h.Value("check")))))),
		duties, meaning)
}

func timeOffFields(ctx context.Context, f *web.Form) g.Node {
	ask := func(name, kind string, optional bool) g.Node {
		field := page.Ask(f, name, i18n.T(ctx, "timeoff."+name))
		field.Type, field.Optional = kind, optional
		return page.Input(ctx, field)
	}
	note := page.Ask(f, "note", i18n.T(ctx, "timeoff.note"))
	note.Value, note.Optional, note.Hint = f.Text("note"), true, i18n.T(ctx, "timeoff.notehint")
	return g.Group{page.Columns(ask("from", "date", false), ask("from_hour", "time", true)),
		page.Columns(ask("until", "date", true), ask("until_hour", "time", true)), page.Input(ctx, note)}
}

func agreedField(ctx context.Context, f *web.Form) g.Node {
	return page.Checkbox(ctx, page.Field{Name: "agreed", Label: i18n.T(ctx, "timeoff.agreed"), Value: f.Get("agreed"), Error: f.Error("agreed")})
}

func (ui *Handlers) plannedCard(ctx context.Context, r *http.Request, u people.User, planned []people.TimeOff) g.Node {
	title := i18n.T(ctx, "timeoff.planneds")
	if len(planned) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "timeoff.none"))))
	}
	var lines [][]g.Node
	for _, o := range planned {
		act := i18n.T(ctx, "timeoff.cancel")
		if !ui.deps.Now().Before(o.From) {
			act = i18n.T(ctx, "timeoff.back")
		}
		lines = append(lines, []g.Node{g.Text(stretchWords(ctx, u, o)), g.Text(o.Note),
			g.If(people.MayKeep(ctx, u), page.PostButton(page.Small, r.URL.Path+"/cancel", act, []string{"off", strconv.FormatInt(o.ID, 10)}))})
	}
	return page.Card(title, "", page.Table(title, []page.Column{{Label: i18n.T(ctx, "timeoff.when")}, {Label: i18n.T(ctx, "timeoff.note")},
		{Label: i18n.T(ctx, "timeoff.act")}}, lines...))
}

// stretchWords name days where whole days are off, and hours else, by the person's own clock.
func stretchWords(ctx context.Context, u people.User, o people.TimeOff) string {
	zone := u.Location()
	ctx = i18n.WithZone(ctx, zone)
	first, last := bizcal.DateOf(o.From.In(zone)), bizcal.DateOf(o.Until.Add(-time.Nanosecond).In(zone))
	if !o.From.Equal(people.DayBegins(first, zone)) || !o.Until.Equal(people.DayBegins(last.AddDays(1), zone)) {
		return i18n.FormatTime(ctx, o.From) + " – " + i18n.FormatTime(ctx, o.Until)
	}
	if first == last {
		return i18n.FormatDate(ctx, o.From)
	}
	return i18n.FormatDate(ctx, o.From) + " – " + i18n.FormatDate(ctx, people.DayBegins(last, zone))
}
