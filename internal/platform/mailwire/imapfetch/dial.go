package imapfetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/xoauth2"
)

// session is one connection.
type session struct {
	*fetcher
	conn   net.Conn
	client *imapclient.Client
	news   chan struct{} // holds a token when the server told of mail

	place       Place
	rescanBelow uint32
	inInbox     int
	pending     int
	flagged     map[uint32]bool // stored mails marked on a server without MOVE
	resting     map[uint32]bool // mails that failed; they are tried again at the next poll
}

// keepAlive finds a dead peer within a minute even while nothing is sent.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 30 * time.Second, Interval: 10 * time.Second, Count: 3}

// dial connects, secures and signs in.
func (f *fetcher) dial(ctx context.Context) (_ *session, err error) {
	dialer := net.Dialer{Timeout: f.cfg.CommandTimeout, KeepAliveConfig: keepAlive}
	conn, err := dialer.DialContext(ctx, "tcp", f.cfg.address())
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "The mail server %s does not answer", f.cfg.Host)
	}
	s := &session{
		fetcher: f, conn: conn, news: make(chan struct{}, 1),
		flagged: map[uint32]bool{}, resting: map[uint32]bool{},
	}
	defer func() {
		if err != nil {
			conn.Close()
		}
	}()
	err = s.within(ctx, f.cfg.CommandTimeout, "greeting", func() error { return s.greet(ctx) })
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "The mail server %s does not greet", f.cfg.Host)
	}
	if err := s.within(ctx, f.cfg.CommandTimeout, "LOGIN", func() error { return s.signIn(ctx) }); err != nil {
		s.client.Close()
		return nil, err
	}
	return s, nil
}

// greet makes the client, within TLS where asked for.
func (s *session) greet(ctx context.Context) (err error) {
	config := s.cfg.TLSConfig.Clone()
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if config.ServerName == "" {
		config.ServerName = s.cfg.Host
	}
	options := &imapclient.Options{TLSConfig: config, UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: s.told}}
	switch s.cfg.Security {
	case StartTLS:
		s.client, err = imapclient.NewStartTLS(s.conn, options)
		return err
	case TLS:
		secure := tls.Client(s.conn, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			return err
		}
		s.client = imapclient.New(secure, options)
	default:
		s.client = imapclient.New(s.conn, options)
	}
	if err := s.client.WaitGreeting(); err != nil {
		s.client.Close()
		return err
	}
	return nil
}

// told is called by the client's reader and must not block it.
func (s *session) told(data *imapclient.UnilateralDataMailbox) {
	if data.NumMessages == nil {
		return
	}
	select {
	case s.news <- struct{}{}:
	default:
	}
}

func (s *session) signIn(ctx context.Context) error {
	caps := s.client.Caps()
	var err error
	switch {
	case s.client.State() == imap.ConnStateAuthenticated: // PREAUTH
	case s.cfg.Token != nil:
		return s.signInByToken(ctx)
	case caps.Has(imap.AuthCap("PLAIN")):
		err = s.client.Authenticate(sasl.NewPlainClient("", s.cfg.Username, s.cfg.Password))
	case caps.Has(imap.CapLoginDisabled):
		err = fault.New(fault.Unauthorized, "The mail server %s takes no password over this connection; try another kind of security", s.cfg.Host)
	default:
		err = s.client.Login(s.cfg.Username, s.cfg.Password).Wait()
	}
	var said *imap.Error
	if errors.As(err, &said) && said.Type == imap.StatusResponseTypeNo && said.Code != imap.ResponseCodeUnavailable {
		return fault.Wrap(fault.Unauthorized, err, "The mail server %s does not take the user name and password", s.cfg.Host)
	}
	return err
}

// signInByToken treats a refusal as a passing one: the next token may do. Only the giver of tokens knows
// that a consent is gone.
func (s *session) signInByToken(ctx context.Context) error {
	token, err := s.cfg.Token(ctx)
	if err != nil {
		return err
	}
	err = s.client.Authenticate(xoauth2.New(s.cfg.Username, token))
	return fault.Wrap(fault.Unavailable, err, "The mail server %s does not take the access token", s.cfg.Host)
}

// errSilent is in the log where a connection died without a word.
var errSilent = errors.New("no answer within the time allowed; the connection is taken for dead")

// within runs a command and closes the connection, which ends it, when the time or ctx is over: go-imap puts
// a deadline on reading an answer and none on waiting for it to begin.
func (s *session) within(ctx context.Context, limit time.Duration, name string, command func() error) error {
	deadline, cancel := context.WithTimeoutCause(ctx, limit, errSilent)
	defer cancel()
	stop := context.AfterFunc(deadline, func() { s.conn.Close() })
	defer stop()
	err := command()
	if deadline.Err() != nil && err != nil {
		err = context.Cause(deadline)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// logout says good-bye; nothing depends on it.
func (s *session) logout(ctx context.Context) {
	_ = s.within(ctx, s.cfg.CommandTimeout, "LOGOUT", func() error { return s.client.Logout().Wait() })
}

func (s *session) close() { s.client.Close() }
