package mailwire

import (
	"slices"
	"strings"
)

// Bounce is what a report about undelivered mail says. Where it speaks of several recipients, it is the
// first one that failed.
type Bounce struct {
	Kind              string // failed, delayed, delivered, relayed, expanded (RFC 3464 §2.3.3) or complaint (RFC 5965)
	Hard              bool   // trying again will not help
	Status            string // enhanced status code (RFC 3463), such as 5.1.1; empty when none can be told
	Recipient         string // the address that was not reached; empty when it is not named
	Diagnostic        string // what the remote server said, in one line
	OriginalMessageID string // without angle brackets; empty when the report does not hold it
	Reason            string // the rule that knew the mail for a report
}

// The kinds of reports that decide something.
const (
	kindFailed    = "failed"
	kindDelayed   = "delayed"
	kindDelivered = "delivered"
	kindComplaint = "complaint"
)

// maxReport bounds what is read of a machine-readable report.
const maxReport = 256 << 10

// bounce reads m as a report, or gives nil. A person who forwards a report sends no report: it must be the
// mail itself, or come from a daemon.
func (r *reader) bounce(m *Message, root *part) *Bounce {
	report := root.contentType.value == "multipart/report"
	daemon := isDaemon(m)
	var b *Bounce
	if status := find(root, "message/delivery-status", "message/global-delivery-status"); len(status) > 0 && (report || daemon) {
		b = readDeliveryStatus(r.partText(status))
		b.Reason = status[0].kind()
	} else if feedback := find(root, "message/feedback-report"); len(feedback) > 0 && report {
		b = readFeedback(r.partText(feedback))
	} else if b = bounceByText(m, daemon); b == nil {
		return nil
	}
	b.complete(m)
	b.OriginalMessageID = r.originalID(m, root)
	b.grade()
	return b
}

// isDaemon reports whether a mail server wrote the mail: by the address, the name, or the null sender.
func isDaemon(m *Message) bool {
	local, _, _ := strings.Cut(strings.ToLower(m.From.Address), "@")
	name := strings.ToLower(m.From.Name)
	switch {
	case m.NullSender, strings.HasPrefix(local, "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e"):
		return true
	case m.From.Address == "" && m.Header.Has("From") && name == "":
		return true // From: <>
	}
	return isServer(local) || isServer(name)
}

// isServer knows the addresses and names under which mail servers write.
func isServer(name string) bool {
	name = strings.ToLower(name)
	for _, server := range []string{"mailer-daemon", "mailerdaemon", "mailer_daemon", "mailer daemon", "postmaster", "mail-daemon",
		"mdaemon", "mail delivery s"} {
		if strings.HasPrefix(name, server) {
			return true
		}
	}
	return false
}

// complete fills in from the words of the report what its machine-readable part leaves out.
func (b *Bounce) complete(m *Message) {
	if b.Recipient == "" {
		b.Recipient = failedRecipient(m)
	}
	if b.Recipient != "" || b.Kind == kindComplaint {
		return
	}
	var said string
	b.Recipient, said = namedRecipient(m, ownWords(m.Text))
	if b.Diagnostic == "" {
		b.Diagnostic = said
	}
	if b.Status == "" {
		b.Status = findStatus(said)
	}
}

// find gives the leaves of the given kinds in the order of the mail.
func find(p *part, kinds ...string) []*part {
	if !p.isMultipart() {
		if slices.Contains(kinds, p.kind()) {
			return []*part{p}
		}
		return nil
	}
	var found []*part
	for _, kid := range p.kids {
		found = append(found, find(kid, kinds...)...)
	}
	return found
}

// maxReports bounds how many parts of one kind are read; the servers that write two mean one.
const maxReports = 4

// partText reads small machine-readable parts as one.
func (r *reader) partText(parts []*part) string {
	var all strings.Builder
	for _, p := range parts[:min(len(parts), maxReports)] {
		b, _, _ := readAll(r.ctx, p.content(r.raw), maxReport) // what could be read is better than nothing
		text, _ := decodeCharset(b, p.contentType.params["charset"])
		all.WriteString(text + "\n\n")
	}
	return all.String()
}

// originalID finds the id of the mail that the report is about: in the copy or the headers that hang on it,
// in the copy pasted into its text, or in its own References.
func (r *reader) originalID(m *Message, root *part) string {
	if copied := find(root, "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"); len(copied) > 0 {
		head, _, _ := readAll(r.ctx, copied[0].content(r.raw), nestedHeader) // a cut copy still has its header
		if id := messageID(nestedHead(head).raw("Message-ID")); id != "" {
			return id
		}
	}
	if found := pastedID.FindStringSubmatch(m.Text); found != nil {
		return cleanID(found[1])
	}
	if len(m.InReplyTo) > 0 {
		return m.InReplyTo[0]
	}
	if n := len(m.References); n > 0 {
		return m.References[n-1]
	}
	return ""
}

// failedRecipient reads the header of Exim and Gmail.
func failedRecipient(m *Message) string {
	return firstAddress(m.Header.raw("X-Failed-Recipients")).Address
}
