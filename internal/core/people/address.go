package people

import (
	"net/mail"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Normalize puts an address into the form in which it is stored: no space around it, lower case. Local parts
// are folded too (RFC 5321 §2.4 allows case there, no provider in use keeps it).
func Normalize(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// longestAddress is RFC 5321 §4.5.3.1.3, without the angle brackets.
const longestAddress = 254

// typedAddress checks an address that a person typed. What comes by mail is not held to it.
func typedAddress(field, typed string) (string, error) {
	address := Normalize(typed)
	if address == "" {
		return "", fault.Field(field, "Type an e-mail address, such as ana@example.com")
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || len(address) > longestAddress {
		return "", fault.Field(field, "“%s” is not an e-mail address. It needs one @ and a domain, such as ana@example.com", fault.Clip(address, 60))
	}
	return address, nil
}

// domainOf gives what stands behind the last @, "" without one.
func domainOf(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return ""
	}
	return address[at+1:]
}
