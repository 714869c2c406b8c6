package ticket_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// days runs fn on both engines on bent time; run lets the desk work until it is stopped.
func days(t *testing.T, fn func(t *testing.T, o *office, run func() (stop func()))) {
	dbtest.Bubble(t, lifeMigrations, func(t *testing.T, d *db.DB) {
		o := openOffice(t, d)
		fn(t, o, func() func() {
			ctx, cancel := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			wg.Go(func() { job.NewRunner(d, job.Config{Poll: 6 * time.Hour}, o.Workers(), o.Schedules()).Run(ctx) })
			return func() { cancel(); wg.Wait() }
		})
	})
}

// change updates a ticket as Ana, who accepts what she is warned of.
func (o *office) change(t *testing.T, ctx context.Context, id int64, u ticket.Update) {
	t.Helper()
	u.Accept = append(u.Accept, ticket.GuardHold)
	if _, err := o.Update(o.as(ctx, "ana"), id, u); err != nil {
		t.Fatal(err)
	}
}

// aged tells what happened to a ticket by itself, and how long after an instant.
func (o *office) aged(t *testing.T, ctx context.Context, id int64, since time.Time) []string {
	t.Helper()
	history, err := o.History(o.as(ctx, "ana"), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range history {
		after := e.At.Sub(since)
		if f, err := event.Decode[ticket.Aged](e); e.Kind == f.EventKind() && err == nil {
			told = append(told, fmt.Sprintf("%s after %v late %d", f.Step, after, f.Late))
		}
		if f, err := event.Decode[ticket.Changed](e); e.Kind == f.EventKind() && err == nil && f.Field == "status" && e.ActorID == 0 && after > 0 {
			told = append(told, fmt.Sprintf("%s after %v", f.To, after))
		}
	}
	return told
}

// TestLifecycle is acceptance 6 and 9: what happens by itself, to the second, and what spares a ticket.
func TestLifecycle(t *testing.T) {
	pending, hold, solved := ticket.Pending, ticket.Hold, ticket.Solved
	task, because, back := ticket.Task, "on holiday until May", ""
	optOut := func(tag string) ticket.Update {
		return ticket.Update{OptOuts: map[string]string{tag: "the customer asked"}}
	}
	cases := map[string]struct {
		updates []ticket.Update // one a day, the first at once
		want    []string
		status  ticket.Status // after 60 days
	}{
		"pending": {[]ticket.Update{{Status: &pending}}, []string{"remind after 168h0m0s late 0", "solve after 336h0m0s late 0",
			"solved after 336h0m0s", "close after 504h0m0s late 0", "closed after 504h0m0s"}, ticket.Closed},
		"pending, not to be solved": {[]ticket.Update{{Status: &pending}, optOut(ticket.SkipAutosolve)}, nil, ticket.Pending},
		"on hold":                   {[]ticket.Update{{Status: &hold}}, []string{"reopen after 96h0m0s late 0", "open after 96h0m0s"}, ticket.Open},
		"on hold, a task":           {[]ticket.Update{{Status: &hold, Type: &task}}, nil, ticket.Hold},
		"on hold, made a task":      {[]ticket.Update{{Status: &hold}, {Type: &task}}, nil, ticket.Hold},
		"on hold, blocked":          {[]ticket.Update{{Status: &hold}, optOut(ticket.BlockReopen)}, nil, ticket.Hold},
		"solved":                    {[]ticket.Update{{Status: &solved}}, []string{"close after 168h0m0s late 0", "closed after 168h0m0s"}, ticket.Closed},
		"solved, to be closed later": {[]ticket.Update{{Status: &solved}, optOut(ticket.SkipAutoclose)},
			[]string{"close after 720h0m0s late 0", "closed after 720h0m0s"}, ticket.Closed},
		"paused": {[]ticket.Update{{Status: &hold}, {Pause: &because}}, nil, ticket.Hold},
		"paused for a day": {[]ticket.Update{{Status: &hold}, {Pause: &because}, {Pause: &back}},
			[]string{"reopen after 144h0m0s late 0", "open after 144h0m0s"}, ticket.Open},
		"on hold again within 4 days": {[]ticket.Update{{Status: &hold}, {Status: &pending}, {Status: &hold}},
			[]string{"reopen after 144h0m0s late 0", "open after 144h0m0s"}, ticket.Open},
		"the exception was taken back": {[]ticket.Update{{Status: &hold}, optOut(ticket.BlockReopen),
			{OptOuts: map[string]string{ticket.BlockReopen: ""}}}, []string{"reopen after 96h0m0s late 0", "open after 96h0m0s"}, ticket.Open},
	}
	days(t, func(t *testing.T, o *office, run func() func()) {
		ctx := t.Context()
		ids := map[string]int64{}
		for name := range cases {
			tk := o.open(t, ctx)
			ids[name] = tk.ID
			o.say(t, ctx, "ana", tk.ID, true, "")
		}
		defer run()()
		start := time.Now()
		for day := range 3 {
			time.Sleep(time.Until(start.Add(time.Duration(day) * 24 * time.Hour)))
			for name, c := range cases {
				if day < len(c.updates) {
					o.change(t, ctx, ids[name], c.updates[day])
				}
			}
		}
		time.Sleep(60 * 24 * time.Hour)
		synctest.Wait()
		for name, c := range cases {
			if diff := cmp.Diff(c.want, o.aged(t, ctx, ids[name], start)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if got := o.get(t, ctx, ids[name]); got.Status != c.status {
				t.Errorf("%s: it is %v", name, got.Status)
			}
		}
	})
}

// TestLate: timers that fall due while the desk is down fire once when it is back, say how late they are, and leave
// the customer the time that the reminder promises.
func TestLate(t *testing.T) {
	days(t, func(t *testing.T, o *office, run func() func()) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		o.say(t, ctx, "ana", tk.ID, true, "")
		start := o.set(t, ctx, tk.ID, ticket.Pending).StatusAt
		time.Sleep(20 * 24 * time.Hour)
		stop := run()
		time.Sleep(time.Minute)
		stop()
		defer run()()
		time.Sleep(8 * 24 * time.Hour)
		synctest.Wait()
		want := []string{"remind after 480h0m0s late 1123200", "solve after 648h0m0s late 0", "solved after 648h0m0s"}
		if diff := cmp.Diff(want, o.aged(t, ctx, tk.ID, start)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestSweep: a ticket without its timer gets one, and shorter rules hold for those that wait already.
func TestSweep(t *testing.T) {
	days(t, func(t *testing.T, o *office, run func() func()) {
		ctx := t.Context()
		lost, waits := o.open(t, ctx), o.open(t, ctx)
		for _, tk := range []ticket.Ticket{lost, waits} {
			o.say(t, ctx, "ana", tk.ID, true, "")
			o.set(t, ctx, tk.ID, ticket.Pending)
		}
		err := o.db.Do(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM jobs WHERE kind = 'ticket.life' AND CAST(args AS TEXT) LIKE $1", fmt.Sprintf(`%%:%%%d}`, lost.ID))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		defer run()()
		start := o.get(t, ctx, lost.ID).StatusAt
		time.Sleep(5 * 24 * time.Hour)
		if err := o.SaveLifeRules(access.AsSystem(ctx, "test"), ticket.LifeRules{RemindDays: 6, SolveDays: 10}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * 24 * time.Hour)
		synctest.Wait()
		want := []string{"remind after 144h0m0s late 0", "solve after 240h0m0s late 0", "solved after 240h0m0s"}
		for name, tk := range map[string]ticket.Ticket{"lost": lost, "waiting": waits} {
			if diff := cmp.Diff(want, o.aged(t, ctx, tk.ID, start)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

// TestOnHoldNeedsSomebody: what nobody looks after does not stay on hold (tickets.md, Statuses).
func TestOnHoldNeedsSomebody(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		o.say(t, ctx, "ana", tk.ID, true, "")
		hold, nobody := ticket.Hold, int64(0)
		o.change(t, ctx, tk.ID, ticket.Update{Status: &hold})
		if got := o.get(t, ctx, tk.ID); got.Status != ticket.Hold || got.AssigneeID != o.ids["ana"] {
			t.Errorf("put on hold: %v, assigned to %d", got.Status, got.AssigneeID)
		}
		o.change(t, ctx, tk.ID, ticket.Update{AssigneeID: &nobody})
		if got := o.get(t, ctx, tk.ID); got.Status != ticket.Open || got.AssigneeID != 0 {
			t.Errorf("given away: %v, assigned to %d", got.Status, got.AssigneeID)
		}
		if _, err := o.Update(access.AsSystem(ctx, "rules"), tk.ID, ticket.Update{Status: &hold}); err != nil {
			t.Fatal(err)
		}
		if got := o.get(t, ctx, tk.ID); got.Status != ticket.Open {
			t.Errorf("by a rule: %v", got.Status)
		}
	})
}

// TestDue: the reminder comes at the instant, to whom set the date, once; moving the date moves it.
func TestDue(t *testing.T) {
	days(t, func(t *testing.T, o *office, run func() func()) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		defer run()()
		start := o.get(t, ctx, tk.ID).UpdatedAt
		for _, hours := range []int{2, 30} {
			o.change(t, ctx, tk.ID, ticket.Update{Due: &ticket.Due{At: start.Add(time.Duration(hours) * time.Hour), Zone: "Europe/Berlin", Note: "call Dana"}})
			time.Sleep(time.Hour)
		}
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		history, err := o.History(o.as(ctx, "ana"), tk.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, e := range history {
			if f, err := event.Decode[ticket.DueReached](e); e.Kind == f.EventKind() && err == nil {
				told = append(told, fmt.Sprint(e.At.Equal(o.get(t, ctx, tk.ID).Due.At), " to ", f.By == o.ids["ana"], " late ", f.Late))
			}
			if strings.Contains(string(e.Data), "call Dana") {
				t.Errorf("a fact holds the note: %s", e.Data)
			}
		}
		if diff := cmp.Diff([]string{"true to true late 0"}, told); diff != "" {
			t.Error(diff)
		}
		got := o.get(t, ctx, tk.ID)
		if !got.Due.Told || got.Due.Note != "call Dana" || got.Due.Zone != "Europe/Berlin" {
			t.Errorf("%+v", got.Due)
		}
	})
}

// TestReasons: an exception and a pause need a written reason, which is shown as long as they hold.
func TestReasons(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := o.as(t.Context(), "ana")
		tk := o.open(t, t.Context())
		for name, u := range map[string]ticket.Update{
			"the tag alone":     {AddTags: []string{"Skip_Autosolve"}},
			"no such exception": {OptOuts: map[string]string{"skip_lunch": "hungry"}},
			"a long story":      {OptOuts: map[string]string{ticket.SkipAutosolve: strings.Repeat("x", 501)}},
		} {
			if _, err := o.Update(ctx, tk.ID, u); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		o.change(t, t.Context(), tk.ID, ticket.Update{OptOuts: map[string]string{ticket.SkipAutosolve: " waits for a board meeting "}})
		got := o.get(t, t.Context(), tk.ID)
		if len(got.OptOuts) != 1 || got.OptOuts[0].Reason != "waits for a board meeting" || got.OptOuts[0].ByID != o.ids["ana"] || len(got.Tags) != 1 {
			t.Errorf("%+v, tags %v", got.OptOuts, got.Tags)
		}
		o.change(t, t.Context(), tk.ID, ticket.Update{RemoveTags: []string{ticket.SkipAutosolve}})
		if got := o.get(t, t.Context(), tk.ID); len(got.OptOuts) != 0 {
			t.Errorf("the tag is gone, and its reason stays: %+v", got.OptOuts)
		}
		because := "until the migration is done"
		o.change(t, t.Context(), tk.ID, ticket.Update{Pause: &because})
		if got := o.get(t, t.Context(), tk.ID); got.PauseReason != because || got.PausedAt.IsZero() {
			t.Errorf("%+v", got)
		}
		if got := o.say(t, t.Context(), "dana", tk.ID, true, ""); !got.PausedAt.IsZero() || got.PauseReason != "" {
			t.Errorf("the customer waits, and the clocks stand: %+v", got)
		}
	})
}

// TestFollowUp: what goes on from a closed ticket takes over what clocks and rules go by.
func TestFollowUp(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		system := access.AsSystem(ctx, "test")
		if _, err := o.SaveField(system,
			ticket.Field{Key: "product", Title: "Product", Kind: ticket.SelectField, Options: []ticket.Option{{Title: "Geo"}}}); err != nil {
			t.Fatal(err)
		}
		form, err := o.SaveForm(system, ticket.Form{Title: "Self-managed", Customers: true, Fields: []ticket.FormField{{Key: "product"}}})
		if err != nil {
			t.Fatal(err)
		}
		tk := o.open(t, ctx)
		region := "amer"
		o.change(t, ctx, tk.ID, ticket.Update{Region: &region, FormID: &form.ID, Fields: map[string][]string{"product": {"geo"}}})
		o.set(t, ctx, tk.ID, ticket.Closed)
		next, err := o.Create(o.as(ctx, "dana"), ticket.NewTicket{Subject: "again", RequesterID: o.ids["dana"], Channel: "mail", FollowUpOf: tk.ID,
			Comment: ticket.NewComment{Public: true, Body: "It is back."}})
		if err != nil {
			t.Fatal(err)
		}
		got := o.get(t, ctx, next.ID)
		if got.FollowUpOf != tk.ID || got.Region != "amer" || got.FormID != form.ID || got.Priority != ticket.High || got.Stage != ticket.FirstReply ||
			got.WaitingSince.IsZero() || cmp.Diff(map[string][]string{"product": {"geo"}}, got.Fields) != "" {
			t.Errorf("%+v", got)
		}
	})
}
