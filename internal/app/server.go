package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/mailwire/smtpd"
	"github.com/daywatch/daywatch/internal/platform/observe"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Server is a process that serves one or several desks, chosen by host name.
type Server struct {
	cfg     Config
	desks   []*Desk
	muxes   map[string]*web.Mux // by host
	muxOf   map[*Desk]*web.Mux
	logger  *slog.Logger
	demo    bool
	numbers *observe.Metrics

	// Ready is called with the address of the pages once they are served; may be nil.
	Ready func(addr net.Addr)
}

// NewServer opens all desks of the configuration.
func NewServer(ctx context.Context, cfg Config, logger *slog.Logger, demo bool) (*Server, error) {
	bundle, err := catalogues()
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, muxes: map[string]*web.Mux{}, muxOf: map[*Desk]*web.Mux{}, logger: logger, demo: demo, numbers: observe.NewMetrics()}
	for _, dc := range cfg.Desks {
		if err := s.add(ctx, dc, bundle); err != nil {
			s.Close()
			return nil, fmt.Errorf("desk %s: %w", dc.Name, err)
		}
	}
	for _, d := range s.desks {
		if d.boundary.Restricted {
			d.beside = s.Desks
		}
	}
	return s, nil
}

func (s *Server) add(ctx context.Context, dc DeskConfig, bundle *i18n.Bundle) error {
	d, err := OpenDesk(ctx, s.cfg.Server, dc, s.logger.With("desk", dc.Name))
	if err != nil {
		return err
	}
	s.desks = append(s.desks, d)
	numbers, token := s.numbers, s.cfg.Server.MetricsToken
	if d.boundary.Restricted { // how much there is to do on it is nobody else's to know
		numbers, token = observe.NewMetrics(), dc.MetricsToken
		if server, others := s.cfg.besides(dc); len(others) > 0 {
			d.logger.Warn("this restricted desk shares its PostgreSQL server, and so its write-ahead log, its backups and its administrators", "server", server, "with", others)
		}
	}
	d.observe(numbers)
	mux, err := d.pages(s.cfg.Server, bundle, s.demo)
	if err != nil {
		return err
	}
	mux.Handle("GET /healthz", d.health, web.WithoutSession())
	mux.Handle("GET /metrics", metrics(numbers, token), web.WithoutSession())
	s.muxOf[d] = mux
	for _, host := range dc.Hosts {
		s.muxes[strings.ToLower(host)] = mux
	}
	return nil
}

// Desks gives the desks in the order of the configuration.
func (s *Server) Desks() []*Desk { return s.desks }

// ServeHTTP picks the desk by host name.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if mux, ok := s.muxes[strings.ToLower(host)]; ok { // before what a desk's own settings say: none of them takes another's name
		mux.ServeHTTP(w, r)
		return
	}
	for _, d := range s.desks {
		if moved, ok := d.onStatusHost(host, r); ok {
			s.muxOf[d].ServeHTTP(w, moved)
			return
		}
	}
	s.muxOf[s.stranger()].ServeHTTP(w, r)
}

// stranger is the desk that answers to names that are nobody's: the first that is not restricted, if there is one.
func (s *Server) stranger() *Desk {
	if i := slices.IndexFunc(s.desks, func(d *Desk) bool { return !d.boundary.Restricted }); i >= 0 {
		return s.desks[i]
	}
	return s.desks[0]
}

// Close ends the desks' connections.
func (s *Server) Close() error {
	var errs []error
	for _, d := range s.desks {
		errs = append(errs, d.Close())
	}
	return errors.Join(errs...)
}

// Run serves until ctx ends, then lets what is under way finish.
func (s *Server) Run(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	if err := s.listenMail(gctx, g); err != nil {
		return err
	}
	l, err := listen(s.cfg.Server.Addr)
	if err != nil {
		return err
	}
	for _, d := range s.desks {
		g.Go(func() error { return d.Run(gctx, time.Second) })
	}
	g.Go(func() error { return s.serveHTTP(gctx, l) })
	return g.Wait()
}

// grace is how long requests under way may take to finish at the end.
const grace = 10 * time.Second

func (s *Server) serveHTTP(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(s.logger.Handler(), slog.LevelDebug)}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	if s.Ready != nil {
		s.Ready(l.Addr())
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	for _, d := range s.desks {
		d.Hub.Close() // streams would keep the shutdown waiting
	}
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return server.Shutdown(sctx)
}

// listenMail opens the SMTP and LMTP listeners of every desk: no desk hears another's mail.
func (s *Server) listenMail(ctx context.Context, g *errgroup.Group) error {
	for _, d := range s.desks {
		for _, way := range []struct {
			addr     string
			protocol smtpd.Protocol
		}{{d.cfg.SMTP, smtpd.SMTP}, {d.cfg.LMTP, smtpd.LMTP}} {
			if way.addr == "" {
				continue
			}
			l, err := listen(way.addr)
			if err != nil {
				return err
			}
			server := smtpd.New(d.smtpConfig(s.cfg.Server, way.protocol), d.Intake.Listener(d.room))
			g.Go(func() error { return server.Serve(ctx, l) })
			d.logger.Info("taking mail", "protocol", way.protocol, "addr", l.Addr().String())
		}
	}
	return nil
}

func (d *Desk) smtpConfig(server ServerConfig, p smtpd.Protocol) smtpd.Config {
	return smtpd.Config{Channel: string(p), Protocol: p, Domain: d.url.Hostname(), MaxSize: server.MaxMail,
		SpoolDir: d.spool(), Now: d.now, Wall: db.Wall, Log: d.logger}
}

// minFree is how much disk must be left for the desk to take mail.
const minFree = 64 << 20

func (d *Desk) room() error {
	free, err := d.Blobs.Free()
	if err != nil {
		return err
	}
	if free < minFree {
		return fault.Wrap(fault.Unavailable, smtpd.ErrNoRoom, "The disk is nearly full")
	}
	return nil
}

func listen(addr string) (net.Listener, error) {
	network := "tcp"
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		os.Remove(path) // a socket left by a killed process
		network, addr = "unix", path
	}
	l, err := net.Listen(network, addr)
	return l, fault.Wrap(fault.Unavailable, err, "Nothing can listen on %s", addr)
}

// health answers 200 once the desk can be used; what deserves a look is listed below, as doctor does.
func (d *Desk) health(w http.ResponseWriter, r *http.Request) error {
	if err := d.DB.Ping(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "ok")
	if d.boundary.Restricted { // what is wrong says how much there is; doctor tells who may know
		return nil
	}
	for _, p := range d.Check(r.Context()) {
		fmt.Fprintf(w, "%s: %v\n", p.Name, p.Err)
	}
	return nil
}

// Problem is a check that does not pass.
type Problem struct {
	Name string
	Err  error
}

// Check asks every module how it fares.
func (d *Desk) Check(ctx context.Context) []Problem {
	var out []Problem
	if err := d.DB.Ping(ctx); err != nil {
		return []Problem{{"database", err}}
	}
	for _, m := range d.Modules {
		for _, c := range m.Health {
			if err := c.Probe(ctx); err != nil {
				out = append(out, Problem{c.Name, err})
			}
		}
	}
	return out
}
