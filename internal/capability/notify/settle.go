package notify

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// relayPatience is how often a relay is tried that does not answer, or does not let us in. That says nothing
// about a mail, so it neither slows a mail down for hours nor makes it fail.
const relayPatience = 5 * time.Minute

// away reports whether a result speaks of the relay alone. RFC 4954 §6 has the codes about our password.
func away(got submit.Recipient) bool {
	signIn := got.Code == 530 || got.Code == 534 || got.Code == 535 || got.Code == 538
	return got.Outcome == submit.Deferred && got.BeforeData && (got.Code == 0 || signIn)
}

// lost is what a try became whose process died: past the final dot it may have been delivered, before it a
// receiver must have thrown it away (RFC 5321 §4.1.1.4).
func (m Mail) lost() []submit.Recipient {
	outcome, text := submit.Deferred, "Daywatch stopped while it sent this"
	if !m.DotAt.IsZero() {
		outcome, text = submit.Unknown, "Daywatch stopped before it heard the mail server's answer"
	}
	var all []submit.Recipient
	for _, address := range m.open() {
		all = append(all, submit.Recipient{Address: address, Outcome: outcome, Text: text, BeforeData: m.DotAt.IsZero()})
	}
	return all
}

// settle takes in what a try that ended at now gave, and decides what comes next. unknownWait is how long a
// relay that may have the mail is left alone. It lists the recipients who failed for good by it.
func (m *Mail) settle(results []submit.Recipient, now time.Time, unknownWait time.Duration) (failed []Recipient) {
	for _, got := range results {
		i := slices.IndexFunc(m.Recipients, func(r Recipient) bool { return r.Address == got.Address && r.open() })
		if i < 0 {
			continue
		}
		r := &m.Recipients[i]
		r.take(got, now)
		if r.Outcome == submit.Failed {
			failed = append(failed, *r)
		}
	}
	m.DotAt = time.Time{}
	if len(m.open()) > 0 {
		if at, again := m.next(results, now, unknownWait); again {
			m.State, m.NextTryAt = Queued, at
			return failed
		}
		failed = append(failed, m.giveUp()...)
	}
	m.State, m.SettledAt = m.verdict(), now
	return failed
}

func (r *Recipient) take(got submit.Recipient, now time.Time) {
	// Once unknown, always unknown, until an answer comes: a deferral of the second try does not call the
	// first copy back.
	keep := r.Outcome == submit.Unknown && got.Outcome == submit.Deferred
	r.Code, r.Enhanced, r.Said, r.At = got.Code, got.Enhanced, got.Text, now
	if !keep {
		r.Outcome = got.Outcome
	}
	if got.Outcome == submit.Sent || got.Outcome == submit.Unknown {
		r.Copies++
	}
}

// next says when to try again; again is false after the last try.
func (m Mail) next(results []submit.Recipient, now time.Time, unknownWait time.Duration) (at time.Time, again bool) {
	worst, patient := submit.Deferred, true
	for _, got := range results {
		if got.Outcome == submit.Unknown {
			worst = submit.Unknown
		}
		patient = patient && away(got)
	}
	at, giveUp := submit.Next(worst, m.Attempts, m.FirstTryAt, now)
	switch {
	case patient && (giveUp || at.After(now.Add(relayPatience))):
		return now.Add(relayPatience), true
	case giveUp:
		return time.Time{}, false
	case worst == submit.Unknown:
		return now.Add(unknownWait), true
	}
	return at, true
}

// giveUp ends the tries. What is unknown stays so: it may have arrived.
func (m *Mail) giveUp() (failed []Recipient) {
	for i := range m.Recipients {
		r := &m.Recipients[i]
		if !r.open() {
			continue
		}
		if r.Outcome != submit.Unknown {
			r.Outcome = submit.Failed
		}
		failed = append(failed, *r)
	}
	return failed
}

func (m Mail) verdict() State {
	sent := 0
	for _, r := range m.Recipients {
		if r.Outcome == submit.Sent {
			sent++
		}
	}
	switch sent {
	case len(m.Recipients):
		return Sent
	case 0:
		return Failed
	}
	return Partly
}
