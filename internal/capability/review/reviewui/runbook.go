package reviewui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRunbook(w http.ResponseWriter, r *http.Request) error {
	return u.runbookPage(w, r, web.NewForm())
}

// runbookPage is what those who cover need to know, with the versions before.
func (u *UI) runbookPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(r.URL.Query().Get("version"), 10, 64) // anything else asks for the newest
	shown, err := u.Reviews.Runbook(ctx, o.ID, version)
	if err != nil {
		return err
	}
	newest := shown
	if version != 0 {
		if newest, err = u.Reviews.Runbook(ctx, o.ID, 0); err != nil {
			return err
		}
	}
	versions, err := u.versionsCard(ctx, o)
	if err != nil {
		return err
	}
	return u.show(w, r, o, "runbook", form,
		page.Beside(h.Div(h.Class("stack"), runbookText(ctx, o, shown, newest), runbookForm(ctx, o, newest, form)), versions))
}

func runbookText(ctx context.Context, o people.Organization, shown, newest review.Runbook) g.Node {
	if shown.Version == 0 {
		return page.EmptyState("book-open", i18n.T(ctx, "runbook.none"), i18n.T(ctx, "runbook.none_text"))
	}
	var old g.Node
	if shown.Version != newest.Version {
		old = page.Banner(page.Amber, i18n.T(ctx, "runbook.old", "Version", shown.Version),
			page.LinkButton(page.Small, accountPath(o.ID, "runbook"), i18n.T(ctx, "runbook.newest")))
	}
	return g.Group{old, page.Paper("", page.Prose(markup.Markdown(shown.Body)))}
}

func runbookForm(ctx context.Context, o people.Organization, newest review.Runbook, form *web.Form) g.Node {
	if !writes(ctx) {
		return nil
	}
	body, note := ask(ctx, form, "runbook", "body"), askOptional(ctx, form, "runbook", "note")
	version := newest.Version
	if form.Get("version") == "" {
		if body.Value = newest.Body; body.Value == "" {
			body.Value = i18n.T(ctx, "runbook.template")
		}
	}
	body.More = []g.Node{h.Rows("18")}
	edit := page.Form(accountPath(o.ID, "runbook"), page.FormError(form), page.Hidden("version", itoa(version)), page.Textarea(ctx, body),
		page.Input(ctx, note),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "runbook.save"))))
	if newest.Version == 0 || form.Get("version") != "" {
		return page.Card(i18n.T(ctx, "runbook.write"), i18n.T(ctx, "runbook.write_about"), edit)
	}
	return page.Fold(i18n.T(ctx, "runbook.write"), edit)
}

func (u *UI) versionsCard(ctx context.Context, o people.Organization) (g.Node, error) {
	all, err := u.Reviews.RunbookVersions(ctx, o.ID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var ids []int64
	for _, v := range all {
		ids = append(ids, v.By)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	return page.FactsBlock(i18n.T(ctx, "runbook.versions"), h.Ul(h.Class("stack"), g.Map(all, func(v review.Runbook) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(accountPath(o.ID, "runbook")+"?version="+itoa(v.Version)),
			g.Text(i18n.T(ctx, "runbook.version", "Version", v.Version))), g.Text(" · "+names[v.By].Name+" · "),
			page.Time(ctx, v.At, now), g.If(v.Note != "", h.Div(h.Class("muted"), g.Text(v.Note))))
	}))), nil
}

func (u *UI) postRunbook(w http.ResponseWriter, r *http.Request) error {
	return u.onAccount(w, r, "runbook", "runbook.saved", func(ctx context.Context, o people.Organization, form *web.Form) error {
		_, err := u.Reviews.SaveRunbook(ctx, review.Runbook{OrganizationID: o.ID, Version: form.Int64("version"), Body: form.Text("body"),
			Note: form.Get("note")})
		return err
	}, u.runbookPage)
}
