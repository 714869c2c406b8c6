// Package xoauth2 signs in to a mail server with an OAuth access token in the way of Gmail and Exchange
// Online, which is not the standard one of RFC 7628.
package xoauth2

import (
	"fmt"

	"github.com/emersion/go-sasl"
)

type client struct{ user, token string }

// New gives a sign-in for user with an access token that is good now.
func New(user, token string) sasl.Client { return client{user, token} }

// Start sends the token at once; the server has nothing to ask.
func (c client) Start() (mechanism string, response []byte, err error) {
	return "XOAUTH2", []byte("user=" + c.user + "\x01auth=Bearer " + c.token + "\x01\x01"), nil
}

// Next is only called when the token was refused: the challenge is then the reason, in JSON. The exchange
// ends here; a server waits for an empty line before its NO, and the connection is of no use either way.
func (c client) Next(challenge []byte) ([]byte, error) {
	return nil, &Refused{Reason: string(challenge)}
}

// Refused is the server's word on a token that it did not take. A token that has merely expired is refused
// like one that was withdrawn.
type Refused struct{ Reason string }

func (r *Refused) Error() string { return fmt.Sprintf("the access token was refused: %s", r.Reason) }
