package ticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// own makes somebody the principal that they are, customers too.
func (o *office) own(t *testing.T, name string) context.Context {
	return access.With(t.Context(), access.Principal{UserID: o.ids[name], Name: name, Role: o.role[name], Via: "portal"})
}

// join adds a customer.
func (o *office) join(t *testing.T, name string, organization int64) {
	t.Helper()
	err := o.db.Do(t.Context(), func(tx *db.Tx) error {
		u, err := o.people.ImportUser(access.AsSystem(t.Context(), "test"), tx,
			people.User{Name: name, Email: name + "@example.com", Role: access.EndUser, OrganizationID: organization}, "")
		o.ids[name], o.role[name] = u.ID, access.EndUser
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) ask(t *testing.T, name string) int64 {
	t.Helper()
	id, err := o.OwnCreate(o.own(t, name), ticket.OwnNew{Subject: "502 after the upgrade", Body: "All pages *answer* 502.", Severity: 2})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (o *office) seen(t *testing.T, name string, id int64) ticket.OwnTicket {
	t.Helper()
	got, err := o.Own(o.own(t, name), id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A customer asks, reads our answer, answers, is done, comes back, and goes on behind the archive.
func TestOwnTicketFromQuestionToFollowUp(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		dana := o.own(t, "dana")
		id := o.ask(t, "dana")
		inside := o.get(t, t.Context(), id)
		if inside.Priority != ticket.High || inside.Severity != 2 || inside.Channel != "portal" || inside.RequesterID != o.ids["dana"] ||
			inside.SubmitterID != o.ids["dana"] || inside.WaitingSince.IsZero() || inside.Stage != ticket.FirstReply {
			t.Errorf("opened as %+v", inside)
		}
		if got := o.seen(t, "dana", id); got.Status != ticket.OwnOpen || !got.Mine || got.LastAuthor != "dana" || got.Comments[0].Format != ticket.Text {
			t.Errorf("a new ticket: %+v", got)
		}
		o.say(t, t.Context(), "ana", id, true, "")
		o.set(t, t.Context(), id, ticket.Pending)
		if got := o.seen(t, "dana", id); got.Status != ticket.OwnPending || !got.LastOurs || got.LastAuthor != "ana" {
			t.Errorf("after our answer: %+v", got.OwnRow)
		}
		must(t, o.OwnReply(dana, id, "It is so since Monday.", nil))
		if got := o.get(t, t.Context(), id); got.Status != ticket.Open || got.WaitingSince.IsZero() {
			t.Errorf("an answer leaves it %v, waiting since %v", got.Status, got.WaitingSince)
		}
		hold := ticket.Hold
		_, err := o.Update(o.as(t.Context(), "ana"), id, ticket.Update{Status: &hold, Accept: []string{ticket.GuardHold}})
		must(t, err)
		if got := o.seen(t, "dana", id).Status; got != ticket.OwnOpen {
			t.Errorf("on-hold shows as %s", got)
		}
		must(t, o.OwnSolve(dana, id))
		must(t, o.OwnSolve(dana, id))
		if got := o.get(t, t.Context(), id); got.Status != ticket.Solved || got.AssigneeID != o.ids["ana"] {
			t.Errorf("solved by the customer: %v of %d", got.Status, got.AssigneeID)
		}
		must(t, o.OwnReply(dana, id, "Sorry, not yet.", nil))
		if got := o.seen(t, "dana", id); got.Status != ticket.OwnOpen || len(got.Comments) != 4 {
			t.Errorf("reopened: %s with %d words", got.Status, len(got.Comments))
		}
		o.followedUp(t, id)
	})
}

func (o *office) followedUp(t *testing.T, id int64) {
	t.Helper()
	dana := o.own(t, "dana")
	again := ticket.OwnNew{Subject: "Again", Body: "It is back.", Severity: 3, FollowUpOf: id}
	if _, err := o.OwnCreate(dana, again); !fault.Is(err, fault.Conflict) {
		t.Errorf("a follow-up of an open ticket: %v", err)
	}
	o.set(t, t.Context(), id, ticket.Closed)
	if err := o.OwnReply(dana, id, "Hello?", nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("answering an archive: %v", err)
	}
	next, err := o.OwnCreate(dana, again)
	must(t, err)
	if got := o.seen(t, "dana", next); got.FollowUpOf != id {
		t.Errorf("the follow-up is of %d", got.FollowUpOf)
	}
	list, err := o.OwnList(dana, ticket.OwnFilter{Solved: true})
	must(t, err)
	if list.Open != 1 || list.Solved != 1 || len(list.Rows) != 1 || list.Rows[0].ID != id || list.Rows[0].Status != ticket.OwnClosed {
		t.Errorf("the list: %+v", list)
	}
}

// What happens is the customer's doing in the history, not the desk's.
func TestOwnActsAreTheCustomers(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.ask(t, "dana")
		must(t, o.OwnSolve(o.own(t, "dana"), id))
		history, err := o.History(o.as(t.Context(), "ana"), id, 0)
		must(t, err)
		for _, e := range history {
			if e.ActorID != o.ids["dana"] {
				t.Errorf("%s by %d", e.Kind, e.ActorID)
			}
		}
	})
}

// A ticket of somebody else is not there, for any act; nor is one that has no public word, or that staff are copied on.
func TestOwnIsOnlyOnesOwn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.join(t, "eve", 0)
		id := o.ask(t, "dana")
		secret, err := o.Create(o.as(t.Context(), "ana"),
			ticket.NewTicket{Subject: "About Dana", RequesterID: o.ids["dana"], Comment: ticket.NewComment{Body: "a note"}})
		must(t, err)
		a, err := o.OwnUpload(o.own(t, "dana"), "../trace.log", "text/plain", strings.NewReader("trace"))
		must(t, err)
		must(t, o.OwnReply(o.own(t, "dana"), id, "with a file", []int64{a.ID}))
		must(t, o.OwnCCs(o.own(t, "dana"), id, []string{"ben@example.com", "cc@example.com"}, nil))

		for _, who := range []struct {
			name string
			id   int64
		}{{"eve", id}, {"ben", id}, {"light", id}, {"dana", secret.ID}, {"dana", 999}} {
			ctx := o.own(t, who.name)
			_, reading := o.Own(ctx, who.id)
			_, following := o.OwnCreate(ctx, ticket.OwnNew{Subject: "x", Body: "x", Severity: 4, FollowUpOf: who.id})
			for act, err := range map[string]error{"reading": reading, "following up": following, "answering": o.OwnReply(ctx, who.id, "x", nil),
				"solving": o.OwnSolve(ctx, who.id), "adding": o.OwnCCs(ctx, who.id, []string{"eve@example.com"}, nil),
				"leaving": o.OwnCCs(ctx, who.id, nil, []int64{o.ids[who.name]})} {
				if sentence, _ := fault.Public(err); !fault.Is(err, fault.NotFound) || sentence != fmt.Sprintf("There is no ticket #%d", who.id) {
					t.Errorf("%s, %s #%d: %v", who.name, act, who.id, err)
				}
			}
		}
		for name, may := range map[string]bool{"dana": true, "eve": false, "ben": false} {
			if _, _, err := o.OwnFile(o.own(t, name), a.ID); (err == nil) != may || err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s opens the file: %v", name, err)
			}
		}
		if list, err := o.OwnList(o.own(t, "eve"), ticket.OwnFilter{}); err != nil || list.Open != 0 || len(list.Rows) != 0 {
			t.Errorf("a stranger's list: %+v, %v", list, err)
		}
		if _, err := o.Own(t.Context(), id); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("nobody: %v", err)
		}
	})
}

// Files are on their way until they are sent, and then only with public words.
func TestOwnFiles(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.join(t, "eve", 0)
		dana, eve := o.own(t, "dana"), o.own(t, "eve")
		id := o.ask(t, "dana")
		a, err := o.OwnUpload(dana, "trace.log", "text/plain", strings.NewReader("trace"))
		must(t, err)
		if mine, err := o.OwnUploads(dana, a.ID, 999); err != nil || len(mine) != 1 || mine[0].Name != "trace.log" {
			t.Errorf("on its way: %v, %v", mine, err)
		}
		if theirs, err := o.OwnUploads(eve, a.ID); err != nil || len(theirs) != 0 {
			t.Errorf("somebody else's: %v, %v", theirs, err)
		}
		if err := o.OwnReply(o.own(t, "dana"), o.ask(t, "dana"), "", nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("nothing said: %v", err)
		}
		must(t, o.OwnReply(dana, id, "", []int64{a.ID}))
		got, body, err := o.OwnFile(dana, a.ID)
		must(t, err)
		defer body.Close()
		if text, err := io.ReadAll(body); err != nil || string(text) != "trace" || got.TicketID != id {
			t.Errorf("%q of %d, %v", text, got.TicketID, err)
		}
		inside, err := o.Upload(o.as(t.Context(), "ana"), "secret.txt", "text/plain", strings.NewReader("inside"))
		must(t, err)
		_, err = o.Update(o.as(t.Context(), "ana"), id, ticket.Update{Comment: &ticket.NewComment{Body: "see file", Attachments: []int64{inside.ID}}})
		must(t, err)
		if _, _, err := o.OwnFile(dana, inside.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the file of a note: %v", err)
		}
		if err := o.OwnReply(eve, o.ask(t, "eve"), "mine now", []int64{inside.ID}); !fault.Is(err, fault.Invalid) {
			t.Errorf("taking somebody's file: %v", err)
		}
	})
}

func TestOwnCCs(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.join(t, "eve", 0)
		dana, eve := o.own(t, "dana"), o.own(t, "eve")
		id := o.ask(t, "dana")
		must(t, o.OwnCCs(dana, id, []string{" EVE@example.com", "new@example.com", "dana@example.com"}, nil))
		got := o.seen(t, "eve", id)
		var addresses []string
		for _, c := range got.CCs {
			addresses = append(addresses, c.Address)
		}
		if diff := cmp.Diff([]string{"eve@example.com", "new@example.com"}, addresses); diff != "" || got.Mine {
			t.Error(diff)
		}
		must(t, o.OwnReply(eve, id, "Me too.", nil))
		if o.get(t, t.Context(), id).WaitingSince.IsZero() {
			t.Error("a CC's word waits for nothing")
		}
		if err := o.OwnCCs(eve, id, []string{"more@example.com"}, nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a CC adds somebody: %v", err)
		}
		if err := o.OwnCCs(eve, id, nil, []int64{got.CCs[1].UserID}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a CC removes somebody: %v", err)
		}
		must(t, o.OwnCCs(eve, id, nil, []int64{o.ids["eve"]}))
		if _, err := o.Own(eve, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("who left still reads: %v", err)
		}
		for _, bad := range []string{"eve", "Eve <eve@example.com>", "a@b, c@d"} {
			if err := o.OwnCCs(dana, id, []string{bad}, nil); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q is taken: %v", bad, err)
			}
		}
		var many []string
		for i := range 20 {
			many = append(many, fmt.Sprintf("a%d@example.com", i))
		}
		if err := o.OwnCCs(dana, id, many, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("21 people: %v", err)
		}
	})
}

// Whatever is done to a ticket inside, a customer sees the public words, all of them, and nothing else.
func TestOwnLeaksNothing(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		admin := access.AsSystem(t.Context(), "test")
		field, err := o.SaveField(admin, ticket.Field{Key: "inside", Title: "CANARY-title", Kind: ticket.TextField})
		must(t, err)
		form, err := o.SaveForm(admin, ticket.Form{Title: "CANARY-form"})
		must(t, err)
		acts := map[string]func(i int) ticket.Update{
			"note": func(i int) ticket.Update {
				return ticket.Update{Comment: &ticket.NewComment{Body: fmt.Sprint("CANARY-note ", i)}}
			},
			"reply": func(i int) ticket.Update {
				return ticket.Update{Comment: &ticket.NewComment{Public: true, Body: fmt.Sprint("said ", i)}}
			},
			"field": func(int) ticket.Update {
				return ticket.Update{Fields: map[string][]string{field.Key: {"CANARY-value"}}}
			},
			"form":   func(int) ticket.Update { return ticket.Update{FormID: &form.ID} },
			"tag":    func(int) ticket.Update { return ticket.Update{AddTags: []string{"canary-tag"}} },
			"assign": func(int) ticket.Update { id := o.ids["ben"]; return ticket.Update{AssigneeID: &id} },
			"watch":  func(int) ticket.Update { return ticket.Update{AddFollowers: []int64{o.ids["ben"]}} },
			"pause":  func(int) ticket.Update { why := "CANARY-pause"; return ticket.Update{Pause: &why} },
			"spare": func(int) ticket.Update {
				return ticket.Update{OptOuts: map[string]string{ticket.SkipAutosolve: "CANARY-why"}}
			},
			"hold": func(int) ticket.Update {
				s := ticket.Hold
				return ticket.Update{Status: &s, Accept: []string{ticket.GuardHold}}
			},
		}
		names := make([]string, 0, len(acts))
		for name := range acts {
			names = append(names, name)
		}
		slices.Sort(names)
		rapid.Check(t, func(r *rapid.T) {
			id := o.ask(t, "dana")
			said := 1
			for i, name := range rapid.SliceOfN(rapid.SampledFrom(names), 1, 8).Draw(r, "acts") {
				if _, err := o.Update(o.as(t.Context(), "ana"), id, acts[name](i)); err != nil {
					r.Fatal(name, err)
				}
				if name == "reply" {
					said++
				}
			}
			got := o.seen(t, "dana", id)
			list, err := o.OwnList(o.own(t, "dana"), ticket.OwnFilter{})
			if err != nil {
				r.Fatal(err)
			}
			all, err := json.Marshal([]any{got, list})
			if err != nil {
				r.Fatal(err)
			}
			if text := strings.ToLower(string(all)); strings.Contains(text, "canary") || strings.Contains(text, "ben") || strings.Contains(text, "hold") {
				r.Fatalf("it leaks: %s", all)
			}
			if len(got.Comments) != said {
				r.Fatalf("%d public words, want %d", len(got.Comments), said)
			}
		})
	})
}
