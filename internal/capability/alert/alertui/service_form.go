package alertui

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) serviceForm(ctx context.Context, m alert.Monitored, f *web.Form) (g.Node, error) {
	titles, err := u.Alerts.PolicyTitles(ctx)
	if err != nil {
		return nil, err
	}
	policies := []page.Choice{{Value: "", Label: i18n.T(ctx, "alerts.policy_default")}}
	for _, t := range titles {
		policies = append(policies, page.Choice{Value: t, Label: t})
	}
	title, policy := page.Ask(f, "title", i18n.T(ctx, "alerts.service_title")), page.Ask(f, "policy", i18n.T(ctx, "alerts.policy"))
	silence, user := page.Ask(f, "silence", i18n.T(ctx, "alerts.silence")), page.Ask(f, "ticket_user", i18n.T(ctx, "alerts.ticket_user"))
	title.Hint, title.Autocomplete, policy.Optional, policy.Hint = i18n.T(ctx, "alerts.service_title_hint"), "off", true, i18n.T(ctx, "alerts.policy_hint")
	silence.Type, silence.Hint = "number", i18n.T(ctx, "alerts.silence_hint")
	user.Optional, user.Type, user.Hint = true, "email", i18n.T(ctx, "alerts.ticket_user_hint")
	fields := g.Group{page.FormError(f), page.Hidden("version", f.Values.Get("version")), page.Input(ctx, title), page.Select(ctx, policy, policies...)}
	choices := []page.Choice{}
	for _, urgency := range []alert.Urgency{alert.High, alert.Low, alert.None} {
		choices = append(choices, page.Choice{Value: string(urgency), Label: i18n.T(ctx, "alerts.urgency."+string(urgency))})
	}
	for _, s := range wire.Severities() {
		fields = append(fields, page.Select(ctx,
			page.Ask(f, "urgency-"+string(s), i18n.T(ctx, "alerts.when", "Severity", i18n.T(ctx, "alerts.severity."+string(s)))), choices...))
	}
	fields = append(fields, page.Input(ctx, silence), page.Input(ctx, user))
	action := servicesPath
	if m.ID != 0 {
		action = servicePath(m.ID, "")
	}
	return page.Card(i18n.T(ctx, "alerts.service_card"), "",
		page.Form(action, fields, page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "alerts.save"))))), nil
}

// addressCard has for each sender what is to be copied into its configuration.
func (u *UI) addressCard(ctx context.Context, m alert.Monitored) g.Node {
	key := ""
	for _, k := range m.Keys {
		if k.RevokedAt.IsZero() {
			key = k.Key
			break
		}
	}
	if key == "" {
		return nil
	}
	nodes := g.Group{}
	for _, s := range []struct{ sender, text string }{
		{"alertmanager", "webhook_configs:\n  - url: " + u.Link("/hooks/alertmanager/"+key)},
		{"pagerduty", "pagerduty_configs:\n  - routing_key: " + key + "\n    url: " + u.Link("/v2/enqueue")},
		{"grafana", u.Link("/hooks/grafana/" + key)},
		{"opsgenie", "opsgenie_configs:\n  - api_key: " + key + "\n    api_url: " + u.Link("/")},
		{"curl", "curl " + u.Link("/v2/enqueue") + " -d '{\"routing_key\": \"" + key +
			"\", \"event_action\": \"trigger\", \"dedup_key\": \"test\",\n  \"payload\": {\"summary\": \"Testing\", \"source\": \"me\", \"severity\": \"info\"}}'"},
	} {
		nodes = append(nodes, h.H3(g.Text(i18n.T(ctx, "alerts.address_of."+s.sender))), page.Code(ctx, g.Text(s.text)))
	}
	return page.Card(i18n.T(ctx, "alerts.addresses"), i18n.T(ctx, "alerts.addresses_about"), nodes)
}

func (u *UI) keysCard(ctx context.Context, m alert.Monitored) g.Node {
	if m.ID == 0 {
		return nil
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, k := range m.Keys {
		label := i18n.T(ctx, "alerts.key_revoke")
		act := page.PostButton(page.Small, servicePath(m.ID, "/keys/revoke"), label, []string{"key", strconv.FormatInt(k.ID, 10)},
			g.Attr("aria-label", label+": "+k.Key[:6]))
		if !k.RevokedAt.IsZero() {
			act = page.Chip(page.Neutral, i18n.T(ctx, "alerts.key_is_revoked"))
		}
		used := g.Node(g.Text(i18n.T(ctx, "alerts.key_never")))
		if !k.LastUsedAt.IsZero() {
			used = page.Ago(ctx, k.LastUsedAt, now)
		}
		rows = append(rows, []g.Node{h.Span(h.Class("mono"), g.Text(k.Key)), page.Time(ctx, k.CreatedAt, now), used, act})
	}
	title := i18n.T(ctx, "alerts.keys")
	return page.Card(title, i18n.T(ctx, "alerts.keys_about"),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "alerts.key")}, {Label: i18n.T(ctx, "alerts.key_since")},
			{Label: i18n.T(ctx, "alerts.key_used")}, {Label: i18n.T(ctx, "alerts.action")}}, rows...),
		page.PostButton(page.Secondary, servicePath(m.ID, "/keys"), i18n.T(ctx, "alerts.key_add"), nil))
}
