// Package submit hands a message to a mail relay and says for every recipient what became of it. The hard
// part is honesty: an answer that never came is neither a success nor a failure.
package submit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/idna"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Envelope is who a message goes out from and to. It needs not be what its headers say.
type Envelope struct {
	From string // the return path; empty is the null sender, for automatic mail (RFC 3834 §3.3)
	To   []string
	UTF8 bool  // headers of the message hold an address outside ASCII (RFC 6532)
	Size int64 // octets, for the relay to refuse early (RFC 1870); 0 where unknown
}

// quitTimeout is all the patience for a good-bye after the outcome is known.
const quitTimeout = 5 * time.Second

// Send gives the message that msg writes to the relay. The results name every recipient of env in order,
// whatever happens. The error is the cause where the relay gave no answer: it is for the log and the
// channel's health, and the results already count it.
//
// msg must write whole lines ended by CR LF. If it fails, nothing is sent and every recipient is deferred.
func Send(ctx context.Context, relay Relay, env Envelope, msg func(io.Writer) error) ([]Recipient, error) {
	a := newAttempt(env.To)
	if len(env.To) == 0 {
		return nil, fault.Field("to", "The mail has no recipient")
	}
	relay = relay.withDefaults()
	client, stop, err := relay.connect(ctx)
	if err != nil {
		// A wrong password is ours to mend: it must not fail anybody's mail.
		a.settle(plainError{err}, Deferred, true)
		return a.results, err
	}
	defer client.Close()
	defer stop()
	err = a.transact(client, env, msg)
	if err == nil {
		client.CommandTimeout = quitTimeout
		client.Quit() // its answer matters to nobody
	}
	var said *smtp.SMTPError
	if errors.As(err, &said) {
		err = nil
	}
	return a.results, err
}

// transact runs one MAIL, RCPT, DATA sequence.
func (a *attempt) transact(client *smtp.Client, env Envelope, msg func(io.Writer) error) error {
	options, err := mailOptions(client, env)
	if err == nil {
		err = client.Mail(asciiDomain(env.From), options)
	}
	if err != nil {
		a.settle(err, Deferred, true)
		return fmt.Errorf("MAIL FROM: %w", err)
	}
	if err := a.recipients(client); err != nil {
		a.settle(err, Deferred, true)
		return fmt.Errorf("RCPT TO: %w", err)
	}
	if len(a.open) == 0 {
		return nil
	}
	w, err := client.Data()
	if err != nil {
		a.settle(err, Deferred, true)
		return fmt.Errorf("DATA: %w", err)
	}
	// Without the final dot a receiver must throw the message away (RFC 5321 §4.1.1.4), so up to here
	// every trouble is a plain deferral.
	if err := msg(w); err != nil {
		a.settle(plainError{err}, Deferred, false)
		return fmt.Errorf("write the message: %w", err)
	}
	answer, err := w.CloseWithResponse()
	if err != nil {
		a.settle(err, Unknown, false)
		return fmt.Errorf("after the message: %w", err)
	}
	a.sent(answer.StatusText)
	return nil
}

// recipients names them; those refused are settled, the others stay open. Only a broken connection is an
// error.
func (a *attempt) recipients(client *smtp.Client) error {
	var open []int
	for n, i := range a.open {
		address := a.results[i].Address
		err := client.Rcpt(asciiDomain(address), nil)
		var said *smtp.SMTPError
		switch {
		case err == nil:
			open = append(open, i)
		case errors.As(err, &said):
			a.results[i] = verdict(address, err, Deferred, true)
		default:
			a.open = append(open, a.open[n:]...)
			return err
		}
	}
	a.open = open
	return nil
}

// mailOptions asks for SMTPUTF8 only where it is needed: many relays lack it.
func mailOptions(client *smtp.Client, env Envelope) (*smtp.MailOptions, error) {
	needed := env.UTF8 || !ascii(asciiDomain(env.From))
	for _, to := range env.To {
		needed = needed || !ascii(asciiDomain(to))
	}
	if has, _ := client.Extension("SMTPUTF8"); needed && !has {
		// RFC 6531 §3.4, with the code of RFC 6531 §3.5 for a server that could not be asked.
		return nil, &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 6, 7},
			Message: "The mail server does not take addresses with letters outside ASCII"}
	}
	return &smtp.MailOptions{UTF8: needed, Size: env.Size}, nil
}

// asciiDomain writes an international domain in its ASCII form, which every server understands (RFC 5891).
// An address it cannot convert stays as it is.
func asciiDomain(address string) string {
	local, domain, found := cutLast(address, "@")
	if !found || ascii(domain) {
		return address
	}
	converted, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return address
	}
	return local + "@" + converted
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 0x7f }) < 0
}

// plainError hides an SMTP answer from verdict: what a relay says to our password says nothing about a
// recipient.
type plainError struct{ err error }

func (e plainError) Error() string { return e.err.Error() }
