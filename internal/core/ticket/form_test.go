package ticket_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestFieldValues: values are kept in one form, and what a field cannot hold is refused where it stands.
func TestFieldValues(t *testing.T) {
	options := []ticket.Option{{Value: "geo", Title: "Geo"}, {Title: "Gitaly cluster"}}
	each(t, func(t *testing.T, o *office) {
		system := access.AsSystem(t.Context(), "test")
		for _, kind := range ticket.FieldKinds() {
			if _, err := o.SaveField(system, ticket.Field{Key: "a_" + string(kind), Title: "A " + string(kind), Kind: kind, Options: options}); err != nil {
				t.Fatal(err)
			}
		}
		tk := o.open(t, t.Context())
		for _, c := range []struct {
			kind  ticket.FieldKind
			given []string
			want  []string // nil: refused
		}{
			{ticket.TextField, []string{"  17.2 \n rc1 "}, []string{"17.2 rc1"}},
			{ticket.TextField, []string{""}, []string{}},
			{ticket.NumberField, []string{"1,50"}, []string{"1.5"}},
			{ticket.NumberField, []string{"many"}, nil},
			{ticket.NumberField, []string{"NaN"}, nil},
			{ticket.DateField, []string{"2026-11-20"}, []string{"2026-11-20"}},
			{ticket.DateField, []string{"2026-02-30"}, nil},
			{ticket.CheckField, []string{"on"}, []string{"true"}},
			{ticket.CheckField, []string{"off"}, []string{}},
			{ticket.CheckField, []string{"perhaps"}, nil},
			{ticket.SelectField, []string{"geo"}, []string{"geo"}},
			{ticket.SelectField, []string{"geo", "gitaly_cluster"}, nil},
			{ticket.SelectField, []string{"Geo"}, nil},
			{ticket.MultiField, []string{"gitaly_cluster", "geo", "geo", ""}, []string{"geo", "gitaly_cluster"}},
		} {
			key := "a_" + string(c.kind)
			_, err := o.Update(o.as(t.Context(), "ana"), tk.ID, ticket.Update{Fields: map[string][]string{key: c.given}})
			if c.want == nil {
				if _, field := fault.Public(err); field != "field:"+key {
					t.Errorf("%s %q: %v", c.kind, c.given, err)
				}
				continue
			}
			if got := o.get(t, t.Context(), tk.ID).Fields[key]; err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s %q: %q, %v", c.kind, c.given, got, err)
			}
		}
		if _, err := o.Update(o.as(t.Context(), "ana"), tk.ID, ticket.Update{Fields: map[string][]string{"nothing": {"1"}}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a field that is not there: %v", err)
		}
	})
}

// TestFieldsRefused: definitions that would not work are refused; a key and a kind stay what they are.
func TestFieldsRefused(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		system := access.AsSystem(t.Context(), "test")
		first, err := o.SaveField(system, ticket.Field{Key: "product", Title: "Product", Kind: ticket.TextField})
		if err != nil {
			t.Fatal(err)
		}
		for name, f := range map[string]ticket.Field{
			"key":     {Key: "Größe", Title: "Size", Kind: ticket.TextField},
			"title":   {Key: "size", Kind: ticket.TextField},
			"kind":    {Key: "size", Title: "Size", Kind: "colour"},
			"options": {Key: "size", Title: "Size", Kind: ticket.SelectField},
		} {
			if _, err := o.SaveField(system, f); fieldOf(err) != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := o.SaveField(system, ticket.Field{Key: "product", Title: "Other", Kind: ticket.TextField}); fieldOf(err) != "key" {
			t.Errorf("a key twice: %v", err)
		}
		first.Key, first.Kind, first.Title = "thing", ticket.NumberField, "Products"
		if got, err := o.SaveField(system, first); err != nil || got.Key != "product" || got.Kind != ticket.TextField || got.Title != "Products" {
			t.Errorf("%+v, %v", got, err)
		}
		for name, f := range map[string]ticket.Form{"title": {}, "fields": {Title: "Form", Fields: []ticket.FormField{{Key: "nothing"}}}} {
			if _, err := o.SaveForm(system, f); fieldOf(err) != name {
				t.Errorf("form %s: %v", name, err)
			}
		}
		if _, err := o.SaveForm(system,
			ticket.Form{Title: "Form",
				Fields: []ticket.FormField{{Key: "product", When: json.RawMessage(`{"all":[{"field":"mood"}]}`)}}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a condition on nothing: %v", err)
		}
		if _, err := o.SaveField(o.as(t.Context(), "ana"), ticket.Field{Key: "x", Title: "x", Kind: ticket.TextField}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an agent: %v", err)
		}
	})
}

func fieldOf(err error) string {
	_, field := fault.Public(err)
	return field
}

// TestAsked: a form asks for its fields as their conditions hold; what is set stays in sight.
func TestAsked(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		fields := []ticket.Field{{Key: "product", Title: "Product"}, {Key: "node", Title: "Node"}, {Key: "spare", Title: "Spare"},
			{Key: "old", Title: "Old", Retired: true}}
		forms := []ticket.Form{{ID: 1, Fields: []ticket.FormField{{Key: "product", Required: true},
			{Key: "node", When: json.RawMessage(`{"all":[{"field":"custom_fields_product","operator":"is","value":"geo"}]}`)}, {Key: "old"}}}}
		for _, c := range []struct {
			name string
			t    ticket.Ticket
			want []string
		}{
			{"no form", ticket.Ticket{}, []string{"spare"}},
			{"no form, but a value", ticket.Ticket{Fields: map[string][]string{"node": {"n1"}}}, []string{"node", "spare"}},
			{"a form", ticket.Ticket{FormID: 1}, []string{"product!"}},
			{"its condition holds", ticket.Ticket{FormID: 1, Fields: map[string][]string{"product": {"geo"}}}, []string{"product!", "node"}},
			{"its condition does not", ticket.Ticket{FormID: 1, Fields: map[string][]string{"product": {"ci"}}}, []string{"product!"}},
			{"a retired value", ticket.Ticket{FormID: 1, Fields: map[string][]string{"old": {"x"}}}, []string{"product!", "old"}},
		} {
			var got []string
			for _, a := range o.Asked(c.t, forms, fields) {
				got = append(got, a.Key+map[bool]string{true: "!"}[a.Required])
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		}
	})
}
