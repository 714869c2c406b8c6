package alert

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Receipt says what became of a report.
type Receipt struct {
	Key     string // by which the sender speaks of the alert
	Outcome Outcome
	AlertID int64 // 0: the report is of no alert that is known
}

// touchKeyEvery bounds how often the use of a key is written down.
const touchKeyEvery = 5 * time.Minute

// Receive takes what a monitor reports with a service's routing key; body is what it sent. It is durable when it returns. A
// key that no service has is fault.NotFound, and stands among the refused.
func (s *Service) Receive(ctx context.Context, key string, r wire.Report, body []byte) (Receipt, error) {
	if r.Key == "" {
		r.Key = strings.ToLower(rand.Text()) // PagerDuty Events API v2: dedup_key is chosen when absent
	}
	ctx = access.AsSystem(ctx, string(r.Sender))
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Receipt, error) {
		k, serviceID, err := keyed(ctx, tx, key)
		if db.IsNoRows(err) {
			return Receipt{}, fault.New(fault.NotFound,
				"No service of this desk has the routing key that begins with %s: copy the key from the page of the service, under Settings, Alert services", hint(key))
		}
		if err != nil {
			return Receipt{}, err
		}
		m, err := lockService(ctx, tx, serviceID)
		if err != nil {
			return Receipt{}, err
		}
		if tx.Now().Sub(k.LastUsedAt) >= touchKeyEvery {
			if err := touchKey(ctx, tx, k.ID); err != nil {
				return Receipt{}, err
			}
		}
		if r.Action == wire.Change {
			return Receipt{Key: r.Key, Outcome: Noted}, insertChange(ctx, tx, serviceID, r)
		}
		return s.receive(ctx, tx, m, r, body)
	})
}

// hint is as much of a key as may be shown to those who may not see it.
func hint(key string) string {
	if len(key) > 6 {
		return key[:6] + "…"
	}
	return "“" + key + "”"
}

// receive takes a report about a service that is locked.
func (s *Service) receive(ctx context.Context, tx *db.Tx, m Monitored, r wire.Report, body []byte) (Receipt, error) {
	k, err := s.known(ctx, tx, m.ID, r.Key)
	if err != nil {
		return Receipt{}, err
	}
	t := k.take(r, tx.Now())
	if err := putEnds(ctx, tx, m.ID, r.Key, t.ends); err != nil {
		return Receipt{}, err
	}
	receipt := Receipt{Key: r.Key, Outcome: t.outcome}
	if k.alert == nil && t.outcome != Opened {
		return receipt, nil
	}
	before := Alert{}
	if k.alert != nil {
		before = *k.alert
	}
	t.alert.ServiceID, t.alert.Service = m.ID, m.Title
	a, err := s.keep(ctx, tx, m, before, t)
	if err != nil {
		return receipt, err
	}
	receipt.AlertID = a.ID
	return receipt, putReport(ctx, tx, a.ID, r, t.outcome, bodyDigest(body))
}

func (s *Service) known(ctx context.Context, q db.Querier, serviceID int64, key string) (k known, err error) {
	if k.alert, err = openAlert(ctx, q, serviceID, key); err != nil {
		return k, err
	}
	if k.alert != nil {
		if k.members, err = membersOf(ctx, q, k.alert.ID); err != nil {
			return k, err
		}
	}
	k.ends, err = endsOf(ctx, q, serviceID, key)
	return k, err
}

// keep stores what a report made of an alert, and does what follows from it.
func (s *Service) keep(ctx context.Context, tx *db.Tx, m Monitored, before Alert, t taken) (Alert, error) {
	a := t.alert
	if t.outcome == Opened {
		return s.open(ctx, tx, m, a, t.members)
	}
	a, err := s.louder(ctx, tx, m, before, a)
	if err != nil {
		return a, err
	}
	if err := updateAlert(ctx, tx, a); err != nil {
		return a, err
	}
	if err := putMembers(ctx, tx, a.ID, t.members); err != nil {
		return a, err
	}
	switch t.outcome {
	case Answered:
		return a, s.answered(ctx, tx, a, WasAcknowledged{BySender: true})
	case Closed:
		return a, s.over(ctx, tx, m, a)
	}
	return a, nil
}

// open stores a new alert, and pages: for itself, or in the storm that it is a part of.
func (s *Service) open(ctx context.Context, tx *db.Tx, m Monitored, a Alert, members []Member) (Alert, error) {
	a.Urgency = m.Urgencies.Of(a.Severity)
	lead, err := s.storm(ctx, tx, m, a)
	if err != nil {
		return a, err
	}
	if lead != nil {
		a.LeadID = lead.ID
	}
	if a.ID, err = insertAlert(ctx, tx, a); err != nil {
		return a, err
	}
	if err := putMembers(ctx, tx, a.ID, members); err != nil {
		return a, err
	}
	if m.Silence > 0 {
		if err := listen(ctx, tx, a.LastAt.Add(m.Silence)); err != nil {
			return a, err
		}
	}
	fact := WasOpened{Service: m.ID, Severity: string(a.Severity), Urgency: string(a.Urgency), Lead: a.LeadID}
	if err := s.Log.Append(ctx, tx, Subject(a.ID), fact); err != nil {
		return a, err
	}
	if lead != nil {
		lead.Folded++
		return a, updateAlert(ctx, tx, *lead)
	}
	if err := s.page(ctx, tx, m, a); err != nil {
		return a, err
	}
	if m.TicketUserID == 0 {
		return a, nil
	}
	return s.ticketFor(ctx, tx, a, m.TicketUserID)
}

func bodyDigest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
