package page

import (
	"context"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// NavGroup is a part of the navigation. The first group has no title by habit.
type NavGroup struct {
	Title string
	Items []NavItem
	Fold  string // folds away under its title, which a browser keeps by this id (web.Unfolded); empty: never
	ID    string // of the list, where it is Live
	Live  g.Node // may be nil; its source answers with NavList
}

// NavItem is one link of the navigation.
type NavItem struct {
	Label   string
	Href    string
	Icon    string // a name of icons.txt; or a Tone for a dot
	Tone    string // a region's colour: shows a dot instead of an icon
	Count   string // "118", "clean"; may be empty
	Key     string // "g q"; may be empty
	Alarm   bool   // something burns: red, with its count in a pill
	Current bool
	Bar     bool // stands in the bar of a phone, which has room for few
	Post    bool // it is an act, not a page: sign out
}

// Hint shows a key and what it does at the foot of the page.
type Hint struct {
	Keys  []string
	Label string
}

func side(ctx context.Context, f Frame) g.Node {
	return h.Nav(h.Class("side"), g.Attr("aria-label", i18n.T(ctx, "page.nav")),
		h.A(h.Class("brand"), h.Href("/"), mark(), h.Span(g.Text("Daywatch"), g.If(f.Desk != "", h.Small(g.Text(f.Desk))))),
		g.Map(f.Nav, func(n NavGroup) g.Node { return n.view(ctx) }),
		h.Div(h.Class("grow")),
		h.Ul(
			h.Li(h.A(h.Class("nav-item"), h.Href("/search"), g.Attr("data-key", "/"), g.Attr("data-palette", ""),
				Icon("search"), g.Text(i18n.T(ctx, "page.search")), h.Span(h.Class("right"), h.Kbd(g.Text("/"))))),
			me(ctx, f),
			g.Map(f.Extra, navItem),
			g.Iff(f.More.Href != "", func() g.Node { return placed("in-bar phone-only", f.More) }),
		),
	)
}

func (n NavGroup) view(ctx context.Context) g.Node {
	if n.Fold == "" {
		return g.Group{g.If(n.Title != "", h.H2(g.Text(n.Title))), NavList(n)}
	}
	here := slices.ContainsFunc(n.Items, func(i NavItem) bool { return i.Current })
	return h.Details(h.ID(n.Fold), g.Attr("data-fold", n.Fold), g.If(here || web.Unfolded(ctx, n.Fold), g.Attr("open", "")),
		h.Summary(h.H2(g.Text(n.Title))), NavList(n))
}

// Everywhere is the navigation as a page, for a phone, whose bar holds a part of it.
func Everywhere(ctx context.Context, f Frame) g.Node {
	groups := append(slices.Clone(f.Nav), NavGroup{Items: append([]NavItem{{Label: i18n.T(ctx, "page.search"), Href: "/search", Icon: "search"}}, f.Extra...)})
	return h.Div(h.Class("content everywhere"), g.Map(groups, func(n NavGroup) g.Node {
		return h.Section(g.If(n.Title != "", h.H2(g.Text(n.Title))), h.Ul(g.Map(n.Items, func(i NavItem) g.Node { return placed("", i) })))
	}))
}

// NavList is the links of a group.
func NavList(n NavGroup) g.Node {
	return h.Ul(g.If(n.ID != "", h.ID(n.ID)), n.Live, g.Map(n.Items, navItem))
}

func navItem(n NavItem) g.Node {
	if n.Bar {
		return placed("in-bar", n)
	}
	return placed("", n)
}

// placed is an item of a list whose place has a class; "" has none.
func placed(place string, n NavItem) g.Node {
	class := "nav-item"
	if n.Alarm {
		class += " alarm"
	}
	var sign g.Node
	switch {
	case n.Tone != "":
		sign = dot(n.Tone)
	case n.Icon != "":
		sign = Icon(n.Icon)
	}
	if n.Post {
		return h.Li(h.Form(h.Method("post"), h.Action(n.Href), g.Attr("hx-boost", "false"),
			h.Button(h.Class(class), h.Type("submit"), sign, g.Text(n.Label))))
	}
	return h.Li(g.If(place != "", h.Class(place)), h.A(h.Class(class), h.Href(n.Href), g.If(n.Current, g.Attr("aria-current", "page")),
		g.If(n.Key != "", g.Attr("data-key", n.Key)),
		sign, g.Text(n.Label),
		g.If(n.Count != "", h.Span(h.Class("count"), g.Text(n.Count))),
	))
}

func me(ctx context.Context, f Frame) g.Node {
	if f.Me.ID == 0 {
		return nil
	}
	first, _, _ := strings.Cut(f.Me.Name, " ")
	return h.Li(h.A(h.Class("nav-item"), h.Href(f.Me.Href), Avatar(f.Me), g.Text(first),
		g.Iff(f.Zone != nil, func() g.Node {
			now := f.Now.In(f.Zone)
			return h.Span(h.Class("count"), h.Title(f.Zone.String()),
				h.Span(g.Attr("data-clock", f.Zone.String()), g.Text(now.Format("15:04"))), g.Text(" "+now.Format("MST")))
		}),
	))
}

func hints(ctx context.Context, list []Hint) g.Node {
	if list == nil {
		list = []Hint{
			{[]string{"j", "k"}, i18n.T(ctx, "page.hint.move")}, {[]string{"↵"}, i18n.T(ctx, "page.hint.open")},
			{[]string{"i"}, i18n.T(ctx, "page.hint.take")}, {[]string{"r"}, i18n.T(ctx, "page.hint.reply")},
			{[]string{"Ctrl K"}, i18n.T(ctx, "page.hint.palette")}, {[]string{"?"}, i18n.T(ctx, "page.hint.all")},
		}
	}
	return h.Footer(h.Class("hints"),
		g.Map(list, func(n Hint) g.Node { return h.Span(Keys(n.Keys...), g.Text(n.Label)) }),
		h.Span(h.Class("live"), h.ID("live"), g.Attr("role", "status"), g.Attr("data-on", i18n.T(ctx, "page.live.on")),
			g.Attr("data-off", i18n.T(ctx, "page.live.off")), g.Text(i18n.T(ctx, "page.live.none"))),
	)
}

// Keys shows keys as caps.
func Keys(keys ...string) g.Node {
	return g.Map(keys, func(k string) g.Node { return h.Kbd(g.Text(k)) })
}
