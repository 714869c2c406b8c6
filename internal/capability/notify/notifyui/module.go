package notifyui

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Nav is what stands in the sidebar.
func (u *UI) Nav() []module.NavItem {
	return []module.NavItem{
		{ID: "notifications", Icon: "bell", Href: "/notifications", Position: 30, Count: u.Notify.Unread},
		{ID: "outbox", Icon: "send", Href: "/outbox", Section: "admin", Position: 20, Visible: may(access.ViewMailLog),
			Count: func(ctx context.Context) (int, error) {
				c, err := u.Notify.Counts(ctx)
				return c.Queued, err
			}},
	}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{
		{ID: "outgoing", Icon: "send", Href: "/settings/outgoing", Section: "mail", Position: 40, Visible: may(access.ManageSettings)},
		{ID: "templates", Icon: "pen-line", Href: "/settings/mail-templates", Section: "mail", Position: 50, Visible: may(access.ManageSettings)},
	}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}
