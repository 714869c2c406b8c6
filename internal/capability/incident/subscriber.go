package incident

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// Channel is a way to a subscriber.
type Channel string

// The channels.
const (
	ByMail    Channel = "mail"
	ByWebhook Channel = "webhook"
)

// SubscriberState is how far a subscription is.
type SubscriberState string

// The states.
const (
	Asked  SubscriberState = "asked"  // the address has not said yes yet
	Active SubscriberState = "active" // it is told
	Paused SubscriberState = "paused" // it cannot be reached
	Gone   SubscriberState = "gone"   // it does not want to be told any more
)

// Subscriber is somebody who asked to be told.
type Subscriber struct {
	ID         int64
	Channel    Channel
	Address    string // of a mailbox, in small letters, or of a webhook
	Language   string // of the mails; empty: English
	Components []int64
	State      SubscriberState
	Reason     string // why it is paused
	Failures   int    // of a webhook, one behind the other
	CreatedAt  time.Time
	ChangedAt  time.Time
}

// wants reports whether an update is for the subscriber: one about no component is for all.
func (b Subscriber) wants(t Thread) bool {
	if len(b.Components) == 0 {
		return true
	}
	spoken := slices.ContainsFunc(t.Updates, func(u Update) bool { return len(u.Changes) > 0 })
	return !spoken || t.Touches(b.Components)
}

// verifyKind asks a new webhook whether it wants to be told.
const verifyKind = "incident.verify"

type subscriberArgs struct {
	Subscriber int64 `json:"subscriber"`
}

// Subscribe takes somebody's wish to be told. A mailbox is asked by a letter, a webhook by a challenge; until either says
// yes nothing else is sent there. It asks for no permission, and says nothing of whether the address was known.
func (s *Service) Subscribe(ctx context.Context, channel Channel, address, language string, components []int64) error {
	address, err := cleanAddress(channel, address)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if components, err = knownComponents(ctx, tx, components); err != nil {
			return err
		}
		b, err := subscriberAt(ctx, tx, channel, address)
		if err != nil {
			return err
		}
		if b.State == Active { // who holds the address can change it by the link in each letter
			return nil
		}
		b.Channel, b.Address, b.Language, b.Components, b.State, b.Reason, b.Failures = channel, address, language, components, Asked, "", 0
		if err := storeSubscriber(ctx, tx, &b); err != nil {
			return err
		}
		if channel == ByWebhook {
			_, err := job.Enqueue(ctx, tx, verifyKind, subscriberArgs{b.ID}, job.Options{Unique: fmt.Sprint(b.ID)})
			return err
		}
		return s.askToConfirm(ctx, tx, b)
	})
}

func cleanAddress(channel Channel, address string) (string, error) {
	address = strings.TrimSpace(address)
	if channel == ByWebhook {
		if err := outbound.Check(address); err != nil {
			sentence, _ := fault.Public(err)
			return "", fault.Field("address", "%s", sentence)
		}
		if len(address) > 500 {
			return "", fault.Field("address", "The address is too long. Up to 500 letters fit")
		}
		return address, nil
	}
	if channel != ByMail {
		return "", fault.Field("channel", "“%s” is no way to tell you. Choose mail or webhook", channel)
	}
	a, err := mail.ParseAddress(address)
	if err != nil || len(a.Address) > 254 || strings.ContainsAny(a.Address, "\r\n <>") {
		return "", fault.Field("address", "“%s” is no mail address. Write it like name@example.com", fault.Clip(address, 80))
	}
	return strings.ToLower(a.Address), nil
}

// knownComponents keeps those that there are; a group stands for its members.
func knownComponents(ctx context.Context, q db.Querier, ids []int64) ([]int64, error) {
	all, err := findComponents(ctx, q)
	var out []int64
	for _, c := range all {
		if !c.IsGroup && (slices.Contains(ids, c.ID) || c.GroupID != 0 && slices.Contains(ids, c.GroupID)) {
			out = append(out, c.ID)
		}
	}
	return out, err
}

// Subscription gives what a link of a letter belongs to. The link's secret is the permission.
func (s *Service) Subscription(ctx context.Context, token string) (Subscriber, error) {
	id, err := s.holder(token)
	if err != nil {
		return Subscriber{}, err
	}
	return findSubscriber(ctx, s.DB.Read(), id)
}

// Confirm says yes to being told, or takes back a no.
func (s *Service) Confirm(ctx context.Context, token string) (Subscriber, error) {
	return s.decide(ctx, token, func(b *Subscriber) { b.State, b.Reason, b.Failures = Active, "", 0 })
}

// Choose changes of which components somebody hears; none stands for all.
func (s *Service) Choose(ctx context.Context, token string, components []int64) (Subscriber, error) {
	known, err := knownComponents(ctx, s.DB.Read(), components)
	if err != nil {
		return Subscriber{}, err
	}
	return s.decide(ctx, token, func(b *Subscriber) { b.Components = known })
}

// Unsubscribe ends a subscription (RFC 8058). It may be asked twice.
func (s *Service) Unsubscribe(ctx context.Context, token string) (Subscriber, error) {
	return s.decide(ctx, token, func(b *Subscriber) { b.State = Gone })
}

func (s *Service) decide(ctx context.Context, token string, change func(b *Subscriber)) (Subscriber, error) {
	id, err := s.holder(token)
	if err != nil {
		return Subscriber{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Subscriber, error) {
		b, err := findSubscriber(ctx, tx, id)
		if err != nil {
			return b, err
		}
		change(&b)
		return b, storeSubscriber(ctx, tx, &b)
	})
}

// Subscribers lists those of a state, n at most, the newest first, and counts all by state.
func (s *Service) Subscribers(ctx context.Context, state SubscriberState, n int) ([]Subscriber, map[SubscriberState]int, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return nil, nil, err
	}
	counts, err := countSubscribers(ctx, s.DB.Read())
	if err != nil {
		return nil, nil, err
	}
	list, err := subscribersIn(ctx, s.DB.Read(), state, n)
	return list, counts, err
}

// RemoveSubscriber takes somebody off the list, by the desk's hand.
func (s *Service) RemoveSubscriber(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return deleteSubscriber(ctx, tx, id) })
}

// Bounced pauses a mailbox that mail comes back from, with what came back. The caller files the report.
func (s *Service) Bounced(ctx context.Context, tx *db.Tx, address, why string) error {
	b, err := subscriberAt(ctx, tx, ByMail, strings.ToLower(address))
	if err != nil || b.ID == 0 || b.State == Gone {
		return err
	}
	b.State, b.Reason = Paused, fault.Clip(why, 300)
	return storeSubscriber(ctx, tx, &b)
}

// token is the secret of a subscriber's links: the number and a proof that the desk wrote it.
func (s *Service) token(id int64) string {
	raw := binary.AppendUvarint(nil, uint64(id))
	return base64.RawURLEncoding.EncodeToString(append(raw, s.proof("subscriber", id)[:16]...))
}

// holder reads such a secret. fault.NotFound where the desk did not write it.
func (s *Service) holder(token string) (int64, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	id, n := binary.Uvarint(raw)
	if err != nil || n <= 0 || !hmac.Equal(raw[n:], s.proof("subscriber", int64(id))[:16]) {
		return 0, fault.New(fault.NotFound, "This link is cut short or was never ours. Use the one in the newest letter")
	}
	return int64(id), nil
}

func (s *Service) proof(what string, id int64) []byte {
	mac := hmac.New(sha256.New, s.Key)
	fmt.Fprintf(mac, "incident %s %d", what, id)
	return mac.Sum(nil)
}

// secret signs what a webhook gets.
func (s *Service) secret(id int64) string { return hex.EncodeToString(s.proof("webhook", id)) }
