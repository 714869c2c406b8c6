package content

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// scene is what a text may refer to: the people of one ticket, its drawn values, and the moment.
type scene struct {
	dice
	zones     zones
	org       Org
	cast      map[speaker]Person
	speaking  Person
	language  string // of the turn being written
	at        time.Time
	monthsAgo int // from the picture back to the ticket's creation
	vars      map[string]string
	earlier   func() int // number of an older ticket, preferably of the same kind
}

func itoa(n int) string { return strconv.Itoa(n) }

// builtins are the names every scenario may use without declaring them.
func builtins() map[string]func(*scene) string { return builtinTable }

var builtinTable = withPeople(map[string]func(*scene) string{
	"hi":          hello,
	"bye":         goodbye,
	"org":         func(s *scene) string { return s.org.Name },
	"org.slug":    func(s *scene) string { return s.org.Key },
	"org.short":   func(s *scene) string { first, _, _ := strings.Cut(s.org.Key, "-"); return first },
	"org.seats":   func(s *scene) string { return itoa(s.org.Seats) },
	"org.plan":    func(s *scene) string { return s.org.Plan },
	"org.region":  func(s *scene) string { return strings.ToUpper(s.org.Region) },
	"version":     func(s *scene) string { return s.version(0) },
	"version.old": func(s *scene) string { return s.version(-1) },
	"version.new": func(s *scene) string { return s.version(1) },
	"host":        func(s *scene) string { return host(s.org) },
	"ref":         func(s *scene) string { return "#" + itoa(s.earlier()) },
	"ulid":        func(s *scene) string { return s.ulid() },
	"sha":         func(s *scene) string { return s.hex(40) },
	"sha8":        func(s *scene) string { return s.hex(8) },
	"pid":         func(s *scene) string { return itoa(s.between(1200, 48000)) },
	"ip": func(s *scene) string {
		return fmt.Sprintf("10.%d.%d.%d", s.between(2, 90), s.between(0, 31), s.between(4, 250))
	},
	"project": project,
})

// withPeople adds customer.first, agent.email and the like.
func withPeople(table map[string]func(*scene) string) map[string]func(*scene) string {
	for _, who := range []speaker{byCustomer, byCC, byAgent, byColleague, byLead} {
		table[string(who)+".first"] = func(s *scene) string { return firstName(s.cast[who].Name) }
		table[string(who)+".name"] = func(s *scene) string { return s.cast[who].Name }
		table[string(who)+".email"] = func(s *scene) string { return s.cast[who].Email }
		table[string(who)+".native"] = func(s *scene) string { return native(s.cast[who]) }
		table[string(who)+".user"] = func(s *scene) string { return userName(s.cast[who]) }
		table[string(who)+".region"] = func(s *scene) string { return strings.ToUpper(s.cast[who].Region) }
	}
	return table
}

// userName is a login as administrators give them, jvogel for Jörg Vogel.
func userName(p Person) string {
	words := strings.Split(slug(p.Name, " "), " ")
	return words[0][:1] + strings.Join(words[1:], "")
}

// native is the family name as its owner writes it.
func native(p Person) string {
	if p.NativeName == "" {
		return p.Name
	}
	family, _, _ := strings.Cut(p.NativeName, " ")
	return family
}

// version is what the customer ran at the time of the ticket, moved by some minor releases. There is one release a
// month, and after 17.11 came 18.0.
func (s *scene) version(minors int) string {
	major, minor, patch := 18, 6, 1
	if s.org.Version != "" {
		fmt.Sscanf(s.org.Version, "%d.%d.%d", &major, &minor, &patch) // newOrg wrote it in this form
	}
	total := major*12 + minor + minors - s.monthsAgo
	if minors != 0 || s.monthsAgo > 0 {
		patch = (total + patch) % 4
	}
	return fmt.Sprintf("%d.%d.%d", total/12, total%12, patch)
}

func host(o Org) string {
	if o.Deployment == saas {
		return "saas.example.com"
	}
	names := []string{"git", "code", "scm", "git", "devops"}
	return names[len(o.Key)%len(names)] + "." + o.Key + ".example"
}

func project(s *scene) string {
	first, _, _ := strings.Cut(s.org.Key, "-")
	return pick(s.dice, []string{first + "/platform", first + "/infra", "mobile", "backend", "data", "embedded", "web"}) + "/" +
		pick(s.dice, []string{"api-gateway", "billing", "monorepo", "terraform-live", "firmware", "portal", "ingest",
			"design-system", "telemetry", "scheduler", "helm-charts", "docs", "mobile-app", "etl-jobs", "identity"})
}

// moments are ways to write a point in time; a text shifts them, as in {{log-7m}}.
func moments() map[string]func(*scene, time.Time) string { return momentTable }

var momentTable = map[string]func(*scene, time.Time) string{
	"json": func(s *scene, t time.Time) string {
		return t.Format("2006-01-02T15:04:05") + fmt.Sprintf(".%03dZ", s.IntN(1000))
	},
	"iso": func(_ *scene, t time.Time) string { return t.Format("2006-01-02T15:04:05Z") },
	"pg": func(s *scene, t time.Time) string {
		return t.Format("2006-01-02_15:04:05") + fmt.Sprintf(".%05d", s.IntN(100000))
	},
	"sql":    func(_ *scene, t time.Time) string { return t.Format("2006-01-02 15:04:05 UTC") },
	"syslog": func(s *scene, t time.Time) string { return s.local(t).Format("Jan _2 15:04:05") },
	"nginx":  func(s *scene, t time.Time) string { return s.local(t).Format("2006/01/02 15:04:05") },
	"stamp":  func(s *scene, t time.Time) string { return s.local(t).Format("20060102150405") },
	"unix":   func(_ *scene, t time.Time) string { return itoa(int(t.Unix())) },
	"clock":  func(s *scene, t time.Time) string { return s.local(t).Format("15:04") },
	"utc":    func(_ *scene, t time.Time) string { return t.Format("15:04") + " UTC" },
	"date":   func(s *scene, t time.Time) string { return s.local(t).Format("2006-01-02") },
	"day":    func(s *scene, t time.Time) string { return s.local(t).Weekday().String() },
	"mail":   func(s *scene, t time.Time) string { return s.local(t).Format(time.RFC1123Z) },
	"long":   func(s *scene, t time.Time) string { return s.local(t).Format("2 January 2006") },
	"dmy":    func(s *scene, t time.Time) string { return s.local(t).Format("02.01.2006") },
	"month":  func(s *scene, t time.Time) string { return s.local(t).Format("January") },
}

// local tells t as the customer's clocks do.
func (s *scene) local(t time.Time) time.Time { return t.In(s.zones.load(s.org.Zone)) }
