package paging

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
)

// AckPath is the path of the page that shows an attempt to its receiver without a sign-in. Opening it does nothing: mail
// scanners open links.
func (s *Service) AckPath(attempt int64) string {
	return fmt.Sprintf("/p/%d/%s", attempt, s.ackMark(attempt))
}

// AckValid reports whether a mark is that of an attempt.
func (s *Service) AckValid(attempt int64, mark string) bool {
	return hmac.Equal([]byte(mark), []byte(s.ackMark(attempt)))
}

func (s *Service) ackMark(attempt int64) string {
	m := hmac.New(sha256.New, s.Key)
	fmt.Fprintf(m, "paging.ack:%d", attempt)
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}

// attemptKey is the key under which an attempt is sent, each time the same, and no other desk's.
func (s *Service) attemptKey(attempt int64) string {
	m := hmac.New(sha256.New, s.Key)
	fmt.Fprintf(m, "paging.attempt:%d", attempt)
	return fmt.Sprintf("page-%d-%s", attempt, hex.EncodeToString(m.Sum(nil)[:8]))
}
