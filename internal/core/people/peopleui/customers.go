package peopleui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const customersPath = "/settings/customers"

// customersPage keeps the desk's own words about customers: levels, tiers, usual terms and fields.
func (ui *Handlers) customersPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.ManageSettings); err != nil {
		return err
	}
	lists, err := ui.people.OrganizationLists(r.Context())
	if err != nil {
		return err
	}
	return ui.showCustomers(w, r, customersForm(lists))
}

// saveCustomers keeps the form, or with the button "rows" draws it again with more rows.
func (ui *Handlers) saveCustomers(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	lists := readCustomers(f)
	if !f.OK() || f.Get("do") == "rows" {
		return ui.showCustomers(w, r, f)
	}
	err = ui.people.SaveOrganizationLists(r.Context(), lists)
	if f.Absorb(err) {
		return ui.showCustomers(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, customersPath)
	return nil
}

func customersForm(lists people.OrganizationLists) *web.Form {
	f := web.NewForm("grace_days", strconv.Itoa(lists.Terms.GraceDays), "contact_limit", strconv.Itoa(lists.Terms.ContactLimit), "currency", lists.Currency)
	for what, list := range map[string][]people.Level{"level": lists.Levels, "tier": lists.Tiers} {
		for i, l := range list {
			f.Values.Set(cell(what+"_key", i), l.Key)
			f.Values.Set(cell(what, i), l.Name)
		}
	}
	for i, d := range lists.Fields {
		f.Values.Set(cell("field_key", i), d.Key)
		f.Values.Set(cell("field", i), d.Title)
		f.Values.Set(cell("kind", i), d.Kind)
		f.Values.Set(cell("options", i), formatOptions(d.Options))
	}
	return f
}

// readCustomers reads the form. A row without a name is left out; one without a key gets one made of its name.
func readCustomers(f *web.Form) (lists people.OrganizationLists) {
	lists.Levels, lists.Tiers, lists.Fields = readLevels(f, "level"), readLevels(f, "tier"), []people.CustomField{}
	lists.Terms = people.Terms{GraceDays: number(f, "grace_days", "grace_days"), ContactLimit: number(f, "contact_limit", "contact_limit")}
	lists.Currency = strings.ToUpper(f.Get("currency"))
	for i := range mostRows {
		d := people.CustomField{Key: f.Get(cell("field_key", i)), Title: f.Get(cell("field", i)), Kind: f.Get(cell("kind", i)),
			Options: parseOptions(f.Get(cell("options", i)))}
		if d.Title == "" {
			continue
		}
		if d.Key == "" {
			d.Key = keyOf(d.Title)
		}
		if d.Kind != "select" {
			d.Options = nil
		}
		lists.Fields = append(lists.Fields, d)
	}
	return lists
}

func readLevels(f *web.Form, what string) []people.Level {
	list := []people.Level{}
	for i := range mostRows {
		l := people.Level{Key: f.Get(cell(what+"_key", i)), Name: f.Get(cell(what, i))}
		if l.Name == "" {
			continue
		}
		if l.Key == "" {
			l.Key = keyOf(l.Name)
		}
		list = append(list, l)
	}
	return list
}

// keyOf makes a key of a name: small letters and digits, with _ for what is between.
func keyOf(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "_")
}

// formatOptions writes the options of a select as "bank: Banking, state: Public sector".
func formatOptions(list []people.Option) string {
	words := make([]string, len(list))
	for i, o := range list {
		words[i] = o.Value + ": " + o.Title
	}
	return strings.Join(words, ", ")
}

// parseOptions reads what formatOptions writes; a title alone gets a value made of it.
func parseOptions(text string) []people.Option {
	var list []people.Option
	for part := range strings.SplitSeq(text, ",") {
		value, title, ok := strings.Cut(strings.TrimSpace(part), ":")
		if !ok {
			value, title = keyOf(value), value
		}
		if title = strings.TrimSpace(title); title != "" {
			list = append(list, people.Option{Value: strings.TrimSpace(value), Title: title})
		}
	}
	return list
}

func (ui *Handlers) showCustomers(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.customers.title")
	a := asker{ctx, f}
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "settings.customers.about")),
		page.Narrow(page.Form(customersPath, page.FormError(f),
			levelCard(ctx, f, "level", "support_levels", "organization.level", "customers.levelsabout"),
			levelCard(ctx, f, "tier", "success_tiers", "organization.tier", "customers.tiersabout"),
			page.Card(i18n.T(ctx, "customers.terms"), i18n.T(ctx, "customers.termsabout"), page.Columns(
				a.input("grace_days", "number", "organization.grace_days", "organization.gracehint"),
				a.input("contact_limit", "number", "organization.contact_limit", "organization.limithint"),
				page.Input(ctx, page.Ask(f, "currency", i18n.T(ctx, "customers.currency"))))),
			ownFieldsCard(ctx, f),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")),
				page.Button(page.Quiet, i18n.T(ctx, "work.rows"), h.Name("do"), h.Value("rows"), g.Attr("formnovalidate", ""))))))
}

func levelCard(ctx context.Context, f *web.Form, what, list, label, about string) g.Node {
	name := i18n.T(ctx, label)
	var lines [][]g.Node
	for i := range rows(f, what) {
		key := bare(f, cell(what+"_key", i), i18n.T(ctx, "customers.key"))
		lines = append(lines, []g.Node{page.Bare(bare(f, cell(what, i), name)), page.Bare(key)})
	}
	return page.Card(name, i18n.T(ctx, about), wrong(f, list),
		page.Table(name, []page.Column{{Label: i18n.T(ctx, "person.name")}, {Label: i18n.T(ctx, "customers.key")}}, lines...))
}

func ownFieldsCard(ctx context.Context, f *web.Form) g.Node {
	var kinds []page.Choice
	for _, k := range people.CustomFieldKinds() {
		kinds = append(kinds, page.Choice{Value: k, Label: i18n.T(ctx, "customers.kinds."+k)})
	}
	title := i18n.T(ctx, "organization.fields")
	var lines [][]g.Node
	for i := range rows(f, "field") {
		lines = append(lines, []g.Node{page.Bare(bare(f, cell("field", i), i18n.T(ctx, "customers.fieldtitle"))),
			page.BareSelect(bare(f, cell("kind", i), i18n.T(ctx, "customers.kind")), kinds...),
			page.Bare(bare(f, cell("options", i), i18n.T(ctx, "customers.options"))), page.Bare(bare(f, cell("field_key", i), i18n.T(ctx, "customers.key")))})
	}
	return page.Card(title, i18n.T(ctx, "customers.fieldsabout"), wrong(f, "organization_fields"),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "customers.fieldtitle")}, {Label: i18n.T(ctx, "customers.kind")},
			{Label: i18n.T(ctx, "customers.options")}, {Label: i18n.T(ctx, "customers.key")}}, lines...))
}
