package crmui

import (
	"context"

	g "maragu.dev/gomponents"

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
	inputs := append([]string{"object", "where"}, crm.FieldsOf(o)...)
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
			return g.Map(inputs, func(name string) g.Node {
				x := page.Ask(f, string(o)+"."+name, i18n.T(ctx, "crm.map_"+name))
				x.Optional, x.Autocomplete = true, "off"
				return page.Input(ctx, x)
			})
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
