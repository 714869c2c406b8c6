package submit

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/xoauth2"
)

// Security says how the connection is protected.
type Security string

// The modes. StartTLS refuses to go on in clear text.
const (
	TLS      Security = "tls" // from the first octet, usually port 465 (RFC 8314 §3.3)
	StartTLS Security = "starttls"
	Plain    Security = "plain"
)

// Auth names a way to sign in.
type Auth string

// The ways. AuthAuto takes the first of PLAIN and LOGIN that the relay offers, and none without a user name.
const (
	AuthAuto  Auth = ""
	AuthNone  Auth = "none"
	AuthPlain Auth = "plain"
	AuthLogin Auth = "login"
)

// Relay is where mail is handed in. The zero value of a field means its default.
type Relay struct {
	Host     string
	Port     int      // default 465, 587 or 25 by Security
	Security Security // default TLS
	Auth     Auth
	Username string
	Password string
	// Token gives an OAuth access token, instead of a password, whenever a connection signs in (XOAUTH2).
	Token func(context.Context) (string, error)

	// AllowPlainAuth lets the password cross the network in clear text. Without it that happens on the
	// loopback only.
	AllowPlainAuth bool

	LocalName      string        // given in EHLO; default "localhost"
	TLSConfig      *tls.Config   // for private roots; ServerName is set from Host
	CommandTimeout time.Duration // for each answer; default 5 min (RFC 5321 §4.5.3.2)
	SubmitTimeout  time.Duration // for the answer after the final dot; default 10 min (the same)
}

func (r Relay) withDefaults() Relay {
	r.Security = cmp.Or(r.Security, TLS)
	r.Port = cmp.Or(r.Port, map[Security]int{TLS: 465, StartTLS: 587, Plain: 25}[r.Security])
	r.LocalName = cmp.Or(r.LocalName, "localhost")
	r.CommandTimeout = cmp.Or(r.CommandTimeout, 5*time.Minute)
	r.SubmitTimeout = cmp.Or(r.SubmitTimeout, 10*time.Minute)
	return r
}

// connect dials, secures and signs in. The connection is closed when ctx ends, which unblocks whatever the
// client waits for.
func (r Relay) connect(ctx context.Context) (_ *smtp.Client, stop func() bool, err error) {
	dialer := net.Dialer{Timeout: r.CommandTimeout}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(r.Host, strconv.Itoa(r.Port)))
	if err != nil {
		return nil, nil, fault.Wrap(fault.Unavailable, err, "The mail server %s does not answer", r.Host)
	}
	cut := context.AfterFunc(ctx, func() { conn.Close() })
	defer func() {
		if err != nil {
			cut()
			conn.Close()
		}
	}()
	client, err := r.greet(ctx, conn)
	if err != nil {
		return nil, nil, err
	}
	client.CommandTimeout, client.SubmissionTimeout = r.CommandTimeout, r.SubmitTimeout
	if err := client.Hello(r.LocalName); err != nil {
		return nil, nil, fault.Wrap(fault.Unavailable, err, "The mail server %s does not greet", r.Host)
	}
	if err := r.signIn(ctx, client, conn); err != nil {
		return nil, nil, err
	}
	return client, cut, nil
}

// greet makes the client, within TLS where asked for.
func (r Relay) greet(ctx context.Context, conn net.Conn) (*smtp.Client, error) {
	config := r.TLSConfig.Clone()
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if config.ServerName == "" {
		config.ServerName = r.Host
	}
	switch r.Security {
	case Plain:
		return smtp.NewClient(conn), nil
	case StartTLS:
		client, err := smtp.NewClientStartTLS(conn, config)
		return client, fault.Wrap(fault.Unavailable, err, "The mail server %s does not secure the connection", r.Host)
	}
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "The mail server %s does not secure the connection", r.Host)
	}
	return smtp.NewClient(secure), nil
}

func (r Relay) signIn(ctx context.Context, client *smtp.Client, conn net.Conn) error {
	way, err := r.way(ctx, client)
	if err != nil || way == nil {
		return err
	}
	if _, secure := client.TLSConnectionState(); !secure && !r.AllowPlainAuth && !loopback(conn) {
		return fault.Field("security", "The password for %s would cross the network in clear text; use TLS, or allow it in the channel's settings", r.Host)
	}
	if err := client.Auth(way); err != nil {
		return fault.Wrap(fault.Unavailable, err, "The mail server %s does not let the desk sign in", r.Host)
	}
	return nil
}

// way picks the SASL mechanism; nil is none.
func (r Relay) way(ctx context.Context, client *smtp.Client) (sasl.Client, error) {
	if r.Token != nil {
		token, err := r.Token(ctx)
		return xoauth2.New(r.Username, token), err
	}
	plain, login := sasl.NewPlainClient("", r.Username, r.Password), sasl.NewLoginClient(r.Username, r.Password)
	switch {
	case r.Auth == AuthNone, r.Auth == AuthAuto && r.Username == "":
		return nil, nil
	case r.Auth == AuthPlain, r.Auth == AuthAuto && client.SupportsAuth("PLAIN"):
		return plain, nil
	case r.Auth == AuthLogin, r.Auth == AuthAuto && client.SupportsAuth("LOGIN"):
		return login, nil
	case r.Auth == AuthAuto:
		return nil, fault.Wrap(fault.Unavailable, errors.New("neither PLAIN nor LOGIN offered"), "The mail server %s offers no way to sign in", r.Host)
	}
	return nil, fault.Field("auth", "%q is no way to sign in; use plain, login or none", string(r.Auth))
}

func loopback(conn net.Conn) bool {
	addr, ok := conn.RemoteAddr().(*net.TCPAddr)
	return ok && addr.IP.IsLoopback()
}

func (r Relay) String() string { return fmt.Sprintf("%s:%d", r.Host, r.Port) }
