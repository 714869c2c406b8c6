package environmentui

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getList tells who runs what, and how many run each release.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form := &web.Form{Values: r.URL.Query()}
	f := environment.Filter{Query: form.Get("q"), Deployment: form.Get("deployment"), Kind: form.Get("kind")}
	if text := form.Get("version"); text != "" {
		v, err := version.Parse(text)
		if form.Absorb(err) {
			f.Limit = -1 // nothing is shown for what cannot be read
		}
		f.Version = v
	}
	rules, err := u.Environments.Setup(ctx)
	if err != nil {
		return err
	}
	counts, err := u.Environments.Releases(ctx)
	if err != nil {
		return err
	}
	var all []environment.Environment
	if f.Limit == 0 {
		if all, err = u.Environments.Environments(ctx, f); err != nil {
			return err
		}
	}
	title := i18n.T(ctx, "nav.environments")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "environment.sub")),
		page.Content(releasesCard(ctx, counts, rules), filters(ctx, form), u.rows(ctx, all, rules))))
}

// releasesCard draws how many environments run each release, the newest first. Its rows lead to those that do.
func releasesCard(ctx context.Context, counts []environment.ReleaseCount, rules environment.InventoryRules) g.Node {
	if len(counts) == 0 {
		return nil
	}
	most := 0
	for _, c := range counts {
		most = max(most, c.Count)
	}
	var rows [][]g.Node
	for _, c := range counts {
		name, href, tone := c.Release, root+"?version="+url.QueryEscape(c.Release), page.Neutral
		state := g.Node(g.Text("–"))
		v, _ := version.Parse(c.Release) // none where no version is known
		switch rules.AgeOf(v) {
		case environment.Current:
			tone, state = page.Green, page.Chip(page.Green, i18n.T(ctx, "environment.maintained"))
		case environment.PastEnd:
			tone, state = page.Red, page.Chip(page.Red, i18n.T(ctx, "environment.past_end"))
		case environment.Newer:
			state = page.Chip(page.Amber, i18n.T(ctx, "environment.newer"))
		}
		link := g.Node(h.A(h.Class("link"), h.Href(href), g.Text(name)))
		if c.Release == "" {
			link = g.Text(i18n.T(ctx, "environment.no_version"))
		}
		rows = append(rows, []g.Node{link, g.Text(strconv.Itoa(c.Count)), page.Meter(tone, float64(c.Count)/float64(most)), state})
	}
	title := i18n.T(ctx, "environment.releases")
	return page.Card(title, i18n.T(ctx, "environment.releases_about"), page.Table(title, []page.Column{{Label: i18n.T(ctx, "environment.release")},
		{Label: i18n.T(ctx, "environment.count"), Number: true}, {Label: i18n.T(ctx, "environment.share")},
		{Label: i18n.T(ctx, "environment.state")}}, rows...))
}

// filters is a form that asks again with a query.
func filters(ctx context.Context, form *web.Form) g.Node {
	ask := func(name string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "environment.by_"+name))
		f.Optional, f.Autocomplete, f.Placeholder = true, "off", i18n.T(ctx, "environment.by_"+name)
		return f
	}
	pick := func(name string, words []string) g.Node {
		return page.BareSelect(ask(name), append([]page.Choice{{Label: i18n.T(ctx, "environment.any_"+name)}}, choices(ctx, name, words)...)...)
	}
	return h.Form(h.Class("filters"), h.Method("get"), h.Action(root), page.Bare(ask("q")), page.Bare(ask("version")),
		pick("deployment", environment.Deployments()),
		pick("kind", environment.Kinds()), page.Button(page.Secondary, i18n.T(ctx, "environment.filter")),
		g.If(form.Error("version") != "", h.P(h.Class("error"), g.Text(form.Error("version")))))
}

func choices(ctx context.Context, field string, words []string) (out []page.Choice) {
	for _, w := range words {
		out = append(out, page.Choice{Value: w, Label: word(ctx, field, w)})
	}
	return out
}

func (u *UI) rows(ctx context.Context, all []environment.Environment, rules environment.InventoryRules) g.Node {
	if len(all) == 0 {
		return page.EmptyState("server", i18n.T(ctx, "environment.none"), i18n.T(ctx, "environment.none_text"),
			page.LinkButton(page.Secondary, "/organizations", i18n.T(ctx, "environment.to_organizations")))
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, e := range all {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(organizationPath(e.OrganizationID)), g.Text(e.Organization)),
			h.A(h.Class("link"), h.Href(e.Path()), g.Text(e.Name)), g.Text(word(ctx, "kind", e.Kind)), g.Text(word(ctx, "deployment", e.Deployment)),
			h.Span(h.Class("cluster"), g.Text(release(ctx, e.Version)), ageChip(ctx, e, rules)), g.Text(word(ctx, "size", e.Size)),
			g.Text(word(ctx, "architecture", e.Architecture)),
			confirmed(ctx, e, rules, now, nil)})
	}
	var columns []page.Column
	for _, id := range []string{"organization", "name", "kind", "deployment", "version", "size", "architecture", "confirmed"} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "environment.field_"+id)})
	}
	return page.Table(i18n.T(ctx, "nav.environments"), columns, slices.Clip(rows)...)
}
