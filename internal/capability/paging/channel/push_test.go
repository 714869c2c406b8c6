package channel_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

var b64 = base64.RawURLEncoding

// browser is the receiving end of web push: the keys that a browser keeps (RFC 8291 §2).
type browser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newBrowser(t *testing.T) browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	auth := make([]byte, 16)
	rand.Read(auth)
	return browser{key, auth}
}

func (b browser) method(address string) paging.Method {
	secret := fmt.Sprintf(`{"p256dh": %q, "auth": %q}`, b64.EncodeToString(b.key.PublicKey().Bytes()), b64.EncodeToString(b.auth))
	return paging.Method{ID: 5, Kind: paging.Push, Address: address, Secret: secret}
}

// open decrypts a body as RFC 8291 §3.4 and RFC 8188 §2 say, with nothing of the library that encrypted it.
func (b browser) open(body []byte) ([]byte, error) {
	if len(body) < 86 || body[20] != 65 {
		return nil, fmt.Errorf("no header of aes128gcm: %d bytes", len(body))
	}
	if size := binary.BigEndian.Uint32(body[16:20]); int(size) < len(body)-86 {
		return nil, fmt.Errorf("a record of %d bytes in a body of %d", size, len(body))
	}
	salt, senderKey := body[:16], body[21:86]
	sender, err := ecdh.P256().NewPublicKey(senderKey)
	if err != nil {
		return nil, err
	}
	shared, err := b.key.ECDH(sender)
	if err != nil {
		return nil, err
	}
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(senderKey)
	ikm, err1 := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	cek, err2 := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, err3 := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	block, err4 := aes.NewCipher(cek)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, nonce, body[86:], nil)
	if err != nil {
		return nil, err
	}
	plain = []byte(strings.TrimRight(string(plain), "\x00"))
	if len(plain) == 0 || plain[len(plain)-1] != 2 { // the last record ends in 2 and padding (RFC 8188 §2)
		return nil, errors.New("no end of the last record")
	}
	return plain[:len(plain)-1], nil
}

// vapid checks the authorization of RFC 8292: a JWT signed with ES256 by the key that the browser subscribed with.
func vapid(header string, public []byte, audience string) error {
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 || key != b64.EncodeToString(public) {
		return fmt.Errorf("no vapid header of our key: %s", header)
	}
	sig, err := b64.DecodeString(parts[2])
	if err != nil || len(sig) != 64 {
		return fmt.Errorf("a signature of %d bytes: %v", len(sig), err)
	}
	signer, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), public)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(signer, sum[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])) {
		return errors.New("the signature is not ours")
	}
	var claims struct {
		Aud, Sub string
		Exp      int64
	}
	raw, err := b64.DecodeString(parts[1])
	if err := errors.Join(err, json.Unmarshal(raw, &claims)); err != nil {
		return err
	}
	if claims.Aud != audience || claims.Sub != site || claims.Exp == 0 {
		return fmt.Errorf("claims %+v", claims)
	}
	return nil
}

// TestPush is the whole way to a browser: the push service checks who sends, the browser decrypts.
func TestPush(t *testing.T) {
	k, b := begin(t), newBrowser(t)
	keys, err := paging.VAPID.Get(t.Context(), k.deps.DB.Read())
	if err != nil {
		t.Fatal(err)
	}
	public, err := b64.DecodeString(keys.Public)
	if err != nil {
		t.Fatal(err)
	}
	k.say = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://push.test/m/1")
		w.WriteHeader(http.StatusCreated)
	}
	receipt, err := k.send(t, b.method(k.URL+"/endpoint"))
	if err != nil || receipt.ProviderID != "https://push.test/m/1" {
		t.Fatalf("%+v, %v", receipt, err)
	}
	got := k.last(t)
	if err := vapid(got.Header.Get("Authorization"), public, k.URL); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"TTL": "3600", "Urgency": "high", "Content-Encoding": "aes128gcm"} {
		if got.Header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Header.Get(name), want)
		}
	}
	if n := len(got.Header.Get("Topic")); n == 0 || n > 32 {
		t.Errorf("the topic has %d characters (RFC 8030 §5.4: 32)", n)
	}
	if len(got.Body) > 4096 {
		t.Errorf("a body of %d bytes (RFC 8030 §7.2: 4096)", len(got.Body))
	}
	plain, err := b.open(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	var m channel.PushMessage
	if err := json.Unmarshal(plain, &m); err != nil {
		t.Fatal(err)
	}
	if m.Tag != "page-123" || m.URL != site+"/phone/123" || !m.Urgent || !strings.HasPrefix(m.Title, "Emergency: 502") ||
		!strings.Contains(m.Body, "Customer: Globex") {
		t.Errorf("%+v", m)
	}
	topic := got.Header.Get("Topic")
	if _, err := k.send(t, b.method(k.URL+"/endpoint")); err != nil || k.last(t).Header.Get("Topic") != topic {
		t.Errorf("a re-send is another matter to the push service: %v", err)
	}
	if _, err := newBrowser(t).open(got.Body); err == nil {
		t.Error("another browser reads it")
	}
}

// TestPushGone: 404 and 410 end a subscription (RFC 8030 §7.3); nothing else does.
func TestPushGone(t *testing.T) {
	k, b := begin(t), newBrowser(t)
	for code, want := range map[int]fault.Kind{404: fault.Invalid, 410: fault.Invalid, 413: fault.Invalid, 429: fault.Unavailable, 500: fault.Unavailable} {
		k.gone, k.say = nil, status(code, "")
		_, err := k.send(t, b.method(k.URL))
		if !fault.Is(err, want) || (len(k.gone) == 1) != (code == 404 || code == 410) {
			t.Errorf("%d: %v, gone %v", code, err, k.gone)
		}
	}
	m := b.method(k.URL)
	for _, secret := range []string{"", "{}", `{"p256dh": "AAAA", "auth": "AAAA"}`, `{"p256dh": "BA", "auth": ""}`} {
		m.Secret = secret
		if _, err := k.send(t, m); !fault.Is(err, fault.Invalid) {
			t.Errorf("keys %q: %v", secret, err)
		}
	}
}
