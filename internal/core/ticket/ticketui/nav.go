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
		{ID: "queue", Icon: "inbox", Href: "/tickets", Key: "g q", Position: 10, Visible: staff},
	}
}
