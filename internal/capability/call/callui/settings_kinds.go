package callui

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// kindColumns are the cells of a kind of call, in the order of the table.
var kindColumns = []string{"title", "title_de", "minutes", "key"}

// spareKinds are the empty rows behind those that are filled.
const spareKinds = 2

func cell(column string, row int) string { return fmt.Sprint(column, "-", row) }

func kindsForm(kinds []call.KindRule) *web.Form {
	f := web.NewForm()
	for i, k := range kinds {
		for column, value := range map[string]string{"title": k.Title, "title_de": k.TitleDE, "minutes": joined(k.Minutes), "key": string(k.Key)} {
			f.Values.Set(cell(column, i), value)
		}
	}
	return f
}

// kindRows is how many rows of a form are filled: up to the last one with a word in it.
func kindRows(form *web.Form) (n int) {
	const most = 50
	for i := range most {
		for _, column := range kindColumns {
			if form.Get(cell(column, i)) != "" {
				n = i + 1
			}
		}
	}
	return n
}

func kindsCard(ctx context.Context, form *web.Form) g.Node {
	if wrong := form.Error("kinds"); wrong != "" {
		form.Reject("", wrong)
	}
	var columns []page.Column
	for _, c := range kindColumns {
		columns = append(columns, page.Column{Label: t(ctx, "calls.kind_"+c)})
	}
	var rows [][]g.Node
	for i := range kindRows(form) + spareKinds {
		var cells []g.Node
		for _, c := range kindColumns {
			f := page.Ask(form, cell(c, i), t(ctx, "calls.kind_"+c))
			f.Optional = true
			cells = append(cells, page.Bare(f))
		}
		rows = append(rows, cells)
	}
	return page.Card(t(ctx, "calls.set_kinds"), t(ctx, "calls.set_kinds_about"),
		page.Form(timesPath+"/kinds", page.FormError(form), page.Table(t(ctx, "calls.set_kinds"), columns, rows...),
			page.FormEnd(page.Button(page.Primary, t(ctx, "calls.save")))))
}

func (u *UI) postKinds(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	var kinds []call.KindRule
	for i := range kindRows(form) {
		k := call.KindRule{Key: call.Kind(form.Get(cell("key", i))), Title: form.Get(cell("title", i)), TitleDE: form.Get(cell("title_de", i)),
			Minutes: minutesOf(ctx, form, cell("minutes", i), form.Get(cell("minutes", i)))}
		if k.Title == "" && len(k.Minutes) == 0 {
			continue // who empties a row takes the kind away
		}
		if k.Key == "" {
			k.Key = call.Kind(strings.ToLower(strings.Join(strings.Fields(k.Title), "_")))
		}
		kinds = append(kinds, k)
	}
	if form.OK() {
		err = u.Calls.ChangeRules(ctx, func(rules *call.Rules) { rules.Kinds = kinds })
	}
	return saved(w, r, form, err, timesPath, func() error { return u.timesPage(w, r, "kinds", form) })
}
