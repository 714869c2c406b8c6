package channel_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// world is what the channels stand between: a desk's settings, and another side that notes what it is sent.
type world struct {
	*httptest.Server
	deps channel.Deps
	gone []int64 // methods that were said to be gone
	mail []channel.Mail

	mu   sync.Mutex
	got  []sent
	say  func(w http.ResponseWriter, r *http.Request) // how it answers
	then time.Time
}

// sent is a request as it arrived.
type sent struct {
	*http.Request
	Body []byte
}

const site = "https://desk.test"

func begin(t *testing.T) *world {
	t.Helper()
	d := dbtest.SQLite(t, []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations()})
	k := &world{then: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)}
	k.Server = httptest.NewServer(http.HandlerFunc(k.serve))
	t.Cleanup(k.Close)
	k.deps = channel.Deps{DB: d, Client: outbound.New(outbound.Config{Private: true, Timeout: time.Second}),
		Link: func(path string) string { return site + path },
		Gone: func(_ context.Context, m paging.Method, _ string) error { k.gone = append(k.gone, m.ID); return nil },
		Post: func(_ context.Context, m channel.Mail) (string, error) {
			k.mail = append(k.mail, m)
			return "<1@desk.test>", nil
		}}
	log := event.NewLog()
	ctx := access.AsSystem(t.Context(), "test")
	err := d.Do(ctx, func(tx *db.Tx) error {
		provider := paging.Provider{URL: k.URL, Account: "AC1", Token: "secret token", From: "+15550001"}
		return errors.Join(channel.EnsureVAPID(ctx, tx, log), paging.ProviderKey.Set(ctx, tx, log, provider))
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *world) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // a server sees that the other side left only once the body is read
	k.mu.Lock()
	k.got = append(k.got, sent{r, body})
	k.mu.Unlock()
	k.say(w, r)
}

func (k *world) last(t *testing.T) sent {
	t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.got) == 0 {
		t.Fatal("nothing was sent")
	}
	return k.got[len(k.got)-1]
}

// send sends a page by a way, as the engine does.
func (k *world) send(t *testing.T, m paging.Method) (paging.Receipt, error) {
	t.Helper()
	return channel.Senders(channel.Carriers(k.deps))[m.Kind].Send(t.Context(), k.attempt(m))
}

func (k *world) attempt(m paging.Method) paging.Attempt {
	a := paging.Attempt{ID: 7, Key: "attempt-7", Try: 1, Method: m, Now: k.then, Link: site + "/phone/123", AckLink: site + "/p/7/mark", Held: 2,
		Page: paging.Page{ID: 123, Urgency: paging.High, Title: "502 for all users"},
		Card: paging.Card{Title: "502 for all users <!channel> [after](https://evil.test)", Path: "/tickets/5",
			Facts:    []paging.Fact{{Label: "Customer", Value: "Globex"}, {Label: "Left", Value: "14 min"}},
			Messages: []paging.Message{{At: k.then, From: "Lee Okafor", Public: true, Text: "All web nodes answer 502.\nNobody can work."}}}}
	a.User.Name = "Ana"
	return a
}

// TestFate has the other side answer in each way: whether another try may help is said of each, by every way that speaks HTTP.
func TestFate(t *testing.T) {
	k := begin(t)
	taken := `{"sid": "SM1", "status": "queued"}`
	for _, c := range []struct {
		name string
		say  func(w http.ResponseWriter, r *http.Request)
		hook error // of a webhook and a chat: nil is accepted
		paid error // of a provider
		wait time.Duration
	}{
		{"took it", status(201, taken), nil, nil, 0},
		{"200 with garbage", status(200, "<html>fine</html>"), nil, again, 0},
		{"200 with another JSON", status(200, `{"ok": true}`), nil, again, 0},
		{"took it and failed", status(201, `{"sid": "SM1", "status": "failed", "error_message": "no such number"}`), nil, never, 0},
		{"500", status(500, taken), again, again, 0},
		{"busy", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "9"); w.WriteHeader(429) }, again, again, 9 * time.Second},
		{"refused", status(403, "no"), never, never, 0},
		{"moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }, never, never, 0},
		{"hangs", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, again, again, 0},
		{"hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, again, again, 0},
	} {
		for _, m := range []paging.Method{
			{ID: 1, Kind: paging.Chat, Shape: paging.Slack, Address: k.URL}, {ID: 2, Kind: paging.Chat, Shape: paging.Mattermost, Address: k.URL},
			{ID: 3, Kind: paging.Webhook, Address: k.URL, Secret: "s"}, {ID: 4, Kind: paging.SMS, Address: "+31201234567"},
			{ID: 5, Kind: paging.Voice, Address: "+31201234567"},
		} {
			want := c.hook
			if m.Kind == paging.SMS || m.Kind == paging.Voice {
				want = c.paid
			}
			k.say = c.say
			_, err := k.send(t, m)
			if (want == nil) != (err == nil) || want != nil && fault.KindOf(err) != fault.KindOf(want) {
				t.Errorf("%s by %s: %v, want %v", c.name, m.Kind, err, want)
			}
			var f *outbound.Failure
			if c.wait > 0 && (!errors.As(err, &f) || f.RetryAfter != c.wait) {
				t.Errorf("%s by %s: what the other side asks for is lost: %v", c.name, m.Kind, err)
			}
			if got := k.last(t).Header.Get("Idempotency-Key"); got != "attempt-7" {
				t.Errorf("%s by %s: the key is %q", c.name, m.Kind, got)
			}
		}
	}
}

var again, never error = fault.New(fault.Unavailable, "try again"), fault.New(fault.Invalid, "never")

func status(code int, body string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		io.WriteString(w, body)
	}
}

// TestChat wants the link in both shapes, and nothing of a stranger's words to act.
func TestChat(t *testing.T) {
	k := begin(t)
	k.say = status(200, "ok")
	for shape, want := range map[paging.Shape][]string{
		paging.Slack:      {`"url":"https://desk.test/p/7/mark"`, `&lt;!channel&gt;`, "Globex", "2 pages before this one were held back"},
		paging.Mattermost: {`[Look and acknowledge](https://desk.test/p/7/mark)`, `"title_link":"https://desk.test/phone/123"`, "Globex", "held back"},
	} {
		if _, err := k.send(t, paging.Method{Kind: paging.Chat, Shape: shape, Address: k.URL}); err != nil {
			t.Fatal(err)
		}
		var parsed any
		body := k.last(t).Body
		if err := json.Unmarshal(body, &parsed); err != nil {
			t.Fatal(err)
		}
		text := unescaped(body)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q: %s", shape, w, text)
			}
		}
		if shape == paging.Slack && strings.Contains(text, "<!channel>") {
			t.Errorf("a stranger calls the channel: %s", text)
		}
	}
}

// unescaped undoes what encoding/json writes for HTML.
func unescaped(body []byte) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(body))
}

// TestWebhook wants a body that is signed, and that says where to answer.
func TestWebhook(t *testing.T) {
	k := begin(t)
	k.say = status(204, "")
	if _, err := k.send(t, paging.Method{ID: 3, Kind: paging.Webhook, Address: k.URL, Secret: "shared"}); err != nil {
		t.Fatal(err)
	}
	got := k.last(t)
	if err := outbound.Verify([]byte("shared"), got.Body, got.Header.Get(outbound.SignatureHeader), k.then, time.Minute); err != nil {
		t.Error(err)
	}
	var b channel.WebhookBody
	if err := json.Unmarshal(got.Body, &b); err != nil {
		t.Fatal(err)
	}
	if b.Page != 123 || b.Key != "attempt-7" || b.AckPost != site+"/hooks/paging/3" || b.AckURL != site+"/p/7/mark" || len(b.Facts) != 2 ||
		len(b.Last) != 1 || b.Held != 2 {
		t.Errorf("%+v", b)
	}
}

// TestMail: a page by mail is a row of the outbox, whose subject says how urgent it is.
func TestMail(t *testing.T) {
	k := begin(t)
	if _, err := k.send(t, paging.Method{Kind: paging.Mail, UserID: 9}); !fault.Is(err, fault.Invalid) {
		t.Errorf("somebody without an address: %v", err)
	}
	r, err := k.send(t, paging.Method{Kind: paging.Mail, UserID: 9, Address: "ana@desk.test"})
	if err != nil || r.ProviderID != "<1@desk.test>" {
		t.Fatalf("%+v, %v", r, err)
	}
	m := k.mail[0]
	if m.Key != "attempt-7" || !strings.HasPrefix(m.Subject, "Emergency: 502") || len(m.Links) != 2 || m.Links[0].URL != site+"/p/7/mark" ||
		len(m.Facts) != 2 || len(m.Quotes) != 1 {
		t.Errorf("%+v", m)
	}
}
