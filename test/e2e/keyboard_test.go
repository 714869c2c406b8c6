package e2e

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// walker is a customer who has a keyboard and nothing else: no script runs, nothing is clicked or focused but by Tab.
type walker struct {
	*customer
	stops int
}

// A customer walks the portal by keyboard alone, without scripts: in by mailed link, a form, a ticket, an answer, what they run, a password of
// their own, out, and in again by it. Wherever Tab stops, it shows.
func TestPortalByKeyboardAlone(t *testing.T) {
	c := &customer{t: t, desk: program.NewDesk(t, t.TempDir(), ""), post: rig.StartPeer(t, rig.Manners{})}
	c.inside = c.desk.Open()
	c.setUp()
	c.desk.Start()
	w := &walker{customer: c}
	w.tab = browser.Open(t)
	w.tab.WithoutScripts()
	w.signInByLink()
	w.ask()
	w.answer()
	w.correctInstallation()
	w.setPassword("seven lanterns burn")
	w.signOut()
	w.signInByPassword("seven lanterns burn")
	t.Logf("%d stops of the Tab key", w.stops)
}

// to presses Tab until it stops at what the selector finds, and wants every stop to be seen.
func (w *walker) to(selector string) {
	w.t.Helper()
	const most = 60
	for range most {
		w.tab.Press(kb.Tab)
		w.stops++
		if browser.Eval[bool](w.tab, `(() => { const e = document.activeElement; return e !== document.body && e.matches(`+quote(selector)+`) })()`) {
			return
		}
		if unseen := browser.Eval[string](w.tab, `(() => { const e = document.activeElement; if (e === document.body) return "";
			const box = e.closest("label") ?? e, shown = x => { const s = getComputedStyle(x); return s.outlineStyle !== "none" || s.boxShadow !== "none" };
			return shown(e) || shown(box) ? "" : e.outerHTML.slice(0, 120) })()`); unseen != "" {
			w.t.Errorf("nothing shows that Tab stops at %s", unseen)
		}
	}
	w.t.Fatalf("Tab does not come to %s within %d stops on %s", selector, most, browser.Eval[string](w.tab, "location.pathname"))
}

// do goes somewhere by Tab and presses Enter.
func (w *walker) do(selector string) {
	w.t.Helper()
	w.to(selector)
	w.tab.Press(kb.Enter)
}

// write goes to a field by Tab and types.
func (w *walker) write(name, text string) {
	w.t.Helper()
	w.to(`[name="` + name + `"]`)
	w.tab.Press(text)
}

func (w *walker) heading(want string) {
	w.t.Helper()
	w.tab.Until(`document.querySelector("h1")?.innerText === ` + quote(want))
	if n := browser.Eval[int](w.tab, `document.scripts.length`); n != 0 {
		w.t.Errorf("%q brings %d scripts", want, n)
	}
}

var mailedLink = regexp.MustCompile(`http://\S+/portal/enter/\S+`)

func (w *walker) signInByLink() {
	w.t.Helper()
	w.tab.Go(w.desk.URL + "/portal/")
	w.heading("Sign in to support")
	w.tab.Until(`document.activeElement?.name === "address"`) // it has the focus from the start
	w.tab.Press(rig.Customer)
	w.do("main button")
	w.heading("Look into your mailbox")
	var link string
	rig.Eventually(w.t, "the link to arrive", func() bool {
		for _, m := range w.post.Mails() {
			link = mailedLink.FindString(mailwire.Parse(w.t.Context(), strings.NewReader(m.Text), int64(len(m.Text)), mailwire.Limits{}).Text)
		}
		return link != ""
	})
	w.tab.Go(link)
	w.heading("Welcome back")
	w.do("main button")
	w.heading("My tickets")
}

func (w *walker) ask() {
	w.t.Helper()
	w.do(`a[href="/portal/new"]`)
	w.heading("New ticket")
	w.do(`.forms a:nth-child(2)`)
	w.heading("Licences and renewals")
	w.write("subject", "Twelve more seats")
	w.write("body", "We grow: how do we add them before the renewal?")
	w.to(`[name="severity"]`)
	w.tab.Press(kb.ArrowDown + kb.ArrowDown + kb.ArrowDown) // from the first of a group that has none chosen
	w.do(`button[value="send"]`)
	w.heading("Twelve more seats")
	w.tab.Until(`document.querySelector("main").innerText.includes("We grow") && document.querySelector("main").innerText.includes("Severity 4")`)
	w.do(`a.nav-item[href="/portal/"]`)
	w.heading("My tickets")
	w.write("q", "renewal")
	w.do(".find button")
	w.do(".own-tickets a")
	w.heading("Twelve more seats")
}

func (w *walker) answer() {
	w.t.Helper()
	w.write("body", "By Friday, if it can be done.")
	w.do("#reply button")
	w.tab.Until(`document.querySelector(".notice")?.innerText.includes("Sent.") && document.querySelectorAll(".message").length === 2`)
}

// correctInstallation mends the version of what they run, and confirms the rest with it.
func (w *walker) correctInstallation() {
	w.t.Helper()
	w.do(`a.nav-item[href="/portal/installations"]`)
	w.heading("Your installations")
	w.do(`a[href$="/edit"]`)
	w.heading("Correct Berlin")
	w.write("version", "soon") // Tab chooses what stands there, so that typing takes its place
	w.do(`main button[type="submit"]`)
	w.tab.Until(`document.querySelector("#f-version-error")?.innerText.includes("soon") && document.querySelector("#f-version").value === "soon"`)
	w.write("version", "18.6.1-ee")
	w.do(`main button[type="submit"]`)
	w.heading("Berlin")
	w.tab.Until(`document.querySelector("main").innerText.includes("18.6.1-ee") && document.querySelector("main").innerText.includes("by Dana Whitfield")`)
}

func (w *walker) setPassword(word string) {
	w.t.Helper()
	w.do(`a[href="/portal/settings"]`)
	w.heading("Your settings")
	w.do(`a[href="/portal/settings/password"]`)
	w.heading("Set a password")
	w.write("password", word)
	w.do("main button")
	w.heading("Your settings")
	w.tab.Until(`document.querySelector(".notice")?.innerText.includes("Your password is set")`)
}

func (w *walker) signOut() {
	w.t.Helper()
	w.do(`form[action="/portal/sign-out"] button`)
	w.heading("Sign in to support")
}

func (w *walker) signInByPassword(word string) {
	w.t.Helper()
	w.do(`a[href^="/portal/sign-in/password"]`)
	w.tab.Until(`document.querySelector("[name=password]") !== null && document.activeElement?.name === "address"`)
	w.tab.Press(rig.Customer)
	w.write("password", word)
	w.do("main button")
	w.heading("My tickets")
	w.do(".own-tickets a")
	w.heading("Twelve more seats")
}
