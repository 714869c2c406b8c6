package emergencyui

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Spoken lists the people whom a fact of emergencies speaks of.
func (u *UI) Spoken(e event.Event) []int64 {
	switch e.Kind {
	case (emergency.Answered{}).EventKind():
		return of(e, func(f emergency.Answered) []int64 { return []int64{f.User, f.From} })
	case (emergency.Offered{}).EventKind():
		return of(e, func(f emergency.Offered) []int64 { return []int64{f.To} })
	case (emergency.ShiftEnding{}).EventKind():
		return of(e, func(f emergency.ShiftEnding) []int64 { return []int64{f.User} })
	}
	return nil
}

// Told tells in a ticket's thread what became of an emergency, in words that follow the name of who did it.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (emergency.Opened{}).EventKind():
		return of(e, func(f emergency.Opened) string { return toldOpened(ctx, f) })
	case (emergency.Rang{}).EventKind():
		return i18n.T(ctx, "emergency.told_rang")
	case (emergency.Answered{}).EventKind():
		return of(e, func(f emergency.Answered) string { return toldAnswered(ctx, f, name) })
	case (emergency.Decided{}).EventKind():
		return of(e, func(f emergency.Decided) string {
			return i18n.T(ctx, "emergency.told_decided", "Decision", i18n.T(ctx, "emergency.is_"+string(f.Decision)))
		})
	case (emergency.Closed{}).EventKind():
		return of(e, func(f emergency.Closed) string {
			return i18n.T(ctx, "emergency.told_closed", "Ending", i18n.T(ctx, "emergency.ended_"+string(f.Ending)))
		})
	case (emergency.Called{}).EventKind():
		return i18n.T(ctx, "emergency.told_called")
	case (emergency.CallChanged{}).EventKind():
		return of(e, func(f emergency.CallChanged) string { return i18n.T(ctx, "emergency.told_call_"+string(f.What)) })
	case (emergency.Reminded{}).EventKind():
		return of(e, func(f emergency.Reminded) string {
			return i18n.T(ctx, "emergency.told_reminded", "Timer", i18n.T(ctx, "emergency.timer_"+string(f.Timer)))
		})
	}
	return toldHandOver(ctx, e, name)
}

func toldHandOver(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (emergency.Offered{}).EventKind():
		return of(e, func(f emergency.Offered) string {
			if f.To == 0 {
				return i18n.T(ctx, "emergency.told_asked_nobody")
			}
			return i18n.T(ctx, "emergency.told_asked", "To", name(f.To))
		})
	case (emergency.Refused{}).EventKind():
		return i18n.T(ctx, "emergency.told_refused")
	case (emergency.Withdrawn{}).EventKind():
		return i18n.T(ctx, "emergency.told_withdrawn")
	case (emergency.ShiftEnding{}).EventKind():
		return of(e, func(f emergency.ShiftEnding) string { return i18n.T(ctx, "emergency.told_shift", "Name", name(f.User)) })
	case (emergency.RetroChanged{}).EventKind():
		return of(e, func(f emergency.RetroChanged) string { return i18n.T(ctx, "emergency.told_retro_"+string(f.What)) })
	}
	return ""
}

func toldOpened(ctx context.Context, f emergency.Opened) string {
	if f.Pages == emergency.PageNone {
		return i18n.T(ctx, "emergency.told_opened_quiet", "How", i18n.T(ctx, "emergency.how_"+string(f.How)))
	}
	return i18n.T(ctx, "emergency.told_opened", "How", i18n.T(ctx, "emergency.how_"+string(f.How)))
}

func toldAnswered(ctx context.Context, f emergency.Answered, name func(int64) string) string {
	if f.From == 0 {
		return i18n.T(ctx, "emergency.told_answered")
	}
	return i18n.T(ctx, "emergency.told_took_over", "From", name(f.From))
}

// of reads a fact; a broken one gives nothing.
func of[T event.Fact, R any](e event.Event, read func(T) R) (out R) {
	if f, err := event.Decode[T](e); err == nil {
		return read(f)
	}
	return out
}
