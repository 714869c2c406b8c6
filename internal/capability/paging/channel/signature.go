package channel

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the provider's scheme: an HMAC, which SHA-1 still bears
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// ProviderSignatureHeader carries the signature of what a provider posts to us.
const ProviderSignatureHeader = "X-Twilio-Signature"

// ProviderSignature is what a provider of Twilio's shape signs a post with: the address and every field, sorted by name, each
// value behind its name (https://www.twilio.com/docs/usage/security#validating-requests).
func ProviderSignature(token, address string, form url.Values) string {
	var b strings.Builder
	b.WriteString(address)
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		values := slices.Clone(form[name])
		slices.Sort(values)
		for _, v := range slices.Compact(values) { // as their own libraries do with doubled fields
			b.WriteString(name + v)
		}
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(b.String()))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// ProviderSigned reports whether a post comes from the provider with this token.
func ProviderSigned(token, address string, form url.Values, signature string) bool {
	return token != "" && hmac.Equal([]byte(ProviderSignature(token, address, form)), []byte(signature))
}
