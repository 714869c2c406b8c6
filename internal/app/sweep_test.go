package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// eachDesk runs test on a new desk with each engine.
func eachDesk(t *testing.T, test func(t *testing.T, d *Desk)) {
	t.Helper()
	dbtest.Each(t, nil, func(t *testing.T, database *db.DB) {
		cfg := Config{dir: t.TempDir(), Desks: []DeskConfig{{Database: database.DSN()}}}
		if err := cfg.complete(); err != nil {
			t.Fatal(err)
		}
		d, err := OpenDesk(t.Context(), cfg.Server, cfg.Desks[0], quiet)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		test(t, d)
	})
}

// files lists all files of the blob folder and the spool, by path below the desk's folder.
func files(t *testing.T, d *Desk) (all []string) {
	t.Helper()
	for _, dir := range []string{d.cfg.Blobs, d.cfg.Spool} {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err == nil && e.Type().IsRegular() {
				all = append(all, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// age makes files as old as given, in hours.
func age(t *testing.T, hours int, paths ...string) {
	t.Helper()
	at := time.Now().Add(-time.Duration(hours) * time.Hour)
	for _, p := range paths {
		if err := os.Chtimes(p, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

// orphan puts a blob without a row, and gives its path.
func orphan(t *testing.T, d *Desk, content string) string {
	t.Helper()
	ref, err := d.Blobs.Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(d.cfg.Blobs, ref.Hash[:2], ref.Hash[2:])
}

func unfinished(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(dir, 0o750), os.WriteFile(path, []byte("half"), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// refer fills the desk with one blob of an upload and one of a large mail.
func refer(t *testing.T, d *Desk) {
	t.Helper()
	system := access.AsSystem(t.Context(), "import")
	ana, err := db.InTx(system, d.DB, func(tx *db.Tx) (people.User, error) {
		return d.People.ImportUser(system, tx, people.User{Name: "Ana", Email: "ana@desk.test", Role: access.Agent}, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Tickets.Upload(access.With(t.Context(), ana.Principal("web")), "a.log", "text/plain", strings.NewReader("a log")); err != nil {
		t.Fatal(err)
	}
	large := "From: dana@example.com\r\nSubject: large\r\n\r\n" + strings.Repeat("all work and no play\r\n", 100_000)
	if _, err := d.Intake.Pipe(access.AsSystem(t.Context(), "mail"), "dana@example.com", nil, strings.NewReader(large), int64(len(large))); err != nil {
		t.Fatal(err)
	}
}

// runSweep does the daily job.
func runSweep(t *testing.T, d *Desk) {
	t.Helper()
	for _, m := range d.Modules {
		for _, w := range m.Workers {
			if w.Kind != sweepKind {
				continue
			}
			if err := w.Handle(t.Context(), job.Job{Kind: sweepKind}); err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(m.Schedules, func(s job.Schedule) bool { return s.Kind == sweepKind && s.Every == 24*time.Hour }) {
				t.Error("nothing starts the sweep once a day")
			}
			return
		}
	}
	t.Fatal("there is no sweep")
}

// What nothing has referred to for a day goes; what a row refers to stays however old it is, and so does what is new.
func TestSweep(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *Desk) {
		refer(t, d)
		kept := files(t, d)
		if len(kept) != 2 {
			t.Fatalf("%d files after an upload and a large mail, want 2: %q", len(kept), kept)
		}
		age(t, 24*365, kept...)
		gone := []string{orphan(t, d, "a crash left this"), unfinished(t, d.spool(), "put-1"), unfinished(t, d.cfg.Spool, waitingUnfinished+"1")}
		age(t, 25, gone...)
		young := []string{orphan(t, d, "its row comes"), unfinished(t, d.spool(), "put-2"), unfinished(t, d.cfg.Spool, waitingUnfinished+"2")}
		age(t, 23, young...)
		waiting := unfinished(t, d.cfg.Spool, "0-broken"+waitingSuffix)
		age(t, 24*365, waiting)

		want := "2 stored, none missing; to sweep: 1 that nothing refers to (0 kB), 2 unfinished"
		if got := attachments(t, d); got != want {
			t.Errorf("doctor says %q, want %q", got, want)
		}
		runSweep(t, d)
		all := slices.Concat(kept, young, []string{waiting})
		slices.Sort(all)
		left := files(t, d)
		slices.Sort(left)
		if diff := cmp.Diff(all, left); diff != "" {
			t.Errorf("left after the sweep (-want +got):\n%s", diff)
		}
	})
}

// attachments is what doctor says of them.
func attachments(t *testing.T, d *Desk) string {
	t.Helper()
	e := &examination{ctx: t.Context()}
	e.blobs(d)
	if len(e.findings) != 1 {
		t.Fatalf("%+v", e.findings)
	}
	return e.findings[0].Text
}

// A database that was put beside the wrong folder does not empty it.
func TestSweepSparesAnothersFiles(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *Desk) {
		refer(t, d)
		for i := range 3 {
			age(t, 25, orphan(t, d, fmt.Sprint("of another desk ", i)))
		}
		before := files(t, d)
		runSweep(t, d)
		if diff := cmp.Diff(before, files(t, d)); diff != "" {
			t.Error(diff)
		}
		if got := attachments(t, d); !strings.Contains(got, "3 more in "+d.cfg.Blobs) {
			t.Errorf("doctor says %q", got)
		}
	})
}

// hashes are the columns that name a blob or look like it. A new one belongs into wantedBlobs, or its blobs are swept.
var hashes = map[string]string{
	"api_tokens.hash":              "of a secret",
	"attachments.hash":             "asked",
	"environment_documents.hash":   "asked",
	"portal_logo.hash":             "asked",
	"raw_mails.hash":               "asked",
	"mail_deliveries.hash":         "the mail is in raw_mails",
	"mail_deliveries.content_hash": "of a part of a mail",
	"login_tokens.hash":            "of a secret",
	"users.password_hash":          "of a secret",
}

func TestEveryHashIsKnown(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		columns, err := db.Column[string](t.Context(), d.Read(), db.Pick(d.Read(),
			"SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name LIKE '%hash%'",
			"SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name LIKE '%hash%'"))
		if err != nil || len(columns) < 2 {
			t.Fatal(columns, err)
		}
		for _, c := range columns {
			if hashes[c] == "" {
				t.Errorf("%s may name a blob: add it to wantedBlobs, or say here why it does not", c)
			}
		}
	})
}

func TestDesksShareNoFolder(t *testing.T) {
	_, err := LoadConfig(write(t, t.TempDir(), "[[desk]]\nname = \"A\"\nblobs = \"b\"\n[[desk]]\nname = \"B\"\nhosts = [\"b.test\"]\nblobs = \"./b/\"\n"))
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "both have blobs = ") {
		t.Error(err)
	}
}
