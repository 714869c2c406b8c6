package notify

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// TestKeys signs with keys the desk made. That the signatures verify is shown in package compose, by a second
// implementation.
func TestKeys(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.cleo)
		for _, algorithm := range []string{"rsa", "ed25519"} {
			got, err := k.AddDKIMKey(ctx, "dw-"+algorithm, algorithm)
			if err != nil {
				t.Fatal(err)
			}
			if got.Name() != "dw-"+algorithm+"._domainkey.desk.test" || got.Algorithm() != algorithm {
				t.Errorf("%s, %s", got.Name(), got.Algorithm())
			}
			checkRecord(t, got)
		}
		m := k.replied(t)
		text := k.relay.taken[len(k.relay.taken)-1].text
		for _, want := range []string{"s=dw-rsa;", "s=dw-ed25519;", "d=desk.test;"} {
			if head, _, _ := strings.Cut(text, "\r\n\r\n"); !strings.Contains(head, want) {
				t.Errorf("mail %d has no %s:\n%s", m.ID, want, head)
			}
		}
		if _, err := k.AddDKIMKey(ctx, "dw-rsa", "rsa"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a selector twice: %v", err)
		}
		if _, err := k.AddDKIMKey(ctx, "not a word", "rsa"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a bad selector: %v", err)
		}
		if err := k.RemoveDKIMKey(ctx, "dw-rsa._domainkey.desk.test"); err != nil {
			t.Fatal(err)
		}
		if keys, err := DKIMKeys.Get(ctx, k.DB.Read()); err != nil || len(keys) != 1 {
			t.Errorf("%d keys left, %v", len(keys), err)
		}
		if _, err := k.AddDKIMKey(as(t.Context(), k.ana), "x", "rsa"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an agent: %v", err)
		}
	})
}

// checkRecord holds the public key of the record against the private one.
func checkRecord(t *testing.T, k DKIMKey) {
	t.Helper()
	block, _ := pem.Decode([]byte(k.Private))
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	_, p, _ := strings.Cut(k.Record, "p=")
	published, err := base64.StdEncoding.DecodeString(p)
	if err != nil {
		t.Fatal(err)
	}
	if key, ok := private.(ed25519.PrivateKey); ok {
		if !ed25519.PublicKey(published).Equal(key.Public()) {
			t.Error("the record holds another Ed25519 key")
		}
		return
	}
	public, err := x509.ParsePKIXPublicKey(published)
	if err != nil {
		t.Fatal(err)
	}
	if !private.(*rsa.PrivateKey).PublicKey.Equal(public) {
		t.Error("the record holds another RSA key")
	}
}

func TestSendTest(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.relay.answer = func(env submit.Envelope) []submit.Recipient {
			return outcome(env, submit.Recipient{Outcome: submit.Failed, Code: 550, Text: "No"})
		}
		ctx := as(t.Context(), k.cleo)
		if got, err := k.SendTest(ctx, " Cleo@Desk.test"); err != nil || got.Code != 550 || got.Address != "cleo@desk.test" {
			t.Errorf("%+v, %v", got, err)
		}
		if len(k.mails(t, "")) != 0 {
			t.Error("a test mail lies in the outbox")
		}
		for _, bad := range []string{"", "nobody", "a@b.test, c@d.test"} {
			if _, err := k.SendTest(ctx, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if _, err := k.SendTest(access.With(t.Context(), k.ana.Principal("web")), "a@b.test"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an agent: %v", err)
		}
	})
}
