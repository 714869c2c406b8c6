package compose

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"

	"github.com/emersion/go-msgauth/dkim"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Signer puts the name of a domain to a mail (RFC 6376).
type Signer struct{ options dkim.SignOptions }

// signed are the fields under the signature. Those that a mail lacks are listed all the same, so that
// nobody can add them, and From twice against a second one (RFC 6376 §8.15).
var signed = []string{
	"From", "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Reply-To",
	"MIME-Version", "Content-Type", "Auto-Submitted",
	"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", // RFC 8058 §4 asks for the latter two
}

// NewSigner reads an RSA or Ed25519 private key in PEM (PKCS #8, or PKCS #1 for RSA). Its public half must
// be published at selector._domainkey.domain.
func NewSigner(domain, selector string, keyPEM []byte) (*Signer, error) {
	if domain == "" || selector == "" {
		return nil, fault.Field("selector", "A DKIM key needs a domain and a selector")
	}
	key, err := readKey(keyPEM)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Field: "key", Public: "This is not an RSA or Ed25519 private key in PEM form", Err: err}
	}
	return &Signer{dkim.SignOptions{
		Domain: domain, Selector: selector, Signer: key, HeaderKeys: signed,
		// Relays rewrap headers and trim line ends; relaxed survives both (RFC 6376 §3.4).
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	}}, nil
}

func readKey(keyPEM []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(keyPEM)
	if block == nil {
		return nil, errors.New("no PEM block")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, nil
	case ed25519.PrivateKey:
		return key, nil
	}
	return nil, fmt.Errorf("a key of type %T", key)
}

// Sign writes the mail that write gives, with a signature of each signer above it. It calls write twice and
// so holds nothing in memory; an error tells when the two did not give the same bytes.
func Sign(w io.Writer, write func(io.Writer) error, signers ...*Signer) error {
	if len(signers) == 0 {
		return write(w)
	}
	head, sum, err := signatures(write, signers)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, head); err != nil {
		return fmt.Errorf("write the signature: %w", err)
	}
	again := sha256.New()
	if err := write(io.MultiWriter(w, again)); err != nil {
		return err
	}
	if [32]byte(again.Sum(nil)) != sum {
		return errors.New("the mail changed while it was signed")
	}
	return nil
}

func signatures(write func(io.Writer) error, signers []*Signer) (head string, sum [32]byte, err error) {
	hash := sha256.New()
	writers := []io.Writer{hash}
	running := make([]*dkim.Signer, len(signers))
	for i, s := range signers {
		if running[i], err = dkim.NewSigner(&s.options); err != nil {
			return "", sum, fmt.Errorf("sign for %s: %w", s.options.Domain, err)
		}
		defer running[i].Close()
		writers = append(writers, running[i])
	}
	if err := write(io.MultiWriter(writers...)); err != nil {
		return "", sum, err
	}
	for i, s := range running {
		if err := s.Close(); err != nil {
			return "", sum, fmt.Errorf("sign for %s: %w", signers[i].options.Domain, err)
		}
		head += s.Signature()
	}
	return head, [32]byte(hash.Sum(nil)), nil
}
