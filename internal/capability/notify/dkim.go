package notify

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// DKIMKey signs the mail of one domain (RFC 6376).
type DKIMKey struct {
	Domain   string `json:"domain"`
	Selector string `json:"selector"`
	Private  string `json:"private"` // PEM, PKCS #8
	Record   string `json:"record"`  // the TXT record to publish at Name
}

// Name is where the public half must be published.
func (k DKIMKey) Name() string { return k.Selector + "._domainkey." + k.Domain }

// Algorithm is "rsa" or "ed25519".
func (k DKIMKey) Algorithm() string {
	if strings.Contains(k.Record, "k=ed25519") {
		return "ed25519"
	}
	return "rsa"
}

// DKIMKeys is the setting of the desk's own keys.
var DKIMKeys = settings.Key[[]DKIMKey]{Name: "mail.dkim", Secret: true, Check: func(keys []DKIMKey) error {
	for _, k := range keys {
		if _, err := compose.NewSigner(k.Domain, k.Selector, []byte(k.Private)); err != nil {
			return err
		}
	}
	return nil
}}

// GenerateDKIM makes a key of 2048 bits (RFC 8301 §3.2) for algorithm "rsa", or an Ed25519 one (RFC 8463),
// which few receivers check yet: it goes beside an RSA key, not in its place.
func GenerateDKIM(domain, selector, algorithm string) (DKIMKey, error) {
	var private, public any
	switch algorithm {
	case "rsa":
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return DKIMKey{}, err
		}
		private, public = key, &key.PublicKey
	case "ed25519":
		pub, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return DKIMKey{}, err
		}
		private, public = key, pub
	default:
		return DKIMKey{}, fault.Field("algorithm", "“%s” is no way to sign; choose rsa or ed25519", algorithm)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return DKIMKey{}, err
	}
	record, err := dkimRecord(public)
	return DKIMKey{
		Domain: domain, Selector: selector, Record: record,
		Private: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
	}, err
}

// dkimRecord writes the text of the DNS record (RFC 6376 §3.6.1; RFC 8463 §4 has the bare Ed25519 key).
func dkimRecord(public any) (string, error) {
	if key, ok := public.(ed25519.PublicKey); ok {
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(key), nil
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der), err
}

// signers are the keys for the domain of an address. A desk without one sends unsigned.
func (s *Service) signers(ctx context.Context, address string) ([]*compose.Signer, error) {
	domain := hostOf(address)
	keys, err := DKIMKeys.Get(ctx, s.DB.Read())
	if err != nil {
		return nil, err
	}
	var all []*compose.Signer
	for _, k := range keys {
		if !strings.EqualFold(k.Domain, domain) {
			continue
		}
		signer, err := compose.NewSigner(k.Domain, k.Selector, []byte(k.Private))
		if err != nil {
			return nil, fmt.Errorf("DKIM key %s: %w", k.Name(), err)
		}
		all = append(all, signer)
	}
	if s.Signers == nil {
		return all, nil
	}
	more, err := s.Signers(domain)
	return append(all, more...), err
}

// AddDKIMKey makes a key for the domain the desk sends from, and gives it for its record to be published.
func (s *Service) AddDKIMKey(ctx context.Context, selector, algorithm string) (DKIMKey, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return DKIMKey{}, err
	}
	if selector == "" || strings.Trim(selector, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return DKIMKey{}, fault.Field("selector", "A selector is a short word of small letters, digits and hyphens, such as daywatch1")
	}
	from, err := MailFrom.Get(ctx, s.DB.Read())
	if err != nil {
		return DKIMKey{}, err
	}
	if from.Address == "" {
		return DKIMKey{}, fault.Field("selector", "Say first which address the desk sends from: its domain is what the key speaks for")
	}
	key, err := GenerateDKIM(from.domain(), selector, algorithm)
	if err != nil {
		return DKIMKey{}, err
	}
	return key, s.changeKeys(ctx, func(keys []DKIMKey) ([]DKIMKey, error) {
		if slices.ContainsFunc(keys, func(k DKIMKey) bool { return k.Name() == key.Name() }) {
			return nil, fault.Field("selector", "There is a key at %s already. Choose another selector", key.Name())
		}
		return append(keys, key), nil
	})
}

// RemoveDKIMKey forgets the key published at name; a missing one is no error.
func (s *Service) RemoveDKIMKey(ctx context.Context, name string) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.changeKeys(ctx, func(keys []DKIMKey) ([]DKIMKey, error) {
		return slices.DeleteFunc(keys, func(k DKIMKey) bool { return k.Name() == name }), nil
	})
}

func (s *Service) changeKeys(ctx context.Context, change func([]DKIMKey) ([]DKIMKey, error)) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		keys, err := DKIMKeys.Get(ctx, tx)
		if err != nil {
			return err
		}
		if keys, err = change(keys); err != nil {
			return err
		}
		return DKIMKeys.Set(ctx, tx, s.Log, keys)
	})
}
