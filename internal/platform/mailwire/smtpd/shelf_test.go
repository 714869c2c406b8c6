package smtpd

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// shelf is a Store in memory.
type shelf struct {
	ready error
	known map[string]error
	store map[string]error // by first recipient
	gate  chan struct{}    // where set, Store waits for it

	mu   sync.Mutex
	kept []keptMail
	keys map[string]string
}

type keptMail struct {
	Delivery
	bytes string
}

func (s *shelf) Ready(context.Context) error                { return s.ready }
func (s *shelf) Known(_ context.Context, rcpt string) error { return s.known[rcpt] }

func (s *shelf) Store(ctx context.Context, d Delivery) (string, error) {
	if s.gate != nil {
		s.gate <- struct{}{}
		<-s.gate
	}
	if err := s.store[d.To[0]]; err != nil {
		return "", err
	}
	raw, err := io.ReadAll(d.Body)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if id, held := s.keys[d.Key]; held {
		return id, nil
	}
	id := fmt.Sprintf("m%d", len(s.kept)+1)
	if s.keys == nil {
		s.keys = map[string]string{}
	}
	s.keys[d.Key] = id
	s.kept = append(s.kept, keptMail{d, string(raw)})
	return id, nil
}

func (s *shelf) all() []keptMail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]keptMail(nil), s.kept...)
}

// start serves cfg on a free port until the test ends.
func start(t *testing.T, cfg Config, store Store) (addr string, stop func()) {
	t.Helper()
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.SpoolDir = t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- New(cfg, store).Serve(ctx, l) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return l.Addr().String(), stop
}

// talker speaks to the server line by line, so that a test can say what no client library would.
type talker struct {
	t *testing.T
	net.Conn
	r *bufio.Reader
}

func dial(t *testing.T, addr string) *talker {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &talker{t, c, bufio.NewReader(c)}
}

// say writes without a line end of its own.
func (c *talker) say(s string) {
	c.t.Helper()
	if _, err := io.WriteString(c, s); err != nil {
		c.t.Fatalf("say %.40q: %v", s, err)
	}
}

// hear reads one reply, all its lines.
func (c *talker) hear() string {
	c.t.Helper()
	var all []string
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			c.t.Fatalf("hear: %v after %q", err, all)
		}
		all = append(all, strings.TrimRight(line, "\r\n"))
		if len(line) < 4 || line[3] != '-' {
			return strings.Join(all, "\n")
		}
	}
}

// ask says a line and wants a reply that starts with want.
func (c *talker) ask(line, want string) string {
	c.t.Helper()
	c.say(line + "\r\n")
	got := c.hear()
	if !strings.HasPrefix(got, want) {
		c.t.Fatalf("%.60q: got %q, want %q", line, got, want)
	}
	return got
}

// open greets and names the envelope.
func (c *talker) open(hello, from string, to ...string) {
	c.t.Helper()
	c.hear()
	c.ask(hello+" client.example", "250")
	c.ask("MAIL FROM:<"+from+">", "250")
	for _, rcpt := range to {
		c.ask("RCPT TO:<"+rcpt+">", "250")
	}
}
