package channel_test

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestProvider stands where Twilio does: it asks for the account's token and the fields that its API has.
func TestProvider(t *testing.T) {
	k := begin(t)
	k.say = func(w http.ResponseWriter, r *http.Request) {
		if account, token, ok := r.BasicAuth(); !ok || account != "AC1" || token != "secret token" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		status(http.StatusCreated, `{"sid": "SM77", "status": "queued"}`)(w, r)
	}
	for kind, path := range map[paging.Kind]string{paging.SMS: "/2010-04-01/Accounts/AC1/Messages.json", paging.Voice: "/2010-04-01/Accounts/AC1/Calls.json"} {
		r, err := k.send(t, paging.Method{Kind: kind, Address: "+31201234567"})
		if err != nil || r.ProviderID != "SM77" || r.Detail != "queued" {
			t.Fatalf("%s: %+v, %v", kind, r, err)
		}
		got := k.last(t)
		form, err := url.ParseQuery(string(got.Body))
		if err != nil || got.URL.Path != path || form.Get("To") != "+31201234567" || form.Get("From") != "+15550001" {
			t.Errorf("%s: %s %v, %v", kind, got.URL.Path, form, err)
		}
		if kind == paging.SMS {
			text := form.Get("Body")
			if len(text) > 160 || !strings.Contains(text, "ack 123") || !strings.Contains(text, site+"/p/7/mark") || !strings.Contains(text, "+2 held back") {
				t.Errorf("%d characters: %s", len(text), text)
			}
			continue
		}
		script(t, form.Get("Twiml"))
	}
}

func script(t *testing.T, text string) {
	t.Helper()
	var got struct {
		Gather struct {
			Digits string   `xml:"numDigits,attr"`
			Action string   `xml:"action,attr"`
			Say    []string `xml:"Say"`
		}
	}
	if err := xml.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if got.Gather.Digits != "1" || got.Gather.Action != site+"/hooks/voice/7/mark" || len(got.Gather.Say) == 0 ||
		!strings.Contains(got.Gather.Say[0], "Press 1 to acknowledge") {
		t.Errorf("%+v", got)
	}
}

// TestNoProvider: a desk without one says so at once.
func TestNoProvider(t *testing.T) {
	k := begin(t)
	ctx := access.AsSystem(t.Context(), "test")
	err := k.deps.DB.Do(ctx, func(tx *db.Tx) error { return paging.ProviderKey.Set(ctx, tx, event.NewLog(), paging.Provider{}) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.send(t, paging.Method{Kind: paging.SMS, Address: "+31201234567"}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// TestCodes: a code is said by each way so that it can be typed.
func TestCodes(t *testing.T) {
	k := begin(t)
	k.say = status(201, `{"sid": "x", "status": "queued"}`)
	l := paging.Letter{Key: "code-1", What: paging.Code, Title: "Daywatch code", Text: "123456", Now: k.then}
	for kind, want := range map[paging.Kind]string{paging.SMS: "123456", paging.Voice: "1, 2, 3, 4, 5, 6", paging.Chat: "123456", paging.Webhook: "123456"} {
		l.To = paging.Method{Kind: kind, Address: k.URL}
		if _, err := channel.Carriers(k.deps)[kind].Carry(context.WithoutCancel(t.Context()), l); err != nil {
			t.Fatal(err)
		}
		body, err := url.QueryUnescape(string(k.last(t).Body))
		if err != nil || !strings.Contains(body, want) {
			t.Errorf("%s does not say the code: %s, %v", kind, body, err)
		}
	}
}

// TestProviderSignature takes the example of the provider's own documentation
// (https://www.twilio.com/docs/usage/security#test-the-validity-of-your-webhook-signature).
func TestProviderSignature(t *testing.T) {
	form := url.Values{"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675310"}, "Digits": {"1234"}, "From": {"+14158675310"}, "To": {"+18005551212"}}
	const address, token, want = "https://example.com/myapp.php?foo=1&bar=2", "12345", "L/OH5YylLD5NRKLltdqwSvS0BnU="
	if got := channel.ProviderSignature(token, address, form); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, c := range []struct{ token, address, sign string }{{"12346", address, want}, {token, address + "x", want}, {token, address, ""},
		{"", address, channel.ProviderSignature("", address, form)}} {
		if channel.ProviderSigned(c.token, c.address, form, c.sign) {
			t.Errorf("%+v passes", c)
		}
	}
}

func FuzzProviderSigned(f *testing.F) {
	f.Add("From=%2B1&Body=ack", "x")
	f.Fuzz(func(t *testing.T, query, signature string) {
		form, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		if channel.ProviderSigned("t", "https://desk.test/hooks/sms", form, signature) &&
			signature != channel.ProviderSignature("t", "https://desk.test/hooks/sms", form) {
			t.Errorf("%q passes", signature)
		}
	})
}
