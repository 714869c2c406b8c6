// Package video makes rooms for calls: a fixed link, Jitsi by the scheme of its addresses, Zoom and Google Meet by their APIs.
package video

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// Provider is who has the rooms.
type Provider string

// The providers; None sends no link.
const (
	None  Provider = ""
	Fixed Provider = "fixed"
	Jitsi Provider = "jitsi"
	Zoom  Provider = "zoom"
	Meet  Provider = "meet"
)

// Providers lists them in the order of the form.
func Providers() []Provider { return []Provider{None, Fixed, Jitsi, Zoom, Meet} }

// Config is how rooms are made. It holds secrets.
type Config struct {
	Provider Provider `json:"provider"`
	// URL is the link of Fixed, and the server of Jitsi: https://meet.example.com.
	URL string `json:"url,omitempty"`
	// Account is Zoom's account id; Client and Secret are those of the app; Refresh is Google's refresh token.
	Account string `json:"account,omitempty"`
	Client  string `json:"client,omitempty"`
	Secret  string `json:"secret,omitempty"`
	Refresh string `json:"refresh,omitempty"`
	// API and Tokens are the addresses of the API and of its tokens; empty: the provider's own.
	API    string `json:"api,omitempty"`
	Tokens string `json:"tokens,omitempty"`
}

// Call is what a room is for.
type Call struct {
	Key     string // names the call, and nothing about it can be read from it
	Title   string
	At      time.Time
	Minutes int
}

// Room is where people meet.
type Room struct {
	URL string
	Ref string // what the provider calls it; empty: it calls it nothing
}

// Remote reports whether a provider is asked for each room.
func (c Config) Remote() bool { return c.Provider == Zoom || c.Provider == Meet }

// Check says what is missing: fault.Field on provider, url, account, client, secret, refresh, api or tokens.
func (c Config) Check() error {
	for field, address := range map[string]string{"api": c.API, "tokens": c.Tokens} {
		if address != "" && outbound.Check(address) != nil {
			return fault.Field(field, "“%s” is no web address. Write it with https:// in front, or leave it empty for the provider's own", fault.Clip(address, 80))
		}
	}
	var needs map[string]string
	switch c.Provider {
	case None:
		return nil
	case Fixed, Jitsi:
		return outbound.Check(c.URL)
	case Zoom:
		needs = map[string]string{"account": c.Account, "client": c.Client, "secret": c.Secret}
	case Meet:
		needs = map[string]string{"client": c.Client, "secret": c.Secret, "refresh": c.Refresh}
	default:
		return fault.Field("provider", "“%s” is no provider that is known here", fault.Clip(string(c.Provider), 40))
	}
	for _, field := range []string{"account", "client", "secret", "refresh"} {
		if value, asked := needs[field]; asked && strings.TrimSpace(value) == "" {
			return fault.Field(field, "The provider needs this to make a room")
		}
	}
	return nil
}

// Local gives the room of a call where nobody need be asked for it; ok is false otherwise. The key makes the names of Jitsi's
// rooms, which are secrets: whoever knows one can come in.
func (c Config) Local(key []byte, of Call) (Room, bool) {
	switch c.Provider {
	case Fixed:
		return Room{URL: c.URL}, true
	case Jitsi: // https://jitsi.github.io/handbook/docs/user-guide/user-guide-start-a-jitsi-meeting: a room is its address
		m := hmac.New(sha256.New, key)
		m.Write([]byte("call.room:" + of.Key))
		name := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(m.Sum(nil)[:15]))
		return Room{URL: strings.TrimSuffix(c.URL, "/") + "/support-" + name}, true
	}
	return Room{}, false
}

// Open asks the provider for a room. The error is a *fault.Error: Unavailable where another try may help.
func (c Config) Open(ctx context.Context, http *outbound.Client, of Call) (Room, error) {
	if c.Provider == Zoom {
		return c.zoom(ctx, http, of)
	}
	return c.meet(ctx, http)
}

// zoom makes a meeting with the credentials of a server-to-server app (Zoom: Server-to-Server OAuth; Meetings › Create a meeting).
func (c Config) zoom(ctx context.Context, http *outbound.Client, of Call) (Room, error) {
	tokens := or(c.Tokens, "https://zoom.us/oauth/token")
	token, err := askToken(ctx, http, outbound.Request{URL: tokens + "?" + url.Values{"grant_type": {"account_credentials"}, "account_id": {c.Account}}.Encode(),
		User: c.Client, Password: c.Secret, Body: []byte{}, Header: form()})
	if err != nil {
		return Room{}, err
	}
	body, err := json.Marshal(map[string]any{"topic": of.Title, "type": 2, "start_time": of.At.UTC().Format("2006-01-02T15:04:05Z"), "duration": of.Minutes,
		"timezone": "UTC", "settings": map[string]any{"join_before_host": true, "waiting_room": false}})
	if err != nil {
		return Room{}, err
	}
	var made struct {
		ID      json.Number `json:"id"`
		JoinURL string      `json:"join_url"`
	}
	err = ask(ctx, http, outbound.Request{URL: or(c.API, "https://api.zoom.us") + "/v2/users/me/meetings", Body: body, Key: "room-" + of.Key, Header: bearer(token)}, &made)
	return usable(Room{URL: made.JoinURL, Ref: made.ID.String()}, err)
}

// meet makes a space (Google Meet REST API v2: spaces.create).
func (c Config) meet(ctx context.Context, http *outbound.Client) (Room, error) {
	values := url.Values{"grant_type": {"refresh_token"}, "client_id": {c.Client}, "client_secret": {c.Secret}, "refresh_token": {c.Refresh}}
	token, err := askToken(ctx, http, outbound.Request{URL: or(c.Tokens, "https://oauth2.googleapis.com/token"), Body: []byte(values.Encode()), Header: form()})
	if err != nil {
		return Room{}, err
	}
	var made struct {
		Name       string `json:"name"`
		MeetingURI string `json:"meetingUri"`
	}
	err = ask(ctx, http, outbound.Request{URL: or(c.API, "https://meet.googleapis.com") + "/v2/spaces", Body: []byte("{}"), Header: bearer(token)}, &made)
	return usable(Room{URL: made.MeetingURI, Ref: made.Name}, err)
}

// askToken gets the token that the API is asked with (RFC 6749 §5.1).
func askToken(ctx context.Context, http *outbound.Client, r outbound.Request) (string, error) {
	var made struct {
		AccessToken string `json:"access_token"`
	}
	if err := ask(ctx, http, r, &made); err != nil {
		return "", err
	}
	if made.AccessToken == "" {
		return "", fault.New(fault.Invalid, "The provider gave no token: look at the client, its secret and what it is allowed")
	}
	return made.AccessToken, nil
}

func ask(ctx context.Context, http *outbound.Client, r outbound.Request, into any) error {
	answer, err := http.Do(ctx, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer.Body, into); err != nil {
		return fault.Wrap(fault.Invalid, err, "The provider answers with something else than its API does")
	}
	return nil
}

// usable refuses rooms that nobody could open from a mail.
func usable(r Room, err error) (Room, error) {
	if err != nil {
		return Room{}, err
	}
	if outbound.Check(r.URL) != nil {
		return Room{}, fault.New(fault.Invalid, "The provider gave no link to the room")
	}
	return r, nil
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/json"}
}

func form() map[string]string {
	return map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
}

func or(a, b string) string {
	if a != "" {
		return strings.TrimSuffix(a, "/")
	}
	return b
}
