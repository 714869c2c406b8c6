package portal

import (
	"context"
	"errors"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// errWorded is the cause of what was said in the reader's language already.
var errWorded = errors.New("refused by the portal")

// worded is a fault in the reader's words.
func worded(ctx context.Context, kind fault.Kind, id string, data ...any) error {
	return fault.Wrap(kind, errWorded, "%s", i18n.T(ctx, id, data...))
}

// kinds are the words for what a use case found wrong, by what a customer can do about it.
var kinds = map[fault.Kind]string{fault.NotFound: "portal.fault.missing", fault.Forbidden: "portal.fault.forbidden", fault.Conflict: "portal.fault.conflict",
	fault.Invalid: "portal.fault.invalid", fault.TooLarge: "portal.fault.large", fault.Unavailable: "portal.fault.away", fault.RateLimited: "portal.fault.slow"}

// inReadersWords gives a fault the words of its kind for who does not read English: use cases speak nothing else.
func inReadersWords(ctx context.Context, err error) error {
	id, known := kinds[fault.KindOf(err)]
	if err == nil || !known || i18n.Language(ctx) == "en" || errors.Is(err, errWorded) {
		return err
	}
	return fault.Wrap(fault.KindOf(err), err, "%s", i18n.T(ctx, id))
}
