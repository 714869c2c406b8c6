package environmentui

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Told tells in a ticket's thread which environment it is about, in words that follow the name of who said so.
func (u *UI) Told(ctx context.Context, e event.Event, _ func(userID int64) string) string {
	if e.Kind != (environment.Chosen{}).EventKind() {
		return ""
	}
	f, err := event.Decode[environment.Chosen](e)
	switch {
	case err != nil:
		return ""
	case f.Environment == 0:
		return i18n.T(ctx, "environment.told_none")
	}
	about, err := u.Environments.Environment(ctx, f.Environment)
	if fault.Is(err, fault.NotFound) || err != nil {
		return i18n.T(ctx, "environment.told_gone")
	}
	return i18n.T(ctx, "environment.told", "Name", about.Name)
}
