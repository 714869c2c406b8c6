package channel

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// WebhookBody is what a signed webhook gets, documented in docs/operate/paging-channels.md. Times are RFC 3339 in UTC.
type WebhookBody struct {
	Event   paging.What   `json:"event"`
	Key     string        `json:"key"` // the same each time it is sent again
	SentAt  time.Time     `json:"sent_at"`
	Title   string        `json:"title"`
	Text    string        `json:"text,omitempty"`
	Urgent  bool          `json:"urgent"`
	Page    int64         `json:"page,omitempty"`
	Person  string        `json:"person"`
	Facts   []WebhookFact `json:"facts,omitempty"`
	Last    []WebhookSaid `json:"messages,omitempty"`
	URL     string        `json:"url,omitempty"`
	AckURL  string        `json:"acknowledge_url,omitempty"`  // for a person: it shows before it acts
	AckPost string        `json:"acknowledge_post,omitempty"` // for a program: a signed POST
	Held    int           `json:"held_back,omitempty"`
}

// WebhookFact is a line of the card.
type WebhookFact struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// WebhookSaid is one of the last messages.
type WebhookSaid struct {
	At     time.Time `json:"at"`
	From   string    `json:"from"`
	Public bool      `json:"public"`
	Text   string    `json:"text"`
}

type webhook struct{ Deps }

// Carry posts JSON with a signature over it (outbound.SignatureHeader). Any status below 300 is acceptance, whatever the body says.
func (w webhook) Carry(ctx context.Context, l paging.Letter) (paging.Receipt, error) {
	raw, err := json.Marshal(w.body(l))
	if err != nil {
		return paging.Receipt{}, err
	}
	answer, err := w.Client.Do(ctx, outbound.Request{URL: l.To.Address, Body: raw, Key: l.Key, Header: map[string]string{
		"Content-Type": "application/json", outbound.SignatureHeader: outbound.Sign([]byte(l.To.Secret), raw, l.Now)}})
	if err != nil {
		return paging.Receipt{}, err
	}
	return paging.Receipt{Detail: "HTTP " + strconv.Itoa(answer.Status)}, nil
}

func (w webhook) body(l paging.Letter) WebhookBody {
	b := WebhookBody{Event: l.What, Key: l.Key, SentAt: l.Now.UTC(), Title: clean(l.Title), Text: l.Text, Urgent: l.Urgent, Page: l.Page,
		Person: l.Name, URL: l.Link, AckURL: l.Ack, Held: l.Held}
	for _, f := range l.Card.Facts {
		b.Facts = append(b.Facts, WebhookFact(f))
	}
	for _, m := range last(l.Card.Messages, 3) {
		b.Last = append(b.Last, WebhookSaid{At: m.At.UTC(), From: m.From, Public: m.Public, Text: m.Text})
	}
	if l.What == paging.Paged {
		b.AckPost = w.Link(HookPath(l.To.ID))
	}
	return b
}

// HookPath is where the program behind a webhook acknowledges.
func HookPath(methodID int64) string { return "/hooks/paging/" + number(methodID) }

func number(n int64) string { return strconv.FormatInt(n, 10) }
