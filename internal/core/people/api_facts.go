package people

import "time"

// APITokenMade is the fact that a person has a new API token. Its subject is the person.
type APITokenMade struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Scopes    []Scope   `json:"scopes"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

// EventKind implements event.Fact.
func (APITokenMade) EventKind() string { return "api_token.made" }

// APITokenRevoked is the fact that an API token was ended by hand. Its subject is the person whose it was.
type APITokenRevoked struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// EventKind implements event.Fact.
func (APITokenRevoked) EventKind() string { return "api_token.revoked" }
