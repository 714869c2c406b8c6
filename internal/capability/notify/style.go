package notify

import "github.com/daywatch/daywatch/internal/platform/settings"

// Style is how replies look.
type Style struct {
	SubjectTag bool `json:"subject_tag"` // "[#48213]" in the subject
	Quote      bool `json:"quote"`       // the customer's last mail under the reply
	PortalLink bool `json:"portal_link"` // where the customer sees the ticket, under replies and acknowledgements
	// NumberedLinks puts addresses behind words at the end of a mail; a restricted desk always does.
	NumberedLinks bool `json:"numbered_links,omitempty"`
}

// MailStyle is the setting of Style.
var MailStyle = settings.Key[Style]{Name: "mail.style", Default: Style{SubjectTag: true, PortalLink: true}}
