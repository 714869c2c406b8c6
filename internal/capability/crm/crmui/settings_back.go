package crmui

import (
	"context"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// backSection is what the CRM is told.
func backSection() section {
	return section{id: "back",
		stands: func(ctx context.Context, v crm.Setup) string {
			switch w := v.WriteBack; {
			case w.Counts && w.Cases:
				return i18n.T(ctx, "crm.stands_both")
			case w.Counts:
				return i18n.T(ctx, "crm.stands_counts")
			case w.Cases:
				return i18n.T(ctx, "crm.stands_cases")
			}
			return i18n.T(ctx, "crm.stands_silent")
		},
		form: func(v crm.Setup) *web.Form {
			w := v.WriteBack
			return web.NewForm("counts", on(w.Counts), "open_field", w.OpenField, "days_field", w.DaysField, "cases", on(w.Cases),
				"case_object", w.CaseObject, "case_field", w.CaseField,
				"case_link", w.CaseLink, "open_word", w.OpenWord, "closed_word", w.ClosedWord)
		},
		inputs: func(ctx context.Context, f *web.Form) g.Node {
			all := g.Group{tick(ctx, f, "counts"), word(ctx, f, "open_field"), word(ctx, f, "days_field"), tick(ctx, f, "cases")}
			for _, name := range []string{"case_object", "case_field", "case_link", "open_word", "closed_word"} {
				all = append(all, word(ctx, f, name))
			}
			return all
		},
		read: func(f *web.Form, v *crm.Setup) {
			v.WriteBack = crm.WriteBack{Counts: f.Bool("counts"), OpenField: f.Get("open_field"), DaysField: f.Get("days_field"),
				Cases: f.Bool("cases"), CaseObject: f.Get("case_object"),
				CaseField: f.Get("case_field"), CaseLink: f.Get("case_link"), OpenWord: f.Get("open_word"), ClosedWord: f.Get("closed_word")}
		}}
}
