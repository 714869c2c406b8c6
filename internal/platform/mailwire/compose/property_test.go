package compose

import (
	"mime"
	"net/mail"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var nameOfField = regexp.MustCompile(`(?m)^([A-Za-z-]+):`)

// own are the fields that reply() with everything set may have.
var own = regexp.MustCompile(`^(Date|From|To|Subject|Message-ID|In-Reply-To|References|Auto-Submitted|` +
	`X-Auto-Response-Suppress|List-Id|List-Unsubscribe|List-Unsubscribe-Post|X-Daywatch-Desk|MIME-Version|` +
	`Content-Type|Content-Transfer-Encoding)$`)

func checkHeader(t interface{ Fatalf(string, ...any) }, raw string, subject, name string) {
	if strings.Contains(strings.ReplaceAll(raw, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(raw, "\r\n", ""), "\r") {
		t.Fatalf("a bare line end in %q", raw)
	}
	for _, line := range strings.Split(raw, "\r\n") {
		if len(line) > 998 {
			t.Fatalf("a line of %d octets", len(line))
		}
	}
	head, _, found := strings.Cut(raw, "\r\n\r\n")
	if !found {
		t.Fatalf("no end of the header in %q", raw)
	}
	for _, m := range nameOfField.FindAllStringSubmatch(head, -1) {
		if !own.MatchString(m[1]) {
			t.Fatalf("the field %s is not ours in %q", m[1], head)
		}
	}
	msg, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	got, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil || got != oneLine(subject) {
		t.Fatalf("the subject %q comes back as %q, %v", subject, got, err)
	}
	from, err := msg.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Address != "desk@desk.test" {
		t.Fatalf("the name %q makes From %q, %v", name, msg.Header.Get("From"), err)
	}
	if runes := []rune(oneLine(name)); len(runes) < nameLength && from[0].Name != string(runes) {
		t.Fatalf("the name %q comes back as %q", name, from[0].Name)
	}
}

func TestNoValueLeavesItsField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := reply()
		m.Subject = rapid.String().Draw(t, "subject")
		m.From.Name = rapid.String().Draw(t, "name")
		m.Desk = rapid.String().Draw(t, "desk")
		m.InReplyTo = rapid.String().Draw(t, "reply")
		m.References = rapid.SliceOf(rapid.String()).Draw(t, "references")
		m.Automatic = Automatic(rapid.String().Draw(t, "auto"))
		m.List = &List{rapid.String().Draw(t, "list"), rapid.String().Draw(t, "url")}
		raw := build2(t, m)
		checkHeader(t, raw, m.Subject, m.From.Name)
		if again := build2(t, m); again != raw {
			t.Fatalf("two tries differ:\n%q\n%q", raw, again)
		}
	})
}

func build2(t *rapid.T, m Outgoing) string {
	var b strings.Builder
	if err := Build(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func FuzzHeader(f *testing.F) {
	f.Add("Re: pump", "Ada")
	f.Add("a\r\nBcc: b@c.test", "x\" <a@b>, \"")
	f.Add(strings.Repeat("x", 2000), "=?utf-8?q?a?=")
	f.Add("你好\xff", "\x00")
	f.Fuzz(func(t *testing.T, subject, name string) {
		m := reply()
		m.Subject, m.From.Name = subject, name
		checkHeader(t, build(t, m), subject, name)
	})
}
