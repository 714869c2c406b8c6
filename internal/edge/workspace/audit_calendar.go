package workspace

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// sayCalendar names each part of a calendar that changed, with its hours before and after.
func sayCalendar(ctx context.Context, f calendar.Saved) words {
	said := words{what: i18n.T(ctx, "audit.calendar."+made(f.New), "Title", f.Title)}
	var before, after []string
	for _, c := range f.Changes {
		part, date, _ := strings.Cut(c.Field, " ")
		name := strings.TrimSpace(word(ctx, "audit.calendar.part.", part) + " " + date)
		if c.From != "" {
			before = append(before, name+": "+c.From)
		}
		if c.To != "" {
			after = append(after, name+": "+c.To)
		}
	}
	said.from, said.to = strings.Join(before, "; "), strings.Join(after, "; ")
	return said
}
