package web

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Mux routes requests by the patterns of net/http and guards every route the same way.
type Mux struct {
	cfg      Config
	routes   *http.ServeMux
	sessions *sessions
	origins  *http.CrossOriginProtection
	chain    http.Handler
}

// NewMux makes a Mux that serves the embedded assets under /assets/ and nothing else yet. It panics on a
// TrustedOrigins entry that is not an origin, as http.ServeMux does on a bad pattern.
func NewMux(cfg Config) *Mux {
	m := &Mux{cfg: cfg.withDefaults(), routes: http.NewServeMux(), origins: http.NewCrossOriginProtection()}
	for _, origin := range cfg.TrustedOrigins {
		if err := m.origins.AddTrustedOrigin(origin); err != nil {
			panic(err)
		}
	}
	if cfg.Sessions != nil {
		m.sessions = newSessions(m.cfg)
	}
	m.chain = m.track(m.secure(compress(http.HandlerFunc(m.dispatch))))
	m.Handle("GET /assets/{name...}", serveAsset, WithoutSession())
	return m
}

// Option changes how one route is guarded.
type Option func(*route)

type route struct {
	maxBody   int64
	deadline  time.Duration
	noSession bool
	api       string // the resource of an API route; empty: a page
}

// MaxBody lets a route take bodies of up to n bytes; 0 means no limit of the mux's own.
func MaxBody(n int64) Option { return func(r *route) { r.maxBody = n } }

// Deadline gives a route its own time limit; 0 means none, as a stream or a long export needs.
func Deadline(d time.Duration) Option { return func(r *route) { r.deadline = d } }

// WithoutSession leaves the session alone: for assets, health checks and webhooks.
func WithoutSession() Option { return func(r *route) { r.noSession = true } }

// Handle adds a route, for example "GET /tickets/{id}". It panics on a bad or doubled pattern, at start.
func (m *Mux) Handle(pattern string, h Handler, opts ...Option) {
	rt := route{maxBody: m.cfg.MaxBody, deadline: m.cfg.Deadline}
	for _, o := range opts {
		o(&rt)
	}
	m.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { m.serve(w, r, rt, h) })
}

// ServeHTTP answers one request.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.chain.ServeHTTP(w, r) }

// dispatch finds the route. Nothing found is an ordinary page, so it goes through the same guards.
func (m *Mux) dispatch(w http.ResponseWriter, r *http.Request) {
	handler, pattern := m.routes.Handler(r)
	x := exchangeOf(r.Context())
	x.pattern, x.api = pattern, strings.HasPrefix(r.URL.Path, "/api/v2/") && pattern == ""
	if pattern != "" {
		m.routes.ServeHTTP(w, r)
		return
	}
	status := probe{header: w.Header()}
	handler.ServeHTTP(&status, r)
	w.Header().Del("Content-Type") // of the stdlib's text, which is not sent
	rt := route{maxBody: m.cfg.MaxBody, deadline: m.cfg.Deadline}
	m.serve(w, r, rt, func(http.ResponseWriter, *http.Request) error {
		if status.code == http.StatusMethodNotAllowed {
			return &methodError{fault.New(fault.NotFound, "This page does not take %s. Open it by its link or send its form again.", r.Method)}
		}
		return fault.New(fault.NotFound, "There is no page at %s. It may have moved, or the link is cut short.", fault.Clip(r.URL.Path, 80))
	})
}

// methodError is answered 405, which no fault.Kind stands for (RFC 9110 §15.5.6).
type methodError struct{ error }

func (e *methodError) Unwrap() error { return e.error }

// probe takes the status of the stdlib's own answer and drops its text.
type probe struct {
	header http.Header
	code   int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
func (p *probe) WriteHeader(code int)        { p.code = code }

// serve runs one handler under its limits, with session and principal in the context.
func (m *Mux) serve(w http.ResponseWriter, r *http.Request, rt route, h Handler) {
	if rt.deadline > 0 {
		ctx, cancel := context.WithTimeout(r.Context(), rt.deadline)
		defer cancel()
		r = r.WithContext(ctx)
	}
	if rt.maxBody > 0 {
		r.Body = http.MaxBytesReader(w, r.Body, rt.maxBody)
	}
	if rt.api != "" {
		exchangeOf(r.Context()).api = true
		m.answerAPI(w, r, rt, h)
		return
	}
	if err := m.origins.Check(r); err != nil {
		m.fail(w, r, fault.Wrap(fault.Forbidden, err, "This form was sent from another site, so nothing was changed. Open the page here and send it again."))
		return
	}
	if m.sessions != nil && !rt.noSession {
		m.sessions.around(w, r, m, rt, h)
		return
	}
	m.finish(w, r, h)
}

// finish adds what views need, runs the handler and shows its error.
func (m *Mux) finish(w http.ResponseWriter, r *http.Request, h Handler) {
	if m.cfg.Prepare != nil {
		ctx, err := m.cfg.Prepare(r.Context(), r)
		if ctx != nil {
			r = r.WithContext(ctx)
		}
		if err != nil {
			m.fail(w, r, err)
			return
		}
	}
	if err := m.answer(w, r, h); err != nil {
		m.fail(w, r, err)
	}
}

// ClientIP gives the address of the browser: the peer, or what a trusted proxy says of it.
func (m *Mux) ClientIP(r *http.Request) netip.Addr {
	return clientIP(r, m.cfg.TrustedProxies)
}
