package intake

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Mailbox is an IMAP mailbox that the desk fetches from.
type Mailbox struct {
	Account    string `json:"account"` // names it in the ledger; never changes
	Host       string `json:"host"`
	Port       int    `json:"port,omitempty"`
	Security   string `json:"security"` // tls, starttls, plain
	Username   string `json:"username"`
	Password   string `json:"password"`
	AllowPlain bool   `json:"allow_plain,omitempty"`
	Off        bool   `json:"off,omitempty"`
}

// Mailboxes is the setting of all mailboxes. It holds passwords.
var Mailboxes = settings.Key[[]Mailbox]{Name: "mail.mailboxes", Secret: true, Check: func(list []Mailbox) error {
	seen := map[string]bool{}
	for _, m := range list {
		switch {
		case strings.TrimSpace(m.Account) == "":
			return fault.Field("account", "A mailbox needs a name")
		case seen[m.Account]:
			return fault.Field("account", "Two mailboxes are called %s", m.Account)
		case m.Host == "":
			return fault.Field("host", "The mailbox %s needs the name of its server, like imap.example.com", m.Account)
		case m.Username == "":
			return fault.Field("username", "The mailbox %s needs a user name", m.Account)
		}
		seen[m.Account] = true
	}
	return nil
}}

// MailboxStatus is how a mailbox fares.
type MailboxStatus struct {
	Account string
	Phase   string // connecting, fetching, waiting, troubled
	Error   string // in a sentence, while troubled
	Since   time.Time
}

// Fetcher runs a connection per mailbox and follows the setting: a changed mailbox is connected anew.
type Fetcher struct {
	s        *Service
	spool    string
	mu       sync.Mutex
	statuses map[string]MailboxStatus
	changed  func()                  // hears of new statuses; may be nil
	holder   string                  // names this process in the leases
	tune     func(*imapfetch.Config) // tests shorten the waits; nil in a desk
}

// Fetcher makes the fetcher; large mails are spooled in the folder given.
func (s *Service) Fetcher(spool string) *Fetcher {
	return &Fetcher{s: s, spool: spool, holder: newHolder(rand.Text()), statuses: map[string]MailboxStatus{}}
}

// Tune changes how mailboxes are fetched from, before Run.
func (f *Fetcher) Tune(tune func(*imapfetch.Config)) { f.tune = tune }

// Told makes changed hear that a status is another now, before Run; it must return at once.
func (f *Fetcher) Told(changed func()) { f.changed = changed }

// Statuses tells how each mailbox fares.
func (f *Fetcher) Statuses() map[string]MailboxStatus {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make(map[string]MailboxStatus, len(f.statuses))
	for k, v := range f.statuses {
		out[k] = v
	}
	return out
}

// Run fetches until ctx ends.
func (f *Fetcher) Run(ctx context.Context) error {
	running := map[Mailbox]context.CancelFunc{}
	var wg sync.WaitGroup
	defer wg.Wait()
	changed := f.s.DB.Listen("event")
	defer f.s.DB.Unlisten("event", changed)
	for ctx.Err() == nil {
		want, err := Mailboxes.Get(ctx, f.s.DB.Read())
		if err != nil {
			f.s.Logger.Warn("mailboxes", "err", err)
		} else {
			f.adjust(ctx, running, want, &wg)
		}
		select {
		case <-ctx.Done():
		case <-changed: // any event; settings are read again, which is cheap
		case <-time.After(30 * time.Second):
		}
	}
	return nil
}

// adjust ends what is not wanted any more and starts what is.
func (f *Fetcher) adjust(ctx context.Context, running map[Mailbox]context.CancelFunc, want []Mailbox, wg *sync.WaitGroup) {
	wanted := map[Mailbox]bool{}
	for _, m := range want {
		if !m.Off {
			wanted[m] = true
		}
	}
	for m, cancel := range running {
		if !wanted[m] {
			cancel()
			delete(running, m)
			f.forget(m.Account)
		}
	}
	for m := range wanted {
		if running[m] != nil {
			continue
		}
		mctx, cancel := context.WithCancel(ctx)
		running[m] = cancel
		wg.Go(func() { f.alone(mctx, m.Account, func(ctx context.Context) { f.fetch(ctx, m) }) })
	}
}

func (f *Fetcher) fetch(ctx context.Context, m Mailbox) {
	cfg := imapfetch.Config{Account: m.Account, Host: m.Host, Port: m.Port, Security: imapfetch.Security(m.Security),
		Username: m.Username, Password: m.Password, AllowPlain: m.AllowPlain, SpoolDir: f.spool, MaxTries: maxTries,
		OnStatus: func(s imapfetch.Status) { f.note(ctx, m.Account, string(s.Phase), s.Err) }}
	if f.tune != nil {
		f.tune(&cfg)
	}
	if err := imapfetch.Run(ctx, cfg, &imapLedger{f.s}, f.s.Logger); err != nil {
		f.note(ctx, m.Account, string(imapfetch.Troubled), err)
	}
}

func (f *Fetcher) note(ctx context.Context, account, phase string, err error) {
	s := MailboxStatus{Account: account, Phase: phase, Since: f.s.DB.Now(ctx)}
	if err != nil {
		s.Error = err.Error()
	}
	f.change(func() {
		if ctx.Err() == nil { // a mailbox that was taken out has no status any more
			f.statuses[account] = s
		}
	})
}

func (f *Fetcher) forget(account string) {
	f.change(func() { delete(f.statuses, account) })
}

func (f *Fetcher) change(statuses func()) {
	f.mu.Lock()
	statuses()
	f.mu.Unlock()
	if f.changed != nil {
		f.changed()
	}
}
