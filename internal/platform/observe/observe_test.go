package observe

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

type actorKey struct{}

func fields(ctx context.Context) []slog.Attr {
	if who, ok := ctx.Value(actorKey{}).(string); ok {
		return []slog.Attr{slog.String("actor", who)}
	}
	return nil
}

func TestLog(t *testing.T) {
	ana := context.WithValue(t.Context(), actorKey{}, "ana")
	for name, c := range map[string]struct {
		write func(l *slog.Logger)
		want  string
	}{
		"from the context":   {func(l *slog.Logger) { l.InfoContext(ana, "x", "n", 1) }, "msg=x n=1 actor=ana"},
		"no context":         {func(l *slog.Logger) { l.Info("x") }, "msg=x"},
		"the line knows":     {func(l *slog.Logger) { l.InfoContext(ana, "x", "actor", "ben") }, "msg=x actor=ben"},
		"the logger knows":   {func(l *slog.Logger) { l.With("actor", "ben").InfoContext(ana, "x") }, "msg=x actor=ben"},
		"the logger has one": {func(l *slog.Logger) { l.With("desk", "d").InfoContext(ana, "x") }, "msg=x desk=d actor=ana"},
		"in a group":         {func(l *slog.Logger) { l.WithGroup("g").InfoContext(ana, "x", "n", 1) }, "msg=x g.n=1"},
		"too quiet":          {func(l *slog.Logger) { l.DebugContext(ana, "x") }, ""},
	} {
		var b bytes.Buffer
		plain := slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
				return slog.Attr{}
			}
			return a
		}})
		c.write(slog.New(Log(plain, fields)))
		if got := strings.TrimSpace(b.String()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestDoor(t *testing.T) {
	h := NewMetrics()
	for name, c := range map[string]struct {
		token, remote string
		header        [2]string
		want          int
	}{
		"this machine":        {"", "127.0.0.1:9", [2]string{}, 200},
		"this machine, IPv6":  {"", "[::1]:9", [2]string{}, 200},
		"another":             {"", "192.0.2.1:9", [2]string{}, 401},
		"through a proxy":     {"", "127.0.0.1:9", [2]string{"X-Forwarded-For", "192.0.2.1"}, 401},
		"the token":           {"s3cret", "192.0.2.1:9", [2]string{"Authorization", "Bearer s3cret"}, 200},
		"a wrong token":       {"s3cret", "192.0.2.1:9", [2]string{"Authorization", "Bearer other"}, 401},
		"no token, but local": {"s3cret", "127.0.0.1:9", [2]string{}, 401},
		"a token not asked":   {"", "192.0.2.1:9", [2]string{"Authorization", "Bearer "}, 401},
		"a broken address":    {"", "?", [2]string{}, 401},
	} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = c.remote
		if c.header[0] != "" {
			r.Header.Set(c.header[0], c.header[1])
		}
		w := httptest.NewRecorder()
		h.Handler(c.token).ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	m := NewMetrics()
	m.Request("GET /tickets/{id}", 200, 20*time.Millisecond)
	m.Request("", 404, time.Millisecond)
	m.Gauge("daywatch_mails", "Mails by state.", []string{"state"}, "Support", func(context.Context) ([]Sample, error) {
		return []Sample{{[]string{"filed"}, 3}}, nil
	})
	m.Gauge("daywatch_broken", "Never there.", nil, "Support", func(context.Context) ([]Sample, error) {
		return nil, errors.New("the database is away")
	})
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.RemoteAddr = "127.0.0.1:9"
	w := httptest.NewRecorder()
	m.Handler("").ServeHTTP(w, r)
	for _, want := range []string{
		`daywatch_http_request_seconds_count{route="GET /tickets/{id}",status="2xx"} 1`,
		`daywatch_http_request_seconds_count{route="none",status="4xx"} 1`,
		`daywatch_mails{desk="Support",state="filed"} 3`, "go_goroutines", "process_resident_memory_bytes",
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(w.Body.String(), "daywatch_broken{") {
		t.Error("a number that could not be looked up is there")
	}
}
