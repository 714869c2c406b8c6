package notify

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(),
	ticket.Migrations(), Migrations()}

var key = []byte("0123456789abcdef0123456789abcdef")

// desk is the package with the real core beneath it, three engineers and a customer.
type desk struct {
	*Service
	log                  *event.Log
	ana, ben, cleo, dana people.User // agent, agent, admin, customer
	relay                *fakeRelay
}

// fakeRelay takes mail in memory; answer decides, nil takes everything.
type fakeRelay struct {
	mu     sync.Mutex
	taken  []delivered
	answer func(env submit.Envelope) []submit.Recipient
}

type delivered struct {
	env  submit.Envelope
	text string
}

func (f *fakeRelay) submit(_ context.Context, _ submit.Relay, env submit.Envelope, msg func(io.Writer) error) ([]submit.Recipient, error) {
	var text strings.Builder
	if err := msg(&text); err != nil {
		return outcome(env, submit.Recipient{Outcome: submit.Deferred, Text: err.Error()}), err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.taken = append(f.taken, delivered{env, text.String()})
	if f.answer != nil {
		return f.answer(env), nil
	}
	return outcome(env, submit.Recipient{Outcome: submit.Sent, Code: 250}), nil
}

// outcome gives every recipient the same.
func outcome(env submit.Envelope, r submit.Recipient) []submit.Recipient {
	var all []submit.Recipient
	for _, to := range env.To {
		r.Address = to
		all = append(all, r)
	}
	return all
}

// wire builds the package on the core, on a migrated database that may hold a desk already.
func wire(t testing.TB, d *db.DB, blobDir string) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(blobDir)
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	k := &desk{log: log, relay: &fakeRelay{}}
	k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs), Key: key,
		Desk: "desk.test", Submit: k.relay.submit, Link: func(path string) string { return "https://desk.test" + path }})
	log.Attach(k.Module().Handlers, nil)
	return k
}

// newDesk makes a desk with three engineers, a customer and a way out for mail.
func newDesk(t testing.TB, d *db.DB) *desk {
	t.Helper()
	k := wire(t, d, t.TempDir())
	ctx := access.AsSystem(t.Context(), "test")
	for _, u := range []struct {
		into *people.User
		user people.User
	}{
		{&k.ana, people.User{Name: "Ana Lima", Email: "ana@desk.test", Role: access.Agent, Signature: "Ana, **Support**"}},
		{&k.ben, people.User{Name: "Ben Okoro", Email: "ben@desk.test", Role: access.Agent}},
		{&k.cleo, people.User{Name: "Cleo Hart", Email: "cleo@desk.test", Role: access.Admin}},
		{&k.dana, people.User{Name: "Dana Whitfield", Email: "dana@customer.test"}},
	} {
		*u.into = k.user(t, ctx, u.user)
	}
	k.set(t, func(tx *db.Tx) error {
		from := From{Address: "support@desk.test", Name: "Desk", Personal: true, Plus: true}
		return errors.Join(MailFrom.Set(ctx, tx, k.log, from),
			MailRelay.Set(ctx, tx, k.log, Relay{Host: "relay.test", Security: submit.Plain, UnknownSeconds: 600}))
	})
	return k
}

// relayTo makes the desk send through a real server on port.
func (k *desk) relayTo(t testing.TB, port int) {
	t.Helper()
	k.Submit = submit.Send
	k.set(t, func(tx *db.Tx) error {
		return MailRelay.Set(context.Background(), tx, k.log,
			Relay{Host: "127.0.0.1", Port: port, Security: submit.Plain, UnknownSeconds: 600})
	})
}

func (k *desk) user(t testing.TB, ctx context.Context, u people.User) people.User {
	t.Helper()
	if u.Role == "" {
		u.Role = access.EndUser
	}
	got, err := db.InTx(ctx, k.DB, func(tx *db.Tx) (people.User, error) { return k.People.ImportUser(ctx, tx, u, "") })
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (k *desk) set(t testing.TB, f func(tx *db.Tx) error) {
	t.Helper()
	if err := k.DB.Do(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// as makes a person of the desk the actor.
func as(ctx context.Context, u people.User) context.Context {
	return access.With(ctx, u.Principal("web"))
}

// opened makes a ticket that came by mail from a person.
func (k *desk) opened(t testing.TB, ctx context.Context, from people.User, subject string, more ...func(*ticket.NewTicket)) ticket.Ticket {
	t.Helper()
	n := ticket.NewTicket{Subject: subject, RequesterID: from.ID, Channel: "mail", Comment: ticket.NewComment{
		Public: true, Format: ticket.Text, Body: "It is broken.", MayAnswer: true, MessageIDs: []string{"first-" + gist(subject) + "@customer.test"}}}
	for _, change := range more {
		change(&n)
	}
	got, err := k.Tickets.Create(access.AsSystem(ctx, "mail"), n)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// update changes a ticket as somebody.
func (k *desk) update(t testing.TB, ctx context.Context, id int64, u ticket.Update) {
	t.Helper()
	if _, err := k.Tickets.Update(ctx, id, u); err != nil {
		t.Fatal(err)
	}
}

// drain sends what is due at the time of ctx, one by one.
func (k *desk) drain(t testing.TB, ctx context.Context) {
	t.Helper()
	for {
		mails, err := k.claim(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(mails) == 0 {
			return
		}
		if err := k.send(ctx, mails[0]); err != nil {
			t.Fatal(err)
		}
	}
}

// mails lists the outbox, oldest first.
func (k *desk) mails(t testing.TB, kind Kind) []Mail {
	t.Helper()
	ctx := access.AsSystem(context.Background(), "test")
	list, _, err := k.Outbox(ctx, Filter{Kind: kind}, 0)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(list)
	for i := range list {
		if list[i], err = findMail(ctx, k.DB.Read(), list[i].ID); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func (k *desk) notes(t testing.TB, u people.User) []Note {
	t.Helper()
	list, _, err := k.Notifications(as(context.Background(), u), 0)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func onEach(t *testing.T, fn func(t *testing.T, k *desk)) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { fn(t, newDesk(t, d)) })
}
