package alertui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// servicesPage lists the services, what could not be taken, and the rules for all.
func (u *UI) servicesPage(w http.ResponseWriter, r *http.Request) error {
	rules, err := u.Alerts.Rules(r.Context())
	if err != nil {
		return err
	}
	return u.showServices(w, r, web.NewForm("storm_alerts", strconv.Itoa(rules.StormAlerts), "storm_minutes", strconv.Itoa(rules.StormMinutes),
		"per_minute", strconv.Itoa(rules.PerMinute), "keep_days", strconv.Itoa(rules.KeepDays)))
}

func (u *UI) saveRules(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	rules := alert.Rules{StormAlerts: int(f.Int64("storm_alerts")), StormMinutes: int(f.Int64("storm_minutes")),
		PerMinute: int(f.Int64("per_minute")), KeepDays: int(f.Int64("keep_days"))}
	if !f.OK() {
		return u.showServices(w, r, f)
	}
	err = u.Alerts.SaveRules(r.Context(), rules)
	if f.Absorb(err) {
		return u.showServices(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "alerts.saved"))
	web.Redirect(w, r, servicesPath)
	return nil
}

func (u *UI) forgetRefusal(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Alerts.ForgetRefusal(r.Context(), f.Int64("id")); err != nil {
		return err
	}
	web.Redirect(w, r, servicesPath)
	return nil
}

func (u *UI) showServices(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	refused, err := u.Alerts.Refusals(ctx) // asks who may see this page
	if err != nil {
		return err
	}
	services, err := u.Alerts.Services(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.alerts.title")
	return web.Render(w, web.FormStatus(f), u.Page(r, title,
		page.Head(title, i18n.T(ctx, "settings.alerts.about"), page.LinkButton(page.Primary, servicesPath+"/new", i18n.T(ctx, "alerts.add"))),
		page.Content(h.Div(h.Class("stack"), serviceTable(ctx, services), u.refusedCard(ctx, refused), rulesCard(ctx, f)))))
}

func serviceTable(ctx context.Context, list []alert.Monitored) g.Node {
	if len(list) == 0 {
		return page.EmptyState("activity", i18n.T(ctx, "alerts.none_yet"), i18n.T(ctx, "alerts.none_yet_text"))
	}
	var rows [][]g.Node
	for _, m := range list {
		policy := m.Policy
		if policy == "" {
			policy = i18n.T(ctx, "alerts.policy_default")
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(servicePath(m.ID, "")), g.Text(m.Title)), g.Text(policy),
			g.Text(i18n.FormatNumber(ctx, m.Open))})
	}
	return page.Table(i18n.T(ctx, "alerts.services"), []page.Column{{Label: i18n.T(ctx, "alerts.service")}, {Label: i18n.T(ctx, "alerts.policy")},
		{Label: i18n.T(ctx, "alerts.standing"), Number: true}}, rows...)
}

// refusedCard shows what came and could not be taken: each is a monitor that nobody hears.
func (u *UI) refusedCard(ctx context.Context, list []alert.Refusal) g.Node {
	title := i18n.T(ctx, "alerts.refused")
	if len(list) == 0 {
		return page.Card(title, i18n.T(ctx, "alerts.refused_none"))
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, r := range list {
		label := i18n.T(ctx, "alerts.forget")
		rows = append(rows, []g.Node{page.Time(ctx, r.LastAt, now), g.Text(i18n.T(ctx, "alerts.from."+string(r.Sender))),
			h.Span(h.Class("mono"), g.Text(r.Client)),
			page.Fold(r.Reason, page.Code(ctx, g.Text(r.Sample))), g.Text(i18n.FormatNumber(ctx, int(r.Times))),
			page.PostButton(page.Small, servicesPath+"/refused", label, []string{"id", strconv.FormatInt(r.ID, 10)},
				g.Attr("aria-label", label+": "+r.Reason))})
	}
	return page.Card(title, i18n.T(ctx, "alerts.refused_about"), page.Table(title, []page.Column{{Label: i18n.T(ctx, "alerts.fact.last")},
		{Label: i18n.T(ctx, "alerts.fact.sender")}, {Label: i18n.T(ctx, "alerts.address")}, {Label: i18n.T(ctx, "alerts.reason")},
		{Label: i18n.T(ctx, "alerts.fact.times"), Number: true}, {Label: i18n.T(ctx, "alerts.action")}}, rows...))
}

func rulesCard(ctx context.Context, f *web.Form) g.Node {
	fields := g.Group{page.FormError(f)}
	for _, name := range []string{"storm_alerts", "storm_minutes", "per_minute", "keep_days"} {
		field := page.Ask(f, name, i18n.T(ctx, "alerts.rule."+name))
		field.Type, field.Hint = "number", i18n.T(ctx, "alerts.rule."+name+"_hint")
		fields = append(fields, page.Input(ctx, field))
	}
	return page.Card(i18n.T(ctx, "alerts.rules"), i18n.T(ctx, "alerts.rules_about"),
		page.Form(servicesPath+"/rules", fields, page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "alerts.save")))))
}
