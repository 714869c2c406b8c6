package isolation

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// outside gathers the bytes of everything that is not the restricted desk, by what they are.
func (o *office) outside(v *visitor) map[string][]byte {
	o.t.Helper()
	all := map[string][]byte{"the log": o.log.bytes(), "a backup of the ordinary desk": o.backup("Support")}
	o.database(all)
	for _, dir := range []string{"open", "tmp"} {
		o.folder(all, dir, o.path(dir))
	}
	exported := o.t.TempDir()
	_, err := o.open.Config.Export(access.AsSystem(o.t.Context(), "test"), exported, config.ExportOptions{Organizations: true})
	o.must(err)
	o.folder(all, "configuration as files", exported)
	for _, address := range []string{ada, gwen} {
		mails, err := o.post.Read(o.t.Context(), address)
		o.must(err)
		all["the mailbox of "+address] = bytes.Join(mails, []byte("\n\n"))
	}
	o.crawl(all, v)
	return all
}

// folder reads every file below a folder.
func (o *office) folder(all map[string][]byte, name, root string) {
	o.t.Helper()
	o.must(filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		body, err := os.ReadFile(path)
		all[name+strings.TrimPrefix(path, root)] = append([]byte(filepath.Base(path)+"\n"), body...)
		return err
	}))
}

// database reads the files in which the ordinary desk's engine keeps it.
func (o *office) database(all map[string][]byte) {
	o.t.Helper()
	dsn := o.open.DB.DSN()
	if o.open.DB.Engine() == db.SQLite {
		paths, err := filepath.Glob(dsn + "*")
		o.must(err)
		if len(paths) == 0 {
			o.t.Fatalf("%s is no file", dsn)
		}
		for _, p := range paths {
			body, err := os.ReadFile(p)
			o.must(err)
			all["the database, "+filepath.Base(p)] = body
		}
		return
	}
	server, err := sql.Open("pgx", dsn)
	o.must(err)
	defer server.Close()
	_, err = server.ExecContext(o.t.Context(), "CHECKPOINT")
	o.must(err)
	var root, oid string
	o.must(server.QueryRowContext(o.t.Context(),
		"SELECT current_setting('data_directory'), oid::text FROM pg_database WHERE datname = current_database()").Scan(&root, &oid))
	o.folder(all, "the database", filepath.Join(root, "base", oid))
}

// backup writes a desk to bytes as the command does.
func (o *office) backup(desk string) []byte {
	o.t.Helper()
	var out bytes.Buffer
	a := &app.App{Out: &bytes.Buffer{}, Log: slog.New(slog.NewJSONHandler(o.log, nil))}
	_, err := a.Backup(o.t.Context(), cli.Place{Config: o.config, Desk: desk}, &out)
	o.must(err)
	return out.Bytes()
}

var link = regexp.MustCompile(`(?:href|src|hx-get)="(/[^"#]*)`)

// mostPages bounds the walk through the ordinary desk.
const mostPages = 200

// crawl reads the pages of the ordinary desk that links lead to, its errors and its numbers.
func (o *office) crawl(all map[string][]byte, v *visitor) {
	o.t.Helper()
	ways := []string{"/", "/metrics", "/healthz", "/tickets/99999", "/nothing-here", "/search?q=node", "/api/v2/on_call.json"}
	seen := map[string]bool{}
	for len(ways) > 0 && len(seen) < mostPages {
		path := strings.ReplaceAll(ways[0], "&amp;", "&")
		ways = ways[1:]
		if seen[path] || strings.HasPrefix(path, "/live") || strings.HasPrefix(path, "/assets") || strings.HasPrefix(path, "/sign-out") {
			continue
		}
		seen[path] = true
		status, body := v.get(path)
		all[fmt.Sprintf("desk.test%s (%d)", path, status)] = body
		for _, m := range link.FindAllSubmatch(body, -1) {
			ways = append(ways, string(m[1]))
		}
	}
	if len(seen) < 40 {
		o.t.Errorf("the walk through the ordinary desk saw %d pages only", len(seen))
	}
}

// arePlanted wants every word where it was planted: a search that finds nothing outside must not be one that finds nothing.
func (o *office) arePlanted(c *canaries) {
	o.t.Helper()
	inside := map[string][]byte{"backup": o.backup("Government")}
	o.folder(inside, "blobs", o.path("shut"))
	for i, word := range c.words {
		if strings.HasPrefix(c.places[i], "~") { // what was asked for, and is kept nowhere
			continue
		}
		found := false
		for _, body := range inside {
			found = found || bytes.Contains(bytes.ToLower(body), []byte(strings.ToLower(word)))
		}
		if !found {
			o.t.Errorf("the %s %s was not planted", c.places[i], word)
		}
	}
}
