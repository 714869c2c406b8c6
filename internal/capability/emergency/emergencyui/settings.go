package emergencyui

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/emergencies"

// timers are the numbers of the settings, by the name of their field.
func timers(t *emergency.Timers) []struct {
	name string
	n    *int
} {
	return []struct {
		name string
		n    *int
	}{{"break", &t.Break}, {"break_for", &t.BreakFor}, {"follow_up", &t.FollowUp}, {"close", &t.Close}, {"redefine", &t.Redefine}, {"hand_over", &t.HandOver},
		{"shift_lead", &t.ShiftLead}, {"repeat_days", &t.RepeatDays}, {"retro_days", &t.RetroDays}, {"actions_days", &t.ActionsDays}}
}

// texts are the words of the settings, by the name of their field.
func texts(s *emergency.Setup) map[string]*string {
	return map[string]*string{"form": &s.Rules.Form, "plain": &s.Rules.Plain, "policy": &s.Rules.Policy, "schedule": &s.Rules.Schedule,
		"managers": &s.Rules.Managers,
		"runbook":  &s.Rules.Runbook, "least": &s.Rules.Least, "retro_tag": &s.RetroTag, "downgrade": &s.Words.Downgrade,
		"outside_words": &s.Words.Outside, "unentitled_words": &s.Words.Unentitled,
		"leave": &s.Words.Leave, "resolved": &s.Words.Resolved, "follow_up_on": &s.Words.FollowUpOn}
}

// unexplained are the fields that need no hint.
var unexplained = []string{"downgrade", "outside_words", "unentitled_words", "leave", "resolved", "follow_up_on"}

// getSettings shows what emergencies go by.
func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.Emergencies.Setup(r.Context())
	if err != nil {
		return err
	}
	form := web.NewForm("addresses", strings.Join(setup.Rules.Addresses, ", "), "tiers", strings.Join(setup.Rules.Tiers, ", "),
		"unentitled", string(setup.Rules.Unentitled), "strangers", string(setup.Rules.Strangers), "outside", string(setup.Rules.Outside))
	for name, s := range texts(&setup) {
		form.Values.Set(name, *s)
	}
	for _, t := range timers(&setup.Timers) {
		form.Values.Set(t.name, strconv.Itoa(*t.n))
	}
	if setup.RetroOwner != 0 {
		form.Values.Set("retro_owner", text(setup.RetroOwner))
	}
	return u.settingsForm(w, r, form)
}

func (u *UI) settingsForm(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	lists, err := u.People.OrganizationLists(ctx)
	if err != nil {
		return err
	}
	_, staff, err := u.Tickets.Hands(ctx)
	if err != nil {
		return err
	}
	ask := func(name string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "emergency.set_"+name))
		if !slices.Contains(unexplained, name) {
			f.Hint = i18n.T(ctx, "emergency.set_"+name+"_hint")
		}
		return f
	}
	optional := func(name string) page.Field { f := ask(name); f.Optional = true; return f }
	var minutes g.Group
	for _, t := range timers(&emergency.Timers{}) {
		f := page.Ask(form, t.name, i18n.T(ctx, "emergency.set_timer_"+t.name))
		f.Type, f.More = "number", []g.Node{h.Min("1"), h.Step("1")}
		minutes = append(minutes, page.Input(ctx, f))
	}
	card := func(title, about string, fields ...g.Node) g.Node {
		return page.Card(i18n.T(ctx, title), about, h.Div(h.Class("form"), g.Group(fields)))
	}
	title := i18n.T(ctx, "settings.emergencies.title")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.emergencies.about")), page.Content(
		h.Form(h.Class("stack"), h.Method("post"), h.Action(settingsPath), page.FormError(form), page.Columns(
			card("emergency.set_who", "", page.Select(ctx, ask("least"), levels(lists.Levels)...),
				page.Select(ctx, ask("unentitled"), loudness(ctx)...),
				page.Select(ctx, ask("outside"), append([]page.Choice{{Label: i18n.T(ctx, "emergency.outside_same")}}, loudness(ctx)...)...),
				page.Select(ctx, ask("strangers"), loudness(ctx)...), page.Input(ctx, optional("tiers"))),
			card("emergency.set_how", "", page.Input(ctx, optional("addresses")), page.Input(ctx, ask("form")), page.Input(ctx, optional("plain")),
				page.Input(ctx, optional("policy")), page.Input(ctx, optional("schedule")), page.Input(ctx, optional("managers")),
				page.Input(ctx, optional("runbook"))),
			card("emergency.set_timers", i18n.T(ctx, "emergency.set_timers_about"), minutes),
			card("emergency.set_words", i18n.T(ctx, "emergency.set_words_about"), page.Textarea(ctx, ask("downgrade")),
				page.Textarea(ctx, ask("outside_words")), page.Textarea(ctx, ask("unentitled_words")),
				page.Textarea(ctx, ask("leave")), page.Textarea(ctx, ask("resolved")), page.Textarea(ctx, ask("follow_up_on"))),
			card("emergency.retros", "", page.Input(ctx, ask("retro_tag")), page.Select(ctx, optional("retro_owner"), owners(ctx, staff)...))),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "emergency.save")))))))
}

func levels(list []people.Level) (choices []page.Choice) {
	for _, l := range list {
		choices = append(choices, page.Choice{Value: l.Key, Label: l.Name})
	}
	return choices
}

func loudness(ctx context.Context) (choices []page.Choice) {
	for _, l := range []emergency.Loudness{emergency.PageHigh, emergency.PageLow, emergency.PageNone} {
		choices = append(choices, page.Choice{Value: string(l), Label: i18n.T(ctx, "emergency.page_"+string(l))})
	}
	return choices
}

func owners(ctx context.Context, staff []people.User) []page.Choice {
	choices := []page.Choice{{Label: i18n.T(ctx, "emergency.nobody")}}
	for _, s := range staff {
		choices = append(choices, page.Choice{Value: text(s.ID), Label: s.Name})
	}
	return choices
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	setup, err := u.Emergencies.Setup(ctx)
	if err != nil {
		return err
	}
	for name, s := range texts(&setup) {
		*s = form.Text(name)
	}
	for _, t := range timers(&setup.Timers) {
		*t.n = int(form.Int64(t.name))
	}
	setup.Rules.Addresses, setup.Rules.Tiers = words(form.Get("addresses")), words(form.Get("tiers"))
	setup.Rules.Outside = emergency.Loudness(form.Get("outside"))
	setup.Rules.Unentitled, setup.Rules.Strangers = emergency.Loudness(form.Get("unentitled")), emergency.Loudness(form.Get("strangers"))
	setup.RetroOwner = form.Int64("retro_owner")
	if form.OK() {
		err = u.Emergencies.SaveSetup(ctx, setup)
	}
	if form.Absorb(err) || !form.OK() {
		return u.settingsForm(w, r, form)
	}
	if err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "emergency.saved")})
	web.Redirect(w, r, settingsPath)
	return nil
}

// words reads a list that is parted by commas or space.
func words(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
}
