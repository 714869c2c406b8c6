package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Error draws an error: a toast for a fragment, else a page. It suits web.Config.ErrorPage; f may be empty
// and needs no sign-in.
func Error(ctx context.Context, f Frame, e web.ErrorView) g.Node {
	if e.Fragment {
		return Toast(ctx, web.Flash{Kind: "error", Text: e.Sentence})
	}
	f.Title = i18n.T(ctx, "error."+errorWord(e.Status))
	body := h.Div(h.Class("empty"), Icon("circle-alert"), h.H1(g.Text(f.Title)), h.P(g.Text(e.Sentence)),
		LinkButton(Primary, "/", i18n.T(ctx, "error.home")),
		h.Small(h.Class("faint"), g.Text(i18n.T(ctx, "error.request", "ID", e.RequestID))))
	if len(f.Nav) > 0 {
		return Shell(ctx, f, body)
	}
	return Plain(ctx, f, body)
}

// errorWord groups the statuses by what a reader can do.
func errorWord(status int) string {
	switch status {
	case 401:
		return "signin"
	case 403:
		return "forbidden"
	case 404, 405:
		return "missing"
	case 409:
		return "conflict"
	case 413:
		return "large"
	case 422:
		return "invalid"
	case 429:
		return "slow"
	case 503:
		return "away"
	}
	return "ours"
}
