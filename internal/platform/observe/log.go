// Package observe shows from outside how a process fares: log lines that say in which request and by whom
// they were caused, and numbers for Prometheus.
package observe

import (
	"context"
	"log/slog"
)

// Log adds to every line what fields find in its context. A field that the line or its logger has already is
// not added again.
func Log(next slog.Handler, fields func(ctx context.Context) []slog.Attr) slog.Handler {
	return &handler{next: next, fields: fields}
}

type handler struct {
	next   slog.Handler
	fields func(ctx context.Context) []slog.Attr
	known  []string // keys of the logger itself
	group  bool     // inside a group a field would get another name, so none is added
}

// Enabled implements slog.Handler.
func (h *handler) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

// Handle implements slog.Handler.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	if h.group {
		return h.next.Handle(ctx, r)
	}
	taken := map[string]bool{}
	for _, k := range h.known {
		taken[k] = true
	}
	r.Attrs(func(a slog.Attr) bool {
		taken[a.Key] = true
		return true
	})
	r = r.Clone()
	for _, a := range h.fields(ctx) {
		if !taken[a.Key] {
			r.AddAttrs(a)
		}
	}
	return h.next.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	c.next = h.next.WithAttrs(attrs)
	c.known = append([]string(nil), h.known...)
	for _, a := range attrs {
		c.known = append(c.known, a.Key)
	}
	return &c
}

// WithGroup implements slog.Handler.
func (h *handler) WithGroup(name string) slog.Handler {
	c := *h
	c.next, c.group = h.next.WithGroup(name), true
	return &c
}
