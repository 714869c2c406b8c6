package entitlementui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/entitlement"

// getSettings shows who may ask, and what happens to others.
func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.Entitlements.Setup(r.Context())
	if err != nil {
		return err
	}
	rules := setup.Rules
	form := web.NewForm("who", string(rules.Who), "forms", strings.Join(rules.Forms, "\n"), "addresses",
		strings.Join(rules.Addresses, "\n"), "answer_hours", strconv.Itoa(rules.AnswerHours))
	for _, why := range entitlement.Reasons() {
		form.Values.Set("answer-"+string(why), string(rules.Answers[why]))
	}
	for name, on := range map[string]bool{"emergencies": rules.Emergencies, "follow_ups": rules.FollowUps} {
		if on {
			form.Values.Set(name, "on")
		}
	}
	return u.rulesPage(w, r, form)
}

func (u *UI) rulesPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	setup, err := u.Entitlements.Setup(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.entitlement.title")
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.entitlement.about"), page.LinkButton(page.Secondary, listPath, i18n.T(ctx, "door.back"))),
			page.Content(rulesForm(ctx, setup, form), wordsCard(ctx))))
}

func rulesForm(ctx context.Context, setup entitlement.Setup, form *web.Form) g.Node {
	ask := func(name string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "door.set_"+name))
		f.Hint = i18n.T(ctx, "door.set_"+name+"_hint")
		return f
	}
	var audiences []page.Choice
	for _, a := range entitlement.Audiences() {
		audiences = append(audiences, page.Choice{Value: string(a), Label: i18n.T(ctx, "door.who_"+string(a))})
	}
	state := "door.state_open"
	if setup.Named {
		state = "door.state_named"
	}
	answers := g.Map(entitlement.Reasons(), func(why entitlement.Reason) g.Node {
		f := page.Ask(form, "answer-"+string(why), i18n.T(ctx, "door.case_"+string(why)))
		return page.Select(ctx, f, page.Choice{Value: string(entitlement.Refuse), Label: i18n.T(ctx, "door.answer_refuse")},
			page.Choice{Value: string(entitlement.Take), Label: i18n.T(ctx, "door.answer_take")})
	})
	area := func(name string) g.Node {
		f := ask(name)
		f.Optional, f.Value = true, form.Text(name)
		return page.Textarea(ctx, f)
	}
	hours := ask("answer_hours")
	hours.Type, hours.More = "number", []g.Node{h.Min("1"), h.Max("720")}
	card := func(title string, fields ...g.Node) g.Node {
		return page.Card(i18n.T(ctx, title), "", h.Div(h.Class("form"), g.Group(fields)))
	}
	return h.Form(h.Class("stack"), h.Method("post"), h.Action(settingsPath), page.FormError(form), page.Columns(
		card("door.set_card", page.Select(ctx, ask("who"), audiences...),
			g.If(setup.Rules.Who == entitlement.Named, h.P(h.Class("muted"), g.Text(i18n.T(ctx, state)))), page.Input(ctx, hours)),
		card("door.set_answers", answers),
		card("door.set_open", page.Checkbox(ctx, ask("emergencies")), page.Checkbox(ctx, ask("follow_ups")), area("forms"), area("addresses"))),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "door.save"))))
}

// wordsCard leads to the texts, each with its preview.
func wordsCard(ctx context.Context) g.Node {
	return page.Card(i18n.T(ctx, "door.words"), i18n.T(ctx, "door.words_about"),
		h.Ul(h.Class("stack"), g.Map(entitlement.Reasons(), func(why entitlement.Reason) g.Node {
			return h.Li(h.Span(h.Class("cluster"), g.Text(i18n.T(ctx, "door.case_"+string(why))), g.Map(entitlement.Languages(), func(language string) g.Node {
				return h.A(h.Class("link"), h.Href(wordsHref(language, why)), g.Text(i18n.T(ctx, "door.language_"+language)))
			})))
		})))
}

func (u *UI) postRules(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	rules := entitlement.Rules{Who: entitlement.Audience(form.Get("who")), Answers: map[entitlement.Reason]entitlement.Answer{},
		Emergencies: form.Bool("emergencies"), FollowUps: form.Bool("follow_ups"),
		Forms: lines(form.Text("forms")), Addresses: lines(form.Text("addresses")), AnswerHours: int(form.Int64("answer_hours"))}
	for _, why := range entitlement.Reasons() {
		rules.Answers[why] = entitlement.Answer(form.Get("answer-" + string(why)))
	}
	if form.OK() {
		err = u.Entitlements.SaveRules(ctx, rules)
	}
	if form.Absorb(err) || !form.OK() {
		return u.rulesPage(w, r, form)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "door.saved"))
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
