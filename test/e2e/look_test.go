package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
)

const firstTicket = `new URL(document.querySelector("[data-row] a.open").href).pathname`

// allTickets is the view that shows most.
const allTickets = `[...document.querySelectorAll("a")].find((a) => a.textContent.startsWith("All tickets")).href`

// budgets holds the pages to 30 kB on the wire and the queue to 22 whole rows at 1440x900 (ui.md, rule 10).
func (w *workspace) budgets(t *testing.T) {
	tab := w.enter(t)
	tab.Go(browser.Eval[string](tab, allTickets))
	whole := browser.Eval[int](tab, `(() => { const floor = Math.min(innerHeight, document.querySelector(".hints")?.getBoundingClientRect().top ?? innerHeight);
		return [...document.querySelectorAll("[data-row]")].filter((r) => r.getBoundingClientRect().bottom <= floor).length })()`)
	if whole < 22 {
		t.Errorf("%d rows are whole at 1440x900, want 22", whole)
	}
	checkWeight(t, tab, "queue")
	tab.Go(w.desk.URL + browser.Eval[string](tab, firstTicket))
	checkWeight(t, tab, "ticket")
}

func checkWeight(t *testing.T, tab *browser.Tab, name string) {
	t.Helper()
	const budget = 30 << 10
	wire := browser.Eval[int](tab, `performance.getEntriesByType("navigation")[0].encodedBodySize`)
	plain := browser.Eval[int](tab, `performance.getEntriesByType("navigation")[0].decodedBodySize`)
	if wire > budget || wire == 0 || wire >= plain {
		t.Errorf("the %s weighs %d bytes on the wire and %d unpacked, want at most %d, packed", name, wire, plain, budget)
	}
	t.Logf("the %s weighs %d bytes on the wire", name, wire)
}

// axe looks at the pages of the day, light and dark, wide and on a phone (WCAG 2.2 AA).
func (w *workspace) axe(t *testing.T) {
	outside, inside := browser.Open(t), w.enter(t)
	first := browser.Eval[string](inside, firstTicket)
	for _, width := range []int64{1440, 390} {
		for _, scheme := range []string{"light", "dark"} {
			outside.Screen(width, 900, scheme)
			outside.Go(w.desk.URL + "/sign-in")
			outside.CheckAxe("sign-in " + scheme)
			inside.Screen(width, 900, scheme)
			for _, path := range []string{"/tickets", first, "/search?q=error", "/settings", "/mail", "/mail/3", "/mail/3/raw",
				"/settings/mailboxes", "/settings/mailboxes/new",
				"/settings/desk", "/settings/calendars", "/settings/calendars/4", "/settings/calendars/4/edit",
				"/settings/calendars/new?kind=union", "/settings/sla", "/settings/sla/5", first + "/clocks",
				"/settings/triggers", "/settings/triggers/1", "/settings/triggers/new", "/settings/automations/4",
				"/settings/macro-actions/new", first + "/macros", first + "/rules",
				"/today", "/queue", "/queue?as=table", "/board", "/queue/lists", "/queue/leave", "/settings/queue", first + "/hand-over",
				first + "/rehome", first + "/summary",
				"/team", "/team/capacity", "/team/reach", "/profile/reach", "/settings/paging-channels", "/team/capacity/2026-12-07",
				"/team/skills", "/people/5", "/people/5/hours", "/people/5/time-off", "/profile/hours",
				"/organizations", "/organizations/6", "/organizations/6/edit", "/settings/customers",
				"/settings/audit", "/settings/macros/1", "/settings/views", "/settings/views/1", "/settings/views/1/conditions",
				"/attention", "/escalations", "/settings/attention", "/shift", "/shift/staffing", "/shift/people", "/settings/shift"} {
				inside.Go(w.desk.URL + path)
				browser.Eval[bool](inside, "document.fonts.ready.then(() => true)")
				inside.CheckAxe(path + " " + scheme)
			}
		}
	}
}

// withoutScripts signs in, opens a ticket and answers it with plain links and forms.
func (w *workspace) withoutScripts(t *testing.T) {
	tab := browser.Open(t)
	tab.WithoutScripts()
	signIn(tab, w.desk.URL, program.DemoAdmin, demo.Password)
	if browser.Eval[bool](tab, `"htmx" in window`) {
		t.Fatal("scripts run all the same")
	}
	path := browser.Eval[string](tab, firstTicket)
	follow(tab, "[data-row] a.open")
	here := `location.pathname === ` + quote(path)
	tab.Until(here + ` && document.querySelector("#composer-body") !== null`)
	browser.Eval[any](tab, `document.querySelector("#composer-body").focus()`)
	tab.Press("Answered with a plain form.")
	follow(tab, ".composer .send")
	tab.Until(here + ` && document.querySelector("#thread")?.innerText.includes("Answered with a plain form.")`)
}

// follow presses Enter on a link or a button.
func follow(tab *browser.Tab, selector string) {
	browser.Eval[any](tab, `document.querySelector(`+quote(selector)+`).focus()`)
	tab.Press(kb.Enter)
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
