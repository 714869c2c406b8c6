package peopleui

import (
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (ui *Handlers) newGroupPage(w http.ResponseWriter, r *http.Request) error {
	return ui.showGroup(w, r, web.NewForm())
}

// groupPage changes a group's name and members.
func (ui *Handlers) groupPage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	groups, err := ui.people.ListGroups(r.Context())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(groups, func(group people.Group) bool { return group.ID == id })
	if i < 0 {
		return fault.New(fault.NotFound, "There is no group with the number %d", id)
	}
	f := web.NewForm("name", groups[i].Name)
	for _, member := range groups[i].Members {
		f.Values.Add("member", strconv.FormatInt(member, 10))
	}
	return ui.showGroup(w, r, f)
}

// saveGroup makes a group, or changes the one in the path.
func (ui *Handlers) saveGroup(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	group := people.Group{Name: f.Get("name"), Members: ids(f.All("member"))}
	if r.PathValue("id") != "" {
		if group.ID, err = web.PathID(r); err != nil {
			return err
		}
	}
	_, err = ui.people.SaveGroup(r.Context(), group)
	if f.Absorb(err) {
		return ui.showGroup(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, "/settings/groups")
	return nil
}

func (ui *Handlers) deleteGroup(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := ui.people.DeleteGroup(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "groups.deleted"))
	web.Redirect(w, r, "/settings/groups")
	return nil
}

func (ui *Handlers) showGroup(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	team, err := ui.people.AllStaff(ctx)
	if err != nil {
		return err
	}
	title, action := i18n.T(ctx, "groups.new"), "/settings/groups"
	var remove g.Node
	if id, err := web.PathID(r); err == nil {
		title, action = i18n.T(ctx, "groups.edit"), groupPath(id)
		remove = page.Card(i18n.T(ctx, "groups.delete"), i18n.T(ctx, "groups.deleteabout"),
			page.PostButton(page.Danger, action+"/delete", i18n.T(ctx, "groups.delete"), nil))
	}
	var list []tick
	for _, u := range team {
		list = append(list, tick{strconv.FormatInt(u.ID, 10), u.Name})
	}
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Narrow(page.Form(action, page.FormError(f),
		page.Input(ctx, page.Ask(f, "name", i18n.T(ctx, "person.name"))), tickList("member", i18n.T(ctx, "groups.members"),
			f.Error("members"), list, f.All("member")),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")),
			page.LinkButton(page.Quiet, "/settings/groups", i18n.T(ctx, "people.cancel")))), remove))
}
