// Package salesforce speaks the part of Salesforce's REST API and Bulk API 2.0 that a desk needs: signing in, reading by
// SOQL, and writing a few fields back. It knows nothing of customers.
package salesforce

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// Flow is how the desk signs in.
type Flow string

// The flows of a connected app that need nobody at a browser (Salesforce: OAuth Authorization Flows).
const (
	ClientCredentials Flow = "client_credentials"
	RefreshToken      Flow = "refresh_token"
)

// DefaultVersion is the version of the API that is asked where the connection names none.
const DefaultVersion = "v62.0"

// Connection is where Salesforce is, and how the desk signs in. It holds secrets: never log it.
type Connection struct {
	URL          string `json:"url"` // https://example.my.salesforce.com
	Flow         Flow   `json:"flow"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	RefreshToken string `json:"refresh_token,omitempty"` // of the flow of that name
	Version      string `json:"version,omitempty"`       // v62.0; empty: DefaultVersion
}

// Usable reports whether there is enough to sign in with.
func (c Connection) Usable() bool {
	return c.URL != "" && c.ClientID != "" && c.ClientSecret != "" && (c.Flow != RefreshToken || c.RefreshToken != "")
}

// Client is a session with Salesforce. It may be used by several goroutines. Its errors are fault.Unavailable where another
// try may help, with Wait telling how long to leave Salesforce alone, and fault.Invalid where somebody must mend something.
type Client struct {
	http *outbound.Client
	conn Connection
	// Rotated is told a refresh token that takes the place of the one that was used (Salesforce: Refresh Token Rotation).
	// Nil forgets it.
	Rotated func(ctx context.Context, token string) error

	mu       sync.Mutex
	token    string
	instance string
}

// New makes a client, which signs in at its first request.
func New(http *outbound.Client, c Connection) *Client {
	if c.Version == "" {
		c.Version = DefaultVersion
	}
	c.URL = strings.TrimRight(c.URL, "/")
	return &Client{http: http, conn: c}
}

// SignIn gets a new token, whether there is one or not.
func (c *Client) SignIn(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.signIn(ctx)
}

// signIn posts the form of the flow (RFC 6749 §4.4 and §6; Salesforce: OAuth 2.0 Client Credentials Flow). c.mu is held.
func (c *Client) signIn(ctx context.Context) error {
	form := url.Values{"grant_type": {string(c.conn.Flow)}, "client_id": {c.conn.ClientID}, "client_secret": {c.conn.ClientSecret}}
	if c.conn.Flow == RefreshToken {
		form.Set("refresh_token", c.conn.RefreshToken)
	}
	a, err := c.http.Do(ctx, outbound.Request{URL: c.conn.URL + "/services/oauth2/token", Body: []byte(form.Encode()),
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}})
	if err != nil {
		return refusedSignIn(err)
	}
	var said struct {
		AccessToken  string `json:"access_token"`
		InstanceURL  string `json:"instance_url"`
		RefreshToken string `json:"refresh_token"`
	}
	if err := json.Unmarshal(a.Body, &said); err != nil || said.AccessToken == "" {
		return fault.Wrap(fault.Unavailable, halved(err), "Salesforce answered the sign-in with something that is no token")
	}
	if err := c.checkInstance(said.InstanceURL); err != nil {
		return err
	}
	c.token, c.instance = said.AccessToken, strings.TrimRight(said.InstanceURL, "/")
	if said.RefreshToken == "" || said.RefreshToken == c.conn.RefreshToken {
		return nil
	}
	c.conn.RefreshToken = said.RefreshToken
	if c.Rotated == nil {
		return nil
	}
	return c.Rotated(ctx, said.RefreshToken)
}

// checkInstance keeps the token from an address in clear text where the sign-in itself was protected.
func (c *Client) checkInstance(instance string) error {
	if err := outbound.Check(instance); err != nil {
		return fault.New(fault.Invalid, "Salesforce names %q as the address of the instance, which is none", fault.Clip(instance, 80))
	}
	if strings.HasPrefix(c.conn.URL, "https://") && !strings.HasPrefix(instance, "https://") {
		return fault.New(fault.Invalid, "Salesforce names an instance without TLS, %s. The token is not sent there", fault.Clip(instance, 80))
	}
	return nil
}

// call sends a request with a token. path begins with /services. A session that ended is begun anew, once.
func (c *Client) call(ctx context.Context, method, path string, body any, header map[string]string) (outbound.Answer, error) {
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return outbound.Answer{}, err
		}
	}
	token, instance, err := c.session(ctx, "")
	if err != nil {
		return outbound.Answer{}, err
	}
	for try := 0; ; try++ {
		r := outbound.Request{Method: method, URL: instance + path, Body: raw,
			Header: map[string]string{"Authorization": "Bearer " + token, "Accept": "application/json"}}
		if raw != nil {
			r.Header["Content-Type"] = "application/json"
		}
		for name, value := range header {
			r.Header[name] = value
		}
		a, err := c.http.Do(ctx, r)
		if err == nil {
			return a, nil
		}
		if try > 0 || !expired(err) {
			return a, said(err)
		}
		if token, instance, err = c.session(ctx, token); err != nil {
			return a, err
		}
	}
}

// session gives the token and the instance. A token that is stale is replaced, unless somebody else has done so.
func (c *Client) session(ctx context.Context, stale string) (token, instance string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token == "" || c.token == stale {
		if err := c.signIn(ctx); err != nil {
			return "", "", err
		}
	}
	return c.token, c.instance, nil
}

// data is the path of a resource of the version.
func (c *Client) data(rest string) string { return "/services/data/" + c.conn.Version + rest }

// Wait is how long Salesforce asks to be left alone; 0 where it asks nothing.
func Wait(err error) time.Duration { return waitOf(err) }
