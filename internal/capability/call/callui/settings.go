package callui

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The sections of the settings. Each is a page of its own, whose forms are saved alone.
const (
	timesPath     = settingsPath
	roomsPath     = settingsPath + "/rooms"
	wordsPath     = settingsPath + "/words"
	calendarsPath = settingsPath + "/calendars"
)

func (u *UI) settingsRoutes(mux *web.Mux) {
	mux.Handle("GET "+timesPath, u.getTimes)
	mux.Handle("POST "+timesPath+"/kinds", u.postKinds)
	for _, s := range ruleSections {
		mux.Handle("POST "+timesPath+"/"+s.name, u.postNumbers(s))
	}
	mux.Handle("GET "+roomsPath, u.getRooms)
	mux.Handle("POST "+roomsPath, u.postRooms, web.Deadline(70*time.Second)) // a try waits for the provider twice
	mux.Handle("GET "+wordsPath, u.getWords)
	for _, name := range wordNames {
		mux.Handle("POST "+wordsPath+"/"+name, u.postWords(name))
	}
	mux.Handle("GET "+calendarsPath, u.getCalendars)
}

// settingsPage shows a section of the settings.
func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, path string, status int, body ...g.Node) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	var tabs []page.Tab
	for _, s := range []struct{ name, path string }{{"times", timesPath}, {"rooms", roomsPath}, {"words", wordsPath}, {"calendars", calendarsPath}} {
		tabs = append(tabs, page.Tab{Label: t(ctx, "calls.tab_"+s.name), Href: s.path, Current: s.path == path})
	}
	title := t(ctx, "settings.calls.title")
	return web.Render(w, status, u.Page(r, title, page.Head(title, t(ctx, "settings.calls.about")), page.Bar(page.Tabs(title, tabs...)), g.Group(body)))
}

// saved goes back to a section whose form was kept; again shows it with what is wrong.
func saved(w http.ResponseWriter, r *http.Request, form *web.Form, err error, path string, again func() error) error {
	switch {
	case form.Absorb(err), err == nil && !form.OK():
		return again()
	case err != nil:
		return err
	}
	web.Done(r.Context(), t(r.Context(), "calls.set_saved"))
	web.Redirect(w, r, path)
	return nil
}

// ruleSections are the numbers of the rules, in the order of the page: each section is saved alone.
var ruleSections = []ruleSection{
	{"booking", []ruleNumber{{"notice", func(r *call.Rules) *int { return &r.NoticeMinutes }}, {"horizon", func(r *call.Rules) *int { return &r.HorizonDays }},
		{"step", func(r *call.Rules) *int { return &r.StepMinutes }}, {"buffer", func(r *call.Rules) *int { return &r.BufferMinutes }},
		{"per_day", func(r *call.Rules) *int { return &r.PerDay }}}, false},
	{"link", []ruleNumber{{"link_days", func(r *call.Rules) *int { return &r.LinkDays }}, {"change_hours", func(r *call.Rules) *int { return &r.ChangeHours }},
		{"guests", func(r *call.Rules) *int { return &r.Guests }}}, false},
	{"day", []ruleNumber{{"no_show", func(r *call.Rules) *int { return &r.NoShowMinutes }},
		{"stale", func(r *call.Rules) *int { return &r.StaleHours }}}, true},
}

type ruleSection struct {
	name      string
	numbers   []ruleNumber
	reminders bool // the reminders are asked for, too
}

type ruleNumber struct {
	name string
	of   func(*call.Rules) *int
}

func (s ruleSection) form(r call.Rules) *web.Form {
	f := web.NewForm("reminders", joined(r.Reminders))
	for _, n := range s.numbers {
		f.Values.Set(n.name, strconv.Itoa(*n.of(&r)))
	}
	return f
}

func (s ruleSection) card(ctx context.Context, form *web.Form) g.Node {
	var fields g.Group
	for _, n := range s.numbers {
		f := page.Ask(form, n.name, t(ctx, "calls.set_"+n.name))
		f.Type, f.More = "number", []g.Node{h.Min("0"), h.Step("1")}
		fields = append(fields, page.Input(ctx, f))
	}
	if s.reminders {
		reminders := page.Ask(form, "reminders", t(ctx, "calls.set_reminders"))
		reminders.Hint, reminders.Optional = t(ctx, "calls.set_reminders_hint"), true
		fields = append(fields, page.Input(ctx, reminders))
	}
	return page.Card(t(ctx, "calls.set_"+s.name), t(ctx, "calls.set_"+s.name+"_about"), page.Form(timesPath+"/"+s.name, page.FormError(form), fields,
		page.FormEnd(page.Button(page.Primary, t(ctx, "calls.save")))))
}

// postNumbers keeps the numbers of a section, and leaves the others as they are.
func (u *UI) postNumbers(s ruleSection) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		form, err := web.Decode(r)
		if err != nil {
			return err
		}
		var typed call.Rules
		for _, n := range s.numbers {
			*n.of(&typed) = int(form.Int64(n.name))
		}
		reminders := minutesOf(r.Context(), form, "reminders", form.Get("reminders"))
		if form.OK() {
			err = u.Calls.ChangeRules(r.Context(), func(rules *call.Rules) {
				for _, n := range s.numbers {
					*n.of(rules) = *n.of(&typed)
				}
				if s.reminders {
					rules.Reminders = reminders
				}
			})
		}
		return saved(w, r, form, err, timesPath, func() error { return u.timesPage(w, r, s.name, form) })
	}
}

func (u *UI) getTimes(w http.ResponseWriter, r *http.Request) error {
	return u.timesPage(w, r, "", web.NewForm())
}

// timesPage shows what can be booked, and when; the form of the section named typed is as it was sent.
func (u *UI) timesPage(w http.ResponseWriter, r *http.Request, typed string, form *web.Form) error {
	ctx := r.Context()
	setup, err := u.Calls.Setup(ctx)
	if err != nil {
		return err
	}
	kinds := kindsForm(setup.Rules.Kinds)
	if typed == "kinds" {
		kinds = form
	}
	var cards []g.Node
	for _, s := range ruleSections {
		f := s.form(setup.Rules)
		if typed == s.name {
			f = form
		}
		cards = append(cards, s.card(ctx, f))
	}
	return u.settingsPage(w, r, timesPath, web.FormStatus(form), page.Content(kindsCard(ctx, kinds), page.Columns(cards...)))
}

func joined(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", ")
}

// minutesOf reads numbers that commas part.
func minutesOf(ctx context.Context, form *web.Form, field, text string) (list []int) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '/' }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			form.Reject(field, t(ctx, "calls.set_number", "Word", word))
			return nil
		}
		list = append(list, n)
	}
	return list
}
