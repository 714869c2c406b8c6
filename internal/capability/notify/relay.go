package notify

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Relay is the mail server that takes the desk's mail.
type Relay struct {
	Host     string          `json:"host"` // empty: mail waits in the outbox
	Port     int             `json:"port"` // 0: the usual one of Security
	Security submit.Security `json:"security"`
	Username string          `json:"username"`
	Password string          `json:"password"`
	// AllowPlainAuth lets the password cross the network in clear text.
	AllowPlainAuth bool `json:"allow_plain_auth"`
	// UnknownSeconds is how long the server is left alone after it gave no answer to a whole mail, so that a
	// second copy meets the first (mail.md E6).
	UnknownSeconds int `json:"unknown_seconds"`
}

// MailRelay is the setting of Relay.
var MailRelay = settings.Key[Relay]{Name: "mail.relay", Secret: true,
	Default: Relay{Security: submit.TLS, UnknownSeconds: 600}, Check: func(r Relay) error {
		switch {
		case r.Port < 0 || r.Port > 65535:
			return fault.Field("port", "%d is no port; they go from 1 to 65535, and 0 takes the usual one", r.Port)
		case r.Security != submit.TLS && r.Security != submit.StartTLS && r.Security != submit.Plain:
			return fault.Field("security", "“%s” is no way to secure a connection; choose tls, starttls or plain", r.Security)
		case r.UnknownSeconds < 1 || r.UnknownSeconds > 24*3600:
			return fault.Field("unknown_seconds", "A silent mail server is left alone for 1 second to 24 hours, not %d seconds", r.UnknownSeconds)
		}
		return nil
	}}

// unknownWait is UnknownSeconds as a duration.
func (r Relay) unknownWait() time.Duration { return time.Duration(r.UnknownSeconds) * time.Second }

// connection is r as the wire knows it; localName is said in EHLO.
func (r Relay) connection(localName string) submit.Relay {
	return submit.Relay{
		Host: r.Host, Port: r.Port, Security: r.Security, Username: r.Username, Password: r.Password,
		AllowPlainAuth: r.AllowPlainAuth, LocalName: localName,
	}
}
