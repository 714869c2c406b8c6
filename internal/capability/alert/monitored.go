package alert

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Monitored is a service that monitors watch: where its alerts come in, whom they page and how loud.
type Monitored struct {
	ID        int64
	Title     string
	Policy    string // title of an escalation policy; empty: the desk's default
	Urgencies Urgencies
	// Silence is after how long without a word an alert of it resolves itself; 0: never.
	Silence time.Duration
	// TicketUserID is for whom each of its alerts opens a ticket; 0: none does.
	TicketUserID int64
	Keys         []Key // newest first; only for those who may manage settings
	Version      int64 // from 1; every change makes a new one
	Open         int   // how many of its alerts are open, read along
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Key is a routing key: whoever sends it reports for the service.
type Key struct {
	ID         int64
	Key        string // 32 characters, as PagerDuty's
	CreatedAt  time.Time
	LastUsedAt time.Time // to within some minutes; zero: not yet
	RevokedAt  time.Time // zero: it works
}

// Bounds of a service.
const (
	longestTitle   = 120
	longestSilence = 90 * 24 * time.Hour
	mostKeys       = 10 // that work at a time
)

// ServiceSubject is what the facts of a monitored service are about.
func ServiceSubject(id int64) event.Subject { return event.Subject{Type: "alert_service", ID: id} }

// newKey makes a routing key: 128 bits in as many characters as PagerDuty's clients insist on.
func newKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}

// Services lists the monitored services by title, without their keys.
func (s *Service) Services(ctx context.Context) ([]Monitored, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listServices(ctx, s.DB.Read())
}

// ServicesIn is Services as a part of another use case, which has asked who may.
func (s *Service) ServicesIn(ctx context.Context, q db.Querier) ([]Monitored, error) {
	return listServices(ctx, q)
}

// Monitored gives a service with its keys, for who may change it.
func (s *Service) Monitored(ctx context.Context, id int64) (Monitored, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Monitored{}, err
	}
	m, err := findService(ctx, s.DB.Read(), id)
	if err != nil {
		return m, err
	}
	m.Keys, err = keysOf(ctx, s.DB.Read(), id)
	return m, err
}

// SaveService makes a service, which has a key from the start, or changes one. With a Version that is not the latest it is
// fault.Conflict; Version 0 does not ask.
func (s *Service) SaveService(ctx context.Context, m Monitored) (Monitored, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return m, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Monitored, error) { return s.SaveServiceIn(ctx, tx, m) })
}

// SaveServiceIn is SaveService inside the caller's transaction.
func (s *Service) SaveServiceIn(ctx context.Context, tx *db.Tx, m Monitored) (Monitored, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return m, err
	}
	m.Title = strings.Join(strings.Fields(m.Title), " ")
	if m.Urgencies == nil {
		m.Urgencies = DefaultUrgencies()
	}
	if err := s.checkService(ctx, tx, m); err != nil {
		return m, err
	}
	if m.ID == 0 {
		return s.addService(ctx, tx, m)
	}
	old, err := lockService(ctx, tx, m.ID)
	if err != nil {
		return m, err
	}
	if m.Version != 0 && m.Version != old.Version {
		return m, fault.New(fault.Conflict, "“%s” was changed meanwhile. What you typed is kept; look at it again and save it if it still holds", old.Title)
	}
	m.Version, m.CreatedAt, m.UpdatedAt = old.Version+1, old.CreatedAt, tx.Now()
	if err := updateService(ctx, tx, m); err != nil {
		return m, err
	}
	return m, s.Log.Append(ctx, tx, ServiceSubject(m.ID), ServiceSaved{Title: m.Title})
}

func (s *Service) addService(ctx context.Context, tx *db.Tx, m Monitored) (Monitored, error) {
	m.Version, m.CreatedAt, m.UpdatedAt = 1, tx.Now(), tx.Now()
	var err error
	if m.ID, err = insertService(ctx, tx, m); err != nil {
		return m, err
	}
	if m.Keys, err = addKey(ctx, tx, m.ID); err != nil {
		return m, err
	}
	return m, s.Log.Append(ctx, tx, ServiceSubject(m.ID), ServiceSaved{Title: m.Title, New: true})
}

func (s *Service) checkService(ctx context.Context, q db.Querier, m Monitored) error {
	switch n := len([]rune(m.Title)); {
	case n == 0:
		return fault.Field("title", "The service needs a title, such as “Checkout”")
	case n > longestTitle:
		return fault.Field("title", "The title has %d characters; up to %d are kept", n, longestTitle)
	case m.Silence < 0 || m.Silence > longestSilence:
		return fault.Field("silence", "Alerts resolve themselves after a minute to 90 days without a word, or never (0)")
	}
	if err := m.Urgencies.check(); err != nil {
		return err
	}
	same, err := serviceTitled(ctx, q, m.Title)
	if err == nil && same.ID != m.ID {
		return &fault.Error{Kind: fault.Conflict, Field: "title", Public: "There is a service called “" + same.Title + "” already. Choose another title"}
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if m.TicketUserID == 0 {
		return nil
	}
	users, err := s.People.Named(ctx, q, m.TicketUserID)
	if _, ok := users[m.TicketUserID]; err == nil && !ok {
		return fault.Field("ticket_user", "There is no person with the number %d", m.TicketUserID)
	}
	return err
}

// DeleteService removes a service that has never had an alert. One that has keeps its history: its keys can be revoked.
func (s *Service) DeleteService(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.DeleteServiceIn(ctx, tx, id) })
}

// DeleteServiceIn is DeleteService inside the caller's transaction.
func (s *Service) DeleteServiceIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	m, err := lockService(ctx, tx, id)
	if err != nil {
		return err
	}
	n, err := countAlerts(ctx, tx, id)
	if err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "“%s” has %d alerts, which are kept. Revoke its keys instead: nothing comes in then", m.Title, n)
	}
	if err := deleteService(ctx, tx, id); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, ServiceSubject(id), ServiceSaved{Title: m.Title, Removed: true})
}

// AddKey gives a service another key. The others go on working.
func (s *Service) AddKey(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		m, err := lockService(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := addKey(ctx, tx, id); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, ServiceSubject(id), ServiceKeyed{Title: m.Title})
	})
}

func addKey(ctx context.Context, tx *db.Tx, id int64) ([]Key, error) {
	keys, err := keysOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	working := 0
	for _, k := range keys {
		if k.RevokedAt.IsZero() {
			working++
		}
	}
	if working >= mostKeys {
		return nil, fault.New(fault.Conflict, "The service has %d keys that work. Revoke one that no sender uses", working)
	}
	if err := insertKey(ctx, tx, id, newKey()); err != nil {
		return nil, err
	}
	return keysOf(ctx, tx, id)
}

// RevokeKey ends a key of a service at once. What is sent with it afterwards is refused, and shown among the refused.
func (s *Service) RevokeKey(ctx context.Context, id, keyID int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		m, err := lockService(ctx, tx, id)
		if err != nil {
			return err
		}
		if done, err := revokeKey(ctx, tx, id, keyID); err != nil || !done {
			return err
		}
		return s.Log.Append(ctx, tx, ServiceSubject(id), ServiceKeyed{Title: m.Title, Revoked: true})
	})
}

func foldTitle(title string) string { return people.FoldName(title) }

// PolicyTitles lists whom a service can page.
func (s *Service) PolicyTitles(ctx context.Context) ([]string, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil || s.Policies == nil {
		return nil, err
	}
	return s.Policies(ctx)
}

// Somebody finds a person by an address, for whom tickets are to be opened.
func (s *Service) Somebody(ctx context.Context, address string) (people.User, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return people.User{}, err
	}
	return s.People.ByAddress(ctx, s.DB.Read(), address)
}
