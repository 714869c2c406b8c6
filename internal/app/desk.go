package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/diagnose"
	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/settings"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Desk is one support operation: its own database, blob store, key and services (architecture B.0).
type Desk struct {
	Name         string
	DB           *db.DB
	Blobs        *blob.Dir
	Log          *event.Log
	Calendars    *calendar.Service
	People       *people.Service
	Tickets      *ticket.Service
	Intake       *intake.Service
	Notify       *notify.Service
	Rules        *rules.Service
	Queue        *queue.Service
	Clocks       *sla.Service
	OnCall       *oncall.Service
	Paging       *paging.Service
	Alerts       *alert.Service
	Emergencies  *emergency.Service
	Incidents    *incident.Service
	Attention    *attention.Service
	Environments *environment.Service
	Entitlements *entitlement.Service
	CRM          *crm.Service
	Accounts     *account.Service
	Reviews      *review.Service
	Calls        *call.Service
	Upgrades     *upgrade.Service
	Clearances   *clearance.Service
	Discussions  *discussion.Service
	Shifts       *shift.Service
	Diagnoses    *diagnose.Service
	Config       *config.Service
	Fetcher      *intake.Fetcher
	Hub          *web.Hub
	Modules      []module.Module

	requests func(route string, status int, took time.Duration) // counts requests; nil does not
	cfg      DeskConfig
	boundary boundary.Policy
	// beside are the other desks of the process. Only a restricted desk looks there: inwards, never out.
	beside  func() []*Desk
	private bool // whether requests to the outside may stay inside (ServerConfig.PrivateAddresses)
	url     *url.URL
	key     []byte
	logger  *slog.Logger

	regions regionList
	// statusHost is the host name that the status page has for itself; empty: none.
	statusHost atomic.Pointer[string]
	roster     rosterList
}

// OpenDesk opens the database, brings it up to date and builds the services. It starts nothing.
func OpenDesk(ctx context.Context, server ServerConfig, cfg DeskConfig, logger *slog.Logger) (*Desk, error) {
	key, err := loadKey(cfg.KeyFile)
	if err != nil {
		return nil, err
	}
	blobs, err := blob.OpenDir(cfg.Blobs)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, cfg.Database)
	if err != nil {
		return nil, err
	}
	d.Bend(server.bent)
	if err := d.Migrate(ctx, Migrations()); err != nil {
		d.Close()
		return nil, fault.Wrap(fault.Unavailable, err, "The database cannot be brought up to date")
	}
	desk, err := assemble(server, cfg, key, d, blobs, logger)
	if err != nil {
		return nil, err
	}
	if err := desk.firstRun(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(desk.regions.read(ctx, d.Read()), desk.readStatusHost(ctx)); err != nil {
		return nil, err
	}
	return desk, desk.roster.read(ctx, desk.People, d.Read(), d.Now(ctx))
}

// assemble builds the services over what is open already.
func assemble(server ServerConfig, cfg DeskConfig, key []byte, d *db.DB, blobs *blob.Dir, logger *slog.Logger) (*Desk, error) {
	site, err := url.Parse(or(cfg.URL, server.URL))
	if err != nil {
		return nil, err
	}
	desk := &Desk{Name: cfg.Name, DB: d, Blobs: blobs, Log: event.NewLog(), Hub: web.NewHub(), cfg: cfg, private: server.PrivateAddresses,
		url: site, key: key, logger: logger,
		boundary: boundary.Policy{Restricted: cfg.Restricted, Hosts: server.restricted}, beside: func() []*Desk { return nil }}
	desk.build(server)
	return desk, nil
}

// Migrations lists the schemas of all modules in the order in which they build on one another.
func Migrations() []db.Migrations {
	return []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(), environment.Migrations(),
		ticket.Migrations(), notify.Migrations(), intake.Migrations(), rules.Migrations(), queue.Migrations(), sla.Migrations(),
		oncall.Migrations(), paging.Migrations(), alert.Migrations(),
		emergency.Migrations(), incident.Migrations(), attention.Migrations(),
		entitlement.Migrations(), crm.Migrations(), account.Migrations(), review.Migrations(), call.Migrations(), upgrade.Migrations(),
		clearance.Migrations(), discussion.Migrations(), shift.Migrations(), diagnose.Migrations(), portal.Migrations(), config.Migrations()}
}

// build makes the services from the inside out. What one capability needs of another is passed as a function.
func (d *Desk) build(server ServerConfig) {
	d.Calendars = calendar.New(calendar.Deps{DB: d.DB, Log: d.Log, Uses: d.calendarUses})
	d.People = people.New(d.DB, d.Log)
	d.Environments = d.environments()
	d.Tickets = ticket.NewService(d.DB, d.Log, d.People, d.Blobs)
	d.Intake = intake.New(intake.Deps{DB: d.DB, Log: d.Log, Blobs: d.Blobs, People: d.People, Tickets: d.Tickets, Key: d.key,
		Desk: d.mark(), Bounced: d.bounced, Outbox: d.carried, Invited: d.invited, Apart: readApart(server.program), Logger: d.logger})
	d.Fetcher = d.Intake.Fetcher(d.spool())
	d.Notify = notify.New(notify.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Key: d.key, Host: d.url.Hostname(),
		Desk: d.mark(), Link: d.link, Bare: d.boundary.Restricted, Own: d.owns, Logger: d.logger, Unreachable: d.newsCameBack,
		Publish: func(topic, name string) { d.Hub.Publish(topic, web.Event{Name: name}) }})
	d.People.Attach(d.post())
	d.Tickets.AttachEnv(d.matters().Env)
	d.Tickets.AttachRefusals(d.refusals)
	d.Rules = d.rules()
	d.Queue = d.queue()
	d.Clocks = d.clocks()
	d.OnCall = d.oncall()
	d.Paging = d.paging()
	d.Alerts = d.alerts()
	d.Emergencies = d.emergencies()
	d.Incidents = d.incidents()
	d.Attention = d.attention()
	d.Entitlements = d.entitlements()
	d.CRM = d.crm()
	d.Accounts = d.accounts()
	d.Reviews = d.reviews()
	d.Calls = d.calls()
	d.Upgrades = d.upgrades()
	d.Clearances = d.clearances()
	d.Discussions = d.discussions()
	d.Shifts = d.shifts()
	d.Diagnoses = d.diagnoses()
	d.People.AttachCalendars(d.hasCalendar)
	d.Config = d.files()
	d.Modules = d.modules()
	for _, m := range d.Modules {
		d.Log.Attach(m.Handlers, m.Subscribers)
	}
}

// mark names this desk in the loop header of its mails, without telling more than that.
func (d *Desk) mark() string { return fmt.Sprintf("%x", d.key[:6]) }

// Run does the desk's background work until ctx ends: jobs, the live feed, mailboxes.
func (d *Desk) Run(ctx context.Context, poll time.Duration) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, m := range d.Modules {
		if m.Run != nil {
			g.Go(func() error { return m.Run(access.AsSystem(gctx, m.Name)) })
		}
	}
	g.Go(func() error { return d.Jobs(poll).Run(gctx) })
	g.Go(func() error {
		event.Tail(gctx, d.DB, poll, d.logger, d.publish)
		return nil
	})
	g.Go(func() error { return d.Fetcher.Run(access.AsSystem(gctx, "mail")) })
	g.Go(func() error { return d.pickUpLoop(access.AsSystem(gctx, "mail")) })
	return g.Wait()
}

// Jobs makes the runner of every module's jobs: timers, schedules, mail that is to be filed. Run runs it; alone it is
// the desk without a way to the outside. poll is how often it looks for jobs of other processes.
func (d *Desk) Jobs(poll time.Duration) *job.Runner {
	workers := d.Log.Workers(d.DB)
	var schedules []job.Schedule
	for _, m := range d.Modules {
		workers = append(workers, m.Workers...)
		schedules = append(schedules, m.Schedules...)
	}
	return job.NewRunner(d.DB, job.Config{Poll: poll, Log: d.logger}, workers, schedules)
}

// lists are the topics of pages that show all subjects of a type.
var lists = map[string]string{"ticket": "tickets", "delivery": "deliveries", "watch": "board", "alert": "alerts", "page": "pages"}

// publish tells open pages what changed: a topic per subject, and one for lists.
func (d *Desk) publish(events []event.Event) {
	var seen []event.Subject
	stale := slices.ContainsFunc(events, func(e event.Event) bool {
		return e.Kind == (settings.Changed{}).EventKind() || e.Subject.Type == "user"
	})
	if stale {
		d.reread()
	}
	for _, e := range events {
		if slices.Contains(seen, e.Subject) {
			continue
		}
		seen = append(seen, e.Subject)
		d.Hub.Publish(fmt.Sprintf("%s:%d", e.Subject.Type, e.Subject.ID), web.Event{Name: "changed"})
		if list := lists[e.Subject.Type]; list != "" {
			d.Hub.Publish(list, web.Event{Name: "changed", Data: fmt.Sprint(e.Subject.ID)})
		}
	}
}

// reread takes over what is kept of the settings and of the team.
func (d *Desk) reread() {
	ctx := context.Background()
	if err := errors.Join(d.regions.read(ctx, d.DB.Read()), d.readStatusHost(ctx), d.roster.read(ctx, d.People, d.DB.Read(), d.DB.Now(ctx))); err != nil {
		d.logger.Warn("the regions and the team are shown as they were", "err", err)
	}
}

// Close ends the desk's connections.
func (d *Desk) Close() error {
	d.Hub.Close()
	return d.DB.Close()
}

// spool is where large mails wait on their way in.
func (d *Desk) spool() string { return filepath.Join(d.cfg.Blobs, "tmp") }
