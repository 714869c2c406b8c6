package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/browser"
)

// opened gives a desk and a browser that shows one of its pages, live.
func opened(t *testing.T, path string) (*desk, *browser.Tab) {
	t.Helper()
	d, tab := serve(t, "en"), browser.Open(t)
	tab.Go(d.url + path)
	tab.Until(`document.querySelector("#live").dataset.state === "on"`)
	return d, tab
}

// keys are pressed one after the other; a longer word is typed.
func keys(tab *browser.Tab, all ...string) {
	for _, k := range all {
		tab.Press(k)
	}
}

// At 1440x900 a queue shows at least 22 rows whole.
func TestQueueHoldsRows(t *testing.T) {
	_, tab := opened(t, "/queue")
	whole := browser.Eval[int](tab,
		`[...document.querySelectorAll("[data-row]")].filter((r) => r.getBoundingClientRect().bottom <= document.querySelector(".hints").getBoundingClientRect().top).length`)
	if whole < 22 {
		t.Errorf("%d rows are whole, want 22", whole)
	}
}

const selected = `document.querySelector(".selected")?.id`

func TestKeysMoveAndAct(t *testing.T) {
	d, tab := opened(t, "/queue")
	keys(tab, "j", "j", "j", "k")
	if got := browser.Eval[string](tab, selected); got != "t-48201" {
		t.Errorf("after j j j k the row is %s, want t-48201", got)
	}
	keys(tab, "i")
	tab.Until(`document.querySelector("#t-48201 .name").textContent.endsWith("(taken)")`)
	if got := browser.Eval[string](tab, `document.activeElement.closest("[data-row]")?.id`); got != "t-48201" || d.taken.Load() != 48201 {
		t.Errorf("after i the focus is in %s and ticket %d is taken, want 48201 both", got, d.taken.Load())
	}
	keys(tab, "?")
	tab.Until(`document.querySelector("#help").open`)
	keys(tab, kb.Escape)
	tab.Until(`!document.querySelector("#help").open`)
	keys(tab, "r")
	tab.Until(`location.pathname === "/tickets/48201" && document.activeElement.id === "composer-body"`)
	keys(tab, kb.Escape, "n")
	tab.Until(`document.querySelector("[value=internal]").checked && document.activeElement.id === "composer-body"`)
	keys(tab, kb.Escape, "g", "q")
	tab.Until(`location.pathname === "/queue"`)
}

// A menu opened by its key has the focus: arrows move, typing narrows down, Enter takes, Escape gives back.
func TestMenus(t *testing.T) {
	_, tab := opened(t, "/tickets/48211")
	const focus = `document.activeElement.textContent`
	keys(tab, "s")
	tab.Until(focus + ` === "Open"`)
	keys(tab, "j")
	tab.Until(focus + ` === "Solved"`)
	keys(tab, kb.ArrowDown)
	tab.Until(focus + ` === "Open"`)
	keys(tab, kb.Escape)
	tab.Until(`!document.querySelector(".menu[open]") && document.activeElement.matches("summary")`)
	keys(tab, "m", "logs")
	tab.Until(`[...document.querySelectorAll(".menu[open] button")].filter((b) => b.offsetParent).length === 1`)
	keys(tab, kb.Enter)
	tab.Until(`!document.querySelector(".menu[open]") && document.querySelector("#composer-body").value.endsWith("Please send the log.")`)
}

// j and k go on through the list that a ticket was opened from; u goes back to it.
func TestTicketsOfAList(t *testing.T) {
	_, tab := opened(t, "/queue")
	keys(tab, "j", "j", kb.Enter)
	tab.Until(`location.pathname === "/tickets/48201" && document.querySelector("[data-back][data-htmx-powered]") !== null`)
	keys(tab, "j")
	tab.Until(`location.pathname === "/tickets/48202" && document.querySelector("[data-back][data-htmx-powered]") !== null`)
	keys(tab, "k")
	tab.Until(`location.pathname === "/tickets/48201" && document.querySelector("[data-back][data-htmx-powered]") !== null`)
	keys(tab, "u")
	tab.Until(`location.pathname === "/queue"`)
}

func TestPalette(t *testing.T) {
	_, tab := opened(t, "/queue")
	keys(tab, "/")
	tab.Until(`document.querySelector("#palette a")?.ariaSelected === "true"`)
	keys(tab, kb.Enter)
	tab.Until(`location.pathname === "/style"`)
}

// A live update keeps the selection and the focus; a row that leaves hands both on; a busy page says so.
func TestLiveRowsKeepFocus(t *testing.T) {
	d, tab := opened(t, "/queue")
	keys(tab, "j", "j", "j")
	d.late.Store(true)
	d.hub.Publish("ticket:48202", web.Event{Name: "changed"})
	tab.Until(`document.querySelector("#t-48202 .name").textContent === "Changed while you looked"`)
	if got := browser.Eval[string](tab, `document.activeElement.closest("[data-row]")?.id + " " + `+selected); got != "t-48202 t-48202" {
		t.Errorf("focus and selection: %s, want t-48202 both", got)
	}
	keys(tab, "k")
	d.gone.Store(true)
	d.hub.Publish("ticket:48201", web.Event{Name: "changed"})
	tab.Until(`!document.querySelector("#t-48201") && document.activeElement.closest("[data-row]")?.id === "t-48202"`)
	d.hub.Publish("queue", web.Event{Name: "created"})
	tab.Until(`!document.querySelector("#newer").hidden`)
}

func TestThreadGrowsAndDraftIsKept(t *testing.T) {
	d, tab := opened(t, "/tickets/48211")
	keys(tab, "n", "abc")
	d.grown.Store(true)
	d.hub.Publish("ticket:48211", web.Event{Name: "commented"})
	tab.Until(`document.querySelector("#thread").lastElementChild.id === "c-5"`)
	tab.Until(`document.querySelector(".saved").textContent === "Draft saved"`)
	if got := browser.Eval[string](tab,
		`document.querySelector("#composer-body").value.slice(-6) + getComputedStyle(document.querySelector(".send.primary")).display`); got != " ofabcnone" {
		t.Errorf("composer after an update: %q, want the text and only the note's button", got)
	}
	if draft := d.drafts.Load(); draft == nil || (*draft)[len(*draft)-3:] != "abc" {
		t.Errorf("the server's draft is %v, want it to end in abc", draft)
	}
	tab.Do(chromedp.Click("[data-preview]"))
	tab.Until(`document.querySelector(".preview strong")?.textContent === "bold"`)
}

// A pasted picture is sent at once and its Markdown stands where the cursor was.
func TestPasteUploads(t *testing.T) {
	_, tab := opened(t, "/tickets/48211")
	browser.Eval[any](tab, `(() => { const data = new DataTransfer(); data.items.add(new File(["x"], "shot.png", {type: "image/png"}));
		document.querySelector("#composer-body").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})) })()`)
	tab.Until(`document.querySelector("#composer-body").value.includes("![shot](/f/7)") && document.querySelector(".uploads [name=attachment]").value === "7"`)
}

// Two windows share one stream: both are live, the server counts one reader.
func TestOneStreamPerBrowser(t *testing.T) {
	d, first := opened(t, "/queue")
	second := first.Another()
	second.Go(d.url + "/tickets/48211")
	second.Until(`document.querySelector("#live").dataset.state === "on"`)
	d.grown.Store(true)
	d.hub.Publish("ticket:48211", web.Event{Name: "commented"})
	second.Until(`document.querySelector("#thread").lastElementChild.id === "c-5"`)
	if n := d.hub.Streams(); n != 1 {
		t.Errorf("%d streams are open, want 1", n)
	}
}
