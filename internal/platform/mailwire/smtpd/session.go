package smtpd

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"

	"github.com/emersion/go-smtp"

	"github.com/daywatch/daywatch/internal/platform/mailwire/spool"
)

var (
	replyClosing = &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2},
		Message: "The desk is shutting down; try again later"}
	errCutShort = errors.New("the connection broke within the last chunk")
)

// session is one client between HELO and QUIT. go-smtp runs Data on a goroutine of its own for BDAT, so the
// envelope is guarded.
type session struct {
	server *Server
	conn   *conn
	helo   string
	secure bool

	mu   sync.Mutex
	from string
	to   []string
	utf8 bool
}

func (s *Server) newSession(c *smtp.Conn) (smtp.Session, error) {
	nc := c.Conn()
	_, secure := c.TLSConnectionState()
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	return &session{server: s, conn: nc.(*conn), helo: c.Hostname(), secure: secure}, nil
}

// context bounds one call of the store.
func (s *session) context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(s.conn.list.ctx, s.server.cfg.StoreTimeout)
}

// Mail asks the store before the client sends anything it would have to send again.
func (s *session) Mail(from string, opts *smtp.MailOptions) error {
	ctx, cancel := s.context()
	defer cancel()
	if err := s.server.store.Ready(ctx); err != nil {
		s.server.log.WarnContext(ctx, "mail refused for now", "channel", s.server.cfg.Channel, "err", err)
		return readyReply(err)
	}
	if !s.conn.begin() {
		return replyClosing
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.from, s.to, s.utf8 = from, nil, opts != nil && opts.UTF8
	return nil
}

// Rcpt takes one recipient.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	ctx, cancel := s.context()
	defer cancel()
	if err := s.server.store.Known(ctx, to); err != nil {
		return rcptReply(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = append(s.to, to)
	return nil
}

// Data takes a message over SMTP.
func (s *session) Data(r io.Reader) error {
	mail, err := s.read(r)
	if err != nil {
		return readReply(err)
	}
	defer mail.Close()
	return s.keep(mail, mail.to)
}

// LMTPData takes a message over LMTP: one delivery and one answer for each recipient.
func (s *session) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	mail, err := s.read(r)
	if err != nil {
		return readReply(err)
	}
	defer mail.Close()
	for _, rcpt := range mail.to {
		status.SetStatus(rcpt, s.keep(mail, []string{rcpt}))
	}
	return nil
}

// received is a whole message with its envelope.
type received struct {
	*spool.Spool
	from string
	to   []string
	utf8 bool
}

func (s *session) read(r io.Reader) (*received, error) {
	s.mu.Lock()
	mail := &received{from: s.from, to: append([]string(nil), s.to...), utf8: s.utf8}
	s.mu.Unlock()
	var err error
	if mail.Spool, err = spool.Read(s.server.cfg.SpoolDir, r); err != nil {
		s.server.log.Warn("mail not received whole", "channel", s.server.cfg.Channel, "client", s.conn.RemoteAddr().String(), "err", err)
		return nil, err
	}
	// go-smtp 0.25.1 takes a connection lost within BDAT LAST for the end of the message.
	if s.conn.broken.Load() {
		mail.Close()
		return nil, errors.Join(errCutShort, io.ErrUnexpectedEOF)
	}
	return mail, nil
}

// keep hands one delivery to the store and turns its answer into the client's.
func (s *session) keep(mail *received, to []string) error {
	ctx, cancel := s.context()
	defer cancel()
	d := s.delivery(mail, to)
	id, err := s.server.store.Store(ctx, d)
	if err != nil {
		s.server.log.ErrorContext(ctx, "mail not kept", "channel", d.Channel, "key", d.Key, "from", d.From, "to", d.To, "err", err)
	} else {
		s.server.log.InfoContext(ctx, "mail kept", "channel", d.Channel, "id", id, "key", d.Key, "from", d.From, "to", d.To, "octets", d.Size)
	}
	return storeReply(id, err)
}

func (s *session) delivery(mail *received, to []string) Delivery {
	now := s.server.cfg.Now()
	key := deliveryKey(mail.from, to, mail.Sum)
	head := trace{
		from: mail.from, to: to, helo: s.helo, remote: s.conn.RemoteAddr().String(),
		by: s.server.cfg.Domain, protocol: s.protocol(mail.utf8), id: key[:16], at: now,
	}.header()
	body := mail.Section(head)
	return Delivery{
		Channel: s.server.cfg.Channel, Key: key, From: mail.from, To: to,
		RemoteAddr: s.conn.RemoteAddr().String(), Helo: s.helo, ReceivedAt: now,
		Body: body, Size: body.Size(), TraceSize: int64(len(head)), RawSHA256: mail.Sum,
	}
}

// protocol names the way in, as registered by RFC 3848 and RFC 6531 §4.3.
func (s *session) protocol(utf8 bool) string {
	name := "ESMTP"
	if s.server.cfg.Protocol == LMTP {
		name = "LMTP"
	}
	if utf8 {
		name = map[string]string{"ESMTP": "UTF8SMTP", "LMTP": "UTF8LMTP"}[name]
	}
	if s.secure {
		name += "S"
	}
	return name
}

// Reset forgets the mail under way.
func (s *session) Reset() {
	s.mu.Lock()
	s.from, s.to, s.utf8 = "", nil, false
	s.mu.Unlock()
	s.conn.end()
}

// Logout ends the session.
func (s *session) Logout() error {
	s.Reset()
	return nil
}

var (
	_ smtp.LMTPSession = (*session)(nil)
	_ net.Conn         = (*conn)(nil)
)
