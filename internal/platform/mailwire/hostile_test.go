package mailwire

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// counter counts what is read of a mail: a pass over the bytes costs what the mail is long, and the number
// of passes must not grow with what is in it.
type counter struct {
	raw  []byte
	read int64
}

func (c *counter) ReadAt(p []byte, at int64) (int, error) {
	n, err := bytes.NewReader(c.raw).ReadAt(p, at)
	c.read += int64(n)
	return n, err
}

// hostileMails builds the mails of check 19, each with the warning it must carry.
func hostileMails() map[string]struct{ raw, warning string } {
	head := "From: a@example.org\nSubject: it is down\n"
	deep, closing := strings.Builder{}, strings.Builder{}
	deep.WriteString(head)
	for i := range 20_000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		fmt.Fprintf(&closing, "\n--b%d--\n", 19_999-i)
	}
	mixed := head + "Content-Type: multipart/mixed; boundary=b\n\n"
	return map[string]struct{ raw, warning string }{
		"depth 20,000":         {deep.String() + "\ndeep text" + closing.String(), WarnTooDeep},
		"100,000 parts":        {mixed + strings.Repeat("--b\n\nx\n", 100_000) + "--b--\n", WarnTooManyParts},
		"200,000 headers":      {head + strings.Repeat("X-A: b\n", 200_000) + "\ntext", WarnHeaderTooLarge},
		"10 MB header":         {head + "X-Long: " + strings.Repeat("a", 10<<20) + "\n\ntext", WarnHeaderTooLarge},
		"10 MB folded":         {head + "To: " + strings.Repeat("a@b,\n ", 2<<20) + "\n\ntext", WarnHeaderTooLarge},
		"10 MB subject word":   {head + "Subject: =?utf-8?q?" + strings.Repeat("=41", 3<<20) + "?=\n\ntext", WarnHeaderTooLarge},
		"open words":           {head + "X: " + strings.Repeat("=?a?q? ", 140_000) + "\n\ntext", ""},
		"open brackets":        {head + "To: " + strings.Repeat("<(\"", 300_000) + "\n\ntext", ""},
		"open parameters":      {head + "Content-Type: text/plain; " + strings.Repeat("a=\" ", 250_000) + "\n\ntext", ""},
		"segments":             {head + "Content-Type: text/plain; " + strings.Repeat("n*1*=a;", 140_000) + "\n\ntext", ""},
		"soft line breaks":     {head + "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=\n", 5<<20), ""},
		"one line of escapes":  {head + "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=41", 5<<20), WarnBodyTruncated},
		"dashes":               {mixed + strings.Repeat("--\n", 3<<20), ""},
		"equal names":          {mixed + strings.Repeat("--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n", 1900) + "--b--\n", WarnMore},
		"HTML of bold":         {head + "Content-Type: text/html\n\n" + strings.Repeat("<b>", 1<<20), WarnBodyTruncated},
		"HTML of tables":       {head + "Content-Type: text/html\n\n" + strings.Repeat("<table><td>", 400_000), WarnBodyTruncated},
		"references":           {head + "References: " + strings.Repeat("<a@b>\n ", 140_000) + "\n\ntext", ""},
		"different references": {head + "References: " + references200k() + "\n\ntext", WarnHeaderTooLarge},
	}
}

func references200k() string {
	var b strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&b, "<%d@example.org>\n ", i)
	}
	return b.String()
}

// TestCheck19HostileMailIsBounded is check 19: whatever comes is filed with its sender and subject, a warning, and
// the whole as an attachment where something was passed over; and the work is bounded in bytes.
func TestCheck19HostileMailIsBounded(t *testing.T) {
	for name, mail := range hostileMails() {
		t.Run(name, func(t *testing.T) {
			c := &counter{raw: []byte(mail.raw)}
			size := int64(len(mail.raw))
			allocated := allocatedBy(func() {
				m := Parse(context.Background(), c, size, DefaultLimits())
				checkClean(t, name, m)
				if m.From.Address != "a@example.org" || m.Subject == "" {
					t.Errorf("from %q, subject %q: not salvaged", m.From.Address, m.Subject)
				}
				checkKept(t, m, mail.warning, size)
			})
			if c.read > 5*size+1<<20 {
				t.Errorf("read %d bytes of a mail of %d", c.read, size)
			}
			if allocated > 64<<20 {
				t.Errorf("allocated %d bytes in all", allocated)
			}
		})
	}
}

// checkKept asserts the warning, and that a mail that was cut has the whole of itself attached.
func checkKept(t *testing.T, m *Message, warning string, size int64) {
	t.Helper()
	codes := map[string]bool{}
	for _, w := range m.Warnings {
		codes[w.Code] = true
	}
	if warning != "" && !codes[warning] {
		t.Errorf("warnings %v, want %s", m.Warnings, warning)
	}
	if !codes[WarnTooDeep] && !codes[WarnTooManyParts] && !codes[WarnHeaderTooLarge] {
		return
	}
	last := m.Attachments[len(m.Attachments)-1]
	if last.Name != "message.eml" || last.Size != size {
		t.Errorf("the whole mail is not attached: %q of %d bytes, the mail has %d", last.Name, last.Size, size)
	}
}

// allocatedBy gives all bytes that f allocates, garbage too, so it is an upper bound of what f holds at once.
func allocatedBy(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestCheck20LargeAttachmentIsStreamed is check 20 for the parser: 50 MB pass through in little memory and come
// out with the hash of the source.
func TestCheck20LargeAttachmentIsStreamed(t *testing.T) {
	source := bytes.Repeat([]byte("0123456789abcdef\n"), 50<<20/17)
	want := sha256.Sum256(source)
	var raw bytes.Buffer
	raw.WriteString("From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\nContent-Type: application/zip; name=big.zip\nContent-Transfer-Encoding: base64\n\n")
	for line := range slicesOf(source, 57) {
		raw.WriteString(base64.StdEncoding.EncodeToString(line))
		raw.WriteByte('\n')
	}
	raw.WriteString("--b--\n")

	var m *Message
	allocated := allocatedBy(func() {
		m = Parse(context.Background(), bytes.NewReader(raw.Bytes()), int64(raw.Len()), DefaultLimits())
	})
	if allocated > 4<<20 {
		t.Errorf("allocated %d bytes for a mail of %d", allocated, raw.Len())
	}
	if len(m.Attachments) != 1 || m.Attachments[0].SHA256 != hex.EncodeToString(want[:]) || m.Attachments[0].Size != int64(len(source)) {
		t.Fatalf("%+v", m.Attachments)
	}
	opened, err := m.Attachments[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	h := sha256.New()
	if _, err := io.Copy(h, opened); err != nil || !bytes.Equal(h.Sum(nil), want[:]) {
		t.Errorf("what Open streams is not the source: %v", err)
	}
}

// slicesOf cuts b into pieces of n bytes.
func slicesOf(b []byte, n int) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(b) > 0 {
			piece := b[:min(n, len(b))]
			b = b[len(piece):]
			if !yield(piece) {
				return
			}
		}
	}
}

func TestParseEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	raw := "Subject: s\n\n" + strings.Repeat("text\n", 10_000)
	m := Parse(ctx, strings.NewReader(raw), int64(len(raw)), DefaultLimits())
	if len(m.Warnings) == 0 || m.Warnings[0].Code != WarnInterrupted {
		t.Errorf("warnings %v", m.Warnings)
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, mail := range hostileMails() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Parse(context.Background(), strings.NewReader(mail.raw), int64(len(mail.raw)), DefaultLimits())
			}
		})
	}
}
