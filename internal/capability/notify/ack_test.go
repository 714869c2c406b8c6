package notify

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

func TestAcknowledgement(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		tk := k.opened(t, t.Context(), k.dana, "[click](https://evil.test) www.evil.test 502")
		k.drain(t, as(t.Context(), k.ana))
		if len(k.relay.taken) != 1 {
			t.Fatalf("%d mails, want 1", len(k.relay.taken))
		}
		got := k.relay.taken[0]
		m := parsed(t, got.text)
		if got.env.From != "" {
			t.Errorf("an automatic answer has the return path %q", got.env.From)
		}
		if m.Automatic != mailwire.AutoReply || m.MayAutoAnswer {
			t.Errorf("read as %q, may be answered: %v", m.Automatic, m.MayAutoAnswer)
		}
		if !strings.Contains(m.Subject, subjectTag(tk.ID)) || !strings.Contains(m.Text, fmt.Sprint("#", tk.ID)) {
			t.Errorf("the number is missing: %q\n%s", m.Subject, m.Text)
		}
		if m.From.Name != "Desk" || len(m.InReplyTo) != 1 {
			t.Errorf("From %v, In-Reply-To %v", m.From, m.InReplyTo)
		}
	})
}

// TestNoAcknowledgement lists what is not answered by itself.
func TestNoAcknowledgement(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := access.AsSystem(t.Context(), "mail")
		ours := k.user(t, ctx, people.User{Name: "Loop", Email: "support+x@desk.test"})
		k.opened(t, ctx, k.dana, "No verdict", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
		k.opened(t, ctx, k.dana, "An alert", func(n *ticket.NewTicket) { n.Comment.Automatic = "auto-generated" })
		k.opened(t, ctx, ours, "From ourselves")
		k.opened(t, ctx, k.dana, "Imported", func(n *ticket.NewTicket) { n.Channel = importing })
		k.opened(t, Silently(ctx), k.dana, "Made up")
		tk := k.opened(t, ctx, k.dana, "By hand", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.dana.ID, Public: true, Body: "More", MayAnswer: true}})
		k.set(t, func(tx *db.Tx) error { return MailAck.Set(ctx, tx, k.log, false) })
		k.opened(t, ctx, k.dana, "Switched off")
		if got := k.mails(t, Ack); len(got) != 0 {
			t.Errorf("%d acknowledgements: %+v", len(got), got)
		}
	})
}

// station is a place that mail goes to: a desk, or a robot that answers whatever comes.
type station interface {
	arrive(t *testing.T, ctx context.Context, d delivered) []delivered
}

// arrive files a mail as intake does, as far as it matters here, and gives what the desk sends because of it.
func (k *desk) arrive(t *testing.T, ctx context.Context, d delivered) []delivered {
	m := parsed(t, d.text)
	sender, err := db.InTx(ctx, k.DB, func(tx *db.Tx) (people.User, error) {
		return k.People.Ensure(ctx, tx, m.From.Name, m.From.Address)
	})
	if err != nil {
		t.Fatal(err)
	}
	k.opened(t, ctx, sender, m.Subject, func(n *ticket.NewTicket) {
		n.Comment.Automatic, n.Comment.MayAnswer = string(m.Automatic), m.MayAutoAnswer
	})
	before := len(k.relay.taken)
	k.drain(t, ctx)
	return k.relay.taken[before:]
}

// robot answers everything with a mail that has no header a robot should have. vary changes its subjects.
type robot struct {
	vary bool
	sent int
}

func (r *robot) mail(subject string) delivered {
	r.sent++
	if r.vary {
		subject = fmt.Sprintf("case %c", 'a'+r.sent)
	}
	return delivered{env: submit.Envelope{From: "robot@shop.test", To: []string{"support@desk.test"}},
		text: "From: Shop <robot@shop.test>\r\nTo: support@desk.test\r\nSubject: Re: " + subject +
			fmt.Sprintf("\r\nMessage-ID: <%d@shop.test>\r\n\r\nThank you for your message.\r\n", r.sent)}
}

func (r *robot) arrive(t *testing.T, _ context.Context, d delivered) []delivered {
	return []delivered{r.mail(parsed(t, d.text).Subject)}
}

// carry delivers mail between stations until none is left, and counts what each sent.
func carry(t *testing.T, ctx context.Context, stations map[string]station, first ...delivered) map[string]int {
	t.Helper()
	sent := map[string]int{}
	for mails, steps := first, 0; len(mails) > 0; steps++ {
		if steps > 200 {
			t.Fatalf("the loop does not end: %v", sent)
		}
		d := mails[0]
		mails = mails[1:]
		for _, to := range d.env.To {
			if s := stations[to]; s != nil {
				answers := s.arrive(t, ctx, d)
				sent[to] += len(answers)
				mails = append(mails, answers...)
			}
		}
	}
	return sent
}

// TestCheck35TwoDesksAndARobot is check 35 of mail.md: two desks that acknowledge are pointed at each other, and a
// robot without any header writes to one: two automatic mails in total, and a note for the administrators.
func TestCheck35TwoDesksAndARobot(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			a, b := newDesk(t, dbtest.Open(t, engine, migrations)), newDesk(t, dbtest.Open(t, engine, migrations))
			b.set(t, func(tx *db.Tx) error {
				return MailFrom.Set(t.Context(), tx, b.log, From{Address: "help@other.test", Name: "Other", Plus: true})
			})
			ctx := access.AsSystem(t.Context(), "mail")
			r := &robot{}
			fromOther := delivered{env: submit.Envelope{To: []string{"support@desk.test"}},
				text: "From: Other <help@other.test>\r\nTo: support@desk.test\r\nSubject: Hello\r\nMessage-ID: <1@other.test>\r\n\r\nHi\r\n"}
			sent := carry(t, ctx, map[string]station{"support@desk.test": a, "help@other.test": b, "robot@shop.test": r},
				fromOther, r.mail("Your order"))
			if total := sent["support@desk.test"] + sent["help@other.test"]; total != 2 {
				t.Errorf("%d automatic mails, want 2: %v", total, sent)
			}
			told := a.notes(t, a.cleo)
			if len(told) != 1 || told[0].Kind != Breaker || !strings.Contains(told[0].Detail, "repeat robot@shop.test") {
				t.Errorf("the administrator was told %+v", told)
			}
			held, err := a.HeldAnswers(as(ctx, a.ana), told[0].TicketID)
			if err != nil || len(held) != 1 || held[0].Brake != RepeatBrake {
				t.Errorf("shown on the ticket: %+v, %v", held, err)
			}
			if n := a.notes(t, a.ana); len(n) != 0 {
				t.Errorf("an agent was told %+v", n)
			}
		})
	}
}

// A robot that thinks of a new subject each time is stopped by the rate.
func TestRobotWithNewSubjects(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		r := &robot{vary: true}
		start := time.Now()
		for hour := range 3 {
			ctx := db.At(access.AsSystem(t.Context(), "mail"), start.Add(time.Duration(hour)*61*time.Minute))
			sent := carry(t, ctx, map[string]station{"support@desk.test": k, "robot@shop.test": r}, r.mail(""))
			if sent["support@desk.test"] != 4 {
				t.Errorf("hour %d: %d automatic mails, want 4", hour, sent["support@desk.test"])
			}
		}
		if told := k.notes(t, k.cleo); len(told) < 2 || told[0].Kind != Breaker {
			t.Errorf("the administrator was told %+v", told)
		}
	})
}

// TestGlobalBreaker floods the desk from ever new addresses: past the limit nothing is answered for ten
// minutes, one note tells it, then the brake lets go by itself.
func TestGlobalBreaker(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx, start := access.AsSystem(t.Context(), "mail"), time.Now()
		k.set(t, func(tx *db.Tx) error {
			b := MailBrakes.Default
			b.Global = 5
			return MailBrakes.Set(ctx, tx, k.log, b)
		})
		flood := func(at time.Duration, n int) {
			for i := range n {
				c := db.At(ctx, start.Add(at))
				u := k.user(t, c, people.User{Name: "Someone", Email: fmt.Sprintf("u%d-%d@flood.test", i, at/time.Minute)})
				k.opened(t, c, u, "Help")
			}
		}
		steps := []struct {
			at   time.Duration
			n    int
			want int // acknowledgements so far
			told int
		}{
			{0, 8, 5, 1},
			{5 * time.Minute, 3, 5, 1},
			{9 * time.Minute, 3, 5, 1},
			{11 * time.Minute, 3, 8, 1},
			{12 * time.Minute, 4, 10, 2},
		}
		for _, s := range steps {
			flood(s.at, s.n)
			if got := len(k.mails(t, Ack)); got != s.want {
				t.Errorf("after %v: %d acknowledgements, want %d", s.at, got, s.want)
			}
			if got := len(k.notes(t, k.cleo)); got != s.told {
				t.Errorf("after %v: %d notes, want %d", s.at, got, s.told)
			}
		}
	})
}

func TestSimilarSubjects(t *testing.T) {
	for _, pair := range [][2]string{{"Your order", "Re: AW: your  ORDER"}, {"Help [#12]", "Re: Help [#13]"}, {"Case 4711 open", "Case 4712 open"}} {
		if !similar(pair[0], pair[1]) {
			t.Errorf("%q and %q are not taken for similar", pair[0], pair[1])
		}
	}
	if similar("Disk full", "Login fails") {
		t.Error("different subjects are taken for similar")
	}
}
