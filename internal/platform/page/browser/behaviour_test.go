package browser

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/daywatch/daywatch/internal/platform/web"
)

func press(keys string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(keys) }

// opened gives a desk and a browser that shows one of its pages, live.
func opened(t *testing.T, path string) (*desk, context.Context) {
	t.Helper()
	d := serve(t, "en")
	ctx := chrome(t)
	do(t, ctx, screen(1440, 900, "light"), chromedp.Navigate(d.url+path))
	until(t, ctx, `document.querySelector("#live").dataset.state === "on"`)
	return d, ctx
}

// At 1440x900 a queue shows at least 22 rows whole.
func TestQueueHoldsRows(t *testing.T) {
	_, ctx := opened(t, "/queue")
	whole := eval[int](t, ctx, `[...document.querySelectorAll("[data-row]")].filter((r) => r.getBoundingClientRect().bottom <= document.querySelector(".hints").getBoundingClientRect().top).length`)
	if whole < 22 {
		t.Errorf("%d rows are whole, want 22", whole)
	}
}

const selected = `document.querySelector(".selected")?.id`

func TestKeysMoveAndAct(t *testing.T) {
	d, ctx := opened(t, "/queue")
	do(t, ctx, press("j"), press("j"), press("j"), press("k"))
	if got := eval[string](t, ctx, selected); got != "t-48201" {
		t.Errorf("after j j j k the row is %s, want t-48201", got)
	}
	do(t, ctx, press("i"))
	until(t, ctx, `document.querySelector("#t-48201 .name").textContent.endsWith("(taken)")`)
	if got := eval[string](t, ctx, `document.activeElement.closest("[data-row]")?.id`); got != "t-48201" || d.taken.Load() != 48201 {
		t.Errorf("after i the focus is in %s and ticket %d is taken, want 48201 both", got, d.taken.Load())
	}
	do(t, ctx, press("?"))
	until(t, ctx, `document.querySelector("#help").open`)
	do(t, ctx, press(kb.Escape))
	until(t, ctx, `!document.querySelector("#help").open`)
	do(t, ctx, press("r"))
	until(t, ctx, `location.pathname === "/tickets/48201" && document.activeElement.id === "composer-body"`)
	do(t, ctx, press(kb.Escape), press("n"))
	until(t, ctx, `document.querySelector("[value=internal]").checked && document.activeElement.id === "composer-body"`)
	do(t, ctx, press(kb.Escape), press("g"), press("q"))
	until(t, ctx, `location.pathname === "/queue"`)
}

// A menu opened by its key has the focus: arrows move, typing narrows down, Enter takes, Escape gives back.
func TestMenus(t *testing.T) {
	_, ctx := opened(t, "/tickets/48211")
	const focus = `document.activeElement.textContent`
	do(t, ctx, press("s"))
	until(t, ctx, focus+` === "Open"`)
	do(t, ctx, press("j"))
	until(t, ctx, focus+` === "Solved"`)
	do(t, ctx, press(kb.ArrowDown))
	until(t, ctx, focus+` === "Open"`)
	do(t, ctx, press(kb.Escape))
	until(t, ctx, `!document.querySelector(".menu[open]") && document.activeElement.matches("summary")`)
	do(t, ctx, press("m"), press("logs"))
	until(t, ctx, `[...document.querySelectorAll(".menu[open] button")].filter((b) => b.offsetParent).length === 1`)
	do(t, ctx, press(kb.Enter))
	until(t, ctx, `!document.querySelector(".menu[open]") && document.querySelector("#composer-body").value.endsWith("Please send the log.")`)
}

// j and k go on through the list that a ticket was opened from; u goes back to it.
func TestTicketsOfAList(t *testing.T) {
	_, ctx := opened(t, "/queue")
	do(t, ctx, press("j"), press("j"), press(kb.Enter))
	until(t, ctx, `location.pathname === "/tickets/48201" && document.querySelector("[data-back][data-htmx-powered]") !== null`)
	do(t, ctx, press("j"))
	until(t, ctx, `location.pathname === "/tickets/48202" && document.querySelector("[data-back][data-htmx-powered]") !== null`)
	do(t, ctx, press("k"))
	until(t, ctx, `location.pathname === "/tickets/48201" && document.querySelector("[data-back][data-htmx-powered]") !== null`)
	do(t, ctx, press("u"))
	until(t, ctx, `location.pathname === "/queue"`)
}

func TestPalette(t *testing.T) {
	_, ctx := opened(t, "/queue")
	do(t, ctx, press("/"))
	until(t, ctx, `document.querySelector("#palette a")?.ariaSelected === "true"`)
	do(t, ctx, press(kb.Enter))
	until(t, ctx, `location.pathname === "/style"`)
}

// A live update keeps the selection and the focus; a row that leaves hands both on; a busy page says so.
func TestLiveRowsKeepFocus(t *testing.T) {
	d, ctx := opened(t, "/queue")
	do(t, ctx, press("j"), press("j"), press("j"))
	d.late.Store(true)
	d.hub.Publish("ticket:48202", web.Event{Name: "changed"})
	until(t, ctx, `document.querySelector("#t-48202 .name").textContent === "Changed while you looked"`)
	if got := eval[string](t, ctx, `document.activeElement.closest("[data-row]")?.id + " " + `+selected); got != "t-48202 t-48202" {
		t.Errorf("focus and selection: %s, want t-48202 both", got)
	}
	do(t, ctx, press("k"))
	d.gone.Store(true)
	d.hub.Publish("ticket:48201", web.Event{Name: "changed"})
	until(t, ctx, `!document.querySelector("#t-48201") && document.activeElement.closest("[data-row]")?.id === "t-48202"`)
	d.hub.Publish("queue", web.Event{Name: "created"})
	until(t, ctx, `!document.querySelector("#newer").hidden`)
}

func TestThreadGrowsAndDraftIsKept(t *testing.T) {
	d, ctx := opened(t, "/tickets/48211")
	do(t, ctx, press("n"), press("abc"))
	d.grown.Store(true)
	d.hub.Publish("ticket:48211", web.Event{Name: "commented"})
	until(t, ctx, `document.querySelector("#thread").lastElementChild.id === "c-5"`)
	until(t, ctx, `document.querySelector(".saved").textContent === "Draft saved"`)
	if got := eval[string](t, ctx, `document.querySelector("#composer-body").value.slice(-6) + getComputedStyle(document.querySelector(".send.primary")).display`); got != " ofabcnone" {
		t.Errorf("composer after an update: %q, want the text and only the note's button", got)
	}
	if draft := d.drafts.Load(); draft == nil || (*draft)[len(*draft)-3:] != "abc" {
		t.Errorf("the server's draft is %v, want it to end in abc", draft)
	}
	do(t, ctx, chromedp.Click("[data-preview]"))
	until(t, ctx, `document.querySelector(".preview strong")?.textContent === "bold"`)
}

// A pasted picture is sent at once and its Markdown stands where the cursor was.
func TestPasteUploads(t *testing.T) {
	_, ctx := opened(t, "/tickets/48211")
	eval[any](t, ctx, `(() => { const data = new DataTransfer(); data.items.add(new File(["x"], "shot.png", {type: "image/png"}));
		document.querySelector("#composer-body").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})) })()`)
	until(t, ctx, `document.querySelector("#composer-body").value.includes("![shot](/f/7)") && document.querySelector(".uploads [name=attachment]").value === "7"`)
}

// Two windows share one stream: both are live, the server counts one reader.
func TestOneStreamPerBrowser(t *testing.T) {
	d, first := opened(t, "/queue")
	second, end := chromedp.NewContext(first)
	defer end()
	do(t, second, chromedp.Navigate(d.url+"/tickets/48211"))
	until(t, second, `document.querySelector("#live").dataset.state === "on"`)
	d.grown.Store(true)
	d.hub.Publish("ticket:48211", web.Event{Name: "commented"})
	until(t, second, `document.querySelector("#thread").lastElementChild.id === "c-5"`)
	if n := d.hub.Streams(); n != 1 {
		t.Errorf("%d streams are open, want 1", n)
	}
}
