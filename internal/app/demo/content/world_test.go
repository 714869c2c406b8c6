package content

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// A Thursday afternoon in Europe and morning in America.
var thursday = time.Date(2026, 11, 19, 15, 12, 0, 0, time.UTC)

func TestGenerateIsDeterministic(t *testing.T) {
	a, b := Generate(7, thursday, Size{Tickets: 400}), Generate(7, thursday, Size{Tickets: 400})
	if !reflect.DeepEqual(a, b) {
		t.Error("the same arguments gave two worlds")
	}
	if c := Generate(8, thursday, Size{Tickets: 400}); reflect.DeepEqual(a.Tickets, c.Tickets) {
		t.Error("another seed gave the same tickets")
	}
}

func TestDefaultSizeAndShares(t *testing.T) {
	w := Generate(1, thursday, Size{})
	comments, files, status, foreign := 0, 0, map[Status]int{}, 0
	english := map[string]bool{}
	for _, s := range mustLibrary().ordinary {
		english[s.name] = s.language == "en"
	}
	for _, k := range w.Tickets {
		status[k.Status]++
		comments += len(k.Comments)
		if !english[k.Scenario] && !k.IsFeatured {
			foreign++
		}
		for _, c := range k.Comments {
			files += len(c.Attachments)
		}
	}
	live := status[New] + status[Open] + status[Pending] + status[Hold]
	for name, c := range map[string]struct{ got, lo, hi int }{
		"tickets": {len(w.Tickets), 2000, 2000}, "comments": {comments, 8000, 12000}, "organizations": {len(w.Orgs), 40, 40},
		"live tickets": {live, 120, 160}, "new": {status[New], 20, 50}, "open": {status[Open], 35, 75},
		"pending": {status[Pending], 20, 55}, "on hold": {status[Hold], 8, 30}, "solved": {status[Solved], 25, 80},
		"foreign": {foreign, 60, 500}, "attachments": {files, 200, 1200}, "staff": {len(w.Staff), 30, 32},
		"contacts": {len(w.Contacts), 120, 300},
	} {
		if c.got < c.lo || c.got > c.hi {
			t.Errorf("%d %s, want %d to %d", c.got, name, c.lo, c.hi)
		}
	}
	if got := w.Staff[0]; got.Email != "admin@example.com" || got.Role != Admin {
		t.Errorf("the first of the staff is %+v, want the admin", got)
	}
}

func TestSubjectsDiffer(t *testing.T) {
	const most = 3
	count := map[string]int{}
	for _, k := range Generate(1, thursday, Size{}).Tickets {
		if count[k.Subject]++; count[k.Subject] > most {
			t.Fatalf("more than %d tickets are called %q", most, k.Subject)
		}
	}
}

func TestFirstRepliesMostlyKeepTheirTarget(t *testing.T) {
	within, all := 0, 0
	target := []time.Duration{30 * time.Minute, 4 * time.Hour, 8 * time.Hour, 24 * time.Hour}
	w := Generate(1, thursday, Size{})
	staff := byKey(t, w.Staff)
	for _, k := range w.Tickets {
		for _, c := range k.Comments {
			if _, ok := staff[c.Author]; ok && c.IsPublic && k.Severity > 1 && c.Author != k.Requester {
				all++
				if c.At.Sub(k.CreatedAt) <= target[k.Severity-1]+64*time.Hour*weekendBetween(k.CreatedAt, c.At) {
					within++
				}
				break
			}
		}
	}
	if within*100 < all*80 {
		t.Errorf("%d of %d first replies within the target, want four of five", within, all)
	}
}

func weekendBetween(a, b time.Time) time.Duration {
	if b.Weekday() < a.Weekday() || b.Sub(a) > 6*24*time.Hour {
		return 1
	}
	return 0
}

// TestWorldHoldsTogether looks at many small worlds: every reference leads somewhere, nothing lies in the
// future, threads and changes run forward and add up to the ticket's state, texts are whole.
func TestWorldHoldsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "now"), 0)
		size := Size{Tickets: rapid.IntRange(1, 90).Draw(t, "tickets"), Engineers: rapid.IntRange(1, 40).Draw(t, "engineers"),
			Customers: rapid.IntRange(1, 60).Draw(t, "customers"), FirstNumber: rapid.IntRange(1, 9).Draw(t, "first")}
		w := Generate(rapid.Uint64().Draw(t, "seed"), now, size)
		people := byKey(t, slices.Concat(w.Staff, w.Contacts))
		orgs := map[string]Org{}
		for _, o := range w.Orgs {
			if _, twice := orgs[o.Key]; twice {
				t.Fatalf("organization %s twice", o.Key)
			}
			orgs[o.Key] = o
		}
		if len(orgs) != size.Customers || len(w.Tickets) != size.Tickets {
			t.Fatalf("%d organizations and %d tickets, want %+v", len(orgs), len(w.Tickets), size)
		}
		for i, k := range w.Tickets {
			if k.Number != size.FirstNumber+i || i > 0 && k.CreatedAt.Before(w.Tickets[i-1].CreatedAt) {
				t.Fatalf("ticket %d is number %d of %v", i, k.Number, k.CreatedAt)
			}
			checkReferences(t, w, k, people, orgs)
			checkTimes(t, w, k)
			checkReplay(t, k)
			checkTexts(t, k, size.FirstNumber)
		}
	})
}

func byKey(t interface{ Fatalf(string, ...any) }, list []Person) map[string]Person {
	out, mails := map[string]Person{}, map[string]bool{}
	for _, p := range list {
		if _, twice := out[p.Key]; twice || mails[p.Email] {
			t.Fatalf("%s or %s twice", p.Key, p.Email)
		}
		if !strings.HasSuffix(p.Email, ".example") && !strings.HasSuffix(p.Email, "@example.com") {
			t.Fatalf("%s could be somebody's address", p.Email)
		}
		out[p.Key], mails[p.Email] = p, true
	}
	return out
}

func checkReferences(t *rapid.T, w World, k Ticket, people map[string]Person, orgs map[string]Org) {
	requester, known := people[k.Requester]
	if !known || k.Org != "" && requester.Org != k.Org || k.Org == "" && requester.Role != LightAgent {
		t.Fatalf("#%d is asked by %q of %q", k.Number, k.Requester, k.Org)
	}
	for _, cc := range k.CCs {
		if people[cc].Org != k.Org || cc == k.Requester {
			t.Fatalf("#%d has %q in copy", k.Number, cc)
		}
	}
	owner, known := people[k.Assignee]
	if k.Assignee != "" && (!known || owner.Role == EndUser) || !slices.ContainsFunc(w.Groups, func(g Group) bool { return g.Key == k.Group }) {
		t.Fatalf("#%d belongs to %q in %q", k.Number, k.Assignee, k.Group)
	}
	for _, c := range k.Comments {
		if _, known := people[c.Author]; !known {
			t.Fatalf("#%d: comment by %q", k.Number, c.Author)
		}
	}
	for _, c := range k.Changes {
		if _, known := people[c.Actor]; !known && c.Actor != "" {
			t.Fatalf("#%d: change by %q", k.Number, c.Actor)
		}
	}
}

func checkTimes(t *rapid.T, w World, k Ticket) {
	if k.Comments[0].At != k.CreatedAt || k.Comments[0].Author != k.Requester || !k.Comments[0].IsPublic {
		t.Fatalf("#%d does not begin with its request", k.Number)
	}
	last := k.CreatedAt
	for _, c := range k.Comments[1:] {
		if !c.At.After(last) {
			t.Fatalf("#%d: a comment at %v after one at %v", k.Number, c.At, last)
		}
		last = c.At
	}
	latest := last
	last = k.CreatedAt
	for _, c := range k.Changes {
		if c.At.Before(last) {
			t.Fatalf("#%d: %+v after %v", k.Number, c, last)
		}
		last = c.At
	}
	if last.After(latest) {
		latest = last
	}
	if k.UpdatedAt != latest || latest.After(w.Now) {
		t.Fatalf("#%d was updated %v, its last act was %v, now is %v", k.Number, k.UpdatedAt, latest, w.Now)
	}
}

// checkReplay applies the changes from the beginning and must arrive at the ticket.
func checkReplay(t *rapid.T, k Ticket) {
	state := map[string]string{"status": "new", "assignee": "", "priority": priorities()[k.Severity-1]}
	for _, c := range k.Changes {
		if state[c.Field] != c.From || c.From == c.To {
			t.Fatalf("#%d: %+v, but it was %q", k.Number, c, state[c.Field])
		}
		state[c.Field] = c.To
	}
	if state["status"] != string(k.Status) || state["assignee"] != k.Assignee || state["priority"] != k.Priority {
		t.Fatalf("#%d: replay gives %v, the ticket says %s, %q, %s", k.Number, state, k.Status, k.Assignee, k.Priority)
	}
	if k.Status == New && k.Assignee != "" {
		t.Fatalf("#%d is new and assigned", k.Number)
	}
}

func checkTexts(t *rapid.T, k Ticket, first int) {
	reference := regexp.MustCompile(`#(\d{1,6})\b`)
	if k.Subject == "" || strings.ContainsAny(k.Subject, "\n\r") {
		t.Fatalf("#%d: subject %q", k.Number, k.Subject)
	}
	for _, c := range k.Comments {
		text := k.Subject + c.Body + c.Quoted
		if !utf8.ValidString(text) || strings.Contains(text, "{{") || strings.TrimSpace(c.Body) == "" {
			t.Fatalf("#%d: %q", k.Number, text)
		}
		for _, m := range reference.FindAllStringSubmatch(c.Body, -1) {
			if n, _ := strconv.Atoi(m[1]); n < first || n > k.Number {
				t.Fatalf("#%d refers to #%d in %q", k.Number, n, c.Body)
			}
		}
	}
}

func TestPeopleWriteAtTheirDesks(t *testing.T) {
	w := Generate(3, thursday, Size{Tickets: 600})
	people := byKey(t, slices.Concat(w.Staff, w.Contacts))
	all, late := zones{}, 0
	total := 0
	for _, k := range w.Tickets {
		for _, c := range k.Comments {
			p := people[c.Author]
			hours := p.Hours
			if p.Role == EndUser {
				hours.From, hours.To = max(0, hours.From-90), min(24*60-1, hours.To+150)
			}
			total++
			if k.Severity == 1 && p.Role == EndUser {
				continue
			}
			if k.Severity == 1 {
				hours.Days = everyDay
			}
			if !hours.within(c.At, all.load(p.Zone)) {
				late++
			}
		}
	}
	// Nobody writes outside their hours but the few who were moved off the stroke of a short day.
	if late*200 > total {
		t.Errorf("%d of %d comments were written outside the writer's hours", late, total)
	}
}

func TestFeaturedTicketsAreLive(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Generate(1, thursday, Size{}).Tickets {
		if !k.IsFeatured {
			continue
		}
		seen[k.Scenario] = true
		if k.Status == Solved || k.Status == Closed {
			t.Errorf("%s is %s", k.Scenario, k.Status)
		}
	}
	if len(seen) != len(mustLibrary().featured) {
		t.Errorf("%d featured tickets of %d", len(seen), len(mustLibrary().featured))
	}
}

func ExampleGenerate() {
	w := Generate(1, thursday, Size{Tickets: 100})
	fmt.Println(len(w.Tickets), "tickets of", len(w.Orgs), "customers, the first is", w.Tickets[0].Number)
	// Output: 100 tickets of 40 customers, the first is 46213
}
