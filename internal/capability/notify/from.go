package notify

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// From is who the desk's mail comes from.
type From struct {
	Address string `json:"address"` // support@example.com; empty: nothing is sent yet
	Name    string `json:"name"`    // of the desk: "Acme Support"
	// Personal puts the engineer before the desk: "Ana at Acme Support".
	Personal bool `json:"personal"`
	// Plus says that mail to address+anything arrives at the address, so that answers find their ticket by a
	// signed reply address.
	Plus bool `json:"plus"`
	// Owned says that every address of the domain comes to this desk, so that bounces may have an address of
	// their own.
	Owned bool `json:"owned"`
}

// MailFrom is the setting of From.
var MailFrom = settings.Key[From]{Name: "mail.from", Default: From{Personal: true, Plus: true}, Check: func(f From) error {
	if f.Address == "" {
		return nil
	}
	parsed, err := mail.ParseAddress(f.Address)
	if err != nil || parsed.Address != f.Address || strings.Contains(f.Address, "+") {
		return fault.Field("address", "%q is no address a desk can send from: write it like support@example.com, without a + part", f.Address)
	}
	return nil
}}

func (f From) domain() string { return f.Address[strings.LastIndexByte(f.Address, '@')+1:] }

// host stands in Message-IDs.
func (f From) host(fallback string) string {
	if f.Address == "" {
		return fallback
	}
	return f.domain()
}

// sender is the From of a mail that author wrote; an empty author is the desk itself.
func (f From) sender(author string) mail.Address {
	name := f.Name
	switch {
	case author == "" || !f.Personal:
	case name == "":
		name = author
	default:
		name = author + " at " + name
	}
	return mail.Address{Name: name, Address: f.Address}
}

// longestLocal is RFC 5321 §4.5.3.1.1.
const longestLocal = 64

// replyTo is the signed address that answers about a ticket come back to, or the plain one where the signed
// one cannot be.
func (f From) replyTo(key []byte, ticketID int64) string {
	local, domain, ok := strings.Cut(f.Address, "@")
	if !ok || !f.Plus || ticketID == 0 {
		return f.Address
	}
	signed := local + "+" + token.Reply(key, ticketID)
	if len(signed) > longestLocal {
		return f.Address
	}
	return signed + "@" + domain
}

// envelope is the return path of mail number id. What answers another mail has none, so that nothing can
// answer it in turn (RFC 3834 §3.3); other automatic mail has one only where bounces have their own address.
func (f From) envelope(key []byte, id int64, automatic compose.Automatic) string {
	switch {
	case automatic == compose.AutoReplied:
		return ""
	case f.Owned:
		return fmt.Sprintf("%s@%s", token.Bounce(key, id), f.domain())
	case automatic != "":
		return ""
	}
	return f.Address
}

// own reports whether mail to address would come back to this desk.
func (s *Service) own(ctx context.Context, q db.Querier, from From, address string) (bool, error) {
	local, domain, _ := strings.Cut(people.Normalize(address), "@")
	base, _, _ := strings.Cut(local, "+")
	if from.Address != "" && strings.EqualFold(base+"@"+domain, from.Address) {
		return true, nil
	}
	if s.Own == nil {
		return false, nil
	}
	return s.Own(ctx, q, address)
}
