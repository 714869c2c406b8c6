package incidentui

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getNew(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	form := web.NewForm("kind", q.Get("kind"), "severity", "2", "ticket", q.Get("ticket"), "at_once", "on", "self_start", "on", "self_end",
		"on", "template", "First word")
	if id, err := strconv.ParseInt(q.Get("ticket"), 10, 64); err == nil {
		t, err := u.Tickets.Get(ctx, id)
		if err != nil {
			return err
		}
		form.Values.Set("title", t.Subject)
	}
	return u.newForm(w, r, form)
}

func (u *UI) newForm(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	setup, err := u.Incidents.Setup(ctx)
	if err != nil {
		return err
	}
	all, err := u.Incidents.Components(ctx)
	if err != nil {
		return err
	}
	maintenance := form.Get("kind") == string(incident.Maintenance)
	title := i18n.T(ctx, "incidents.declare")
	if maintenance {
		title = i18n.T(ctx, "incidents.plan")
	}
	fields := u.declareFields(ctx, form)
	if maintenance {
		fields = u.planFields(ctx, form)
	}
	return u.show(w, r, form, title, page.Head(title, i18n.T(ctx, "incidents.declare_sub")), page.Narrow(page.Form(listPath+"/new", page.FormError(form),
		page.Hidden("kind", form.Get("kind")), page.Hidden("ticket", form.Get("ticket")),
		page.Input(ctx, hinted(ctx, form, "title")), fields,
		h.H2(g.Text(i18n.T(ctx, "incidents.firstword"))), wordFields(ctx, form, setup, incident.Investigating, maintenance),
		componentFields(ctx, form, all, maintenance),
		page.Checkbox(ctx, ask(ctx, form, "at_once")),
		page.FormEnd(page.Button(page.Primary, title), page.LinkButton(page.Quiet, listPath, i18n.T(ctx, "incidents.cancel"))))))
}

// ask is a field whose label is incidentform.NAME.
func ask(ctx context.Context, form *web.Form, name string) page.Field {
	return page.Ask(form, name, i18n.T(ctx, "incidentform."+name))
}

// hinted is a field that also has a hint, incidentform.NAME_hint.
func hinted(ctx context.Context, form *web.Form, name string) page.Field {
	f := ask(ctx, form, name)
	f.Hint = i18n.T(ctx, "incidentform."+name+"_hint")
	return f
}

func optional(f page.Field) page.Field {
	f.Optional = true
	return f
}

func (u *UI) declareFields(ctx context.Context, form *web.Form) g.Node {
	issue := optional(hinted(ctx, form, "issue_url"))
	issue.Type = "url"
	return g.Group{severityField(ctx, form), page.Input(ctx, issue), page.Checkbox(ctx, hinted(ctx, form, "confidential"))}
}

func severityField(ctx context.Context, form *web.Form) g.Node {
	var choices []page.Choice
	for n := 1; n <= 4; n++ {
		word := strconv.Itoa(n)
		choices = append(choices, page.Choice{Value: word, Label: i18n.T(ctx, "incidents.severity.s"+word)})
	}
	return page.Select(ctx, hinted(ctx, form, "severity"), choices...)
}

func (u *UI) planFields(ctx context.Context, form *web.Form) g.Node {
	from, until := ask(ctx, form, "from"), ask(ctx, form, "until")
	from.Hint = i18n.T(ctx, "incidentform.zone", "Zone", i18n.Zone(ctx).String())
	from.Type, until.Type = "datetime-local", "datetime-local"
	return g.Group{page.Input(ctx, from), page.Input(ctx, until), page.Checkbox(ctx, ask(ctx, form, "self_start")),
		page.Checkbox(ctx, ask(ctx, form, "self_end"))}
}

func (u *UI) postNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	n := incident.NewIncident{Kind: incident.Kind(form.Get("kind")), Title: form.Get("title"), Severity: int(form.Int64("severity")),
		IssueURL:     form.Get("issue_url"),
		Confidential: form.Bool("confidential"), Ticket: form.Int64("ticket"), For: moment(ctx, form, "from"), Until: moment(ctx, form, "until"),
		SelfStart: form.Bool("self_start"), SelfEnd: form.Bool("self_end"), PublishAtOnce: form.Bool("at_once"), MaintenanceOf: chosen(form, "maintained")}
	setup, err := u.Incidents.Setup(ctx)
	if err != nil {
		return err
	}
	n.First = word(ctx, form, setup)
	n.First.Status = cmp.Or(n.First.Status, incident.Investigating)
	if n.Kind == incident.Maintenance {
		n.First.Status, n.First.Template = incident.Scheduled, ""
	}
	if !form.OK() {
		return u.newForm(w, r, form)
	}
	i, err := u.Incidents.Declare(ctx, n)
	switch {
	case form.Absorb(err):
		return u.newForm(w, r, form)
	case err != nil:
		return err
	}
	return done(w, r, "incidents.declared."+string(i.Kind), room(i.ID), "Number", i.ID)
}
