package callui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// typed are the forms of the settings as they were typed; nil ones are as they are stored.
type typed struct {
	rules, words, video *web.Form
	tried               string // the room that a try made
}

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	return u.settingsPage(w, r, typed{})
}

func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, f typed) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	setup, err := u.Calls.Setup(ctx)
	if err != nil {
		return err
	}
	if f.rules == nil {
		f.rules = rulesForm(setup.Rules)
	}
	if f.words == nil {
		f.words = wordsForm(setup.Words)
	}
	if f.video == nil {
		config, err := u.Calls.Video(ctx)
		if err != nil {
			return err
		}
		f.video = videoForm(config)
	}
	calendars, err := u.calendarsCard(ctx)
	if err != nil {
		return err
	}
	title := t(ctx, "settings.calls.title")
	return web.Render(w, web.FormStatus(f.rules, f.words, f.video), u.Page(r, title, page.Head(title, t(ctx, "settings.calls.about")),
		page.Content(page.Columns(rulesCard(ctx, f.rules), h.Div(h.Class("stack"), u.videoCard(ctx, f.video, f.tried), calendars)), wordsCard(ctx, f.words))))
}

// ruleNumbers are the numbers of the rules, in the order of the form.
func ruleNumbers(r *call.Rules) []struct {
	name string
	n    *int
} {
	return []struct {
		name string
		n    *int
	}{{"notice", &r.NoticeMinutes}, {"horizon", &r.HorizonDays}, {"step", &r.StepMinutes}, {"buffer", &r.BufferMinutes}, {"per_day", &r.PerDay},
		{"link_days", &r.LinkDays}, {"change_hours", &r.ChangeHours}, {"no_show", &r.NoShowMinutes}, {"guests", &r.Guests}, {"stale", &r.StaleHours}}
}

func rulesForm(r call.Rules) *web.Form {
	f := web.NewForm("kinds", kindLines(r.Kinds), "reminders", joined(r.Reminders))
	for _, n := range ruleNumbers(&r) {
		f.Values.Set(n.name, strconv.Itoa(*n.n))
	}
	return f
}

func joined(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", ")
}

// kindLines writes kinds one to a line: key | title | title in German | minutes.
func kindLines(kinds []call.KindRule) string {
	var lines []string
	for _, k := range kinds {
		lines = append(lines, strings.Join([]string{string(k.Key), k.Title, k.TitleDE, joined(k.Minutes)}, " | "))
	}
	return strings.Join(lines, "\n")
}

func rulesCard(ctx context.Context, form *web.Form) g.Node {
	kinds, reminders := area(form, "kinds", t(ctx, "calls.set_kinds")), page.Ask(form, "reminders", t(ctx, "calls.set_reminders"))
	kinds.Hint, reminders.Hint, reminders.Optional = t(ctx, "calls.set_kinds_hint"), t(ctx, "calls.set_reminders_hint"), true
	var numbers g.Group
	for _, n := range ruleNumbers(&call.Rules{}) {
		f := page.Ask(form, n.name, t(ctx, "calls.set_"+n.name))
		f.Type, f.More = "number", []g.Node{h.Min("0"), h.Step("1")}
		numbers = append(numbers, page.Input(ctx, f))
	}
	return page.Card(t(ctx, "calls.set_rules"), t(ctx, "calls.set_rules_about"), page.Form(settingsPath+"/rules", page.FormError(form), page.Textarea(ctx, kinds), numbers,
		page.Input(ctx, reminders), page.FormEnd(page.Button(page.Primary, t(ctx, "calls.save")))))
}

func (u *UI) postRules(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	var rules call.Rules
	for _, n := range ruleNumbers(&rules) {
		*n.n = int(form.Int64(n.name))
	}
	rules.Kinds, rules.Reminders = kindsOf(r.Context(), form), minutesOf(r.Context(), form, "reminders", form.Get("reminders"))
	if !form.OK() {
		return u.settingsPage(w, r, typed{rules: form})
	}
	err = u.Calls.SaveRules(r.Context(), rules)
	return u.saved(w, r, form, err, typed{rules: form})
}

// kindsOf reads kinds as kindLines writes them.
func kindsOf(ctx context.Context, form *web.Form) (kinds []call.KindRule) {
	for line := range strings.Lines(form.Text("kinds")) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Split(line, "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		if len(parts) != 4 {
			form.Reject("kinds", t(ctx, "calls.set_kinds_wrong", "Line", strings.TrimSpace(line)))
			return nil
		}
		kinds = append(kinds, call.KindRule{Key: call.Kind(parts[0]), Title: parts[1], TitleDE: parts[2], Minutes: minutesOf(ctx, form, "kinds", parts[3])})
	}
	return kinds
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

func (u *UI) saved(w http.ResponseWriter, r *http.Request, form *web.Form, err error, again typed) error {
	switch {
	case form.Absorb(err):
		return u.settingsPage(w, r, again)
	case err != nil:
		return err
	}
	web.Done(r.Context(), t(r.Context(), "calls.set_saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// calendarsCard says whose calendars cannot be read.
func (u *UI) calendarsCard(ctx context.Context) (g.Node, error) {
	all, err := u.Calls.Calendars(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, c := range all {
		ids = append(ids, c.UserID)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return nil, err
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
	return page.Card(t(ctx, "calls.cal_title"), t(ctx, "calls.cal_about"), h.Ul(h.Class("stack"), items)), nil
}
