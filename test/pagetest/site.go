// Package pagetest serves pages of a desk to a test and asks for them as a browser would: over HTTP, with cookies,
// following nothing by itself.
package pagetest

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/coretest"
)

// Site is a desk with people and tickets, and the pages that a test gives it.
type Site struct {
	*coretest.Core
	URL string // "http://127.0.0.1:1234", once there are pages

	users  map[string]people.User // by address: those who joined
	faults atomic.Int32           // answers that were our own fault
}

// Each runs test with each engine on a fresh desk that has no pages yet; more are schemas beside those of the core. An
// answer 500 fails the test, whatever it looked at.
func Each(t *testing.T, test func(t *testing.T, s *Site), more ...db.Migrations) {
	t.Helper()
	dbtest.Each(t, coretest.Schemas(more...), func(t *testing.T, d *db.DB) {
		s := &Site{Core: coretest.On(t, d), users: map[string]people.User{}}
		test(t, s)
		if n := s.faults.Load(); n > 0 {
			t.Errorf("%d answers were our own fault", n)
		}
	})
}

// Serve starts to serve pages with the words of a catalogue. cfg says how people sign in, and may be empty: those who
// joined are known without. more are catalogues of which the pages borrow words.
func (s *Site) Serve(cfg web.Config, catalogue fs.FS, routes func(*web.Mux), more ...fs.FS) {
	s.T.Helper()
	bundle, err := i18n.NewBundle(append([]fs.FS{page.Catalogue, conditionui.Catalogue, catalogue}, more...)...)
	if err != nil {
		s.T.Fatal(err)
	}
	cfg.Now = func() time.Time { return s.DB.Now(context.Background()) }
	cfg.Prepare = func(ctx context.Context, r *http.Request) (context.Context, error) {
		if u, ok := s.users[r.Header.Get(whoAsks)]; ok {
			ctx = access.With(ctx, u.Principal("web"))
		}
		return bundle.WithLocale(ctx, r.Header.Get("Accept-Language")), nil
	}
	cfg.Observe = func(_ string, status int, _ time.Duration) {
		if status == http.StatusInternalServerError {
			s.faults.Add(1)
		}
	}
	mux := web.NewMux(cfg)
	routes(mux)
	server := httptest.NewServer(mux)
	s.T.Cleanup(server.Close)
	s.URL = server.URL
}

// Page is the plain frame that stands in for the workspace's.
func (s *Site) Page(r *http.Request, title string, body ...g.Node) web.Node {
	ctx := r.Context()
	return page.Shell(ctx, page.Frame{Title: title, Now: s.DB.Now(ctx), Flashes: web.TakeFlashes(ctx)}, body...)
}
