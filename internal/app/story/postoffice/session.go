package postoffice

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// session is one SMTP client. It takes mail for the mailboxes and refuses all other.
type session struct {
	office *Office
	to     []*imapmemserver.User
}

// Mail implements smtp.Session.
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	box, ok := s.office.boxes[strings.ToLower(to)]
	if !ok {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<" + to + "> is no user here"} // as others do, it repeats the address
	}
	s.to = append(s.to, box)
	return nil
}

// Data implements smtp.Session: the mail lies in the mailboxes before the client hears so.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("read the mail: %w", err)
	}
	for _, box := range s.to {
		if _, err := box.Append(inbox, bytes.NewReader(raw), &imap.AppendOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.to = nil }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }
