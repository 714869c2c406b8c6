package statusui

import (
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/web"
)

// site knows where its pages lie: behind the desk, or as files beside one another.
type site struct {
	static bool
	up     string // from a file of the copy to its root: "" or "../"
}

func (s site) home() string {
	if s.static {
		return s.up + "index.html"
	}
	return home
}

func (s site) thread(code string) string { return s.to("incidents/" + code) }

func (s site) month(t time.Time) string { return s.to("history/" + t.Format("2006-01")) }

func (s site) subscribe() string { return home + "subscribe" }

// to is the address of a page below the first one.
func (s site) to(path string) string {
	if s.static {
		return s.up + path + ".html"
	}
	return home + path
}

// file is the address of a file that has its own ending.
func (s site) file(name string) string {
	if s.static {
		return s.up + name
	}
	return home + name
}

func (s site) style() string {
	if s.static {
		return s.up + styleFile
	}
	return web.Asset("status.css")
}

// uptime writes a part as percent, never rounded up to a whole that it was not.
func uptime(part float64) string {
	text := fmt.Sprintf("%.2f", part*100)
	if text == "100.00" && part < 1 {
		text = "99.99"
	}
	return strings.TrimSuffix(text, ".00")
}
