package crmui

import (
	"context"
	"io"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/sheet"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRuns(w http.ResponseWriter, r *http.Request) error {
	return u.runsPage(w, r, web.NewForm())
}

// runsPage shows the runs, and how to begin one.
func (u *UI) runsPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	runs, err := u.CRM.Runs(ctx)
	if err != nil {
		return err
	}
	c, hasSecret, _, err := u.CRM.Connection(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.crm.title")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.crm.about")), tabs(ctx, "runs"),
		page.Content(page.Columns(salesforceCard(ctx, f, c.URL != "" && hasSecret, c.URL), fileCard(ctx, f)), u.runTable(ctx, runs))))
}

func salesforceCard(ctx context.Context, f *web.Form, connected bool, address string) g.Node {
	if !connected {
		return page.Card(i18n.T(ctx, "crm.from_salesforce"), i18n.T(ctx, "crm.not_connected"),
			page.FormEnd(page.LinkButton(page.Primary, connectionPath, i18n.T(ctx, "crm.connect_do"))))
	}
	var wrong g.Node
	if f.Error("url") != "" {
		wrong = page.Banner(page.Red, f.Error("url"))
	}
	return page.Card(i18n.T(ctx, "crm.from_salesforce"), i18n.T(ctx, "crm.start_about", "Address", address), wrong,
		page.Form(root, page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.start_do")))))
}

func fileCard(ctx context.Context, f *web.Form) g.Node {
	file, columns := page.Ask(f, "file", i18n.T(ctx, "crm.file")), page.Ask(f, "columns", i18n.T(ctx, "crm.columns"))
	file.Type, file.Hint, file.More = "file", i18n.T(ctx, "crm.file_hint"), []g.Node{h.Accept(".csv,.json,.txt,text/csv,application/json")}
	columns.Hint, columns.Optional, columns.Autocomplete = i18n.T(ctx, "crm.columns_hint"), true, "off"
	complete := page.Ask(f, "complete", i18n.T(ctx, "crm.complete"))
	complete.Hint = i18n.T(ctx, "crm.complete_hint")
	return page.Card(i18n.T(ctx, "crm.from_file"), i18n.T(ctx, "crm.file_about"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(root+"/file"), h.EncType("multipart/form-data"), page.FormError(f),
			page.Input(ctx, file), page.Textarea(ctx, columns),
			page.Checkbox(ctx, complete), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "crm.file_do")),
				page.LinkButton(page.Quiet, root+"/sample.csv", i18n.T(ctx, "crm.sample_do")))))
}

func (u *UI) runTable(ctx context.Context, runs []crm.Run) g.Node {
	if len(runs) == 0 {
		return page.EmptyState("building-2", i18n.T(ctx, "crm.none"), i18n.T(ctx, "crm.none_text"),
			page.LinkButton(page.Secondary, root+"/sample.csv", i18n.T(ctx, "crm.sample_do")))
	}
	var rows [][]g.Node
	now := u.Now(ctx)
	for _, r := range runs {
		p := r.Progress
		count := func(n int) g.Node { return g.Text(itoa(int64(n))) }
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(r.Path()), g.Textf("%d · %s", r.ID, r.Origin)), stateChip(ctx, r),
			page.Ago(ctx, r.CreatedAt, now),
			count(p.Accounts), count(p.Kinds[crm.Added]), count(p.Kinds[crm.Changed]), count(p.Kinds[crm.Vanished]),
			count(p.Kinds[crm.Ambiguous]), count(p.Kinds[crm.Skipped])})
	}
	columns := []page.Column{{Label: i18n.T(ctx, "crm.run")}, {Label: i18n.T(ctx, "crm.state")}, {Label: i18n.T(ctx, "crm.begun")},
		{Label: i18n.T(ctx, "crm.accounts"), Number: true}}
	for _, k := range []crm.Kind{crm.Added, crm.Changed, crm.Vanished, crm.Ambiguous, crm.Skipped} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "crm.kind_"+string(k)), Number: true})
	}
	return page.Table(i18n.T(ctx, "crm.tab_runs"), columns, rows...)
}

func stateChip(ctx context.Context, r crm.Run) g.Node {
	tone := page.Blue
	switch {
	case r.Stopped:
		return page.Chip(page.Red, i18n.T(ctx, "crm.state_stopped"))
	case r.State == crm.Planned && r.Progress.Guarded:
		return page.Chip(page.Red, i18n.T(ctx, "crm.state_guarded"))
	case r.State == crm.Planned:
		tone = page.Amber
	case r.State == crm.Done:
		tone = page.Green
	case r.State == crm.Abandoned:
		tone = page.Neutral
	}
	return page.Chip(tone, i18n.T(ctx, "crm.state_"+string(r.State)))
}

func (u *UI) postStart(w http.ResponseWriter, r *http.Request) error {
	run, err := u.CRM.Start(r.Context())
	return u.started(w, r, web.NewForm(), run, err)
}

func (u *UI) started(w http.ResponseWriter, r *http.Request, f *web.Form, run crm.Run, err error) error {
	if f.Absorb(err) {
		return u.runsPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, run.Path())
	return nil
}

func (u *UI) postFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	var file crm.File
	f, err := web.Uploads(r, func(_ *web.Form, up web.Upload) (err error) {
		file.Name = up.Name
		file.Data, err = io.ReadAll(io.LimitReader(up.Body, crm.MostBytes+1))
		return err
	})
	if err != nil {
		return err
	}
	if file.Name == "" {
		f.Reject("file", i18n.T(ctx, "crm.file_none"))
		return u.runsPage(w, r, f)
	}
	file.Complete, file.Columns = f.Bool("complete"), map[string]string{}
	for line := range strings.Lines(f.Text("columns")) {
		ours, theirs, ok := strings.Cut(line, "=")
		if ok && strings.TrimSpace(theirs) != "" {
			file.Columns[strings.TrimSpace(ours)] = strings.TrimSpace(theirs)
		} else if strings.TrimSpace(line) != "" {
			f.Reject("columns", i18n.T(ctx, "crm.columns_wrong", "Line", strings.TrimSpace(line)))
		}
	}
	if !f.OK() {
		return u.runsPage(w, r, f)
	}
	run, err := u.CRM.StartFile(ctx, file)
	return u.started(w, r, f, run, err)
}

// getSample gives a file to begin with.
func (u *UI) getSample(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.ManageSettings); err != nil {
		return err
	}
	attach(w, "customers.csv")
	_, err := io.WriteString(w, crm.Sample)
	return err
}

func attach(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Type", sheet.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}
