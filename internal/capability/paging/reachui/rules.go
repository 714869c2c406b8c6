package reachui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// ruleLines is how many lines a form of rules has at the least.
const ruleLines = 4

// ruleCard is what happens when a page of an urgency comes: line by line, what and after how many minutes.
func (v view) ruleCard(ctx context.Context, level paging.Urgency) g.Node {
	form := v.forms.rules[level]
	if form == nil {
		form = rulesForm(v.rules[level])
	}
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "reach.no_line")}}
	for _, c := range v.contacts {
		if c.Works() {
			choices = append(choices, page.Choice{Value: strconv.FormatInt(c.ID, 10), Label: kindName(ctx, c.Method) + " " + label(c.Method)})
		}
	}
	var rows [][]g.Node
	for i := range max(ruleLines, len(v.rules[level])+1) {
		n := strconv.Itoa(i)
		after := page.Ask(form, "after-"+n, i18n.T(ctx, "reach.after"))
		after.Optional, after.More = true, []g.Node{g.Attr("inputmode", "numeric")}
		method := page.Ask(form, "method-"+n, i18n.T(ctx, "reach.method"))
		method.Optional = true
		rows = append(rows, []g.Node{page.BareSelect(method, choices...), page.Bare(after)})
	}
	title := i18n.T(ctx, "reach.rules_"+string(level))
	about := i18n.T(ctx, "reach.rules_"+string(level)+"_about")
	note := g.Node(nil)
	if len(v.rules[level]) == 0 {
		note = h.P(h.Class("muted"), g.Text(i18n.T(ctx, "reach.usual")))
	}
	return page.Card(title, about, note, page.Form("/profile/reach/rules", page.FormError(form), page.Hidden("urgency", string(level)),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "reach.method")}, {Label: i18n.T(ctx, "reach.after")}}, rows...),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "reach.save_rules")))))
}

func rulesForm(rules []paging.Rule) *web.Form {
	f := web.NewForm()
	for i, r := range rules {
		f.Values.Set(fmt.Sprint("method-", i), strconv.FormatInt(r.MethodID, 10))
		f.Values.Set(fmt.Sprint("after-", i), strconv.Itoa(int(r.After/time.Minute)))
	}
	return f
}

func (u *UI) postRules(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	level := paging.Urgency(form.Get("urgency"))
	rules := readRules(form)
	if form.OK() {
		err = u.Paging.SetRules(r.Context(), level, rules)
	}
	if !form.OK() || form.Absorb(err) {
		return u.reachPage(w, r, forms{rules: map[paging.Urgency]*web.Form{level: form}}, form)
	}
	return u.done(w, r, err, "reach.rules_saved")
}

// readRules takes the lines that name a way, and closes the gaps between them so that a complaint stands beside its line.
func readRules(form *web.Form) []paging.Rule {
	var rules []paging.Rule
	kept := web.NewForm("urgency", form.Get("urgency"))
	for i := 0; form.Values.Has(fmt.Sprint("method-", i)); i++ {
		n := strconv.Itoa(i)
		if form.Get("method-"+n) == "" {
			continue
		}
		at := strconv.Itoa(len(rules))
		kept.Values.Set("method-"+at, form.Get("method-"+n))
		kept.Values.Set("after-"+at, form.Get("after-"+n))
		rules = append(rules, paging.Rule{MethodID: kept.Int64("method-" + at), After: time.Duration(min(kept.Int64("after-"+at), 1_000_000)) * time.Minute})
	}
	*form = *kept
	return rules
}

// quietCard are the hours in which what can wait does.
func (v view) quietCard(ctx context.Context) g.Node {
	form := v.forms.quiet
	if form == nil {
		form = web.NewForm()
		if !v.quiet.None() {
			form = web.NewForm("from", clock(v.quiet.From), "until", clock(v.quiet.Until))
		}
	}
	from, until := page.Ask(form, "from", i18n.T(ctx, "reach.from")), page.Ask(form, "until", i18n.T(ctx, "reach.until"))
	from.Type, until.Type, from.Optional, until.Optional = "time", "time", true, true
	return page.Card(i18n.T(ctx, "reach.quiet"), i18n.T(ctx, "reach.quiet_about", "Zone", i18n.Zone(ctx).String()),
		page.Form("/profile/reach/quiet", page.FormError(form),
			page.Input(ctx, from), page.Input(ctx, until), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "reach.save_quiet")))))
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// minute reads a time of day; empty is midnight.
func minute(form *web.Form, name string) int {
	text := form.Get(name)
	if text == "" {
		return 0
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		form.Reject(name, "“"+text+"” is no time of day. Write it like 22:00.")
		return 0
	}
	return t.Hour()*60 + t.Minute()
}

func (u *UI) postQuiet(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	q := paging.Quiet{From: minute(form, "from"), Until: minute(form, "until")}
	if form.Get("from") == "" && form.Get("until") != "" || form.Get("from") != "" && form.Get("until") == "" {
		form.Reject("until", i18n.T(r.Context(), "reach.quiet_both"))
	}
	if form.OK() {
		err = u.Paging.SetQuietHours(r.Context(), q)
	}
	if !form.OK() || form.Absorb(err) {
		return u.reachPage(w, r, forms{quiet: form}, form)
	}
	return u.done(w, r, err, "reach.quiet_saved")
}
