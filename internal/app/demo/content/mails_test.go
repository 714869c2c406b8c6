package content

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
)

func TestMailsAreMails(t *testing.T) {
	wants := map[string]int{}
	for _, m := range Generate(1, thursday, Size{Tickets: 10}).Mails {
		wants[m.Want]++
		if m.At.After(thursday) {
			t.Errorf("%s lies in the future", m.At)
		}
		if n := bytes.Count(m.Raw, []byte("\n")); n != bytes.Count(m.Raw, []byte("\r\n")) {
			t.Errorf("%s: bare line ends", m.Want)
		}
		msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
		if err != nil {
			t.Errorf("%s: %v", m.Want, err)
			continue
		}
		if _, err := msg.Header.Date(); err != nil {
			t.Errorf("%s: %v", m.Want, err)
		}
		if _, err := mail.ParseAddress(msg.Header.Get("From")); err != nil || strings.Contains(string(m.Raw), "{{") {
			t.Errorf("%s: from %v, or a hole is left", m.Want, err)
		}
	}
	for _, want := range []string{"spam", "loop", "auto-reply", "auto-generated", "bounce", "list", "blocked", "own-mail", "dead", "filed"} {
		if wants[want] == 0 {
			t.Errorf("no mail that should be %s", want)
		}
	}
}

func TestSavedRepliesAreUsable(t *testing.T) {
	replies := savedReplies()
	if len(replies) < 15 {
		t.Errorf("%d saved replies, want 15", len(replies))
	}
	seen := map[string]bool{}
	internal := 0
	for _, r := range replies {
		if r.Name == "" || len(r.Body) < 60 || seen[r.Name] {
			t.Errorf("saved reply %q: %q", r.Name, r.Body)
		}
		seen[r.Name] = true
		if !r.Public {
			internal++
		}
		if first, _, _ := strings.Cut(r.Body, "\n"); strings.HasPrefix(first, "status:") || strings.HasPrefix(first, "tags:") {
			t.Errorf("%s: an option got into the body", r.Name)
		}
	}
	if internal == 0 {
		t.Error("no internal saved reply")
	}
}
