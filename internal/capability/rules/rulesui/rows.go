package rulesui

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The editor is one form of rows, so that it works without a script: its buttons add rows to what was typed and
// take them away, and nothing is stored before "save". A field of the form is called as errors call its place.

// The blocks of rows; each has its count under its own name.
const (
	allRows    = "all"
	anyRows    = "any"
	actionRows = "actions"
)

const mostRows = 100

func count(f *web.Form, block string) int {
	n, _ := strconv.Atoi(f.Get(block)) // what is no number has no rows
	return max(0, min(n, mostRows))
}

func cell(block string, i int, part string) string {
	return condition.Place(block, i) + "." + part
}

// parts are the cells of a row; a mail has three in place of the value.
var parts = []string{"field", "operator", "value", "value.recipient", "value.subject", "value.body"}

func addRow(f *web.Form, block, field string) {
	n := count(f, block)
	for _, p := range parts {
		f.Values.Del(cell(block, n, p))
	}
	f.Values.Set(cell(block, n, "field"), field)
	f.Values.Set(block, strconv.Itoa(min(n+1, mostRows)))
}

// dropRow takes a row away and moves those behind it up.
func dropRow(f *web.Form, block string, at int) {
	n := count(f, block)
	if at < 0 || at >= n {
		return
	}
	for i := at; i+1 < n; i++ {
		for _, p := range parts {
			move(f.Values, cell(block, i+1, p), cell(block, i, p))
		}
	}
	f.Values.Set(block, strconv.Itoa(n-1))
}

func move(v url.Values, from, to string) {
	if list, ok := v[from]; ok {
		v[to] = list
	} else {
		v.Del(to)
	}
	v.Del(from)
}

// rearrange does what a button of the form says: "add-all", "drop-actions-2".
func rearrange(f *web.Form, do string) {
	verb, rest, _ := strings.Cut(do, "-")
	block, number, _ := strings.Cut(rest, "-")
	if block != allRows && block != anyRows && block != actionRows {
		return
	}
	switch verb {
	case "add":
		if field := f.Get("new-" + block); field != "" {
			addRow(f, block, field)
			f.Values.Set("new-"+block, "")
		}
	case "drop":
		if i, err := strconv.Atoi(number); err == nil {
			dropRow(f, block, i)
		}
	}
}

// formOf fills the editor with a rule.
func (u *UI) formOf(ctx context.Context, r rules.Rule) *web.Form {
	f := web.NewForm("title", r.Title, "about", r.About)
	if r.Active {
		f.Values.Set("active", "on")
	}
	for block, list := range map[string][]condition.Condition{allRows: r.Conditions.All, anyRows: r.Conditions.Any} {
		for i, c := range list {
			addRow(f, block, c.Field)
			f.Values.Set(cell(block, i, "operator"), string(c.Operator))
			f.Values[cell(block, i, "value")] = c.Value
		}
	}
	fillActions(f, r.Actions)
	return f
}

func fillActions(f *web.Form, list []rules.Action) {
	for i, a := range list {
		addRow(f, actionRows, a.Field)
		if field, _ := rules.ActionFieldOf(a.Field); field.Sort == rules.SendMail && len(a.Value) == 3 {
			for j, p := range []string{"recipient", "subject", "body"} {
				f.Values.Set(cell(actionRows, i, "value."+p), a.Value[j])
			}
			continue
		}
		f.Values[cell(actionRows, i, "value")] = a.Value
	}
}

// typedRule reads the rule that was typed; what cannot be is noted at its place.
func (u *UI) typedRule(ctx context.Context, d draft) (rules.Rule, error) {
	f, r := d.form, d.rule
	r.Kind, r.Title, r.About, r.Active = d.kind, f.Get("title"), f.Text("about"), f.Bool("active")
	var err error
	if r.Conditions.All, err = u.typedConditions(ctx, f, allRows); err != nil {
		return r, err
	}
	if r.Conditions.Any, err = u.typedConditions(ctx, f, anyRows); err != nil {
		return r, err
	}
	r.Actions = typedActions(f)
	return r, nil
}

func (u *UI) typedConditions(ctx context.Context, f *web.Form, block string) ([]condition.Condition, error) {
	var list []condition.Condition
	for i := range count(f, block) {
		c := condition.Condition{Field: f.Get(cell(block, i, "field")), Operator: condition.Operator(f.Get(cell(block, i, "operator"))),
			Value: f.All(cell(block, i, "value"))}
		if err := u.finder().Resolve(ctx, f, cell(block, i, "value"), &c); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func typedActions(f *web.Form) []rules.Action {
	var list []rules.Action
	for i := range count(f, actionRows) {
		a := rules.Action{Field: f.Get(cell(actionRows, i, "field"))}
		switch field, _ := rules.ActionFieldOf(a.Field); field.Sort {
		case rules.SendMail:
			for _, p := range []string{"recipient", "subject", "body"} {
				a.Value = append(a.Value, f.Text(cell(actionRows, i, "value."+p)))
			}
		case rules.WriteComment:
			a.Value = []string{f.Text(cell(actionRows, i, "value"))}
		default:
			a.Value = f.All(cell(actionRows, i, "value"))
		}
		list = append(list, a)
	}
	return list
}
