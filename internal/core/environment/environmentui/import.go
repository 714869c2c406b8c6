package environmentui

import (
	"io"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// example shows how an inventory is written.
const example = `environments:
  - name: Production
    kind: production
    deployment: self-managed
    version: 17.2.9-ee
    architecture: reference
    users: 8000
    nodes: {Application: 3, Database: 3}
    primary: true
`

func (u *UI) getImport(w http.ResponseWriter, r *http.Request) error {
	return u.importPage(w, r, web.NewForm("organization", r.URL.Query().Get("organization")), nil)
}

// importPage takes an inventory; problems are those of the file that was sent.
func (u *UI) importPage(w http.ResponseWriter, r *http.Request, form *web.Form, problems []environment.Problem) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	o, err := u.People.Organization(ctx, form.Int64("organization"))
	if err != nil {
		return err
	}
	file := page.Ask(form, "file", i18n.T(ctx, "environment.import_file"))
	file.Type = "file"
	title, status := i18n.T(ctx, "environment.import_title"), web.FormStatus(form)
	var told g.Node
	if len(problems) > 0 {
		status = http.StatusUnprocessableEntity
		told = page.Card(i18n.T(ctx, "environment.import_problems"), i18n.T(ctx, "environment.import_nothing"),
			h.Ul(h.Class("stack"), g.Map(problems, func(p environment.Problem) g.Node { return h.Li(g.Text(p.String())) })))
	}
	return web.Render(w, status, u.Page(r, title, page.Head(title, o.Name), page.Narrow(told, note(ctx, "environment.import_about"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(root+"/import"), h.EncType("multipart/form-data"), page.FormError(form),
			page.Hidden("organization", itoa(o.ID)), page.Input(ctx, file),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "environment.import_do")),
				page.LinkButton(page.Quiet, organizationPath(o.ID), i18n.T(ctx, "environment.cancel")))),
		page.Card(i18n.T(ctx, "environment.import_example"), "", page.Code(ctx, g.Text(example))))))
}

func (u *UI) postImport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	var name string
	var data []byte
	form, err := web.Uploads(r, func(_ *web.Form, up web.Upload) (err error) {
		name = up.Name
		data, err = io.ReadAll(io.LimitReader(up.Body, environment.InventoryBytes+1))
		return err
	})
	if err != nil {
		return err
	}
	if name == "" {
		form.Reject("file", i18n.T(ctx, "environment.no_file"))
		return u.importPage(w, r, form, nil)
	}
	taken, problems, err := u.Environments.Import(ctx, form.Int64("organization"), name, data)
	switch {
	case err != nil:
		return err
	case len(problems) > 0:
		return u.importPage(w, r, form, problems)
	}
	web.Done(ctx, i18n.T(ctx, "environment.imported", "Added", taken.Added, "Changed", taken.Changed, "Same", taken.Same))
	web.Redirect(w, r, organizationPath(form.Int64("organization")))
	return nil
}
