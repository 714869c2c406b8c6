package reachui

import (
	"context"
	"slices"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// view is what the page about one's own ways shows.
type view struct {
	forms
	contacts []paging.Contact
	rules    map[paging.Urgency][]paging.Rule
	quiet    paging.Quiet
	now      time.Time
}

func (v view) body(ctx context.Context) g.Node {
	return g.Group{v.warning(ctx), page.Content(page.Columns(
		h.Div(h.Class("stack"), v.ways(ctx), v.adding(ctx)),
		h.Div(h.Class("stack"), v.ruleCard(ctx, paging.High), v.ruleCard(ctx, paging.Low), v.quietCard(ctx))))}
}

// warning says so where nothing rings: mail is not read at night.
func (v view) warning(ctx context.Context) g.Node {
	working := slices.DeleteFunc(slices.Clone(v.contacts), func(c paging.Contact) bool { return !c.Works() })
	switch {
	case len(working) == 0:
		return page.Banner(page.Red, i18n.T(ctx, "reach.warn_none"))
	case !slices.ContainsFunc(working, func(c paging.Contact) bool { return c.Kind != paging.Mail }):
		return page.Banner(page.Amber, i18n.T(ctx, "reach.warn_mail"))
	}
	return nil
}

// ways lists what there is, with what can be done about each.
func (v view) ways(ctx context.Context) g.Node {
	items := make([]g.Node, len(v.contacts))
	for i, c := range v.contacts {
		items[i] = h.Li(h.Div(h.Class("line"), h.B(g.Text(kindName(ctx, c.Method))), h.Span(h.Class("muted"), g.Text(label(c.Method))),
			state(ctx, c), remove(ctx, c)), v.proof(ctx, c))
	}
	return page.Card(i18n.T(ctx, "reach.ways"), i18n.T(ctx, "reach.ways_about"), h.Ul(h.Class("leave"), g.Group(items)),
		h.Div(h.Class("cluster"), page.LinkButton(page.Secondary, "/phone", i18n.T(ctx, "reach.phone"), g.Attr("hx-boost", "false")),
			page.PostButton(page.Secondary, "/profile/reach/test", i18n.T(ctx, "reach.test"), nil)))
}

// label is what tells one way from another: its owner's word for it, or the address. That of a browser says nothing to anybody.
func label(m paging.Method) string {
	if m.Label != "" || m.Kind == paging.Push {
		return m.Label
	}
	return m.Address
}

func kindName(ctx context.Context, m paging.Method) string {
	if m.Kind == paging.Chat {
		return i18n.T(ctx, "reach.kind_chat-"+string(m.Shape))
	}
	return i18n.T(ctx, "reach.kind_"+string(m.Kind))
}

func state(ctx context.Context, c paging.Contact) g.Node {
	switch {
	case c.Gone != "":
		return page.Chip(page.Red, i18n.T(ctx, "reach.gone"))
	case c.VerifiedAt.IsZero():
		return page.Chip(page.Amber, i18n.T(ctx, "reach.unproven"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "reach.works"))
}

func remove(ctx context.Context, c paging.Contact) g.Node {
	if c.ID == 0 {
		return nil
	}
	return page.PostButton(page.Small, way(c.ID, "remove"), i18n.T(ctx, "reach.remove"), nil,
		g.Attr("aria-label", i18n.T(ctx, "reach.remove_it", "Name", kindName(ctx, c.Method)+" "+label(c.Method))))
}

func way(id int64, act string) string {
	return "/profile/reach/" + strconv.FormatInt(id, 10) + "/" + act
}

// proof asks for the code that was sent. The secret of a webhook is shown here and never again.
func (v view) proof(ctx context.Context, c paging.Contact) g.Node {
	if !c.VerifiedAt.IsZero() {
		return nil
	}
	form := v.verify[c.ID]
	if form == nil {
		form = web.NewForm()
	}
	id := strconv.FormatInt(c.ID, 10)
	code := page.Field{Name: "code", Label: i18n.T(ctx, "reach.code"), Hint: i18n.T(ctx, "reach.code_hint"), Value: form.Get("code"),
		Error: form.Error("code"), Autocomplete: "one-time-code",
		More: []g.Node{g.Attr("inputmode", "numeric"), h.MaxLength("10")}}
	return h.Div(h.Class("stack"),
		g.If(c.Kind == paging.Webhook, h.P(g.Text(i18n.T(ctx, "reach.secret")+" "), h.Code(g.Text(c.Secret)))),
		page.Form(way(c.ID, "verify"), page.Input(ctx, code), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "reach.verify"), h.ID("verify-"+id)))),
		page.PostButton(page.Small, way(c.ID, "code"), i18n.T(ctx, "reach.again"), nil))
}

func (v view) adding(ctx context.Context) g.Node {
	form := v.add
	if form == nil {
		form = web.NewForm("kind", "sms")
	}
	var choices []page.Choice
	for _, k := range []string{"sms", "voice", "chat-slack", "chat-mattermost", "webhook", "mail"} {
		choices = append(choices, page.Choice{Value: k, Label: i18n.T(ctx, "reach.kind_"+k)})
	}
	kind, address, name := page.Ask(form, "kind", i18n.T(ctx, "reach.kind")), page.Ask(form, "address", i18n.T(ctx, "reach.address")),
		page.Ask(form, "label", i18n.T(ctx, "reach.label"))
	address.Hint, address.Autocomplete, name.Optional = i18n.T(ctx, "reach.address_hint"), "off", true
	return page.Card(i18n.T(ctx, "reach.add_title"), i18n.T(ctx, "reach.add_about"), page.Form("/profile/reach/add", page.FormError(form),
		page.Select(ctx, kind, choices...), page.Input(ctx, address), page.Input(ctx, name),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "reach.add")))))
}
