package crmui

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// accountsSection is which accounts become customers, and who of them contacts.
func accountsSection() section {
	return section{id: "accounts",
		stands: func(ctx context.Context, v crm.Setup) string {
			types := strings.Join(v.Rules.Types, ", ")
			if types == "" {
				types = i18n.T(ctx, "crm.stands_all_types")
			}
			contacts := "crm.stands_contacts_listed"
			if v.Rules.DropContacts {
				contacts = "crm.stands_contacts_dropped"
			}
			return i18n.T(ctx, "crm.stands_accounts", "Types", types, "Contacts", i18n.T(ctx, contacts))
		},
		form: func(v crm.Setup) *web.Form {
			var regions []string
			for _, theirs := range slices.Sorted(maps.Keys(v.Rules.Regions)) {
				regions = append(regions, theirs+" = "+v.Rules.Regions[theirs])
			}
			return web.NewForm("types", strings.Join(v.Rules.Types, "\n"), "partners", strings.Join(v.Rules.Partners, "\n"), "cancelled",
				strings.Join(v.Rules.Cancelled, "\n"),
				"regions", strings.Join(regions, "\n"), "delete_after_years", strconv.Itoa(v.Rules.DeleteYears), "drop_contacts", on(v.Rules.DropContacts))
		},
		inputs: func(ctx context.Context, f *web.Form) g.Node {
			return g.Group{list(ctx, f, "types"), list(ctx, f, "partners"), list(ctx, f, "cancelled"), list(ctx, f, "regions"),
				number(ctx, f, "delete_after_years"), tick(ctx, f, "drop_contacts")}
		},
		read: func(f *web.Form, v *crm.Setup) {
			v.Rules.Types, v.Rules.Partners, v.Rules.Cancelled = lines(f.Text("types")), lines(f.Text("partners")), lines(f.Text("cancelled"))
			v.Rules.DeleteYears, v.Rules.DropContacts = int(f.Int64("delete_after_years")), f.Bool("drop_contacts")
			v.Rules.Regions = map[string]string{}
			for _, line := range lines(f.Text("regions")) {
				theirs, ours, _ := strings.Cut(line, "=")
				v.Rules.Regions[strings.TrimSpace(theirs)] = strings.TrimSpace(ours)
			}
		}}
}

// on is what a ticked box sends.
func on(yes bool) string {
	if yes {
		return "on"
	}
	return ""
}

// lines are the lines of a text that say something.
func lines(text string) []string {
	all := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
