package portal

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// reword says in the reader's language what a use case found wrong with a form; its own sentences are English.
func reword(ctx context.Context, f *web.Form) {
	for field := range f.Errors {
		switch {
		case field == "current":
			f.Errors[field] = i18n.T(ctx, "portal.secret.wrong")
		case field == "password":
			f.Errors[field] = i18n.T(ctx, "portal.secret.weak", "Count", utf8.RuneCountInString(f.Values.Get("password")), "Shortest", people.ShortestPassword)
		case field == "cc":
			f.Errors[field] = wrongAddress(ctx, f.Get(field))
		case strings.HasPrefix(field, fieldName("")):
			f.Errors[field] = i18n.T(ctx, "portal.question.unfit")
		}
	}
}

// wrongAddress names the first of several that is none; if all are addresses, there are too many.
func wrongAddress(ctx context.Context, typed string) string {
	list := addresses(typed)
	i := slices.IndexFunc(list, func(a string) bool {
		parsed, err := mail.ParseAddress(a)
		return err != nil || parsed.Address != a
	})
	if i < 0 {
		return i18n.T(ctx, "portal.missing.fewer")
	}
	return i18n.T(ctx, "portal.missing.address", "Typed", list[i])
}
