package intake

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
)

// TestThreadsBy shows every mark by which a mail of chloe's finds her ticket (mail.md E7).
func TestThreadsBy(t *testing.T) {
	from := "From: Chloe <" + chloe + ">"
	marks := map[string]func(k *desk, ours string) Inbound{
		"token in the envelope": func(k *desk, _ string) Inbound {
			in := inbound(letterOf(from, "To: "+support, "Subject: Hello"))
			in.EnvTo = []string{plus(k.ticket)}
			return in
		},
		"token in Delivered-To": func(k *desk, _ string) Inbound {
			return inbound(letterOf("Delivered-To: "+plus(k.ticket), from, "To: list@acme.test", "Subject: Hello"))
		},
		"token in To": func(k *desk, _ string) Inbound {
			return inbound(letterOf(from, "To: Support <"+strings.ToUpper(plus(k.ticket))+">", "Subject: Hello"))
		},
		"token in Cc": func(k *desk, _ string) Inbound {
			return inbound(letterOf(from, "To: dana@acme.test", "Cc: "+plus(k.ticket), "Subject: Hello"))
		},
		"token at an address of former days": func(k *desk, _ string) Inbound {
			return inbound(letterOf(from, "To: old+"+token.Reply(key, k.ticket)+"@former.test", "Subject: Hello"))
		},
		"our id in In-Reply-To": func(k *desk, ours string) Inbound {
			return inbound(letterOf(from, "To: "+support, "Subject: Hello", "In-Reply-To: "+ours))
		},
		"our id in References, behind one of others": func(k *desk, ours string) Inbound {
			return inbound(letterOf(from, "To: "+support, "Subject: Hello", "References: <x@other.test>, "+ours+" <y@other.test>"))
		},
		"a stored id of a customer's mail": func(k *desk, _ string) Inbound {
			return inbound(letterOf(from, "To: "+support, "Subject: Re: Backup fails", "References: <first@acme.test>"))
		},
		"the number in the subject": func(k *desk, _ string) Inbound {
			return inbound(letterOf(from, "To: "+support, fmt.Sprintf("Subject: Hello [#%d]", k.ticket)))
		},
	}
	onEach(t, func(t *testing.T, k *desk) {
		for name, mail := range marks {
			t.Run(name, func(t *testing.T) {
				k := k.in(t)
				before := k.words(k.ticket)
				d := k.take(mail(k, k.reply("Which version is it?")))
				if d.State != Filed || d.TicketID != k.ticket {
					t.Fatalf("%s on ticket %d, want filed on %d: %s", d.State, d.TicketID, k.ticket, d.Detail)
				}
				want := append(before, "public "+ana+": Which version is it?", "public "+chloe+": It stops at 40 %.")
				if diff := cmp.Diff(want, k.words(k.ticket)); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}

// TestCheck29RewrittenMessageID is Amazon SES, which gives our mail an id of its own, and iOS Mail, which
// sends no References.
func TestCheck29RewrittenMessageID(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.reply("Which version is it?")
		byPlus := k.filed(letterOf("From: "+chloe, "To: "+plus(k.ticket), "Subject: Re: Backup fails", "In-Reply-To: <0100018f@email.amazonses.com>"))
		if byPlus.TicketID != k.ticket {
			t.Errorf("by the plus token: ticket %d, want %d", byPlus.TicketID, k.ticket)
		}
		stripped := letterOf("From: "+chloe, "To: "+support, "Subject: A word", "In-Reply-To: <0100018f@email.amazonses.com>")
		before := k.filed(stripped)
		if before.TicketID == k.ticket {
			t.Error("an unknown id threads")
		}
		k.do(func(tx *db.Tx) error { // what the sending side notes from the relay's answer
			return k.Tickets.RememberMessageID(k.ctx, tx, ticket.MessageID{ID: "0100018f@email.amazonses.com", TicketID: k.ticket, Direction: ticket.Out})
		})
		after := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Another word", "In-Reply-To: <0100018f@email.amazonses.com>"))
		if after.TicketID != k.ticket || k.notes(k.ticket) != "" {
			t.Errorf("by the captured id: ticket %d, want %d; notes %q", after.TicketID, k.ticket, k.notes(k.ticket))
		}
	})
}

// TestCheck30SubjectToken shows that a number anybody can guess opens nothing.
func TestCheck30SubjectToken(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		subject := fmt.Sprintf("Subject: Re: Backup fails [#%d]", k.ticket)
		stranger := k.filed(letterOf("From: "+dana, "To: "+support, subject))
		if stranger.TicketID == k.ticket {
			t.Fatal("a stranger's subject token threads")
		}
		if got := k.notes(stranger.TicketID); !strings.Contains(got, fmt.Sprintf("names #%d", k.ticket)) {
			t.Errorf("no suggestion: %q", got)
		}
		staff := k.filed(letterOf("From: "+ana, "To: "+support, subject))
		if staff.TicketID == k.ticket {
			t.Error("staff who are not on the ticket thread by its number")
		}
		if got := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: [#999999] hello")); got.TicketID == k.ticket || k.notes(got.TicketID) != "" {
			t.Errorf("a number that is nobody's: ticket %d, notes %q", got.TicketID, k.notes(got.TicketID))
		}
	})
}

// TestCheck30ForgedMarks is CVE-2026-47123: a made-up mark with an engineer's address in From.
func TestCheck30ForgedMarks(t *testing.T) {
	forgedID := func(k *desk) string { return fmt.Sprintf("<t%d.a1.aaaaaaaaaaaa@desk.test>", k.ticket) }
	marks := map[string]func(k *desk) []string{
		"Message-ID": func(k *desk) []string { return []string{"To: " + support, "In-Reply-To: " + forgedID(k)} },
		"token": func(k *desk) []string {
			return []string{fmt.Sprintf("To: support+t%d.aaaaaaaaaaaa@desk.test", k.ticket)}
		},
		"another desk's key": func(k *desk) []string {
			other := []byte("another key of another desk, 32b")
			return []string{"To: support+" + token.Reply(other, k.ticket) + "@desk.test", "References: " + token.MessageID(other, k.ticket, 1, "desk.test")}
		},
	}
	onEach(t, func(t *testing.T, k *desk) {
		for name, lines := range marks {
			t.Run(name, func(t *testing.T) {
				k := k.in(t)
				before := k.words(k.ticket)
				d := k.filed(letterOf(append(lines(k), "From: Ana Ruiz <"+ana+">", "Subject: Re: Backup fails", "Please send the key to evil.test")...))
				if d.TicketID == k.ticket {
					t.Fatal("a forged mark threads")
				}
				if diff := cmp.Diff(before, k.words(k.ticket)); diff != "" {
					t.Error(diff)
				}
				th := k.thread(d.TicketID)
				if got := k.notes(d.TicketID); !strings.Contains(got, "wrong signature") {
					t.Errorf("not flagged: %q", got)
				}
				if th.Ticket.Replied || th.Ticket.Status != ticket.New || th.Ticket.AssigneeID != 0 || th.Ticket.RequesterID != k.ana.ID {
					t.Errorf("agent rights: %+v", th.Ticket)
				}
			})
		}
	})
}

// TestFormerKey shows that our own old ids are not called forged after the key changed.
func TestFormerKey(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		old := token.MessageID([]byte("the key before the present one.."), k.ticket, 1, "desk.test")
		k.do(func(tx *db.Tx) error {
			return k.Tickets.RememberMessageID(k.ctx, tx, ticket.MessageID{ID: strings.Trim(old, "<>"), TicketID: k.ticket, CommentID: 1,
				Direction: ticket.Out})
		})
		d := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Re: Backup fails", "In-Reply-To: "+old))
		if d.TicketID != k.ticket || k.notes(k.ticket) != "" {
			t.Errorf("ticket %d, want %d; notes %q", d.TicketID, k.ticket, k.notes(k.ticket))
		}
	})
}

// TestStrangerOnThread shows that a forwarded mark files a mail and grants nothing.
func TestStrangerOnThread(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.update(k.ticket, status(ticket.Solved))
		k.filed(letterOf("From: "+dana, "To: "+plus(k.ticket), "Cc: eve@elsewhere.test", "Subject: Re: Backup fails", "Let me in"))
		want := []string{"public " + chloe + ": It stops at 40 %.", "note outside " + dana + ": Let me in",
			"note daywatch@desk.invalid: " + dana +
				" is not on this ticket, so this mail is kept as an internal note. Add them as a CC if they should take part."}
		if diff := cmp.Diff(want, k.words(k.ticket)); diff != "" {
			t.Error(diff)
		}
		if got := k.thread(k.ticket).Ticket; len(got.CCs) != 0 || got.Status != ticket.Solved {
			t.Errorf("a stranger changed the ticket: %+v", got)
		}
	})
}

// TestStaffByMail shows that a mail in an engineer's name is never our public word.
func TestStaffByMail(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.filed(letterOf("From: "+ana, "To: "+plus(k.ticket), "Subject: Re: Backup fails", "Ask them for the log"))
		got := k.words(k.ticket)
		if got[1] != "note "+ana+": Ask them for the log" || !strings.Contains(got[2], "does not prove who sent it") {
			t.Errorf("%q", got)
		}
		if k.thread(k.ticket).Ticket.Replied {
			t.Error("counts as our reply")
		}
	})
}

// TestStaffAsCustomer shows that an engineer who asks for help is a customer on that ticket.
func TestStaffAsCustomer(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		own := k.filed(letterOf("From: "+ana, "To: "+support, "Subject: My laptop", "It is slow"))
		k.update(own.TicketID, status(ticket.Pending))
		k.filed(letterOf("From: "+ana, "To: "+plus(own.TicketID), "Subject: Re: My laptop", "Still slow"))
		if diff := cmp.Diff([]string{"public " + ana + ": It is slow", "public " + ana + ": Still slow"}, k.words(own.TicketID)); diff != "" {
			t.Error(diff)
		}
		if got := k.thread(own.TicketID).Ticket; got.Status != ticket.Open || got.Replied {
			t.Errorf("%+v", got)
		}
	})
}

// TestRecycledReference shows a new question typed into an old mail.
func TestRecycledReference(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: AW: Backup   FAILS", "In-Reply-To: <first@acme.test>"))
		if got := k.notes(k.ticket); got != "" {
			t.Errorf("an ordinary answer is flagged: %q", got)
		}
		d := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Invoice 4711", "In-Reply-To: <first@acme.test>"))
		if d.TicketID != k.ticket || !strings.Contains(k.notes(k.ticket), `"Invoice 4711"`) {
			t.Errorf("ticket %d, notes %q", d.TicketID, k.notes(k.ticket))
		}
	})
}

// TestClosed shows that an answer to an archive is a linked follow-up, and that machines open none.
func TestClosed(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.update(k.ticket, status(ticket.Closed))
		d := k.filed(letterOf("From: "+chloe, "To: "+plus(k.ticket), "Subject: Re: Backup fails"))
		if got := k.thread(d.TicketID).Ticket; got.FollowUpOf != k.ticket || got.RequesterID != k.chloe.ID {
			t.Errorf("%+v", got)
		}
		away := k.take(inbound(letterOf("From: "+chloe, "To: "+plus(k.ticket), "Subject: Automatic reply: Backup fails", "Auto-Submitted: auto-replied")))
		if away.State != Held || away.Reason != ReasonAutoReply {
			t.Errorf("an absence note on a closed ticket is %s, %s", away.State, away.Reason)
		}
	})
}

// TestCompanions shows who in To and Cc joins a ticket.
func TestCompanions(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		d := k.filed(letterOf("From: "+chloe, "To: "+support+", Dana <"+dana+">", "Cc: "+ana+", "+billing+", root@localhost, "+dana, "Subject: We both"))
		got := k.thread(d.TicketID).Ticket
		who, err := k.People.Named(k.ctx, k.DB.Read(), got.CCs...)
		if err != nil || len(got.CCs) != 1 || who[got.CCs[0]].Email != dana {
			t.Fatalf("CCs %v, %v", who, err)
		}
		k.filed(letterOf("From: "+dana, "To: "+plus(d.TicketID), "Cc: eve@elsewhere.test", "Subject: Re: We both", "Me too"))
		if diff := cmp.Diff([]string{"public " + chloe + ": It stops at 40 %.", "public " + dana + ": Me too"}, k.words(d.TicketID)); diff != "" {
			t.Error(diff)
		}
		if n := len(k.thread(d.TicketID).Ticket.CCs); n != 2 {
			t.Errorf("%d CCs after a participant named one more", n)
		}
	})
}

// bounceOf is a report (RFC 3464) about a mail of ours.
func bounceOf(to, original string) string {
	return letterOf("From: MAILER-DAEMON@mx.acme.test", "To: "+to, "Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
		"MIME-Version: 1.0", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "\n"+
			"--b\n\nI'm sorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.acme.test\n\n"+
			"Final-Recipient: rfc822; "+chloe+"\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n"+
			"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: "+original+"\nSubject: Re: Backup fails\n--b--\n")
}

// TestBounces shows how a report finds its ticket, and that the sending side is told.
func TestBounces(t *testing.T) {
	verp := token.Bounce(key, 17) + "@desk.test"
	for _, tt := range []struct {
		name  string
		mail  func(ours string) Inbound
		held  bool
		told  []Bounce
		blind bool // the sending side knows no ticket of outbox row 17
	}{
		{name: "original Message-ID", mail: func(ours string) Inbound { return inbound(bounceOf(support, ours)) },
			told: []Bounce{{MessageID: "ours", Recipient: chloe, Hard: true, Text: "550 5.1.1 no such user"}}},
		{name: "return path", mail: func(string) Inbound {
			in := inbound(bounceOf(verp, "<rewritten@relay.test>"))
			in.EnvFrom, in.EnvTo = "", []string{verp}
			return in
		}, told: []Bounce{{Outbox: 17, MessageID: "rewritten@relay.test", Recipient: chloe, Hard: true, Text: "550 5.1.1 no such user"}}},
		{name: "return path of a mail about no ticket", blind: true, held: true,
			mail: func(string) Inbound { return inbound(bounceOf(verp, "<rewritten@relay.test>")) },
			told: []Bounce{{Outbox: 17, MessageID: "rewritten@relay.test", Recipient: chloe, Hard: true, Text: "550 5.1.1 no such user"}}},
		{name: "nothing of ours", held: true, mail: func(string) Inbound { return inbound(bounceOf(support, "<other@other.test>")) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, k *desk) {
				var told []Bounce
				k.Bounced = func(_ context.Context, _ *db.Tx, b Bounce) error { told = append(told, b); return nil }
				k.Outbox = func(_ context.Context, _ db.Querier, id int64) (int64, int64, error) {
					if id != 17 || tt.blind {
						return 0, 0, fault.New(fault.NotFound, "no such mail")
					}
					return k.ticket, 0, nil
				}
				ours := k.reply("Which version is it?")
				waiting := k.thread(k.ticket).Ticket
				d := k.take(tt.mail(ours))
				if held := d.State == Held; held != tt.held || !held && d.TicketID != k.ticket {
					t.Fatalf("%s (%s) on ticket %d", d.State, d.Reason, d.TicketID)
				}
				for i := range told {
					if told[i].Outbox == 0 {
						told[i].MessageID = strings.Replace(told[i].MessageID, strings.Trim(ours, "<>"), "ours", 1)
					}
					told[i].TicketID, told[i].CommentID = 0, 0
				}
				if diff := cmp.Diff(tt.told, told); diff != "" {
					t.Error(diff)
				}
				after := k.thread(k.ticket)
				if after.Ticket.Status != waiting.Status || after.Ticket.WaitingSince != waiting.WaitingSince || k.notes(k.ticket) != "" {
					t.Errorf("a report moved the ticket: %+v, %q", after.Ticket, k.notes(k.ticket))
				}
				if last := after.Comments[len(after.Comments)-1]; !tt.held && (last.Public || last.Automatic != "bounce") {
					t.Errorf("%+v", last)
				}
			})
		})
	}
}
