package notifyui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const outgoingPath = "/settings/outgoing"

// testTime is how long somebody waits for the answer to a test mail.
const testTime = 45 * time.Second

// outgoingForms are the forms of the page, as stored or as somebody typed them.
type outgoingForms struct{ from, relay, test, key, brakes *web.Form }

func stored(s notify.Setup) outgoingForms {
	number := strconv.Itoa
	return outgoingForms{
		from: web.NewForm("address", s.From.Address, "name", s.From.Name, "personal", tick(s.From.Personal), "plus", tick(s.From.Plus),
			"owned", tick(s.From.Owned), "subject_tag", tick(s.Style.SubjectTag), "quote", tick(s.Style.Quote), "portal_link",
			tick(s.Style.PortalLink), "numbered_links", tick(s.Style.NumberedLinks), "ack", tick(s.Ack)),
		relay: web.NewForm("host", s.Relay.Host, "port", port(s.Relay.Port), "security", string(s.Relay.Security), "username", s.Relay.Username,
			"allow_plain_auth", tick(s.Relay.AllowPlainAuth), "unknown_seconds", number(s.Relay.UnknownSeconds)),
		test: web.NewForm(),
		key:  web.NewForm("selector", fmt.Sprint("daywatch", len(s.Keys)+1), "algorithm", "rsa"),
		brakes: web.NewForm("per_address_hour", number(s.Brakes.PerAddressHour), "repeat_minutes", number(s.Brakes.RepeatMinutes),
			"global", number(s.Brakes.Global), "global_minutes", number(s.Brakes.GlobalMinutes), "per_engineer", number(s.Brakes.PerEngineer)),
	}
}

func port(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (u *UI) getOutgoing(w http.ResponseWriter, r *http.Request) error {
	return u.outgoing(w, r, func(*outgoingForms) {})
}

// outgoing draws the page; change puts a form that was refused in place of the stored one.
func (u *UI) outgoing(w http.ResponseWriter, r *http.Request, change func(*outgoingForms)) error {
	ctx := r.Context()
	s, err := u.Notify.Setup(ctx)
	if err != nil {
		return err
	}
	f := stored(s)
	change(&f)
	title := i18n.T(ctx, "settings.outgoing.title")
	return u.show(w, r, web.FormStatus(f.from, f.relay, f.test, f.key, f.brakes), title, page.Head(title, i18n.T(ctx, "settings.outgoing.about")),
		page.Narrow(fromCard(ctx, f.from), relayCard(ctx, f.relay, s.HasSecret), testCard(ctx, f.test), keysCard(ctx, f.key, s.Keys),
			brakesCard(ctx, f.brakes)))
}

func fromCard(ctx context.Context, f *web.Form) g.Node {
	address, name := ask(ctx, f, "address", true), ask(ctx, f, "name", true)
	address.Optional, name.Optional, address.Type = true, true, "email"
	return page.Card(i18n.T(ctx, "out.from"), i18n.T(ctx, "out.fromabout"), page.Form(outgoingPath+"/from", page.FormError(f),
		page.Input(ctx, address), page.Input(ctx, name),
		page.Checkbox(ctx, ask(ctx, f, "personal", true)), page.Checkbox(ctx, ask(ctx, f, "plus", true)), page.Checkbox(ctx, ask(ctx, f, "owned", true)),
		page.Checkbox(ctx, ask(ctx, f, "ack", true)), page.Checkbox(ctx, ask(ctx, f, "subject_tag", false)),
		page.Checkbox(ctx, ask(ctx, f, "quote", false)), page.Checkbox(ctx, ask(ctx, f, "portal_link", true)),
		page.Checkbox(ctx, ask(ctx, f, "numbered_links", true)),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "out.save")))))
}

// ask is a field whose words are out.NAME and, with a hint, out.hint.NAME.
func ask(ctx context.Context, f *web.Form, name string, hint bool) page.Field {
	field := page.Ask(f, name, i18n.T(ctx, "out."+name))
	field.Autocomplete = "off"
	if hint {
		field.Hint = i18n.T(ctx, "out.hint."+name)
	}
	return field
}

func relayCard(ctx context.Context, f *web.Form, secret bool) g.Node {
	host, port, user, password := ask(ctx, f, "host", true), ask(ctx, f, "port", true), ask(ctx, f, "username", false), ask(ctx, f, "password", secret)
	host.Optional, port.Optional, user.Optional, password.Optional = true, true, true, true
	port.More = []g.Node{g.Attr("inputmode", "numeric")}
	password.Type, password.Value, password.Autocomplete = "password", "", "new-password"
	wait := ask(ctx, f, "unknown_seconds", true)
	wait.More = []g.Node{g.Attr("inputmode", "numeric")}
	return page.Card(i18n.T(ctx, "out.relay"), i18n.T(ctx, "out.relayabout"), page.Form(outgoingPath+"/relay", page.FormError(f),
		page.Input(ctx, host), page.Select(ctx, ask(ctx, f, "security", false),
			page.Choice{Value: string(submit.TLS), Label: i18n.T(ctx, "out.tls")}, page.Choice{Value: string(submit.StartTLS),
				Label: i18n.T(ctx, "out.starttls")},
			page.Choice{Value: string(submit.Plain), Label: i18n.T(ctx, "out.plain")}),
		page.Input(ctx, port), page.Input(ctx, user), page.Input(ctx, password), page.Checkbox(ctx, ask(ctx, f, "allow_plain_auth", false)),
		page.Input(ctx, wait), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "out.save")))))
}

func testCard(ctx context.Context, f *web.Form) g.Node {
	to := page.Ask(f, "address", i18n.T(ctx, "out.testto"))
	to.Type, to.Autocomplete = "email", "email"
	return page.Card(i18n.T(ctx, "out.test"), i18n.T(ctx, "out.testabout"), page.Form(outgoingPath+"/test", page.FormError(f),
		page.Input(ctx, to), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "out.testsend")))))
}

func brakesCard(ctx context.Context, f *web.Form) g.Node {
	var fields g.Group
	for _, name := range []string{"per_address_hour", "repeat_minutes", "global", "global_minutes", "per_engineer"} {
		field := ask(ctx, f, name, false)
		field.More = []g.Node{g.Attr("inputmode", "numeric")}
		fields = append(fields, page.Input(ctx, field))
	}
	return page.Card(i18n.T(ctx, "out.brakes"), i18n.T(ctx, "out.brakesabout"), page.Form(outgoingPath+"/brakes", page.FormError(f), fields,
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "out.save")))))
}

func (u *UI) postFrom(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Notify.SaveFrom(r.Context(), notify.From{Address: f.Get("address"), Name: f.Get("name"), Personal: f.Bool("personal"),
		Plus: f.Bool("plus"), Owned: f.Bool("owned")})
	if err == nil {
		err = u.Notify.SaveReplies(r.Context(),
			notify.Style{SubjectTag: f.Bool("subject_tag"), Quote: f.Bool("quote"), PortalLink: f.Bool("portal_link"),
				NumberedLinks: f.Bool("numbered_links")}, f.Bool("ack"))
	}
	return u.settled(w, r, f, err, func(all *outgoingForms) { all.from = f })
}

func (u *UI) postRelay(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	relay := notify.Relay{Host: f.Get("host"), Port: int(f.Int64("port")), Security: submit.Security(f.Get("security")), Username: f.Get("username"),
		Password: f.Values.Get("password"), AllowPlainAuth: f.Bool("allow_plain_auth"), UnknownSeconds: int(f.Int64("unknown_seconds"))}
	if f.OK() {
		err = u.Notify.SaveRelay(r.Context(), relay)
	}
	return u.settled(w, r, f, err, func(all *outgoingForms) { all.relay = f })
}

func (u *UI) postBrakes(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	b := notify.Brakes{PerAddressHour: int(f.Int64("per_address_hour")), RepeatMinutes: int(f.Int64("repeat_minutes")), Global: int(f.Int64("global")),
		GlobalMinutes: int(f.Int64("global_minutes")), PerEngineer: int(f.Int64("per_engineer"))}
	if f.OK() {
		err = u.Notify.SaveBrakes(r.Context(), b)
	}
	return u.settled(w, r, f, err, func(all *outgoingForms) { all.brakes = f })
}

// settled ends a form: the page again with what is wrong, or a word that it is saved.
func (u *UI) settled(w http.ResponseWriter, r *http.Request, f *web.Form, err error, again func(*outgoingForms)) error {
	if f.Absorb(err) || !f.OK() {
		return u.outgoing(w, r, again)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "out.saved"))
	web.Redirect(w, r, outgoingPath)
	return nil
}

// postTest sends a test mail while somebody waits, and tells what the mail server said.
func (u *UI) postTest(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), testTime-5*time.Second)
	defer cancel()
	got, err := u.Notify.SendTest(ctx, f.Get("address"))
	if f.Absorb(err) {
		return u.outgoing(w, r, func(all *outgoingForms) { all.test = f })
	}
	if err != nil {
		return err
	}
	answer := said(notify.Recipient{Code: got.Code, Enhanced: got.Enhanced, Said: got.Text})
	flash := web.Flash{Kind: "done", Text: i18n.T(r.Context(), "out.tested", "Address", got.Address, "Said", answer)}
	if got.Outcome != submit.Sent {
		flash = web.Flash{Kind: "error", Text: i18n.T(r.Context(), "out.testfailed", "Address", got.Address, "Said", answer)}
	}
	web.AddFlash(r.Context(), flash)
	web.Redirect(w, r, outgoingPath)
	return nil
}

func keysCard(ctx context.Context, f *web.Form, keys []notify.DKIMKey) g.Node {
	var list g.Group
	for _, k := range keys {
		list = append(list, h.Div(h.Class("stack"),
			page.Facts("", page.Fact{Label: i18n.T(ctx, "out.keyname"), Value: h.Span(h.Class("mono"), g.Text(k.Name()))},
				page.Say(i18n.T(ctx, "out.algorithm"), k.Algorithm())),
			page.Code(ctx, g.Text(k.Record)),
			page.PostButton(page.Small, outgoingPath+"/keys/remove", i18n.T(ctx, "out.keyremove"), []string{"name", k.Name()},
				g.Attr("aria-label", i18n.T(ctx, "out.keyremove")+": "+k.Name()))))
	}
	selector := ask(ctx, f, "selector", true)
	return page.Card(i18n.T(ctx, "out.keys"), i18n.T(ctx, "out.keysabout"), list, page.Form(outgoingPath+"/keys", page.FormError(f), page.Input(ctx, selector),
		page.Select(ctx, ask(ctx, f, "algorithm", true), page.Choice{Value: "rsa", Label: "RSA 2048"}, page.Choice{Value: "ed25519", Label: "Ed25519"}),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "out.keymake")))))
}

func (u *UI) postKey(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	_, err = u.Notify.AddDKIMKey(r.Context(), f.Get("selector"), f.Get("algorithm"))
	return u.settled(w, r, f, err, func(all *outgoingForms) { all.key = f })
}

func (u *UI) postRemoveKey(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	return u.settled(w, r, f, u.Notify.RemoveDKIMKey(r.Context(), f.Get("name")), func(all *outgoingForms) { all.key = f })
}
