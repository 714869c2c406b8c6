package mailwire

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/test/corpus"
)

// shown is what a test looks at of a message.
type shown struct {
	Subject, Text, HTML string
	Attached            []string // name, with "inline " before it where the HTML shows it
	Warnings            []string
}

func show(m *Message) shown {
	s := shown{Subject: m.Subject, Text: m.Text, HTML: m.HTML}
	for _, a := range m.Attachments {
		name := a.Name
		if a.Inline {
			name = "inline " + name
		}
		s.Attached = append(s.Attached, name)
	}
	for _, w := range m.Warnings {
		s.Warnings = append(s.Warnings, w.Code)
	}
	return s
}

// TestCheck14BrokenMail is check 14 on our own specimens: each shows its text.
func TestCheck14BrokenMail(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      shown
	}{
		{"missing final boundary", "Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: image/png; name=a.png\n\nx",
			shown{Subject: "s", Text: "text", Attached: []string{"a.png"}, Warnings: []string{WarnNotClosed}}},
		{"text before the header", "Delivered by gateway 7\nSubject: s\nFrom: a@b.org\n\ntext",
			shown{Subject: "s", Text: "text", Warnings: []string{WarnTextBeforeHead}}},
		{"blank line first", "\r\n\r\nSubject: s\r\n\r\ntext", shown{Subject: "s", Text: "text"}},
		{"byte order mark", "\xef\xbb\xbfSubject: s\n\ntext", shown{Subject: "s", Text: "text"}},
		{"mbox separator", "From a@b.org Mon Jan  1 10:00:00 2024\nSubject: s\n\ntext", shown{Subject: "s", Text: "text"}},
		{"no header", "Hello,\nit is down.\n", shown{Text: "Hello,\nit is down.\n", Warnings: []string{WarnNoHeader}}},
		{"no blank line", "Subject: s\nHello, it is down", shown{Subject: "s", Text: "Hello, it is down", Warnings: []string{WarnMalformedHeader}}},
		{"bare CR", "Subject: s\r\rline 1\rline 2", shown{Subject: "s", Text: "line 1\nline 2"}},
		{"UTF-16", utf16File("Subject: ü\r\n\r\ntext ü"), shown{Subject: "ü", Text: "text ü", Warnings: []string{WarnTranscoded}}},
		{"base64 with a footer",
			"Content-Transfer-Encoding: base64\n\nSGVsbG8s\nIGl0IGlzIGRvd24=\n\n-- \nYou get this mail because you are on the list.\n",
			shown{Text: "Hello, it is down"}},
		{"base64 in quads of junk", "Content-Transfer-Encoding: base64\n\nSGVsbG8*sIGl0IGlz\nIGRvd24=\n", shown{Text: "Hello, it is down"}},
		{"text that says base64", "Content-Transfer-Encoding: base64\n\nHello, it is down.\n",
			shown{Text: "Hello, it is down.\n", Warnings: []string{WarnEncoding}}},
		{"quoted-printable broken", "Content-Transfer-Encoding: quoted-printable\n\n100=% =C3=BC =\nx =3", shown{Text: "100=% ü x =3"}},
		{"unknown encoding", "Content-Transfer-Encoding: utf-8\n\nü", shown{Text: "ü"}},
		{"uft-8", "Content-Type: text/plain; charset=uft-8\n\nü", shown{Text: "ü"}},
		{"boundary without quotes and semicolon", "Content-Type: multipart/mixed boundary==_b_\n\n--=_b_\n\ntext\n--=_b_--\n", shown{Text: "text"}},
		{"no boundary named", "Content-Type: multipart/mixed\n\nHello", shown{Text: "Hello", Warnings: []string{WarnNoBoundary}}},
		{"wrong boundary named", "Content-Type: multipart/mixed; boundary=a\n\n--b\nContent-Type: text/plain\n\ntext\n--b--\n", shown{Text: "text"}},
		{"no boundary named, one used", "Content-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\ntext\n--b--\n",
			shown{Text: "text", Warnings: []string{WarnNoBoundary}}},
		{"one boundary on two levels",
			"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\ntext\n--b--\n--b\nContent-Type: text/csv; name=a.csv\n\n1\n--b--\n",
			shown{Text: "text", Attached: []string{"a.csv"}}},
		{"empty", "", shown{Attached: []string{"message.eml"}, Warnings: []string{WarnUnreadable}}},
		{"only NUL", "\x00\x00\x00", shown{Attached: []string{"message.eml"}, Warnings: []string{WarnNoHeader, WarnUnreadable}}},
	} {
		if diff := cmp.Diff(c.want, show(read(t, c.raw))); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

// utf16File writes text as Windows programs save it: UTF-16, low byte first, with its mark.
func utf16File(text string) string {
	b := []byte{0xff, 0xfe}
	for _, r := range text {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

// TestCheck14FixturesOfBrokenMail is check 14 on the corpora, each fixture by name.
func TestCheck14FixturesOfBrokenMail(t *testing.T) {
	dir := corpus.Folder(t)
	for path, want := range map[string]struct{ subject, text string }{
		"enmime/testdata/low-quality/bad-final-boundary.raw":                          {"Attachment", "A text section"},
		"enmime/testdata/low-quality/bad-header-start.raw":                            {"plain text", "A text section"},
		"enmime/testdata/low-quality/bad-header-wrap.raw":                             {"Attachment", "A text section"},
		"enmime/testdata/low-quality/empty-header.raw":                                {"plain text", "A text section"},
		"enmime/testdata/low-quality/incorrect-charset.raw":                           {"plain text", "∮ E⋅da = Q"},
		"enmime/testdata/parts/multimixed-no-closing-boundary.raw":                    {"", "Hello,"},
		"enmime/testdata/mail/mime-bad-content-transfer-encoding.raw":                 {"alert", "ploozdect  nispplul"},
		"mime4j/core/src/test/resources/testmsgs/malformedHeader-nocrlfcrlf.msg":      {"this is a subject", "Body text"},
		"mimekit/UnitTests/TestData/messages/japanese.txt":                            {"日本語メールテスト (testing Japanese emails)", "日本語が\n正常に"},
		"mikel_mail/spec/fixtures/emails/multi_charset/japanese_iso_2022.eml":         {"まみむめも", "すみません。"},
		"webklex/tests/messages/gbk_charset.eml":                                      {"Nuu", "Hi"},
		"webklex/tests/messages/ks_c_5601-1987_headers.eml":                           {"RE: 회원님께 Ersi님이 메시지를 보냈습니다.", "Content"},
		"zbateson/tests/_data/emails/m2004.txt":                                       {"Die Hasen und die Frösche", "mißliche Lage"},
		"mikel_mail/spec/fixtures/emails/plain_emails/raw_email_incorrect_header.eml": {"Stop adware/spyware once and for all.", "You are infected with"},
	} {
		raw, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		m := read(t, string(raw))
		if m.Subject != want.subject || !strings.Contains(m.Text, want.text) {
			t.Errorf("%s: subject %q, text %.200q; want %q and %q", path, m.Subject, m.Text, want.subject, want.text)
		}
	}
}

// TestCheck06MissingFields is the parser's part of check 6: a mail without the fields that programs lean on has a
// hash all the same, and the same one when it is fetched again.
func TestCheck06MissingFields(t *testing.T) {
	seen := map[string]string{}
	for _, header := range []string{"", "From: a@b.org\n",
		"Message-ID: <1@b>\nFrom: a@b.org\nDate: Mon, 3 Jun 2024 10:00:00 +0000\nTo: d@e.org\n", "To: d@e.org\n"} {
		raw := header + "Subject: s " + header[:min(len(header), 4)] + "\n\nIt is down\n"
		m, again := read(t, raw), read(t, raw)
		if m.Text != "It is down\n" || m.Unreadable {
			t.Errorf("%q: text %q", header, m.Text)
		}
		if m.ContentHash != again.ContentHash {
			t.Errorf("%q: read twice, hashed differently", header)
		}
		if other, taken := seen[m.ContentHash]; taken {
			t.Errorf("%q and %q have one hash", header, other)
		}
		seen[m.ContentHash] = header
	}
}

// TestSalvagedSender: where From is missing or empty, the ticket still gets a requester.
func TestSalvagedSender(t *testing.T) {
	for header, want := range map[string]Address{
		"Sender: Ann <a@b.org>":                 {"Ann", "a@b.org"},
		"From: Ann\nReply-To: <a@b.org>":        {"Ann", "a@b.org"},
		"From: <>\nReturn-Path: <a@b.org>":      {"", "a@b.org"},
		"From:\nFrom: a@b.org":                  {"", "a@b.org"},
		"From: \"postmaster@\" <x.org a@b.org>": {"postmaster@", "a@b.org"},
	} {
		if m := read(t, header+"\n\nx"); m.From != want {
			t.Errorf("%q: %+v, want %+v", header, m.From, want)
		}
	}
}

// TestCheck16ForwardedMail is check 16: three mails one in the other, none mixed into the body, every attachment
// within reach.
func TestCheck16ForwardedMail(t *testing.T) {
	inner := "Subject: innermost\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/html\n\n<b>inner</b>\n--c\nContent-Type: text/csv; name=c.csv\n\n3\n--c--"
	middle := "Subject: middle/one\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nmiddle text\n--b\nContent-Type: message/rfc822\n\n" + inner + "\n--b\nContent-Type: text/csv; name=b.csv\n\n2\n--b--"
	m := read(t, "Subject: outer\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nouter text\n--a\nContent-Type: message/rfc822\n\n"+
		middle+"\n--a\nContent-Type: text/csv; name=a.csv\n\n1\n--a--\n")
	for _, want := range []shown{
		{Subject: "outer", Text: "outer text", Attached: []string{"middle_one.eml", "a.csv"}},
		{Subject: "middle/one", Text: "middle text", Attached: []string{"innermost.eml", "b.csv"}},
		{Subject: "innermost", Text: "inner", HTML: "<b>inner</b>", Attached: []string{"c.csv"}},
	} {
		if diff := cmp.Diff(want, show(m)); diff != "" {
			t.Fatalf("-want +got\n%s", diff)
		}
		m = open(t, m.Attachments[0])
	}
}

// open reads an attached mail.
func open(t *testing.T, a Attachment) *Message {
	t.Helper()
	r, err := a.Open()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(context.Background(), strings.NewReader(string(raw)), int64(len(raw)), DefaultLimits())
}

// TestCheck17Invitation is the parser's part of check 17.
func TestCheck17Invitation(t *testing.T) {
	const calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR"
	alternative := "Subject: Call\nContent-Type: multipart/alternative; boundary=b\n\n"
	plain := "--b\nContent-Type: text/plain\n\nPlease join\n"
	html := "--b\nContent-Type: text/html\n\n<p>Please join</p>\n"
	invite := "--b\nContent-Type: text/calendar; method=REQUEST\n\n" + calendar + "\n"
	for name, c := range map[string]struct {
		raw  string
		want shown
	}{
		"text and invitation": {alternative + plain + invite + "--b--", shown{"Call", "Please join", "", []string{"invite.ics"}, nil}},
		"text, HTML, invitation": {alternative + plain + html + invite + "--b--",
			shown{"Call", "Please join", "<p>Please join</p>", []string{"invite.ics"}, nil}},
		"HTML and invitation": {alternative + html + invite + "--b--", shown{"Call", "Please join", "<p>Please join</p>", []string{"invite.ics"}, nil}},
		"blank text and HTML": {alternative + "--b\n\n \n" + html + "--b--", shown{"Call", "Please join", "<p>Please join</p>", nil, nil}},
		"invitation alone": {"Subject: Call\nContent-Type: text/calendar; name=meet.ics\n\n" + calendar,
			shown{"Call", "", "", []string{"meet.ics"}, nil}},
		"invitation as file beside": {alternative + plain + invite + "--b--\n", shown{"Call", "Please join", "", []string{"invite.ics"}, nil}},
	} {
		if diff := cmp.Diff(c.want, show(read(t, c.raw))); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestCheck18InlineImages is the parser's part of check 18: each picture in place, once.
func TestCheck18InlineImages(t *testing.T) {
	image := func(header string) string { return "--b\nContent-Type: image/png\n" + header + "\n\nPNG\n" }
	html := func(body string) string { return "--b\nContent-Type: text/html\n\n" + body + "\n" }
	related := "Content-Type: multipart/related; boundary=b\n\n"
	mixed := "Content-Type: multipart/mixed; boundary=b\n\n"
	for name, c := range map[string]struct {
		raw      string
		attached []string
		html     string
	}{
		"cid": {related + html(`<img src="cid:1@x">`) +
			image("Content-ID: <1@x>\nContent-Disposition: inline; filename=a.png") + "--b--", []string{"inline a.png"}, `<img src="cid:1@x">`},
		"cid, no disposition": {mixed + html(`<img src='cid:1%40x'>`) + image("Content-ID: <1@x>") + "--b--",
			[]string{"inline image-1.png"}, `<img src='cid:1%40x'>`},
		"cid, attachment": {related + html(`<img src=cid:1@x>`) +
			image("Content-ID: <1@X>\nContent-Disposition: attachment; filename=a.png") + "--b--", []string{"inline a.png"}, `<img src=cid:1@x>`},
		"location": {related + html(`<img src="img/a.png">`) + image("Content-Location: img/a.png") + "--b--",
			[]string{"inline image-1.png"}, `<img src="img/a.png">`},
		"not referred to": {related + html(`<p>x</p>`) + image("Content-ID: <1@x>") + "--b--", []string{"image-1.png"}, `<p>x</p>`},
		"inline and referred to": {mixed + html(`<img src="cid:1@x">`) +
			image("Content-ID: <1@x>\nContent-Disposition: inline; filename=a.png") + "--b--", []string{"inline a.png"}, `<img src="cid:1@x">`},
		"Apple HTML": {mixed + html("<p>1</p>") + image("Content-Disposition: inline; filename=a.png") + html("<p>2</p>") + "--b--", []string{"inline a.png"},
			`<p>1</p><img src="cid:part1@placed.invalid" alt="a.png">` + "\n<p>2</p>"},
		"Apple plain": {mixed + "--b\n\n1 < 2\n" + image("Content-Disposition: inline; filename=a.png") + "--b\n\nend\n--b--", []string{"inline a.png"},
			`<div style="white-space: pre-wrap">1 &lt; 2</div>` + "\n" + `<img src="cid:part1@placed.invalid" alt="a.png">` + "\n" +
				`<div style="white-space: pre-wrap">end</div>` + "\n"},
		"plain with a picture below": {mixed + "--b\n\ntext\n" + image("Content-Disposition: inline; filename=a.png") + "--b--", []string{"a.png"}, ""},
	} {
		got := show(read(t, c.raw))
		if diff := cmp.Diff(c.attached, got.Attached); diff != "" || got.HTML != c.html {
			t.Errorf("%s: HTML %q, want %q; attachments -want +got\n%s", name, got.HTML, c.html, diff)
		}
	}
}

// TestLogsAreFiles: a text that has a name is a file, also where a mailer shows it in the text.
func TestLogsAreFiles(t *testing.T) {
	m := read(t, "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee the log\n--b\nContent-Type: text/plain; name=app.log\nContent-Disposition: inline; filename=app.log\n\nERROR\n--b\nContent-Type: text/plain\n\nBye\n--b--\n")
	if diff := cmp.Diff(shown{Text: "see the log\nBye", Attached: []string{"app.log"}}, show(m)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestSignedBytes(t *testing.T) {
	raw := "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=s\r\n\r\n--s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nSIG\r\n--s--\r\n"
	m := read(t, raw)
	if m.Signed == nil || m.Signed.Protocol != "application/pgp-signature" {
		t.Fatalf("signed: %+v", m.Signed)
	}
	want := "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n"
	if got := raw[m.Signed.Start:m.Signed.End]; got != want {
		t.Errorf("signed bytes %q, want %q", got, want)
	}
}
