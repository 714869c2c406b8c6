package account

import (
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// TestSixthAccount refuses it and names the five, takes an account that is given back, and goes by the setting.
func TestSixthAccount(t *testing.T) {
	bubble(t, func(k *desk) {
		five := []string{"Birch", "Cedar", "Dune", "Elm", "Fjord"}
		var first Assignment
		for i, name := range five {
			if a := k.account(name, k.ana); i == 0 {
				first = a
			}
		}
		_, err := k.Assign(k.As(k.ada), k.wish(k.ana))
		k.refused(err, fault.Conflict, "user", append(five, "Ana Lima looks after 5 accounts", "5 is the most")...)
		o := k.acme
		o.AssignedEngineerID = k.ana.ID
		_, err = k.People.SaveOrganization(k.Ctx, o)
		k.refused(err, fault.Conflict, "assigned_engineer", five...)
		if _, err := k.Assign(k.As(k.ada), k.wish(k.ben)); err != nil {
			k.T.Errorf("a colleague is refused: %v", err)
		}
		k.Must(k.End(k.As(k.ada), first.ID, "They moved to another plan"))
		k.account("Gorse", k.ana)
		rules, err := k.Setup(k.Ctx)
		k.Must(err)
		rules.Most = 6
		k.Must(k.SaveSetup(k.Ctx, rules))
		k.account("Heath", k.ana)
		last := k.Customer(people.Organization{Name: "Iris"})
		_, err = k.Assign(k.As(k.ada), k.wish(k.ana, func(a *Assignment) { a.OrganizationID = last.ID }))
		k.refused(err, fault.Conflict, "user", "6 accounts", "Heath")
	})
}

// TestContractOver has an account whose contract ended count no more.
func TestContractOver(t *testing.T) {
	bubble(t, func(k *desk) {
		for _, name := range []string{"Birch", "Cedar", "Dune", "Elm"} {
			k.account(name, k.ana)
		}
		o := k.Customer(people.Organization{Name: "Fjord"})
		k.assigned(k.ana, func(a *Assignment) { a.OrganizationID, a.EndsOn = o.ID, bizcal.Date{Year: 2000, Month: 1, Day: 4} })
		_, err := k.Assign(k.As(k.ada), k.wish(k.ana))
		k.refused(err, fault.Conflict, "user", "Fjord")
		k.until("2000-01-04 23:59")
		if o, err := k.People.Organization(k.Ctx, o.ID); err != nil || o.AssignedEngineerID != k.ana.ID {
			k.T.Errorf("on the last day it names %d, %v", o.AssignedEngineerID, err)
		}
		k.until("2000-01-05 00:00")
		if o, err := k.People.Organization(k.Ctx, o.ID); err != nil || o.AssignedEngineerID != 0 {
			k.T.Errorf("after the last day it names %d, %v", o.AssignedEngineerID, err)
		}
		k.assigned(k.ana)
	})
}

// TestAssignChecks refuses what cannot be an assignment, on the field that is wrong.
func TestAssignChecks(t *testing.T) {
	bubble(t, func(k *desk) {
		day := func(d int) bizcal.Date { return bizcal.Date{Year: 2000, Month: 2, Day: d} }
		for _, test := range []struct {
			name   string
			change func(a *Assignment)
			kind   fault.Kind
			field  string
		}{
			{"no hours", func(a *Assignment) { a.Hours = 0 }, fault.Invalid, "hours"},
			{"more than a week", func(a *Assignment) { a.Hours = 169 }, fault.Invalid, "hours"},
			{"no zone", func(a *Assignment) { a.Zone = "Mars/Base" }, fault.Invalid, "zone"},
			{"ends before it starts", func(a *Assignment) { a.StartsOn, a.EndsOn = day(2), day(1) }, fault.Invalid, "ends_on"},
			{"a long text", func(a *Assignment) { a.Outside = strings.Repeat("x", longestText+1) }, fault.Invalid, "outside"},
			{"older tickets", func(a *Assignment) { a.Older = "burn" }, fault.Invalid, "older"},
			{"nobody", func(a *Assignment) { a.UserID = 0 }, fault.Invalid, "user"},
			{"nobody known", func(a *Assignment) { a.UserID = 9999 }, fault.Invalid, "user"},
			{"a customer", func(a *Assignment) { a.UserID = k.dan.ID }, fault.Invalid, "user"},
			{"no customer", func(a *Assignment) { a.OrganizationID = 9999 }, fault.NotFound, ""},
			{"below the grade", func(a *Assignment) { a.UserID = k.jun.ID }, fault.Conflict, "level_why"},
		} {
			_, err := k.Assign(k.As(k.ada), k.wish(k.ana, test.change))
			if sentence, on := fault.Public(err); !fault.Is(err, test.kind) || on != test.field || sentence == "" {
				k.T.Errorf("%s: %v on %q", test.name, err, on)
			}
		}
		a := k.assigned(k.jun, func(a *Assignment) { a.LevelWhy = " Nearly senior: knows them for years " })
		if a.LevelWhy != "Nearly senior: knows them for years" {
			k.T.Errorf("the reason is %q", a.LevelWhy)
		}
		if f := coretest.Facts[Assigned](k.Core, AssignmentSubject(a.ID)); len(f) != 1 || !f[0].Excepted || !f[0].New {
			k.T.Errorf("the log says %+v", f)
		}
	})
}

// TestChangeAgreed keeps whose an assignment is, and refuses to change what is over.
func TestChangeAgreed(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		_, err := k.Assign(k.As(k.ada), k.wish(k.ana))
		k.refused(err, fault.Conflict, "user", "assigned to Acme already")
		a.Hours, a.Zone, a.Auto = 12, "Asia/Tokyo", false
		changed, err := k.Assign(k.As(k.ada), a)
		k.Must(err)
		if changed.Hours != 12 || changed.Zone != "Asia/Tokyo" || !changed.Auto || !changed.Main {
			k.T.Errorf("it became %+v", changed)
		}
		other := a
		other.UserID = k.ben.ID
		_, err = k.Assign(k.As(k.ada), other)
		k.refused(err, fault.Invalid, "user", "stays with its engineer")
		k.refused(k.End(k.As(k.ada), a.ID, " "), fault.Invalid, "why")
		k.Must(k.End(k.As(k.ada), a.ID, "Over"))
		k.refused(k.End(k.As(k.ada), a.ID, "Over"), fault.Conflict, "")
		_, err = k.Assign(k.As(k.ada), a)
		k.refused(err, fault.Conflict, "", "Make a new one")
		if over, err := k.Ended(k.Ctx, k.acme.ID); err != nil || len(over) != 1 || over[0].EndedWhy != "Over" {
			k.T.Errorf("what was is %+v, %v", over, err)
		}
	})
}

// TestOneMain has the organization name one engineer of several, and the next once that one is gone, however it is said.
func TestOneMain(t *testing.T) {
	bubble(t, func(k *desk) {
		first := k.assigned(k.ana)
		second := k.assigned(k.ben)
		names := func(want people.User) {
			k.T.Helper()
			o, err := k.People.Organization(k.Ctx, k.acme.ID)
			k.Must(err)
			all, err := k.EngineersOf(k.Ctx, k.DB.Read(), k.acme.ID)
			k.Must(err)
			mains := 0
			for _, a := range all {
				if a.Main {
					mains++
				}
			}
			if o.AssignedEngineerID != want.ID || want.ID != 0 && (mains != 1 || all[0].UserID != want.ID) {
				k.T.Errorf("it names %d, and %d of %v are main; want %s", o.AssignedEngineerID, mains, all, want.Name)
			}
		}
		names(k.ana)
		k.Must(k.End(k.As(k.ada), first.ID, "Parental leave"))
		names(k.ben)
		k.assigned(k.cho, func(a *Assignment) { a.Main = true })
		names(k.cho)
		save := func(id int64) {
			k.T.Helper()
			o, err := k.People.Organization(k.Ctx, k.acme.ID)
			k.Must(err)
			o.AssignedEngineerID = id
			_, err = k.People.SaveOrganization(k.Ctx, o)
			k.Must(err)
		}
		save(k.ben.ID) // named on the organization's page: cho is replaced
		names(k.ben)
		save(k.ana.ID)
		names(k.ana)
		save(0)
		names(people.User{})
		if f := coretest.Facts[Ended](k.Core, AssignmentSubject(second.ID)); len(f) != 1 || f[0].How != EndedReplace {
			k.T.Errorf("the second ended as %+v", f)
		}
	})
}

// TestUsual begins an assignment with the desk's hours, by the customer's clock.
func TestUsual(t *testing.T) {
	bubble(t, func(k *desk) {
		for _, test := range []struct{ region, zone string }{{"emea", "Europe/Amsterdam"}, {"amer", "America/Los_Angeles"}, {"", "UTC"}} {
			o := k.Customer(people.Organization{Name: "Of " + fmt.Sprint(test.region), Region: test.region})
			a, err := k.Usual(k.As(k.ada), o.ID)
			k.Must(err)
			if a.Zone != test.zone || a.Hours != 8 || !a.Auto || a.Older != OlderStay || a.Week.String() != office().String() {
				k.T.Errorf("region %q begins with %+v", test.region, a)
			}
		}
		_, err := k.Usual(k.As(k.ada), 9999)
		k.refused(err, fault.NotFound, "")
	})
}

// TestOlderTickets does with tickets from before what the customer chose; emergencies and others' own stay.
func TestOlderTickets(t *testing.T) {
	for _, older := range Olders() {
		t.Run(string(older), func(t *testing.T) {
			bubble(t, func(k *desk) {
				mine := k.open()
				theirs := k.open(func(n *ticket.NewTicket) { n.AssigneeID = k.ben.ID })
				own := k.open(func(n *ticket.NewTicket) { n.RequesterID, n.Organization = k.ana.ID, k.acme.ID })
				burning := k.emergency(k.ben.ID)
				k.assigned(k.ana, func(a *Assignment) { a.Older = older })
				for _, test := range []struct {
					t    ticket.Ticket
					move bool
				}{{mine, true}, {theirs, true}, {own, false}, {burning, false}} {
					if got := k.Ticket(test.t.ID).AssigneeID; (got == k.ana.ID) != (older == OlderMove && test.move) {
						k.T.Errorf("#%d has %d", test.t.ID, got)
					}
				}
			})
		})
	}
}

// TestRules refuses numbers that could not be, and titles that fit nobody.
func TestRules(t *testing.T) {
	bubble(t, func(k *desk) {
		for field, change := range map[string]func(r *Rules){
			"most_accounts": func(r *Rules) { r.Most = 0 }, "hours_a_week": func(r *Rules) { r.Hours = 200 },
			"titles":           func(r *Rules) { r.Titles = []string{" "} },
			"cover_days_ahead": func(r *Rules) { r.Ahead = -1 }, "sudden_within_hours": func(r *Rules) { r.Sudden = -1 },
			"planned_hours": func(r *Rules) { r.PlannedHours = 0 },
			"sudden_hours":  func(r *Rules) { r.SuddenHours = 0 }, "leave_on_call_from": func(r *Rules) { r.LeaveOnCall = -1 },
			"pod_size":         func(r *Rules) { r.PodSize = 1 },
			"pod_hours_a_week": func(r *Rules) { r.PodHours = 169 }, "pod_post_from": func(r *Rules) { r.PodPost = 0 },
			"pod_manager_from":     func(r *Rules) { r.PodManager = 1 },
			"fewer_others_percent": func(r *Rules) { r.Fewer = 101 },
			"agreed_hours":         func(r *Rules) { r.Week[1] = append(r.Week[1], bizcal.Span{From: 600, To: 300}) },
		} {
			r := RulesKey.Default
			change(&r)
			k.refused(k.SaveSetup(k.Ctx, r), fault.Invalid, field)
		}
		for title, want := range map[string]bool{"": true, "Senior Support Engineer": true, "STAFF engineer": true, "Support Engineer": false} {
			if RulesKey.Default.Fits(title) != want {
				k.T.Errorf("%q fits: %t", title, !want)
			}
		}
	})
}
