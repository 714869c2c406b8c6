package smtpd

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

func TestCheck20OversizeIsRefusedBySize(t *testing.T) {
	tests := []struct {
		name string
		send func(c *talker)
	}{
		{"said beforehand", func(c *talker) {
			c.ask("MAIL FROM:<a@h> SIZE=20000", "552 5.3.4")
		}},
		{"found out in DATA", func(c *talker) {
			c.ask("MAIL FROM:<a@h>", "250")
			c.ask("RCPT TO:<x@h>", "250")
			c.ask("DATA", "354")
			c.ask(strings.Repeat("sixteen octets\r\n", 1000)+".", "552 5.3.4")
		}},
		{"found out in BDAT", func(c *talker) {
			c.ask("MAIL FROM:<a@h>", "250")
			c.ask("RCPT TO:<x@h>", "250")
			c.say("BDAT 8000\r\n" + strings.Repeat("x", 8000))
			if got := c.hear(); !strings.HasPrefix(got, "250") {
				t.Errorf("got %q, want 250", got)
			}
			c.say("BDAT 8000 LAST\r\n" + strings.Repeat("x", 8000))
			if got := c.hear(); !strings.HasPrefix(got, "552 5.3.4") {
				t.Errorf("got %q, want 552", got)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			store := &shelf{}
			addr, _ := start(t, Config{MaxSize: 10000}, store)
			c := dial(t, addr)
			c.hear()
			if caps := c.ask("EHLO client.example", "250"); !strings.Contains(caps, "SIZE 10000") {
				t.Errorf("the limit is not advertised: %q", caps)
			}
			tt.send(c)
			c.ask("MAIL FROM:<a@h>", "250")
			c.ask("RCPT TO:<x@h>", "250")
			c.ask("DATA", "354")
			c.ask(letter+".", "250")
			if n := len(store.all()); n != 1 {
				t.Errorf("%d mails kept, want only the small one", n)
			}
		})
	}
}

// A mail that did not arrive whole is nobody's mail: its sender tries again.
func TestMailCutShortIsNotKept(t *testing.T) {
	for name, part := range map[string]string{
		"DATA":         "DATA\r\nSubject: half\r\n\r\nIt sto",
		"a last chunk": "BDAT 1000 LAST\r\nSubject: half\r\n\r\nIt sto",
		"a chunk":      "BDAT 10\r\n0123456789",
	} {
		t.Run(name, func(t *testing.T) {
			store := &shelf{}
			addr, stop := start(t, Config{}, store)
			c := dial(t, addr)
			c.open("EHLO", "a@h", "x@h")
			c.say(part)
			c.Conn.(*net.TCPConn).CloseWrite()
			io.Copy(io.Discard, c.r)
			stop()
			if n := len(store.all()); n != 0 {
				t.Errorf("%d mails kept, want none", n)
			}
		})
	}
}

func TestChunksMakeOneMail(t *testing.T) {
	store := &shelf{}
	addr, _ := start(t, Config{Protocol: LMTP}, store)
	c := dial(t, addr)
	c.open("LHLO", "a@h", "x@h", "y@h")
	c.say("BDAT 10\r\nSubject: a")
	c.hear()
	c.say("BDAT 14 LAST\r\n\r\n\r\n.\r\ntext\r\n\n")
	for _, want := range []string{"250 2.0.0 <x@h> Kept as m1", "250 2.0.0 <y@h> Kept as m2"} {
		if got := c.hear(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, d := range store.all() {
		if got := d.bytes[d.TraceSize:]; got != "Subject: a\r\n\r\n.\r\ntext\r\n\n" {
			t.Errorf("kept %q", got)
		}
	}
}

func TestInternationalAddressesPass(t *testing.T) {
	store := &shelf{}
	addr, _ := start(t, Config{}, store)
	c := dial(t, addr)
	c.hear()
	c.ask("EHLO client.example", "250")
	c.ask("MAIL FROM:<jürgen@münchen.example> SMTPUTF8", "250")
	c.ask("RCPT TO:<pumpe@größe.example>", "250")
	c.ask("DATA", "354")
	c.ask("Subject: Grüße\r\n\r\n.", "250")
	got := store.all()[0]
	if got.From != "jürgen@münchen.example" || got.To[0] != "pumpe@größe.example" {
		t.Errorf("envelope %q to %q", got.From, got.To)
	}
	if !strings.Contains(got.bytes, "with UTF8SMTP id") {
		t.Errorf("trace %q does not tell UTF8SMTP", got.bytes[:got.TraceSize])
	}
}

func TestLongLines(t *testing.T) {
	store := &shelf{}
	addr, _ := start(t, Config{}, store)
	c := dial(t, addr)
	c.open("EHLO", "a@h", "x@h")
	c.ask("DATA", "354")
	c.ask("Subject: "+strings.Repeat("x", 100_000)+"\r\n\r\n.", "250")
	c = dial(t, addr)
	c.open("EHLO", "a@h", "x@h")
	c.ask("DATA", "354")
	go io.WriteString(c, strings.Repeat("x", maxLine+1))
	if got := c.hear(); !strings.HasPrefix(got, "554 5.6.0") {
		t.Errorf("got %q, want 554", got)
	}
	if n := len(store.all()); n != 1 {
		t.Errorf("%d mails kept, want 1", n)
	}
}

// The count of all octets ever allocated bounds how far memory can have grown.
func TestCheck20LargeMailIsStreamed(t *testing.T) {
	const size = 50 << 20
	store := &hasher{}
	addr, _ := start(t, Config{Protocol: LMTP, MaxSize: 60 << 20}, store)
	c := smtp.NewClientLMTP(dial(t, addr).Conn)
	if err := c.Mail("a@h", nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Rcpt("x@h", nil); err != nil {
		t.Fatal(err)
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	want := sha256.New()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	body := &lines{rng: rand.New(rand.NewPCG(1, 2)), left: size}
	if _, err := io.Copy(io.MultiWriter(w, want), body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 16<<20 {
		t.Errorf("%d octets were allocated for a mail of %d", got, size)
	}
	if !bytes.Equal(store.sum[:], want.Sum(nil)) || store.size < size {
		t.Errorf("kept %d octets with hash %x, want %x", store.size, store.sum, want.Sum(nil))
	}
}

// hasher is a Store that keeps nothing but the sum.
type hasher struct {
	size int64
	sum  [32]byte
}

func (h *hasher) Ready(context.Context) error         { return nil }
func (h *hasher) Known(context.Context, string) error { return nil }

func (h *hasher) Store(_ context.Context, d Delivery) (string, error) {
	hash := sha256.New()
	n, err := io.Copy(hash, io.NewSectionReader(d.Body, d.TraceSize, d.Size-d.TraceSize))
	hash.Sum(h.sum[:0])
	h.size = n
	if h.sum != d.RawSHA256 {
		return "", fmt.Errorf("the body's hash is %x and not %x", h.sum, d.RawSHA256)
	}
	return "m1", err
}

// lines reads as many random lines of 64 octets as fit into left.
type lines struct {
	rng  *rand.Rand
	left int
}

func (l *lines) Read(p []byte) (int, error) {
	n := 0
	for l.left > 0 && len(p)-n >= 64 {
		for i := range 62 {
			p[n+i] = byte('a' + l.rng.IntN(26))
		}
		p[n+62], p[n+63] = '\r', '\n'
		n, l.left = n+64, l.left-64
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
