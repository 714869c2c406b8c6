package markup_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/daywatch/daywatch/internal/platform/markup"
)

// stage shows one page at a time behind the policy of the desk.
type stage struct {
	ctx    context.Context
	server *httptest.Server

	mu   sync.Mutex
	page string
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{}
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	s.ctx = markup.Chromium(t, "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
	return s
}

// ServeHTTP answers every path with the page on show.
func (s *stage) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range markup.MailHeaders() {
		w.Header().Set(h[0], h[1])
	}
	fmt.Fprint(w, s.page)
}

// look shows a page in a light or dark scheme and looks at it.
func (s *stage) look(t *testing.T, page, scheme string, plainLinks bool) look {
	t.Helper()
	s.mu.Lock()
	s.page = page
	s.mu.Unlock()
	if err := chromedp.Do(s.ctx, screen(scheme), chromedp.Navigate(s.server.URL)); err != nil {
		t.Fatal(err)
	}
	l, err := chromedp.Run(s.ctx, chromedp.Evaluate[look](fmt.Sprintf("(%s)(%t)", lookAt, plainLinks)))
	if err != nil {
		t.Fatal(err)
	}
	if l.png, err = chromedp.Run(s.ctx, chromedp.CaptureScreenshot()); err != nil {
		t.Fatal(err)
	}
	l.picture = inkOf(t, l.png)
	return l
}

func screen(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		size := emulation.SetDeviceMetricsOverrideParams{Width: 800, Height: 1600, DeviceScaleFactor: 1}
		if _, err := cdp.Call(ctx, tab, emulation.SetDeviceMetricsOverride, size); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	})
}
