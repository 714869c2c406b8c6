package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// memberPage decides who may come in, and as what.
func (ui *Handlers) memberPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.ManageStaff); err != nil {
		return err
	}
	u, err := ui.userInPath(r)
	if err != nil {
		return err
	}
	return ui.showMember(w, r, u, web.NewForm("role", string(u.Role)))
}

func (ui *Handlers) showMember(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form) error {
	ctx := r.Context()
	title := i18n.T(ctx, "member.title", "Name", u.Name)
	return ui.show(w, r, web.FormStatus(f), title,
		page.Head(title, u.Email, page.LinkButton(page.Quiet, userPath(u.ID), i18n.T(ctx, "member.page")),
			page.LinkButton(page.Quiet, "/settings/staff", i18n.T(ctx, "settings.staff.title"))),
		page.Narrow(page.FormError(f),
			page.Card(i18n.T(ctx, "member.may"), i18n.T(ctx, "member.roleabout"), page.Form(memberPath(u.ID)+"/role", roleField(ctx, f, true),
				page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save"))))),
			g.If(u.Role.Staff(), memberLink(ctx, u)), memberSwitch(ctx, u)))
}

func memberLink(ctx context.Context, u people.User) g.Node {
	if !u.Active {
		return nil
	}
	title, about, do := i18n.T(ctx, "member.reset"), i18n.T(ctx, "member.resetabout"), i18n.T(ctx, "member.resetdo")
	if !u.HasPassword {
		title, about, do = i18n.T(ctx, "member.invited"), i18n.T(ctx, "member.invitedabout", "Name", u.Name), i18n.T(ctx, "member.inviteddo")
	}
	return page.Card(title, about, h.Div(page.PostButton(page.Secondary, memberPath(u.ID)+"/link", do, nil)))
}

func memberSwitch(ctx context.Context, u people.User) g.Node {
	if u.Active {
		return page.Card(i18n.T(ctx, "member.off"), i18n.T(ctx, "member.offabout", "Name", u.Name),
			h.Div(page.PostButton(page.Danger, memberPath(u.ID)+"/off", i18n.T(ctx, "member.offdo"), nil)))
	}
	return page.Card(i18n.T(ctx, "member.on"), i18n.T(ctx, "member.onabout", "Name", u.Name),
		h.Div(page.PostButton(page.Secondary, memberPath(u.ID)+"/on", i18n.T(ctx, "member.ondo"), nil)))
}

func (ui *Handlers) setRole(w http.ResponseWriter, r *http.Request) error {
	return ui.manage(w, r, func(ctx context.Context, f *web.Form, id int64) error {
		return ui.people.SetRole(ctx, id, access.Role(f.Get("role")))
	})
}

func (ui *Handlers) deactivate(w http.ResponseWriter, r *http.Request) error {
	return ui.manage(w, r, func(ctx context.Context, _ *web.Form, id int64) error { return ui.people.Deactivate(ctx, id) })
}

func (ui *Handlers) reactivate(w http.ResponseWriter, r *http.Request) error {
	return ui.manage(w, r, func(ctx context.Context, _ *web.Form, id int64) error { return ui.people.Reactivate(ctx, id) })
}

// sendLink mails an invitation again, or a link for a new password.
func (ui *Handlers) sendLink(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.userInPath(r)
	if err != nil {
		return err
	}
	link, err := ui.people.SendLink(r.Context(), u.ID)
	if err != nil {
		return err
	}
	return ui.showLink(w, r, u, link)
}

// manage runs one change of a member of the team and comes back to their page.
func (ui *Handlers) manage(w http.ResponseWriter, r *http.Request, change func(context.Context, *web.Form, int64) error) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, err := ui.userInPath(r)
	if err != nil {
		return err
	}
	err = change(r.Context(), f, u.ID)
	if f.Absorb(err) {
		if !f.Values.Has("role") {
			f.Values.Set("role", string(u.Role))
		}
		return ui.showMember(w, r, u, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, memberPath(u.ID))
	return nil
}
