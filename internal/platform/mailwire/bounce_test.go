package mailwire

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBounceForms reads our own specimens of the reports that servers write, each with what must be
// understood of it.
func TestBounceForms(t *testing.T) {
	const id = "t42.a7.k9f3a@desk.example.org"
	for file, want := range map[string]Bounce{
		"postfix-dsn.eml":     {Kind: "failed", Hard: true, Status: "5.1.1", Recipient: "nobody@example.net"},
		"postfix-delayed.eml": {Kind: "delayed", Status: "4.4.1", Recipient: "ann@example.net"},
		"exim-text.eml":       {Kind: "failed", Hard: true, Status: "5.1.1", Recipient: "nobody@example.net"},
		"exim-delayed.eml":    {Kind: "delayed", Recipient: "ann@example.net"},
		"qmail.eml":           {Kind: "failed", Hard: true, Status: "5.1.1", Recipient: "nobody@example.net"},
		"qmail-quota.eml":     {Kind: "failed", Status: "5.2.2", Recipient: "ann@example.net"},
		"exchange-ndr.eml":    {Kind: "failed", Hard: true, Status: "5.1.10", Recipient: "nobody@example.net"},
		"sendmail-text.eml":   {Kind: "failed", Hard: true, Status: "5.1.1", Recipient: "nobody@example.net"},
		"gmail.eml":           {Kind: "failed", Hard: true, Status: "5.1.1", Recipient: "nobody@example.net"},
		"arf.eml":             {Kind: "complaint", Recipient: "ann@example.net"},
	} {
		t.Run(file, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("testdata", "bounce", file))
			if err != nil {
				t.Fatal(err)
			}
			m := read(t, string(raw))
			if m.Bounce == nil {
				t.Fatalf("not known for a bounce: %q %q", m.Automatic, m.Subject)
			}
			got := *m.Bounce
			if got.OriginalMessageID != id {
				t.Errorf("original id %q, want %q", got.OriginalMessageID, id)
			}
			if got.Reason == "" || m.MayAutoAnswer || !m.Automatic.Machine() {
				t.Errorf("reason %q, may answer %v, class %q", got.Reason, m.MayAutoAnswer, m.Automatic)
			}
			got.OriginalMessageID, got.Reason, got.Diagnostic = "", "", ""
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s\n%q", diff, m.Bounce.Diagnostic)
			}
		})
	}
}

// TestBouncesOfTheCorpora counts the reports in the corpora, by name and by hand, and finds no others: the
// rest is ordinary mail.
func TestBouncesOfTheCorpora(t *testing.T) {
	linked, found := 0, 0
	for path, raw := range corpusFiles(t) {
		if !isMailFile(path) {
			continue
		}
		m := read(t, string(raw))
		want := isCorpusBounce(path)
		if (m.Bounce != nil) != want {
			t.Errorf("%s: bounce %+v, want one: %v (subject %q)", path, m.Bounce, want, m.Subject)
		}
		if m.Bounce != nil {
			found++
			if m.Bounce.Recipient != "" {
				linked++
			}
		}
	}
	if found != 30 || linked != 26 {
		t.Errorf("%d reports, %d of them name the recipient; want 30 and 26", found, linked)
	}
}

// isCorpusBounce names the reports in the corpora.
func isCorpusBounce(path string) bool {
	base := filepath.Base(path)
	switch base {
	case "msg_16.txt", "msg_25.txt", "msg_43.txt", "multipart-wo-boundary.raw", "delivery-status.eml", "raw_email_with_mimepart_without_content_type.eml",
		"badbound.msg", "message-rfc822-multipart.eml", "message-rfc822-multipart2.eml", "arf.eml", "feedback-report.txt", "bounce.eml",
		"bounce.txt", "example_bounce.eml", "issue-462.eml":
		return true
	}
	return strings.Contains(path, "enmime/dsn/") || strings.Contains(path, "multipart_report_emails/") || strings.HasPrefix(base, "delivery-status")
}
