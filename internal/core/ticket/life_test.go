package ticket_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var lifeMigrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations()}

// office is a desk with two engineers, a light agent and a customer.
type office struct {
	*ticket.Service
	db     *db.DB
	log    *event.Log
	people *people.Service
	ids    map[string]int64
	role   map[string]access.Role
}

func openOffice(t *testing.T, d *db.DB) *office {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	p := people.New(d, log)
	o := &office{Service: ticket.NewService(d, log, p, blobs), db: d, log: log, people: p, ids: map[string]int64{},
		role: map[string]access.Role{"ana": access.Agent, "ben": access.Agent, "light": access.LightAgent, "dana": access.EndUser}}
	err = d.Do(t.Context(), func(tx *db.Tx) error {
		for name, role := range o.role {
			u, err := p.ImportUser(access.AsSystem(t.Context(), "test"), tx, people.User{Name: name, Email: name + "@example.com", Role: role}, "")
			if err != nil {
				return err
			}
			o.ids[name] = u.ID
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// as makes somebody the actor; the customer acts through intake.
func (o *office) as(ctx context.Context, name string) context.Context {
	role := o.role[name]
	if role == access.EndUser {
		role = access.System
	}
	return access.With(ctx, access.Principal{UserID: o.ids[name], Name: name, Role: role, Via: "web"})
}

func (o *office) open(t *testing.T, ctx context.Context) ticket.Ticket {
	t.Helper()
	created, err := o.Create(o.as(ctx, "dana"), ticket.NewTicket{Subject: "502 after the upgrade", RequesterID: o.ids["dana"], Severity: 2,
		Channel: "mail", Comment: ticket.NewComment{Public: true, Body: "All pages answer 502."}})
	if err != nil {
		t.Fatal(err)
	}
	return created
}

// say adds a comment and gives the ticket as it then stands.
func (o *office) say(t *testing.T, ctx context.Context, who string, id int64, public bool, automatic string) ticket.Ticket {
	t.Helper()
	_, err := o.Update(o.as(ctx, who), id, ticket.Update{Comment: &ticket.NewComment{Public: public, Body: "…", Automatic: automatic}})
	if err != nil {
		t.Fatal(err)
	}
	return o.get(t, ctx, id)
}

func (o *office) get(t *testing.T, ctx context.Context, id int64) ticket.Ticket {
	t.Helper()
	got, err := o.Get(o.as(ctx, "ana"), id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (o *office) set(t *testing.T, ctx context.Context, id int64, s ticket.Status) ticket.Ticket {
	t.Helper()
	if _, err := o.Update(o.as(ctx, "ana"), id, ticket.Update{Status: &s}); err != nil {
		t.Fatal(err)
	}
	return o.get(t, ctx, id)
}

func each(t *testing.T, fn func(t *testing.T, o *office)) {
	dbtest.Each(t, lifeMigrations, func(t *testing.T, d *db.DB) { fn(t, openOffice(t, d)) })
}

// TestLife follows a ticket from the first word to the archive.
func TestLife(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		if got := o.get(t, ctx, tk.ID); got.Status != ticket.New || got.Priority != ticket.High || got.WaitingSince.IsZero() ||
			got.Replied || got.CommentCount != 1 {
			t.Errorf("opened: %+v", got)
		}
		steps := []struct {
			name      string
			do        func() ticket.Ticket
			status    ticket.Status
			waits     bool
			hasSolved bool
		}{
			{"a note changes nothing", func() ticket.Ticket { return o.say(t, ctx, "ana", tk.ID, false, "") }, ticket.New, true, false},
			{"our reply answers", func() ticket.Ticket { return o.say(t, ctx, "ana", tk.ID, true, "") }, ticket.Open, false, false},
			{"pending", func() ticket.Ticket { return o.set(t, ctx, tk.ID, ticket.Pending) }, ticket.Pending, false, false},
			{"an absence note reopens nothing", func() ticket.Ticket { return o.say(t, ctx, "dana", tk.ID, true, "auto-reply") }, ticket.Pending, false, false},
			{"a bounce reopens nothing", func() ticket.Ticket { return o.say(t, ctx, "dana", tk.ID, true, "bounce") }, ticket.Pending, false, false},
			{"an alert reopens", func() ticket.Ticket { return o.say(t, ctx, "dana", tk.ID, true, "auto-generated") }, ticket.Open, true, false},
			{"solved", func() ticket.Ticket { return o.set(t, ctx, tk.ID, ticket.Solved) }, ticket.Solved, false, true},
			{"the customer reopens", func() ticket.Ticket { return o.say(t, ctx, "dana", tk.ID, true, "") }, ticket.Open, true, false},
			{"closed", func() ticket.Ticket { return o.set(t, ctx, tk.ID, ticket.Closed) }, ticket.Closed, false, true},
		}
		for _, s := range steps {
			got := s.do()
			if got.Status != s.status || got.WaitingSince.IsZero() == s.waits || got.SolvedAt.IsZero() == s.hasSolved {
				t.Errorf("%s: status %v, waiting since %v, solved at %v", s.name, got.Status, got.WaitingSince, got.SolvedAt)
			}
		}
		_, err := o.Update(o.as(ctx, "ana"), tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "more"}})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a closed ticket took a comment: %v", err)
		}
	})
}

// TestOneUpdateOneAudit shows that fields and a comment of one update share an audit, in order.
func TestOneUpdateOneAudit(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		status, priority, ben := ticket.Pending, ticket.Urgent, o.ids["ben"]
		_, err := o.Update(o.as(ctx, "ana"), tk.ID, ticket.Update{Status: &status, Priority: &priority, AssigneeID: &ben,
			AddTags: []string{"Geo", "geo", "gitaly oom"}, AddCCs: []int64{o.ids["ben"]}, Comment: &ticket.NewComment{Public: true, Body: "Looking."}})
		if err != nil {
			t.Fatal(err)
		}
		history, err := o.History(o.as(ctx, "ana"), tk.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range history {
			if e.AuditID != history[len(history)-1].AuditID {
				continue
			}
			if e.ActorID != o.ids["ana"] {
				t.Errorf("%s by %d", e.Kind, e.ActorID)
			}
			if c, err := event.Decode[ticket.Changed](e); err == nil && c.Field != "" {
				got = append(got, c.Field+" "+c.From+">"+c.To)
			} else {
				got = append(got, e.Kind)
			}
		}
		want := []string{"comment.added", "stage first_reply>next_reply", "status new>open", "priority high>urgent",
			"assignee >" + fmt.Sprint(ben), "status open>pending",
			"tags >geo gitaly_oom", "cc >" + fmt.Sprint(ben)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for _, e := range history {
			if strings.Contains(string(e.Data), "Looking") || strings.Contains(string(e.Data), "502") {
				t.Errorf("an event holds message text: %s", e.Data)
			}
		}
	})
}

// TestPermissions: a light agent writes notes and no more.
func TestPermissions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		status := ticket.Solved
		for name, u := range map[string]ticket.Update{
			"status": {Status: &status},
			"public": {Comment: &ticket.NewComment{Public: true, Body: "hello"}},
			"both":   {Status: &status, Comment: &ticket.NewComment{Body: "note"}},
		} {
			if _, err := o.Update(o.as(ctx, "light"), tk.ID, u); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := o.Update(o.as(ctx, "light"), tk.ID, ticket.Update{Comment: &ticket.NewComment{Body: "note"}}); err != nil {
			t.Errorf("a note: %v", err)
		}
		if _, err := o.Get(ctx, tk.ID); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("nobody: %v", err)
		}
		customer := access.With(ctx, access.Principal{UserID: o.ids["dana"], Role: access.EndUser})
		if _, err := o.Get(customer, tk.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer in the workspace: %v", err)
		}
		nobody := o.ids["dana"]
		if _, err := o.Update(o.as(ctx, "ana"), tk.ID, ticket.Update{AssigneeID: &nobody}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a customer as assignee: %v", err)
		}
	})
}

// TestMovedOn: who has not seen the newest word may not answer it.
func TestMovedOn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		seen := o.get(t, ctx, tk.ID).Seq
		o.say(t, ctx, "ben", tk.ID, false, "")
		if err := o.SaveDraft(o.as(ctx, "ana"), tk.ID, true, "My long answer"); err != nil {
			t.Fatal(err)
		}
		_, err := o.Send(o.as(ctx, "ana"), ticket.Reply{TicketID: tk.ID, Public: true, Body: "My long answer", IfSeq: seen})
		if sentence, _ := fault.Public(err); !fault.Is(err, fault.Conflict) || !strings.Contains(sentence, "ben") {
			t.Errorf("%v", err)
		}
		if d, err := o.Draft(o.as(ctx, "ana"), tk.ID); err != nil || d.Body != "My long answer" {
			t.Errorf("the draft: %+v, %v", d, err)
		}
		now := o.get(t, ctx, tk.ID).Seq
		o.say(t, ctx, "ana", tk.ID, false, "") // one's own word does not stand in the way
		if _, err := o.Send(o.as(ctx, "ana"), ticket.Reply{TicketID: tk.ID, Public: false, Body: "note", IfSeq: now}); err != nil {
			t.Errorf("after reading: %v", err)
		}
	})
}

// TestUploads: a file belongs to its uploader until it is on a comment, and to one comment only.
func TestUploads(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		a, err := o.Upload(o.as(ctx, "ana"), "../../etc/pass\u202ewd.log", "text/plain", strings.NewReader("oom-kill"))
		if err != nil || a.Name != "passwd.log" || a.Size != 8 {
			t.Fatalf("%+v, %v", a, err)
		}
		if _, _, err := o.OpenAttachment(o.as(ctx, "ben"), a.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else read it: %v", err)
		}
		use := ticket.Update{Comment: &ticket.NewComment{Body: "see the log", Attachments: []int64{a.ID}}}
		if _, err := o.Update(o.as(ctx, "ben"), tk.ID, use); !fault.Is(err, fault.Invalid) {
			t.Errorf("somebody else used it: %v", err)
		}
		if _, err := o.Update(o.as(ctx, "ana"), tk.ID, use); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Update(o.as(ctx, "ana"), tk.ID, use); !fault.Is(err, fault.Invalid) {
			t.Errorf("used twice: %v", err)
		}
		_, r, err := o.OpenAttachment(o.as(ctx, "ben"), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
	})
}

// TestStartNumbers: a desk that moves here goes on counting, never back.
func TestStartNumbers(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := access.AsSystem(t.Context(), "test")
		for _, start := range []struct{ at, want int64 }{{48200, 48200}, {10, 48201}} {
			if err := o.db.Do(ctx, func(tx *db.Tx) error { return o.StartNumbersAt(ctx, tx, start.at) }); err != nil {
				t.Fatal(err)
			}
			if got := o.open(t, t.Context()); got.ID != start.want {
				t.Errorf("started at %d: #%d, want #%d", start.at, got.ID, start.want)
			}
		}
	})
}

func TestMacroFill(t *testing.T) {
	m := ticket.Macro{Body: "Hi {{requester.first_name}}, #{{ticket.id}} “{{ticket.subject}}” is mine. {{agent.name}} {{unknown}}"}
	got := m.Fill(ticket.Ticket{ID: 7, Subject: "OOM"}, "Dana Whitfield", "Ana")
	if want := "Hi Dana, #7 “OOM” is mine. Ana {{unknown}}"; got != want {
		t.Errorf("%q", got)
	}
}
