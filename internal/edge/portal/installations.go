package portal

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const (
	installationsPath = Home + "installations"
	installationPath  = installationsPath + "/"
	documentPath      = Home + "documents/"
)

func (p *Portal) installationRoutes(m *web.Mux) {
	m.Handle("GET "+installationsPath, p.inside(p.getInstallations))
	m.Handle("GET "+installationPath+"new", p.inside(p.getNewInstallation))
	m.Handle("POST "+installationsPath, p.inside(p.postInstallation))
	m.Handle("GET "+installationPath+"{id}", p.inside(p.getInstallation))
	m.Handle("GET "+installationPath+"{id}/edit", p.inside(p.getEditInstallation))
	m.Handle("POST "+installationPath+"{id}", p.inside(p.postInstallation))
	m.Handle("POST "+installationPath+"{id}/confirm", p.inside(p.postConfirm))
	m.Handle("POST "+installationPath+"{id}/gone", p.inside(p.postGone))
	m.Handle("POST "+installationPath+"{id}/files", p.inside(p.postInstallationFile), web.MaxBody(0), web.Deadline(uploadTime))
	m.Handle("GET "+documentPath+"{id}", p.inside(p.getInstallationFile), web.Deadline(uploadTime))
	m.Handle("POST "+documentPath+"{id}/remove", p.inside(p.postRemoveInstallationFile))
}

// InstallationHref is the address of an installation's page.
func InstallationHref(id int64) string { return installationPath + strconv.FormatInt(id, 10) }

// getInstallations lists what the customer's organization runs, as far as they may see it, and asks whether it is still so.
func (p *Portal) getInstallations(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := p.Environments.OwnList(ctx)
	if err != nil {
		return err
	}
	word := func(id string, data ...any) string { return i18n.T(ctx, "portal.runs."+id, data...) }
	title := word("title")
	if list.Organization == "" {
		return p.show(w, r, http.StatusOK, title, page.Head(title, ""), page.EmptyState("server", word("nobody"), word("nobodyabout"), p.contact(ctx)))
	}
	rules, err := environment.Rules.Get(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	add := page.LinkButton(page.Secondary, installationPath+"new", word("add"))
	if len(list.All) == 0 {
		return p.show(w, r, http.StatusOK, title, page.Head(title, list.Organization), page.EmptyState("server", word("none"), word("noneabout"), add))
	}
	about := word("about")
	if !list.Shares {
		about += " " + word("some")
	}
	return p.show(w, r, http.StatusOK, title, page.Head(title, list.Organization, add), h.P(h.Class("lead"), g.Text(about)),
		h.Div(h.Class("stack"), g.Map(list.All, func(e environment.Environment) g.Node { return p.installationCard(ctx, e, rules) })))
}

// installationCard is an installation in short, with the answer to whether it is still so.
func (p *Portal) installationCard(ctx context.Context, e environment.Environment, rules environment.InventoryRules) g.Node {
	now := p.now(ctx)
	return h.Section(h.Class("card"), h.Header(h.H2(h.A(h.Class("link"), h.Href(InstallationHref(e.ID)), g.Text(e.Name))), marks(ctx, e, rules)),
		h.P(g.Text(inShort(ctx, e))),
		h.P(h.Class("muted"), g.Text(lastConfirmed(ctx, e, rules, now)+" "),
			g.Iff(!e.ConfirmedAt.IsZero(), func() g.Node { return when(ctx, e.ConfirmedAt, now) })),
		acts(ctx, e))
}

// inShort is what it is in a line: purpose, who runs it, version, size.
func inShort(ctx context.Context, e environment.Environment) string {
	parts := []string{said(ctx, "deployment", e.Deployment), cmp.Or(e.Version, i18n.T(ctx, "portal.runs.noversion"))}
	if kind := said(ctx, "kind", e.Kind); !strings.EqualFold(kind, e.Name) {
		parts = append([]string{kind}, parts...)
	}
	if e.Users > 0 {
		parts = append(parts, i18n.T(ctx, "portal.runs.users", "Count", e.Users, "Number", i18n.FormatNumber(ctx, e.Users)))
	} else if e.Size != "" {
		parts = append(parts, said(ctx, "size", e.Size))
	}
	return strings.Join(parts, " · ")
}

// said names a value of one of the fields in the words that engineers read, too; a dash where it is not known.
func said(ctx context.Context, field, value string) string {
	if value == "" {
		return "–"
	}
	return i18n.T(ctx, "environment."+field+"_"+value)
}

// marks are chips for what is special about it.
func marks(ctx context.Context, e environment.Environment, rules environment.InventoryRules) g.Node {
	old := e.Running() && e.Deployment != "saas" && rules.AgeOf(e.Release()) == environment.PastEnd
	return g.Group{g.If(e.Primary, page.Chip(page.Blue, i18n.T(ctx, "portal.runs.main"))),
		g.If(!e.Running(), page.Chip(page.Neutral, i18n.T(ctx, "portal.runs.gone"))),
		g.If(old, page.Chip(page.Amber, i18n.T(ctx, "portal.runs.old")))}
}

// lastConfirmed is the words before the moment at which it was confirmed, if it was.
func lastConfirmed(ctx context.Context, e environment.Environment, rules environment.InventoryRules, now time.Time) string {
	id := "portal.runs.confirmed"
	switch {
	case e.ConfirmedAt.IsZero() && !e.Running():
		return ""
	case e.ConfirmedAt.IsZero():
		id = "portal.runs.never"
	case e.Stale(now, rules.StaleDays):
		id = "portal.runs.stale"
	}
	return i18n.T(ctx, id)
}

// acts are what a customer can say of it at once. They carry when it was changed last, so that nobody confirms what they
// did not see.
func acts(ctx context.Context, e environment.Environment) g.Node {
	href, as := InstallationHref(e.ID), []string{"seen", strconv.FormatInt(e.UpdatedAt.UnixMicro(), 10)}
	word := func(id string) string { return i18n.T(ctx, "portal.runs."+id) }
	of := func(id string) g.Node { return g.Attr("aria-label", word(id)+": "+e.Name) }
	if !e.Running() {
		return h.Div(h.Class("cluster"), page.PostButton(page.Secondary, href+"/gone", word("back"), append(as, "back", "on"), of("back")))
	}
	return h.Div(h.Class("cluster"), page.PostButton(page.Secondary, href+"/confirm", word("confirm"), as, of("confirm")),
		page.LinkButton(page.Secondary, href+"/edit", word("edit"), of("edit")), page.PostButton(page.Quiet, href+"/gone", word("retire"), as, of("retire")))
}

// seenAt is the change that somebody saw last, as their form tells.
func seenAt(f *web.Form) time.Time {
	n, _ := strconv.ParseInt(f.Get("seen"), 10, 64) // what is no number was never seen
	return time.UnixMicro(n).UTC()
}

func (p *Portal) postConfirm(w http.ResponseWriter, r *http.Request) error {
	return p.say(w, r, func(ctx context.Context, id int64, f *web.Form) (string, error) {
		return "portal.runs.thanks", p.Environments.OwnConfirm(ctx, id, seenAt(f))
	})
}

func (p *Portal) postGone(w http.ResponseWriter, r *http.Request) error {
	return p.say(w, r, func(ctx context.Context, id int64, f *web.Form) (string, error) {
		if f.Bool("back") {
			return "portal.runs.isback", p.Environments.OwnRetire(ctx, id, true, seenAt(f))
		}
		return "portal.runs.isgone", p.Environments.OwnRetire(ctx, id, false, seenAt(f))
	})
}

// say takes what a customer says of an installation with one button. Where it was changed meanwhile, they look again first.
func (p *Portal) say(w http.ResponseWriter, r *http.Request, act func(ctx context.Context, id int64, f *web.Form) (done string, err error)) error {
	ctx := r.Context()
	id, f, err := numberedForm(r)
	if err != nil {
		return err
	}
	done, err := act(ctx, id, f)
	if fault.Is(err, fault.Conflict) {
		web.AddFlash(ctx, web.Flash{Kind: "note", Text: i18n.T(ctx, "portal.runs.moved")})
		web.Redirect(w, r, InstallationHref(id))
		return nil
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, done))
	web.Redirect(w, r, installationsPath)
	return nil
}
