package ticketui

import (
	"context"
	"fmt"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// editor makes, changes and deletes one entry of a list in the settings.
type editor struct {
	kind string // "macro" or "view": the ids of its texts begin so
	list string // the path of the list
	try  string // the button that saves nothing: what it sends as "do", and the id of its label
}

var (
	macroEditor = editor{kind: "macro", list: macrosPath, try: "preview"}
	viewEditor  = editor{kind: "view", list: viewsPath, try: "count"}
)

func (e editor) path(id int64) string { return fmt.Sprintf("%s/%d", e.list, id) }

func (e editor) text(ctx context.Context, id string) string { return i18n.T(ctx, e.kind+"."+id) }

// show draws the form of the entry in the path or of a new one; beside it stands what helps to fill it in.
func (e editor) show(u *UI, w http.ResponseWriter, r *http.Request, f *web.Form, about string, fields, beside g.Node) error {
	ctx := r.Context()
	title, action := e.text(ctx, "new"), e.list
	var remove g.Node
	if id, err := web.PathID(r); err == nil {
		title, action = e.text(ctx, "edit"), e.path(id)
		remove = page.Card(e.text(ctx, "delete"), e.text(ctx, "delete_text"), page.PostButton(page.Danger, action+"/delete", e.text(ctx, "delete"), nil))
	}
	form := page.Form(action, page.FormError(f), fields, page.FormEnd(page.Button(page.Primary, e.text(ctx, "save")),
		page.Button(page.Secondary, e.text(ctx, e.try), h.Name("do"), h.Value(e.try)), page.LinkButton(page.Quiet, e.list, e.text(ctx, "cancel"))))
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, about),
		page.Content(page.Columns(h.Div(h.Class("stack"), form, remove), beside))))
}

// done leads back to the list once an entry was saved.
func (e editor) done(w http.ResponseWriter, r *http.Request, title string) {
	web.Done(r.Context(), i18n.T(r.Context(), e.kind+".saved", "Title", title))
	web.Redirect(w, r, e.list)
}

// postDelete deletes the entry in the path.
func (e editor) postDelete(remove func(ctx context.Context, id int64) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := web.PathID(r)
		if err != nil {
			return err
		}
		if err := remove(r.Context(), id); err != nil {
			return err
		}
		web.Done(r.Context(), e.text(r.Context(), "deleted"))
		web.Redirect(w, r, e.list)
		return nil
	}
}
