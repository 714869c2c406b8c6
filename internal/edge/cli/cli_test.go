package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// stand is an App of which only Deliver is called.
type stand struct {
	App
	deliver func(m PipedMail) (Receipt, error)
}

func (s stand) Deliver(_ context.Context, _ Place, m PipedMail) (Receipt, error) { return s.deliver(m) }

// TestPipeStatus holds that a mail server hears 0 or 75 and nothing else, whatever goes wrong.
func TestPipeStatus(t *testing.T) {
	fine := func(PipedMail) (Receipt, error) { return Receipt{Delivery: 1}, nil }
	failing := func(err error) func(PipedMail) (Receipt, error) {
		return func(PipedMail) (Receipt, error) { return Receipt{}, err }
	}
	for name, c := range map[string]struct {
		args    string
		deliver func(PipedMail) (Receipt, error)
		want    int
	}{
		"kept":             {"mail --from a@b --to c@d", fine, 0},
		"spooled":          {"mail", func(PipedMail) (Receipt, error) { return Receipt{Spooled: "x"}, nil }, 0},
		"by its long name": {"mail pipe --to c@d", fine, 0},
		"for parse@":       {"mail --to parse --bogus", fine, 75},
		"a bad flag":       {"mail --bogus", fine, 75},
		"a stray word":     {"mail what", fine, 75},
		"invalid":          {"mail", failing(fault.New(fault.Invalid, "x")), 75},
		"not found":        {"mail", failing(fault.New(fault.NotFound, "x")), 75},
		"too large":        {"mail", failing(fault.New(fault.TooLarge, "x")), 75},
		"our fault":        {"mail", failing(errors.New("x")), 75},
		"a panic":          {"mail", func(PipedMail) (Receipt, error) { panic("x") }, 75},
		"help":             {"mail --help", fine, 0},
		"parse, bad flag":  {"mail parse --bogus", fine, 64},
	} {
		std := IO{In: strings.NewReader("mail"), Out: io.Discard, Err: io.Discard}
		if got := Run(t.Context(), strings.Fields(c.args), stand{deliver: c.deliver}, std); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestPipePassesTheEnvelope(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	std := IO{In: strings.NewReader("the mail"), Out: io.Discard, Err: io.Discard, Now: func() time.Time { return at }}
	var got PipedMail
	var body []byte
	code := Run(t.Context(), []string{"mail", "--from", "", "--to", "a,b@example.com", "--to", "c@example.com"},
		stand{deliver: func(m PipedMail) (_ Receipt, err error) {
			got = m
			body, err = io.ReadAll(m.Body)
			return Receipt{}, err
		}}, std)
	if code != 0 || got.From != "" || strings.Join(got.To, " ") != "a,b@example.com c@example.com" || !got.At.Equal(at) || string(body) != "the mail" {
		t.Errorf("%d: %+v %q", code, got, body)
	}
}

func TestProgress(t *testing.T) {
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	p := newProgress(IO{Err: &out, Now: func() time.Time { return now }}, 1000)
	p.show(1, 10)
	now = now.Add(20 * time.Second)
	p.show(100, 250)
	p.show(101, 251)
	p.end()
	if want := " 25 %  100 mails, 5 a second, 1m0s left\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
	for _, c := range []struct {
		done, total int64
		want        string
	}{{0, 10, "[........................]"}, {5, 10, "[############............]"}, {11, 10, "[########################]"}, {5, 0, ""}} {
		if got := bar(c.done, c.total); got != c.want {
			t.Errorf("bar(%d, %d) = %q", c.done, c.total, got)
		}
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain ü 日本\n\tx":         "plain ü 日本\n\tx",
		"\x1b]0;title\x07\x1b[2J": "\uFFFD]0;title\uFFFD\uFFFD[2J",
		"back\bspace\r\x7f\u009b": "back\uFFFDspace\uFFFD\uFFFD\uFFFD",
	} {
		if got := printable(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
