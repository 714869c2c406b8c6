package oncallui

import (
	"context"
	"io"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const importing = root + "/import"

func (u *UI) importRoutes(mux *web.Mux) {
	mux.Handle("GET "+importing, u.getImport)
	mux.Handle("POST "+importing, u.postImport, web.MaxBody(ical.MaxBytes+64<<10))
}

func (u *UI) getImport(w http.ResponseWriter, r *http.Request) error {
	return u.importPage(w, r, web.NewForm())
}

func (u *UI) importPage(w http.ResponseWriter, r *http.Request, f *web.Form, done ...g.Node) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	file := page.Ask(f, "file", i18n.T(ctx, "import.file"))
	file.Type, file.Hint = "file", i18n.T(ctx, "import.file_hint")
	title := i18n.T(ctx, "import.title")
	return web.Render(w, web.FormStatus(f),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "import.sub"), page.LinkButton(page.Secondary, root, i18n.T(ctx, "oncall.title"))),
			page.Narrow(g.Group(done), page.Card(i18n.T(ctx, "import.choose"), i18n.T(ctx, "import.about"),
				h.Form(h.Class("form"), h.Method("post"), h.Action(importing), h.EncType("multipart/form-data"), page.FormError(f), page.Input(ctx, file),
					page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "import.do"))))))))
}

// postImport makes schedules of a file, and tells what became of each.
func (u *UI) postImport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	var data []byte
	var name string
	f, err := web.Uploads(r, func(_ *web.Form, up web.Upload) (err error) {
		name = up.Name
		data, err = io.ReadAll(io.LimitReader(up.Body, ical.MaxBytes+1))
		return err
	})
	if err != nil {
		return err
	}
	if name == "" {
		f.Reject("file", i18n.T(ctx, "import.none"))
		return u.importPage(w, r, f)
	}
	all, err := u.OnCall.Import(ctx, name, data)
	if f.Absorb(err) {
		return u.importPage(w, r, f)
	}
	if err != nil {
		return err
	}
	var done []g.Node
	for _, one := range all {
		done = append(done, importedCard(ctx, one))
	}
	return u.importPage(w, r, f, done...)
}

// importedCard tells what became of a schedule of the file.
func importedCard(ctx context.Context, one oncall.Imported) g.Node {
	var notes g.Group
	for _, n := range one.Notes {
		notes = append(notes, h.Li(g.Text(n)))
	}
	var body g.Group
	if one.Failed != "" {
		body = append(body, page.Banner(page.Red, i18n.T(ctx, "import.failed", "Reason", one.Failed)))
	} else {
		body = append(body, h.P(g.Text(i18n.T(ctx, "import.done", "Layers", len(one.Schedule.Layers), "Overrides", one.Overrides))))
	}
	if len(notes) > 0 {
		body = append(body, h.H3(g.Text(i18n.T(ctx, "import.notes"))), h.Ul(notes))
	}
	if one.Failed == "" {
		body = append(body, page.FormEnd(page.LinkButton(page.Secondary, one.Schedule.Path(), i18n.T(ctx, "import.look"))))
	}
	return page.Card(one.Schedule.Title, "", body...)
}
