package peopleui

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{
		{ID: "team", Icon: "users", Href: "/team", Section: "team", Position: 35, Visible: may(access.ViewPeople)},
		{ID: "people", Icon: "user", Href: "/people", Section: "customers", Position: 12, Visible: may(access.ViewPeople)},
		{ID: "organizations", Icon: "building-2", Href: "/organizations", Section: "customers", Position: 10, Visible: may(access.ViewPeople)},
	}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{
		{ID: "staff", Icon: "users", Href: "/settings/staff", Section: "team", Position: 10, Visible: may(access.ManageStaff)},
		{ID: "groups", Icon: "tag", Href: "/settings/groups", Section: "team", Position: 20, Visible: may(access.ManageStaff)},
		{ID: "customers", Icon: "building-2", Href: customersPath, Section: "customers", Position: 30, Visible: may(access.ManageSettings)},
		{ID: "api", Icon: "key-round", Href: apiPath, Section: "desk", Position: 65, Visible: may(access.ManageSettings)},
		{ID: "blocked", Icon: "shield", Href: "/settings/blocked", Section: "mail", Position: 60, Visible: may(access.ReleaseMail)},
	}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}
