package compose

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// KeyKind is an algorithm of DKIM.
type KeyKind string

// The kinds. Every verifier knows RSA; Ed25519 (RFC 8463) is short and not known everywhere, so a domain
// that uses it signs with both.
const (
	RSA     KeyKind = "rsa"
	Ed25519 KeyKind = "ed25519"
)

// GenerateKey makes a private key in PEM for NewSigner, and the text of the TXT record that publishes its
// public half. A record over 255 octets is split into strings by whoever writes the zone.
func GenerateKey(kind KeyKind, rand io.Reader) (keyPEM, dnsTXT string, err error) {
	var private any
	var published []byte
	switch kind {
	case RSA:
		key, err := rsa.GenerateKey(rand, 2048) // RFC 8301 §3.2
		if err != nil {
			return "", "", fmt.Errorf("make an RSA key: %w", err)
		}
		if published, err = x509.MarshalPKIXPublicKey(key.Public()); err != nil {
			return "", "", fmt.Errorf("write the public key: %w", err)
		}
		private = key
	case Ed25519:
		public, key, err := ed25519.GenerateKey(rand)
		if err != nil {
			return "", "", fmt.Errorf("make an Ed25519 key: %w", err)
		}
		private, published = key, public // the bare 32 octets (RFC 8463 §4.2)
	default:
		return "", "", fault.Field("kind", "%q is no kind of DKIM key; use rsa or ed25519", string(kind))
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", "", fmt.Errorf("write the private key: %w", err)
	}
	keyPEM = string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	dnsTXT = fmt.Sprintf("v=DKIM1; k=%s; p=%s", kind, base64.StdEncoding.EncodeToString(published))
	return keyPEM, dnsTXT, nil
}
