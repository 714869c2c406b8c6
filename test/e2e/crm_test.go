package e2e

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// seller is who takes customers over, before a Salesforce that fails now and then.
type seller struct {
	t      *testing.T
	desk   *program.Desk
	inside *app.Desk
	admin  people.User
	tab    *browser.Tab
	sales  string // where Salesforce is
}

// An administrator connects Salesforce, reads what would change while it is fetched, applies it, holds a field against it, and
// finds nothing left to do.
func TestCustomersFromSalesforce(t *testing.T) {
	fake := salesforcetest.New(salesforcetest.Config{Seed: 4, Failing: 5, Ways: []string{"session", "cut"}})
	fake.FillWorld(60, time.Now().UTC())
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	s := &seller{t: t, desk: program.NewDesk(t, t.TempDir(), ""), sales: server.URL}
	s.inside = s.desk.Open()
	var err error
	if s.admin, err = s.inside.People.Add(access.AsSystem(t.Context(), "test"), "Ana Lima", rig.Engineer, access.Admin, program.EngineerPassword); err != nil {
		t.Fatal(err)
	}
	s.desk.Start()
	s.tab = browser.Open(t)
	signIn(s.tab, s.desk.URL, rig.Engineer, program.EngineerPassword)
	s.connect()
	s.plan(1, "waits to be read")
	s.apply()
	account := s.hold()
	s.plan(2, "waits to be read")
	if got := browser.Eval[int](s.tab, `document.querySelectorAll("table ins").length`); got != 1 {
		t.Errorf("the second plan changes %d fields, want the one that is held", got)
	}
	s.apply()
	s.plan(3, "done")
	s.look("/crm/3")
	if o := s.bought(account); o.Segment != "Held here" {
		t.Errorf("the segment is %q, and was held", o.Segment)
	}
}

// connect fills in the connection and has it tested.
func (s *seller) connect() {
	s.t.Helper()
	s.look("/crm")
	follow(s.tab, `main a[href="/crm/settings/connection"]`)
	s.fill("url", s.sales)
	s.fill("client_id", salesforcetest.Key)
	s.fill("client_secret", "wrong")
	follow(s.tab, `button[value="try"]`)
	s.says("does not let the desk in")
	s.fill("client_secret", salesforcetest.Secret)
	follow(s.tab, `button[value="try"]`)
	s.says("Saved, and it works.")
	s.tab.CheckAxe("the connection that works")
	for _, path := range []string{"", "/accounts", "/account", "/schedule", "/guard", "/back"} {
		s.look("/crm/settings" + path)
	}
	s.look("/crm/skus")
}

// plan asks Salesforce, and waits on the page of the run for how it ends, which nobody loads again.
func (s *seller) plan(number int, want string) {
	s.t.Helper()
	s.tab.Go(s.desk.URL + "/crm")
	follow(s.tab, `main form[action="/crm"] button`)
	s.tab.Until(fmt.Sprintf(`location.pathname === "/crm/%d"`, number))
	browser.Eval[any](s.tab, remarks)
	s.says(want)
	if !browser.Eval[bool](s.tab, untold) {
		s.t.Error("the page of the run was loaded again")
	}
}

// apply reads the plan, its exceptions too, and applies it.
func (s *seller) apply() {
	s.t.Helper()
	here := browser.Eval[string](s.tab, "location.pathname")
	s.look(here)
	s.tab.Go(s.desk.URL + here + "?kind=skipped")
	s.says("Left out")
	s.tab.Go(s.desk.URL + here)
	follow(s.tab, `main form[action$="/apply"] button`)
	s.says("Applied")
	s.tab.Until(`document.querySelector("#run-state .chip.green")?.innerText === "done"`)
}

// hold keeps the segment of a customer against Salesforce, and gives their account.
func (s *seller) hold() string {
	s.t.Helper()
	lines, err := s.inside.CRM.Lines(program.As(s.t.Context(), s.admin), 1, crm.Filter{Kind: crm.Added, Most: 1})
	if err != nil || len(lines) != 1 {
		s.t.Fatalf("%d customers, %v", len(lines), err)
	}
	s.tab.Go(s.desk.URL + "/crm/overrides?field=segment&account=" + lines[0].AccountID)
	s.fill("value", "Held here")
	s.fill("why", "Agreed by mail")
	follow(s.tab, `main form.form button`)
	s.says(lines[0].Name) // of the customer, beside the account
	s.look("/crm/overrides")
	return lines[0].AccountID
}

func (s *seller) bought(account string) people.Organization {
	s.t.Helper()
	all, err := s.inside.People.AllOrganizations(access.AsSystem(s.t.Context(), "test"), s.inside.DB.Read())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, o := range all {
		if o.ExternalID == account {
			return o
		}
	}
	s.t.Fatalf("no organization came from %s", account)
	return people.Organization{}
}

// fill types into a field in the place of what it holds.
func (s *seller) fill(name, value string) {
	s.t.Helper()
	s.tab.Until(`document.querySelector("#f-` + name + `") !== null`)
	browser.Eval[any](s.tab, `document.querySelector("#f-`+name+`").select()`)
	s.tab.Press(value)
}

func (s *seller) says(words string) {
	s.t.Helper()
	s.tab.Until(`document.querySelector("main")?.innerText.includes(` + quote(words) + `)`)
}

// look asks axe about a page on a phone in the dark, then wide and light, and leaves it open.
func (s *seller) look(path string) {
	s.t.Helper()
	for _, as := range []struct {
		width, height int64
		scheme        string
	}{{390, 844, "dark"}, {1440, 900, "light"}} {
		s.tab.Screen(as.width, as.height, as.scheme)
		s.tab.Go(s.desk.URL + path)
		browser.Eval[bool](s.tab, "document.fonts.ready.then(() => true)")
		s.tab.CheckAxe(path + " " + as.scheme)
	}
}
