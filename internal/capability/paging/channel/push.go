package channel

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	webpush "github.com/SherClockHolmes/webpush-go"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// PushMessage is what the service worker gets, as JSON.
type PushMessage struct {
	What  paging.What `json:"what"`
	Title string      `json:"title"`
	Body  string      `json:"body"`
	URL   string      `json:"url"` // opened by a tap
	// Tag is the same for all about one page: a newer message replaces an older one on the screen.
	Tag    string `json:"tag"`
	Urgent bool   `json:"urgent"` // stays until it is touched
}

// pushTTL is for how many seconds a push service keeps what it cannot deliver (RFC 8030 §5.2). A page that is older
// has gone on to somebody else.
const pushTTL = 3600

type push struct{ Deps }

// Carry encrypts the letter for the browser (RFC 8291) and gives it to the browser's push service.
func (p push) Carry(ctx context.Context, l paging.Letter) (paging.Receipt, error) {
	request, err := p.request(ctx, l)
	if err != nil {
		return paging.Receipt{}, err
	}
	answer, err := p.Client.Do(ctx, request)
	var failure *outbound.Failure
	if errors.As(err, &failure) && (failure.Status == http.StatusNotFound || failure.Status == http.StatusGone) { // RFC 8030 §7.3
		gone := fault.Wrap(fault.Invalid, err, "The browser no longer takes pages: its subscription ended")
		return paging.Receipt{}, errors.Join(gone, p.Gone(ctx, l.To, "the browser ended its subscription"))
	}
	if err != nil {
		return paging.Receipt{}, err
	}
	return paging.Receipt{ProviderID: answer.Header.Get("Location"), Detail: "the push service has it"}, nil
}

// request makes the encrypted and signed request. The library sends by itself; what it would send goes out by the desk's
// own client, with its bounds and its care about private addresses.
func (p push) request(ctx context.Context, l paging.Letter) (outbound.Request, error) {
	keys, err := paging.VAPID.Get(ctx, p.DB.Read())
	if err != nil {
		return outbound.Request{}, err
	}
	var sub webpush.Subscription
	if err := json.Unmarshal([]byte(l.To.Secret), &sub.Keys); err != nil || keys.Private == "" {
		return outbound.Request{}, fault.New(fault.Invalid, "The browser must be connected again: its keys cannot be read")
	}
	sub.Endpoint = l.To.Address
	message, err := json.Marshal(p.message(l))
	if err != nil {
		return outbound.Request{}, err
	}
	urgency := webpush.UrgencyNormal
	if l.Urgent {
		urgency = webpush.UrgencyHigh // wakes a phone that sleeps (RFC 8030 §5.3)
	}
	var made recorder
	_, err = webpush.SendNotificationWithContext(ctx, message, &sub, &webpush.Options{HTTPClient: &made, Subscriber: contact(p.Link("")),
		Topic: topic(l.Key), TTL: pushTTL, Urgency: urgency, VAPIDPublicKey: keys.Public, VAPIDPrivateKey: keys.Private})
	if err != nil {
		return outbound.Request{}, fault.Wrap(fault.Invalid, err, "The page cannot be encrypted for the browser. Connect it again")
	}
	made.request.Key = l.Key
	return made.request, nil
}

// message keeps well under what a push service must take (RFC 8030 §7.2: 4096 bytes). A tap opens the page as a phone shows it.
func (p push) message(l paging.Letter) PushMessage {
	m := PushMessage{What: l.What, Title: fault.Clip(headline(l), 120), URL: l.Link, Tag: tag(l), Urgent: l.Urgent && l.What == paging.Paged}
	if l.Page != 0 {
		m.URL = p.Link(paging.PhonePath(l.Page))
	}
	lines := append([]string{l.Text}, facts(l.Card)...)
	if said := heldBack(l.Held); said != "" {
		lines = append(lines, said)
	}
	var body bytes.Buffer
	for _, line := range lines {
		if line != "" {
			body.WriteString(line + "\n")
		}
	}
	m.Body = fault.Clip(string(bytes.TrimSpace(body.Bytes())), 500)
	return m
}

// tag names what a message is about.
func tag(l paging.Letter) string {
	if l.Page == 0 {
		return string(l.What)
	}
	return "page-" + number(l.Page)
}

// topic lets a push service replace a message that waits by its own repetition (RFC 8030 §5.4: 32 characters of base64url).
func topic(key string) string {
	sum := sha256.Sum256([]byte(key))
	return base64.RawURLEncoding.EncodeToString(sum[:24])
}

// recorder keeps the request that the library makes instead of sending it.
type recorder struct{ request outbound.Request }

// Do implements webpush.HTTPClient.
func (c *recorder) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	c.request = outbound.Request{Method: r.Method, URL: r.URL.String(), Body: body, Header: map[string]string{}}
	for name := range r.Header {
		c.request.Header[name] = r.Header.Get(name)
	}
	return &http.Response{StatusCode: http.StatusCreated, Body: http.NoBody, Request: r}, nil
}
