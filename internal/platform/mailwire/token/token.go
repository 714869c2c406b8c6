// Package token makes and checks the signed marks that Daywatch puts into reply addresses, Message-IDs and
// bounce addresses, so that an answer finds its ticket and a guessed number finds nothing.
//
// A mark proves that this desk wrote it. It does not prove who sent it back: a forwarded mail carries the
// same mark, so a valid one files a mail on a ticket and grants no rights.
package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
)

// macLen is the length of a MAC in base32 letters: 60 bits, out of reach of guessing by mail, and short
// enough that a desk name and a token share the 64 octets of a local part (RFC 5321 §4.5.3.1.1).
const macLen = 12

// Lower case because some relays fold the case of a local part, and no padding because "=" is not safe in
// every address parser.
var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// The purposes keep a mark of one sort from passing for another.
const (
	purposeReply   = "reply"
	purposeMessage = "message"
	purposeBounce  = "bounce"
)

// Reply gives the part of a reply address after the plus sign, such as "t42.k9f3a2m4xzq7", for the desk's
// own key.
func Reply(key []byte, ticket int64) string {
	return "t" + strconv.FormatInt(ticket, 10) + "." + mac(key, purposeReply, ticket)
}

// ParseReply reads the reply token of a local part: what follows the last plus sign, or all of it where
// there is none. ok means it is ours; forged means it has the shape of a token and a wrong MAC. Both are
// false where there is no token at all.
func ParseReply(key []byte, localpart string) (ticket int64, ok, forged bool) {
	tag := strings.ToLower(localpart[strings.LastIndexByte(localpart, '+')+1:])
	head, sum, found := strings.Cut(tag, ".")
	ticket, isNumber := number(head, "t")
	if !found || !isNumber || !isSum(sum) {
		return 0, false, false
	}
	if !equal(sum, mac(key, purposeReply, ticket)) {
		return 0, false, true
	}
	return ticket, true, false
}

// MessageID gives the Message-ID of a comment, in angle brackets (RFC 5322 §3.6.4). It depends on nothing
// but its arguments, so that every retry of a mail carries the same one.
func MessageID(key []byte, ticket, comment int64, host string) string {
	return "<t" + strconv.FormatInt(ticket, 10) + ".a" + strconv.FormatInt(comment, 10) + "." +
		mac(key, purposeMessage, ticket, comment) + "@" + host + ">"
}

// ParseMessageID reads a Message-ID with or without angle brackets. The host is not looked at: desks move
// between domains and answers to old mail still arrive. ok and forged are those of ParseReply.
func ParseMessageID(key []byte, id string) (ticket, comment int64, ok, forged bool) {
	id = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(id), "<"), ">")
	left, _, hasHost := strings.Cut(strings.ToLower(id), "@")
	parts := strings.Split(left, ".")
	if !hasHost || len(parts) != 3 || !isSum(parts[2]) {
		return 0, 0, false, false
	}
	ticket, isTicket := number(parts[0], "t")
	comment, isComment := number(parts[1], "a")
	if !isTicket || !isComment {
		return 0, 0, false, false
	}
	if !equal(parts[2], mac(key, purposeMessage, ticket, comment)) {
		return 0, 0, false, true
	}
	return ticket, comment, true, false
}

// Bounce gives the local part of a return path, such as "bounce+17.k9f3a2m4xzq7", that names the outbox row
// a bounce speaks of (variable envelope return path).
func Bounce(key []byte, outbox int64) string {
	return "bounce+" + strconv.FormatInt(outbox, 10) + "." + mac(key, purposeBounce, outbox)
}

// ParseBounce reads a local part made by Bounce. ok and forged are those of ParseReply.
func ParseBounce(key []byte, localpart string) (outbox int64, ok, forged bool) {
	tag, isBounce := strings.CutPrefix(strings.ToLower(localpart), "bounce+")
	head, sum, found := strings.Cut(tag, ".")
	outbox, isNumber := number(head, "")
	if !isBounce || !found || !isNumber || !isSum(sum) {
		return 0, false, false
	}
	if !equal(sum, mac(key, purposeBounce, outbox)) {
		return 0, false, true
	}
	return outbox, true, false
}

func mac(key []byte, purpose string, ids ...int64) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(purpose))
	for _, id := range ids {
		h.Write([]byte{0})
		h.Write(strconv.AppendInt(nil, id, 10))
	}
	return letters.EncodeToString(h.Sum(nil))[:macLen]
}

func equal(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

// number reads a positive number in its one canonical form, so that one ticket has one token.
func number(s, prefix string) (int64, bool) {
	digits, found := strings.CutPrefix(s, prefix)
	if !found {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || strconv.FormatInt(n, 10) != digits {
		return 0, false
	}
	return n, true
}

func isSum(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz234567") == ""
}
