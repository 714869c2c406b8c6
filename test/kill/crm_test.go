package kill

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// customers is how many accounts the failing Salesforce has.
const customers = 400

// TestCustomersKilled kills the process that takes customers over with SIGKILL while it maps, while it compares or waits, and while
// it applies. The same command goes on each time; in the end every account is explained and the second plan is empty.
func TestCustomersKilled(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			k := sell(t, engine)
			k.kill("import", func(r crm.Run) bool { return r.Progress.Fetched[crm.Accounts] > 0 })
			k.kill("plan 1", func(r crm.Run) bool { return r.State != crm.Fetching })
			k.run("plan", "1")
			k.kill("apply 1", func(r crm.Run) bool { return r.Progress.Applied > 20 })
			k.kill("apply 1", func(r crm.Run) bool { return r.Progress.Applied > 120 })
			k.run("apply", "1")
			first := k.newest()
			k.run("import")
			second := k.newest()
			if p := first.Progress; first.State != crm.Done || p.Applied != p.ToApply || p.Failed+p.Conflict > 0 || p.Mapped != customers {
				t.Errorf("the first run: %s, %+v", first.State, p)
			}
			if p := second.Progress; second.ID == first.ID || second.State != crm.Done || p.ToApply != 0 ||
				p.Kinds[crm.Unchanged] != first.Progress.Kinds[crm.Added] {
				t.Errorf("the second run: %s, %+v", second.State, p)
			}
		})
	}
}

// sales is a desk beside a Salesforce that fails.
type sales struct {
	t      *testing.T
	desk   *program.Desk
	inside *app.Desk // the same desk in the test's process, which only looks
}

func sell(t *testing.T, engine db.Engine) *sales {
	t.Helper()
	fake := salesforcetest.New(salesforcetest.Config{Seed: 9, Failing: 10, Ways: []string{"503", "session", "cut", "half"}, PageSize: 100})
	fake.FillWorld(customers, time.Now().UTC())
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	k := &sales{t: t, desk: program.NewDesk(t, t.TempDir(), database(t, engine))}
	k.inside = k.desk.Open()
	ctx := k.system()
	k.must(k.inside.CRM.SaveConnection(ctx,
		salesforce.Connection{URL: server.URL, Flow: salesforce.ClientCredentials, ClientID: salesforcetest.Key, ClientSecret: salesforcetest.Secret}))
	k.must(k.inside.CRM.ChangeSetup(ctx, func(v *crm.Setup) { v.Rules.Batch, v.Rules.PauseMillis = 10, 30 }))
	return k
}

func (k *sales) system() context.Context { return access.AsSystem(k.t.Context(), "test") }

func (k *sales) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *sales) newest() crm.Run {
	k.t.Helper()
	all, err := k.inside.CRM.Runs(k.system())
	k.must(err)
	if len(all) == 0 {
		return crm.Run{}
	}
	return all[0]
}

// run runs a command to its end.
func (k *sales) run(args ...string) {
	k.t.Helper()
	if code, said := k.desk.Run(nil, append([]string{"crm"}, args...)...); code != 0 {
		k.t.Fatalf("crm %v ended with %d: %s", args, code, said)
	}
}

// kill starts a command and ends it with SIGKILL as soon as the run is so far.
func (k *sales) kill(command string, when func(crm.Run) bool) {
	k.t.Helper()
	cmd := k.desk.Command(append([]string{"crm"}, strings.Fields(command)...)...)
	k.must(cmd.Start())
	rig.Eventually(k.t, command+" to be so far", func() bool { return when(k.newest()) })
	_ = cmd.Process.Kill() // it may have ended by itself, and then nothing was to be killed
	_ = cmd.Wait()
}
