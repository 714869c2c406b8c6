package attentionui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/attention"

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	return u.settingsPage(w, r, nil, "")
}

// settingsPage shows both forms; the one named is shown as it was typed.
func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, typed *web.Form, which string) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	setup, err := u.Attention.Setup(ctx)
	if err != nil {
		return err
	}
	stars, escalations := starsForm(setup.Stars), escalationsForm(setup.Escalations)
	switch which {
	case "stars":
		stars = typed
	case "escalations":
		escalations = typed
	}
	title := i18n.T(ctx, "settings.attention.title")
	return web.Render(w, web.FormStatus(stars, escalations), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.attention.about")),
		page.Content(page.Columns(starsCard(ctx, stars), escalationsCard(ctx, escalations)))))
}

func starsForm(s attention.StarRules) *web.Form {
	f := web.NewForm("calendar", s.Calendar, "warn_percent", strconv.Itoa(s.WarnPercent), "min_age", strconv.Itoa(s.MinAge), "late_minutes",
		strconv.Itoa(s.LateMinutes),
		"forms", strings.Join(s.Forms, "\n"), "labels", strings.Join(s.Labels, "\n"))
	for _, v := range attention.Urgencies() {
		f.Values.Set("minutes-"+string(v), strconv.Itoa(s.Minutes[v]))
	}
	return f
}

func escalationsForm(s attention.EscalationRules) *web.Form {
	f := web.NewForm("standup_hours", strconv.Itoa(s.StandupHours), "drivers", strings.Join(s.Drivers, "\n"))
	for _, v := range attention.Severities() {
		f.Values.Set("hours-"+string(v), strconv.Itoa(s.Hours[v]))
	}
	return f
}

// numbers asks for a number.
func numbers(ctx context.Context, form *web.Form, name, label string) g.Node {
	f := page.Ask(form, name, label)
	f.Type, f.More = "number", []g.Node{h.Min("0"), h.Step("1")}
	return page.Input(ctx, f)
}

func starsCard(ctx context.Context, form *web.Form) g.Node {
	calendar, forms, words := page.Ask(form, "calendar", i18n.T(ctx, "attention.set_calendar")),
		area(form, "forms", i18n.T(ctx, "attention.set_forms")), area(form, "labels", i18n.T(ctx, "attention.set_labels"))
	calendar.Optional, forms.Optional, words.Optional = true, true, true
	calendar.Hint, forms.Hint = i18n.T(ctx, "attention.set_calendar_hint"), i18n.T(ctx, "attention.set_forms_hint")
	var minutes g.Group
	for _, v := range attention.Urgencies() {
		minutes = append(minutes,
			numbers(ctx, form, "minutes-"+string(v), i18n.T(ctx, "attention.set_minutes", "Urgency", i18n.T(ctx, "attention.urgency_"+string(v)))))
	}
	return page.Card(i18n.T(ctx, "attention.tab_open"), i18n.T(ctx, "attention.set_about"), page.Form(settingsPath+"/stars", page.FormError(form), minutes,
		numbers(ctx, form, "warn_percent", i18n.T(ctx, "attention.set_warn")), numbers(ctx, form, "min_age", i18n.T(ctx, "attention.set_min_age")),
		numbers(ctx, form, "late_minutes", i18n.T(ctx, "attention.set_late")), page.Input(ctx, calendar), page.Textarea(ctx, forms), page.Textarea(ctx, words),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "account.save")))))
}

func escalationsCard(ctx context.Context, form *web.Form) g.Node {
	drivers := area(form, "drivers", i18n.T(ctx, "account.set_drivers"))
	drivers.Hint = i18n.T(ctx, "account.set_drivers_hint")
	var hours g.Group
	for _, v := range attention.Severities() {
		hours = append(hours, numbers(ctx, form, "hours-"+string(v), i18n.T(ctx, "account.set_hours", "Severity", i18n.T(ctx, "account.severity_"+string(v)))))
	}
	return page.Card(i18n.T(ctx, "account.title"), i18n.T(ctx, "account.set_about"), page.Form(settingsPath+"/escalations", page.FormError(form), hours,
		numbers(ctx, form, "standup_hours", i18n.T(ctx, "account.set_standup")), page.Textarea(ctx, drivers),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "account.save")))))
}

func (u *UI) postStars(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "stars", func(ctx context.Context, form *web.Form) error {
		rules := attention.StarRules{Calendar: form.Get("calendar"), Minutes: map[attention.Urgency]int{}, WarnPercent: int(form.Int64("warn_percent")),
			MinAge: int(form.Int64("min_age")), LateMinutes: int(form.Int64("late_minutes")), Forms: lines(form.Text("forms")),
			Labels: lines(form.Text("labels"))}
		for _, v := range attention.Urgencies() {
			rules.Minutes[v] = int(form.Int64("minutes-" + string(v)))
		}
		if !form.OK() {
			return nil
		}
		return u.Attention.SaveStars(ctx, rules)
	})
}

func (u *UI) postEscalations(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "escalations", func(ctx context.Context, form *web.Form) error {
		rules := attention.EscalationRules{Hours: map[attention.Severity]int{}, StandupHours: int(form.Int64("standup_hours")),
			Drivers: lines(form.Text("drivers"))}
		for _, v := range attention.Severities() {
			rules.Hours[v] = int(form.Int64("hours-" + string(v)))
		}
		if !form.OK() {
			return nil
		}
		return u.Attention.SaveEscalations(ctx, rules)
	})
}

func (u *UI) save(w http.ResponseWriter, r *http.Request, which string, store func(ctx context.Context, form *web.Form) error) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = store(ctx, form)
	switch {
	case form.Absorb(err) || !form.OK():
		return u.settingsPage(w, r, form, which)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "account.set_saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// lines are the lines of a text that say something.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
