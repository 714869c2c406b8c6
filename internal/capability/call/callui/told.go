package callui

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Spoken lists the people whom a fact of a call speaks of.
func (u *UI) Spoken(e event.Event) []int64 {
	switch e.Kind {
	case (call.Was{}).EventKind():
		if f, err := event.Decode[call.Was](e); err == nil {
			return []int64{f.Host}
		}
	case (call.Answered{}).EventKind():
		if f, err := event.Decode[call.Answered](e); err == nil {
			return []int64{f.User}
		}
	}
	return nil
}

// Told tells in a ticket's thread what became of its calls, in words that follow the name of who did it.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (call.Was{}).EventKind():
		f, err := event.Decode[call.Was](e)
		if err != nil {
			return ""
		}
		return tellWas(ctx, f, name)
	case (call.Roomless{}).EventKind():
		return t(ctx, "calls.told_roomless")
	case (call.Opened{}).EventKind():
		return t(ctx, "calls.told_opened")
	case (call.Closed{}).EventKind():
		return t(ctx, "calls.told_closed")
	case (call.Left{}).EventKind():
		f, err := event.Decode[call.Left](e)
		if err != nil {
			return ""
		}
		return t(ctx, "calls.told_left_"+f.Needs)
	case (call.Answered{}).EventKind():
		f, err := event.Decode[call.Answered](e)
		if err != nil {
			return ""
		}
		if f.User == 0 {
			return t(ctx, "calls.told_guest", "Answer", t(ctx, "calls.answer_"+f.Answer))
		}
		return t(ctx, "calls.told_answer", "Name", name(f.User), "Answer", t(ctx, "calls.answer_"+f.Answer))
	}
	return ""
}

func tellWas(ctx context.Context, f call.Was, name func(userID int64) string) string {
	at := ""
	if f.At != 0 {
		at = i18n.FormatTime(ctx, time.UnixMicro(f.At))
	}
	key := "calls.told_" + string(f.State)
	if f.State == call.Booked && f.Moved {
		key = "calls.told_moved"
	}
	if f.Customer {
		key += "_customer"
	}
	who := ""
	if f.Host != 0 {
		who = name(f.Host)
	}
	return t(ctx, key, "Time", at, "Host", who)
}
