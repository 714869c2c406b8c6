package ticketui

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// sayTimer tells what happened by itself, and how late where the desk was down; and what no field shows.
func sayTimer(ctx context.Context, e event.Event) string {
	switch e.Kind {
	case (ticket.Aged{}).EventKind():
		f, err := event.Decode[ticket.Aged](e)
		if err != nil {
			return ""
		}
		return sayLate(ctx, i18n.T(ctx, "said.aged."+string(f.Step), "Count", f.Days), f.Late)
	case (ticket.DueReached{}).EventKind():
		f, err := event.Decode[ticket.DueReached](e)
		if err != nil {
			return ""
		}
		return sayLate(ctx, i18n.T(ctx, "said.due_reached"), f.Late)
	case (ticket.Merged{}).EventKind():
		f, err := event.Decode[ticket.Merged](e)
		switch {
		case err != nil:
			return ""
		case f.Source == e.Subject.ID:
			return i18n.T(ctx, "said.merged_into", "Number", f.Target)
		}
		return i18n.T(ctx, "said.merged_from", "Number", f.Source)
	}
	return ""
}

func sayLate(ctx context.Context, text string, seconds int64) string {
	if seconds == 0 {
		return text
	}
	return i18n.T(ctx, "said.late", "Text", text, "Time", i18n.FormatDuration(ctx, time.Duration(seconds)*time.Second))
}
