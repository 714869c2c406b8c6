package ticketui

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	staff := func(ctx context.Context) bool { return access.Check(ctx, access.ViewTickets) == nil }
	return []module.NavItem{
		{ID: "queue", Icon: "inbox", Href: "/tickets", Key: "g q", Position: 10, Phone: true, Visible: staff},
	}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	may := func(a access.Action) func(context.Context) bool {
		return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
	}
	return []module.SettingsPage{
		{ID: "tickets", Icon: "shield", Href: railsPath, Section: "tickets", Position: 64, Visible: may(access.ManageSettings)},
		{ID: "forms", Icon: "file-text", Href: formsPath, Section: "tickets", Position: 66, Visible: may(access.ManageSettings)},
		{ID: "fields", Icon: "sliders-horizontal", Href: fieldsPath, Section: "tickets", Position: 68, Visible: may(access.ManageSettings)},
		{ID: "views", Icon: "eye", Href: viewsPath, Section: "tickets", Position: 70, Visible: may(access.ViewTickets)},
		{ID: "macros", Icon: "message-square", Href: macrosPath, Section: "tickets", Position: 80, Visible: may(access.ManageViews)},
	}
}
