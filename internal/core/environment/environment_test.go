package environment_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), environment.Migrations()}

// desk is the package over the real people, with two customers.
type desk struct {
	*environment.Service
	t          *testing.T
	ctx        context.Context
	acme, seto int64
	tickets    map[int64]int64 // the customers of tickets
}

func each(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		blobs, err := blob.OpenDir(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		log := event.NewLog()
		k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test"), tickets: map[int64]int64{}}
		k.Service = environment.New(environment.Deps{DB: d, Log: log, People: people.New(d, log), Blobs: blobs,
			Customer: func(_ context.Context, _ db.Querier, id int64) (int64, error) { return k.tickets[id], nil }})
		module := k.Module()
		log.Attach(module.Handlers, nil)
		k.acme, k.seto = k.organization("Acme"), k.organization("Seto Rail")
		test(k)
	})
}

func (k *desk) organization(name string) int64 {
	k.t.Helper()
	o, err := k.People.SaveOrganization(k.ctx, people.Organization{Name: name})
	k.must(err)
	return o.ID
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// save writes an environment of Acme's down.
func (k *desk) save(name, version string, change func(*environment.Environment)) environment.Environment {
	k.t.Helper()
	e := environment.Environment{OrganizationID: k.acme, Name: name, Version: version, Kind: environment.Production, Deployment: "self-managed"}
	if change != nil {
		change(&e)
	}
	e, err := k.Save(k.ctx, e)
	k.must(err)
	return e
}

// says is what the organization says it runs.
func (k *desk) says(want string) {
	k.t.Helper()
	o, err := k.People.Organization(k.ctx, k.acme)
	k.must(err)
	if got := strings.TrimSpace(o.Deployment + " " + o.Version); got != want {
		k.t.Errorf("Acme says it runs %q, want %q", got, want)
	}
}

func (k *desk) refused(err error, field, words string) {
	k.t.Helper()
	sentence, at := fault.Public(err)
	if err == nil || at != field || !strings.Contains(sentence, words) {
		k.t.Errorf("%v on %q, want %q with %q", err, at, field, words)
	}
}

// TestPrimary has one environment of a customer speak for all of them, and the organization say the same, wherever it was
// changed.
func TestPrimary(t *testing.T) {
	each(t, func(k *desk) {
		production := k.save("Production", "V17.2.9-EE", nil)
		if !production.Primary || production.Version != "17.2.9-ee" {
			t.Errorf("the first is %+v", production)
		}
		k.says("self-managed 17.2.9-ee")
		staging := k.save("Staging", "17.4", func(e *environment.Environment) { e.Kind = environment.Staging })
		k.says("self-managed 17.2.9-ee")
		production.Primary = false
		_, err := k.Save(k.ctx, production)
		k.refused(err, "primary", "Make another one primary instead")
		staging.Primary = true
		_, err = k.Save(k.ctx, staging)
		k.must(err)
		k.says("self-managed 17.4")

		o, err := k.People.Organization(k.ctx, k.acme)
		k.must(err)
		o.Version, o.Deployment = "17.5.1-ee", "dedicated"
		_, err = k.People.SaveOrganization(k.ctx, o)
		k.must(err)
		staging, err = k.Environment(k.ctx, staging.ID)
		k.must(err)
		if staging.Version != "17.5.1-ee" || staging.Deployment != "dedicated" {
			t.Errorf("the primary environment did not follow: %+v", staging)
		}
		o.Version, o.Deployment = "", ""
		_, err = k.People.SaveOrganization(k.ctx, o)
		k.must(err)
		if staging, err = k.Environment(k.ctx, staging.ID); err != nil || staging.Version != "17.5.1-ee" {
			t.Errorf("what was left empty said something: %+v, %v", staging, err)
		}
		history, err := k.History(k.ctx, staging.ID)
		k.must(err)
		var steps []string
		for _, c := range history {
			steps = append(steps, c.From+">"+c.To)
		}
		if diff := cmp.Diff([]string{"17.4>17.5.1-ee", ">17.4"}, steps); diff != "" {
			t.Error(diff)
		}
		k.refused(k.Retire(k.ctx, staging.ID, false), "", "Make another one primary first")
		k.must(k.Retire(k.ctx, production.ID, false))
		k.must(k.Retire(k.ctx, staging.ID, false))
		k.says("")
		k.must(k.Retire(k.ctx, production.ID, true))
		k.says("self-managed 17.2.9-ee")
	})
}

// TestFollowMakesTheFirst writes the first environment down where a customer says what they run.
func TestFollowMakesTheFirst(t *testing.T) {
	each(t, func(k *desk) {
		o, err := k.People.SaveOrganization(k.ctx, people.Organization{Name: "Kite", Deployment: "self-managed", Version: "the newest one"})
		k.must(err)
		all, err := k.Mine(k.ctx, o.ID)
		k.must(err)
		if len(all) != 1 || !all[0].Primary || all[0].Version != "the newest one" || all[0].Release().Known() {
			t.Errorf("Kite has %+v", all)
		}
		if all, err = k.Mine(k.ctx, k.seto); err != nil || len(all) != 0 {
			t.Errorf("who says nothing has %+v, %v", all, err)
		}
	})
}

// TestRefused names the field, the value and the way out, and keeps nothing of it.
func TestRefused(t *testing.T) {
	each(t, func(k *desk) {
		base := environment.Environment{OrganizationID: k.acme, Name: "Production", Kind: environment.Production, Deployment: "saas"}
		for field, bend := range map[string]func(*environment.Environment){
			"name": func(e *environment.Environment) { e.Name = " " }, "kind": func(e *environment.Environment) { e.Kind = "play" },
			"deployment": func(e *environment.Environment) { e.Deployment = "" }, "version": func(e *environment.Environment) { e.Version = "17.x" },
			"architecture": func(e *environment.Environment) { e.Architecture = "round" }, "size": func(e *environment.Environment) { e.Size = "4k" },
			"users":    func(e *environment.Environment) { e.Users = -1 },
			"nodes":    func(e *environment.Environment) { e.Nodes = []environment.Node{{Role: "Cache"}} },
			"topology": func(e *environment.Environment) { e.Topology = strings.Repeat("x", 200_000) },
		} {
			e := base
			bend(&e)
			_, err := k.Save(k.ctx, e)
			k.refused(err, field, "")
		}
		k.save("Production", "", nil)
		_, err := k.Save(k.ctx, environment.Environment{OrganizationID: k.acme, Name: "PRODUCTION", Kind: environment.Staging, Deployment: "saas"})
		k.refused(err, "name", "already")
		agent := access.With(t.Context(), access.Principal{UserID: 9, Role: access.LightAgent})
		if _, err := k.Save(agent, base); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a light agent wrote an environment down: %v", err)
		}
		if all, err := k.Mine(k.ctx, k.acme); err != nil || len(all) != 1 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// TestList answers who still runs 16.x.
func TestList(t *testing.T) {
	each(t, func(k *desk) {
		k.save("Production", "16.11.10-ee", func(e *environment.Environment) { e.Users = 8000 })
		k.save("Staging", "17.10.1", func(e *environment.Environment) { e.Kind = environment.Staging })
		k.save("Lab", "", func(e *environment.Environment) { e.Kind = environment.Testing })
		seto := k.save("Production", "16.3.0-rc42-ee", func(e *environment.Environment) { e.OrganizationID, e.Deployment = k.seto, "dedicated" })
		find := func(f environment.Filter) (names []string) {
			all, err := k.Environments(k.ctx, f)
			k.must(err)
			for _, e := range all {
				names = append(names, e.Organization+" "+e.Name)
			}
			return names
		}
		for want, f := range map[string]environment.Filter{
			"Seto Rail Production,Acme Production": {Version: version.Version{Numbers: [3]int{16}, Given: 1}},
			"Acme Production":                      {Version: version.Version{Numbers: [3]int{16, 11}, Given: 2}},
			"Acme Lab":                             {Unknown: true},
			"Seto Rail Production":                 {Deployment: "dedicated"},
			"Acme Staging":                         {Query: "sTAG"},
			"Acme Lab,Seto Rail Production,Acme Production,Acme Staging": {},
			"":                                      {Version: version.Version{Numbers: [3]int{1}, Given: 1}},
			"Acme Lab,Acme Production,Acme Staging": {Query: "acme"},
		} {
			if got := strings.Join(find(f), ","); got != want {
				t.Errorf("%+v finds %s, want %s", f, got, want)
			}
		}
		if e, err := k.Environment(k.ctx, seto.ID); err != nil || e.Size != "" {
			t.Errorf("%+v, %v", e, err)
		}
		counts, err := k.Releases(k.ctx)
		k.must(err)
		if diff := cmp.Diff([]environment.ReleaseCount{{Release: "17.10", Count: 1}, {Release: "16.11", Count: 1},
			{Release: "16.3", Count: 1}, {Count: 1}}, counts); diff != "" {
			t.Error(diff)
		}
	})
}

// TestChoose keeps which environment a ticket is about, and never one of another customer.
func TestChoose(t *testing.T) {
	each(t, func(k *desk) {
		k.tickets[7] = k.acme
		production, lab := k.save("Production", "17.2", nil), k.save("Lab", "16.1", nil)
		other := k.save("Production", "9.5", func(e *environment.Environment) { e.OrganizationID = k.seto })
		about := func() (int64, bool) {
			e, chosen, _, err := k.For(k.ctx, 7, k.acme)
			k.must(err)
			return e.ID, chosen
		}
		if id, chosen := about(); id != production.ID || chosen {
			t.Errorf("a new ticket is about %d, %v", id, chosen)
		}
		k.must(k.Choose(k.ctx, 7, lab.ID))
		if id, chosen := about(); id != lab.ID || !chosen {
			t.Errorf("it is about %d, %v", id, chosen)
		}
		k.refused(k.Choose(k.ctx, 7, other.ID), "environment", "not one of the customer")
		k.must(k.Retire(k.ctx, lab.ID, false))
		k.must(k.Choose(k.ctx, 7, 0))
		k.refused(k.Choose(k.ctx, 7, lab.ID), "environment", "does not run any more")
		if id, chosen := about(); id != production.ID || chosen {
			t.Errorf("it is about %d again, %v", id, chosen)
		}
	})
}

// TestDocuments keeps every edition of a file, and refuses one that is too large as a whole.
func TestDocuments(t *testing.T) {
	each(t, func(k *desk) {
		e := k.save("Production", "17.2", nil)
		k.must(k.DB.Do(k.ctx, func(tx *db.Tx) error {
			return environment.Rules.Set(k.ctx, tx, k.Log, environment.InventoryRules{DocumentMB: 1, StaleDays: 90})
		}))
		for _, text := range []string{"one", "two"} {
			_, err := k.AddDocument(k.ctx, e.ID, "../../etc/topology.svg", "image/svg+xml", strings.NewReader(text))
			k.must(err)
		}
		_, err := k.AddDocument(k.ctx, e.ID, "big.tar", "", strings.NewReader(strings.Repeat("x", 1<<20+1)))
		k.refused(err, "file", "larger than the desk takes")
		_, err = k.AddDocument(k.ctx, e.ID, "empty.txt", "", strings.NewReader(""))
		k.refused(err, "file", "empty")
		all, err := k.Documents(k.ctx, e.ID)
		k.must(err)
		if len(all) != 2 || all[0].Name != "topology.svg" || all[0].Edition != 2 || all[1].Edition != 1 {
			t.Fatalf("%+v", all)
		}
		_, r, err := k.OpenDocument(k.ctx, all[1].ID)
		k.must(err)
		text, err := io.ReadAll(r)
		k.must(err)
		k.must(r.Close())
		if string(text) != "one" {
			t.Errorf("the first edition is %q", text)
		}
		_, err = k.RemoveDocument(k.ctx, all[1].ID)
		k.must(err)
		if _, _, err := k.OpenDocument(k.ctx, all[1].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a removed edition opens: %v", err)
		}
	})
}

// TestStale counts from the last time that the customer confirmed it.
func TestStale(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	for _, c := range []struct {
		e    environment.Environment
		days int
		want bool
	}{
		{environment.Environment{CreatedAt: day(-90)}, 90, true}, {environment.Environment{CreatedAt: day(-89)}, 90, false},
		{environment.Environment{CreatedAt: day(-900), ConfirmedAt: day(-2)}, 90, false}, {environment.Environment{CreatedAt: day(-900)}, 0, false},
		{environment.Environment{CreatedAt: day(-900), RetiredAt: day(-5)}, 90, false},
	} {
		if got := c.e.Stale(day(0), c.days); got != c.want {
			t.Errorf("%+v is stale: %v", c.e, got)
		}
	}
}

// TestAgeOf warns of what is older than every maintained release, and between them.
func TestAgeOf(t *testing.T) {
	rules := environment.InventoryRules{Supported: []string{"17.4", "17.2"}}
	for text, want := range map[string]environment.Age{"17.2.9-ee": environment.Current, "17.4": environment.Current,
		"17.3.1": environment.PastEnd, "16.11.1": environment.PastEnd,
		"17.5.0": environment.Newer, "18": environment.Newer} {
		v, err := version.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := rules.AgeOf(v); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	if got := rules.AgeOf(version.Version{}); got != environment.UnknownV {
		t.Errorf("an unknown version is %s", got)
	}
}

func TestSizeFor(t *testing.T) {
	for users, want := range map[int]string{0: "", 1: "1k", 1000: "1k", 1001: "2k", 8000: "10k", 50_000: "50k", 90_000: "50k"} {
		if got := environment.SizeFor(users); got != want {
			t.Errorf("%d users need %s, want %s", users, got, want)
		}
	}
}
