package intake

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// asked is what the calls were asked of one mail.
type asked struct {
	Sender, Calendar, Words string
}

// invites has the desk wait for one answer: by dana's calendar, to an invitation that stands on chloe's ticket.
func (k *desk) invites() *[]asked {
	var heard []asked
	k.Invited = func(_ context.Context, _ *db.Tx, sender string, calendar []byte, words string) (int64, bool, error) {
		heard = append(heard, asked{sender, strings.TrimSpace(string(calendar)), strings.TrimSpace(words)})
		return k.ticket, sender == dana && strings.Contains(string(calendar), "UID:call-7"), nil
	}
	return &heard
}

const declines = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:call-7\r\nATTENDEE;PARTSTAT=DECLINED:MAILTO:" + dana +
	"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// answerOf is a mail as calendars write them (RFC 6047 §2.4): words, and the answer beside them.
func answerOf(from, calendar string, head ...string) string {
	lines := append([]string{"From: " + from, "To: " + support, "Subject: Declined: How to upgrade",
		fmt.Sprintf("Message-ID: <%x@elsewhere.test>", sha256.Sum256([]byte(from+calendar+strings.Join(head, "")))),
		"MIME-Version: 1.0", `Content-Type: multipart/alternative; boundary="b"`}, head...)
	return strings.Join(lines,
		"\r\n") + "\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nI am at sea that day.\r\n--b\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n" + calendar + "--b--\r\n"
}

// TestInvitationAnswered files the answer on the ticket that the invitation was about, as no comment; what a reader of the
// ledger finds says so. The same mail again changes nothing.
func TestInvitationAnswered(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		heard := k.invites()
		before := k.words(k.ticket)
		raw := answerOf("Dana <"+dana+">", declines)
		d := k.filed(raw)
		if d.TicketID != k.ticket || d.CommentID != 0 || !strings.Contains(d.Detail, "invitation") {
			t.Errorf("filed on ticket %d as comment %d: %s", d.TicketID, d.CommentID, d.Detail)
		}
		if diff := cmp.Diff([]asked{{dana, strings.TrimSpace(declines), "I am at sea that day."}}, *heard); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(before, k.words(k.ticket)); diff != "" {
			t.Errorf("the answer is a comment:\n%s", diff)
		}
		if k.file(d.ID); len(*heard) != 1 {
			t.Errorf("a mail that is filed already was asked about again: %d", len(*heard))
		}
		list, err := k.Tickets.List(k.ctx, ticket.ListRequest{})
		if err != nil || len(list.Rows) != 1 {
			t.Errorf("%d tickets, want chloe's alone: %v", len(list.Rows), err)
		}
	})
}

// TestInvitationNotAnswered is of mails with a calendar that answer nothing here: they are filed as any other mail is, and the
// words in them are kept.
func TestInvitationNotAnswered(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.invites()
		for name, raw := range map[string]string{
			"of somebody else":    answerOf("Chloe <"+chloe+">", declines),
			"to another calendar": answerOf("Dana <"+dana+">", strings.ReplaceAll(declines, "call-7", "party")),
			"no calendar at all":  answerOf("Dana <"+dana+">", "hello\r\n"),
		} {
			d := k.filed(raw)
			if d.CommentID == 0 || d.TicketID == k.ticket {
				t.Errorf("%s: ticket %d, comment %d", name, d.TicketID, d.CommentID)
				continue
			}
			if got := strings.Join(k.words(d.TicketID), "\n"); !strings.Contains(got, "I am at sea that day.") {
				t.Errorf("%s: %s", name, got)
			}
		}
	})
}

// TestInvitationUnwelcome is of what is held whatever it says: its answer counts for nothing until somebody lets it in.
func TestInvitationUnwelcome(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		heard := k.invites()
		for reason, raw := range map[string]string{
			ReasonSpam: answerOf("Dana <"+dana+">", declines, "X-Spam-Flag: YES"),
			ReasonOwn:  answerOf("Dana <"+dana+">", declines, loopHeader+": d1"),
		} {
			if d := k.take(inbound(raw)); d.State != Held || d.Reason != reason {
				t.Errorf("%s: %s, %s", reason, d.State, d.Reason)
			}
		}
		if err := k.People.Block(k.ctx, dana, "invites us every hour"); err != nil {
			t.Fatal(err)
		}
		held := k.take(inbound(answerOf("Dana <"+dana+">", declines)))
		if held.Reason != ReasonBlocked || len(*heard) != 0 {
			t.Fatalf("%s, %s; heard %v", held.State, held.Reason, *heard)
		}
		if err := k.Release(k.ctx, held.ID); err != nil {
			t.Fatal(err)
		}
		if d := k.file(held.ID); d.State != Filed || d.CommentID != 0 || len(*heard) != 1 {
			t.Errorf("let in: %s, comment %d, heard %d", d.State, d.CommentID, len(*heard))
		}
	})
}

// TestInvitationWithoutEnd is of answers that are too long to be one, and of calls that cannot be asked: the mail waits and
// nothing is kept of it by halves.
func TestInvitationWithoutEnd(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		heard := k.invites()
		long := strings.Replace(declines, "END:VEVENT",
			"X-A:"+strings.Repeat("a", 70)+strings.Repeat("\r\n "+strings.Repeat("a", 70), longestAnswer/70)+"\r\nEND:VEVENT", 1)
		if d := k.filed(answerOf("Dana <"+dana+">", long)); d.CommentID == 0 || len(*heard) != 0 {
			t.Errorf("a calendar of %d bytes was read: comment %d, heard %d", len(long), d.CommentID, len(*heard))
		}
		k.Invited = func(context.Context, *db.Tx, string, []byte, string) (int64, bool, error) {
			return 0, false, fault.New(fault.Unavailable, "no calls today")
		}
		d, _ := k.receive(inbound(answerOf("Dana <"+dana+">", declines)))
		if err := k.File(k.ctx, d.ID); !fault.Is(err, fault.Unavailable) {
			t.Errorf("filed all the same: %v", err)
		}
		if d = k.delivery(d.ID); d.State == Filed {
			t.Errorf("the mail is %s", d.State)
		}
	})
}

// TestMessageIDWithoutEnd is of an id longer than an index of PostgreSQL takes: the mail is filed, and what answers it finds it.
func TestMessageIDWithoutEnd(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		var id strings.Builder
		for n := range 200 {
			fmt.Fprintf(&id, "%x", sha256.Sum256(fmt.Append(nil, n)))
		}
		first := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Long", "Message-ID: <"+id.String()+"@acme.test>"))
		second := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Re: Long", "References: <"+id.String()+"@acme.test>"))
		if first.TicketID == 0 || second.TicketID != first.TicketID {
			t.Errorf("filed on %d and %d", first.TicketID, second.TicketID)
		}
	})
}
