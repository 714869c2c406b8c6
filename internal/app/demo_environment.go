package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// demoInstallations is how many customers of the demo have told what they run.
const demoInstallations = 14

// demoEnvironments gives the demo what customers run, and three upgrades: one to come, one whose window is open, one done.
func (d *Desk) demoEnvironments(ctx context.Context, world content.World, quiet *event.Log, p *people.Service, t *ticket.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	e := environment.New(environment.Deps{DB: d.DB, Log: quiet, People: p, Blobs: d.Blobs, Customer: d.Environments.Customer})
	all, err := p.AllOrganizations(ctx, d.DB.Read())
	if err != nil {
		return err
	}
	numbers := map[string]int64{}
	for _, o := range all {
		numbers[o.Name] = o.ID
	}
	var production []environment.Environment
	for _, o := range world.Orgs {
		if o.Version == "" || len(production) == demoInstallations {
			continue
		}
		made, err := d.demoInstallation(ctx, e, numbers[o.Name], o, len(production))
		if err != nil {
			return err
		}
		production = append(production, made)
	}
	return d.demoUpgrades(ctx, world, upgrade.New(upgrade.Deps{DB: d.DB, Log: quiet, People: p, Tickets: t, Environments: e}), e, production)
}

// demoInstallation writes down what a customer runs, with the version they ran before, and for some a staging beside it.
func (d *Desk) demoInstallation(ctx context.Context, s *environment.Service, organization int64, o content.Org, n int) (environment.Environment, error) {
	at := func(days int) time.Time { return d.DB.Now(ctx).AddDate(0, 0, -days) }
	e := environment.Environment{OrganizationID: organization, Name: "Production", Kind: environment.Production, Deployment: "self-managed",
		Version: fmt.Sprintf("18.%d.3-ee", n%3),
		Users:   o.Seats, Architecture: environment.Architectures()[[]int{1, 0, 3, 1, 2}[n%5]], Topology: demoTopology(n)}
	if e.Architecture != "single_node" {
		e.Nodes = []environment.Node{{Role: "Application", Count: 2 + n%3}, {Role: "Database", Count: 3}, {Role: "Cache", Count: 3},
			{Role: "Repository storage", Count: 3}, {Role: "Background jobs", Count: 2}}
	}
	e, err := demoSave(ctx, d.DB, s, e, at(150+7*n))
	if err != nil {
		return e, err
	}
	e.Version = strings.TrimSuffix(o.Version, "-ee") + "-ee"
	if e, err = demoSave(ctx, d.DB, s, e, at(20+5*n)); err != nil || n%3 == 0 {
		return e, err
	}
	if n%3 == 1 {
		if err := s.Confirm(ctx, e.ID); err != nil {
			return e, err
		}
		_, err = demoSave(ctx, d.DB, s, environment.Environment{OrganizationID: organization, Name: "Staging", Kind: environment.Staging,
			Deployment: "self-managed", Version: "18.6.0-ee",
			Architecture: "single_node", Users: 40}, at(12))
		return e, err
	}
	_, err = s.AddDocument(ctx, e.ID, "inventory.yaml", "application/yaml",
		strings.NewReader("environments:\n  - name: Production\n    version: "+e.Version+"\n"))
	return e, err
}

func demoTopology(n int) string {
	return []string{"Two racks in one data centre. Backups go to object storage every night at 02:00 UTC and are restored once a quarter.",
		"One virtual machine, with a snapshot every night.",
		"Application and jobs run in Kubernetes, storage and databases on virtual machines. A **proxy** inspects all traffic to the outside."}[n%3]
}

// demoSave writes an environment down as of a time.
func demoSave(ctx context.Context, d *db.DB, s *environment.Service, e environment.Environment, at time.Time) (environment.Environment, error) {
	return db.InTx(ctx, d, func(tx *db.Tx) (environment.Environment, error) {
		tx.At(at)
		return s.SaveIn(ctx, tx, e)
	})
}

// demoUpgrades plans one upgrade for the coming days, opens the window of another, and ends a third.
func (d *Desk) demoUpgrades(ctx context.Context, world content.World, s *upgrade.Service, e *environment.Service, production []environment.Environment) error {
	now := d.DB.Now(ctx).Truncate(time.Minute)
	zones := map[string]string{}
	for _, o := range world.Orgs {
		zones[o.Name] = o.Zone
	}
	staff, err := s.People.Staff(ctx, d.DB.Read())
	if err != nil {
		return err
	}
	var engineers []int64
	for _, u := range staff {
		if u.Active && u.Role == access.Agent {
			engineers = append(engineers, u.ID)
		}
	}
	night := time.Date(now.Year(), now.Month(), now.Day(), 21, 0, 0, 0, time.UTC).AddDate(0, 0, 3)
	for i, w := range []struct {
		from   time.Time
		length time.Duration
		after  func(id int64) error
	}{{night, 5 * time.Hour, func(id int64) error {
		return s.Advise(ctx, id, "The release notes name a long migration. With 4 TB of repositories it should wait for the next patch.")
	}},
		{now.Add(-40 * time.Minute), 4 * time.Hour, func(id int64) error { return s.Confirm(ctx, id) }},
		{now.Add(-3 * time.Hour), 4 * time.Hour, func(id int64) error {
			_, err := s.Record(ctx, id,
				upgrade.Result{Outcome: upgrade.Trouble, Note: "The background migrations took two hours longer than on staging. Nothing was lost."})
			return err
		}}} {
		env, err := e.Environment(ctx, production[(i*3+1)%len(production)].ID)
		if err != nil {
			return err
		}
		up, err := s.Begin(ctx, env.ID, 0, "18.7.1-ee")
		if err != nil {
			return err
		}
		up.Plan = "1. Back up, and check that the backup can be read\n2. Stop the background jobs\n3. Upgrade stop by stop; wait for the migrations each time\n4. Run the health checks"
		up.Rollback = "Restore last night's backup to " + env.Version +
			". On staging this took **50 minutes**; after 03:00 the decision is made without asking."
		up.WindowFrom, up.WindowUntil, up.Zone, up.EngineerID = w.from, w.from.Add(w.length), zones[env.Organization], engineers[i%len(engineers)]
		if _, err := s.Change(ctx, up); err != nil {
			return err
		}
		if _, err := s.Submit(ctx, up.ID); err != nil {
			return err
		}
		if err := w.after(up.ID); err != nil {
			return err
		}
	}
	return nil
}
