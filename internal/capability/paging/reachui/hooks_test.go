package reachui_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

func text(n int64) string { return strconv.FormatInt(n, 10) }

// post is a program's, with one header that signs it.
func (s *site) post(path, kind, header, signature, body string) (status int, answer string) {
	s.T.Helper()
	r, err := http.NewRequestWithContext(s.T.Context(), http.MethodPost, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.T.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set(header, signature)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.T.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	return res.StatusCode, string(raw)
}

// TestWebhookBack: a program answers with the secret of its webhook, and with nothing else.
func TestWebhookBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c, err := s.paging.AddMethod(s.ana.Context(), paging.Method{Kind: paging.Webhook, Address: "https://hook.test"})
		if err != nil {
			t.Fatal(err)
		}
		p, _ := s.ring(s.ana)
		now := s.DB.Now(t.Context())
		good := fmt.Sprintf(`{"action": "acknowledge", "page": %d}`, p.ID)
		send := func(body, secret string, at time.Time) (int, string) {
			return s.post("/hooks/paging/"+text(c.ID), "application/json", outbound.SignatureHeader, outbound.Sign([]byte(secret), []byte(body), at), body)
		}
		if status, _ := send(good, c.Secret, now); status != http.StatusForbidden {
			t.Errorf("a webhook that nobody proved answers %d", status)
		}
		if err := s.paging.VerifyMethod(s.ana.Context(), c.ID, s.code()); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []struct {
			name, body, secret string
			at                 time.Time
			want               int
		}{
			{"another secret", good, "x", now, 403}, {"an old copy", good, c.Secret, now.Add(-time.Hour), 403},
			{"no JSON", "{", c.Secret, now, 422}, {"another action", `{"action": "resolve", "page": 1}`, c.Secret, now, 422},
			{"no page", `{"action": "acknowledge"}`, c.Secret, now, 422}, {"an unknown page", `{"action": "acknowledge", "page": 9999}`, c.Secret, now, 404},
		} {
			if status, answer := send(bad.body, bad.secret, bad.at); status != bad.want {
				t.Errorf("%s: %d %s, want %d", bad.name, status, answer, bad.want)
			}
		}
		if got := s.state(p.ID); got != paging.Triggered {
			t.Fatalf("it is %s", got)
		}
		if status, answer := send(good, c.Secret, now); status != http.StatusOK || !strings.Contains(answer, `"acknowledged_by":`+text(s.ana.ID)) {
			t.Errorf("%d %s", status, answer)
		}
	})
}

// TestTextBack: "ack 123" from a proven number acknowledges; the same without the provider's signature does nothing.
func TestTextBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		err := s.paging.SetProvider(s.admin.Context(), paging.Provider{URL: "https://sms.test", Account: "AC1", Token: "token", From: "+15551234567"})
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.paging.AddMethod(s.ana.Context(), paging.Method{Kind: paging.SMS, Address: "+31201234567"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.paging.VerifyMethod(s.ana.Context(), c.ID, s.code()); err != nil {
			t.Fatal(err)
		}
		p, _ := s.ring(s.ana)
		say := func(from, body, token string) (int, string) {
			form := url.Values{"From": {from}, "Body": {body}}
			return s.post("/hooks/sms", "application/x-www-form-urlencoded", channel.ProviderSignatureHeader,
				channel.ProviderSignature(token, "https://desk.test/hooks/sms", form), form.Encode())
		}
		if status, _ := say("+31201234567", "ack", "thief"); status != http.StatusForbidden {
			t.Errorf("a stranger's post is answered %d", status)
		}
		for body, want := range map[string]string{"hello": "ack 123", "ack 99999": "no page", "ack x": "ack 123"} {
			if status, answer := say("+31201234567", body, "token"); status != http.StatusOK || !strings.Contains(answer, want) {
				t.Errorf("%q is answered %d %s", body, status, answer)
			}
		}
		if _, answer := say("+4930123456", "ack", "token"); !strings.Contains(answer, "does not know this number") {
			t.Error(answer)
		}
		if got := s.state(p.ID); got != paging.Triggered {
			t.Fatalf("it is %s", got)
		}
		if _, answer := say("+31201234567", "ack", "token"); !strings.Contains(answer, "You have page "+text(p.ID)) {
			t.Error(answer)
		}
	})
}

// TestKeyPressed: 1 on the telephone acknowledges, anything else does not.
func TestKeyPressed(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		err := s.paging.SetProvider(s.admin.Context(), paging.Provider{URL: "https://sms.test", Account: "AC1", Token: "token", From: "+15551234567"})
		if err != nil {
			t.Fatal(err)
		}
		p, link := s.ring(s.ana)
		path := channel.VoicePrefix + strings.TrimPrefix(link, "/p/")
		press := func(digit, token string) (int, string) {
			form := url.Values{"Digits": {digit}, "CallSid": {"CA1"}}
			return s.post(path, "application/x-www-form-urlencoded", channel.ProviderSignatureHeader,
				channel.ProviderSignature(token, "https://desk.test"+path, form), form.Encode())
		}
		if status, _ := press("1", "thief"); status != http.StatusForbidden {
			t.Errorf("a stranger's key is answered %d", status)
		}
		if _, answer := press("5", "token"); !strings.Contains(answer, "That was not 1") || s.state(p.ID) != paging.Triggered {
			t.Error(answer)
		}
		if _, answer := press("1", "token"); !strings.Contains(answer, "You have it") || s.state(p.ID) != paging.Acknowledged {
			t.Error(answer)
		}
	})
}
