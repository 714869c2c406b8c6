package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Menu is a button that opens a list of links and PostButtons. It is a <details>, so it works without a
// script; more adds attributes to its button, of them Key. Opened by its key, its first item has the focus.
func Menu(label string, items []g.Node, more ...g.Node) g.Node {
	return h.Details(h.Class("menu"), g.Attr("data-menu", ""),
		h.Summary(h.Class("btn"), g.Text(label), g.Group(more)),
		h.Div(h.Class("pop"), g.Group(items)))
}

// fewItems is how many items of a menu are found by looking.
const fewItems = 7

// LongMenu is a Menu that is narrowed down by typing, once it has more items than the eye takes in.
func LongMenu(label, filter string, items []g.Node, more ...g.Node) g.Node {
	if len(items) > fewItems {
		items = append([]g.Node{h.Input(h.Class("input js-only"), h.Type("search"), g.Attr("data-filter", ""), h.AutoComplete("off"),
			h.Placeholder(filter), g.Attr("aria-label", filter))}, items...)
	}
	return Menu(label, items, more...)
}

// Dialog is a window over the page, opened by a Button with OpenDialog(id).
func Dialog(ctx context.Context, id, title string, body, foot g.Node) g.Node {
	return h.Dialog(h.ID(id), g.Attr("aria-labelledby", id+"-title"),
		h.Header(h.H2(h.ID(id+"-title"), g.Text(title)), h.Form(h.Method("dialog"), Button(Quiet+" small", i18n.T(ctx, "page.close")))),
		h.Div(h.Class("body"), body),
		g.If(foot != nil, h.Footer(foot)))
}

// OpenDialog makes a button open the Dialog of that id.
func OpenDialog(id string) g.Node { return g.Attr("data-dialog", id) }

// The daily acts and the ways around, in the order of the help window.
var keyList = []struct{ keys, text string }{
	{"j", "keys.next"}, {"k", "keys.previous"}, {"↵", "keys.open"}, {"r", "keys.reply"}, {"n", "keys.note"},
	{"i", "keys.take"}, {"s", "keys.status"}, {"m", "keys.macro"}, {"x", "keys.choose"}, {"/", "keys.search"}, {"Ctrl K", "keys.palette"},
	{"[ ]", "keys.pages"}, {"c", "keys.new"}, {"g q", "keys.queue"}, {"u", "keys.back"}, {"z", "keys.undo"},
	{"Ctrl ↵", "keys.send"}, {"Esc", "keys.leave"}, {"?", "keys.help"},
}

func helpDialog(ctx context.Context) g.Node {
	var items g.Group
	for _, k := range keyList {
		items = append(items, h.Li(h.Span(g.Text(i18n.T(ctx, k.text))), h.Kbd(g.Text(k.keys))))
	}
	return Dialog(ctx, "help", i18n.T(ctx, "keys.title"), h.Ul(h.Class("keys"), items), nil)
}

func paletteDialog(ctx context.Context) g.Node {
	label := i18n.T(ctx, "palette.label")
	return h.Dialog(h.Class("palette"), h.ID("palette"), g.Attr("aria-label", label),
		h.Form(h.Action("/search"), g.Attr("hx-boost", "false"),
			h.Input(h.Type("search"), h.Name("q"), h.Placeholder(label), h.AutoComplete("off"), g.Attr("aria-label", label),
				g.Attr("role", "combobox"), g.Attr("aria-expanded", "true"), g.Attr("aria-controls", "palette-results"))),
		h.Div(h.Class("results"), h.ID("palette-results"), g.Attr("role", "listbox"), g.Attr("aria-label", label)))
}

// PaletteGroup is a titled part of what GET /palette?q= answers.
func PaletteGroup(title string, links ...g.Node) g.Node {
	return h.Div(g.Attr("role", "group"), g.Attr("aria-label", title), h.H3(g.Text(title)), g.Group(links))
}

// PaletteLink is a result of the palette.
func PaletteLink(icon, label, sub, href string) g.Node {
	return h.A(h.Href(href), g.Attr("role", "option"), g.Attr("tabindex", "-1"), Icon(icon), h.Span(h.Class("clip"), g.Text(label)),
		g.If(sub != "", h.Span(h.Class("sub"), g.Text(sub))))
}

// PaletteEmpty is what the palette answers when nothing fits.
func PaletteEmpty(text string) g.Node { return h.P(g.Text(text)) }
