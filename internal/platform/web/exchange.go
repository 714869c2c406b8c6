package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
)

// exchange is what the mux remembers of one request while it is answered.
type exchange struct {
	id      string
	pattern string
	status  int  // 0 until the answer has begun
	api     bool // a program asked
	open    []string
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// RequestID gives the id of the request in ctx, which error pages and the log both show; else "".
func RequestID(ctx context.Context) string { return exchangeOf(ctx).id }

// foldCookie is where base.js keeps which sections a reader leaves open.
const foldCookie = "open"

// Unfolded reports whether who asks keeps the section of this id open, wherever it stands.
func Unfolded(ctx context.Context, id string) bool { return slices.Contains(exchangeOf(ctx).open, id) }

// track is the outermost layer: it names the request, survives a panic and reports how it went.
func (m *Mux) track(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := m.cfg.Now()
		x := &exchange{id: newRequestID()}
		if c, err := r.Cookie(foldCookie); err == nil {
			x.open = strings.Split(c.Value, ".")
		}
		r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
		w.Header().Set("X-Request-Id", x.id)
		tw := &tracked{ResponseWriter: w, x: x}
		defer func() {
			if v := recover(); v != nil {
				m.recovered(tw, r, v)
			}
			if m.cfg.Observe != nil {
				m.cfg.Observe(x.pattern, x.status, m.cfg.Now().Sub(began))
			}
		}()
		next.ServeHTTP(tw, r)
	})
}

// recovered turns a panic into an error page. http.ErrAbortHandler is a wish, not a defect.
func (m *Mux) recovered(w http.ResponseWriter, r *http.Request, v any) {
	if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares the value too
		panic(v)
	}
	m.fail(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
}

func newRequestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}

// tracked notes the status, so that an error after the answer began is not written into it.
type tracked struct {
	http.ResponseWriter
	x *exchange
}

func (t *tracked) WriteHeader(code int) {
	if t.x.status == 0 && code >= 200 { // 1xx may precede the answer
		t.x.status = code
	}
	t.ResponseWriter.WriteHeader(code)
}

func (t *tracked) Write(b []byte) (int, error) {
	if t.x.status == 0 {
		t.x.status = http.StatusOK
	}
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (t *tracked) Unwrap() http.ResponseWriter { return t.ResponseWriter }
