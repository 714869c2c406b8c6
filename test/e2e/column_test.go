package e2e

import (
	"testing"

	"github.com/daywatch/daywatch/test/browser"
)

const (
	section = `document.querySelector("[data-fold=due]")`
	facts   = `getComputedStyle(document.querySelector("#tucked")).display !== "none"`
)

// column opens a part of the column beside a ticket, which stays open on every ticket and through live updates until it is
// folded again. On a phone the conversation comes first, and the facts are one tap away.
func (w *workspace) column(t *testing.T) {
	tab := w.enter(t)
	paths := browser.Eval[[]string](tab, `[...document.querySelectorAll("[data-row] a.open")].slice(0, 2).map((a) => a.pathname)`)
	turn := func(open string) {
		browser.Eval[any](tab, section+`.querySelector("summary").click()`)
		tab.Until(section + `.open === ` + open + ` && document.cookie.includes("due") === ` + open)
	}
	tab.Go(w.desk.URL + paths[0])
	if browser.Eval[bool](tab, section+".open") {
		t.Error("the due date is not folded at first")
	}
	needs := browser.Eval[float64](tab, `Math.max(...["assignee", "priority"].map((n) => document.querySelector("#f-" + n).getBoundingClientRect().bottom))`)
	if needs > 900 {
		t.Errorf("whose the ticket is stands at %.0f, below a window of 900", needs)
	}
	turn("true")
	tab.Go(w.desk.URL + paths[1])
	tab.Until(section + ".open")
	turn("false")
	tab.Go(w.desk.URL + paths[0])
	tab.Until(section + ".open === false")

	tab.Screen(390, 844, "light")
	tab.Until("!(" + facts + ")")
	browser.Eval[any](tab, `document.querySelector("a[href='#tucked']").click()`)
	tab.Until(facts)
	tab.CheckAxe("facts on a phone")
	browser.Eval[any](tab, `document.querySelector("#tucked a[href='#main']").click()`)
	tab.Until("!(" + facts + ")")
}
