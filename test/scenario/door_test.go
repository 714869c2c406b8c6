package scenario

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// names makes somebody a contact of the customer.
func (k *desk) names(who ...string) {
	k.t.Helper()
	for _, name := range who {
		k.must(k.People.NameContact(k.as("lea"), people.Contact{UserID: k.users[name].ID, OrganizationID: k.acme.ID, Proof: people.ProofByHand}))
	}
}

// knocks has a mail come that is to be held at the door, and gives the refusal.
func (k *desk) knocks(l letter) entitlement.Refusal {
	k.t.Helper()
	from := l.from
	if u, ok := k.users[l.from]; ok {
		from = u.Email
	}
	raw := strings.Join([]string{"From: " + from, "To: " + address, "Subject: " + l.subject,
		"Message-ID: <knock" + mailbox(from) + l.subject[:1] + "@mail.test>", "", l.text, ""}, "\r\n")
	id, err := k.Intake.Pipe(k.system(), from, []string{address}, strings.NewReader(raw), int64(len(raw)))
	k.must(err)
	k.wait(0)
	d, err := k.Intake.Delivery(k.system(), id)
	k.must(err)
	if d.State != intake.Held || d.Reason != intake.ReasonRefused {
		k.t.Fatalf("the mail of %s is not held at the door: %+v", from, d)
	}
	all, err := k.Entitlements.Refusals(k.as("ana"), entitlement.Filter{Limit: 1})
	k.must(err)
	if len(all) == 0 || all[0].DeliveryID != id {
		k.t.Fatalf("who was turned away is not listed: %+v", all)
	}
	return all[0]
}

// TestDoorUnlisted: whoever is not named is told what to do, once, and comes in by one click (tickets.md, Entitlement).
func TestDoorUnlisted(t *testing.T) {
	play(t, "2026-01-20 10:00", func(t *testing.T, k *desk) {
		k.mail(letter{from: "eve@elsewhere.test", subject: "Before anybody is named", text: "I am new here."}) // a new desk takes mail of everybody
		k.names("dana")
		k.mail(letter{from: "dana", subject: "Backup fails", text: "Since this morning."})
		r := k.knocks(letter{from: "finn", subject: "Runner offline", text: "Since noon."}) // belongs to Acme, which names Dana alone
		told := k.last("finn", notify.Refusal)
		if r.Reason != entitlement.Unlisted || !strings.Contains(told.Text, "Only the contacts that Acme names") || told.Automatic == "" ||
			told.EnvelopeFrom != "" {
			t.Errorf("refused as %s, told %+v", r.Reason, told)
		}
		k.knocks(letter{from: "finn", subject: "Still offline", text: "And now?"})
		if n := len(k.mails("finn", notify.Refusal)); n != 1 {
			t.Errorf("told %d times within a day", n)
		}
		ana := k.signIn("ana")
		ana.get("/entitlement").shows(200, "Runner offline", "Still offline", "not a named contact")
		ana.get(r.Path()).shows(200, "Only the contacts that Acme names")
		ana.post(r.Path() + "/let").leads("/entitlement")
		k.wait(0)
		r, err := k.Entitlements.Refusal(k.as("ana"), r.ID)
		k.must(err)
		if r.TicketID == 0 || k.ticket(r.TicketID).Subject != "Runner offline" {
			t.Errorf("let in, and the ticket is %d", r.TicketID)
		}
		k.wait(25 * time.Hour)
		k.knocks(letter{from: "finn", subject: "Now what", text: "Hello?"})
		if n := len(k.mails("finn", notify.Refusal)); n != 2 {
			t.Errorf("told %d times after a day", n)
		}
		k.names("finn") // and what waits is let in by itself
		k.wait(0)
		if left, err := k.Entitlements.Refusals(k.as("ana"), entitlement.Filter{}); err != nil || len(left) != 0 {
			t.Errorf("waiting still: %+v, %v", left, err)
		}
	})
}

// TestDoorGrace: support goes on for fifteen days behind the contract, then new requests are refused, and answers arrive.
func TestDoorGrace(t *testing.T) {
	play(t, "2026-01-20 10:00", func(t *testing.T, k *desk) {
		k.customer(func(o *people.Organization) {
			o.EndsOn = bizcal.Date{Year: 2026, Month: 1, Day: 10}
			o.Owners = []people.Owner{{Role: people.AccountOwner, Name: "Kofi Mensah", Address: "kofi@sales.test"}}
		})
		id := k.mail(letter{from: "dana", subject: "In grace", text: "Still with us."})
		k.until("2026-01-25 23:00")
		k.mail(letter{from: "dana", subject: "Last day of grace", text: "Still with us."})
		k.until("2026-01-26 02:00")
		r := k.knocks(letter{from: "dana", subject: "Too late", text: "Are you there?"})
		if told := k.last("dana", notify.Refusal); r.Reason != entitlement.Expired || !strings.Contains(told.Text, "2026-01-10") ||
			!strings.Contains(told.Text, "Kofi Mensah (kofi@sales.test)") {
			t.Errorf("refused as %s, told %s", r.Reason, told.Text)
		}
		if got := k.mail(letter{from: "dana", to: answerTo(k.last("dana", notify.Ack)), subject: "Re: Last day of grace",
			text: "One more thing."}); got == id || got == 0 {
			t.Errorf("an answer is filed under %d", got)
		}
		dana := k.enter("dana")
		dana.get("/portal/new").shows(200, "ended on 2026-01-10")
		k.customer(func(o *people.Organization) { o.EndsOn = bizcal.Date{Year: 2027, Month: 1, Day: 10} })
		k.wait(0)
		if r, err := k.Entitlements.Refusal(k.as("ana"), r.ID); err != nil || r.Outcome != entitlement.LetIn || r.TicketID == 0 {
			t.Errorf("after the renewal: %+v, %v", r, err)
		}
	})
}

// TestDoorHold: whoever's support is on hold is sent to the account owner, by mail and in the portal, without the reason.
func TestDoorHold(t *testing.T) {
	play(t, "2026-01-20 10:00", func(t *testing.T, k *desk) {
		k.customer(func(o *people.Organization) {
			o.Hold, o.HoldReason = true, "Invoice 7 is unpaid"
			o.Owners = []people.Owner{{Role: people.AccountOwner, UserID: k.users["lea"].ID}}
		})
		k.knocks(letter{from: "dana", subject: "Backup fails", text: "Since this morning."})
		told := k.last("dana", notify.Refusal)
		dana := k.enter("dana")
		for _, text := range []string{told.Text, dana.get("/portal/new").shows(200).Raw} {
			if !strings.Contains(text, "Lea Admin") || strings.Contains(text, "Invoice") {
				t.Errorf("told %s", text)
			}
		}
		ana := k.signIn("ana")
		ana.get("/organizations/"+strconv.FormatInt(k.acme.ID, 10)).shows(200, "1 request of theirs was turned away")
	})
}

// TestDoorTwoOrganizations: nobody is contact of two, the limit holds, and both say what to do.
func TestDoorTwoOrganizations(t *testing.T) {
	play(t, "2026-01-20 10:00", func(t *testing.T, k *desk) {
		k.customer(func(o *people.Organization) { o.ContactLimit = 1 })
		k.names("dana")
		var other people.Organization
		k.do(func(ctx context.Context, tx *db.Tx) (err error) {
			other, err = k.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Globex"})
			return err
		})
		err := k.People.NameContact(k.as("lea"), people.Contact{UserID: k.users["dana"].ID, OrganizationID: other.ID})
		if text, _ := fault.Public(err); !fault.Is(err, fault.Conflict) || !strings.Contains(text, "contact of Acme") || !strings.Contains(text, "Globex") {
			t.Errorf("in two organizations: %v", err)
		}
		err = k.People.NameContact(k.as("lea"), people.Contact{UserID: k.users["finn"].ID, OrganizationID: k.acme.ID})
		if text, _ := fault.Public(err); !fault.Is(err, fault.Conflict) || !strings.Contains(text, "1 contacts of the 1") {
			t.Errorf("one too many: %v", err)
		}
	})
}
