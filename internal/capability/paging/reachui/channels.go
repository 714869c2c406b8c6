package reachui

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const channelsPath = "/settings/paging-channels"

// getChannels shows how the ways out are set up. Secrets are never shown again.
func (u *UI) getChannels(w http.ResponseWriter, r *http.Request) error {
	return u.channelsPage(w, r, nil, nil, nil)
}

func (u *UI) channelsPage(w http.ResponseWriter, r *http.Request, provider, manners, try *web.Form) error {
	ctx := r.Context()
	c, err := u.Paging.Channels(ctx)
	if err != nil {
		return err
	}
	status := http.StatusOK
	for _, f := range []*web.Form{provider, manners, try} {
		if f != nil {
			status = web.FormStatus(f)
		}
	}
	if provider == nil {
		provider = web.NewForm("url", c.Provider.URL, "account", c.Provider.Account, "from", c.Provider.From)
	}
	if manners == nil {
		manners = mannersForm(c)
	}
	if try == nil {
		try = web.NewForm("kind", string(paging.SMS))
	}
	title := i18n.T(ctx, "settings.channels.title")
	return web.Render(w, status, u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.channels.about")), page.Content(page.Columns(
		h.Div(h.Class("stack"), u.providerCard(ctx, provider, c), tryCard(ctx, try, c)), mannersCard(ctx, manners)))))
}

func (u *UI) providerCard(ctx context.Context, form *web.Form, c paging.Channels) g.Node {
	address, account, token, from := page.Ask(form, "url", i18n.T(ctx, "channels.url")), page.Ask(form, "account", i18n.T(ctx, "channels.account")),
		page.Ask(form, "token", i18n.T(ctx, "channels.token")), page.Ask(form, "from", i18n.T(ctx, "channels.from"))
	address.Hint, from.Hint = i18n.T(ctx, "channels.url_hint"), i18n.T(ctx, "channels.from_hint")
	account.Optional, token.Optional, from.Optional = true, true, true
	account.Autocomplete, token.Autocomplete, token.Type, token.Value = "off", "new-password", "password", ""
	if c.HasToken {
		token.Hint = i18n.T(ctx, "channels.token_kept")
	}
	return page.Card(i18n.T(ctx, "channels.provider"), i18n.T(ctx, "channels.provider_about"), page.Form(channelsPath+"/provider", page.FormError(form),
		page.Input(ctx, address), page.Input(ctx, account), page.Input(ctx, token), page.Input(ctx, from),
		h.P(h.Class("muted"), g.Text(i18n.T(ctx, "channels.callback")+" "), h.Code(g.Text(u.Link("/hooks/sms")))),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "channels.save")))))
}

func (u *UI) postProvider(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Paging.SetProvider(r.Context(), paging.Provider{URL: form.Get("url"), Account: form.Get("account"), Token: form.Get("token"),
		From: form.Get("from")})
	if form.Absorb(err) {
		return u.channelsPage(w, r, form, nil, nil)
	}
	return u.channelsDone(w, r, err, i18n.T(r.Context(), "channels.saved"))
}

func (u *UI) channelsDone(w http.ResponseWriter, r *http.Request, err error, words string) error {
	if err != nil {
		return err
	}
	web.Done(r.Context(), words)
	web.Redirect(w, r, channelsPath)
	return nil
}

// tryCard sends a test to any number, so that the provider is known to work before it must.
func tryCard(ctx context.Context, form *web.Form, c paging.Channels) g.Node {
	if !c.HasToken {
		return nil
	}
	kind, to := page.Ask(form, "kind", i18n.T(ctx, "reach.kind")), page.Ask(form, "to", i18n.T(ctx, "channels.to"))
	to.Placeholder = "+31201234567"
	return page.Card(i18n.T(ctx, "channels.try"), i18n.T(ctx, "channels.try_about"), page.Form(channelsPath+"/test", page.FormError(form),
		page.Select(ctx, kind, page.Choice{Value: "sms", Label: i18n.T(ctx, "reach.kind_sms")},
			page.Choice{Value: "voice", Label: i18n.T(ctx, "reach.kind_voice")}),
		page.Input(ctx, to), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "channels.send")))))
}

// postTry sends a test. What the provider holds against it stands beside the form.
func (u *UI) postTry(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	receipt, err := u.Paging.TryProvider(r.Context(), paging.Kind(form.Get("kind")), form.Get("to"))
	if sentence, field := fault.Public(err); fault.Is(err, fault.Invalid) || fault.Is(err, fault.Unavailable) {
		form.Reject(field, sentence)
		return u.channelsPage(w, r, nil, nil, form)
	}
	return u.channelsDone(w, r, err, i18n.T(r.Context(), "channels.sent", "Said", receipt.Detail))
}

// bounded are the ways that cost money or sleep, and have a limit.
func bounded() []paging.Kind { return []paging.Kind{paging.SMS, paging.Voice} }

// telling are the ways by which others may hear that somebody has it.
func telling() []paging.Kind {
	return []paging.Kind{paging.Push, paging.Chat, paging.Webhook, paging.SMS, paging.Mail}
}

func mannersForm(c paging.Channels) *web.Form {
	f := web.NewForm("link_hours", strconv.Itoa(c.Link))
	for _, k := range c.Tell {
		f.Values.Set("tell-"+string(k), "on")
	}
	for _, k := range bounded() {
		f.Values.Set(string(k)+".most", strconv.Itoa(c.Throttle[k].Most))
		f.Values.Set(string(k)+".minutes", strconv.Itoa(c.Throttle[k].Minutes))
	}
	return f
}

func mannersCard(ctx context.Context, form *web.Form) g.Node {
	hours := page.Ask(form, "link_hours", i18n.T(ctx, "channels.link_hours"))
	hours.Type, hours.Hint = "number", i18n.T(ctx, "channels.link_hint")
	var ticks, rows g.Group
	for _, k := range telling() {
		ticks = append(ticks, page.Checkbox(ctx, page.Field{Name: "tell-" + string(k), Label: i18n.T(ctx, "reach.kind_"+string(k)),
			Value: form.Get("tell-" + string(k))}))
	}
	var limits [][]g.Node
	for _, k := range bounded() {
		name := i18n.T(ctx, "reach.kind_"+string(k))
		most, minutes := page.Ask(form, string(k)+".most", name+": "+i18n.T(ctx, "channels.most")),
			page.Ask(form, string(k)+".minutes", name+": "+i18n.T(ctx, "channels.minutes"))
		limits = append(limits, []g.Node{g.Text(name), page.Bare(most), page.Bare(minutes)})
	}
	rows = append(rows, page.Table(i18n.T(ctx, "channels.throttle"),
		[]page.Column{{Label: i18n.T(ctx, "reach.kind")}, {Label: i18n.T(ctx, "channels.most")}, {Label: i18n.T(ctx, "channels.minutes")}}, limits...))
	return page.Card(i18n.T(ctx, "channels.manners"), i18n.T(ctx, "channels.manners_about"), page.Form(channelsPath+"/manners", page.FormError(form),
		h.FieldSet(h.Class("stack"), h.Legend(g.Text(i18n.T(ctx, "channels.tell"))), ticks), page.Input(ctx, hours), rows,
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "channels.save")))))
}

func (u *UI) postManners(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	before, err := u.Paging.Channels(r.Context())
	if err != nil {
		return err
	}
	var tell []paging.Kind
	for _, k := range telling() {
		if form.Bool("tell-" + string(k)) {
			tell = append(tell, k)
		}
	}
	limits := paging.Throttle{}
	for k, l := range before.Throttle {
		if !slices.Contains(bounded(), k) {
			limits[k] = l
		}
	}
	for _, k := range bounded() {
		limits[k] = paging.Limit{Most: int(form.Int64(string(k) + ".most")), Minutes: int(form.Int64(string(k) + ".minutes"))}
	}
	hours := form.Int64("link_hours")
	if form.OK() {
		err = u.Paging.SetManners(r.Context(), tell, int(hours), limits)
	}
	if !form.OK() || form.Absorb(err) {
		return u.channelsPage(w, r, nil, form, nil)
	}
	return u.channelsDone(w, r, err, i18n.T(r.Context(), "channels.saved"))
}
