// Package channel carries letters about pages to people: by mail, web push, chat, webhook, SMS and voice. Each way says of a
// failure whether another try may help; what comes then is the engine's to decide.
package channel

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// Deps is what the channels need of the desk.
type Deps struct {
	DB     *db.DB
	Client *outbound.Client
	// Post queues a mail in the desk's outbox and gives its Message-ID. The same key is queued once.
	Post func(ctx context.Context, m Mail) (messageID string, err error)
	// Gone is told that nothing will ever arrive at an address again: a browser took its subscription back.
	Gone func(ctx context.Context, m paging.Method, why string) error
	// Link makes the absolute URL of a path of this desk.
	Link func(path string) string
}

// Carriers gives the way of each kind.
func Carriers(d Deps) map[paging.Kind]paging.Carrier {
	return map[paging.Kind]paging.Carrier{
		paging.Mail: mail{d}, paging.Push: push{d}, paging.Chat: chat{d}, paging.Webhook: webhook{d}, paging.SMS: sms{d}, paging.Voice: voice{d},
	}
}

// Senders lets the engine send its attempts by the carriers.
func Senders(carriers map[paging.Kind]paging.Carrier) map[paging.Kind]paging.Sender {
	all := map[paging.Kind]paging.Sender{}
	for kind, c := range carriers {
		all[kind] = sender{c}
	}
	return all
}

type sender struct{ paging.Carrier }

// Send implements paging.Sender.
func (s sender) Send(ctx context.Context, a paging.Attempt) (paging.Receipt, error) {
	return s.Carry(ctx, a.Letter())
}

// headline is the first line of a letter.
func headline(l paging.Letter) string {
	title := clean(l.Title)
	switch {
	case l.What == paging.Paged && l.Urgent:
		return "Emergency: " + title
	case l.What == paging.Paged:
		return "Page: " + title
	}
	return title
}

// clean puts a text of a stranger on one line.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// facts are the lines of a card.
func facts(c paging.Card) []string {
	lines := make([]string, 0, len(c.Facts))
	for _, f := range c.Facts {
		lines = append(lines, clean(f.Label)+": "+clean(f.Value))
	}
	return lines
}

// heldBack says what a throttle kept from the reader.
func heldBack(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 page before this one was held back."
	}
	return fmt.Sprintf("%d pages before this one were held back.", n)
}

// mostSaid bounds what a channel carries of one message.
const mostSaid = 600

// said is what is carried of a message.
func said(m paging.Message) string {
	return clean(m.From) + ": " + fault.Clip(strings.TrimSpace(m.Text), mostSaid)
}

// last gives the last n messages, oldest first.
func last(messages []paging.Message, n int) []paging.Message {
	return messages[max(0, len(messages)-n):]
}
