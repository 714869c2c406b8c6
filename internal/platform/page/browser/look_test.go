package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/test/browser"
)

// Every page, wide and on a phone, light and dark: nothing scrolls sideways, the console is silent and axe
// finds no fault (WCAG 2.2 AA).
func TestLook(t *testing.T) {
	d, tab := serve(t, "en"), browser.Open(t)
	for _, size := range []struct{ w, h int64 }{{1440, 900}, {390, 844}} {
		for _, scheme := range []string{"light", "dark"} {
			tab.Screen(size.w, size.h, scheme)
			for _, path := range []string{"/queue", "/tickets/48211", "/style", "/phone", "/door", "/nowhere"} {
				name := fmt.Sprintf("%s-%d-%s", strings.Split(path[1:], "/")[0], size.w, scheme)
				tab.Go(d.url + path)
				browser.Eval[bool](tab, "document.fonts.ready.then(() => true)")
				tab.Shoot(name)
				checkWidth(t, tab, name)
				tab.CheckAxe(name)
			}
		}
	}
}

func checkWidth(t *testing.T, tab *browser.Tab, name string) {
	t.Helper()
	if over := browser.Eval[float64](tab,
		`Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth, document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth)`); over > 0 {
		t.Errorf("%s scrolls sideways by %v px", name, over)
	}
}
