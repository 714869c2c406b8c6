package web

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// How much the hub holds: events for those who come back, and events for one who reads slowly.
const (
	hubBacklog = 512
	hubBuffer  = 64
)

// Event is a hint to open pages that something changed; they fetch what they show anew. So a lost or doubled
// event does no harm, and Data holds ids, never text someone may not see.
type Event struct {
	Topic string // what changed: "ticket:48213", "queue", "user:7"; set by Publish
	Name  string // what happened, a word: "changed", "commented"
	Data  string // may be empty; JSON by habit
	ID    string // place in the stream; set by Publish
}

// Hub spreads events to the streams of this process. It is safe for concurrent use.
type Hub struct {
	epoch string // tells this process's ids from an earlier one's

	mu      sync.Mutex
	seq     uint64
	recent  []Event // the last hubBacklog events, oldest first
	streams map[*Subscription]struct{}
	closed  bool
}

// NewHub makes a hub without streams.
func NewHub() *Hub {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return &Hub{epoch: hex.EncodeToString(b[:]), streams: map[*Subscription]struct{}{}}
}

// Subscription is one stream of events. C is closed when the hub closes, the subscription closes, or its
// reader was too slow; the reader then comes back and reconciles.
type Subscription struct {
	C <-chan Event

	hub    *Hub
	events chan Event
	topics []string
	gone   chan struct{} // closed with C, to interrupt a writer that C can't reach
}

// Publish sends an event to the streams that follow topic. It never waits for a reader.
func (h *Hub) Publish(topic string, ev Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.seq++
	ev.Topic, ev.ID = topic, h.id(h.seq)
	if len(h.recent) == hubBacklog {
		h.recent = slices.Delete(h.recent, 0, hubBacklog/2)
	}
	h.recent = append(h.recent, ev)
	for s := range h.streams {
		if s.follows(topic) {
			s.offer(ev)
		}
	}
}

// Subscribe follows topics; one that ends in "*" follows all that begin so. since is the last id the reader
// has seen, or "" for from now on: what it missed comes first. When that is no longer known, the second
// result is false and the reader must fetch everything it shows.
func (h *Hub) Subscribe(topics []string, since string) (*Subscription, bool) {
	events := make(chan Event, hubBuffer)
	s := &Subscription{C: events, hub: h, events: events, topics: topics, gone: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(events)
		close(s.gone)
		return s, true
	}
	h.streams[s] = struct{}{}
	missed, known := h.after(since)
	for _, ev := range missed {
		if s.follows(ev.Topic) && !s.offer(ev) {
			break
		}
	}
	return s, known
}

// LastID gives the id of the newest event, for a page to say ?since= from the moment it was drawn.
func (h *Hub) LastID() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.id(h.seq)
}

// Streams counts the open streams, for metrics.
func (h *Hub) Streams() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}

// Close ends every stream and lets no new one begin.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.streams {
		s.drop()
	}
}

// Close ends the subscription. It may be called twice.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.drop()
}

// offer hands ev over or, if the buffer is full, drops the stream. The hub is locked.
func (s *Subscription) offer(ev Event) bool {
	select {
	case s.events <- ev:
		return true
	default:
		s.drop()
		return false
	}
}

func (s *Subscription) drop() {
	if _, on := s.hub.streams[s]; on {
		delete(s.hub.streams, s)
		close(s.events)
		close(s.gone)
	}
}

func (s *Subscription) follows(topic string) bool {
	return slices.ContainsFunc(s.topics, func(t string) bool {
		prefix, wild := strings.CutSuffix(t, "*")
		return t == topic || wild && strings.HasPrefix(topic, prefix)
	})
}

func (h *Hub) id(seq uint64) string { return h.epoch + "." + strconv.FormatUint(seq, 10) }

// after gives the events that follow since, and false if some of them are forgotten.
func (h *Hub) after(since string) ([]Event, bool) {
	if since == "" {
		return nil, true
	}
	epoch, digits, _ := strings.Cut(since, ".")
	seen, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || epoch != h.epoch || seen > h.seq {
		return nil, false
	}
	missing := h.seq - seen
	if missing > uint64(len(h.recent)) {
		return nil, false
	}
	return h.recent[len(h.recent)-int(missing):], true
}
