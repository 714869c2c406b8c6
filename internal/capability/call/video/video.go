// Package video makes rooms for calls: a fixed link, Jitsi by the scheme of its addresses, Zoom and Google Meet by their APIs.
package video

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
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

// Remote reports whether it is asked for each room.
func (p Provider) Remote() bool { return p == Zoom || p == Meet }

// Remote reports whether a provider is asked for each room.
func (c Config) Remote() bool { return c.Provider.Remote() }

// Check says what is missing: fault.Field on provider, url, account, client, secret, refresh, api or tokens.
func (c Config) Check() error {
	for field, address := range map[string]string{"api": c.API, "tokens": c.Tokens} {
		if address != "" && outbound.Check(address) != nil {
			return fault.Field(field,
				"“%s” is no web address. Write it with https:// in front, or leave it empty for the provider's own", fault.Clip(address, 80))
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
