package notify

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
)

// parsed reads a sent mail with the desk's own parser.
func parsed(t *testing.T, text string) *mailwire.Message {
	t.Helper()
	return mailwire.Parse(t.Context(), strings.NewReader(text), int64(len(text)), mailwire.Limits{})
}

func TestReplyReachesTheCustomer(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.ana)
		eve := k.user(t, access.AsSystem(ctx, "test"), people.User{Name: "Eve Mold", Email: "eve@customer.test"})
		tk := k.opened(t, t.Context(), k.dana, "Re: 502 after the upgrade", func(n *ticket.NewTicket) { n.CCs = []int64{eve.ID} })
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Try `puma -C x`.\n\n```\na  <b>\n```"}})
		k.drain(t, ctx)

		all := k.mails(t, Reply)
		if len(all) != 1 || all[0].State != Sent {
			t.Fatalf("replies: %+v", all)
		}
		got := k.relay.taken[len(k.relay.taken)-1]
		if diff := cmp.Diff([]string{"dana@customer.test", "eve@customer.test"}, got.env.To); diff != "" {
			t.Error(diff)
		}
		m := parsed(t, got.text)
		gotID, wantID := "<"+m.MessageID+">", token.MessageID(key, tk.ID, all[0].CommentID, "desk.test")
		if gotID != wantID {
			t.Errorf("Message-ID %s, want %s", gotID, wantID)
		}
		if m.From.Name != "Ana Lima at Desk" || m.From.Address != "support@desk.test" || got.env.From != "support@desk.test" {
			t.Errorf("From %v, envelope %q", m.From, got.env.From)
		}
		if m.Subject != "Re: 502 after the upgrade "+subjectTag(tk.ID) {
			t.Errorf("Subject %q", m.Subject)
		}
		if id, ok, _ := token.ParseReply(key, strings.Split(m.ReplyTo[0].Address, "@")[0]); !ok || id != tk.ID {
			t.Errorf("Reply-To %v", m.ReplyTo)
		}
		if !strings.Contains(got.text, "In-Reply-To: <first-aftertheupgrade@customer.test>") {
			t.Errorf("no In-Reply-To:\n%s", got.text)
		}
		if !strings.Contains(m.Text, "a  <b>") || !strings.Contains(m.Text, "-- \nAna, **Support**") || !strings.Contains(m.Text, "Ticket #") {
			t.Errorf("text:\n%s", m.Text)
		}
		if !strings.Contains(m.HTML, "<strong>Support</strong>") || strings.Contains(m.HTML, "<b>") {
			t.Errorf("HTML:\n%s", m.HTML)
		}
		if m.Automatic != "" || strings.Contains(got.text, "Auto-Submitted") {
			t.Error("a person's mail says that it is automatic")
		}
		ids, err := k.Tickets.ByMessageID(ctx, k.DB.Read(), m.MessageID)
		if err != nil || len(ids) != 1 || ids[0].Direction != ticket.Out {
			t.Errorf("the id is not known for threading: %v, %v", ids, err)
		}
	})
}

// A CC that is added in the same update as the reply gets it; nobody gets what is not for them.
func TestWhoGetsAReply(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx, system := as(t.Context(), k.ana), access.AsSystem(t.Context(), "test")
		eve := k.user(t, system, people.User{Name: "Eve Mold", Email: "eve@customer.test"})
		gone := k.user(t, system, people.User{Name: "Gone", Email: "gone@customer.test"})
		ours := k.user(t, system, people.User{Name: "Desk", Email: "support+t1.abc@desk.test"})
		if err := k.People.Deactivate(system, gone.ID); err != nil {
			t.Fatal(err)
		}
		tk := k.opened(t, t.Context(), k.dana, "Help", func(n *ticket.NewTicket) { n.CCs = []int64{gone.ID, ours.ID, k.ana.ID} })
		k.update(t, ctx, tk.ID, ticket.Update{AddCCs: []int64{eve.ID}, Accept: []string{ticket.GuardCustomerCC},
			Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Body: "An internal note"}})
		k.update(t, access.AsSystem(t.Context(), "mail"), tk.ID, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.ben.ID,
			Public: true, Outside: true, Body: "I only claim to be Ben"}})
		all := k.mails(t, Reply)
		if len(all) != 1 {
			t.Fatalf("%d replies, want 1: %+v", len(all), all)
		}
		var got []string
		for _, r := range all[0].Recipients {
			got = append(got, string(r.Role)+" "+r.Address)
		}
		if diff := cmp.Diff([]string{"to dana@customer.test", "cc eve@customer.test"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReplyWithoutAnAddressWaits(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.ana)
		k.set(t, func(tx *db.Tx) error { return MailFrom.Set(ctx, tx, k.log, From{Personal: true, Plus: true}) })
		tk := k.opened(t, t.Context(), k.dana, "Help")
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
		k.drain(t, ctx)
		if len(k.relay.taken) != 0 {
			t.Fatal("sent without an address to send from")
		}
		if err := k.probe(ctx); err == nil || !strings.Contains(err.Error(), "2 mails wait") {
			t.Errorf("health: %v", err)
		}
		k.set(t, func(tx *db.Tx) error {
			return MailFrom.Set(ctx, tx, k.log, From{Address: "late@desk.test", Name: "Desk", Owned: true, Plus: true})
		})
		k.drain(t, ctx)
		if len(k.relay.taken) != 2 {
			t.Fatalf("%d mails went out, want 2", len(k.relay.taken))
		}
		got := k.relay.taken[1]
		m := parsed(t, got.text)
		if m.From.Address != "late@desk.test" || len(m.ReplyTo) != 1 || !strings.HasPrefix(got.env.From, "bounce+") {
			t.Errorf("From %v, Reply-To %v, envelope %q", m.From, m.ReplyTo, got.env.From)
		}
		if err := k.probe(ctx); err != nil {
			t.Errorf("health: %v", err)
		}
	})
}

// Replies and acknowledgements say where the customer sees the ticket, unless the desk's pages are out of reach.
func TestMailsLeadToThePortal(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.ana)
		for _, on := range []bool{true, false} {
			k.set(t, func(tx *db.Tx) error { return MailStyle.Set(ctx, tx, k.log, Style{PortalLink: on}) })
			tk := k.opened(t, t.Context(), k.dana, "Where is it?", func(n *ticket.NewTicket) { n.Comment.MayAnswer = true })
			k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Here."}})
			link := "https://desk.test/portal/tickets/" + number(tk.ID)
			found := 0
			for _, m := range slices.Concat(k.mails(t, Reply), k.mails(t, Ack)) {
				if m.TicketID != tk.ID {
					continue
				}
				found++
				if strings.Contains(m.Text, link) != on || strings.Contains(m.HTML, `href="`+link+`"`) != on {
					t.Errorf("%s, links %v:\n%s\n%s", m.Kind, on, m.Text, m.HTML)
				}
			}
			if found == 0 {
				t.Error("nothing was mailed")
			}
		}
	})
}
