package workspace

import (
	"context"
	"regexp"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

var ticketPath = regexp.MustCompile(`^/tickets/\d+(?:/|$)`)

// hints are the keys at the foot of a page: a ticket has its own, all others those of a list.
func hints(ctx context.Context, path string) []page.Hint {
	if path == "/mail" {
		return []page.Hint{
			{Keys: []string{"j", "k"}, Label: i18n.T(ctx, "page.hint.move")}, {Keys: []string{"↵"}, Label: i18n.T(ctx, "page.hint.open")},
			{Keys: []string{"e"}, Label: i18n.T(ctx, "maillog.release")}, {Keys: []string{"b"}, Label: i18n.T(ctx, "maillog.block")},
			{Keys: []string{"?"}, Label: i18n.T(ctx, "page.hint.all")},
		}
	}
	if !ticketPath.MatchString(path) {
		return nil
	}
	return []page.Hint{
		{Keys: []string{"r"}, Label: i18n.T(ctx, "page.hint.reply")}, {Keys: []string{"n"}, Label: i18n.T(ctx, "page.hint.note")},
		{Keys: []string{"i"}, Label: i18n.T(ctx, "page.hint.take")}, {Keys: []string{"s"}, Label: i18n.T(ctx, "page.hint.status")},
		{Keys: []string{"m"}, Label: i18n.T(ctx, "page.hint.macro")}, {Keys: []string{"j", "k"}, Label: i18n.T(ctx, "page.hint.move")},
		{Keys: []string{"u"}, Label: i18n.T(ctx, "page.hint.back")}, {Keys: []string{"?"}, Label: i18n.T(ctx, "page.hint.all")},
	}
}
