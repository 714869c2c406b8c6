package smtpd

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

const letter = "From: ada@example.test\r\nSubject: The pump\r\n\r\nIt stopped.\r\n..a line with a dot\r\n"

func TestLetterIsKeptByteForByte(t *testing.T) {
	for _, protocol := range []Protocol{SMTP, LMTP} {
		t.Run(string(protocol), func(t *testing.T) {
			store := &shelf{}
			addr, _ := start(t, Config{Channel: "desk", Protocol: protocol, Domain: "desk.example"}, store)
			c := dial(t, addr)
			c.open(map[Protocol]string{SMTP: "EHLO", LMTP: "LHLO"}[protocol], "ada@example.test", "desk@desk.example")
			c.ask("DATA", "354")
			reply := c.ask(letter+".", "250 2.0.0 ")
			if !strings.Contains(reply, "Kept as m1") {
				t.Errorf("the reply %q does not tell the id", reply)
			}
			got := store.all()
			if len(got) != 1 {
				t.Fatalf("%d mails kept, want 1", len(got))
			}
			unstuffed := strings.ReplaceAll(letter, "\r\n..", "\r\n.")
			d := got[0]
			if rest := d.bytes[d.TraceSize:]; rest != unstuffed {
				t.Errorf("kept %q, want %q", rest, unstuffed)
			}
			if want := sha256.Sum256([]byte(unstuffed)); d.RawSHA256 != want {
				t.Errorf("hash %x, want %x", d.RawSHA256, want)
			}
			if d.Size != int64(len(d.bytes)) || d.Channel != "desk" || d.From != "ada@example.test" || d.Helo != "client.example" {
				t.Errorf("delivery %+v", d.Delivery)
			}
			checkTrace(t, d)
		})
	}
}

func checkTrace(t *testing.T, d keptMail) {
	t.Helper()
	msg, err := mail.ReadMessage(strings.NewReader(d.bytes))
	if err != nil {
		t.Fatal(err)
	}
	if got := msg.Header.Get("Return-Path"); got != "<ada@example.test>" {
		t.Errorf("Return-Path %q", got)
	}
	if got := msg.Header.Get("Delivered-To"); got != "desk@desk.example" {
		t.Errorf("Delivered-To %q", got)
	}
	got := msg.Header.Get("Received")
	for _, want := range []string{"from client.example ([127.0.0.1])", "by desk.example", "MTP id " + d.Key[:16], "for <desk@desk.example>"} {
		if !strings.Contains(got, want) {
			t.Errorf("Received %q lacks %q", got, want)
		}
	}
	if _, err := mail.ParseDate(got[strings.LastIndexByte(got, ';')+1:]); err != nil {
		t.Errorf("Received %q: %v", got, err)
	}
}

func TestLMTPAnswersEveryRecipient(t *testing.T) {
	store := &shelf{
		known: map[string]error{"nobody@desk.example": fault.New(fault.NotFound, "no such desk")},
		store: map[string]error{"b@desk.example": errors.New("a defect of ours"), "d@desk.example": fmt.Errorf("commit: %w", syscall.ENOSPC)},
	}
	addr, _ := start(t, Config{Protocol: LMTP}, store)
	c := dial(t, addr)
	c.open("LHLO", "", "a@desk.example", "b@desk.example")
	c.ask("RCPT TO:<nobody@desk.example>", "550 5.1.1")
	c.ask("RCPT TO:<c@desk.example>", "250")
	c.ask("RCPT TO:<d@desk.example>", "250")
	c.ask("DATA", "354")
	c.ask(letter+".", "250 2.0.0 <a@desk.example>")
	for _, want := range []string{"451 4.3.0 <b@desk.example>", "250 2.0.0 <c@desk.example>", "452 4.3.1 <d@desk.example>"} {
		if got := c.hear(); !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	var to [][]string
	for _, d := range store.all() {
		to = append(to, d.To)
		if !strings.HasPrefix(d.bytes, "Return-Path: <>\r\n") {
			t.Errorf("the null sender is lost: %.40q", d.bytes)
		}
	}
	if diff := cmp.Diff([][]string{{"a@desk.example"}, {"c@desk.example"}}, to); diff != "" {
		t.Errorf("kept for (-want +got):\n%s", diff)
	}
}

// Every trouble of ours is temporary; only a wrong address and a size may refuse a mail for good.
func TestCheck07TroublesOfOursAreTemporary(t *testing.T) {
	down := fault.New(fault.Unavailable, "the database is away")
	tests := []struct {
		name             string
		store            *shelf
		mail, rcpt, data string
	}{
		{"database away", &shelf{ready: down}, "451 4.3.0", "", ""},
		{"disk low", &shelf{ready: fault.Wrap(fault.Unavailable, ErrNoRoom, "the disk is nearly full")}, "452 4.3.1", "", ""},
		{"database away at the recipient", &shelf{known: map[string]error{"x@h": down}}, "250", "451 4.3.0", ""},
		{"recipient forbidden", &shelf{known: map[string]error{"x@h": fault.New(fault.Forbidden, "no")}}, "250", "550 5.7.1", ""},
		{"database away at the end", &shelf{store: map[string]error{"x@h": down}}, "250", "250", "451 4.3.0"},
		{"an invalid mail is a fault of ours", &shelf{store: map[string]error{"x@h": fault.New(fault.Invalid, "?")}}, "250", "250", "451 4.3.0"},
		{"a missing channel at the end too", &shelf{store: map[string]error{"x@h": fault.New(fault.NotFound, "?")}}, "250", "250", "451 4.3.0"},
		{"disk full at the end", &shelf{store: map[string]error{"x@h": ErrNoRoom}}, "250", "250", "452 4.3.1"},
		{"too large for the store", &shelf{store: map[string]error{"x@h": fault.New(fault.TooLarge, "no")}}, "250", "250", "552 5.3.4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			addr, _ := start(t, Config{}, tt.store)
			c := dial(t, addr)
			c.hear()
			c.ask("EHLO client.example", "250")
			c.ask("MAIL FROM:<a@h>", tt.mail)
			if tt.rcpt != "" {
				c.ask("RCPT TO:<x@h>", tt.rcpt)
			}
			if tt.data != "" {
				c.ask("DATA", "354")
				c.ask(letter+".", tt.data)
			}
			if kept := tt.store.all(); len(kept) != 0 {
				t.Errorf("%d mails kept", len(kept))
			}
		})
	}
}

func TestKeyNamesTheDelivery(t *testing.T) {
	store := &shelf{}
	addr, _ := start(t, Config{Protocol: LMTP}, store)
	send := func(from, to, text string) string {
		c := dial(t, addr)
		c.open("LHLO", from, to)
		c.ask("DATA", "354")
		return c.ask(text+".", "250")
	}
	first := send("a@h", "x@h", letter)
	if again := send("a@h", "x@h", letter); again != first {
		t.Errorf("the same mail again is answered %q, want %q", again, first)
	}
	send("a@h", "y@h", letter)
	send("b@h", "x@h", letter)
	send("a@h", "x@h", letter+"more\r\n")
	if n := len(store.all()); n != 4 {
		t.Errorf("%d mails kept, want 4", n)
	}
}

// A message must not end anywhere but at CRLF.CRLF: with any other ending taken for one, the text after it
// becomes a mail of the attacker's making (SMTP smuggling, CVE-2023-51764 and its kin).
func TestSmuggledEndingsStayText(t *testing.T) {
	for _, ending := range []string{"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\n.\r", "\r.\r\n", "\r\n\x00.\r\n"} {
		t.Run(fmt.Sprintf("%q", ending), func(t *testing.T) {
			store := &shelf{}
			addr, _ := start(t, Config{}, store)
			c := dial(t, addr)
			c.open("EHLO", "a@h", "x@h")
			c.ask("DATA", "354")
			c.ask("Subject: one\r\n\r\ntext"+ending+"MAIL FROM:<evil@h>\r\nRCPT TO:<x@h>\r\nDATA\r\nSubject: two\r\n\r\n.", "250")
			got := store.all()
			if len(got) != 1 || !strings.Contains(got[0].bytes, "MAIL FROM:<evil@h>") {
				t.Errorf("%d mails kept, want one with the smuggled text in it: %+v", len(got), got)
			}
		})
	}
}
