package rig

import (
	"strings"
	"testing"
)

func TestMailGoesRound(t *testing.T) {
	r := Start(t, Options{})
	said := r.Swaks("--from", "ada@a.test", "--to", "desk+t42.k9f3a@example.test", "--header", "Subject: round")
	if !strings.Contains(said, "250 2.0.0 Ok: queued as") {
		t.Errorf("swaks says %s", said)
	}
	r.AwaitEmptyQueue()
	c := r.IMAP(t)
	if all, unseen := r.Count(t, c, "INBOX"); all != 1 || unseen != 1 {
		t.Errorf("%d mails, %d unseen, want 1 and 1", all, unseen)
	}
	r.Append(t, c, "INBOX", "Subject: put\r\n\r\n", nil)
	if all, _ := r.Count(t, c, "INBOX"); all != 2 {
		t.Errorf("%d mails after the append, want 2", all)
	}
}
