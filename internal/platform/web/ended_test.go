package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// watcher is a browser with an open stream.
type watcher struct {
	*visit
	ended chan struct{} // signals of sessions that ended; nil: nobody tells
	deaf  int           // who stopped to listen
	over  chan struct{} // closed with the stream
}

// watch signs somebody in on the bubble's clock and opens their stream.
func watch(path string) *watcher {
	w := &watcher{visit: newVisit(false), ended: make(chan struct{}, 1), over: make(chan struct{})}
	w.mux.cfg.Now, w.mux.sessions.now = time.Now, time.Now
	w.mux.sessions.ended = func() (<-chan struct{}, func()) { return w.ended, func() { w.deaf++ } }
	w.mux.Handle("GET /live", NewHub().Stream(everyTopic), Deadline(0))
	w.do("POST", path)
	r := httptest.NewRequest("GET", "/live?topics=t", nil)
	r.AddCookie(w.cookie)
	go func() {
		defer close(w.over)
		w.mux.ServeHTTP(&watched{ResponseRecorder: httptest.NewRecorder()}, r)
	}()
	synctest.Wait()
	return w
}

func (w *watcher) open() bool {
	synctest.Wait()
	select {
	case <-w.over:
		return false
	default:
		return true
	}
}

// TestStreamsEndWithTheirSession goes through the ways in which a session ends.
func TestStreamsEndWithTheirSession(t *testing.T) {
	tell := func(w *watcher) { w.ended <- struct{}{} }
	for _, c := range []struct {
		name, in string
		end      func(w *watcher)
		within   time.Duration
	}{
		{"signed out", "/in", func(w *watcher) { w.do("POST", "/out"); tell(w) }, 0},
		{"row taken away", "/in", func(w *watcher) { w.store.end(); tell(w) }, 0},
		{"refused from now on", "/in", func(w *watcher) {
			w.known = func(int64) error { return fault.New(fault.Forbidden, "There is no clearance") }
			tell(w)
		}, 0},
		{"another process ended it", "/in", func(w *watcher) { w.store.end() }, heartbeat},
		{"nobody can be asked", "/in", func(w *watcher) { w.store.breakDown() }, heartbeat},
		{"idle", "/in", func(*watcher) {}, time.Hour + 2*time.Second},
		{"kept, and too old", "/in?keep", func(*watcher) {}, 8*time.Hour + 2*time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := watch(c.in)
				tell(w) // somebody else's
				if !w.open() {
					t.Fatal("the stream of a session that stands ended")
				}
				if c.within > heartbeat {
					time.Sleep(c.within - 10*time.Second)
					if !w.open() {
						t.Fatal("the stream ended before its session")
					}
				}
				c.end(w)
				time.Sleep(min(c.within, heartbeat))
				if w.open() {
					t.Fatal("the stream goes on")
				}
				if w.deaf != 1 {
					t.Errorf("%d listeners left, want 1", w.deaf)
				}
			})
		})
	}
}

// TestLongAnswersEndWithTheirSession is of exports and the like, whose context ends.
func TestLongAnswersEndWithTheirSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVisit(false)
		v.mux.sessions.now = time.Now
		stopped := make(chan error, 1)
		v.mux.Handle("GET /export", func(_ http.ResponseWriter, r *http.Request) error {
			<-r.Context().Done()
			stopped <- r.Context().Err()
			return r.Context().Err()
		}, Deadline(0))
		v.do("POST", "/in")
		go v.do("GET", "/export")
		synctest.Wait()
		v.store.end()
		if err := <-stopped; err != context.Canceled { //nolint:errorlint // the very value
			t.Errorf("the export ended with %v", err)
		}
		synctest.Wait()
	})
}

// TestASessionThatEndedStaysEnded is of a request that was under way when its session ended: what it would keep begins nothing.
func TestASessionThatEndedStaysEnded(t *testing.T) {
	v := newVisit(false)
	var continued []bool
	v.store.committed = func(ctx context.Context) { continued = append(continued, Continues(ctx)) }
	v.mux.Handle("POST /late", func(_ http.ResponseWriter, r *http.Request) error {
		AddFlash(r.Context(), Flash{Text: "kept"})
		return nil
	})
	v.do("POST", "/in")
	v.do("POST", "/late")
	v.do("POST", "/in") // again: another token
	if len(continued) != 3 || continued[0] || !continued[1] || continued[2] {
		t.Errorf("sessions that go on: %v, want the second", continued)
	}
}
