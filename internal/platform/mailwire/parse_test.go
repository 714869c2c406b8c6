package mailwire

import (
	"context"
	"strings"
	"testing"
)

func read(t *testing.T, raw string) *Message {
	t.Helper()
	return Parse(context.Background(), strings.NewReader(raw), int64(len(raw)), DefaultLimits())
}

func TestPlainMail(t *testing.T) {
	m := read(t, "From: =?utf-8?Q?J=C3=BCrgen?= <j@EXAMPLE.org>\r\nTo: desk@example.org\r\nSubject: It\r\n is down\r\nMessage-ID: <1@x>\r\n\r\nHello\r\nthere\r\n")
	if m.From != (Address{"Jürgen", "j@example.org"}) || m.Subject != "It is down" || m.MessageID != "1@x" || m.Text != "Hello\nthere\n" {
		t.Fatalf("%+v", m)
	}
	if !m.MayAutoAnswer || m.Automatic != Person || len(m.Warnings) != 0 {
		t.Fatalf("%+v", m)
	}
}
