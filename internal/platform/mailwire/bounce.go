package mailwire

import "strings"

// Bounce is what a report about undelivered mail says.
type Bounce struct {
	Kind              string // "failed", "delayed", "delivered", "relayed", "expanded", "complaint"
	Hard              bool   // trying again will not help
	Status            string // enhanced status code (RFC 3463), such as 5.1.1; empty when none is given
	Recipient         string // the address that was not reached
	Diagnostic        string // what the remote server said
	OriginalMessageID string // without angle brackets
	Reason            string // the rule that knew the mail for a bounce
}

// bounce reads m as a report, or gives nil.
func (r *reader) bounce(m *Message, root *part) *Bounce {
	if root.contentType.value == "multipart/report" && strings.Contains(root.contentType.params["report-type"], "delivery-status") {
		return &Bounce{Kind: "failed", Reason: "multipart/report"}
	}
	return nil
}
