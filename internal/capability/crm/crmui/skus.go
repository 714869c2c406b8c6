package crmui

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const skusPath = root + "/skus"

// spare is how many empty lines the form has, so that it works without a script.
const spare = 3

func (u *UI) getSKUs(w http.ResponseWriter, r *http.Request) error {
	v, err := u.CRM.Setup(r.Context())
	if err != nil {
		return err
	}
	f := web.NewForm()
	for i, s := range v.SKUs {
		for part, value := range map[string]string{"pattern": s.Pattern, "level": s.Level, "tier": s.Tier, "deployment": s.Deployment,
			"calendar": s.Calendar, "tags": strings.Join(s.Tags, " ")} {
			f.Values.Set(cell(i, part), value)
		}
	}
	return u.skusPage(w, r, f, len(v.SKUs)+spare)
}

func cell(i int, part string) string { return fmt.Sprintf("%d.%s", i, part) }

// skusPage shows the SKU map as lines of a form.
func (u *UI) skusPage(w http.ResponseWriter, r *http.Request, f *web.Form, lines int) error {
	ctx := r.Context()
	choices, err := u.skuChoices(ctx)
	if err != nil {
		return err
	}
	var rows [][]g.Node
	for i := range lines {
		var cells []g.Node
		for _, part := range skuParts() {
			x := page.Ask(f, cell(i, part), i18n.T(ctx, "crm.sku_"+part)+" "+itoa(int64(i+1)))
			x.Optional, x.Autocomplete = true, "off"
			if all, ok := choices[part]; ok {
				cells = append(cells, page.BareSelect(x, all...))
			} else {
				cells = append(cells, page.Bare(x))
			}
		}
		rows = append(rows, cells)
	}
	var columns []page.Column
	for _, part := range skuParts() {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "crm.sku_"+part)})
	}
	var wrong g.Node
	if f.Error("skus") != "" {
		wrong = page.Banner(page.Red, f.Error("skus"))
	}
	title := i18n.T(ctx, "crm.tab_skus")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "crm.skus_sub")), tabs(ctx, "skus"), page.Content(
		h.Form(h.Class("stack sku-map"), h.Method("post"), h.Action(skusPath), page.FormError(f), wrong,
			page.Hidden("lines", itoa(int64(lines))), page.Table(title, columns, rows...),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.save")))))))
}

func skuParts() []string {
	return []string{"pattern", "level", "tier", "deployment", "calendar", "tags"}
}

func (u *UI) skuChoices(ctx context.Context) (map[string][]page.Choice, error) {
	lists, err := u.People.OrganizationLists(ctx)
	if err != nil {
		return nil, err
	}
	none := page.Choice{Label: "–"}
	levels, tiers, deployments, calendars := []page.Choice{none}, []page.Choice{none}, []page.Choice{none}, []page.Choice{none}
	for _, l := range lists.Levels {
		if l.Key != people.LevelExpired {
			levels = append(levels, page.Choice{Value: l.Key, Label: l.Name})
		}
	}
	for _, t := range lists.Tiers {
		tiers = append(tiers, page.Choice{Value: t.Key, Label: t.Name})
	}
	for _, d := range people.Deployments() {
		deployments = append(deployments, page.Choice{Value: d, Label: d})
	}
	if u.Calendars != nil {
		titles, err := u.Calendars(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range titles {
			calendars = append(calendars, page.Choice{Value: t, Label: t})
		}
	}
	return map[string][]page.Choice{"level": levels, "tier": tiers, "deployment": deployments, "calendar": calendars}, nil
}

func (u *UI) postSKUs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	lines := int(min(max(f.Int64("lines"), 0), 500))
	skus := []crm.SKU{}
	for i := range lines {
		s := crm.SKU{Pattern: f.Get(cell(i, "pattern")), Level: f.Get(cell(i, "level")), Tier: f.Get(cell(i, "tier")), Deployment: f.Get(cell(i, "deployment")),
			Calendar: f.Get(cell(i, "calendar")), Tags: strings.Fields(strings.ToLower(f.Get(cell(i, "tags"))))}
		if s.Pattern != "" { // a line without one is taken away
			skus = append(skus, s)
		}
	}
	err = u.CRM.ChangeSetup(ctx, func(v *crm.Setup) { v.SKUs = skus })
	if f.Absorb(err) || !f.OK() {
		return u.skusPage(w, r, f, lines)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "crm.saved"))
	web.Redirect(w, r, skusPath)
	return nil
}
