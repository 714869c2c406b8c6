package portal

import (
	"context"
	"errors"
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// errWorded is the cause of what was said in the reader's language already.
var errWorded = errors.New("refused by the portal")

// worded is a fault in the reader's words.
func worded(ctx context.Context, kind fault.Kind, id string, data ...any) error {
	return fault.Wrap(kind, errWorded, "%s", i18n.T(ctx, id, data...))
}

// kinds are the words for faults by what a customer can do about them, which page.Error has too. Others are ours.
var kinds = map[fault.Kind]string{fault.NotFound: "missing", fault.Forbidden: "forbidden", fault.Conflict: "conflict",
	fault.Invalid: "invalid", fault.TooLarge: "large"}

// refuse answers with what was wrong, on a page of the portal: its reader finds on from there. What is not theirs to mend, web
// tells.
func (p *Portal) refuse(w http.ResponseWriter, r *http.Request, err error) error {
	kind, known := kinds[fault.KindOf(err)]
	if err == nil || !known {
		return err
	}
	ctx := r.Context()
	sentence, _ := fault.Public(err)
	if i18n.Language(ctx) != "en" && !errors.Is(err, errWorded) { // use cases speak English
		sentence = i18n.T(ctx, "portal.fault."+kind)
	}
	title := i18n.T(ctx, "error."+kind)
	return p.show(w, r, fault.HTTPStatus(err), title, page.Head(title, ""),
		page.Notice(page.Amber, sentence, page.LinkButton(page.Secondary, Home, i18n.T(ctx, "portal.tickets"))))
}
