package accountui

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Spoken lists the people whom a fact of an account speaks of.
func (u *UI) Spoken(e event.Event) []int64 {
	switch e.Kind {
	case (account.Given{}).EventKind():
		if f, err := event.Decode[account.Given](e); err == nil {
			return []int64{f.User}
		}
	case (account.Engaged{}).EventKind():
		if f, err := event.Decode[account.Engaged](e); err == nil {
			return []int64{f.User}
		}
	case (account.Came{}).EventKind():
		if f, err := event.Decode[account.Came](e); err == nil {
			return []int64{f.User}
		}
	}
	return nil
}

// Told tells in a ticket's thread how it found its engineer and who was engaged, in words that follow the name of who did it.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (account.Given{}).EventKind():
		f, err := event.Decode[account.Given](e)
		switch {
		case err != nil:
			return ""
		case f.Back:
			return i18n.T(ctx, "assigned.told_back", "Name", name(f.User))
		case f.Cover != 0:
			return i18n.T(ctx, "assigned.told_cover", "Name", name(f.User))
		}
		return i18n.T(ctx, "assigned.told_given", "Name", name(f.User))
	case (account.Engaged{}).EventKind():
		return toldEngaged(ctx, e, name)
	case (account.Came{}).EventKind():
		f, err := event.Decode[account.Came](e)
		switch {
		case err != nil:
			return ""
		case f.Part == "":
			return i18n.T(ctx, "assigned.told_answered", "Name", name(f.User))
		}
		return i18n.T(ctx, "assigned.told_part", "Words", partWords(ctx, f.Part, name(f.User)))
	}
	return ""
}

func toldEngaged(ctx context.Context, e event.Event, name func(userID int64) string) string {
	f, err := event.Decode[account.Engaged](e)
	switch {
	case err != nil:
		return ""
	case f.Outcome == account.Outside:
		return i18n.T(ctx, "assigned.told_outside", "Name", name(f.User))
	case f.Outcome == account.Absent:
		return i18n.T(ctx, "assigned.told_absent")
	case f.Cover:
		return i18n.T(ctx, "assigned.told_engaged_cover", "Name", name(f.User))
	}
	return i18n.T(ctx, "assigned.told_engaged", "Name", name(f.User))
}
