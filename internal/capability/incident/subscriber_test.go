package incident

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// subscribe makes an active subscriber.
func (k *desk) subscribe(channel Channel, address, language string, components ...int64) Subscriber {
	k.T.Helper()
	k.Must(k.Subscribe(k.T.Context(), channel, address, language, components))
	b, err := subscriberAt(k.T.Context(), k.DB.Read(), channel, address)
	k.Must(err)
	b, err = k.Confirm(k.T.Context(), k.token(b.ID))
	k.Must(err)
	k.letters = nil
	return b
}

// told lists the addresses that got a letter about an update, each with its subject.
func (k *desk) told() (list []string) {
	for _, l := range k.letters {
		list = append(list, l.Address+" "+l.Subject)
	}
	return list
}

// TestNews tells each subscriber of what they chose, in their language and once, however often the job runs.
func TestNews(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		git, api := k.component("Git", 0), k.component("API", 0)
		k.subscribe(ByMail, "all@out.test", "")
		k.subscribe(ByMail, "git@out.test", "de", git)
		k.subscribe(ByMail, "api@out.test", "", api)
		k.Must(k.Subscribe(k.T.Context(), ByMail, "asked@out.test", "", nil))
		k.letters = nil
		i := k.declare(2, Change{Component: git, To: PartialOut})
		k.Wait(time.Minute)
		if got := strings.Join(k.told(), "; "); got != "all@out.test [Investigating] Pushes fail; git@out.test [Wird untersucht] Pushes fail" {
			t.Errorf("told: %s", got)
		}
		l := k.letters[0]
		if text := strings.Join(l.Paragraphs, " "); !strings.Contains(text, "Affected: Git (partial outage)") ||
			!strings.HasPrefix(l.Unsubscribe, "https://desk.test/status/unsubscribe/") {
			t.Errorf("%+v", l)
		}
		r := k.room(i.ID)
		if len(r.Sending) != 1 || r.Sending[0].Told != 2 || r.Sending[0].FinishedAt.IsZero() {
			t.Errorf("progress: %+v", r.Sending)
		}
		k.Must(k.tell(k.Ctx, job.Job{Args: []byte(`{"update":1}`)}))
		if len(k.letters) != 2 {
			t.Errorf("told again: %v", k.told())
		}
		k.say(i, Identified, func(n *NewUpdate) { n.Silent = true })
		k.Wait(time.Minute)
		if len(k.letters) != 2 {
			t.Errorf("a silent update is told: %v", k.told())
		}
	})
}

// TestBatches goes through more subscribers than one transaction takes.
func TestBatches(t *testing.T) {
	each(t, func(k *desk) {
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			for n := range 2*atOnce + 1 {
				b := Subscriber{Channel: ByMail, Address: string(rune('a'+n%26)) + time.Duration(n).String() + "@out.test", State: Active}
				if err := storeSubscriber(ctx, tx, &b); err != nil {
					return err
				}
			}
			return nil
		})
		k.declare(2)
		k.Must(k.tell(k.Ctx, job.Job{Args: []byte(`{"update":1}`)}))
		if len(k.letters) != 2*atOnce+1 {
			t.Errorf("%d letters", len(k.letters))
		}
	})
}

// TestBounce pauses an address that mail comes back from, and lets it say yes again.
func TestBounce(t *testing.T) {
	each(t, func(k *desk) {
		b := k.subscribe(ByMail, "gone@out.test", "")
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			return k.Bounced(ctx, tx, "Gone@out.test", "550 5.1.1 no such user")
		})
		list, counts, err := k.Subscribers(k.As(k.lea), Paused, 10)
		k.Must(err)
		if len(list) != 1 || list[0].Reason != "550 5.1.1 no such user" || counts[Paused] != 1 || counts[Active] != 0 {
			t.Errorf("%+v, %v", list, counts)
		}
		b, err = k.Confirm(k.T.Context(), k.token(b.ID))
		k.Must(err)
		if b.State != Active || b.Reason != "" {
			t.Errorf("%+v", b)
		}
		k.Do(func(ctx context.Context, tx *db.Tx) error { return k.Bounced(ctx, tx, "nobody@out.test", "x") })
		if err := k.RemoveSubscriber(k.As(k.ana), b.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an engineer removes a subscriber: %v", err)
		}
	})
}

// hook is a webhook that answers as it is told to.
type hook struct {
	answer func(body map[string]any) (int, string)
	got    []map[string]any
	wrong  int // bodies whose signature does not fit
	secret string
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	var body map[string]any
	json.Unmarshal(raw, &body)
	if s, ok := body["secret"].(string); ok {
		h.secret = s
	}
	if outbound.Verify([]byte(h.secret), raw, r.Header.Get(outbound.SignatureHeader), time.Now(), time.Minute) != nil {
		h.wrong++
	}
	h.got = append(h.got, body)
	status, text := h.answer(body)
	w.WriteHeader(status)
	io.WriteString(w, text)
}

// TestWebhook begins only with an answer to the challenge, signs what it sends, and gives up on who never takes it.
func TestWebhook(t *testing.T) {
	each(t, func(k *desk) {
		h := &hook{answer: func(map[string]any) (int, string) { return http.StatusOK, "garbage" }}
		server := httptest.NewServer(h)
		defer server.Close()
		k.Must(k.Subscribe(k.T.Context(), ByWebhook, server.URL, "", nil))
		asked := job.Job{Args: []byte(`{"subscriber":1}`)}
		if err := k.verify(k.Ctx, asked); err == nil || fault.Is(err, fault.Unavailable) {
			t.Errorf("a webhook that answers with garbage: %v", err)
		}
		h.answer = func(body map[string]any) (int, string) {
			raw, _ := json.Marshal(map[string]any{"challenge": body["challenge"]})
			return http.StatusOK, string(raw)
		}
		k.Must(k.verify(k.Ctx, asked))
		i := k.declare(1)
		k.Must(k.tell(k.Ctx, job.Job{Args: []byte(`{"update":1}`)}))
		k.Must(k.post(k.Ctx, job.Job{Args: []byte(`{"update":1,"subscriber":1}`)}))
		last := h.got[len(h.got)-1]
		if got := last["incident"].(map[string]any); got["id"] != i.Code || got["name"] != "Pushes fail" ||
			last["meta"].(map[string]any)["unsubscribe"] == "" || h.wrong != 0 {
			t.Errorf("it got %v, %d of them signed wrongly", last, h.wrong)
		}
		h.answer = func(map[string]any) (int, string) { return http.StatusBadGateway, "" }
		for n := range mostFails {
			j := job.Job{Args: []byte(`{"update":1,"subscriber":1}`)}
			err := k.post(k.Ctx, j)
			if err == nil || fault.Is(err, fault.Unavailable) {
				t.Fatalf("an outage must count as a try: %v", err)
			}
			k.Do(func(ctx context.Context, tx *db.Tx) error { return k.missed(ctx, tx, j, err) })
			b, err2 := findSubscriber(k.T.Context(), k.DB.Read(), 1)
			k.Must(err2)
			if paused := b.State == Paused; paused != (n == mostFails-1) {
				t.Errorf("after %d misses it is %s", n+1, b.State)
			}
		}
	})
}

// TestTokens refuses links that the desk did not write.
func TestTokens(t *testing.T) {
	k := New(Deps{Key: []byte("one")})
	token := k.token(70_000)
	if id, err := k.holder(token); err != nil || id != 70_000 {
		t.Errorf("%d, %v", id, err)
	}
	other := New(Deps{Key: []byte("two")})
	for _, bad := range []string{"", "A", token[1:], token + "A", other.token(70_000), k.token(1)[:8], "????"} {
		if _, err := k.holder(bad); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzToken(f *testing.F) {
	k := New(Deps{Key: []byte("one")})
	f.Add(k.token(1))
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, token string) {
		if id, err := k.holder(token); err == nil && k.token(id) != token && len(token) == len(k.token(id)) {
			// unused bits of the last letter may differ: what counts is that the proof is ours
			if again, err := k.holder(k.token(id)); err != nil || again != id {
				t.Errorf("%q is taken for %d", token, id)
			}
		}
	})
}
