package workspace

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Nav is the shell's own entry in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "settings", Icon: "settings", Href: "/settings", Section: "admin", Position: 90}}
}

// Settings is what the shell itself adds to the settings' table of contents.
func Settings() []module.SettingsPage {
	may := func(ctx context.Context) bool { return access.Check(ctx, access.ManageSettings) == nil }
	return []module.SettingsPage{
		{ID: "desk", Icon: "sliders-horizontal", Href: "/settings/desk", Section: "desk", Position: 5, Visible: may},
		{ID: "audit", Icon: "history", Href: "/settings/audit", Section: "desk", Position: 95, Visible: may},
	}
}
