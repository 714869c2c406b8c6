package portal

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// reworded are the fields of which a customer can get one thing wrong only, with the words for it. They may name what was
// typed.
var reworded = map[string]string{
	"name": "portal.wrong.name", "zone": "portal.wrong.zone", "locale": "portal.wrong.choice", "version": "portal.wrong.version", "users": "portal.wrong.users",
	"nodes": "portal.wrong.nodes", "topology": "portal.wrong.topology", "kind": "portal.wrong.choice", "deployment": "portal.wrong.choice",
	"architecture": "portal.wrong.choice", "size": "portal.wrong.choice", "region": "portal.wrong.choice", "environment": "portal.wrong.environment",
	"body": "portal.wrong.body", "subject": "portal.wrong.subject", "current": "portal.secret.wrong",
	"address": "portal.signin.noaddress",
}

// reword says in the reader's language what a use case found wrong with a form; its own sentences are English, and speak to
// engineers.
func reword(ctx context.Context, f *web.Form) {
	for field := range f.Errors {
		typed := f.Get(field)
		switch id := reworded[field]; {
		case field == "password":
			f.Errors[field] = i18n.T(ctx, "portal.secret.weak", "Count", utf8.RuneCountInString(f.Values.Get("password")), "Shortest", people.ShortestPassword)
		case field == "cc":
			f.Errors[field] = wrongAddress(ctx, typed)
		case strings.HasPrefix(field, fieldName("")):
			f.Errors[field] = i18n.T(ctx, "portal.question.unfit")
		case id != "":
			f.Errors[field] = i18n.T(ctx, id, "Typed", fault.Clip(typed, 60))
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
