package mailwire

import (
	"strings"
)

// readDeliveryStatus reads the machine-readable part of a delivery status notification (RFC 3464 §2): a
// group of fields about the mail, then one for each recipient.
func readDeliveryStatus(text string) *Bounce {
	var chosen *Bounce
	for _, group := range fieldGroups(text) {
		if !group.Has("Final-Recipient") && !group.Has("Original-Recipient") && !group.Has("Action") && !group.Has("Status") {
			continue
		}
		b := readRecipient(group)
		if chosen == nil || chosen.Kind != kindFailed && b.Kind == kindFailed {
			chosen = b
		}
	}
	if chosen == nil { // a report that names nobody is still one
		chosen = &Bounce{Kind: kindFailed}
	}
	return chosen
}

// fieldGroups splits a status part into its groups. Several blank lines count as one, and a group whose
// only fields belong to the one before, as some servers write, is joined to it.
func fieldGroups(text string) []Header {
	var groups []Header
	for _, block := range strings.Split(text, "\n\n") {
		group := parseHeader([]byte(strings.TrimLeft(block, "\n")+"\n"), '\n')
		if group.Len() == 0 {
			continue
		}
		last := len(groups) - 1
		startsNew := group.Has("Final-Recipient") || group.Has("Original-Recipient")
		if last >= 0 && !startsNew && groups[last].Has("Final-Recipient") && !groups[last].Has("Status") {
			groups[last].fields = append(groups[last].fields, group.fields...)
			continue
		}
		groups = append(groups, group)
	}
	return groups
}

// readRecipient reads the fields about one recipient (RFC 3464 §2.3).
func readRecipient(group Header) *Bounce {
	b := &Bounce{Kind: keyword(group.raw("Action")), Status: findStatus(group.raw("Status")), Diagnostic: untyped(group.Get("Diagnostic-Code"))}
	for _, name := range []string{"Final-Recipient", "Original-Recipient", "X-Actual-Recipient"} {
		if address := firstAddress(untyped(group.raw(name))).Address; strings.Contains(address, "@") {
			b.Recipient = address
			break
		}
	}
	switch b.Kind {
	case kindFailed, kindDelayed, kindDelivered, "relayed", "expanded":
	case "delay":
		b.Kind = kindDelayed
	default:
		b.Kind = kindByStatus(b.Status)
	}
	if detail := findStatus(b.Diagnostic); vague(b.Status) && detail != "" && !vague(detail) {
		b.Status = detail
	}
	return b
}

// untyped drops the type before the semicolon: `rfc822; a@b`, `smtp; 550 no`.
func untyped(value string) string {
	if kind, rest, ok := strings.Cut(value, ";"); ok && !strings.ContainsAny(strings.TrimSpace(kind), " @<") {
		value = rest
	}
	return strings.Join(strings.Fields(value), " ")
}

// readFeedback reads a complaint that a mailbox provider sends on behalf of its user (RFC 5965 §3).
func readFeedback(text string) *Bounce {
	group := parseHeader([]byte(text), '\n')
	b := &Bounce{Kind: kindComplaint, Reason: "message/feedback-report", Diagnostic: group.Get("Feedback-Type")}
	for _, name := range []string{"Original-Rcpt-To", "Removal-Recipient"} {
		if b.Recipient == "" {
			b.Recipient = firstAddress(group.raw(name)).Address
		}
	}
	return b
}
