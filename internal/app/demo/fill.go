// Package demo writes the made-up world of package content into a desk: the same tables, events and search
// texts that real use would leave, with dates relative to now.
package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Password opens every account of the demo.
const Password = "daywatch demo"

// Deps is what the demo writes to. Its services must be built on a log without handlers: a history that is
// replayed must not send mail.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	Intake  *intake.Service
	Blobs   blob.Store
	// Configure gives the desk its policies, rules, views and forms, once its team is there; nil leaves it as it is.
	Configure func(ctx context.Context) error
}

// Fill writes the world. progress hears how many of the tickets are written; it may be nil.
func Fill(ctx context.Context, d Deps, w content.World, progress func(done, of int)) error {
	f := &filler{Deps: d, users: map[string]people.User{}, orgs: map[string]int64{}, groups: map[string]int64{}, leads: map[string]int64{}}
	ctx = access.AsSystem(ctx, "import")
	if err := d.DB.Do(ctx, func(tx *db.Tx) error { return f.people(ctx, tx, w) }); err != nil {
		return fmt.Errorf("demo people: %w", err)
	}
	if d.Configure != nil {
		if err := d.Configure(ctx); err != nil {
			return fmt.Errorf("demo configuration: %w", err)
		}
	}
	if err := f.timeOff(ctx, w); err != nil {
		return fmt.Errorf("demo time off: %w", err)
	}
	if err := f.tickets(ctx, w.Tickets, progress); err != nil {
		return fmt.Errorf("demo tickets: %w", err)
	}
	if err := d.DB.Do(ctx, func(tx *db.Tx) error { return f.addresses(ctx, tx) }); err != nil {
		return err
	}
	return f.mails(ctx, w.Mails)
}

// Address is where the demo takes mail.
const Address = "support@demo.daywatch.example"

// emergencyAddress is where customers call an emergency by mail (demo/desk/settings/emergency.rules.yaml).
const emergencyAddress = "emergency@demo.daywatch.example"

// addresses names the desk's mailbox, in and out. No server for outgoing mail is set: the demo's replies wait
// in the outbox, and its pages say so.
func (f *filler) addresses(ctx context.Context, tx *db.Tx) error {
	if err := intake.Addresses.Set(ctx, tx, f.Log, []string{Address, emergencyAddress}); err != nil {
		return err
	}
	from := notify.MailFrom.Default
	from.Address, from.Name = Address, "Daywatch Support"
	return notify.MailFrom.Set(ctx, tx, f.Log, from)
}

type filler struct {
	Deps
	users  map[string]people.User
	orgs   map[string]int64
	groups map[string]int64
	chief  int64            // the admin
	leads  map[string]int64 // by region
}

// batch is how many tickets share a commit.
const batch = 50

func (f *filler) tickets(ctx context.Context, all []content.Ticket, progress func(done, of int)) error {
	if len(all) == 0 {
		return nil
	}
	err := f.DB.Do(ctx, func(tx *db.Tx) error { return f.Tickets.StartNumbersAt(ctx, tx, int64(all[0].Number)) })
	for at := 0; at < len(all) && err == nil; at += batch {
		end := min(at+batch, len(all))
		err = f.DB.Do(ctx, func(tx *db.Tx) error {
			for _, t := range all[at:end] {
				if err := f.ticket(ctx, tx, t); err != nil {
					return fmt.Errorf("#%d: %w", t.Number, err)
				}
			}
			return nil
		})
		if progress != nil {
			progress(end, len(all))
		}
	}
	return err
}

// mails leaves the mails that a real desk holds back or files by itself in the mail log.
func (f *filler) mails(ctx context.Context, mails []content.RawMail) error {
	for i, m := range mails {
		mctx := db.At(ctx, m.At)
		id, fresh, err := f.Intake.Receive(mctx, intake.Inbound{Channel: "smtp", Key: fmt.Sprint("demo-", i), EnvFrom: m.From,
			EnvTo: []string{Address}, ReceivedAt: m.At, Body: bytes.NewReader(m.Raw), Size: int64(len(m.Raw))})
		if err != nil {
			return err
		}
		if !fresh {
			continue
		}
		if err := f.Intake.File(mctx, id); err != nil {
			return fmt.Errorf("demo mail %d: %w", i, err)
		}
	}
	return nil
}

// as makes a person the actor of what follows.
func (f *filler) as(ctx context.Context, key string, via content.Channel) (context.Context, people.User) {
	u := f.users[key]
	role := u.Role
	if !role.Allows(access.CreateTickets) { // a customer's or colleague's own hand: intake acts for them
		role = access.System
	}
	return access.With(ctx, access.Principal{UserID: u.ID, Name: u.Name, Role: role, Via: string(via)}), u
}

func plainOr(markdown bool) ticket.Format {
	if markdown {
		return ticket.Markdown
	}
	return ticket.Text
}

func (f *filler) files(ctx context.Context, list []content.Attachment) ([]ticket.NewAttachment, error) {
	var out []ticket.NewAttachment
	for _, a := range list {
		ref, err := f.Blobs.Put(ctx, bytes.NewReader(a.Bytes))
		if err != nil {
			return nil, err
		}
		out = append(out, ticket.NewAttachment{Name: a.Name, ContentType: a.ContentType, Size: ref.Size, Hash: ref.Hash})
	}
	return out, nil
}

// earliest is the time of a step; steps of one moment keep their order by a millisecond each.
func earliest(last, at time.Time) time.Time {
	if !at.After(last) {
		return last.Add(time.Millisecond)
	}
	return at
}
