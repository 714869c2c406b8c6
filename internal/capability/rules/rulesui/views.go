package rulesui

import (
	"context"
	"fmt"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// ViewPath is the page of a view's conditions.
func ViewPath(viewID int64) string { return fmt.Sprintf("/settings/views/%d/conditions", viewID) }

func (u *UI) view(r *http.Request) (ticket.View, error) {
	id, err := web.PathID(r)
	if err != nil {
		return ticket.View{}, err
	}
	return u.Tickets.View(r.Context(), id)
}

func (u *UI) getViewConditions(w http.ResponseWriter, r *http.Request) error {
	v, err := u.view(r)
	if err != nil {
		return err
	}
	return u.viewEditor(w, r, v, u.formOf(r.Context(), rules.Rule{Conditions: v.Conditions}))
}

// postViewConditions saves what was typed, or draws it again as a button changed it, with the count it has.
func (u *UI) postViewConditions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := u.view(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	do := f.Get("do")
	rearrange(f, do)
	if v.Conditions, err = u.typedSet(ctx, f); err != nil {
		return err
	}
	if do != "" && do != "save" || !f.OK() {
		return u.viewEditor(w, r, v, f)
	}
	_, err = u.Tickets.SaveView(ctx, v)
	if f.Absorb(err) {
		return u.viewEditor(w, r, v, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "viewconditions.saved", "Title", v.Title))
	web.Redirect(w, r, fmt.Sprint("/settings/views/", v.ID))
	return nil
}

func (u *UI) typedSet(ctx context.Context, f *web.Form) (s condition.Set, err error) {
	if s.All, err = u.typedConditions(ctx, f, allRows); err != nil {
		return s, err
	}
	s.Any, err = u.typedConditions(ctx, f, anyRows)
	return s, err
}

// viewEditor draws the conditions of a view, and how many tickets it shows with them.
func (u *UI) viewEditor(w http.ResponseWriter, r *http.Request, v ticket.View, f *web.Form) error {
	ctx := r.Context()
	known, err := u.Rules.Vocabulary(ctx, rules.Rule{Conditions: v.Conditions})
	if err != nil {
		return err
	}
	var finds g.Node
	if set, err := condition.Validate(v.Conditions, condition.ForView); err == nil {
		v.Conditions = set
		count, err := u.Tickets.CountView(ctx, v)
		if err != nil {
			return err
		}
		finds = h.P(h.Class("muted"), g.Text(i18n.T(ctx, "viewconditions.finds", "Count", count.N)))
	}
	e := rows{words: words{conditionui.Words{Vocabulary: known}}, form: f, use: condition.ForView}
	title := i18n.T(ctx, "viewconditions.title", "Title", v.Title)
	return u.show(w, r, web.FormStatus(f), title,
		page.Head(title, i18n.T(ctx, "viewconditions.about"),
			page.LinkButton(page.Quiet, fmt.Sprint("/settings/views/", v.ID), i18n.T(ctx, "viewconditions.back"))),
		page.Content(page.Form(ViewPath(v.ID), defaultButton(), page.FormError(f), e.conditions(ctx, allRows), e.conditions(ctx, anyRows), finds,
			page.FormEnd(press(page.Primary, "save", i18n.T(ctx, "rule.save")), press(page.Secondary, "count", i18n.T(ctx, "viewconditions.count"))))))
}
