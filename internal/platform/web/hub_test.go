package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// drain takes what waits in a subscription, as "topic name".
func drain(s *Subscription) (got []string, open bool) {
	for {
		select {
		case ev, on := <-s.C:
			if !on {
				return got, false
			}
			got = append(got, ev.Topic+" "+ev.Name)
		default:
			return got, true
		}
	}
}

func TestHubSpreadsToFollowers(t *testing.T) {
	h := NewHub()
	one, _ := h.Subscribe([]string{"ticket:1"}, "")
	any, _ := h.Subscribe([]string{"ticket:*"}, "")
	for _, topic := range []string{"ticket:1", "ticket:12", "queue", "ticket:1"} {
		h.Publish(topic, Event{Name: "changed"})
	}
	if got, _ := drain(one); len(got) != 2 {
		t.Errorf("ticket:1 got %v, want 2 events of its own", got)
	}
	if got, _ := drain(any); len(got) != 3 {
		t.Errorf("ticket:* got %v, want 3", got)
	}
	one.Close()
	one.Close()
	h.Publish("ticket:1", Event{Name: "changed"})
	if _, open := drain(one); open {
		t.Error("a closed subscription is open")
	}
}

func TestHubReconciles(t *testing.T) {
	h := NewHub()
	drawn := h.LastID()
	for i := range 5 {
		h.Publish("t", Event{Name: fmt.Sprint(i)})
	}
	back, known := h.Subscribe([]string{"t"}, drawn)
	if got, _ := drain(back); !known || len(got) != 5 {
		t.Errorf("after a gap of 5: %v, known %v", got, known)
	}
	for range hubBacklog * 3 {
		h.Publish("other", Event{})
	}
	for _, since := range []string{drawn, NewHub().LastID(), "junk", h.epoch + ".99999"} {
		if _, known := h.Subscribe([]string{"t"}, since); known {
			t.Errorf("since %q passes as known", since)
		}
	}
	if _, known := h.Subscribe([]string{"t"}, h.LastID()); !known {
		t.Error("the newest id is not known")
	}
}

func TestHubDropsSlowReaders(t *testing.T) {
	h := NewHub()
	slow, _ := h.Subscribe([]string{"t"}, "")
	quick, _ := h.Subscribe([]string{"t"}, "")
	for range hubBuffer + 1 {
		h.Publish("t", Event{Name: "x"})
		drain(quick)
	}
	if got, open := drain(slow); open || len(got) != hubBuffer {
		t.Errorf("the slow reader got %d events and is open: %v", len(got), open)
	}
	if _, open := drain(quick); !open || h.Streams() != 1 {
		t.Errorf("the quick reader is gone too; %d streams", h.Streams())
	}
	// Who comes back after that with more missed than fits is dropped again, not blocked.
	if again, _ := h.Subscribe([]string{"t"}, h.epoch+".0"); again == nil {
		t.Fatal("no subscription")
	}
}

func TestHubUnderLoad(t *testing.T) {
	h := NewHub()
	var readers, writers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			s, _ := h.Subscribe([]string{"t"}, "")
			for range s.C {
			}
		})
		writers.Go(func() {
			for range 500 {
				h.Publish("t", Event{Name: "x"})
			}
		})
	}
	writers.Wait()
	h.Close()
	readers.Wait()
	h.Publish("t", Event{})
	if s, _ := h.Subscribe([]string{"t"}, ""); h.Streams() != 0 {
		t.Errorf("a closed hub has %d streams, %v", h.Streams(), s)
	}
}

func everyTopic(context.Context, string) error { return nil }

// stream runs the handler of GET /live in the bubble and gives what it has written so far.
func stream(h *Hub, header ...string) (written func() string, leave context.CancelFunc) {
	mux := testMux(Config{})
	mux.Handle("GET /live", h.Stream(everyTopic), Deadline(0))
	ctx, cancel := context.WithCancel(context.Background())
	r := httptest.NewRequestWithContext(ctx, "GET", "/live?topics=ticket:1,queue", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := &watched{ResponseRecorder: httptest.NewRecorder()}
	go mux.ServeHTTP(w, r)
	return w.written, cancel
}

// watched is a recorder that may be read while a handler writes.
type watched struct {
	*httptest.ResponseRecorder
	mu sync.Mutex
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ResponseRecorder.Write(b)
}

func (w *watched) written() string {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Body.String()
}

func TestStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub()
		written, leave := stream(h)
		if got := written(); got != "retry: 2000\n\n" {
			t.Errorf("first: %q", got)
		}
		h.Publish("ticket:1", Event{Name: "changed", Data: "a\nb"})
		h.Publish("elsewhere", Event{Name: "changed"})
		if got, want := written(), "retry: 2000\n\nid: "+h.epoch+".1\ndata: changed ticket:1 a b\n\n"; got != want {
			t.Error(cmp.Diff(want, got))
		}
		time.Sleep(heartbeat + time.Second) // the bubble's clock
		if got := written(); strings.Count(got, ": still here\n\n") != 1 {
			t.Errorf("no heartbeat: %q", got)
		}
		leave()
		if synctest.Wait(); h.Streams() != 0 {
			t.Errorf("%d streams after the browser left", h.Streams())
		}
	})
}

func TestStreamOfAReturningBrowser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub()
		h.Publish("queue", Event{Name: "created"})
		h.Publish("ticket:1", Event{Name: "changed"})
		written, leave := stream(h, "Last-Event-ID", h.epoch+".1")
		if got := written(); strings.Count(got, "data: ") != 1 || !strings.Contains(got, "changed ticket:1") {
			t.Errorf("missed one, got %q", got)
		}
		leave()
		written, leave = stream(h, "Last-Event-ID", "oldprocess.7")
		if got := written(); !strings.Contains(got, "id: "+h.epoch+".2\ndata: reset\n\n") {
			t.Errorf("after a restart, got %q", got)
		}
		leave()
		synctest.Wait()
	})
}

func TestStreamEndsWithTheHub(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub()
		_, leave := stream(h)
		defer leave()
		synctest.Wait()
		h.Close() // a handler that stays would make the bubble fail
	})
}

func TestStreamAsksWhoMayFollow(t *testing.T) {
	mux := testMux(Config{})
	mux.Handle("GET /live", NewHub().Stream(func(_ context.Context, topic string) error {
		return fault.New(fault.Forbidden, "Not %s.", topic)
	}))
	for path, want := range map[string]int{"/live?topics=user:7": 403, "/live": 422, "/live?topics=" + strings.Repeat("t,", maxTopics+1): 422} {
		if w := ask(mux, "GET", path, ""); w.Code != want {
			t.Errorf("%.40s: %d, want %d", path, w.Code, want)
		}
	}
}
