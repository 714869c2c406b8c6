package intake

import (
	"context"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// MailboxSaved is the fact that a mailbox was added, changed or, with Removed, taken away. It holds no secret.
type MailboxSaved struct {
	Account  string `json:"account"`
	Host     string `json:"host,omitempty"`
	Username string `json:"username,omitempty"`
	New      bool   `json:"new,omitempty"`
	Off      bool   `json:"off,omitempty"`
	Removed  bool   `json:"removed,omitempty"`
}

// EventKind implements event.Fact.
func (MailboxSaved) EventKind() string { return "mailbox.saved" }

// WaysIn is everything an administrator can say about incoming mail.
type WaysIn struct {
	Addresses []string
	Mailboxes []Mailbox // without their passwords
	Brakes    Brakes
}

// WaysIn gives the settings of incoming mail, without secrets.
func (s *Service) WaysIn(ctx context.Context) (w WaysIn, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return w, err
	}
	q := s.DB.Read()
	if w.Addresses, err = Addresses.Get(ctx, q); err != nil {
		return w, err
	}
	if w.Mailboxes, err = Mailboxes.Get(ctx, q); err != nil {
		return w, err
	}
	for i := range w.Mailboxes {
		w.Mailboxes[i].Password = ""
	}
	w.Brakes, err = MailBrakes.Get(ctx, q)
	return w, err
}

// SaveAddresses changes the desk's own addresses; doubles and empty ones are left out.
func (s *Service) SaveAddresses(ctx context.Context, typed []string) error {
	list := []string{}
	for _, a := range typed {
		if a = people.Normalize(a); a != "" && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return saveSetting(ctx, s, Addresses, list)
}

// SaveBrakes changes the limits of automatic mail.
func (s *Service) SaveBrakes(ctx context.Context, b Brakes) error {
	return saveSetting(ctx, s, MailBrakes, b)
}

func saveSetting[T any](ctx context.Context, s *Service, key settings.Key[T], v T) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return key.Set(ctx, tx, s.Log, v) })
}

// AddMailbox begins to fetch from a mailbox. fault.Conflict where the account is taken.
func (s *Service) AddMailbox(ctx context.Context, m Mailbox) error {
	return s.changeMailboxes(ctx, &m, func(list []Mailbox) ([]Mailbox, error) {
		if find(list, m.Account) >= 0 {
			return nil, fault.Field("account", "There is a mailbox called %s already; choose another name", m.Account)
		}
		return append(list, m), checkMailbox(m)
	}, func() MailboxSaved {
		return MailboxSaved{Account: m.Account, Host: m.Host, Username: m.Username, New: true, Off: m.Off}
	})
}

// ChangeMailbox changes the mailbox of its account. An empty password keeps the one there is, for the same
// server and user only: else a password could be lured to a foreign server.
func (s *Service) ChangeMailbox(ctx context.Context, m Mailbox) error {
	return s.changeMailboxes(ctx, &m, func(list []Mailbox) ([]Mailbox, error) {
		i := find(list, m.Account)
		if i < 0 {
			return nil, fault.New(fault.NotFound, "There is no mailbox called %s", m.Account)
		}
		m.Password = kept(m, list[i])
		list[i] = m
		return list, checkMailbox(m)
	}, func() MailboxSaved {
		return MailboxSaved{Account: m.Account, Host: m.Host, Username: m.Username, Off: m.Off}
	})
}

// RemoveMailbox ends the fetching from a mailbox. What was fetched stays; what lies there stays there.
func (s *Service) RemoveMailbox(ctx context.Context, account string) error {
	return s.changeMailboxes(ctx, &Mailbox{Account: account}, func(list []Mailbox) ([]Mailbox, error) {
		i := find(list, account)
		if i < 0 {
			return nil, fault.New(fault.NotFound, "There is no mailbox called %s", account)
		}
		return slices.Delete(list, i, i+1), nil
	}, func() MailboxSaved { return MailboxSaved{Account: account, Removed: true} })
}

// changeMailboxes runs one change of the setting, with its fact, in one transaction.
func (s *Service) changeMailboxes(ctx context.Context, m *Mailbox, change func([]Mailbox) ([]Mailbox, error), fact func() MailboxSaved) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	m.Account, m.Host, m.Username = strings.TrimSpace(m.Account), strings.TrimSpace(m.Host), strings.TrimSpace(m.Username)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		list, err := Mailboxes.Get(ctx, tx)
		if err != nil {
			return err
		}
		before := slices.Clone(list)
		if list, err = change(list); err != nil || slices.Equal(before, list) {
			return err
		}
		if err := Mailboxes.Set(ctx, tx, s.Log, list); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "setting"}, fact())
	})
}

// probeTime bounds how long a person waits for a mail server.
const probeTime = 20 * time.Second

// TryMailbox signs in to a mailbox as it was typed and tells how many mails lie there. Nothing is fetched.
func (s *Service) TryMailbox(ctx context.Context, m Mailbox) (mails int, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return 0, err
	}
	list, err := Mailboxes.Get(ctx, s.DB.Read())
	if err != nil {
		return 0, err
	}
	if i := find(list, m.Account); i >= 0 {
		m.Password = kept(m, list[i])
	}
	if err := checkMailbox(m); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	return imapfetch.Probe(ctx, imapfetch.Config{Account: m.Account, Host: m.Host, Port: m.Port, Security: imapfetch.Security(m.Security),
		Username: m.Username, Password: m.Password, AllowPlain: m.AllowPlain, CommandTimeout: probeTime / 2})
}

func find(list []Mailbox, account string) int {
	return slices.IndexFunc(list, func(m Mailbox) bool { return m.Account == account })
}

// kept is the password of m as it is to be stored.
func kept(m, before Mailbox) string {
	if m.Password == "" && m.Host == before.Host && m.Username == before.Username {
		return before.Password
	}
	return m.Password
}

// checkMailbox finds what could never work before it is saved.
func checkMailbox(m Mailbox) error {
	switch {
	case m.Account == "":
		return fault.Field("account", "A mailbox needs a name, like support")
	case len(m.Account) > 60 || strings.ContainsAny(m.Account, "|/\\?#%") || strings.ContainsFunc(m.Account, func(r rune) bool { return r < ' ' }):
		return fault.Field("account", "The name of a mailbox is short and without / | ? # %%")
	case m.Host == "" || strings.ContainsAny(m.Host, " /"):
		return fault.Field("host", "Name the mail server, like imap.example.com")
	case m.Port < 0 || m.Port > 65535:
		return fault.Field("port", "%d is no port: they go from 1 to 65535. Leave it empty for the usual one", m.Port)
	case m.Username == "":
		return fault.Field("username", "Name the user to sign in as; mostly the whole mail address")
	case m.Password == "":
		return fault.Field("password", "Type the password for %s at %s. One is kept only for the same server and user", m.Username, m.Host)
	case m.Security != string(imapfetch.TLS) && m.Security != string(imapfetch.StartTLS) && m.Security != string(imapfetch.Plain):
		return fault.Field("security", "Choose how the connection is protected")
	case m.Security == string(imapfetch.Plain) && !m.AllowPlain && !near(m.Host):
		return fault.Field("security", "The password would cross the network to %s in clear text. Choose TLS, or tick below that you allow it", m.Host)
	}
	return nil
}

// near reports whether a server runs on this machine.
func near(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
