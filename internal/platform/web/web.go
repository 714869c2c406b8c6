// Package web is the door for browsers: a mux whose handlers return errors, sessions, security headers,
// forms that keep what was typed, uploads that stream, hashed assets, and the hub behind live pages.
//
// It knows nothing of tickets or principals. What differs per desk comes in through Config.
package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"time"
)

// Handler answers a request or returns why it could not. An error is shown as a page, a fragment or
// problem+json, whichever the client asked for; a Handler that returns an error must not have written.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Node is anything that writes itself as HTML; every gomponents node is one.
type Node interface {
	Render(w io.Writer) error
}

// Config is what a Mux needs from its desk. Only Now is required.
type Config struct {
	Log *slog.Logger     // nil discards
	Now func() time.Time // the desk's clock

	// Sessions keeps the sessions. Nil makes a mux without sign-in, for health checks and the like.
	Sessions SessionStore
	// Secure says that browsers come by https: the cookie is then __Host- and HSTS is sent.
	Secure bool
	// Idle ends a session nobody used; Lifetime ends it in any case. Zero means 12 hours and 14 days.
	Idle, Lifetime time.Duration

	// Identify puts the principal of a signed-in user into the context. It is called once a request.
	// NotFound, Forbidden and Unauthorized end the session; any other error is shown.
	Identify func(ctx context.Context, userID int64) (context.Context, error)
	// Ended gives a channel that receives whenever a session may have ended, and what to call when nobody listens to it any
	// more. Streams and other long answers look then whether theirs stands. Nil leaves them to look now and then.
	Ended func() (<-chan struct{}, func())
	// Authenticate puts the principal of a program into the context of an API route. Nil lets none in.
	Authenticate func(ctx context.Context, c Call) (context.Context, error)
	// Prepare may add what views need (locale, zone, navigation) after Identify; r is to be read only. It may refuse the
	// request: the error is then shown with what it added.
	Prepare func(ctx context.Context, r *http.Request) (context.Context, error)
	// SignIn is where a browser that must sign in is sent, with ?next=. Empty shows the error instead.
	SignIn string
	// Viewed is told of every answer that shows what was asked for, before its first byte leaves; r.Pattern names the
	// route. Its error is shown in place of the page. Nil is told nothing.
	Viewed func(ctx context.Context, r *http.Request) error
	// Outside draws the one page that who is not signed in gets for whatever they may not see, be it there or not. Nil: the
	// error is shown, or the way to SignIn.
	Outside func(ctx context.Context) Node
	// ErrorPage draws an error as a page or a fragment. Nil gives a bare page.
	ErrorPage func(ctx context.Context, e ErrorView) Node

	// Deadline bounds a request and MaxBody its body in bytes. Zero means 20 seconds and 1 MiB.
	Deadline time.Duration
	MaxBody  int64
	// TrustedProxies may name the client in X-Forwarded-For.
	TrustedProxies []netip.Prefix
	// TrustedOrigins ("https://desk.example.com") may send forms here although they are another origin.
	TrustedOrigins []string
	// Observe is told of each finished request; pattern is empty where no route matched.
	Observe func(pattern string, status int, took time.Duration)
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Idle == 0 {
		c.Idle = 12 * time.Hour
	}
	if c.Lifetime == 0 {
		c.Lifetime = 14 * 24 * time.Hour
	}
	if c.Deadline == 0 {
		c.Deadline = 20 * time.Second
	}
	if c.MaxBody == 0 {
		c.MaxBody = 1 << 20
	}
	return c
}
