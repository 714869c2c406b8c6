package clearanceui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Outside is all that a restricted desk shows to who is not inside, whatever they ask for: it names nothing, and has the
// same bytes for what is there and what is not.
func Outside(ctx context.Context) web.Node {
	title := i18n.T(ctx, "restricted.record")
	return page.Door(ctx, page.Frame{Title: title},
		h.Header(h.Class("stack"), h.H1(g.Text(title)), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "restricted.about")))),
		h.P(g.Text(i18n.T(ctx, "restricted.way"))),
		page.LinkButton(page.Wide, "/sign-in", i18n.T(ctx, "restricted.signin")),
		h.P(h.A(h.Class("link"), h.Href("/portal/sign-in"), g.Text(i18n.T(ctx, "restricted.customers")))))
}
