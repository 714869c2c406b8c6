package app

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/incident/statusui"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// statusPage is what everybody may see of incidents, and its copy for the time when the desk is away.
func (d *Desk) statusPage(bundle *i18n.Bundle) module.Module {
	pages := statusui.New(statusui.Deps{Incidents: d.Incidents, Now: d.DB.Now, Desk: d.calledByCustomers, Link: d.link,
		Look:     d.statusLook,
		Localize: func(ctx context.Context) context.Context { return bundle.WithLocale(ctx) },
		Folder:   filepath.Join(filepath.Dir(d.cfg.Blobs), "status")})
	d.Incidents.AttachCopy(pages.Copy)
	return module.Module{Name: "statusui", Routes: pages.Routes}
}

// statusLook is the portal's: customers see both.
func (d *Desk) statusLook(ctx context.Context) (statusui.Look, error) {
	p := d.visitors()
	style, logo, err := p.Look(ctx)
	return statusui.Look{Style: style, Logo: logo.Hash, Type: logo.ContentType,
		Picture: func(ctx context.Context) (io.ReadCloser, error) { return p.OpenLogo(ctx, logo) }}, err
}

// readStatusHost takes over the host name that the status page has for itself.
func (d *Desk) readStatusHost(ctx context.Context) error {
	p, err := incident.PublicPageKey.Get(ctx, d.DB.Read())
	if err == nil {
		d.statusHost.Store(&p.Host)
	}
	return err
}

// onStatusHost gives a request for the status page's own host the path that the page has behind the desk; ok is false for
// requests to other hosts. Stylesheets are the desk's, and so are addresses that are whole already.
func (d *Desk) onStatusHost(host string, r *http.Request) (*http.Request, bool) {
	own := d.statusHost.Load()
	if own == nil || *own == "" || !strings.EqualFold(*own, host) {
		return r, false
	}
	if strings.HasPrefix(r.URL.Path, "/assets/") || strings.HasPrefix(r.URL.Path, incident.PublicHome) {
		return r, true
	}
	moved := r.Clone(r.Context())
	moved.URL.Path, moved.URL.RawPath = incident.PublicHome+strings.TrimPrefix(r.URL.Path, "/"), ""
	return moved, true
}
