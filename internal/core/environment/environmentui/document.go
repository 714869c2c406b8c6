package environmentui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// documentsCard lists the files, the newest edition of each in front, and takes another.
func (u *UI) documentsCard(ctx context.Context, e environment.Environment, rules environment.InventoryRules, form *web.Form) (g.Node, error) {
	all, err := u.Environments.Documents(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	title := i18n.T(ctx, "environment.documents")
	edits := access.Check(ctx, access.EditPeople) == nil
	list := g.Node(h.P(h.Class("muted"), g.Text(i18n.T(ctx, "environment.no_documents"))))
	if len(all) > 0 {
		if list, err = u.documentRows(ctx, title, e, all, edits); err != nil {
			return nil, err
		}
	}
	file := page.Ask(form, "file", i18n.T(ctx, "environment.file"))
	file.Type, file.Hint = "file", i18n.T(ctx, "environment.file_hint", "MB", rules.DocumentMB)
	return page.Card(title, "", list,
		g.If(edits && e.Running(), h.Form(h.Class("form"), h.Method("post"), h.Action(e.Path()+"/documents"), h.EncType("multipart/form-data"),
			page.FormError(form), page.Input(ctx, file), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "environment.add_document")))))), nil
}

func (u *UI) documentRows(ctx context.Context, title string, e environment.Environment, all []environment.Document, edits bool) (g.Node, error) {
	var ids []int64
	for _, d := range all {
		ids = append(ids, d.By)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, d := range all {
		path := fmt.Sprintf("%s/documents/%d", e.Path(), d.ID)
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(path), g.Text(d.Name)), g.Text(strconv.Itoa(d.Edition)), g.Text(i18n.FormatBytes(ctx, d.Size)),
			g.Text(names[d.By].Name), page.Time(ctx, d.At, now),
			g.If(edits, page.PostButton(page.Small, path+"/remove", i18n.T(ctx, "environment.remove"), nil))})
	}
	var columns []page.Column
	for _, col := range []string{"file", "edition", "size", "by", "at", "act"} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "environment.col_"+col), Number: col == "edition"})
	}
	return page.Table(title, columns, rows...), nil
}

// postDocument streams a file into the store.
func (u *UI) postDocument(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	added := false
	form, err := web.Uploads(r, func(_ *web.Form, up web.Upload) error {
		_, err := u.Environments.AddDocument(ctx, id, up.Name, up.ContentType, up.Body)
		added = err == nil
		return err
	})
	if form == nil {
		return err
	}
	if err == nil && !added {
		err = fault.Field("file", "%s", i18n.T(ctx, "environment.no_file"))
	}
	switch {
	case form.Absorb(err):
		return u.onePage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "environment.document_added"))
	web.Redirect(w, r, root+"/"+itoa(id))
	return nil
}

// getDocument serves a file as a download that runs nothing.
func (u *UI) getDocument(w http.ResponseWriter, r *http.Request) error {
	id, err := documentID(r)
	if err != nil {
		return err
	}
	d, body, err := u.Environments.OpenDocument(r.Context(), id)
	if err != nil {
		return err
	}
	defer body.Close()
	web.Attachment(w, d.Name)
	http.ServeContent(w, r, "", d.At, body)
	return nil
}

func (u *UI) postRemove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := documentID(r)
	if err != nil {
		return err
	}
	d, err := u.Environments.RemoveDocument(ctx, id)
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "environment.document_removed", "Name", d.Name))
	web.Redirect(w, r, root+"/"+itoa(d.EnvironmentID))
	return nil
}

func documentID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("document"), 10, 64)
	return id, fault.Wrap(fault.NotFound, err, "There is no such document")
}
