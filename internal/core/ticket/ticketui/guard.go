package ticketui

import (
	"context"
	"errors"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// anyway is where a refused form keeps the codes of warnings that its sender may accept.
const anyway = "anyway"

// absorb takes an error that the sender of a form can mend, with every finding of the guard rails.
func absorb(form *web.Form, err error) bool {
	var found ticket.Findings
	if errors.As(err, &found) {
		for _, f := range found {
			form.Reject(f.Field, f.Sentence)
		}
		form.Values.Set(anyway, strings.Join(found.Codes(), " "))
	}
	return form.Absorb(err)
}

// accepted lists the warnings that the sender of a form has read.
func accepted(form *web.Form) []string { return strings.Fields(form.Get("accept")) }

// anywayButton sends a form again as it stands, warnings and all; nothing where there are none, or where
// nobody may.
func anywayButton(ctx context.Context, form *web.Form) g.Node {
	if form == nil || form.Get(anyway) == "" {
		return nil
	}
	return page.Button(page.Danger, i18n.T(ctx, "guard.anyway"), h.Name("accept"), h.Value(form.Get(anyway)))
}
