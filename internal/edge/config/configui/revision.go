package configui

import (
	"net/http"

	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// revisionPage shows what one change by files did.
func (ui *Handlers) revisionPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	rev, err := ui.Config.Revision(ctx, id)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "configuration.number", "N", rev.ID)
	back := page.LinkButton(page.Quiet, home, i18n.T(ctx, "settings.configuration.title"))
	who := i18n.T(ctx, "configuration.by", "Who", rev.Actor, "Source", rev.Source)
	if rev.Approver != "" {
		who = i18n.T(ctx, "configuration.byboth", "Who", rev.Actor, "Approver", rev.Approver, "Source", rev.Source)
	}
	return web.Render(w, http.StatusOK, ui.Page(r, title, page.Head(title, who, back), page.Content(
		h.P(h.Class("muted"), page.Time(ctx, rev.At, ui.Now(ctx))),
		changes(ctx, rev.Changes, i18n.T(ctx, "configuration.column.before"), i18n.T(ctx, "configuration.column.after")),
		page.Card(i18n.T(ctx, "configuration.rollback"), i18n.T(ctx, "configuration.rollbackabout"),
			page.PostButton(page.Secondary, path(rev.ID)+"/rollback", i18n.T(ctx, "configuration.rollbacknow"), nil)))))
}

// rollback makes what a revision and those after it changed what it was before.
func (ui *Handlers) rollback(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	out, err := ui.Config.Rollback(ctx, id, config.Options{})
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "configuration.rolledback", "Count", len(out.Plan.Changes)))
	if out.Revision == 0 {
		web.Redirect(w, r, path(id))
		return nil
	}
	web.Redirect(w, r, path(out.Revision))
	return nil
}
