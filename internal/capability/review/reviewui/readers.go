package reviewui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// fewReaders are shown as ticks at once; more of them are folded behind a line that says who they are.
const fewReaders = 2

// readers are ticks of a customer's contacts, all ticked at first. owner names the form of the page that they belong to, where
// they do not stand in it.
func readers(ctx context.Context, form *web.Form, all []people.User, owner string) g.Node {
	if len(all) == 0 {
		return page.Notice(page.Amber, i18n.T(ctx, "review.no_contacts"))
	}
	chosen, asked := form.All("to"), form.Get("asked") != ""
	belongs := g.If(owner != "", h.FormAttr(owner))
	var names []string
	ticks := g.Map(all, func(c people.User) g.Node {
		id := "to-" + itoa(c.ID)
		on := !asked || slices.Contains(chosen, itoa(c.ID))
		if on {
			names = append(names, c.Name)
		}
		return h.Div(h.Class("check"), h.Input(h.Type("checkbox"), h.ID(id), h.Name("to"), h.Value(itoa(c.ID)), g.If(on, h.Checked()),
			belongs), h.Label(h.For(id), g.Text(c.Name)),
			h.P(h.Class("hint"), g.Text(c.Email)))
	})
	hidden := h.Input(h.Type("hidden"), h.Name("asked"), h.Value("1"), belongs)
	list := h.FieldSet(h.Class("field"), h.ID("f-to"), h.Legend(g.Text(i18n.T(ctx, "review.f_to"))), h.Div(h.Class("stack"), ticks),
		g.If(form.Error("to") != "", h.P(h.Class("error"), h.ID("f-to-error"), g.Text(form.Error("to")))))
	if len(all) <= fewReaders {
		return g.Group{hidden, list}
	}
	summary := i18n.T(ctx, "review.to_nobody")
	switch {
	case len(names) > fewReaders:
		summary = i18n.T(ctx, "review.to_more", "First", names[0], "Count", len(names)-1)
	case len(names) > 0:
		summary = i18n.T(ctx, "review.to_few", "Names", strings.Join(names, ", "))
	}
	return g.Group{hidden, fold(form.Error("to") != "", summary, list)}
}

// recipients reads who was ticked.
func recipients(form *web.Form) (ids []int64) {
	for _, v := range form.All("to") {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
