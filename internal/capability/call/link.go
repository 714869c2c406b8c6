package call

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// A link's secret is made of its call's number, a chance that is kept, and the desk's key, which is not in the database: who
// reads the database, or a copy of it, cannot book; and a letter that goes out later can show the link again. A new chance makes
// every older link void.

// BookingPath is the path of the page on which the customer of a call books, moves and cancels it.
func (s *Service) BookingPath(c Call) string { return "/book/" + s.token(c) }

func (s *Service) token(c Call) string {
	m := hmac.New(sha256.New, s.Key)
	fmt.Fprintf(m, "call.link:%d:%s", c.ID, c.Nonce)
	return strconv.FormatInt(c.ID, 36) + "-" + base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}

// numberOf reads the call's number of a token, which proves nothing yet.
func numberOf(token string) (int64, error) {
	first, _, _ := strings.Cut(token, "-")
	id, err := strconv.ParseInt(first, 36, 64)
	if err != nil || id <= 0 || len(token) > 64 {
		return 0, errNoLink()
	}
	return id, nil
}

// proves reports whether a token is that of the call's link.
func (s *Service) proves(c Call, token string) bool {
	return c.Nonce != "" && hmac.Equal([]byte(s.token(c)), []byte(token))
}

// errNoLink says the same of a link that never was, was replaced, or was taken back: the sentence tells a stranger nothing.
func errNoLink() error {
	return fault.New(fault.NotFound,
		"This link leads nowhere: it was taken back, replaced by a newer one, or cut short. Answer our last mail, and we send you another")
}

func newNonce() string { return rand.Text() }
