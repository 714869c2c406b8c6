package rig_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"net/mail"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
	"github.com/daywatch/daywatch/test/rig"
)

const verify = `
import sys, dkim
records = {b"rsa._domainkey.desk.test.": sys.argv[1].encode(), b"ed25519._domainkey.desk.test.": sys.argv[2].encode()}
d = dkim.DKIM(sys.stdin.buffer.read())
print([d.verify(idx=i, dnsfunc=lambda name, timeout=5: records[name]) for i in (0, 1)])
`

// A reply that was written, signed, handed to Postfix and delivered by Dovecot still carries good signatures,
// its token and its files; and the one address that Postfix refuses is told as such.
func TestCheck39ReplyArrivesAsItWasSigned(t *testing.T) {
	if err := exec.Command("/usr/bin/python3", "-c", "import dkim, nacl").Run(); err != nil {
		rig.Missing(t, "python3-dkim is not installed")
	}
	r := rig.Start(t, rig.Options{})
	key := []byte("the key of the desk")
	signers, records := dkimKeys(t)
	m := compose.Outgoing{
		From:    mail.Address{Name: "Wärme & Pumpe", Address: "desk@desk.test"},
		To:      []mail.Address{{Name: "Ada", Address: rig.User}, {Address: rig.Refused}},
		ReplyTo: []mail.Address{{Address: "desk+" + token.Reply(key, 42) + "@desk.test"}},
		Subject: "Re: Größe, 你好, and a subject that goes on and on until it has to be folded somewhere",
		Date:    time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC), MessageID: token.MessageID(key, 42, 7, "desk.test"),
		Text: "Grüße\n.\n..\nFrom here on\n" + strings.Repeat("x", 3000), HTML: "<p>Grüße",
		Attachments: []compose.File{{Name: "größe.bin", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(strings.Repeat("\x00\xff", 100_000))), nil
		}}},
	}
	build := func(w io.Writer) error { return compose.Build(w, m) }
	relay := submit.Relay{Host: "127.0.0.1", Port: r.SMTPPort, Security: submit.Plain, LocalName: "desk.test"}
	envelope := submit.Envelope{From: token.Bounce(key, 3) + "@desk.test", To: []string{rig.User, rig.Refused}, UTF8: m.UTF8()}
	got, err := submit.Send(t.Context(), relay, envelope, func(w io.Writer) error { return compose.Sign(w, build, signers...) })
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Outcome != submit.Sent || !strings.HasPrefix(got[0].Text, "Ok: queued as ") {
		t.Errorf("the good address: %+v", got[0])
	}
	if got[1].Outcome != submit.Failed || got[1].Enhanced != "5.1.1" || !got[1].BeforeData {
		t.Errorf("the refused address: %+v", got[1])
	}
	r.AwaitEmptyQueue()
	arrived := first(t, r)
	cmd := exec.Command("/usr/bin/python3", "-c", verify, records[0], records[1])
	cmd.Stdin = bytes.NewReader(arrived)
	if out, err := cmd.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != "[True, True]" {
		t.Errorf("dkimpy says %s, %v of\n%s", out, err, arrived)
	}
	checkMarks(t, key, arrived)
}

func dkimKeys(t *testing.T) (signers []*compose.Signer, records []string) {
	t.Helper()
	for _, kind := range []compose.KeyKind{compose.RSA, compose.Ed25519} {
		pem, record, err := compose.GenerateKey(kind, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s, err := compose.NewSigner("desk.test", string(kind), []byte(pem))
		if err != nil {
			t.Fatal(err)
		}
		signers, records = append(signers, s), append(records, record)
	}
	return signers, records
}

// first reads the one mail in the INBOX.
func first(t *testing.T, r *rig.Rig) []byte {
	t.Helper()
	c := r.IMAP(t)
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	section := &imap.FetchItemBodySection{Peek: true}
	all, err := c.Fetch(imap.SeqSetNum(1), &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil || len(all) != 1 {
		t.Fatalf("%d mails, %v", len(all), err)
	}
	return all[0].FindBodySection(section)
}

func checkMarks(t *testing.T, key, raw []byte) {
	t.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	local := func(field string) string {
		a, err := mail.ParseAddress(msg.Header.Get(field))
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(a.Address, "@desk.test")
	}
	if n, ok, _ := token.ParseReply(key, local("Reply-To")); n != 42 || !ok {
		t.Errorf("the reply token gives %d, %v", n, ok)
	}
	if n, ok, _ := token.ParseBounce(key, local("Return-Path")); n != 3 || !ok {
		t.Errorf("the return path gives %d, %v", n, ok)
	}
	if n, c, ok, _ := token.ParseMessageID(key, msg.Header.Get("Message-Id")); n != 42 || c != 7 || !ok {
		t.Errorf("the Message-ID gives %d, %d, %v", n, c, ok)
	}
}
