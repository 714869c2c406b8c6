// Package smtpd takes mail in over SMTP or LMTP and answers 250 only once the caller's store holds it. It
// streams: a message longer than 64 KiB is never in memory as a whole.
package smtpd

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/emersion/go-smtp"
)

// Protocol is the language of a listener.
type Protocol string

// The protocols. LMTP is for an MTA on the same host, and answers for every recipient by himself.
const (
	SMTP Protocol = "smtp"
	LMTP Protocol = "lmtp"
)

// Config describes one listener. The zero value of a field means its default.
type Config struct {
	Channel  string // copied to every delivery
	Protocol Protocol
	Domain   string      // the name in the greeting and the Received header; default "localhost"
	TLS      *tls.Config // offers STARTTLS where set

	MaxSize       int64         // octets of a message, advertised by SIZE (RFC 1870); default 50 MiB
	MaxRecipients int           // of one message; default 100 (RFC 5321 §4.5.3.1.8)
	MaxConns      int           // at once; further ones hear 421; default 100
	Timeout       time.Duration // of silence between two packets; default 5 min (RFC 5321 §4.5.3.2)
	StoreTimeout  time.Duration // of one call of the Store; default 2 min
	SpoolDir      string        // for messages over 64 KiB; default the system's temporary directory

	Now func() time.Time // required: the clock of the Received header
	// Wall is the machine's clock, for network deadlines, where Now is bent. Nil means Now.
	Wall func() time.Time
	Log  *slog.Logger // default slog.Default()
}

// maxLine is the longest line that is taken. RFC 5321 §4.5.3.1.6 asks for 1000 octets and real mail has
// lines far over that; the limit only bounds what a client without line ends can make us hold.
const maxLine = 1 << 20

// Server is one listener's worth of intake.
type Server struct {
	cfg   Config
	store Store
	log   *slog.Logger
	inner *smtp.Server
}

// New makes a server that gives what it receives to store.
func New(cfg Config, store Store) *Server {
	cfg = cfg.withDefaults()
	s := &Server{cfg: cfg, store: store, log: cfg.Log}
	s.inner = smtp.NewServer(smtp.BackendFunc(s.newSession))
	s.inner.LMTP = cfg.Protocol == LMTP
	s.inner.Domain = cfg.Domain
	s.inner.TLSConfig = cfg.TLS
	s.inner.MaxMessageBytes = cfg.MaxSize
	s.inner.MaxRecipients = cfg.MaxRecipients
	s.inner.MaxLineLength = maxLine
	s.inner.EnableSMTPUTF8 = true
	s.inner.ErrorLog = logger{cfg.Log}
	return s
}

func (c Config) withDefaults() Config {
	c.Protocol = cmp.Or(c.Protocol, SMTP)
	c.Domain = cmp.Or(c.Domain, "localhost")
	c.MaxSize = cmp.Or(c.MaxSize, 50<<20)
	c.MaxRecipients = cmp.Or(c.MaxRecipients, 100)
	c.MaxConns = cmp.Or(c.MaxConns, 100)
	c.Timeout = cmp.Or(c.Timeout, 5*time.Minute)
	c.StoreTimeout = cmp.Or(c.StoreTimeout, 2*time.Minute)
	c.Log = cmp.Or(c.Log, slog.Default())
	if c.Wall == nil {
		c.Wall = c.Now
	}
	return c
}

// Serve takes connections from l until ctx ends, then lets mails under way finish for as long as Timeout.
// It closes l, and returns nil after an end by ctx.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	list := &conns{
		Listener: l, limit: s.cfg.MaxConns, timeout: s.cfg.Timeout, now: s.cfg.Wall,
		// A mail under way is finished while the server ends.
		ctx: context.WithoutCancel(ctx), open: map[*conn]struct{}{},
	}
	served := make(chan error, 1)
	go func() { served <- s.inner.Serve(list) }()
	select {
	case err := <-served:
		list.cut()
		return fmt.Errorf("take %s connections: %w", s.cfg.Protocol, err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.cfg.Timeout)
	defer cancel()
	list.drain()
	if err := s.inner.Shutdown(grace); err != nil && !errors.Is(err, net.ErrClosed) {
		s.log.Warn("mail cut off at shutdown; its senders will try again", "channel", s.cfg.Channel, "err", err)
	}
	list.cut()
	<-served
	return nil
}

// logger gives go-smtp's complaints to slog.
type logger struct{ log *slog.Logger }

// Printf logs a complaint.
func (l logger) Printf(format string, v ...any) {
	l.log.Warn("mail intake: " + fmt.Sprintf(format, v...))
}

// Println logs a complaint.
func (l logger) Println(v ...any) { l.log.Warn("mail intake: " + fmt.Sprint(v...)) }
