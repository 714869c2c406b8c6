package compose

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

var sunday = time.Date(2026, 3, 1, 9, 30, 0, 0, time.FixedZone("", 3600))

func reply() Outgoing {
	return Outgoing{
		From: mail.Address{Name: "Wärme & Pumpe", Address: "desk@desk.test"}, To: []mail.Address{{Name: "Ada L.", Address: "ada@a.test"}},
		Subject: "Re: The pump", Date: sunday, MessageID: "<t1.a2.abcdefghijkl@desk.test>", Text: "It is on its way.\n",
	}
}

func file(name, kind, content string) File {
	return File{Name: name, ContentType: kind, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func build(t testing.TB, m Outgoing) string {
	t.Helper()
	var b bytes.Buffer
	if err := Build(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parse(t testing.TB, raw string) *mail.Message {
	t.Helper()
	msg, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	return msg
}

// outline writes a MIME tree as text, with its decoded leaves.
func outline(t testing.TB, kind, encoding, disposition string, body io.Reader) string {
	t.Helper()
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(media, "multipart/") {
		switch encoding {
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		name := ""
		if _, p, err := mime.ParseMediaType(disposition); err == nil {
			name = " " + p["filename"]
		}
		return fmt.Sprintf("%s%s %q", media, name, content)
	}
	var parts []string
	for r := multipart.NewReader(body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return strings.TrimPrefix(media, "multipart/") + "(" + strings.Join(parts, ", ") + ")"
		}
		if err != nil {
			t.Fatal(err)
		}
		h := p.Header
		parts = append(parts, outline(t, h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), h.Get("Content-Disposition"), p))
	}
}

func outlineOf(t testing.TB, raw string) string {
	msg := parse(t, raw)
	return outline(t, msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), "", msg.Body)
}

func TestShapes(t *testing.T) {
	picture := file("p.png", "image/png", "\x89PNG")
	picture.ContentID = "p1"
	log := file("log.txt", "text/plain; charset=iso-8859-1", "caf\xe9")
	tests := []struct {
		name string
		edit func(*Outgoing)
		want string
	}{
		{"text", func(*Outgoing) {}, `text/plain "It is on its way.\r\n"`},
		{"nothing at all", func(m *Outgoing) { m.Text = "" }, `text/plain ""`},
		{"line ends of every kind", func(m *Outgoing) { m.Text = "a\nb\r\nc\rd" }, `text/plain "a\r\nb\r\nc\r\nd"`},
		{"letters of every kind", func(m *Outgoing) { m.Text = "grüße 你好 =3D \xff" }, `text/plain "grüße 你好 =3D ` + "\uFFFD" + `"`},
		{"HTML alone", func(m *Outgoing) { m.Text, m.HTML = "", "<p>x" }, `text/html "<p>x"`},
		{"both", func(m *Outgoing) { m.HTML = "<p>x" }, `alternative(text/plain "It is on its way.\r\n", text/html "<p>x")`},
		{"a picture", func(m *Outgoing) { m.HTML = "<p>x"; m.Inline = []File{picture} },
			`alternative(text/plain "It is on its way.\r\n", related(text/html "<p>x", image/png p.png "\x89PNG"))`},
		{"all of it", func(m *Outgoing) {
			m.HTML, m.Inline, m.Attachments = "<p>x", []File{picture}, []File{log, file("", "", "")}
		}, `mixed(alternative(text/plain "It is on its way.\r\n", related(text/html "<p>x", image/png p.png "\x89PNG")), ` +
			`text/plain log.txt "caf\xe9", application/octet-stream file "")`},
		{"a mail as a file", func(m *Outgoing) { m.Attachments = []File{file("m.eml", "message/rfc822", "Subject: x")} },
			`mixed(text/plain "It is on its way.\r\n", application/octet-stream m.eml "Subject: x")`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := reply()
			tt.edit(&m)
			if diff := cmp.Diff(tt.want, outlineOf(t, build(t, m))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFileNamesComeBack(t *testing.T) {
	for _, name := range []string{"a.pdf", "übersicht 2026.pdf", "表.xlsx", `quo"te\.txt`, "semi;colon=1.txt", "=?utf-8?B?YQ==?=",
		strings.Repeat("長", 85) + ".pdf"} {
		m := reply()
		m.Attachments = []File{file(name, "application/pdf", "x")}
		raw := build(t, m)
		kept := fileName(name)
		if want := fmt.Sprintf("application/pdf %s %q)", kept, "x"); !strings.HasSuffix(outlineOf(t, raw), want) {
			t.Errorf("%q: got %s", name, outlineOf(t, raw))
		}
		for _, line := range strings.Split(raw, "\r\n") {
			if len(line) > 998 {
				t.Errorf("%q: a line of %d octets", name, len(line))
			}
		}
	}
}

func TestCheck39Headers(t *testing.T) {
	m := reply()
	m.Sender = &mail.Address{Address: "relay@desk.test"}
	m.Cc = []mail.Address{{Name: "Ben", Address: "ben@münchen.test"}}
	m.ReplyTo = []mail.Address{{Address: "desk+t1.abcdefghijkl@desk.test"}}
	m.InReplyTo, m.References = "q1@a.test", []string{"<q0@a.test>", "q1@a.test", "broken id", ""}
	m.Automatic, m.Desk = AutoReplied, "desk.test"
	m.List = &List{ID: "digest.desk.test", UnsubscribeURL: "https://desk.test/leave?x=1"}
	raw := build(t, m)
	want := strings.ReplaceAll(`Date: Sun, 01 Mar 2026 09:30:00 +0100
From: =?utf-8?B?V8Okcm1lICYgUHVtcGU=?= <desk@desk.test>
Sender: <relay@desk.test>
Reply-To: <desk+t1.abcdefghijkl@desk.test>
To: "Ada L." <ada@a.test>
Cc: "Ben" <ben@xn--mnchen-3ya.test>
Subject: Re: The pump
Message-ID: <t1.a2.abcdefghijkl@desk.test>
In-Reply-To: <q1@a.test>
References: <q0@a.test> <q1@a.test>
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
List-Id: <digest.desk.test>
List-Unsubscribe: <https://desk.test/leave?x=1>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
X-Daywatch-Desk: desk.test
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

It is on its way.
`, "\n", "\r\n")
	if diff := cmp.Diff(want, raw); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCheck39ReferencesKeepBothEnds(t *testing.T) {
	m := reply()
	for i := range 50 {
		m.References = append(m.References, fmt.Sprintf("<m%d@a.test>", i))
	}
	got := strings.Fields(parse(t, build(t, m)).Header.Get("References"))
	want := append([]string{"<m0@a.test>"}, m.References[31:]...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUTF8IsAskedForOnlyWhereNeeded(t *testing.T) {
	m := reply()
	m.To[0].Address = "ada@münchen.test"
	if m.UTF8() {
		t.Error("a domain alone asks for SMTPUTF8")
	}
	m.Cc = []mail.Address{{Address: "jürgen@münchen.test"}}
	if !m.UTF8() {
		t.Error("a name does not ask for SMTPUTF8")
	}
	if raw := build(t, m); !strings.Contains(raw, "\r\nCc: <jürgen@xn--mnchen-3ya.test>\r\n") {
		t.Errorf("no address as RFC 6532 has it in\n%s", raw)
	}
}

func TestWhatCannotStandIsRefused(t *testing.T) {
	tests := map[string]func(*Outgoing){
		"from":        func(m *Outgoing) { m.From.Address = "" },
		"to":          func(m *Outgoing) { m.To[0].Address = "a@b.test\r\nBcc: c@d.test" },
		"cc":          func(m *Outgoing) { m.Cc = []mail.Address{{Address: "nobody"}} },
		"reply_to":    func(m *Outgoing) { m.ReplyTo = []mail.Address{{Address: "a@b> c"}} },
		"sender":      func(m *Outgoing) { m.Sender = &mail.Address{Address: `"a b"@c.test`} },
		"message_id":  func(m *Outgoing) { m.MessageID = "<a b@c>" },
		"attachments": func(m *Outgoing) { m.Attachments = []File{{Name: "x"}} },
	}
	for field, edit := range tests {
		m := reply()
		edit(&m)
		err := Build(io.Discard, m)
		if _, got := fault.Public(err); !fault.Is(err, fault.Invalid) || got != field {
			t.Errorf("%s: error %v of the field %q", field, err, got)
		}
	}
}

func TestLargeAttachmentIsStreamed(t *testing.T) {
	const size = 50 << 20
	m := reply()
	m.Attachments = []File{{Name: "big.bin", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.LimitReader(zeros{}, size)), nil
	}}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var n counter
	if err := Build(&n, m); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n < size/3*4 {
		t.Errorf("%d octets written for a file of %d", n, size)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
		t.Errorf("%d octets allocated for a file of %d", got, size)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
