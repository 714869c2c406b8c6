package postoffice_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/app/story/postoffice"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

const (
	ada    = "ada@customer.example"
	letter = "From: desk@desk.example\r\nTo: ada@customer.example\r\nSubject: One\r\n\r\nHello\r\n"
)

func TestMailIsReadAsItWasSent(t *testing.T) {
	o, err := postoffice.Open("secret", ada, "bob@customer.example")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if got, err := o.Read(t.Context(), ada); err != nil || len(got) != 0 {
		t.Fatalf("a new mailbox holds %d mails, %v", len(got), err)
	}
	relay := submit.Relay{Host: "127.0.0.1", Port: o.SMTPPort(), Security: submit.Plain}
	got, err := submit.Send(t.Context(), relay, submit.Envelope{From: "desk@desk.example", To: []string{"ADA@customer.example", "eve@customer.example"}},
		func(w io.Writer) error { _, err := io.WriteString(w, letter); return err })
	if err != nil || got[0].Outcome != submit.Sent || got[1].Code != 550 {
		t.Fatalf("%+v, %v", got, err)
	}
	mails, err := o.Read(t.Context(), ada)
	if err != nil || len(mails) != 1 || strings.TrimRight(string(mails[0]), "\r\n") != strings.TrimRight(letter, "\r\n") {
		t.Errorf("the mailbox holds %q, %v", mails, err)
	}
	if other, err := o.Read(t.Context(), "bob@customer.example"); err != nil || len(other) != 0 {
		t.Errorf("the neighbour's mailbox holds %q, %v", other, err)
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	o, err := postoffice.Open("secret", ada, "bob@customer.example")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Read(ctx, ada); err == nil {
		t.Error("a cancelled read answers")
	}
}
