package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

type standingKey struct{}

// WithStanding has a line stand at the top of every page that is drawn with ctx: what holds for the whole desk, and must not
// be forgotten on any page.
func WithStanding(ctx context.Context, name, text string) context.Context {
	return context.WithValue(ctx, standingKey{}, [2]string{name, text})
}

// standing draws that line; nil where there is none.
func standing(ctx context.Context) g.Node {
	words, ok := ctx.Value(standingKey{}).([2]string)
	if !ok {
		return nil
	}
	return h.Div(h.Class("standing"), h.P(Icon("shield"), h.Strong(g.Text(words[0])), g.Text(" "+words[1])))
}
