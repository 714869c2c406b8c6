package cli

import (
	"context"
	"io"
	"time"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// App is what commands need of the whole program.
type App interface {
	// Serve runs the desks of a place until ctx ends.
	Serve(ctx context.Context, p Place) error
	// Demo runs a desk with a made-up team.
	Demo(ctx context.Context, o DemoOptions) error
	// Story plays the product, and verifies what it plays.
	Story(ctx context.Context, o StoryOptions) error
	// Open opens the first desk of a place, or the one named, beside a running server.
	Open(ctx context.Context, p Place) (*Desk, error)
	// Deliver makes one piped mail durable in the desk, or in the desk's spool while its database is away.
	Deliver(ctx context.Context, p Place, m PipedMail) (Receipt, error)
	// Backup writes a desk to w as a tar, as it stands at one moment, while it runs.
	Backup(ctx context.Context, p Place, w io.Writer) (BackupReport, error)
	// Restore makes a desk of a backup, in an empty place.
	Restore(ctx context.Context, o RestoreOptions) (BackupReport, error)
	// Examine looks a desk over. It opens what it can and never fails: what is wrong is a finding.
	Examine(ctx context.Context, p Place) []Finding
	// Bench measures the same work on several engines. What must agree and does not is an error.
	Bench(ctx context.Context, o BenchOptions) (BenchReport, error)
}

// Place is where a command finds its desk.
type Place struct {
	Config string // a daywatch.toml; wins over Dir
	Dir    string // a folder with a daywatch.toml, which is made if missing
	Desk   string // the desk's name; empty: the first
}

// Desk is an opened desk, as commands use it.
type Desk struct {
	Name       string
	DB         *db.DB
	Blobs      *blob.Dir
	People     *people.Service
	Intake     *intake.Service
	OnCall     *oncall.Service
	CRM        *crm.Service
	Config     Configuration
	Clearances *clearance.Service
	Close      func() error
}

// DemoOptions are the flags of demo.
type DemoOptions struct {
	Dir, Addr, SMTP string
	Out             io.Writer
}

// PipedMail is one mail as an MTA hands it to a command.
type PipedMail struct {
	From string // of the envelope; empty is the null sender
	To   []string
	Body io.Reader // the raw mail, read to its end
	At   time.Time // when it came, UTC
}

// Receipt says where a piped mail lies now. Either way it survives a power cut.
type Receipt struct {
	Delivery int64  // its number in the mail log; 0 when spooled
	Spooled  string // the file it waits in; empty when delivered
}

// BackupReport counts what a backup holds.
type BackupReport struct {
	Desk      string
	At        time.Time // when it was made; zero while it is being made
	Rows      int64
	Blobs     int
	BlobBytes int64
}

// RestoreOptions say what to restore and where to.
type RestoreOptions struct {
	Place    Place
	Database string                        // for a folder without daywatch.toml; empty: SQLite in that folder
	Open     func() (io.ReadCloser, error) // the tar, from its start; called more than once
}

// Level is how a finding is to be taken.
type Level string

// The levels. Bad makes doctor fail.
const (
	OK   Level = "ok"
	Warn Level = "warn"
	Bad  Level = "bad"
)

// Finding is one thing that doctor looked at.
type Finding struct {
	Level Level  `json:"level"`
	Name  string `json:"name"`
	Text  string `json:"text"`             // what is so
	Do    string `json:"advice,omitempty"` // what to do about it; empty when all is well
}
