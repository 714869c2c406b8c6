package paging

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/mail"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// checkMethod tidies what was typed. The error is fault.Invalid and names the field.
func checkMethod(m Method) (Method, error) {
	m.Address, m.Label = strings.TrimSpace(m.Address), strings.TrimSpace(m.Label)
	if len(m.Label) > 80 {
		return m, fault.Field("label", "Call it something shorter: 80 letters at most")
	}
	switch m.Kind {
	case Mail:
		parsed, err := mail.ParseAddress(m.Address)
		if err != nil || parsed.Address != m.Address {
			return m, fault.Field("address", "%q is no mail address. Write it like ana@example.com", fault.Clip(m.Address, 80))
		}
	case SMS, Voice:
		m.Address = TidyNumber(m.Address)
		return m, checkNumber("address", m.Address)
	case Chat:
		if m.Shape != Slack && m.Shape != Mattermost {
			return m, fault.Field("shape", "%q is no chat that is known. Choose Slack or Mattermost", fault.Clip(string(m.Shape), 40))
		}
		return m, checkAddress(m.Address)
	case Webhook:
		m.Secret = newSecret()
		return m, checkAddress(m.Address)
	default:
		return m, fault.Field("kind", "%q is no way to reach somebody", fault.Clip(string(m.Kind), 40))
	}
	return m, nil
}

func checkAddress(address string) error {
	err := outbound.Check(address)
	if sentence, _ := fault.Public(err); err != nil {
		return fault.Field("address", "%s", sentence)
	}
	return nil
}

// pushKeys are what a browser gives with its subscription (W3C Push API, getKey): its public key and the secret that
// authenticates, base64url.
type pushKeys struct {
	P256dh string `json:"p256dh"`
	Auth   string `json:"auth"`
}

// newSecret makes 256 bits that sign what a webhook gets.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// pushMethod checks what a browser sent: an endpoint, a point of P-256 that is not compressed, 16 bytes (RFC 8291 §2).
func pushMethod(endpoint, p256dh, auth, label string) (Method, error) {
	key, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(p256dh, "="))
	secret, bad := base64.RawURLEncoding.DecodeString(strings.TrimRight(auth, "="))
	if err != nil || bad != nil || len(key) != 65 || key[0] != 4 || len(secret) != 16 {
		return Method{}, fault.Field("keys", "The browser gave keys that cannot be read. Reload the page and try again")
	}
	if err := checkAddress(endpoint); err != nil || len(endpoint) > 2000 {
		return Method{}, fault.Field("endpoint", "The browser gave no address that pages could go to. Reload the page and try again")
	}
	raw, err := json.Marshal(pushKeys{P256dh: strings.TrimRight(p256dh, "="), Auth: strings.TrimRight(auth, "=")})
	return Method{Kind: Push, Address: endpoint, Label: fault.Clip(strings.TrimSpace(label), 80), Secret: string(raw)}, err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
