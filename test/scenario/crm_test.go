package scenario

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// takeOver makes a plan of a file of customers, as somebody who runs the desk.
func (k *desk) takeOver(text string) crm.Run {
	k.t.Helper()
	ctx := k.crmAdmin()
	r, err := k.CRM.StartFile(ctx, crm.File{Name: "customers.csv", Data: []byte(text), Complete: true})
	k.must(err)
	k.wait(time.Minute) // the jobs make the plan
	r, err = k.CRM.Run(ctx, r.ID)
	k.must(err)
	return r
}

// applied applies a plan.
func (k *desk) applied(r crm.Run, confirm string) crm.Run {
	k.t.Helper()
	k.must(k.CRM.Apply(k.crmAdmin(), r.ID, confirm))
	k.wait(time.Minute)
	r, err := k.CRM.Run(k.crmAdmin(), r.ID)
	k.must(err)
	return r
}

func (k *desk) crmAdmin() context.Context { return access.AsSystem(k.t.Context(), "web") }

func (k *desk) tookOver(name string) people.Organization {
	k.t.Helper()
	o, err := k.People.OrganizationNamed(k.crmAdmin(), k.DB.Read(), name)
	k.must(err)
	return o
}

// changesOf are the changes of an account in a plan, as words.
func (k *desk) changesOf(r crm.Run, account string) string {
	k.t.Helper()
	l, err := k.CRM.Line(k.crmAdmin(), r.ID, account)
	k.must(err)
	var all []string
	for _, c := range l.Changes {
		all = append(all, c.Field+" "+c.From+">"+c.To)
	}
	return string(l.Kind) + " " + l.Reason + ": " + strings.Join(all, ", ")
}

// TestScenario28 takes customers over from a file with a SKU map: the highest level counts, contracts that ended 16 days ago have
// none, a hold has its reason, what ended over three years ago is marked, a field held by hand stays, and the difference is
// there to read before it is applied.
func TestScenario28(t *testing.T) {
	play(t, "2026-09-14 10:00", func(t *testing.T, k *desk) {
		const head = "id,name,type,website,sku,ends_on,arr,hold,hold_reason,contact_email,contact_role\n"
		const file = head +
			"C-1,Harbour Light,Customer,harbour.example,SaaS - Premium,2027-01-31,1000,,,dana@harbour.example,Technical\n" +
			"C-1,Harbour Light,Customer,harbour.example,SaaS - Ultimate,2026-12-31,5000,,,,\n" +
			"C-2,Late Payers,Customer,late.example,SaaS - Premium,2027-01-31,1000,yes,The invoice of July is unpaid,,\n" +
			"C-3,Just Within,Customer,within.example,SaaS - Premium,2026-08-30,1000,,,,\n" +
			"C-4,Just Over,Former Customer,over.example,SaaS - Premium,2026-08-29,1000,,,,\n" +
			"C-5,Long Gone,Former Customer,gone.example,SaaS - Premium,2023-09-13,1000,,,,\n" +
			"C-6,A Partner,Partner,partner.example,,,,,,,\n" +
			"C-7,Bought Nothing,Customer,nothing.example,,,,,,,\n"
		r := k.takeOver(file)
		if p := r.Progress; r.State != crm.Planned || p.Kinds[crm.Added] != 5 || p.Kinds[crm.Skipped] != 2 || p.Lonely != 4 {
			t.Fatalf("%s: %v, %d without contacts", r.State, p.Kinds, p.Lonely)
		}
		if _, err := k.People.OrganizationNamed(k.crmAdmin(), k.DB.Read(), "Harbour Light"); err == nil {
			t.Fatal("it was applied before anybody read it")
		}
		if got := k.changesOf(r, "C-6"); got != "skipped partner: " {
			t.Error(got)
		}
		if r = k.applied(r, ""); r.State != crm.Done || r.Progress.Applied != 5 {
			t.Fatalf("%s, applied %d", r.State, r.Progress.Applied)
		}
		now := k.DB.Now(k.crmAdmin())
		for name, want := range map[string]struct {
			level string
			has   people.Entitlement
			arr   int64
		}{"Harbour Light": {"ultimate", people.Active, 6000}, "Late Payers": {"premium", people.OnHold, 1000}, "Just Within": {"premium", people.Grace, 1000},
			"Just Over": {"expired", people.Expired, 0}, "Long Gone": {"expired", people.Expired, 0}} {
			o := k.tookOver(name)
			if o.SupportLevel != want.level || o.Entitlement(now) != want.has || o.ARR != want.arr {
				t.Errorf("%s has %s, %s, %d", name, o.SupportLevel, o.Entitlement(now), o.ARR)
			}
			if marked := !o.MarkedAt.IsZero(); marked != (name == "Long Gone") {
				t.Errorf("%s is marked for deletion: %v", name, marked)
			}
		}
		if o := k.tookOver("Late Payers"); o.HoldReason != "The invoice of July is unpaid" {
			t.Errorf("on hold because %q", o.HoldReason)
		}
		k.held(t, file)
	})
}

// held holds a level by hand, has somebody change another field, and takes the file over again.
func (k *desk) held(t *testing.T, file string) {
	if again := k.takeOver(file); again.State != crm.Done || again.Progress.ToApply != 0 {
		t.Errorf("the second plan: %s, %v", again.State, again.Progress.Kinds)
	}
	_, err := k.CRM.SaveOverride(k.crmAdmin(), crm.Override{AccountID: "C-1", Field: crm.Level, Value: "gold", Why: "Agreed by mail"})
	k.must(err)
	r := k.takeOver(strings.ReplaceAll(file, "Technical", "Owner"))
	if got := k.changesOf(r, "C-1"); !strings.Contains(got, "support_level ultimate>gold") || !strings.Contains(got, "contact Technical>") {
		t.Error(got)
	}
	l, err := k.CRM.Line(k.crmAdmin(), r.ID, "C-1")
	k.must(err)
	if l.Held[crm.Level] != "ultimate" || !slices.ContainsFunc(l.Changes, func(c crm.Change) bool { return c.Held }) {
		t.Errorf("the plan does not show what is held: %+v", l)
	}
	k.applied(r, "")
	r = k.takeOver(strings.Replace(file, "SaaS - Ultimate,2026-12-31", "SaaS - Ultimate,2028-12-31", 1))
	o := k.tookOver("Harbour Light")
	o.EndsOn.Year = 2030 // a person changes the contract between the plan and its applying
	_, err = k.People.SaveOrganization(k.crmAdmin(), o)
	k.must(err)
	r = k.applied(r, "")
	o = k.tookOver("Harbour Light")
	if o.SupportLevel != "gold" || o.EndsOn.Year != 2030 || r.Progress.Conflict != 1 {
		t.Errorf("level %s until %s, %d conflicts", o.SupportLevel, o.EndsOn, r.Progress.Conflict)
	}
	if l, err = k.CRM.Line(k.crmAdmin(), r.ID, "C-1"); err != nil || !strings.Contains(l.Said, "since the plan was made") {
		t.Errorf("%q, %v", l.Said, err)
	}
}
