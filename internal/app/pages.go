package app

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// pages builds the desk's mux: the shell, then the routes of every module.
func (d *Desk) pages(server ServerConfig, bundle *i18n.Bundle, demo bool) (*web.Mux, error) {
	proxies, err := prefixes(server.Proxies)
	if err != nil {
		return nil, err
	}
	shell := &workspace.Shell{Desk: d.Name, DB: d.DB, Log: d.Log, Calendars: d.Calendars, People: d.People, Tickets: d.Tickets, Hub: d.Hub, Demo: demo}
	sessions := people.NewSessions(d.DB, web.SessionUser)
	cfg := web.Config{
		Log: d.logger, Now: d.now,
		Sessions: sessions, Ended: sessions.Ended, Secure: d.url.Scheme == "https",
		Identify: d.identify, Authenticate: d.programs().authenticate, Prepare: func(ctx context.Context, r *http.Request) (context.Context, error) {
			ctx, err := d.localize(shell.Begin(ctx), r, bundle)
			if err != nil {
				return ctx, err
			}
			return d.standing(ctx), keepToPortal(ctx, r.URL.Path)
		},
		Observe: d.requests, SignIn: "/sign-in", TrustedProxies: proxies, TrustedOrigins: []string{d.url.Scheme + "://" + d.url.Host},
		ErrorPage: func(ctx context.Context, e web.ErrorView) web.Node {
			return page.Error(ctx, page.Frame{Title: e.Sentence, Now: d.DB.Now(ctx)}, e)
		},
	}
	d.restrict(&cfg)
	mux := web.NewMux(cfg)
	d.addPages(server, shell, bundle)
	shell.Routes(mux)
	for _, m := range d.Modules {
		if m.Routes != nil {
			m.Routes(mux)
		}
	}
	return mux, nil
}

// now is the desk's time, where no context holds one.
func (d *Desk) now() time.Time { return d.DB.Now(context.Background()) }

type userKey struct{}

// identify makes the signed-in user the principal of the request.
func (d *Desk) identify(ctx context.Context, userID int64) (context.Context, error) {
	p, u, err := d.People.Identify(ctx, userID, web.SignedInAt(ctx))
	if err != nil {
		return ctx, err
	}
	return context.WithValue(access.With(ctx, p), userKey{}, u), nil
}

// localize sets the language and zone of the reader: their own, else their browser's and the desk's.
func (d *Desk) localize(ctx context.Context, r *http.Request, bundle *i18n.Bundle) (context.Context, error) {
	u, _ := ctx.Value(userKey{}).(people.User)
	ctx = bundle.WithLocale(ctx, u.Locale, r.Header.Get("Accept-Language"))
	zone, err := time.LoadLocation(u.Zone)
	if err != nil {
		zone = time.UTC
	}
	return i18n.WithZone(ctx, zone), nil
}

func prefixes(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fault.Field("server.proxies", "%q is no network: write it like 10.0.0.0/8", s)
		}
		out = append(out, p)
	}
	return out, nil
}
