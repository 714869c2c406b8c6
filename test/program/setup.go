package program

import (
	"cmp"
	"context"
	"errors"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/test/rig"
)

// Address is where Postfix hands mail to the desk by LMTP; rig.User is the desk's mailbox at Dovecot.
const Address = "support@desk.test"

// EngineerPassword opens the account that SetUp makes.
const EngineerPassword = "a long walk by the sea"

// Setup is what a desk is told about its surroundings.
type Setup struct {
	Rig         *rig.Rig
	From        string // the address mail comes from; empty: Address
	Fetch       bool   // fetch from the mailbox at Dovecot
	Ack         bool   // acknowledge new tickets
	Undo        int    // seconds in which a reply can be taken back
	UnknownWait int    // seconds before a mail without an answer is sent again; 0: as by default
}

// SetUp connects a desk to a rig in both directions, and gives its first administrator, who is rig.Engineer.
func (d *Desk) SetUp(desk *app.Desk, s Setup) people.User {
	d.t.Helper()
	ctx := access.AsSystem(d.t.Context(), "test")
	if err := desk.DB.Do(ctx, func(tx *db.Tx) error { return s.store(ctx, tx, desk) }); err != nil {
		d.t.Fatal(err)
	}
	ana, err := desk.People.Add(ctx, "Ana Lima", rig.Engineer, access.Admin, EngineerPassword)
	if err != nil {
		d.t.Fatal(err)
	}
	return ana
}

func (s Setup) store(ctx context.Context, tx *db.Tx, desk *app.Desk) error {
	relay := notify.MailRelay.Default
	relay.Host, relay.Port, relay.Security = "127.0.0.1", s.Rig.SMTPPort, submit.Plain
	if s.UnknownWait != 0 {
		relay.UnknownSeconds = s.UnknownWait
	}
	var boxes []intake.Mailbox
	if s.Fetch {
		boxes = []intake.Mailbox{{Account: "desk", Host: "127.0.0.1", Port: s.Rig.IMAPPort, Security: "plain", Username: rig.User, Password: rig.Password}}
	}
	log, from := desk.Log, cmp.Or(s.From, Address)
	return errors.Join(
		intake.Addresses.Set(ctx, tx, log, []string{Address, rig.User}),
		intake.Mailboxes.Set(ctx, tx, log, boxes),
		notify.MailFrom.Set(ctx, tx, log, notify.From{Address: from, Name: "Desk", Personal: true, Plus: true}),
		notify.MailRelay.Set(ctx, tx, log, relay),
		notify.MailAck.Set(ctx, tx, log, s.Ack),
		ticket.UndoSeconds.Set(ctx, tx, log, s.Undo),
	)
}

// As makes a person the actor of what a test does by itself.
func As(ctx context.Context, u people.User) context.Context {
	return access.With(ctx, u.Principal("web"))
}
