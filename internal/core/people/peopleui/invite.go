package peopleui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// invitePage asks a person to join the team.
func (ui *Handlers) invitePage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.ManageStaff); err != nil {
		return err
	}
	return ui.showInvite(w, r, web.NewForm("role", string(access.Agent)))
}

func (ui *Handlers) invite(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, link, err := ui.people.Invite(r.Context(), people.NewStaff{Name: f.Get("name"), Address: f.Get("address"),
		Role: access.Role(f.Get("role")), Region: f.Get("region"), Zone: f.Get("zone"), Groups: ids(f.All("group"))})
	if f.Absorb(err) {
		return ui.showInvite(w, r, f)
	}
	if err != nil {
		return err
	}
	return ui.showLink(w, r, u, link)
}

// ids reads the numbers of ticked boxes; what is no number was not sent by our form.
func ids(values []string) []int64 {
	var out []int64
	for _, v := range values {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// showLink says that a letter is on its way, and shows its link once, for a desk whose mail does not work
// yet. The link is a secret: it stands in no address and nothing keeps the page.
func (ui *Handlers) showLink(w http.ResponseWriter, r *http.Request, u people.User, link string) error {
	ctx := r.Context()
	w.Header().Set("Cache-Control", "no-store")
	title := i18n.T(ctx, "staff.sent", "Name", u.Name)
	field := page.Field{Name: "link", Label: i18n.T(ctx, "staff.link"), Hint: i18n.T(ctx, "staff.linkhint", "Name", u.Name), Value: link,
		More: []g.Node{h.ReadOnly(), g.Attr("spellcheck", "false")}}
	return ui.show(w, r, http.StatusOK, title, page.Head(title, ""), page.Narrow(
		page.Card("", "", h.P(g.Text(i18n.T(ctx, "staff.sentabout", "Address", u.Email))), page.Input(ctx, field),
			h.Div(h.Class("cluster"), page.LinkButton(page.Secondary, memberPath(u.ID), u.Name),
				page.LinkButton(page.Quiet, "/settings/staff", i18n.T(ctx, "settings.staff.title"))))))
}

func (ui *Handlers) showInvite(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	groups, err := ui.people.ListGroups(ctx)
	if err != nil {
		return err
	}
	name, address := page.Ask(f, "name", i18n.T(ctx, "person.name")), page.Ask(f, "address", i18n.T(ctx, "person.address"))
	name.Autocomplete, address.Autocomplete, address.Type = "off", "off", "email"
	title := i18n.T(ctx, "staff.invite")
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "staff.inviteabout")),
		page.Narrow(page.Form("/settings/staff", page.FormError(f), page.Input(ctx, name), page.Input(ctx, address),
			roleField(ctx, f, false), ui.regionField(r, f), groupTicks(ctx, groups, f.All("group")),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "staff.send")), page.LinkButton(page.Quiet, "/settings/staff", i18n.T(ctx, "people.cancel"))))))
}

// roleField asks for a role and says what each may do.
func roleField(ctx context.Context, f *web.Form, customers bool) g.Node {
	field := page.Ask(f, "role", i18n.T(ctx, "person.role"))
	field.Hint = i18n.T(ctx, "staff.rolehint")
	var choices []page.Choice
	for _, role := range access.Roles() {
		if role.Staff() || customers {
			choices = append(choices, page.Choice{Value: string(role), Label: roleName(ctx, role)})
		}
	}
	return page.Select(ctx, field, choices...)
}

func groupTicks(ctx context.Context, groups []people.Group, ticked []string) g.Node {
	if len(groups) == 0 {
		return nil
	}
	var list []tick
	for _, group := range groups {
		list = append(list, tick{strconv.FormatInt(group.ID, 10), group.Name})
	}
	return tickList("group", i18n.T(ctx, "person.groups"), "", list, ticked)
}
