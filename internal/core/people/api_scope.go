package people

import (
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Scope is what an API token may be used for. A token never allows more than the role of its owner does. The names are
// those of Zendesk's OAuth: read, write, and resource:read.
type Scope string

// The scopes, from the one that most tokens need.
const (
	ScopeRead        Scope = "read"         // look at everything its owner may see in their work
	ScopeWrite       Scope = "write"        // read, and do what its owner does with tickets and customers
	ScopeAdmin       Scope = "admin"        // write, and whatever else its owner may do
	ScopeOnCallRead  Scope = "on_call:read" // who is on call, and nothing else
	ScopeImpersonate Scope = "impersonate"  // act as whoever is named in ADDRESS/token, as Zendesk's account-wide tokens do
)

// Scopes lists all scopes.
func Scopes() []Scope {
	return []Scope{ScopeRead, ScopeWrite, ScopeAdmin, ScopeOnCallRead, ScopeImpersonate}
}

// scopeActions are the permissions that a scope leaves. Impersonate adds none: it says as whom, not what.
var scopeActions = map[Scope][]access.Action{
	ScopeRead: {access.ViewTickets, access.ViewPeople, access.ViewMailLog},
	ScopeWrite: {access.ViewTickets, access.ViewPeople, access.ViewMailLog, access.OwnTickets, access.CommentPublic, access.CommentPrivate,
		access.UpdateTickets, access.CreateTickets, access.EditPeople, access.ReleaseMail},
	ScopeAdmin:      access.Admin.Grants(),
	ScopeOnCallRead: {access.ViewTickets},
}

// Need is what a request to the API asks of a token.
type Need struct {
	Resource string // on_call, tickets, …
	Write    bool   // it changes something
}

// allowed gives the actions that scopes leave for a need. Of scopes for one resource only those of this one count, so
// that a token for who is on call reads no tickets. ok is false where none of them covers the need.
func (n Need) allowed(scopes []Scope) (only []access.Action, ok bool) {
	only = []access.Action{} // not nil, which would leave everything
	for _, s := range scopes {
		resource, verb, narrow := strings.Cut(string(s), ":")
		if !narrow {
			verb = resource
		}
		switch {
		case s == ScopeImpersonate || narrow && resource != n.Resource:
			continue
		case n.Write && verb == string(ScopeRead):
			continue
		}
		only, ok = append(only, scopeActions[s]...), true
	}
	return only, ok
}

// checkScopes wants known ones, each once, and one that allows something.
func checkScopes(scopes []Scope) ([]Scope, error) {
	var kept []Scope
	for _, s := range Scopes() { // in the order of the list, so that equal choices are stored alike
		if slices.Contains(scopes, s) {
			kept = append(kept, s)
		}
	}
	for _, s := range scopes {
		if !slices.Contains(kept, s) {
			return nil, fault.Field("scopes", "%q is no scope. The scopes are %s", fault.Clip(string(s), 40), scopeList())
		}
	}
	if len(kept) == 0 || len(kept) == 1 && kept[0] == ScopeImpersonate {
		return nil, fault.Field("scopes", "Choose what the token is for: at least one of read, write, admin or on_call:read")
	}
	return kept, nil
}

func scopeList() string {
	var names []string
	for _, s := range Scopes() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
