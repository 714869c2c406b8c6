package matter_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditiontest"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(),
	environment.Migrations(), ticket.Migrations()}

func reader(t *testing.T, d *db.DB) *matter.Reader {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	r := matter.New(matter.Deps{DB: d, People: persons, Tickets: ticket.NewService(d, log, persons, blobs),
		Calendars: calendar.New(calendar.Deps{DB: d, Log: log})})
	ctx := access.AsSystem(t.Context(), "test")
	if err := d.Do(ctx, func(tx *db.Tx) error { return r.Calendars.EnsureDefaults(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
	return r
}

var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) // a Wednesday

const tickets = 80

// words are what the random desk is made of.
var words = conditiontest.Words{
	"group": {"", "1", "2", "current_groups"}, "staff": {"", "1", "2", "current_user", "requester_id"},
	"user":         {"1", "2", "3", "4", "5", "6", "assignee_id", "current_user"},
	"organization": {"", "1", "2", "3"}, "form": {"", "1"}, "calendar": {"", "1", "3"}, "region": {"", "apac", "emea", "amer"},
	"plan":          {"", "Premium", "Ultimate"},
	"support_level": {"", "ultimate", "expired"}, "tier": {"", "signature"}, "current_tags": {"ci", "geo", "größe"}, "organization.tags": {"vip", "ci"},
	"subject_includes_word": {"runner", "night", "100%", "straße"}, "description_includes_word": {"timeout", "größe", "run"},
	"custom":                {"custom_fields_version", "custom_fields_golive", "custom_fields_area", "organization.custom_fields.crm"},
	"custom_fields_version": {"", "17", "9", "17.4", "-3"}, "custom_fields_golive": {"", "2026-11-25", "2026-11-27", "2026-11-01"},
	"custom_fields_area":             {"", "ci", "geo"},
	"organization.custom_fields.crm": {"", "007", "8"}, "organization.arr": {"", "0", "24000", "90000"},
	"organization.seats": {"", "40", "41"}, "organization.starts_on": {"", "2026-11-01", "2026-11-24"},
	"organization.ends_on": {"", "2026-11-24", "2026-11-25", "2026-12-01"}, "organization.grace_ends_on": {"", "2026-11-16", "2026-12-09"},
	"partner": {"", "Nordlys"}, "segment": {"", "SMB", "Large"}, "environment_version": {"16", "17.2", "17.2.9", "17.3.0-rc1", "9.5", "17"},
}

// installations are the versions of the random desk's environments; the last one cannot be read.
var installations = []string{"17.2.9-ee", "16.11.10", "", "17.3.0-rc1-ee", "9.5.10", "the newest"}

// TestEnginesAgree holds the three ways to answer against one another: on each engine, the tickets that the
// compiled set finds are those of which Go says that they meet it.
func TestEnginesAgree(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		r := reader(t, d)
		ctx := access.AsSystem(t.Context(), "test")
		if err := d.Do(ctx, func(tx *db.Tx) error { return randomDesk(ctx, tx, rand.New(rand.NewPCG(7, 11))) }); err != nil {
			t.Fatal(err)
		}
		env, err := r.Env(ctx, d.Read(), now)
		if err != nil {
			t.Fatal(err)
		}
		env.Me, env.Groups = 1, []int64{2}
		matters := map[int64]condition.Facts{}
		for id := int64(1); id <= tickets; id++ {
			m, err := r.Load(ctx, d.Read(), id, names())
			if err != nil {
				t.Fatal(err)
			}
			matters[id] = m.In(env)
		}
		met := 0
		rapid.Check(t, func(t *rapid.T) {
			s, env := conditiontest.Set(t, condition.ForAutomation|condition.ForView, words), env
			env.Now = now.Add(time.Duration(rapid.IntRange(-200, 400).Draw(t, "minutes")) * time.Minute)
			got, err := matter.Matching(ctx, d.Read(), s, env, 0, tickets+1)
			if err != nil {
				t.Fatalf("%+v: %v", s, err)
			}
			var want []int64
			for id := int64(1); id <= tickets; id++ {
				if condition.Eval(s, matters[id], env) {
					want = append(want, id)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%+v at %v: Go (-) and SQL (+) differ: %s", s, env.Now, diff)
			}
			met += len(want)
		})
		if met == 0 {
			t.Error("no set ever found a ticket")
		}
	})
}

func names() []string {
	var all []string
	for _, f := range condition.Fields(condition.ForView) {
		all = append(all, f.Name)
	}
	return all
}

// randomDesk fills the tables as years of work might.
func randomDesk(ctx context.Context, tx *db.Tx, r *rand.Rand) error {
	do := func(query string, args ...any) error {
		_, err := tx.Exec(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
		return nil
	}
	levels, dates := words["support_level"], []string{"", "2026-11-01", "2026-11-24", "2026-11-25", "2026-12-01"}
	for id := 1; id <= 3; id++ {
		if err := do(`INSERT INTO organizations (name, name_key, plan, region, support_level, tier, starts_on, ends_on, grace_ends_on, hold, calendar_id, escalated_at, fields,
			health, arr, seats, partner, segment, marked_at, created_at, updated_at)
			VALUES ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, 1)`, fmt.Sprint("org", id), words["plan"][id-1], words["region"][id], levels[id-1], words["tier"][id%2],
			dates[id%3], dates[id], graceOf(dates[id]), id == 3, db.Null(int64(id-1)), db.Null(int64(id%2)), `{"crm": "007"}`,
			append(people.Healths(), "")[id], []int64{0, 24000, 90000}[id-1], 20*(id%3), words["partner"][id%2], words["segment"][id-1],
			db.Null(int64(id/3))); err != nil {
			return err
		}
		if err := do("INSERT INTO organization_tags (organization_id, tag) VALUES ($1, $2)", id, words["organization.tags"][id%2]); err != nil {
			return err
		}
	}
	for id, v := range installations { // two of each customer; the first customer has no primary one
		known, _ := version.Parse(v)
		if err := do(`INSERT INTO environments (organization_id, name, name_key, kind, deployment, version, version_key, architecture, size, users, nodes, topology, notes, is_primary, created_at, updated_at)
			VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, 0, '[]', '', '', $9, 1, 1)`, 1+id%3, fmt.Sprint("env", id), environment.Kinds()[id%2], environment.Deployments()[id%3], v, known.Key(),
			append(environment.Architectures(), "")[id], append(environment.Sizes(), "")[id+1], id < 3 && id > 0); err != nil {
			return err
		}
	}
	for id := 1; id <= 6; id++ {
		role := []string{"agent", "lead", "end_user", "end_user", "end_user", "light_agent"}[id-1]
		if err := do("INSERT INTO users (name, name_key, role, organization_id, notify, created_at, updated_at) VALUES ($1, $1, $2, $3, '[]', 1, 1)",
			fmt.Sprint("user", id), role, db.Null(int64(id%4))); err != nil {
			return err
		}
	}
	for id := 1; id <= 2; id++ {
		if err := do("INSERT INTO staff_groups (name, name_key, created_at) VALUES ($1, $1, 1)", fmt.Sprint("group", id)); err != nil {
			return err
		}
	}
	for _, f := range [][2]string{{"version", "number"}, {"golive", "date"}, {"area", "multiselect"}} {
		if err := do("INSERT INTO ticket_fields (key, title, kind, options, customers, updated_at) VALUES ($1, $1, $2, '[]', TRUE, 1)",
			f[0], f[1]); err != nil {
			return err
		}
	}
	for id := int64(1); id <= tickets; id++ {
		if err := randomTicket(do, r, id); err != nil {
			return err
		}
	}
	return nil
}

// graceOf is the last day of grace after a contract ended, as the column holds it.
func graceOf(endsOn string) string {
	d, _ := people.ParseDate("ends_on", endsOn)
	return people.FormatDate(people.Organization{EndsOn: d, GraceDays: 15}.GraceEndsOn())
}

func randomTicket(do func(string, ...any) error, r *rand.Rand, id int64) error {
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	some := func(n int64) any { return db.Null(r.Int64N(n + 1)) }
	// Whole and half hours around now meet the edges of conditions.
	at := func() time.Time { return now.Add(-time.Duration(r.IntN(240)) * 30 * time.Minute) }
	maybe := func(t time.Time) time.Time {
		if r.IntN(2) == 0 {
			return time.Time{}
		}
		return t
	}
	if err := do(`INSERT INTO tickets (subject, status, priority, severity, type, channel, requester_id, submitter_id, organization_id, group_id, assignee_id,
			stage, region, calendar_id, form_id, due_at, breach_at, status_at, created_at, updated_at)
		VALUES ('s', $1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		1+r.IntN(6), 1+r.IntN(5), r.IntN(5), pick([]string{"", "question", "incident"}), pick([]string{"mail", "web", "api"}), 1+r.IntN(6),
		some(3), some(2), some(2),
		pick([]string{"first_reply", "next_reply", "other"}), pick(words["region"]), some(3), some(1), maybe(at().Add(60*time.Hour)),
		maybe(at().Add(60*time.Hour)), at(), at(), at()); err != nil {
		return err
	}
	if r.IntN(2) == 0 { // one of another customer's does not count
		if err := do("INSERT INTO environment_tickets (ticket_id, environment_id, by_id, at) VALUES ($1, $2, 1, 1)", id,
			1+r.IntN(len(installations))); err != nil {
			return err
		}
	}
	for i, tag := range words["current_tags"] {
		if r.IntN(3) == 0 {
			if err := do("INSERT INTO ticket_tags (ticket_id, tag) VALUES ($1, $2)", id, tag); err != nil {
				return err
			}
		}
		value := words[[]string{"custom_fields_version", "custom_fields_golive", "custom_fields_area"}[i]]
		if v := pick(value); v != "" {
			if err := do("INSERT INTO ticket_field_values (ticket_id, field_id, value) VALUES ($1, $2, $3)", id, i+1, v); err != nil {
				return err
			}
		}
	}
	for n := range r.IntN(4) {
		if err := do("INSERT INTO comments (ticket_id, author_id, public, format, body, folds, channel, at) VALUES ($1, $2, TRUE, 'text', '', '[]', 'mail', $3)", id, 1+r.IntN(6), at()); err != nil {
			return err
		}
		if err := do(`INSERT INTO search_texts (ticket_id, kind, source_id, words) SELECT $1, $2, max(id), $3 FROM comments`, id,
			pick([]string{"comment", "note"}),
			pick([]string{"timeout in the run", "größe", "nothing"})); err != nil {
			return err
		}
		if err := do("INSERT INTO audits (subject_type, subject_id, actor_id, actor_role, via, at) VALUES ('ticket', $1, 1, 'agent', 'web', 1)", id); err != nil {
			return err
		}
		if err := do(`INSERT INTO events (audit_id, subject_type, subject_id, seq, kind, at, actor_id, data) SELECT max(id), 'ticket', $1, $2, 'ticket.changed', $3, $4, $5 FROM audits`,
			id, n+1, at(), r.IntN(4), pick([]string{`{"field": "assignee"}`, `{"field": "status"}`})); err != nil {
			return err
		}
	}
	return do("INSERT INTO search_texts (ticket_id, kind, source_id, words) VALUES ($1, 'subject', $1, $2)", id,
		pick([]string{"runner at 100% in the night", "strasse", "run"}))
}

// TestCalendarOfTicket holds the order in which a ticket's calendar is found.
func TestCalendarOfTicket(t *testing.T) {
	env := condition.Env{Regions: map[string]int64{"emea": 4}, Default: 2}
	for want, m := range map[int64]matter.Matter{
		2: {Ticket: ticket.Ticket{Region: "mars"}}, 4: {Ticket: ticket.Ticket{Region: "emea"}},
		5: {Ticket: ticket.Ticket{Region: "emea"}, Organization: people.Organization{CalendarID: 5}},
		6: {Ticket: ticket.Ticket{Region: "emea", CalendarID: 6}, Organization: people.Organization{CalendarID: 5}},
	} {
		if got := m.In(env).Calendar; got != want {
			t.Errorf("calendar %d, want %d", got, want)
		}
	}
}

// TestChanges tells what one update changed, in the words of conditions.
func TestChanges(t *testing.T) {
	var log []event.Event
	add := func(kind, data string) { log = append(log, event.Event{Kind: kind, Data: []byte(data)}) }
	add("ticket.changed", `{"field": "status", "from": "new", "to": "open"}`)
	add("ticket.changed", `{"field": "status", "from": "open", "to": "pending"}`)
	add("ticket.changed", `{"field": "priority", "from": "none", "to": "high"}`)
	add("ticket.changed", `{"field": "assignee", "from": "3", "to": ""}`)
	add("ticket.changed", `{"field": "assignee", "from": "", "to": "3"}`)
	add("ticket.changed", `{"field": "tags", "from": "a b", "to": "a"}`)
	add("ticket.changed", `{"field": "field:area", "from": "ci\ngeo", "to": ""}`)
	add("ticket.changed", `{"field": "due", "from": "", "to": "2026-11-27T15:00:00Z"}`)
	add("comment.added", `{"comment": 77, "public": true}`)
	f := condition.Facts{Values: map[string][]string{"status": {"pending"}, "priority": {"high"}, "assignee_id": {"3"}, "current_tags": {"a"}}}
	u, comment, err := matter.Changes(f, log)
	if err != nil || comment != 77 {
		t.Fatal(comment, err)
	}
	want := &condition.Update{Comment: &condition.Comment{Public: true}, Was: map[string][]string{
		"status": {"new"}, "priority": nil, "current_tags": {"a", "b"}, "custom_fields_area": {"ci", "geo"}}}
	if diff := cmp.Diff(want, u); diff != "" {
		t.Error(diff)
	}
	log = slices.Insert(log, 0, event.Event{Kind: "ticket.created", Data: []byte(`{"requester": 9}`)})
	if u, _, err = matter.Changes(f, log); err != nil || !u.Create ||
		cmp.Diff(u.Was, map[string][]string{"status": {"new"}, "priority": nil, "assignee_id": nil, "current_tags": nil}) != "" {
		t.Errorf("a new ticket: %+v %v", u, err)
	}
}

// TestWordsOfEnvironments holds that conditions know every word that core/environment keeps.
func TestWordsOfEnvironments(t *testing.T) {
	for name, want := range map[string][]string{"environment_deployment": environment.Deployments(), "environment_kind": environment.Kinds(),
		"environment_architecture": environment.Architectures(), "environment_size": environment.Sizes()} {
		f, _ := condition.FieldOf(name)
		if diff := cmp.Diff(append([]string{""}, want...), f.Words); diff != "" {
			t.Errorf("%s: core/environment (-) and conditions (+) differ: %s", name, diff)
		}
	}
}
