package outbound_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// TestDo has a server answer in each way, and asks whether another try is said to help.
func TestDo(t *testing.T) {
	var key string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key = r.Header.Get("Idempotency-Key")
		w.Header().Set("Retry-After", "7")
		switch r.URL.Path {
		case "/ok":
			w.Write([]byte("fine"))
		case "/moved":
			http.Redirect(w, r, "/ok", http.StatusFound)
		case "/busy":
			w.WriteHeader(http.StatusTooManyRequests)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/long":
			w.Write(make([]byte, 200))
		case "/hangs":
			io.Copy(io.Discard, r.Body) // a server sees that the other side left only once the body is read
			<-r.Context().Done()
		}
	}))
	defer server.Close()
	client := outbound.New(outbound.Config{Private: true, Limit: 100, Timeout: 300 * time.Millisecond})
	for path, want := range map[string]fault.Kind{"/moved": fault.Invalid, "/busy": fault.Unavailable, "/broken": fault.Unavailable,
		"/gone": fault.Invalid, "/long": fault.Invalid, "/hangs": fault.Unavailable} {
		_, err := client.Do(t.Context(), outbound.Request{URL: server.URL + path, Body: []byte("x"), Key: "k1"})
		if !fault.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
		if path == "/hangs" && key != "k1" {
			t.Errorf("the key arrives as %q", key)
		}
		var f *outbound.Failure
		if path == "/busy" && (!errors.As(err, &f) || f.RetryAfter != 7*time.Second) {
			t.Errorf("what the other side asks for is lost: %v", f)
		}
	}
	a, err := client.Do(t.Context(), outbound.Request{URL: server.URL + "/ok"})
	if err != nil || string(a.Body) != "fine" {
		t.Errorf("%q, %v", a.Body, err)
	}
	_, err = outbound.New(outbound.Config{}).Do(t.Context(), outbound.Request{URL: server.URL + "/ok"})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("the desk's own network: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for address, good := range map[string]bool{"https://example.com/x": true, "http://10.0.0.1:8080": true, "example.com": false,
		"ftp://example.com": false, "https://": false, "https://a:b@example.com": false, "": false} {
		if err := outbound.Check(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestSignature(t *testing.T) {
	secret, body, now := []byte("s"), []byte(`{"a":1}`), time.Unix(1_800_000_000, 0)
	signed := outbound.Sign(secret, body, now)
	for _, c := range []struct {
		name   string
		secret string
		body   string
		sign   string
		now    time.Time
		good   bool
	}{
		{"as sent", "s", string(body), signed, now.Add(time.Minute), true},
		{"another secret", "z", string(body), signed, now, false},
		{"another body", "s", `{"a":2}`, signed, now, false},
		{"too late", "s", string(body), signed, now.Add(6 * time.Minute), false},
		{"too early", "s", string(body), signed, now.Add(-6 * time.Minute), false},
		{"no signature", "s", string(body), "", now, false},
	} {
		if err := outbound.Verify([]byte(c.secret), []byte(c.body), c.sign, c.now, 5*time.Minute); (err == nil) != c.good {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
