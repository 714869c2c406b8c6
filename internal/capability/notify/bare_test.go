package notify

import (
	"strings"
	"testing"
)

// TestBare holds that nothing of what a mail would say is left in it.
func TestBare(t *testing.T) {
	const word = "Helios"
	a := Announcement{Subject: word, Lead: word, Lines: []string{word}, Label: word, Path: "/board"}.bare()
	n := news{ticket: 7, subject: word, words: word, alert: word}.bare()
	l := PageLetter{Subject: word, Lines: []string{word}, Facts: []string{word}, Quotes: []string{word},
		Links: []PageLink{{"Open", "https://gov.test/p/1"}}}.bare()
	r := RuleMail{Subject: word, Body: word}.bare("https://gov.test/tickets/7")
	text, html := l.body().within("{{content}}")
	for _, got := range []string{a.Subject, a.Lead, strings.Join(a.Lines, " "), a.Label, n.subject, n.sentence(), n.words, l.Subject, text,
		html, r.Subject, r.Body} {
		if strings.Contains(got, word) {
			t.Errorf("this leaves the desk: %s", got)
		}
	}
	if a.Path != "/board" || !strings.Contains(n.sentence(), "#7") || !strings.Contains(text, "https://gov.test/p/1") ||
		!strings.Contains(r.Body, "/tickets/7") {
		t.Error("a link is gone, and with it the way to what is new")
	}
}
