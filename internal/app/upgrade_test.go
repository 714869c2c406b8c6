package app

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

var updateUpgrade = flag.Bool("update-upgrade", false, "write test/upgrade/first.tar anew; only before anyone has the schema it holds")

// first are the schemas of the first backup that this project promises to read for ever.
var first = map[string]int64{"job": 1, "event": 1, "settings": 1, "people": 1, "ticket": 2, "notify": 2, "intake": 2}

const upgradeFolder = "../../test/upgrade"

// TestUpgrade restores backups of older schemas on both engines and works with what comes out.
func TestUpgrade(t *testing.T) {
	if *updateUpgrade {
		writeFirst(t)
	}
	backups, err := filepath.Glob(filepath.Join(upgradeFolder, "*.tar"))
	if err != nil || len(backups) == 0 {
		t.Fatalf("no backups in %s: %v", upgradeFolder, err)
	}
	for _, b := range backups {
		t.Run(filepath.Base(b), func(t *testing.T) {
			open := func() (io.ReadCloser, error) { return os.Open(b) }
			mustBeOlder(t, open)
			t.Run("sqlite", func(t *testing.T) { upgraded(t, open, "") })
			t.Run("postgres", func(t *testing.T) { upgraded(t, open, dbtest.PostgreSQL(t, nil).DSN()) })
		})
	}
}

// mustBeOlder holds that the backup needs a migration at all.
func mustBeOlder(t *testing.T, open func() (io.ReadCloser, error)) {
	t.Helper()
	m, err := verify(open)
	if err != nil {
		t.Fatal(err)
	}
	known, err := dbtest.SQLite(t, nil).Known(Migrations())
	if err != nil || maps.Equal(known, m.Versions) {
		t.Fatalf("the backup has this program's own schema: %v, %v", m.Versions, err)
	}
}

func upgraded(t *testing.T, open func() (io.ReadCloser, error), database string) {
	t.Helper()
	a := &App{Out: io.Discard, Log: slog.New(slog.DiscardHandler)}
	place := cli.Place{Dir: filepath.Join(t.TempDir(), "desk")}
	report, err := a.Restore(t.Context(), cli.RestoreOptions{Place: place, Database: database, Open: open})
	if err != nil || report.Rows < 8 || report.Blobs != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	for _, f := range a.Examine(t.Context(), place) {
		if f.Level == cli.Bad || f.Name == "schema" && f.Level != cli.OK {
			t.Errorf("%+v", f)
		}
	}
	cfg, err := LoadDir(place.Dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := OpenDesk(t.Context(), cfg.Server, cfg.Desks[0], a.Log)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	mustWork(t, d)
}

// mustWork finds the old ticket by its text, reads it, and gives the next number.
func mustWork(t *testing.T, d *Desk) {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "test")
	page, err := d.Tickets.List(ctx, ticket.ListRequest{Query: "lighthouse"})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].ID != 41 || page.Rows[0].Requester != "Carl Ödegård" {
		t.Fatalf("search: %+v, %v", page.Rows, err)
	}
	if u, err := d.People.ByAddress(ctx, d.DB.Read(), "ana@example.com"); err != nil || u.Role != access.Admin || !u.HasPassword {
		t.Errorf("Ana is %+v, %v", u, err)
	}
	n, err := d.Tickets.Create(ctx, ticket.NewTicket{Subject: "Next", RequesterID: 2, Channel: "web",
		Comment: ticket.NewComment{Public: true, Format: ticket.Text, Body: "Next"}})
	if err != nil || n.ID != 43 { // 42 was deleted
		t.Errorf("the next ticket is %d, want 43: %v", n.ID, err)
	}
	counts, err := d.Intake.Counts(ctx)
	if err != nil || counts.Received != 1 || counts.Filed != 1 {
		t.Errorf("%+v, %v", counts, err)
	}
}

// writeFirst makes a desk of the first schema by hand, since the program of that day is gone.
func writeFirst(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, filepath.Join(t.TempDir(), "first.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.MigrateTo(ctx, Migrations(), first); err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ref, err := blobs.Put(ctx, strings.NewReader("lines!"))
	if err != nil {
		t.Fatal(err)
	}
	err = d.Do(ctx, func(tx *db.Tx) error {
		for _, statement := range firstRows {
			if _, err := tx.Exec(ctx, strings.ReplaceAll(statement, "HASH", ref.Hash)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(upgradeFolder, "first.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := newArchiveWriter(f, manifest{Desk: "Support", Engine: "sqlite", At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)})
	key := strings.Repeat("0123456789abcdef", 4) + "\n"
	for _, step := range []func() error{
		func() error { return out.add(configName, []byte(defaultTOML)) },
		func() error { return out.add(keyName, []byte(key)) },
		func() error { return d.Snapshot(ctx, func(q db.Querier) error { return out.rows(ctx, q) }) },
		func() error { return out.blob(ctx, &Desk{Blobs: blobs}, ref.Hash, ref.Size) },
		out.close,
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
}

// firstRows are the rows of the first backup. They never change again.
var firstRows = []string{
	`INSERT INTO organizations (id, name, name_key, created_at, updated_at) VALUES (1, 'Example', 'example', 1793620800000000, 1793620800000000)`,
	`INSERT INTO users (id, name, name_key, role, password_hash, notify, created_at, updated_at) VALUES (1, 'Ana Silva', 'ana silva', 'admin', 'x', '[]', 1793620800000000, 1793620800000000)`,
	`INSERT INTO users (id, name, name_key, organization_id, notify, created_at, updated_at) VALUES (2, 'Carl Ödegård', 'carl odegard', 1, '["assigned.mail"]', 1793620800000000, 1793620800000000)`,
	`INSERT INTO identities (user_id, value, is_primary, created_at) VALUES (1, 'ana@example.com', TRUE, 1793620800000000)`,
	`INSERT INTO identities (user_id, value, is_primary, created_at) VALUES (2, 'carl@example.net', TRUE, 1793620800000000)`,
	`INSERT INTO tickets (id, subject, channel, requester_id, submitter_id, organization_id, comment_count, waiting_since, created_at, updated_at)
		VALUES (41, 'Lighthouse out', 'mail', 2, 2, 1, 1, 1793620800000000, 1793620800000000, 1793620800000000)`,
	`INSERT INTO tickets (id, subject, channel, requester_id, submitter_id, created_at, updated_at) VALUES (42, 'Gone', 'mail', 2, 2, 0, 0)`,
	`DELETE FROM tickets WHERE id = 42`,
	`INSERT INTO comments (id, ticket_id, author_id, public, format, body, folds, channel, delivery_id, at)
		VALUES (1, 41, 2, TRUE, 'text', 'The lighthouse is out.', '[{"start": 0, "end": 3, "kind": "quote"}]', 'mail', 1, 1793620800000000)`,
	`INSERT INTO attachments (ticket_id, comment_id, owner_id, name, content_type, size, hash, created_at)
		VALUES (41, 1, 2, 'a.log', 'text/plain', 6, 'HASH', 1793620800000000)`,
	`INSERT INTO search_texts (ticket_id, kind, source_id, words) VALUES (41, 'subject', 41, 'lighthouse out')`,
	`INSERT INTO raw_mails (hash, size, body, created_at) VALUES ('aa', 6, x'6c696e657321', 1793620800000000)`,
	`INSERT INTO mail_deliveries (id, channel, source_key, hash, size, received_at, state, ticket_id, comment_id) VALUES (1, 'smtp', 'k', 'aa', 6, 1793620800000000, 'filed', 41, 1)`,
	`INSERT INTO audits (id, subject_type, subject_id, actor_id, actor_role, via, at) VALUES (1, 'ticket', 41, 2, 'end_user', 'mail', 1793620800000000)`,
	`INSERT INTO events (audit_id, subject_type, subject_id, seq, kind, at, actor_id, data) VALUES (1, 'ticket', 41, 1, 'ticket.created', 1793620800000000, 2, '{}')`,
	`INSERT INTO drafts (ticket_id, user_id, public, body, updated_at) VALUES (41, 1, TRUE, 'I look into it.', 1793620800000000)`,
}
