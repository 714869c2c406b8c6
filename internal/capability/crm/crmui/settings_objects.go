package crmui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// objectSections are where Salesforce keeps accounts, subscriptions and contacts.
func objectSections() (all []section) {
	for _, o := range crm.Objects() {
		all = append(all, objectSection(o))
	}
	return all
}

func objectSection(o crm.Object) section {
	return section{id: string(o),
		stands: func(ctx context.Context, v crm.Setup) string {
			part := v.Mapping.Of(o)
			return i18n.T(ctx, "crm.stands_object", "Object", part.Object, "Count", len(part.Fields))
		},
		form: func(v crm.Setup) *web.Form {
			part := v.Mapping.Of(o)
			f := web.NewForm(string(o)+".object", part.Object, string(o)+".where", part.Where)
			for _, name := range crm.FieldsOf(o) {
				f.Values.Set(string(o)+"."+name, part.Fields[name])
			}
			return f
		},
		inputs: func(ctx context.Context, f *web.Form) g.Node {
			ask := func(name string) page.Field {
				x := page.Ask(f, string(o)+"."+name, i18n.T(ctx, "crm.map_"+name))
				x.Optional, x.Autocomplete = true, "off"
				return x
			}
			var rows [][]g.Node
			for _, name := range crm.FieldsOf(o) {
				x := ask(name)
				rows = append(rows, []g.Node{g.Text(x.Label), page.Bare(x)})
			}
			object := ask("object")
			object.Optional = false
			return g.Group{page.Input(ctx, object), page.Input(ctx, ask("where")),
				h.Div(h.Class("sku-map"),
					page.Table(i18n.T(ctx, "crm.sec_"+string(o)),
						[]page.Column{{Label: i18n.T(ctx, "crm.map_ours")}, {Label: i18n.T(ctx, "crm.map_theirs")}}, rows...))}
		},
		read: func(f *web.Form, v *crm.Setup) {
			m := crm.ObjectMap{Object: f.Get(string(o) + ".object"), Where: f.Get(string(o) + ".where"), Fields: map[string]string{}}
			for _, name := range crm.FieldsOf(o) {
				if field := f.Get(string(o) + "." + name); field != "" {
					m.Fields[name] = field
				}
			}
			v.Mapping = v.Mapping.With(o, m)
		}}
}
