package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Every page, wide and on a phone, light and dark: nothing scrolls sideways, the console is silent and axe
// finds no fault (WCAG 2.2 AA).
func TestLook(t *testing.T) {
	d := serve(t, "en")
	axe, err := os.ReadFile("../../../../node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing: run scripts/assets.sh first: ", err)
	}
	ctx := chrome(t)
	for _, size := range []struct{ w, h int64 }{{1440, 900}, {390, 844}} {
		for _, scheme := range []string{"light", "dark"} {
			for _, path := range []string{"/queue", "/tickets/48211", "/style", "/phone", "/door", "/nowhere"} {
				name := fmt.Sprintf("%s-%d-%s", strings.Split(path[1:], "/")[0], size.w, scheme)
				do(t, ctx, screen(size.w, size.h, scheme), chromedp.Navigate(d.url+path))
				eval[bool](t, ctx, "document.fonts.ready.then(() => true)")
				shoot(t, ctx, name)
				checkWidth(t, ctx, name)
				eval[any](t, ctx, string(axe)+"; null")
				checkAxe(t, ctx, name)
			}
		}
	}
}

func checkWidth(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if over := eval[float64](t, ctx, `Math.max(document.documentElement.scrollWidth - innerWidth, document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth)`); over > 0 {
		t.Errorf("%s scrolls sideways by %v px", name, over)
	}
}

const axeRun = `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) =>
	JSON.stringify(r.violations.map((v) => ({id: v.id, where: v.nodes.slice(0, 4).map((n) => n.target + " | " + n.failureSummary.split("\n")[1])}))))`

func checkAxe(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	var violations []struct {
		ID    string   `json:"id"`
		Where []string `json:"where"`
	}
	if err := json.Unmarshal([]byte(eval[string](t, ctx, axeRun)), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		t.Errorf("%s: axe %s\n\t%s", name, v.ID, strings.Join(v.Where, "\n\t"))
	}
}
