package crm

import (
	"context"
	"net/url"
	"regexp"
	"sync"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// ConnectionKey is the setting of the connection. It is a secret: no file, no log and no page has it.
var ConnectionKey = settings.Key[salesforce.Connection]{Name: "crm.salesforce", Secret: true,
	Default: salesforce.Connection{Flow: salesforce.ClientCredentials}, Check: checkConnection}

// Way is by which API accounts are read.
type Way string

// The ways.
const (
	Bulk Way = "bulk" // the Bulk API 2.0: few requests, however many accounts
	REST Way = "rest" // page by page: at once, for a few thousand
)

// WayKey is the setting of the way.
var WayKey = settings.Key[Way]{Name: "crm.way", Default: Bulk, Check: func(w Way) error {
	if w != Bulk && w != REST {
		return fault.Field("way", "“%s” is no way to read. Choose bulk or rest", fault.Clip(string(w), 20))
	}
	return nil
}}

var apiVersion = regexp.MustCompile(`^v[0-9]{2,3}\.0$`)

func checkConnection(c salesforce.Connection) error {
	if c.URL == "" && c.ClientID == "" && c.ClientSecret == "" {
		return nil // none is used
	}
	if err := outbound.Check(c.URL); err != nil {
		return err
	}
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.RawQuery != "" || u.Fragment != "" || u.Path != "" && u.Path != "/":
		return fault.Field("url", "%q is more than the address of your Salesforce. Write it like https://example.my.salesforce.com", fault.Clip(c.URL, 80))
	case c.Flow != salesforce.ClientCredentials && c.Flow != salesforce.RefreshToken:
		return fault.Field("flow", "“%s” is no way to sign in. Choose client_credentials or refresh_token", fault.Clip(string(c.Flow), 30))
	case c.ClientID == "":
		return fault.Field("client_id", "Give the consumer key of the connected app")
	case c.ClientSecret == "":
		return fault.Field("client_secret", "Give the consumer secret of the connected app")
	case c.Flow == salesforce.RefreshToken && c.RefreshToken == "":
		return fault.Field("refresh_token", "Give the refresh token, or choose the flow with client credentials")
	case c.Version != "" && !apiVersion.MatchString(c.Version):
		return fault.Field("version", "“%s” is no version of the API. Write it like %s", fault.Clip(c.Version, 20), salesforce.DefaultVersion)
	}
	return nil
}

// Connection gives how Salesforce is reached, without the secrets, and whether there are such.
func (s *Service) Connection(ctx context.Context) (c salesforce.Connection, hasSecret, hasToken bool, err error) {
	if err := access.Check(ctx, managing); err != nil {
		return c, false, false, err
	}
	c, err = ConnectionKey.Get(ctx, s.DB.Read())
	hasSecret, hasToken = c.ClientSecret != "", c.RefreshToken != ""
	c.ClientSecret, c.RefreshToken = "", ""
	return c, hasSecret, hasToken, err
}

// SaveConnection changes how Salesforce is reached. An empty secret keeps the one that is there, unless the address or the app
// changed: then it would be told to somebody else.
func (s *Service) SaveConnection(ctx context.Context, c salesforce.Connection) error {
	if err := access.Check(ctx, managing); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		before, err := ConnectionKey.Get(ctx, tx)
		if err != nil {
			return err
		}
		moved := before.URL != c.URL || before.ClientID != c.ClientID
		if c.ClientSecret == "" && c.ClientID != "" {
			if before.ClientSecret != "" && moved {
				return fault.Field("client_secret", "Give the secret again: the one that is kept belongs to the app before at %s", before.URL)
			}
			c.ClientSecret = before.ClientSecret
		}
		if c.RefreshToken == "" && c.Flow == salesforce.RefreshToken && !moved {
			c.RefreshToken = before.RefreshToken
		}
		return ConnectionKey.Set(ctx, tx, s.Log, c)
	})
}

// Tried is what Salesforce said when it was asked for one object, or to sign the desk in.
type Tried struct {
	Object  Object // empty: the sign-in
	Records int
	Err     error // nil: it works
}

// TryConnection signs in and asks for each object, without keeping anything. What is wrong with one object does not hide what is
// wrong with the next; the error is that there is nothing to try.
func (s *Service) TryConnection(ctx context.Context) ([]Tried, error) {
	if err := access.Check(ctx, managing); err != nil {
		return nil, err
	}
	client, err := s.client(ctx)
	if err != nil {
		return nil, err
	}
	mapping, err := MappingKey.Get(ctx, s.DB.Read())
	if err != nil {
		return nil, err
	}
	if err := client.SignIn(ctx); err != nil {
		return []Tried{{Err: err}}, nil
	}
	all := []Tried{{}}
	for _, o := range Objects() {
		page, err := client.Query(ctx, mapping.Of(o).SOQL())
		all = append(all, Tried{Object: o, Records: page.Total, Err: err})
	}
	return all, nil
}

// sessions keeps the session with Salesforce between requests, for as long as the connection is the same.
type sessions struct {
	mu     sync.Mutex
	conn   salesforce.Connection
	client *salesforce.Client
}

// client gives the session with Salesforce.
func (s *Service) client(ctx context.Context) (*salesforce.Client, error) {
	c, err := ConnectionKey.Get(ctx, s.DB.Read())
	if err != nil {
		return nil, err
	}
	if !c.Usable() || s.Client == nil {
		return nil, fault.Field("url", "Salesforce is not connected. Fill in the connection under Settings, Customers from a CRM")
	}
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	if s.sessions.client == nil || s.sessions.conn != c {
		s.sessions.conn, s.sessions.client = c, salesforce.New(s.Client, c)
		s.sessions.client.Rotated = s.rotated
	}
	return s.sessions.client, nil
}

// rotated keeps the refresh token that takes the place of the last.
func (s *Service) rotated(ctx context.Context, token string) error {
	ctx = access.AsSystem(ctx, "crm")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := ConnectionKey.Get(ctx, tx)
		if err != nil {
			return err
		}
		c.RefreshToken = token
		if err := ConnectionKey.Set(ctx, tx, s.Log, c); err != nil {
			return err
		}
		tx.AfterCommit(func() {
			s.sessions.mu.Lock()
			defer s.sessions.mu.Unlock()
			s.sessions.conn = c
		})
		return nil
	})
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}
