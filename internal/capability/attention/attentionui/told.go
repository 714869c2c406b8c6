package attentionui

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Spoken lists the people whom a fact of a request speaks of.
func (u *UI) Spoken(e event.Event) []int64 {
	switch e.Kind {
	case (attention.Requested{}).EventKind():
		if f, err := event.Decode[attention.Requested](e); err == nil {
			return []int64{f.Manager}
		}
	case (attention.Moved{}).EventKind():
		if f, err := event.Decode[attention.Moved](e); err == nil {
			return []int64{f.Engineer}
		}
	}
	return nil
}

// Told tells in a ticket's thread how a request goes, in words that follow the name of who did it.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (attention.Requested{}).EventKind():
		f, err := event.Decode[attention.Requested](e)
		switch {
		case err != nil:
			return ""
		case f.Manager == 0:
			return i18n.T(ctx, "attention.told_asked_nobody")
		}
		return i18n.T(ctx, "attention.told_asked", "Manager", name(f.Manager))
	case (attention.Moved{}).EventKind():
		f, err := event.Decode[attention.Moved](e)
		if err != nil {
			return ""
		}
		return i18n.T(ctx, "attention.told_"+string(f.To), "Engineer", name(f.Engineer))
	case (attention.Timed{}).EventKind():
		f, err := event.Decode[attention.Timed](e)
		switch {
		case err != nil:
			return ""
		case f.Breach:
			return i18n.T(ctx, "attention.told_breached")
		}
		return i18n.T(ctx, "attention.told_warned")
	}
	return ""
}
