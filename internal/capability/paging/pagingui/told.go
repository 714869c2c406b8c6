package pagingui

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Spoken lists the people whom a fact about a page speaks of.
func (u *UI) Spoken(e event.Event) []int64 {
	switch e.Kind {
	case (paging.Asked{}).EventKind():
		f, err := event.Decode[paging.Asked](e)
		if err == nil {
			return f.Users
		}
	case (paging.Unreachable{}).EventKind():
		f, err := event.Decode[paging.Unreachable](e)
		if err == nil {
			return []int64{f.User}
		}
	}
	return nil
}

// Told gives the words for a fact about a page that follow the name of who caused it, in a ticket's thread: who was asked,
// who answered. The rest stands on the page itself.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (paging.Asked{}).EventKind():
		f, err := event.Decode[paging.Asked](e)
		if err != nil {
			return ""
		}
		return i18n.T(ctx, "pages.told.asked", "Names", names(name, f.Users))
	case (paging.Acked{}).EventKind():
		f, err := event.Decode[paging.Acked](e)
		if err != nil || f.Second {
			return ""
		}
		return i18n.T(ctx, "pages.told.acknowledged", "Page", f.Page)
	case (paging.Unreachable{}).EventKind():
		f, err := event.Decode[paging.Unreachable](e)
		if err != nil {
			return ""
		}
		return i18n.T(ctx, "pages.told.unreachable", "Name", name(f.User))
	case (paging.Exhaust{}).EventKind(), (paging.Ended{}).EventKind(), (paging.Again{}).EventKind(), (paging.Escalated{}).EventKind():
		return i18n.T(ctx, "pages.told."+e.Kind[len("page."):])
	}
	return ""
}
