// Package portal is the customer's side of a desk: sign-in by mailed link, one's own tickets, answers, new tickets by
// form. Every page is plain links and forms; no script is sent. Who may see what is decided in core/ticket, by the use
// cases that begin with Own: a page here cannot show what they do not give.
package portal

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "portal", FS: sub}
}

// Region is a region that customers can prefer.
type Region struct {
	Key   string
	Name  string // EMEA
	City  string
	Tone  string // see page.RegionName
	Hours string // by which its clocks run, in the reader's language; may be empty
}

// Deps is what the portal needs of its desk.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	Blobs   blob.Store
	People  *people.Service
	Tickets *ticket.Service
	// Environments are what customers run.
	Environments *environment.Service
	// Desk is what customers call the desk.
	Desk func(ctx context.Context) string
	// Address is where the desk takes mail; empty where it takes none.
	Address func(ctx context.Context) string
	// Named reports whether customers learn the names of engineers, as mails tell them or not.
	Named func(ctx context.Context) bool
	// Regions lists the regions that customers can prefer.
	Regions func(ctx context.Context) ([]Region, error)
	// AnswerBy is when the desk is to answer a ticket next, by its clocks, and whether that is the first answer; the zero
	// time: no clock runs. May be nil.
	AnswerBy func(ctx context.Context, ticketID int64) (at time.Time, first bool, err error)
	// Ahead lists what goes on or is to come for the signed-in customer. May be nil.
	Ahead func(ctx context.Context) ([]Ahead, error)
	// Page puts the workspace's frame around the settings.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	// Languages are the tags that pages can be read in.
	Languages []string
}

// Portal serves the pages.
type Portal struct {
	Deps
	limits limits
}

// New makes the portal.
func New(d Deps) *Portal { return &Portal{Deps: d, limits: newLimits()} }

func (p *Portal) now(ctx context.Context) time.Time { return p.DB.Now(ctx) }

// The paths of the portal. Home ends in a slash, as what lies below it does.
const (
	Home       = "/portal/"
	signInPath = Home + "sign-in"
	newPath    = Home + "new"
	ticketPath = Home + "tickets/"
	filePath   = Home + "files/"
	selfPath   = Home + "settings"
)
