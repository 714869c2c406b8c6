package portal

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (p *Portal) getInstallation(w http.ResponseWriter, r *http.Request) error {
	id, err := numbered(r)
	if err != nil {
		return err
	}
	return p.showInstallation(w, r, id, web.NewForm())
}

// showInstallation is all that the desk knows of one installation; upload is the form of its files.
func (p *Portal) showInstallation(w http.ResponseWriter, r *http.Request, id int64, upload *web.Form) error {
	ctx := r.Context()
	e, err := p.Environments.OwnOne(ctx, id)
	if err != nil {
		return err
	}
	rules, err := environment.Rules.Get(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	files, err := p.installationFiles(ctx, e, rules, upload)
	if err != nil {
		return err
	}
	return p.show(w, r, web.FormStatus(upload), e.Name, page.Head(e.Name, ""),
		h.Div(h.Class("cluster"), marks(ctx, e.Environment, rules), g.Text(inShort(ctx, e.Environment))),
		oldNotice(ctx, e.Environment, rules), p.confirmedBy(ctx, e, rules), acts(ctx, e.Environment),
		h.Div(h.Class("beside"), h.Div(h.Class("stack"), topology(ctx, e.Environment), files), h.Aside(build(ctx, e.Environment))))
}

// oldNotice tells that a release is not maintained any more, and where that is said.
func oldNotice(ctx context.Context, e environment.Environment, rules environment.InventoryRules) g.Node {
	if !e.Running() || e.Deployment == "saas" || rules.AgeOf(e.Release()) != environment.PastEnd {
		return nil
	}
	return page.Notice(page.Amber, i18n.T(ctx, "portal.runs.oldabout", "Release", e.Release().Release()),
		g.If(rules.SupportedUntil != "", h.P(h.A(h.Class("link"), h.Href(rules.SupportedUntil), g.Text(i18n.T(ctx, "portal.runs.policy"))))))
}

// confirmedBy says who said last that it is so, and when.
func (p *Portal) confirmedBy(ctx context.Context, e environment.OwnOne, rules environment.InventoryRules) g.Node {
	now := p.now(ctx)
	by := ""
	switch {
	case e.Confirmer != "":
		by = i18n.T(ctx, "portal.runs.by", "Name", e.Confirmer)
	case !e.ConfirmedAt.IsZero():
		by = i18n.T(ctx, "portal.runs.noted", "Desk", p.name(ctx))
	}
	return h.P(h.Class("lead"), g.Text(lastConfirmed(ctx, e.Environment, rules, now)+" "),
		g.Iff(!e.ConfirmedAt.IsZero(), func() g.Node { return g.Group{when(ctx, e.ConfirmedAt, now), g.Text(" " + by)} }))
}

func topology(ctx context.Context, e environment.Environment) g.Node {
	title := i18n.T(ctx, "environment.field_topology")
	if e.Topology == "" {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "portal.runs.notopology"))))
	}
	return page.Card(title, "", page.Prose(markup.Markdown(e.Topology)))
}

// build is the column beside it: how it is built.
func build(ctx context.Context, e environment.Environment) g.Node {
	label := func(id string) string { return i18n.T(ctx, "environment.field_"+id) }
	users := "–"
	if e.Users > 0 {
		users = i18n.FormatNumber(ctx, e.Users)
	}
	facts := []page.Fact{page.Say(label("architecture"), said(ctx, "architecture", e.Architecture)), page.Say(label("users"), users),
		page.Say(label("size"), said(ctx, "size", e.Size))}
	for _, n := range e.Nodes {
		facts = append(facts, page.Say(n.Role, strconv.Itoa(n.Count)))
	}
	return page.Facts(i18n.T(ctx, "portal.runs.built"), facts...)
}

// installationFiles are what customers gave, and where to give another.
func (p *Portal) installationFiles(ctx context.Context, e environment.OwnOne, rules environment.InventoryRules, f *web.Form) (g.Node, error) {
	refuses, err := p.Tickets.Offers(ctx)
	if err != nil {
		return nil, err
	}
	title, field := i18n.T(ctx, "portal.runs.files"), page.Ask(f, "file", i18n.T(ctx, "portal.runs.file"))
	field.Type, field.Hint = "file", i18n.T(ctx, "portal.hint.document", "MB", rules.DocumentMB)
	return page.Card(title, i18n.T(ctx, "portal.runs.filesabout"),
		g.If(len(e.Documents) > 0, h.Ul(h.Class("cc"), g.Map(e.Documents, func(d environment.Document) g.Node { return p.installationFile(ctx, e, d) }))),
		g.Iff(e.Running(), func() g.Node {
			return g.Group{p.evidence(ctx, refuses), h.Form(h.Class("form"), h.Method("post"), h.Action(InstallationHref(e.ID)+"/files"),
				h.EncType("multipart/form-data"),
				page.FormError(f), page.Input(ctx, field), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "portal.runs.upload"))))}
		})), nil
}

func (p *Portal) installationFile(ctx context.Context, e environment.OwnOne, d environment.Document) g.Node {
	href := documentPath + strconv.FormatInt(d.ID, 10)
	edition := ""
	if d.Edition > 1 {
		edition = " · " + i18n.T(ctx, "portal.runs.edition", "Number", d.Edition)
	}
	return h.Li(h.Span(h.A(h.Class("link"), h.Href(href), g.Text(d.Name)), g.Text(edition+" · "+i18n.FormatBytes(ctx, d.Size)+" · "),
		when(ctx, d.At, p.now(ctx))),
		g.If(d.By == e.Me, page.PostButton(page.Small, href+"/remove", i18n.T(ctx, "portal.runs.remove"), nil,
			g.Attr("aria-label", i18n.T(ctx, "portal.runs.remove")+": "+d.Name))))
}

func (p *Portal) postInstallationFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := numbered(r)
	if err != nil {
		return err
	}
	added, last := false, ""
	f, err := web.Uploads(r, func(f *web.Form, up web.Upload) error {
		if !p.write(w, r, f) {
			return fault.Field("", "%s", f.Error(""))
		}
		last = up.Name
		_, err := p.Environments.OwnAddDocument(ctx, id, up.Name, up.ContentType, up.Body)
		added = err == nil
		return err
	})
	switch {
	case f == nil:
		return err
	case err == nil && !added:
		f.Reject("file", i18n.T(ctx, "portal.runs.nofile"))
		return p.showInstallation(w, r, id, f)
	case fault.Is(err, fault.TooLarge) || fault.Is(err, fault.Invalid):
		return p.refuseInstallationFile(w, r, id, f, last, err)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.runs.uploaded"))
	web.Redirect(w, r, InstallationHref(id))
	return nil
}

// refuseInstallationFile says in the reader's words why a file is not taken.
func (p *Portal) refuseInstallationFile(w http.ResponseWriter, r *http.Request, id int64, f *web.Form, name string, why error) error {
	ctx := r.Context()
	refuses, err := p.Tickets.Offers(ctx)
	if err != nil {
		return err
	}
	rules, err := environment.Rules.Get(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	name = fault.Clip(name, 60)
	switch {
	case !f.OK(): // too many in a short time
	case fault.Is(why, fault.TooLarge):
		f.Reject("file", i18n.T(ctx, "portal.wrong.large", "Name", name, "MB", rules.DocumentMB))
	case refuses.Pictures:
		f.Reject("file", i18n.T(ctx, "portal.wrong.picture", "Name", name))
	default:
		f.Reject("file", i18n.T(ctx, "portal.wrong.empty", "Name", name))
	}
	return p.showInstallation(w, r, id, f)
}

// getInstallationFile serves a file as a download that runs nothing.
func (p *Portal) getInstallationFile(w http.ResponseWriter, r *http.Request) error {
	id, err := numbered(r)
	if err != nil {
		return err
	}
	d, body, err := p.Environments.OwnOpenDocument(r.Context(), id)
	if err != nil {
		return err
	}
	defer body.Close()
	web.Attachment(w, d.Name)
	http.ServeContent(w, r, "", d.At, body)
	return nil
}

func (p *Portal) postRemoveInstallationFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := numbered(r)
	if err != nil {
		return err
	}
	d, err := p.Environments.OwnRemoveDocument(ctx, id)
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.runs.removed", "Name", d.Name))
	web.Redirect(w, r, InstallationHref(d.EnvironmentID))
	return nil
}
