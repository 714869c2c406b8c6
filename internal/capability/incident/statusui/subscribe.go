package statusui

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// limits bound how often strangers ask: each wish is a letter to somebody.
type limits struct{ client *web.Limiter }

func newLimits() limits { return limits{web.NewLimiter(30*time.Second, 10, 0)} }

func (u *UI) getSubscribe(w http.ResponseWriter, r *http.Request) error {
	return u.subscribeForm(w, r, web.NewForm("channel", string(incident.ByMail)))
}

func (u *UI) subscribeForm(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	v, err := u.Incidents.View(ctx)
	if err != nil {
		return err
	}
	f := u.frameOf(ctx, site{}, v.Page, i18n.T(ctx, "statuspage.subscribe"))
	f.private = true
	return f.send(w, r, web.FormStatus(form), h.H1(g.Text(f.title)), h.P(h.Class("lead"), g.Text(i18n.T(ctx, "statuspage.subscribeabout"))),
		h.Form(h.Method("post"), h.Action(home+"subscribe"), wrong(form, ""),
			h.Label(h.For("address"), g.Text(i18n.T(ctx, "statuspage.address"))), wrong(form, "address"),
			h.Input(h.ID("address"), h.Name("address"), h.Required(), h.Value(form.Get("address")), h.AutoComplete("email"), g.Attr("inputmode", "email"),
				g.If(form.Error("address") != "", g.Attr("aria-invalid", "true"))),
			h.FieldSet(h.Legend(g.Text(i18n.T(ctx, "statuspage.how"))),
				choice("radio", "channel", string(incident.ByMail), i18n.T(ctx, "statuspage.bymail"), form.Get("channel") == string(incident.ByMail)),
				choice("radio", "channel", string(incident.ByWebhook), i18n.T(ctx, "statuspage.bywebhook"), form.Get("channel") == string(incident.ByWebhook))),
			componentChoice(ctx, v, chosen(form)),
			h.Button(h.Class("button"), g.Text(i18n.T(ctx, "statuspage.subscribe")))),
		h.P(h.Class("quiet"), g.Text(i18n.T(ctx, "statuspage.orfeed")+" "), h.A(h.Href(home+"history.atom"), g.Text("Atom")), g.Text(", "),
			h.A(h.Href(home+"history.rss"), g.Text("RSS"))))
}

func wrong(form *web.Form, name string) g.Node {
	return g.If(form.Error(name) != "", h.P(h.Class("wrong"), g.Attr("role", "alert"), g.Text(form.Error(name))))
}

func choice(kind, name, value, label string, on bool) g.Node {
	return h.Label(h.Class("choice"), h.Input(h.Type(kind), h.Name(name), h.Value(value), g.If(on, h.Checked())), h.Span(g.Text(label)))
}

// componentChoice asks of which components somebody wants to hear.
func componentChoice(ctx context.Context, v incident.View, on map[int64]bool) g.Node {
	return g.Iff(len(v.Components) > 1, func() g.Node {
		return h.FieldSet(h.Legend(g.Text(i18n.T(ctx, "statuspage.which"))), h.P(h.Class("quiet"), g.Text(i18n.T(ctx, "statuspage.whichabout"))),
			g.Map(v.Components, func(c incident.Component) g.Node {
				return g.If(!c.IsGroup, choice("checkbox", "component", strconv.FormatInt(c.ID, 10), c.Title, on[c.ID]))
			}))
	})
}

func chosen(form *web.Form) map[int64]bool {
	on := map[int64]bool{}
	for _, text := range form.All("component") {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			on[id] = true
		}
	}
	return on
}

func numbers(on map[int64]bool) (list []int64) {
	for id := range on {
		list = append(list, id)
	}
	return list
}

func (u *UI) postSubscribe(clientIP func(*http.Request) netip.Addr) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		form, err := web.Decode(r)
		if err != nil {
			return err
		}
		if ok, wait := u.limits.client.Allow(clientIP(r).Unmap().String(), u.Now(ctx)); !ok {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1)) // RFC 9110 §10.2.3
			return fault.New(fault.RateLimited, "Too many wishes came from your network. Wait a minute, then try again")
		}
		err = u.Incidents.Subscribe(ctx, incident.Channel(form.Get("channel")), form.Get("address"), i18n.Language(ctx), numbers(chosen(form)))
		switch {
		case form.Absorb(err):
			return u.subscribeForm(w, r, form)
		case err != nil:
			return err
		}
		return u.say(w, r, "statuspage.asked", i18n.T(ctx, "statuspage.askedabout."+form.Get("channel")))
	}
}

// say answers with a few words.
func (u *UI) say(w http.ResponseWriter, r *http.Request, title, about string, more ...g.Node) error {
	ctx := r.Context()
	v, err := u.Incidents.View(ctx)
	if err != nil {
		return err
	}
	f := u.frameOf(ctx, site{}, v.Page, i18n.T(ctx, title))
	f.private = true
	return f.send(w, r, http.StatusOK, h.H1(g.Text(f.title)), h.P(h.Class("lead"), g.Text(about)), g.Group(more),
		h.P(h.A(h.Href(home), g.Text("← "+i18n.T(ctx, "statuspage.back")))))
}

// getSubscription is where letters lead: a button says yes, for mail scanners open links, too.
func (u *UI) getSubscription(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	b, err := u.Incidents.Subscription(ctx, r.PathValue("token"))
	if err != nil {
		return err
	}
	v, err := u.Incidents.View(ctx)
	if err != nil {
		return err
	}
	on := map[int64]bool{}
	for _, id := range b.Components {
		on[id] = true
	}
	path := home + "subscription/" + r.PathValue("token")
	do := "statuspage.confirm"
	if b.State == incident.Active {
		do = "statuspage.save"
	}
	return u.say(w, r, "statuspage.subscription", i18n.T(ctx, "statuspage.state."+string(b.State), "Address", b.Address),
		g.If(b.Reason != "", h.P(h.Class("wrong"), g.Text(b.Reason))),
		h.Form(h.Method("post"), h.Action(path), componentChoice(ctx, v, on), h.Button(h.Class("button"), g.Text(i18n.T(ctx, do)))),
		g.Iff(b.State == incident.Active, func() g.Node {
			return h.Form(h.Method("post"), h.Action(home+"unsubscribe/"+r.PathValue("token")),
				h.Button(h.Class("button plain"), g.Text(i18n.T(ctx, "statuspage.unsubscribe"))))
		}))
}

func (u *UI) postSubscription(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx, token := r.Context(), r.PathValue("token")
	if _, err := u.Incidents.Choose(ctx, token, numbers(chosen(form))); err != nil {
		return err
	}
	b, err := u.Incidents.Confirm(ctx, token)
	if err != nil {
		return err
	}
	return u.say(w, r, "statuspage.confirmed", i18n.T(ctx, "statuspage.state.active", "Address", b.Address))
}

func (u *UI) getUnsubscribe(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	b, err := u.Incidents.Subscription(ctx, r.PathValue("token"))
	if err != nil {
		return err
	}
	return u.say(w, r, "statuspage.unsubscribe", i18n.T(ctx, "statuspage.leaving", "Address", b.Address),
		h.Form(h.Method("post"), h.Action(home+"unsubscribe/"+r.PathValue("token")),
			h.Button(h.Class("button"), g.Text(i18n.T(ctx, "statuspage.unsubscribe")))))
}

// postUnsubscribe takes the button and the one click of a mail program (RFC 8058 §3.2).
func (u *UI) postUnsubscribe(w http.ResponseWriter, r *http.Request) error {
	b, err := u.Incidents.Unsubscribe(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	return u.say(w, r, "statuspage.left", i18n.T(r.Context(), "statuspage.state.gone", "Address", b.Address))
}
