package callui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getOwn(w http.ResponseWriter, r *http.Request) error {
	c, err := u.Calls.MyCalendar(r.Context())
	if err != nil {
		return err
	}
	form := web.NewForm("kind", string(c.Kind), "url", c.URL, "username", c.Username)
	if c.HasPassword {
		form.Values.Set("password", call.Kept)
	}
	if c.Puts {
		form.Values.Set("puts", "on")
	}
	return u.ownPage(w, r, form)
}

// ownPage asks an engineer for the calendar that they keep elsewhere, and says how reading it goes.
func (u *UI) ownPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	c, err := u.Calls.MyCalendar(ctx)
	if err != nil {
		return err
	}
	kind, url := page.Ask(form, "kind", t(ctx, "calls.own_kind")), page.Ask(form, "url", t(ctx, "calls.own_url"))
	user, password := page.Ask(form, "username", t(ctx, "calls.own_user")), page.Ask(form, "password", t(ctx, "calls.own_password"))
	url.Hint, password.Hint = t(ctx, "calls.own_url_hint"), t(ctx, "calls.own_password_hint")
	url.Optional, user.Optional, password.Optional = true, true, true
	url.Type, password.Type, user.Autocomplete, password.Autocomplete = "url", "password", "off", "off"
	puts := page.Ask(form, "puts", t(ctx, "calls.own_puts"))
	title := t(ctx, "calls.own_title")
	options := []page.Option{{Value: "", Label: t(ctx, "calls.own_none"), About: t(ctx, "calls.own_none_about")},
		{Value: string(call.Feed), Label: t(ctx, "calls.own_feed"), About: t(ctx, "calls.own_feed_about")},
		{Value: string(call.CalDAV), Label: t(ctx, "calls.own_caldav"), About: t(ctx, "calls.own_caldav_about")}}
	kind.Optional = true
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, t(ctx, "calls.own_sub")), page.Bar(peopleui.ProfileTabs(ctx, ownPath)),
		page.Narrow(u.health(ctx, c), page.Form(ownPath, page.FormError(form), radios(kind, options), page.Input(ctx, url),
			page.Input(ctx, user), page.Input(ctx, password),
			page.Checkbox(ctx, puts), page.FormEnd(page.Button(page.Primary, t(ctx, "calls.save")))))))
}

// radios are options of which one is always chosen, none at all among them.
func radios(f page.Field, options []page.Option) g.Node {
	return h.FieldSet(h.Class("field options"), h.ID("f-"+f.Name), h.Legend(g.Text(f.Label)), h.Div(g.Map(options, func(o page.Option) g.Node {
		return h.Label(h.Input(h.Type("radio"), h.Name(f.Name), h.Value(o.Value), g.If(o.Value == f.Value, h.Checked())),
			h.Span(h.B(g.Text(o.Label)), h.Small(g.Text(o.About))))
	})), g.If(f.Error != "", h.P(h.Class("error"), h.Role("alert"), g.Text(f.Error))))
}

// health says when the calendar was read last, and what was wrong with it.
func (u *UI) health(ctx context.Context, c call.Calendar) g.Node {
	now := u.Now(ctx)
	switch {
	case c.Kind == "":
		return nil
	case c.AskedAt.IsZero():
		return page.Banner(page.Blue, t(ctx, "calls.own_wait"))
	case c.GoodAt.IsZero():
		return page.Banner(page.Red, t(ctx, "calls.own_never", "Trouble", c.Trouble))
	case c.Trouble != "":
		return h.Div(h.Class("stack"), page.Banner(page.Amber, t(ctx, "calls.own_trouble", "Trouble", c.Trouble)),
			h.P(g.Text(t(ctx, "calls.own_copy", "Count", c.Events)+" "), page.Ago(ctx, c.GoodAt, now)))
	}
	return h.Div(h.Class("stack"), page.Banner(page.Green, t(ctx, "calls.own_good")),
		h.P(g.Text(t(ctx, "calls.own_copy", "Count", c.Events)+" "), page.Ago(ctx, c.GoodAt, now)))
}

func (u *UI) postOwn(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Calls.LinkCalendar(ctx, call.Linking{Kind: call.CalendarKind(form.Get("kind")), URL: form.Get("url"), Username: form.Get("username"),
		Password: form.Values.Get("password"), Puts: form.Bool("puts")})
	switch {
	case form.Absorb(err):
		return u.ownPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, t(ctx, "calls.own_saved"))
	web.Redirect(w, r, ownPath)
	return nil
}
