package statusui

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// styleFile is the stylesheet beside the pages of the copy.
const styleFile = "status.css"

// Copy writes the public page as files that any server can serve while the desk is away: the first page, each month and each
// incident that it shows, the feeds and the JSON. A reader finds the old or the new of each file, never a part.
func (u *UI) Copy(ctx context.Context) error {
	ctx = u.Localize(ctx)
	v, err := u.Incidents.View(ctx)
	if err != nil {
		return err
	}
	folder := v.Page.Folder
	if folder == "" {
		folder = u.Folder
	}
	files, err := u.files(ctx, v)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.SortFunc(names, lastFirstPage) // what it links to is there first
	for _, name := range names {
		if err := replace(filepath.Join(folder, filepath.FromSlash(name)), files[name]); err != nil {
			return fault.Wrap(fault.Unavailable, err, "The copy of the status page cannot be written to %s", folder)
		}
	}
	return nil
}

func lastFirstPage(a, b string) int {
	if (a == "index.html") != (b == "index.html") {
		if a == "index.html" {
			return 1
		}
		return -1
	}
	return 0
}

// files gives the content of each file of the copy by its name.
func (u *UI) files(ctx context.Context, v incident.View) (map[string][]byte, error) {
	files := map[string][]byte{styleFile: web.AssetBody(styleFile)}
	err := u.lookFiles(ctx, files)
	if err != nil {
		return nil, err
	}
	if files["history.atom"], err = u.atom(ctx, v); err != nil {
		return nil, err
	}
	if files["history.rss"], err = u.rss(ctx, v); err != nil {
		return nil, err
	}
	if err := u.jsonFiles(ctx, v, files); err != nil {
		return nil, err
	}
	below := u.frameOf(ctx, site{static: true, up: "../"}, v.Page, "")
	add := func(name string, f frame, node g.Node) {
		var page bytes.Buffer
		if err == nil {
			err = f.draw(ctx, node).Render(&page)
		}
		files[name] = page.Bytes()
	}
	for _, t := range v.Threads {
		f := below
		f.title, f.updated = t.Title, t.LastAt
		add("incidents/"+t.Code+".html", f, threadPage(ctx, f, t, v))
	}
	for _, month := range u.months(v) {
		list, err := u.Incidents.Month(ctx, month.Year(), month.Month())
		if err != nil {
			return nil, err
		}
		f := below
		f.title = monthName(ctx, month)
		add("history/"+month.Format("2006-01")+".html", f, historyPage(ctx, f, month, list, v))
	}
	first := u.frameOf(ctx, site{static: true}, v.Page, "")
	first.updated = v.Updated
	add("index.html", first, u.overview(ctx, first, v))
	return files, err
}

// months are those that a reader of the copy can turn to: up to the oldest incident that it has, a year at most.
func (u *UI) months(v incident.View) (list []time.Time) {
	oldest := v.Now
	for _, t := range v.Threads {
		if t.StartedAt.Before(oldest) {
			oldest = t.StartedAt
		}
	}
	first := time.Date(v.Now.Year(), v.Now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for n := 0; n <= 12; n++ {
		month := first.AddDate(0, -n, 0)
		list = append(list, month)
		if n > 0 && !month.After(oldest) {
			break
		}
	}
	return list
}

func (u *UI) jsonFiles(ctx context.Context, v incident.View, files map[string][]byte) error {
	reader := u.Incidents.Statuspage(ctx, v)
	for _, path := range incident.StatuspagePaths() {
		doc, _ := reader.Document(path)
		body, err := json.Marshal(doc)
		if err != nil {
			return err
		}
		files["api/v2/"+path+".json"] = body
	}
	body, err := json.Marshal(v.StatusIO())
	files["1.0/status/daywatch"] = body
	return err
}

// replace writes a file beside the old one and puts it in its place at once.
func replace(path string, body []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, body) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is there once it has its name
	_, err = f.Write(body)
	for _, step := range []func() error{func() error { return f.Chmod(0o644) }, f.Sync, f.Close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
