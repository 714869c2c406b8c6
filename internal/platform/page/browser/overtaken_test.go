package browser

import (
	"bytes"
	"net/http"
	"testing"

	g "maragu.dev/gomponents"

	"github.com/chromedp/chromedp"

	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// overtaken draws the queue, lets a row change, and answers only when the page before has heard of it.
func (d *desk) overtaken(frame page.Frame) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f := frame
		f.Title, f.Since = "Mine", d.hub.LastID()
		var drawn bytes.Buffer
		if err := page.Shell(r.Context(), f, d.queue(r.Context())).Render(&drawn); err != nil {
			return err
		}
		d.late.Store(true)
		d.hub.Publish("ticket:48202", web.Event{Name: "changed"})
		select {
		case <-d.asked:
		case <-r.Context().Done():
		}
		return web.Render(w, http.StatusOK, g.Raw(drawn.String()))
	}
}

// A page that was drawn before an event and shown after it catches up.
func TestOvertakenPageCatchesUp(t *testing.T) {
	d, tab := opened(t, "/queue")
	tab.Do(chromedp.Click(`a[href="/mine"]`))
	tab.Until(`location.pathname === "/mine" && document.querySelector("#t-48202 .name")?.textContent === "Changed while you looked"`)
	if d.hub.Streams() != 1 {
		t.Error("the page opened a stream of its own")
	}
}
