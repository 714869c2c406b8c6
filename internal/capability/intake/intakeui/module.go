package intakeui

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Nav is what stands in the sidebar. Its number is of mails that wait for a person.
func (u *UI) Nav() []module.NavItem {
	return []module.NavItem{{ID: "maillog", Icon: "mail", Href: "/mail", Section: "admin", Position: 10, Visible: may(access.ViewMailLog),
		Count: u.Intake.Stopped}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{
		{ID: "mailboxes", Icon: "inbox", Href: "/settings/mailboxes", Section: "mail", Position: 30, Visible: may(access.ManageSettings)},
	}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}
