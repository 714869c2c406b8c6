package imapfetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Security says how the connection is protected.
type Security string

// The modes. StartTLS refuses to go on in clear text; Plain is for the loopback, or where Config allows it.
const (
	TLS      Security = "tls" // from the first octet, usually port 993 (RFC 8314 §3.2)
	StartTLS Security = "starttls"
	Plain    Security = "plain"
)

// Config describes one mailbox. The zero value of a field means its default.
type Config struct {
	Account  string // names the mailbox in keys; it must never change, for the keys hang on it
	Host     string
	Port     int // default 993, or 143 by Security
	Security Security
	Username string
	Password string
	// Token gives an OAuth access token, instead of a password, whenever a connection signs in (XOAUTH2). Its
	// error is told as it is; one of kind fault.Unauthorized asks for a new consent.
	Token func(context.Context) (string, error)

	AllowPlain bool        // let the password cross a network in clear text
	TLSConfig  *tls.Config // for private roots; ServerName is set from Host

	Mailbox   string // default "INBOX"
	Processed string // where stored mail is moved; default "Processed"
	Failed    string // where mail is moved that cannot be stored; default "Failed"

	MaxSize  int64  // octets; of a larger mail only the header is fetched; default 50 MiB
	MaxTries int    // before a mail is moved to Failed; default 5
	SpoolDir string // for mails over 64 KiB; default the system's temporary directory

	// Poll is how long to wait for word of new mail before looking anyway, and up to a quarter more; default
	// 60 s. It ends every IDLE long before the server's patience of 10 to 29 min does. With CommandTimeout it
	// bounds how long a dead connection that looks alive keeps mail back: under 2 min.
	Poll           time.Duration
	CommandTimeout time.Duration // for the answer to a command; default 30 s
	FetchTimeout   time.Duration // for one whole mail; default 10 min
	MaxAge         time.Duration // of a connection; default 1 h
	BackoffMin     time.Duration // before the first new try after trouble; default 1 s
	BackoffMax     time.Duration // before any later one; default 5 min

	// OnStatus hears how the fetching fares; it must return at once. It may be nil.
	OnStatus func(Status)
}

func (c Config) withDefaults() Config {
	c.Security = cmp.Or(c.Security, TLS)
	c.Port = cmp.Or(c.Port, map[Security]int{TLS: 993, StartTLS: 143, Plain: 143}[c.Security])
	c.Mailbox = cmp.Or(c.Mailbox, "INBOX")
	c.Processed = cmp.Or(c.Processed, "Processed")
	c.Failed = cmp.Or(c.Failed, "Failed")
	c.MaxSize = cmp.Or(c.MaxSize, 50<<20)
	c.MaxTries = cmp.Or(c.MaxTries, 5)
	c.Poll = cmp.Or(c.Poll, time.Minute)
	c.CommandTimeout = cmp.Or(c.CommandTimeout, 30*time.Second)
	c.FetchTimeout = cmp.Or(c.FetchTimeout, 10*time.Minute)
	c.MaxAge = cmp.Or(c.MaxAge, time.Hour)
	c.BackoffMin = cmp.Or(c.BackoffMin, time.Second)
	c.BackoffMax = cmp.Or(c.BackoffMax, 5*time.Minute)
	if c.OnStatus == nil {
		c.OnStatus = func(Status) {}
	}
	return c
}

// check finds what can never work.
func (c Config) check() error {
	switch {
	case c.Account == "":
		return fault.Field("account", "A mailbox needs an account name for its keys")
	case c.Host == "":
		return fault.Field("host", "A mailbox needs the name of its server")
	case c.Security != TLS && c.Security != StartTLS && c.Security != Plain:
		return fault.Field("security", "%q is no way to connect; use tls, starttls or plain", string(c.Security))
	case c.Security == Plain && !c.AllowPlain && !loopback(c.Host):
		return fault.Field("security", "The password for %s would cross the network in clear text; use TLS, or allow it in the channel's settings", c.Host)
	case strings.EqualFold(c.Mailbox, c.Processed), strings.EqualFold(c.Mailbox, c.Failed):
		return fault.Field("processed", "Mail cannot be moved aside into %s, where it is fetched from", c.Mailbox)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (c Config) address() string { return net.JoinHostPort(c.Host, strconv.Itoa(c.Port)) }
