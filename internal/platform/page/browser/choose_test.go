package browser

import (
	"testing"

	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/browser"
)

// Rows are chosen by x, with Shift all in between; a live update keeps the choice, and the bar sends it.
func TestChooseRows(t *testing.T) {
	d, tab := opened(t, "/queue")
	const chosen = `[...document.querySelectorAll(".choose :checked")].map((b) => b.value).join(" ")`
	const bar = `getComputedStyle(document.querySelector(".chosen-bar")).display`
	if got := browser.Eval[string](tab, bar); got != "none" {
		t.Errorf("the bar is %s before anything is chosen", got)
	}
	keys(tab, "j", "j", "x", "j", "j", "X")
	if got := browser.Eval[string](tab, chosen); got != "48201 48202 48203" {
		t.Errorf("chosen: %s", got)
	}
	keys(tab, "x")
	if got := browser.Eval[string](tab, chosen); got != "48201 48202" {
		t.Errorf("after x once more: %s", got)
	}
	d.late.Store(true)
	d.hub.Publish("ticket:48202", web.Event{Name: "changed"})
	tab.Until(`document.querySelector("#t-48202 .name").textContent === "Changed while you looked"`)
	if got := browser.Eval[string](tab, chosen+` + " " + `+bar); got != "48201 48202 flex" {
		t.Errorf("after an update: %s", got)
	}
	browser.Eval[bool](tab, `(document.querySelector(".chosen-bar .primary").click(), true)`)
	tab.Until(`location.pathname === "/new" && location.search === "?ids=48201&ids=48202"`)
}
