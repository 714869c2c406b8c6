package peopleui

import (
	"context"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

func userPath(id int64) string { return "/people/" + strconv.FormatInt(id, 10) }

func organizationPath(id int64) string { return "/organizations/" + strconv.FormatInt(id, 10) }

func memberPath(id int64) string { return "/settings/staff/" + strconv.FormatInt(id, 10) }

func groupPath(id int64) string { return "/settings/groups/" + strconv.FormatInt(id, 10) }

// address is a path with the parts of query that are set.
func address(path string, query url.Values) string {
	kept := url.Values{}
	for name, values := range query {
		if len(values) > 0 && values[0] != "" {
			kept[name] = values
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

// searchBox narrows a list. It has one field, which Enter sends.
func searchBox(action, label, query string, hidden ...g.Node) g.Node {
	return h.Form(h.Method("get"), h.Action(action), g.Attr("role", "search"), g.Group(hidden),
		h.Input(h.Class("input"), h.Type("search"), h.Name("q"), h.Value(query), h.Placeholder(label), g.Attr("aria-label", label)))
}

// pager leads on through a list by name, and back to its beginning.
func pager(ctx context.Context, path string, query url.Values, at, next people.Cursor) g.Node {
	begin, more := "", ""
	if at != (people.Cursor{}) {
		begin = address(path, query)
	}
	if next != (people.Cursor{}) {
		query.Set("after", next.String())
		more = address(path, query)
	}
	if begin == "" && more == "" {
		return nil
	}
	return h.Nav(h.Class("pager"), g.Attr("aria-label", i18n.T(ctx, "pager.label")),
		g.If(begin != "", page.LinkButton(page.Secondary, begin, i18n.T(ctx, "people.begin"))),
		g.If(more != "", page.LinkButton(page.Secondary, more, i18n.T(ctx, "people.more"), h.Rel("next"))))
}
