package rulesui

import (
	"net/http"
	"time"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// inPath is the rule that the address names, of the kind that the address says.
func (u *UI) inPath(r *http.Request, k rules.Kind) (rules.Rule, error) {
	id, err := web.PathID(r)
	if err != nil {
		return rules.Rule{}, err
	}
	rule, err := u.Rules.Get(r.Context(), id)
	if err == nil && rule.Kind != k {
		err = fault.New(fault.NotFound, "There is no %s %d", k, id)
	}
	return rule, err
}

func (u *UI) getNewRule(k rules.Kind) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := access.Check(r.Context(), access.ManageSettings); err != nil {
			return err
		}
		return u.editor(w, r, draft{kind: k, form: web.NewForm("active", "on")})
	}
}

func (u *UI) getRule(k rules.Kind) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		rule, err := u.inPath(r, k)
		if err != nil {
			return err
		}
		return u.editor(w, r, draft{kind: k, rule: rule, form: u.formOf(r.Context(), rule)})
	}
}

// draft is a rule that is being written.
type draft struct {
	kind  rules.Kind
	rule  rules.Rule // as it is stored; ID 0: not yet
	form  *web.Form
	trial *rules.Trial // nil: not tried
}

// postRule saves what was typed, or draws it again as a button changed it or a trial went.
func (u *UI) postRule(k rules.Kind) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		if err := access.Check(ctx, access.ManageSettings); err != nil {
			return err
		}
		d := draft{kind: k}
		var err error
		if d.form, err = web.Decode(r); err != nil {
			return err
		}
		if r.PathValue("id") != "" {
			if d.rule, err = u.inPath(r, k); err != nil {
				return err
			}
		}
		switch do := d.form.Get("do"); do {
		case "", "save":
			return u.save(w, r, d)
		case "try":
			return u.try(w, r, d)
		default:
			rearrange(d.form, do)
			return u.editor(w, r, d)
		}
	}
}

func (u *UI) save(w http.ResponseWriter, r *http.Request, d draft) error {
	ctx := r.Context()
	typed, err := u.typedRule(ctx, d)
	if err != nil {
		return err
	}
	if !d.form.OK() {
		return u.editor(w, r, d)
	}
	_, err = u.Rules.Save(ctx, typed, d.form.Bool("anyway"))
	if d.form.Absorb(err) {
		return u.editor(w, r, d)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "rule.saved", "Title", typed.Title))
	web.Redirect(w, r, listPath(d.kind))
	return nil
}

// try says under the form what the rule, as it is typed, would have done.
func (u *UI) try(w http.ResponseWriter, r *http.Request, d draft) error {
	ctx := r.Context()
	typed, err := u.typedRule(ctx, d)
	if err != nil {
		return err
	}
	if !d.form.OK() {
		return u.editor(w, r, d)
	}
	days := d.form.Int64("days")
	if days <= 0 || days > 90 {
		days = 30
	}
	trial, err := u.Rules.Try(ctx, typed, u.Now(ctx).Add(-time.Duration(days)*24*time.Hour))
	if d.form.Absorb(err) {
		return u.editor(w, r, d)
	}
	if err != nil {
		return err
	}
	d.trial = &trial
	return u.editor(w, r, d)
}
