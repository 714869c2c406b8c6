package kill

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// receiver is what lies behind people's webhooks: each path has its own bad manners, and takes a message in the end.
type receiver struct {
	*httptest.Server
	t *testing.T

	mu   sync.Mutex
	got  []arrival
	seen map[string]int // tries by key
	code string         // the last that a webhook was to be proven with
}

// arrival is a request that reached a receiver.
type arrival struct {
	key, manners string
	page         int64
	taken        bool // it was answered with success
}

// The manners of receivers, by their paths.
var manners = []string{"succeed", "hang", "refuse", "answer500"}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t, seen: map[string]int{}}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

var digits = regexp.MustCompile(`\d{6}`)

// ServeHTTP implements http.Handler.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	var body channel.WebhookBody
	err := json.NewDecoder(q.Body).Decode(&body)
	a := arrival{key: q.Header.Get("Idempotency-Key"), manners: q.URL.Path[1:], page: body.Page}
	if err != nil || a.key == "" || a.key != body.Key || q.Header.Get(outbound.SignatureHeader) == "" {
		r.t.Errorf("a message under the key %q and %q, signed %q: %v", a.key, body.Key, q.Header.Get(outbound.SignatureHeader), err)
	}
	if body.Event != paging.Paged {
		r.mu.Lock()
		r.code = digits.FindString(body.Text + " " + body.Title)
		r.mu.Unlock()
		return
	}
	if !r.takes(a) {
		misbehave(w, q, a.manners)
	}
}

// takes notes an arrival and says whether it is answered with success: a path with bad manners has them twice.
func (r *receiver) takes(a arrival) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[a.key]++
	a.taken = a.manners == "succeed" || r.seen[a.key] > 2
	r.got = append(r.got, a)
	return a.taken
}

func misbehave(w http.ResponseWriter, q *http.Request, how string) {
	switch how {
	case "hang":
		select {
		case <-q.Context().Done():
		case <-time.After(time.Minute):
		}
	case "refuse":
		c, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			c.(*net.TCPConn).SetLinger(0)
			c.Close()
		}
	default:
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// arrivals are what has come so far.
func (r *receiver) arrivals() []arrival {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]arrival(nil), r.got...)
}
