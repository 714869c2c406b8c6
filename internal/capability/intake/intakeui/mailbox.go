package intakeui

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getNewMailbox(w http.ResponseWriter, r *http.Request) error {
	return u.showMailbox(w, r, web.NewForm("security", "tls"), nil)
}

func (u *UI) getMailbox(w http.ResponseWriter, r *http.Request) error {
	ways, err := u.Intake.WaysIn(r.Context())
	if err != nil {
		return err
	}
	account := r.PathValue("account")
	i := slices.IndexFunc(ways.Mailboxes, func(m intake.Mailbox) bool { return m.Account == account })
	if i < 0 {
		return fault.New(fault.NotFound, "There is no mailbox called %s", account)
	}
	m := ways.Mailboxes[i]
	f := web.NewForm("host", m.Host, "security", m.Security, "username", m.Username)
	if m.Port != 0 {
		f.Values.Set("port", strconv.Itoa(m.Port))
	}
	for name, on := range map[string]bool{"allow_plain": m.AllowPlain, "off": m.Off} {
		if on {
			f.Values.Set(name, "on")
		}
	}
	return u.showMailbox(w, r, f, nil)
}

// postMailbox saves the mailbox, or with the button "try" only signs in.
func (u *UI) postMailbox(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx, account := r.Context(), r.PathValue("account")
	m := intake.Mailbox{Account: account, Host: f.Get("host"), Port: int(f.Int64("port")), Security: f.Get("security"), Username: f.Get("username"),
		Password: f.Values.Get("password"), AllowPlain: f.Bool("allow_plain"), Off: f.Bool("off")}
	if account == "" {
		m.Account = f.Get("account")
	}
	if !f.OK() {
		return u.showMailbox(w, r, f, nil)
	}
	if f.Get("do") == "try" {
		return u.try(w, r, f, m)
	}
	save := u.Intake.ChangeMailbox
	if account == "" {
		save = u.Intake.AddMailbox
	}
	err = save(ctx, m)
	if f.Absorb(err) {
		return u.showMailbox(w, r, f, nil)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "mailbox.savedone", "Account", m.Account))
	web.Redirect(w, r, "/settings/mailboxes")
	return nil
}

func (u *UI) postRemove(w http.ResponseWriter, r *http.Request) error {
	ctx, account := r.Context(), r.PathValue("account")
	if err := u.Intake.RemoveMailbox(ctx, account); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "mailbox.removed", "Account", account))
	web.Redirect(w, r, "/settings/mailboxes")
	return nil
}

// showMailbox draws the form; tried is what came of signing in, nil before anyone has tried.
func (u *UI) showMailbox(w http.ResponseWriter, r *http.Request, f *web.Form, tried g.Node) error {
	ctx, account := r.Context(), r.PathValue("account")
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	title, action := i18n.T(ctx, "mailbox.new"), "/settings/mailboxes"
	var remove g.Node
	if account != "" {
		title, action = i18n.T(ctx, "mailbox.edit", "Account", account), mailboxPath(account)
		remove = page.Card(i18n.T(ctx, "mailbox.remove"), i18n.T(ctx, "mailbox.removeabout"),
			page.PostButton(page.Danger, action+"/remove", i18n.T(ctx, "mailbox.remove"), nil))
	}
	try := page.Button(page.Secondary, i18n.T(ctx, "mailbox.try"), h.Name("do"), h.Value("try"),
		g.Attr("hx-post", action), g.Attr("hx-target", "#tried"), g.Attr("hx-swap", "innerHTML"))
	return u.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "mailbox.about")), page.Content(page.Columns(
		h.Div(h.Class("stack"), page.Form(action, page.FormError(f), mailboxFields(ctx, f, account == ""),
			h.Div(h.ID("tried"), g.Attr("role", "status"), tried),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "mailbox.save")), try,
				page.LinkButton(page.Quiet, "/settings/mailboxes", i18n.T(ctx, "mailbox.cancel")))), remove),
		providers(ctx))))
}

func mailboxFields(ctx context.Context, f *web.Form, fresh bool) g.Node {
	ask := func(name string) page.Field {
		field := page.Ask(f, name, i18n.T(ctx, "mailbox."+name))
		field.Autocomplete = "off"
		return field
	}
	account, host, port, username, password := ask("account"), ask("host"), ask("port"), ask("username"), ask("password")
	account.Hint, account.Placeholder, host.Placeholder = i18n.T(ctx, "mailbox.accounthint"), "support", "imap.example.com"
	port.Optional, port.Type, port.Hint, username.Hint = true, "number", i18n.T(ctx, "mailbox.porthint"), i18n.T(ctx, "mailbox.usernamehint")
	password.Type, password.Value, password.Autocomplete = "password", "", "new-password" // never sent back to a browser
	if !fresh {
		password.Optional, password.Hint = true, i18n.T(ctx, "mailbox.passwordhint")
	}
	plain, off := ask("allow_plain"), ask("off")
	plain.Hint, off.Hint = i18n.T(ctx, "mailbox.allow_plainhint"), i18n.T(ctx, "mailbox.offhint")
	return g.Group{g.If(fresh, page.Input(ctx, account)), page.Input(ctx, host),
		page.Select(ctx, ask("security"), page.Choice{Value: "tls", Label: i18n.T(ctx, "mailbox.tls")},
			page.Choice{Value: "starttls", Label: i18n.T(ctx, "mailbox.starttls")}, page.Choice{Value: "plain", Label: i18n.T(ctx, "mailbox.plain")}),
		page.Input(ctx, port), page.Input(ctx, username), page.Input(ctx, password), page.Checkbox(ctx, plain), page.Checkbox(ctx, off)}
}

// providers says what the two large ones want; both refuse the ordinary password.
func providers(ctx context.Context) g.Node {
	return page.Card(i18n.T(ctx, "mailbox.providers"), "",
		h.H3(g.Text(i18n.T(ctx, "mailbox.gmail"))), h.P(g.Text(i18n.T(ctx, "mailbox.gmailabout")+" "), mono("imap.gmail.com")),
		h.H3(g.Text(i18n.T(ctx, "mailbox.microsoft"))), h.P(g.Text(i18n.T(ctx, "mailbox.microsoftabout"))))
}
