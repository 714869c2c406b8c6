package submit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/emersion/go-smtp"
)

// Outcome is what became of one recipient.
type Outcome string

// The outcomes. Unknown is its own thing and not a failure: the message went out to its final dot and no
// answer came back, so the relay may have it. It is tried again with the same Message-ID, by which the
// receivers tell a second copy.
const (
	Sent     Outcome = "sent"
	Deferred Outcome = "deferred" // try again later
	Failed   Outcome = "failed"   // for good
	Unknown  Outcome = "unknown"
)

// Recipient is the outcome for one address.
type Recipient struct {
	Address    string
	Outcome    Outcome
	Code       int    // the relay's reply code; 0 where it gave none
	Enhanced   string // such as "5.1.1" (RFC 3463); empty where it gave none
	Text       string // the relay's words, or what happened instead
	BeforeData bool   // no octet of the message had been sent: certainly no copy exists
}

// attempt collects the outcomes of one transaction.
type attempt struct {
	results []Recipient
	open    []int // indices of recipients that wait for the final answer
}

func newAttempt(to []string) *attempt {
	a := &attempt{results: make([]Recipient, len(to))}
	for i, address := range to {
		a.results[i] = Recipient{Address: address, Outcome: Deferred, BeforeData: true}
		a.open = append(a.open, i)
	}
	return a
}

// settle gives every open recipient the outcome of err, and otherwise that of lost.
func (a *attempt) settle(err error, lost Outcome, beforeData bool) {
	for _, i := range a.open {
		a.results[i] = verdict(a.results[i].Address, err, lost, beforeData)
	}
	a.open = nil
}

// sent notes the relay's acceptance, whose text often holds the id it gave the message.
func (a *attempt) sent(text string) {
	enhanced, text := splitEnhanced(text)
	for _, i := range a.open {
		a.results[i] = Recipient{Address: a.results[i].Address, Outcome: Sent, Code: 250, Enhanced: enhanced, Text: text}
	}
	a.open = nil
}

// verdict reads an error: an answer of the relay decides by its first digit (RFC 5321 §4.2.1), anything
// else is lost.
func verdict(address string, err error, lost Outcome, beforeData bool) Recipient {
	r := Recipient{Address: address, Outcome: lost, Text: err.Error(), BeforeData: beforeData}
	var said *smtp.SMTPError
	if !errors.As(err, &said) {
		return r
	}
	r.Code, r.Text = said.Code, strings.ReplaceAll(said.Message, "\n", " ")
	if e := said.EnhancedCode; e[0] > 0 {
		r.Enhanced = fmt.Sprintf("%d.%d.%d", e[0], e[1], e[2])
	}
	r.Outcome = Deferred
	if said.Code/100 == 5 && !signInWanted(said.Code) {
		r.Outcome = Failed
	}
	return r
}

// signInWanted tells the permanent answers that speak of our password and not of the mail (RFC 4954 §6):
// it waits until somebody mends the channel.
func signInWanted(code int) bool {
	return code == 530 || code == 534 || code == 535 || code == 538
}

// splitEnhanced takes "2.0.0 Ok: queued as X" apart; net/textproto leaves it to the caller.
func splitEnhanced(text string) (enhanced, rest string) {
	word, rest, _ := strings.Cut(text, " ")
	parts := strings.Split(word, ".")
	if len(parts) != 3 {
		return "", text
	}
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 10, 10); err != nil {
			return "", text
		}
	}
	return word, rest
}
