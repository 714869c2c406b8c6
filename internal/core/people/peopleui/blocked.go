package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// blockedPage lists senders whose mail is held; ?pattern= begins to block one.
func (ui *Handlers) blockedPage(w http.ResponseWriter, r *http.Request) error {
	return ui.showBlocked(w, r, web.NewForm("pattern", r.URL.Query().Get("pattern")))
}

func (ui *Handlers) block(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = ui.people.Block(r.Context(), f.Get("pattern"), f.Get("reason"))
	if f.Absorb(err) {
		return ui.showBlocked(w, r, f)
	}
	if err != nil {
		return err
	}
	ctx := r.Context()
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "blocked.done", "Pattern", f.Get("pattern"))})
	web.Redirect(w, r, "/settings/blocked")
	return nil
}

func (ui *Handlers) unblock(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := ui.people.Unblock(r.Context(), f.Get("pattern")); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "blocked.undone", "Pattern", f.Get("pattern")))
	web.Redirect(w, r, "/settings/blocked")
	return nil
}

func (ui *Handlers) showBlocked(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	list, err := ui.people.BlockedSenders(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.blocked.title")
	pattern, reason := page.Ask(f, "pattern", i18n.T(ctx, "blocked.pattern")), page.Ask(f, "reason", i18n.T(ctx, "blocked.reason"))
	pattern.Hint, pattern.Autocomplete, pattern.Placeholder = i18n.T(ctx, "blocked.patternhint"), "off", "@example.com"
	reason.Optional, reason.Autocomplete = true, "off"
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "settings.blocked.about")), page.Content(page.Columns(
		page.Card(i18n.T(ctx, "blocked.new"), "", page.Form("/settings/blocked", page.FormError(f), page.Input(ctx, pattern), page.Input(ctx, reason),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "blocked.do"))))),
		ui.blockedTable(ctx, list))))
}

func (ui *Handlers) blockedTable(ctx context.Context, list []people.Blocked) g.Node {
	if len(list) == 0 {
		return page.EmptyState("shield", i18n.T(ctx, "blocked.none"), i18n.T(ctx, "blocked.noneabout"))
	}
	now := ui.deps.Now()
	var rows [][]g.Node
	for _, b := range list {
		rows = append(rows, []g.Node{h.Span(h.Class("mono"), g.Text(b.Pattern)), g.Text(b.Reason), g.Text(b.By), page.Time(ctx, b.CreatedAt, now),
			page.PostButton(page.Small, "/settings/blocked/remove", i18n.T(ctx, "blocked.undo"), []string{"pattern", b.Pattern},
				g.Attr("aria-label", i18n.T(ctx, "blocked.undo")+": "+b.Pattern))})
	}
	return page.Table(i18n.T(ctx, "settings.blocked.title"), []page.Column{{Label: i18n.T(ctx, "blocked.pattern")}, {Label: i18n.T(ctx, "blocked.reason")},
		{Label: i18n.T(ctx, "blocked.by")}, {Label: i18n.T(ctx, "blocked.at")}, {Label: i18n.T(ctx, "blocked.act")}}, rows...)
}
