package story

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// letter is a mail as it lies in a mailbox.
type letter struct {
	raw []byte
	*mailwire.Message
}

// envelope is a mail on its way to the desk: its bytes and who it is from and to.
type envelope struct {
	messageID string
	raw       []byte
	from, to  string
}

// write makes the bytes of a mail; extra are whole header lines that a mail server added on the way.
func write(m compose.Outgoing, extra string) (envelope, error) {
	var b bytes.Buffer
	b.WriteString(extra)
	err := compose.Build(&b, m)
	return envelope{m.MessageID, b.Bytes(), m.From.Address, m.To[0].Address}, err
}

// post hands a mail to the desk's listener by SMTP, as the customer's mail server does. It is nil once the
// desk has said that the mail is stored.
func (s *stage) post(ctx context.Context, l envelope) error { return s.postTo(ctx, s.smtp, l) }

func (s *stage) postTo(ctx context.Context, listener string, l envelope) error {
	host, port, err := net.SplitHostPort(listener)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return err
	}
	relay := submit.Relay{Host: host, Port: number, Security: submit.Plain, LocalName: "mx.rimu.example"}
	got, err := submit.Send(ctx, relay, submit.Envelope{From: l.from, To: []string{l.to}}, func(w io.Writer) error {
		_, err := w.Write(l.raw)
		return err
	})
	if err != nil {
		return err
	}
	if got[0].Outcome != submit.Sent {
		return fmt.Errorf("the desk refuses the mail: %d %s", got[0].Code, got[0].Text)
	}
	return nil
}

// mailbox reads Aroha's mailbox by IMAP.
func (s *stage) mailbox(ctx context.Context) ([]letter, error) {
	return s.mailboxOf(ctx, customer)
}

// mailboxOf reads somebody's mailbox by IMAP, oldest mail first.
func (s *stage) mailboxOf(ctx context.Context, address string) ([]letter, error) {
	all, err := s.office.Read(ctx, address)
	letters := make([]letter, len(all))
	for i, raw := range all {
		letters[i] = letter{raw, mailwire.Parse(ctx, bytes.NewReader(raw), int64(len(raw)), mailwire.DefaultLimits())}
	}
	return letters, err
}

// opening is Aroha's first mail, with the log of her failing runner. It is large, as such logs are: reading
// it takes the desk long enough to be killed in between.
func opening(at time.Time, n int) (envelope, error) {
	return write(compose.Outgoing{
		From: mail.Address{Name: "Aroha Tane", Address: customer}, To: []mail.Address{{Address: Desk}},
		Subject: "Runner jobs stuck since the upgrade", Date: at, MessageID: fmt.Sprintf("first-%d.%d@rimu.example", n, at.Unix()),
		Text: "Hello,\n\nsince Friday's upgrade to 18.4 every job on our runner waits for ever.\n" +
			"The log of the runner is attached; look for `ERR_LOCK_TIMEOUT`.\n\nAroha Tane\nRimu Harbour Logistics\n",
		Attachments: []compose.File{{Name: "runner.log", ContentType: "text/plain", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(runnerLog(at))), nil
		}}},
	}, "")
}

// runnerLog is eight megabytes of a runner that waits for a lock.
func runnerLog(at time.Time) string {
	const size = 8 << 20
	var b strings.Builder
	b.Grow(size + 200)
	for n := 0; b.Len() < size; n++ {
		fmt.Fprintf(&b, "%s level=error job=%d runner=harbour-2 msg=\"waiting for the lock of the cache\" err=ERR_LOCK_TIMEOUT waited=%dms\n",
			at.Add(-time.Duration(n)*time.Second).UTC().Format(time.RFC3339), 48213+n%700, 30_000+n%997)
	}
	return b.String()
}

// answerTo is Aroha's answer to a mail: to where the mail wants its answers, in its thread.
func answerTo(to letter, at time.Time, text string, automatic compose.Automatic) (envelope, error) {
	if len(to.ReplyTo) == 0 {
		return envelope{}, errors.New("the desk's mail has no Reply-To")
	}
	subject := "Re: " + to.Subject
	if automatic != "" {
		subject = "Automatic reply: " + to.Subject
	}
	return write(compose.Outgoing{
		From: mail.Address{Name: "Aroha Tane", Address: customer}, To: []mail.Address{{Address: to.ReplyTo[0].Address}},
		Subject: subject, Date: at, MessageID: fmt.Sprintf("answer-%s%d@rimu.example", automatic, at.UnixNano()),
		InReplyTo: to.MessageID, References: append(append([]string(nil), to.References...), to.MessageID),
		Text: text, Automatic: automatic,
	}, "")
}

// suspect is a mail that a filter on the way took for spam, wrongly.
func suspect(at time.Time) (envelope, error) {
	return write(compose.Outgoing{
		From: mail.Address{Name: "Tomas Ruiz", Address: stranger}, To: []mail.Address{{Address: Desk}},
		Subject: "Urgent: licence for 40 more seats", Date: at, MessageID: fmt.Sprintf("seats-%d@rimu.example", at.UnixNano()),
		Text: "Please send an offer for 40 more seats before Thursday.\n\nTomas Ruiz\n",
	}, "X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=6.2\r\n")
}
