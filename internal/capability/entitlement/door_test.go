package entitlement

import (
	"context"
	"slices"
	"strings"
	"testing"

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

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), Migrations()}

// desk is the package over the real core, with an engineer, and Acme, which names Dana.
type desk struct {
	*Service
	t         *testing.T
	ctx       context.Context // the engineer acts
	acme      people.Organization
	ana, dana people.User
	replies   []Reply
	released  []int64
	mails     int64
}

func each(t *testing.T, test func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		blobs, err := blob.OpenDir(t.TempDir())
		must(t, err)
		log := event.NewLog()
		persons := people.New(d, log)
		k := &desk{t: t}
		k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs),
			Answer: func(_ context.Context, tx *db.Tx, r Reply) (bool, error) {
				tx.AfterCommit(func() { k.replies = append(k.replies, r) })
				return true, nil
			},
			Desk: func(context.Context, db.Querier) (string, error) { return "Acme Support", nil },
			Emergency: func(_ context.Context, _ db.Querier, to []string) (bool, error) {
				return slices.Contains(to, "sos@desk.example"), nil
			},
			Release: func(_ context.Context, id int64) error { k.released = append(k.released, id); return nil }})
		log.Attach(k.Module().Handlers, nil)
		system := access.AsSystem(t.Context(), "test")
		k.ana, err = persons.Add(system, "Ana", "ana@desk.example", access.Agent, "seven lanterns burn")
		must(t, err)
		k.ctx = access.With(t.Context(), k.ana.Principal("web"))
		k.acme, err = persons.SaveOrganization(system, people.Organization{Name: "Acme", ContactLimit: 2, Domains: []string{"acme.example"}})
		must(t, err)
		k.dana = k.person("Dana", "dana@acme.example")
		must(t, persons.NameContact(system, people.Contact{UserID: k.dana.ID, OrganizationID: k.acme.ID}))
		test(t, k)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (k *desk) person(name, address string) people.User {
	k.t.Helper()
	u, err := k.People.CreateContact(k.ctx, address, people.Particulars{Name: name})
	must(k.t, err)
	return u
}

// mail comes to the door; it gives why it is held.
func (k *desk) mail(m Mail) string {
	k.t.Helper()
	k.mails++
	m.Delivery = k.mails
	if m.Subject == "" {
		m.Subject = "Backup fails"
	}
	detail, err := db.InTx(access.AsSystem(k.t.Context(), "mail"), k.DB,
		func(tx *db.Tx) (string, error) { return k.MailDoor(access.AsSystem(k.t.Context(), "mail"), tx, m) })
	must(k.t, err)
	return detail
}

func (k *desk) refusals(f Filter) []Refusal {
	k.t.Helper()
	all, err := k.Refusals(k.ctx, f)
	must(k.t, err)
	return all
}

func (k *desk) again() {
	k.t.Helper()
	must(k.t, k.Service.again(access.AsSystem(k.t.Context(), "job")))
}

func TestMailDoor(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		if why := k.mail(Mail{Address: k.dana.Email, MayAnswer: true}); why != "" {
			t.Errorf("a contact is held: %s", why)
		}
		why := k.mail(Mail{Address: "eve@elsewhere.example", Name: "Eve", MessageID: "1@elsewhere.example", MayAnswer: true})
		if why != "eve@elsewhere.example belongs to no organization" {
			t.Errorf("a stranger is held: %s", why)
		}
		if len(k.replies) != 1 || k.replies[0].InReplyTo != "1@elsewhere.example" || !strings.Contains(k.replies[0].Body, "Hello Eve") ||
			!strings.Contains(k.replies[0].Body, "license") {
			t.Fatalf("answered %+v", k.replies)
		}
		k.mail(Mail{Address: "eve@elsewhere.example", MayAnswer: true})                  // told a moment ago
		k.mail(Mail{Address: "robot@elsewhere.example", MayAnswer: true, Machine: true}) // RFC 3834 §2
		k.mail(Mail{Address: "list@elsewhere.example"})
		if len(k.replies) != 1 {
			t.Errorf("%d answers, want the one", len(k.replies))
		}
		for _, m := range []Mail{{Address: "x@elsewhere.example", To: []string{"sos@desk.example"}}, {Address: k.ana.Email}} {
			if why := k.mail(m); why != "" {
				t.Errorf("%+v is held: %s", m, why)
			}
		}
		var silences []Silence
		for _, r := range k.refusals(Filter{}) {
			silences = append(silences, r.Silence)
		}
		if want := []Silence{SilentMachine, SilentMachine, SilentRecent, ""}; !slices.Equal(silences, want) {
			t.Errorf("silences %q, want %q", silences, want)
		}
	})
}

// One and the same mail that is judged twice is one refusal and one answer.
func TestMailJudgedTwice(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.mail(Mail{Address: "eve@elsewhere.example", MayAnswer: true})
		k.mails--
		k.mail(Mail{Address: "eve@elsewhere.example", MayAnswer: true})
		if n := len(k.refusals(Filter{})); n != 1 || len(k.replies) != 1 {
			t.Errorf("%d refusals, %d answers", n, len(k.replies))
		}
	})
}

// Whoever is turned away is told whom to ask, and what waits is let in as soon as they may ask.
func TestHoldIsLifted(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		o := k.acme
		o.Hold, o.HoldReason, o.Owners = true, "Invoice 7 is open", []people.Owner{{Role: people.AccountOwner, Name: "Kofi", Address: "kofi@sales.example"}}
		o, err := k.People.SaveOrganization(k.ctx, o)
		must(t, err)
		if why := k.mail(Mail{Address: k.dana.Email, MayAnswer: true}); why != "Support for Acme is on hold" {
			t.Errorf("held: %s", why)
		}
		if body := k.replies[0].Body; !strings.Contains(body, `Kofi (kofi\@sales\.example)`) || strings.Contains(body, "Invoice") {
			t.Errorf("told: %s", body)
		}
		k.again()
		if len(k.released) != 0 {
			t.Error("let in while on hold")
		}
		o.Hold = false
		_, err = k.People.SaveOrganization(k.ctx, o)
		must(t, err)
		var jobs int
		must(t, k.DB.Read().QueryRow(t.Context(), "SELECT count(*) FROM jobs WHERE kind = 'entitlement.again'").Scan(&jobs))
		k.again()
		if settled := k.refusals(Filter{Settled: true}); jobs != 1 || len(k.released) != 1 || len(settled) != 1 || settled[0].Outcome != LetIn {
			t.Errorf("%d jobs, released %v, settled %+v", jobs, k.released, settled)
		}
	})
}

func TestLetIn(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.mail(Mail{Address: "eve@elsewhere.example", Name: "Eve", MayAnswer: true})
		k.mail(Mail{Address: "fay@elsewhere.example", Name: "Fay", MayAnswer: true})
		waiting := k.refusals(Filter{Reason: Stranger})
		must(t, k.Let(k.ctx, waiting[1].ID))
		if err := k.Let(k.ctx, waiting[1].ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("let in twice: %v", err)
		}
		must(t, k.LetAsContactOf(k.ctx, waiting[0].ID, "acme"))
		if !slices.Equal(k.released, []int64{1 + 0, 2}) {
			t.Errorf("released %v", k.released)
		}
		fay, err := k.People.ByAddress(t.Context(), k.DB.Read(), "fay@elsewhere.example")
		must(t, err)
		c, named, err := k.People.ContactOf(t.Context(), k.DB.Read(), fay.ID)
		if err != nil || !named || c.Proof != people.ProofByHand || c.ProvedBy != k.ana.ID {
			t.Errorf("%+v, %v, %v", c, named, err)
		}
		k.mail(Mail{Address: "gus@elsewhere.example", Name: "Gus"})
		err = k.LetAsContactOf(k.ctx, k.refusals(Filter{})[0].ID, "Acme") // full
		if _, field := fault.Public(err); !fault.Is(err, fault.Conflict) || field != "user" {
			t.Errorf("one more than the limit: %v", err)
		}
		if left := k.refusals(Filter{}); len(left) != 1 || left[0].Outcome != Open {
			t.Errorf("what could not be done left %+v", left)
		}
		must(t, k.Leave(k.ctx, k.refusals(Filter{})[0].ID))
	})
}

// A customer of the portal who is let in once may ask once, and the ticket stands with the refusal.
func TestPortalDoor(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.Tickets.AttachDoor(ticket.Door{Judge: k.OwnJudge, TurnedAway: k.OwnTurnedAway})
		eve := k.person("Eve", "eve@elsewhere.example")
		ctx := access.With(t.Context(), eve.Principal("portal"))
		n := ticket.OwnNew{Subject: "Backup fails", Body: "Since today", Severity: 3}
		for range 2 {
			if _, err := k.Tickets.OwnCreate(ctx, n); !fault.Is(err, fault.Forbidden) {
				t.Fatalf("a stranger asks: %v", err)
			}
		}
		standing, err := k.Tickets.OwnStanding(ctx)
		if err != nil || standing.MayAsk() || !strings.Contains(standing.Refusal.Words, "Hello Eve") {
			t.Errorf("stands as %+v, %v", standing, err)
		}
		waiting := k.refusals(Filter{})
		if len(waiting) != 1 || waiting[0].Door != ByPortal || waiting[0].Subject != n.Subject {
			t.Fatalf("waiting: %+v", waiting)
		}
		must(t, k.Let(k.ctx, waiting[0].ID))
		id, err := k.Tickets.OwnCreate(ctx, n)
		must(t, err)
		if r := k.refusals(Filter{Settled: true}); r[0].TicketID != id {
			t.Errorf("the ticket of the refusal is %d, want %d", r[0].TicketID, id)
		}
		if _, err := k.Tickets.OwnCreate(ctx, n); !fault.Is(err, fault.Forbidden) {
			t.Errorf("let in a second time: %v", err)
		}
	})
}

func TestProve(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		eve := k.person("Eve", "eve@acme.example")
		made, err := k.Tickets.Create(k.ctx,
			ticket.NewTicket{Subject: "It is down", RequesterID: eve.ID, Channel: "web",
				Comment: ticket.NewComment{Public: true, Body: "It is down", AuthorID: eve.ID}})
		must(t, err)
		proof := Proof{TicketID: made.ID, UserID: eve.ID, OrganizationID: k.acme.ID, Kind: people.ProofLicense, Shown: "L-77", Order: "O-1",
			BillingAccount: "B-2", CRMAccount: "001D000000IRt53"}
		for field, edit := range map[string]func(*Proof){
			"trial": func(p *Proof) { p.Trial = true }, "shown": func(p *Proof) { p.Shown = " " }, "proof": func(p *Proof) { p.Kind = people.ProofCRM },
			"crm_account": func(p *Proof) { p.CRMAccount = "001" }, "organization": func(p *Proof) { p.OrganizationID = 99 }} {
			bad := proof
			edit(&bad)
			_, err := k.Prove(k.ctx, bad)
			if _, got := fault.Public(err); !fault.Is(err, fault.Invalid) || got != field {
				t.Errorf("%s: %v on %q", field, err, got)
			}
		}
		sold := proof
		sold.Kind, sold.Shown = people.ProofSoldTo, "other@acme.example"
		if _, err := k.Prove(k.ctx, sold); !fault.Is(err, fault.Invalid) {
			t.Errorf("sold to somebody else: %v", err)
		}
		kept, err := k.Prove(k.ctx, proof)
		must(t, err)
		if !kept.Named || kept.CRMAccount != "001D000000IRt53IAD" {
			t.Errorf("kept %+v", kept)
		}
		st, err := k.StandingOf(k.ctx, eve.ID, 0)
		if err != nil || st.Verdict.Reason != "" || st.Contact.Proof != people.ProofLicense {
			t.Errorf("stands as %+v, %v", st, err)
		}
		fay := k.person("Fay", "fay@acme.example")
		full := proof
		full.UserID, full.Kind = fay.ID, people.ProofUsageExport
		kept, err = k.Prove(k.ctx, full)
		must(t, err)
		if kept.Named {
			t.Error("named beyond the limit")
		}
		var notes []string
		thread, err := k.Tickets.Thread(k.ctx, made.ID)
		must(t, err)
		for _, c := range thread.Comments {
			if !c.Public {
				notes = append(notes, c.Body)
			}
		}
		chain := "License: `L-77` → order `O-1` → billing account `B-2` → CRM account `001D000000IRt53IAD` → organization **Acme**"
		if len(notes) != 2 || !strings.Contains(notes[0], chain) || !strings.Contains(notes[1], "names 2 contacts of the 2") {
			t.Errorf("notes %q", notes)
		}
		gus := k.person("Gus", "gus@elsewhere.example")
		full.UserID = gus.ID
		if _, err := k.Prove(k.ctx, full); !fault.Is(err, fault.Invalid) {
			t.Errorf("a usage export from elsewhere: %v", err)
		}
	})
}

// A shared domain is a hint, and joins nobody.
func TestNamesakes(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		eve := k.person("Eve", "eve@acme.example")
		st, err := k.StandingOf(k.ctx, eve.ID, 0)
		must(t, err)
		if st.Verdict.Reason != Stranger || st.Organization.ID != 0 || len(st.Namesakes) != 1 || st.Namesakes[0] != (Namesake{k.acme.ID, "Acme", 1}) {
			t.Errorf("stands as %+v", st)
		}
	})
}
