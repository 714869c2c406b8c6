package accountui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getRotations checks that assigned engineers stay in the on-call rotations, or that somebody wrote down why not.
func (u *UI) getRotations(w http.ResponseWriter, r *http.Request) error {
	return u.rotationsPage(w, r, nil)
}

func (u *UI) rotationsPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	all, err := u.Accounts.OnCallOf(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "assigned.tab_rotations")
	var cards []g.Node
	missing := 0
	for _, o := range all {
		if o.Missing() {
			missing++
		}
		f := form
		if form == nil || form.Int64("user") != o.User.ID {
			f = web.NewForm()
		}
		cards = append(cards, u.rotationCard(ctx, o, f))
	}
	body := []g.Node{page.Columns(cards...)}
	switch {
	case len(all) == 0:
		body = []g.Node{page.EmptyState("phone-call", i18n.T(ctx, "assigned.none"), i18n.T(ctx, "assigned.none_text"),
			page.LinkButton(page.Secondary, "/accounts", i18n.T(ctx, "nav.accounts")))}
	case missing > 0:
		body = append([]g.Node{page.Banner(page.Red, i18n.T(ctx, "assigned.missing_banner", "Count", missing),
			page.LinkButton(page.Small, "/on-call", i18n.T(ctx, "assigned.schedules")))}, body...)
	}
	return web.Render(w, status(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.rotations_sub")), page.Bar(tabs(ctx, "rotations")), page.Content(body...)))
}

func (u *UI) rotationCard(ctx context.Context, o account.OnCall, form *web.Form) g.Node {
	var stands g.Group
	switch {
	case len(o.Rotations) > 0:
		stands = append(stands, page.Chip(page.Green, i18n.T(ctx, "assigned.in_rotations")))
	case o.Exception != nil:
		stands = append(stands, page.Chip(page.Amber, i18n.T(ctx, "assigned.excepted", "Until", o.Exception.UntilOn.String())))
	default:
		stands = append(stands, page.Chip(page.Red, i18n.T(ctx, "assigned.in_none")))
	}
	for _, r := range o.Rotations {
		stands = append(stands, page.Badge(r))
	}
	var names g.Group
	for i, a := range o.Accounts {
		names = append(names, g.If(i > 0, g.Text(", ")), h.A(h.Class("link"), h.Href(a.Path()), g.Text(a.Organization)))
	}
	body := g.Group{h.Div(h.Class("cluster"), stands), h.P(names)}
	if o.Exception != nil {
		body = append(body, h.P(g.Text(o.Exception.Reason)))
	}
	if len(o.Rotations) == 0 && (people.MayArrange(ctx, o.User) || access.Check(ctx, access.ManageOnCall) == nil) {
		reason, until := page.Ask(form, "reason", i18n.T(ctx, "assigned.except_why")), page.Ask(form, "until", i18n.T(ctx, "assigned.except_until"))
		until.Type = "date"
		body = append(body, page.Form("/accounts/rotations", page.FormError(form), page.Hidden("user", itoa(o.User.ID)),
			page.Input(ctx, reason), page.Input(ctx, until),
			page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "assigned.except_do")))))
	}
	return page.Card(o.User.Name, o.User.Title, body)
}

func (u *UI) postException(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	until, err := people.ParseDate("until", form.Get("until"))
	if err == nil {
		err = u.Accounts.Except(ctx, account.Exception{UserID: form.Int64("user"), Reason: form.Text("reason"), UntilOn: until})
	}
	switch {
	case form.Absorb(err):
		return u.rotationsPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "assigned.except_saved"))
	web.Redirect(w, r, "/accounts/rotations")
	return nil
}
