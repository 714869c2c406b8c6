package workspace

import "github.com/daywatch/daywatch/internal/platform/module"

// Nav is the shell's own entry in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "settings", Icon: "settings", Href: "/settings", Section: "admin", Position: 90}}
}
