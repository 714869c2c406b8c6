package incident

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

const (
	tellKind    = "incident.tell"
	webhookKind = "incident.webhook"
	atOnce      = 250 // subscribers in one transaction
	mostFails   = 3   // updates that a webhook misses, one behind the other, before it is paused
)

// Sending is how far the subscribers of an update have been told.
type Sending struct {
	Update     int64
	Told       int
	BeganAt    time.Time
	FinishedAt time.Time // zero: it goes on
	upto       int64
}

type updateArgs struct {
	Update     int64 `json:"update"`
	Subscriber int64 `json:"subscriber,omitempty"`
}

// tellSubscribers sets the news of a public update going. What is confidential goes to nobody.
func (s *Service) tellSubscribers(ctx context.Context, tx *db.Tx, i Incident, u Update) error {
	if !u.Deliver || i.Confidential {
		return nil
	}
	if err := beginSending(ctx, tx, u.ID); err != nil {
		return err
	}
	_, err := job.Enqueue(ctx, tx, tellKind, updateArgs{Update: u.ID}, job.Options{Unique: fmt.Sprint(u.ID)})
	return err
}

// tell goes through the subscribers, some in each transaction, and goes on where it was stopped: a mail and the note of how
// far it came are one.
func (s *Service) tell(ctx context.Context, j job.Job) error {
	var a updateArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "incident")
	word, err := s.word(ctx, s.DB.Read(), a.Update)
	if err != nil {
		return err
	}
	for more := true; more; {
		more, err = db.InTx(ctx, s.DB, func(tx *db.Tx) (bool, error) { return s.tellSome(ctx, tx, word) })
		if err != nil {
			return err
		}
	}
	return nil
}

// word reads an update with its incident and all that was said of it.
func (s *Service) word(ctx context.Context, q db.Querier, update int64) (Word, error) {
	u, err := findUpdate(ctx, q, update)
	if err != nil {
		return Word{}, err
	}
	i, err := findIncident(ctx, q, u.IncidentID)
	if err != nil {
		return Word{}, err
	}
	all, err := threads(ctx, q, []Incident{i})
	if err != nil {
		return Word{}, err
	}
	return Word{Thread: all[0], Update: u}, nil
}

func (s *Service) tellSome(ctx context.Context, tx *db.Tx, w Word) (more bool, err error) {
	sending, err := findSending(ctx, tx, w.Update.ID)
	if err != nil || !sending.FinishedAt.IsZero() {
		return false, err
	}
	some, err := activeBehind(ctx, tx, sending.upto, atOnce)
	if err != nil {
		return false, err
	}
	names, err := s.componentNames(ctx, tx)
	if err != nil {
		return false, err
	}
	var hooks []updateArgs
	for _, b := range some {
		sending.upto = b.ID
		if !b.wants(w.Thread) {
			continue
		}
		sending.Told++
		if b.Channel == ByWebhook {
			hooks = append(hooks, updateArgs{w.Update.ID, b.ID})
		} else if err := s.mailUpdate(ctx, tx, b, w, names); err != nil {
			return false, err
		}
	}
	if err := job.EnqueueAll(ctx, tx, webhookKind, hooks); err != nil {
		return false, err
	}
	if more = len(some) == atOnce; !more {
		sending.FinishedAt = tx.Now()
	}
	return more, saveSending(ctx, tx, sending)
}

func (s *Service) componentNames(ctx context.Context, q db.Querier) (map[int64]string, error) {
	all, err := findComponents(ctx, q)
	names := make(map[int64]string, len(all))
	for _, c := range all {
		names[c.ID] = c.Title
	}
	return names, err
}

// post sends one webhook its update. What the other side cannot take now is tried again, with the same key.
func (s *Service) post(ctx context.Context, j job.Job) error {
	var a updateArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	b, err := findSubscriber(ctx, s.DB.Read(), a.Subscriber)
	if fault.Is(err, fault.NotFound) || err == nil && b.State != Active {
		return nil
	}
	if err != nil {
		return err
	}
	view, err := s.View(ctx)
	if err != nil {
		return err
	}
	w, err := s.word(ctx, s.DB.Read(), a.Update)
	if err != nil {
		return err
	}
	body, err := json.Marshal(s.webhookBody(view, w, b))
	if err != nil {
		return err
	}
	err = s.deliver(ctx, b, body, fmt.Sprint("update-", w.Update.Code))
	if err == nil && b.Failures > 0 {
		b.Failures = 0
		return s.DB.Do(ctx, func(tx *db.Tx) error { return storeSubscriber(ctx, tx, &b) })
	}
	return retryable(err)
}

// retryable makes an outage of the other side count as a try of its own: the job's queue would wait without end.
func retryable(err error) error {
	if fault.Is(err, fault.Unavailable) {
		return errors.New(err.Error())
	}
	return err
}

func (s *Service) deliver(ctx context.Context, b Subscriber, body []byte, key string) error {
	_, err := s.exchange(ctx, b, body, key)
	return err
}

func (s *Service) exchange(ctx context.Context, b Subscriber, body []byte, key string) (outbound.Answer, error) {
	return s.Out.Do(ctx, outbound.Request{URL: b.Address, Body: body, Key: key, Header: map[string]string{
		"Content-Type": "application/json", outbound.SignatureHeader: outbound.Sign([]byte(s.secret(b.ID)), body, s.DB.Now(ctx))}})
}

// missed notes that a webhook could not be told, and pauses one that never can.
func (s *Service) missed(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	var a updateArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	b, err := findSubscriber(ctx, tx, a.Subscriber)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if b.Failures++; b.Failures >= mostFails {
		b.State, b.Reason = Paused, fault.Clip(cause.Error(), 300)
	}
	return storeSubscriber(ctx, tx, &b)
}

// verify asks a webhook whether it wants to be told: it must answer with the challenge. The secret that signs what follows
// travels along, this once.
func (s *Service) verify(ctx context.Context, j job.Job) error {
	var a subscriberArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	b, err := findSubscriber(ctx, s.DB.Read(), a.Subscriber)
	if fault.Is(err, fault.NotFound) || err == nil && b.State != Asked {
		return nil
	}
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]string{"type": "verification", "challenge": s.token(b.ID), "secret": s.secret(b.ID),
		"unsubscribe": s.unsubscribeURL(b)})
	if err != nil {
		return err
	}
	answer, err := s.exchange(ctx, b, body, fmt.Sprint("verify-", b.ID))
	if err != nil {
		return retryable(err)
	}
	if !saysYes(answer.Body, s.token(b.ID)) {
		return errors.New("the webhook did not answer with the challenge")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		b.State = Active
		return storeSubscriber(ctx, tx, &b)
	})
}

// saysYes reports whether an answer holds the challenge, as plain text or as {"challenge": …}.
func saysYes(body []byte, challenge string) bool {
	var said struct {
		Challenge string `json:"challenge"`
	}
	return json.Unmarshal(body, &said) == nil && said.Challenge == challenge || string(body) == challenge
}

// neverMind forgets a webhook that does not say yes.
func (s *Service) neverMind(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	var a subscriberArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	b, err := findSubscriber(ctx, tx, a.Subscriber)
	if err != nil || b.State != Asked {
		return nil
	}
	b.State, b.Reason = Paused, fault.Clip(cause.Error(), 300)
	return storeSubscriber(ctx, tx, &b)
}
