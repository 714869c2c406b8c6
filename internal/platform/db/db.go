// Package db runs one SQL text on SQLite and PostgreSQL. Queries are written with PostgreSQL's $n
// placeholders; times travel as BIGINT microseconds UTC; a transaction carries one frozen instant.
// Fragments that must differ go through Pick. See docs/adr/0002-one-sql-for-two-engines.md.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Engine is the database engine behind a DB.
type Engine string

// The engines that every query must run on.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// DB is one desk's database: a write side and a read side. On PostgreSQL both are the same pool; on
// SQLite the write side is a single connection and the read side a small read-only pool.
type DB struct {
	engine  Engine
	dsn     string
	write   *sql.DB
	read    *sql.DB
	texts   sync.Map // PostgreSQL text -> text for this engine
	kept    atomic.Int64
	group   Gather[func(tx *Tx) error]
	known   prepared // of the write side, on SQLite
	signals signals
	bent    time.Duration
}

// Open connects to dsn: "postgres://…" (or "postgresql://…") for PostgreSQL, "sqlite:PATH" or a bare path
// for SQLite, whose folder is made if missing. Errors are fault.Unavailable.
func Open(ctx context.Context, dsn string) (*DB, error) {
	d, err := open(dsn)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "The database cannot be opened")
	}
	if err := d.Ping(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func open(dsn string) (*DB, error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return openPostgres(dsn)
	}
	path := strings.TrimPrefix(dsn, "sqlite:")
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, err
	}
	// SQLite would make the file readable by all.
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err == nil {
		f.Close()
	}
	return openSQLite(path)
}

func openPostgres(dsn string) (*DB, error) {
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(max(8, 4*runtime.GOMAXPROCS(0)))
	pool.SetMaxIdleConns(8)
	return &DB{engine: PostgreSQL, dsn: dsn, write: pool, read: pool}, nil
}

// openSQLite sets what an acknowledged commit needs to survive a power cut: WAL with synchronous=FULL
// (https://www.sqlite.org/pragma.html#pragma_synchronous).
func openSQLite(path string) (*DB, error) {
	const common = "_pragma=busy_timeout(15000)&_pragma=foreign_keys(1)&_pragma=temp_store(2)&_pragma=mmap_size(268435456)"
	name := "file:" + (&fileURI{path}).String()
	write, err := sql.Open("sqlite", name+"?"+common+"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-32000)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", name+"?"+common+"&_pragma=cache_size(-16000)&_pragma=query_only(1)")
	if err != nil {
		write.Close()
		return nil, err
	}
	read.SetMaxOpenConns(4)
	read.SetMaxIdleConns(4)
	return &DB{engine: SQLite, dsn: path, write: write, read: read}, nil
}

// fileURI escapes a path for SQLite's URI file names (https://www.sqlite.org/uri.html §3.1).
type fileURI struct{ path string }

func (f *fileURI) String() string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(f.path)
}

// Ping reports whether both sides answer. Errors are fault.Unavailable.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.write.PingContext(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, err, "The database does not answer")
	}
	if d.read == d.write { // one pool: to ask once is enough
		return nil
	}
	return fault.Wrap(fault.Unavailable, d.read.PingContext(ctx), "The database does not answer")
}

// Engine tells which engine this is.
func (d *DB) Engine() Engine { return d.engine }

// DSN gives the PostgreSQL URL or the SQLite path that Open was called with. It may hold a password: never
// log it.
func (d *DB) DSN() string { return d.dsn }

// Close ends all connections. On SQLite the write-ahead log is folded into the file.
func (d *DB) Close() error {
	if d.engine == PostgreSQL {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Read gives a Querier on the read side, outside any transaction.
func (d *DB) Read() Querier { return conn{d: d, on: d.read} }

// Now is the instant that a use case without a transaction works with. At and Bend move it.
func (d *DB) Now(ctx context.Context) time.Time { return d.now(ctx) }

// Pick returns the fragment for q's engine: the one door for SQL that must differ.
func Pick(q Querier, sqlite, postgres string) string {
	if q.Engine() == SQLite {
		return sqlite
	}
	return postgres
}

// Backup writes a consistent copy of a SQLite database to path, which must not exist, while the desk
// runs (VACUUM INTO). PostgreSQL is backed up with its own tools: fault.Invalid.
func (d *DB) Backup(ctx context.Context, path string) error {
	if d.engine != SQLite {
		return fault.New(fault.Invalid, "PostgreSQL is backed up with pg_dump")
	}
	_, err := d.write.ExecContext(ctx, "VACUUM INTO ?1", path)
	if err != nil {
		return fmt.Errorf("backup to %s: %w", path, err)
	}
	return nil
}

// mostTexts is how many rewritten texts are kept at once.
const mostTexts = 4096

var placeholder = regexp.MustCompile(`\$(\d+)`)

// text turns $n into SQLite's ?n, which numbers arguments the same way
// (https://www.sqlite.org/lang_expr.html#varparam). Texts are kept; searches make new ones without end, so now and then all
// are forgotten.
func (d *DB) text(query string) string {
	if d.engine == PostgreSQL {
		return query
	}
	if t, ok := d.texts.Load(query); ok {
		return t.(string)
	}
	t := placeholder.ReplaceAllString(query, "?$1")
	if d.kept.Add(1)%mostTexts == 0 {
		d.texts.Clear()
	}
	d.texts.Store(query, t)
	return t
}
