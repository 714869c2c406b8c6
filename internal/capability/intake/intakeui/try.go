package intakeui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// try signs in as the form says and tells what came of it, beside the form so that a password stays typed.
// Without a script the page is drawn anew, and the password must be typed again: it is never sent back.
func (u *UI) try(w http.ResponseWriter, r *http.Request, f *web.Form, m intake.Mailbox) error {
	ctx := r.Context()
	n, err := u.Intake.TryMailbox(ctx, m)
	var said g.Node
	switch fault.KindOf(err) {
	case fault.Forbidden, fault.NotFound:
		return err
	case fault.Invalid:
		sentence, _ := fault.Public(err)
		f.Absorb(err)
		said = outcome(page.Red, i18n.T(ctx, "mailbox.fails"), sentence)
	default:
		said = outcome(page.Green, i18n.T(ctx, "mailbox.works"), i18n.T(ctx, "mailbox.holds", "Count", n))
		if err != nil { // the whole chain: who sets a mailbox up needs the server's own words
			said = outcome(page.Red, i18n.T(ctx, "mailbox.fails"), err.Error())
		}
	}
	if web.IsFragment(r) {
		return web.Render(w, http.StatusOK, said)
	}
	if m.Password != "" {
		said = g.Group{said, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "mailbox.typeagain")))}
	}
	return u.showMailbox(w, r, f, said)
}

func outcome(tone page.Tone, word, sentence string) g.Node {
	return h.P(page.Chip(tone, word), g.Text(" "+sentence))
}
