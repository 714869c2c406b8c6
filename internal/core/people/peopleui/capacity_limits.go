package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// saveLimits changes the shares from which a region is yellow and red.
func (ui *Handlers) saveLimits(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	limits := people.CapacityLimits{Green: number(f, "capacity", "green"), Yellow: number(f, "capacity", "yellow")}
	if f.OK() {
		err = ui.people.SaveCapacityLimits(r.Context(), limits)
	}
	if f.Absorb(err) || !f.OK() {
		return ui.showCapacity(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, "/team/capacity")
	return nil
}

// limitsCard is for those who may change the limits.
func limitsCard(ctx context.Context, f *web.Form) g.Node {
	if access.Check(ctx, access.ManageSettings) != nil {
		return nil
	}
	green, yellow := page.Ask(f, "green", i18n.T(ctx, "capacity.green")), page.Ask(f, "yellow", i18n.T(ctx, "capacity.yellow"))
	green.Type, yellow.Type = "number", "number"
	return page.Card(i18n.T(ctx, "capacity.limits"), i18n.T(ctx, "capacity.limitsabout"), wrong(f, "capacity"),
		page.Form("/team/capacity", page.Columns(page.Input(ctx, green), page.Input(ctx, yellow)),
			page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "people.save")))))
}
