package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Proxies cut connections that are silent for 30 seconds or more; a comment line is not silence.
const heartbeat = 20 * time.Second

// The most topics one stream may follow; a queue page shows 50 rows.
const maxTopics = 200

// Stream answers GET /live?topics=a,b&since=ID with server-sent events (WHATWG HTML §9.2). allow says
// whether the user of ctx may follow a topic; an error ends the request. Register it with Deadline(0).
//
// Each event has the id of its place and "NAME TOPIC DATA" as data. One named "reset" says that the page
// missed some and must fetch what it shows.
func (h *Hub) Stream(allow func(ctx context.Context, topic string) error) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		topics, err := topicsOf(r, allow)
		if err != nil {
			return err
		}
		since := r.Header.Get("Last-Event-ID")
		if since == "" {
			since = r.URL.Query().Get("since")
		}
		sub, known := h.Subscribe(topics, since)
		defer sub.Close()
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("X-Accel-Buffering", "no") // nginx would hold events back
		w.WriteHeader(http.StatusOK)
		first := "retry: 2000\n\n"
		if !known {
			first += frame(Event{Name: "reset", ID: h.LastID()})
		}
		return sub.pump(r.Context(), w, first)
	}
}

func topicsOf(r *http.Request, allow func(context.Context, string) error) ([]string, error) {
	topics := strings.FieldsFunc(r.URL.Query().Get("topics"), func(c rune) bool { return c == ',' })
	if len(topics) == 0 || len(topics) > maxTopics {
		return nil, fault.Field("topics", "Name 1 to %d topics to follow; there are %d.", maxTopics, len(topics))
	}
	for _, t := range topics {
		if err := allow(r.Context(), t); err != nil {
			return nil, err
		}
	}
	return topics, nil
}

// pump writes events until the browser leaves or the subscription ends. The answer has begun, so there is no
// error to show: a reader that stops is the ordinary end.
func (s *Subscription) pump(ctx context.Context, w http.ResponseWriter, first string) error {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a stream outlives the server's write timeout
	written := make(chan struct{})
	defer close(written)
	go s.interrupt(ctx, out, written)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for chunk := first; ; {
		if _, err := w.Write([]byte(chunk)); err != nil {
			return nil
		}
		if err := out.Flush(); err != nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
			chunk = ": still here\n\n"
		case ev, on := <-s.C:
			if !on {
				return nil
			}
			chunk = frame(ev)
		}
	}
}

// interrupt frees a write that waits for a browser which reads no more, once the hub has dropped the stream or its session
// has ended: otherwise a closed lid would hold the handler until TCP gives up.
func (s *Subscription) interrupt(ctx context.Context, out *http.ResponseController, written <-chan struct{}) {
	select {
	case <-written:
		return
	case <-s.gone:
	case <-ctx.Done():
	}
	_ = out.SetWriteDeadline(time.Unix(1, 0)) // long past: at once
}

// frame writes one event. Line ends inside would end it early, so they become spaces.
func frame(ev Event) string {
	var b bytes.Buffer
	if ev.ID != "" {
		fmt.Fprintf(&b, "id: %s\n", oneLine(ev.ID))
	}
	fmt.Fprintf(&b, "data: %s\n\n", oneLine(strings.TrimSpace(ev.Name+" "+ev.Topic+" "+ev.Data)))
	return b.String()
}

func oneLine(s string) string {
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(s)
}
