package queueui

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Spoken lists the people whom a fact of the queue speaks of.
func (u *UI) Spoken(e event.Event) []int64 {
	switch e.Kind {
	case (queue.Pulled{}).EventKind():
		return of(e, func(f queue.Pulled) []int64 { return []int64{f.To} })
	case (queue.HandedOver{}).EventKind():
		return of(e, func(f queue.HandedOver) []int64 { return []int64{f.To} })
	case (queue.Released{}).EventKind():
		return of(e, func(f queue.Released) []int64 { return []int64{f.From} })
	case (queue.RehomeEnded{}).EventKind():
		return of(e, func(f queue.RehomeEnded) []int64 { return []int64{f.To} })
	case (queue.Summarized{}).EventKind():
		return of(e, func(f queue.Summarized) []int64 { return []int64{f.Leaver} })
	case (queue.Pushed{}).EventKind():
		return of(e, func(f queue.Pushed) []int64 { return []int64{f.To} })
	}
	return nil
}

// Told tells in a ticket's thread how it moved, in words that follow the name of who did it.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string {
	switch e.Kind {
	case (queue.Pulled{}).EventKind():
		return of(e, func(f queue.Pulled) string { return toldPulled(ctx, f) })
	case (queue.HandedOver{}).EventKind():
		return of(e, func(f queue.HandedOver) string { return i18n.T(ctx, "told.handed_over", "To", name(f.To)) })
	case (queue.Released{}).EventKind():
		return of(e, func(f queue.Released) string {
			if f.Reason == queue.Absent {
				return i18n.T(ctx, "told.absent", "From", name(f.From))
			}
			return i18n.T(ctx, "told.released")
		})
	case (queue.RehomeBegan{}).EventKind():
		return of(e, func(f queue.RehomeBegan) string { return u.toldRehome(ctx, f) })
	case (queue.RehomeEnded{}).EventKind():
		return of(e, func(f queue.RehomeEnded) string {
			if f.To == 0 {
				return ""
			}
			return i18n.T(ctx, "told.received", "To", name(f.To), "Region", u.regionName(ctx, f.Region))
		})
	case (queue.Satellite{}).EventKind():
		return of(e, func(f queue.Satellite) string {
			return i18n.T(ctx, "told.satellite", "Region", u.regionName(ctx, f.Region), "Count", f.Turns)
		})
	case (queue.Summarized{}).EventKind():
		return of(e, func(f queue.Summarized) string { return i18n.T(ctx, "told.summarized", "From", name(f.Leaver)) })
	case (queue.Pushed{}).EventKind():
		return of(e, func(f queue.Pushed) string { return i18n.T(ctx, "told.pushed", "To", name(f.To)) })
	}
	return ""
}

func toldPulled(ctx context.Context, f queue.Pulled) string {
	if f.List != 0 {
		return i18n.T(ctx, "told.claimed")
	}
	return i18n.T(ctx, "told.pulled", "Count", f.Position)
}

// toldRehome says where it goes, whether at once, and how heated the customer is.
func (u *UI) toldRehome(ctx context.Context, f queue.RehomeBegan) string {
	id := "told.rehomed"
	if f.Waits {
		id = "told.rehome_waits"
	}
	text := i18n.T(ctx, id, "Region", u.regionName(ctx, f.To))
	if f.Hot != "" {
		text += " (" + i18n.T(ctx, "move.hot_"+string(f.Hot)) + ")"
	}
	return text
}

// regionName is what the desk calls a region; one that it no longer has keeps its key.
func (u *UI) regionName(ctx context.Context, key string) string {
	regions, err := u.Tickets.Regions(ctx)
	if name := regionOf(regions, key).Name; err == nil && name != "" {
		return name
	}
	return key
}

// of reads a fact; a broken one gives nothing.
func of[T event.Fact, R any](e event.Event, read func(T) R) (out R) {
	if f, err := event.Decode[T](e); err == nil {
		return read(f)
	}
	return out
}
