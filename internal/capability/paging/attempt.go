package paging

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
)

// Kind is a way to reach a person.
type Kind string

// The ways. Chat is a webhook that Slack and Mattermost understand; Webhook is ours, signed.
const (
	Mail    Kind = "mail"
	Push    Kind = "push"
	SMS     Kind = "sms"
	Voice   Kind = "voice"
	Chat    Kind = "chat"
	Webhook Kind = "webhook"
)

// Kinds lists the ways, from the quietest to the loudest.
func Kinds() []Kind { return []Kind{Mail, Chat, Webhook, Push, SMS, Voice} }

// Method is one way to reach one person.
type Method struct {
	ID         int64 // 0: the person's mail address, which is always there
	UserID     int64
	Kind       Kind
	Address    string // a mail address, a number in E.164, the URL of a webhook or of a push service
	Label      string // what its owner calls it
	VerifiedAt time.Time
	Secret     string // what signs or encrypts what is sent there; never shown
	Shape      Shape  // of a Chat
}

// Planned is one line of a person's plan.
type Planned struct {
	After  time.Duration // from when the person is asked
	Method Method
}

// Attempt is one page on its way to one person by one way. Every re-send is the same attempt, under the same Key.
type Attempt struct {
	ID     int64
	Key    string // the same on every re-send, for receivers to know one by
	Try    int    // from 1
	Page   Page
	Card   Card
	User   people.User
	Method Method
	// Link opens the page; AckLink shows it to who is not signed in, and lets them acknowledge.
	Link, AckLink string
	// Held is how many pages the throttle kept from this person by this way since the last that went out. The message says so.
	Held int
	Now  time.Time
}

// Receipt is what the other side said when it took an attempt.
type Receipt struct {
	ProviderID string // its own number of it; may be empty
	Detail     string // in its words; may be empty
}

// Sender sends attempts by one way. It is called outside any transaction and must end with its context. fault.Unavailable
// asks for another try, after outbound.Failure.RetryAfter where that is in the chain; any other error is final, and the next
// way is taken.
type Sender interface {
	Send(ctx context.Context, a Attempt) (Receipt, error)
}
