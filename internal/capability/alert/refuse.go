package alert

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Refusal is something that came and could not be taken: a monitor that nobody hears until it is mended.
type Refusal struct {
	ID      int64
	Sender  wire.Sender
	Key     string // the routing key; of a stored one only its beginning
	Reason  string
	Sample  string // the beginning of the latest body
	Client  string // the network address it came from last
	Times   int64
	FirstAt time.Time
	LastAt  time.Time
}

const (
	longestReason = 500
	longestSample = 2000
	mostRefusals  = 200 // different ones
)

// Refuse writes down what could not be taken, so that nothing is lost without a word. The same again only counts.
func (s *Service) Refuse(ctx context.Context, r Refusal) error {
	r.Key, r.Reason, r.Sample = db.Text(hint(r.Key)), db.Text(fault.Clip(r.Reason, longestReason)), db.Text(fault.Clip(r.Sample, longestSample))
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		return putRefusal(ctx, tx, r, bodyDigest([]byte(string(r.Sender)+"\x00"+r.Key+"\x00"+r.Reason)))
	})
}

// Refusals lists what could not be taken, the latest first.
func (s *Service) Refusals(ctx context.Context) ([]Refusal, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return nil, err
	}
	return listRefusals(ctx, s.DB.Read())
}

// ForgetRefusal takes one off the list, once it is mended. If it happens again, it is back.
func (s *Service) ForgetRefusal(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return deleteRefusal(ctx, tx, id) })
}
