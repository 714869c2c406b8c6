package mailwire

import (
	"regexp"
	"strings"
)

// enhancedStatus is the code of RFC 3463 §2 as it stands in prose: not part of an IP address or a version.
var enhancedStatus = regexp.MustCompile(`(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?$|\.\s)`)

// smtpReply is a reply code at the start of what a server said (RFC 5321 §4.2).
var smtpReply = regexp.MustCompile(`(?:^|[^0-9.])([45][0-5][0-9])(?: |$|-[^0-9]|-[45]\.)`)

// findStatus gives the first enhanced status code in text, or "".
func findStatus(text string) string {
	if m := enhancedStatus.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// vague reports whether a status says no more than its class.
func vague(status string) bool { return status == "" || strings.HasSuffix(status, ".0.0") }

func kindByStatus(status string) string {
	switch {
	case strings.HasPrefix(status, "2"):
		return kindDelivered
	case strings.HasPrefix(status, "4"):
		return kindDelayed
	}
	return kindFailed
}

// causes tells a status from what servers say in words. The order matters: a full mailbox is often told
// with "user" in the same line.
var causes = []struct {
	status string
	words  []string
}{
	{"5.2.2", []string{"mailbox full", "mailbox is full", "quota", "over the maximum", "insufficient storage", "exceeded storage", "mailfolder is full"}},
	{"5.2.1", []string{"mailbox disabled", "mailbox is disabled", "account is disabled", "account has been disabled", "account disabled", "inactive"}},
	{"5.1.2", []string{"host unknown", "host not found", "domain not found", "couldn't find any host", "no such domain",
		"unrouteable mail domain", "unrouteable address", "name service error", "domain does not exist", "nxdomain"}},
	{"5.1.1", []string{"user unknown", "unknown user", "no such user", "no mailbox here", "does not exist", "doesn't exist",
		"recipient not found", "recipnotfound", "address not found", "wasn't found", "couldn't be found", "could not be found",
		"unknown recipient", "recipient unknown", "unknown address", "invalid recipient", "no such recipient", "mailbox unavailable",
		"mailbox not found", "address rejected", "not listed in", "err.nosuchuser", "unknown or illegal alias", "user not found",
		"recipient rejected", "not a valid mailbox"}},
	{"5.3.4", []string{"message too large", "message size exceeds", "too big", "size limit"}},
	{"4.4.7", []string{"message expired", "expired", "retry timeout exceeded", "too long in the queue", "retry time not reached"}},
	{"4.4.1", []string{"connection timed out", "connection refused", "no route to host", "timed out", "timeout", "network is unreachable"}},
	{"4.7.1", []string{"greylist", "graylist", "try again later", "temporarily deferred"}},
	{"5.7.1", []string{"spam", "blocked", "blacklist", "blocklist", "policy", "not authorized", "relay", "access denied",
		"permission denied", "not permitted"}},
}

// statusByWords guesses a status from prose, or gives "".
func statusByWords(text string) string {
	text = strings.ToLower(text)
	for _, c := range causes {
		for _, w := range c.words {
			if strings.Contains(text, w) {
				return c.status
			}
		}
	}
	return ""
}

// grade fills in the status from the diagnostic and decides whether trying again can help. A class of 5 is
// permanent (RFC 3463 §3.1), but a full mailbox (X.2.2) may be emptied and an expired mail (X.4.7) says
// nothing against the address.
func (b *Bounce) grade() {
	if vague(b.Status) {
		if better := statusByWords(b.Diagnostic); better != "" {
			if b.Status != "" { // keep the class that the server gave
				better = b.Status[:1] + better[1:]
			}
			b.Status = better
		}
	}
	if b.Status == "" {
		if m := smtpReply.FindStringSubmatch(b.Diagnostic); m != nil {
			b.Status = m[1][:1] + ".0.0"
		}
	}
	permanent := b.Status == "" || strings.HasPrefix(b.Status, "5")
	b.Hard = b.Kind == kindFailed && permanent && !strings.HasSuffix(b.Status, ".2.2") && !strings.HasSuffix(b.Status, ".4.7")
}
