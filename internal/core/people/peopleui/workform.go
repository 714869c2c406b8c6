package peopleui

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Lists in a form are rows of numbered fields, a few of them empty, so that the form works without a script.
const (
	spareRows = 3
	mostRows  = 200
)

func cell(name string, row int) string { return fmt.Sprint(name, "-", row) }

// rows is how many rows of a list are shown: those that say something, and spare ones.
func rows(f *web.Form, name string) int {
	last := -1
	for i := range mostRows {
		if f.Get(cell(name, i)) != "" {
			last = i
		}
	}
	return min(last+1+spareRows, mostRows)
}

// workForm shows how somebody works.
func workForm(w people.Work) *web.Form {
	f := web.NewForm("title", w.Title, "languages", strings.Join(w.Languages, ", "), "modifier", strconv.Itoa(w.RoundRobin.Modifier))
	for _, d := range calendar.Weekdays() {
		f.Values.Set(dayField(d.String()), calendar.FormatHours(w.Hours[d]))
	}
	for i, s := range w.Skills {
		f.Values.Set(cell("skill", i), s.Name)
		f.Values.Set(cell("level", i), strconv.Itoa(s.Level))
	}
	for i, s := range w.Focuses {
		f.Values.Set(cell("focus", i), s.Name)
		f.Values.Set(cell("percent", i), strconv.Itoa(s.Percent))
	}
	set := func(name, value string, is bool) {
		if is {
			f.Values.Set(name, value)
		}
	}
	set("manager", strconv.FormatInt(w.ManagerID, 10), w.ManagerID != 0)
	set("accepts", strconv.Itoa(w.Accepts), w.Accepts != 0)
	set("shift", "on", w.Shift)
	set("round_robin", "on", w.RoundRobin.Active)
	return f
}

// readWork reads the form. What only a manager decides stays as it was unless all of it may change.
func readWork(f *web.Form, before people.Work, all bool) people.Work {
	w := before
	w.Hours, w.Skills, w.Languages = readHours(f), nil, words(f.Get("languages"))
	for i := range mostRows {
		if name := f.Get(cell("skill", i)); name != "" {
			w.Skills = append(w.Skills, people.Skill{Name: name, Level: number(f, "skills", cell("level", i))})
		}
	}
	if !all {
		return w
	}
	w.Title, w.ManagerID, w.Shift, w.Accepts = f.Get("title"), f.Int64("manager"), f.Bool("shift"), number(f, "accepts", "accepts")
	w.RoundRobin = people.RoundRobin{Active: f.Bool("round_robin"), Modifier: number(f, "modifier", "modifier")}
	w.Focuses = nil
	for i := range mostRows {
		if name := f.Get(cell("focus", i)); name != "" {
			w.Focuses = append(w.Focuses, people.Focus{Name: name, Percent: number(f, "focuses", cell("percent", i))})
		}
	}
	return w
}

// number reads a small whole number; what is none is held against a field.
func number(f *web.Form, field, name string) int {
	text := f.Get(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.Reject(field, "“"+fault.Clip(text, 40)+"” is not a whole number.")
	}
	return n
}

func readHours(f *web.Form) (hours bizcal.Week) {
	for _, d := range calendar.Weekdays() {
		field := dayField(d.String())
		spans, err := calendar.ParseHours(f.Get(field))
		if err != nil {
			sentence, _ := fault.Public(err)
			f.Reject(field, sentence)
		}
		hours[d] = spans
	}
	return hours
}

// dayField is named as bizcal names a weekday in what it finds wrong.
func dayField(day string) string { return strings.ToLower(day) }

// words parts a list that was typed with commas, semicolons or spaces.
func words(text string) []string {
	all := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	return slices.Compact(all)
}

func (ui *Handlers) hoursCard(ctx context.Context, f *web.Form, u people.User) g.Node {
	var lines [][]g.Node
	for _, d := range calendar.Weekdays() {
		name := i18n.T(ctx, "work.days."+dayField(d.String()))
		field := bare(f, dayField(d.String()), name)
		field.Placeholder = i18n.T(ctx, "work.free")
		lines = append(lines, []g.Node{g.Text(name), page.Bare(field)})
	}
	about := i18n.T(ctx, "work.hoursabout", "Zone", u.Location().String())
	if region, ok := ui.region(u.Region); ok {
		about += " " + i18n.T(ctx, "work.hoursregion", "Region", region.Name)
	}
	return page.Card(i18n.T(ctx, "work.hours"), about,
		page.Table(i18n.T(ctx, "work.hours"), []page.Column{{Label: i18n.T(ctx, "capacity.day")}, {Label: i18n.T(ctx, "work.hours")}}, lines...))
}

func skillsCard(ctx context.Context, f *web.Form, team *people.Roster) g.Node {
	levels := []page.Choice{{Value: "", Label: ""}}
	for l := people.Learning; l <= people.Helping; l++ {
		levels = append(levels, page.Choice{Value: strconv.Itoa(l), Label: skillLevel(ctx, l)})
	}
	var lines [][]g.Node
	for i := range rows(f, "skill") {
		name, level := bare(f, cell("skill", i), i18n.T(ctx, "skills.skill")), bare(f, cell("level", i), i18n.T(ctx, "skills.level"))
		name.More = []g.Node{g.Attr("list", "skills")}
		lines = append(lines, []g.Node{page.Bare(name), page.BareSelect(level, levels...)})
	}
	languages := page.Ask(f, "languages", i18n.T(ctx, "work.languages"))
	languages.Optional, languages.Hint, languages.Placeholder = true, i18n.T(ctx, "work.languageshint"), "en, de, pt-BR"
	return page.Card(i18n.T(ctx, "skills.title"), i18n.T(ctx, "work.skillsabout"), wrong(f, "skills"),
		page.Table(i18n.T(ctx, "skills.title"), []page.Column{{Label: i18n.T(ctx, "skills.skill")}, {Label: i18n.T(ctx, "skills.level")}}, lines...),
		skillList(team), page.Input(ctx, languages))
}

func focusCard(ctx context.Context, f *web.Form, names []string) g.Node {
	var lines [][]g.Node
	for i := range rows(f, "focus") {
		name, percent := bare(f, cell("focus", i), i18n.T(ctx, "work.focus")), bare(f, cell("percent", i), i18n.T(ctx, "work.percent"))
		name.More, percent.More = []g.Node{g.Attr("list", "focuses")}, []g.Node{g.Attr("inputmode", "numeric")}
		lines = append(lines, []g.Node{page.Bare(name), page.Bare(percent)})
	}
	return page.Card(i18n.T(ctx, "work.focuses"), i18n.T(ctx, "work.focusesabout"), wrong(f, "focuses"),
		page.Table(i18n.T(ctx, "work.focuses"), []page.Column{{Label: i18n.T(ctx, "work.focus")}, {Label: i18n.T(ctx, "work.percent")}}, lines...),
		h.DataList(h.ID("focuses"), g.Map(names, func(n string) g.Node { return h.Option(h.Value(n)) })))
}

// bare is a field of a row, which may stay empty.
func bare(f *web.Form, name, label string) page.Field {
	field := page.Ask(f, name, label)
	field.Optional, field.Autocomplete = true, "off"
	return field
}

// wrong says what is held against a list as a whole.
func wrong(f *web.Form, field string) g.Node {
	return g.If(f.Error(field) != "",
		h.Div(h.Class("field"), h.P(h.Class("error"), g.Attr("role", "alert"), page.Icon("circle-alert"), g.Text(f.Error(field)))))
}
