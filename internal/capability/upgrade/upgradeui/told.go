package upgradeui

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Spoken lists the people whom a fact of an upgrade speaks of.
func (u *UI) Spoken(e event.Event) []int64 {
	if e.Kind != (upgrade.Noticed{}).EventKind() {
		return nil
	}
	f, err := event.Decode[upgrade.Noticed](e)
	if err != nil {
		return nil
	}
	return f.To
}

// Told tells what happened to an upgrade, in words that follow the name of who did it.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (upgrade.Planned{}).EventKind():
		f, err := event.Decode[upgrade.Planned](e)
		switch {
		case err != nil:
			return ""
		case f.New:
			return i18n.T(ctx, "upgrade.told_begun", "To", f.To)
		}
		return i18n.T(ctx, "upgrade.told_changed")
	case (upgrade.Readied{}).EventKind():
		f, err := event.Decode[upgrade.Readied](e)
		if err != nil {
			return ""
		}
		key := "upgrade.told_ready"
		if f.Moved {
			key = "upgrade.told_moved"
		}
		return i18n.T(ctx, key, "Window", span(ctx, f.From, f.Until, i18n.Zone(ctx)))
	case (upgrade.Met{}).EventKind():
		f, err := event.Decode[upgrade.Met](e)
		switch {
		case err != nil:
			return ""
		case f.At.IsZero():
			return i18n.T(ctx, "upgrade.told_uncalled")
		}
		return i18n.T(ctx, "upgrade.told_call", "Time", i18n.FormatTime(ctx, f.At))
	case (upgrade.Finished{}).EventKind():
		f, err := event.Decode[upgrade.Finished](e)
		if err != nil {
			return ""
		}
		return i18n.T(ctx, "upgrade.told_"+string(f.Outcome), "Version", f.Version)
	case (upgrade.Noticed{}).EventKind():
		return noticed(ctx, e, name)
	}
	return plain(ctx, e)
}

// noticed names who was told before the window.
func noticed(ctx context.Context, e event.Event, name func(userID int64) string) string {
	f, err := event.Decode[upgrade.Noticed](e)
	if err != nil {
		return ""
	}
	if len(f.To) == 0 {
		return i18n.T(ctx, "upgrade.told_noticed_nobody")
	}
	all := make([]string, len(f.To))
	for i, id := range f.To {
		all[i] = name(id)
	}
	return i18n.T(ctx, "upgrade.told_noticed", "Names", strings.Join(all, ", "))
}

// plain tells a fact that needs no more than its kind.
func plain(ctx context.Context, e event.Event) string {
	switch e.Kind {
	case (upgrade.Confirmed{}).EventKind():
		return i18n.T(ctx, "upgrade.told_confirmed")
	case (upgrade.Informed{}).EventKind():
		return i18n.T(ctx, "upgrade.told_informed")
	case (upgrade.Advised{}).EventKind():
		return i18n.T(ctx, "upgrade.told_advised")
	case (upgrade.Asked{}).EventKind():
		return i18n.T(ctx, "upgrade.told_asked")
	}
	return ""
}
