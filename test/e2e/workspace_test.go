package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
)

// workspace is a served desk with a part of the demo's world, as its administrator sees it.
type workspace struct {
	t      *testing.T
	desk   *program.Desk
	inside *app.Desk
	admin  people.User
}

// The tests share one desk: none of them asks for what another one changes.
func TestWorkspace(t *testing.T) {
	w := &workspace{t: t, desk: program.NewDesk(t, t.TempDir(), "")}
	w.inside = w.desk.Open()
	w.desk.FillDemo(w.inside, 120)
	w.admin = w.desk.Admin(t.Context(), w.inside)
	_, err := w.inside.Tickets.SaveMacro(program.As(t.Context(), w.admin), ticket.Macro{Title: "Ask for the log", Body: "Please send the log."})
	if err != nil {
		t.Fatal(err)
	}
	w.desk.Start()
	for _, test := range []struct {
		name string
		run  func(w *workspace, t *testing.T)
	}{
		{"ten acts by one key each", (*workspace).tenActs},
		{"live updates keep the focus", (*workspace).keepFocus},
		{"the column folds and remembers", (*workspace).column},
		{"budgets", (*workspace).budgets},
		{"axe", (*workspace).axe},
		{"without scripts", (*workspace).withoutScripts},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(w, t) })
	}
}

// enter gives a browser whose user has signed in and sees the queue, live.
func (w *workspace) enter(t *testing.T) *browser.Tab {
	t.Helper()
	tab := browser.Open(t)
	signIn(tab, w.desk.URL, program.DemoAdmin, demo.Password)
	tab.Until(live)
	return tab
}

const (
	chosen     = `document.querySelector(".selected")?.id ?? ""`
	atRow      = `document.activeElement.closest("[data-row]")?.id ?? ""`
	inComposer = `document.activeElement.id === "composer-body"`
)

func (w *workspace) tenActs(t *testing.T) {
	tab := w.enter(t)
	rows := browser.Eval[[]string](tab, `[...document.querySelectorAll("[data-row]")].map((r) => r.id)`)
	if len(rows) < 3 {
		t.Fatalf("only %d rows to move between", len(rows))
	}
	tab.Press("j")
	tab.Press("j")
	tab.Press("j")
	tab.Press("k")
	if got := browser.Eval[string](tab, chosen); got != rows[1] {
		t.Errorf("after j j j k the row is %s, want %s", got, rows[1])
	}
	tab.Press(kb.Enter)
	path := "/tickets/" + strings.TrimPrefix(rows[1], "t-")
	tab.Until(fmt.Sprintf(`location.pathname === %q && document.querySelector("#composer-body") !== null`, path))
	tab.Until(live)

	tab.Press("r")
	tab.Until(inComposer + ` && document.querySelector("[value=public]").checked`)
	tab.Press(kb.Escape)
	tab.Press("n")
	tab.Until(inComposer + ` && document.querySelector("[value=internal]").checked`)
	tab.Press(kb.Escape)
	tab.Press("m")
	tab.Until(`document.activeElement.closest("details[open]")?.innerText.includes("Ask for the log")`)
	tab.Press(kb.Enter)
	tab.Until(`document.querySelector("#composer-body").value.includes("Please send the log.")`)
	tab.Press(kb.Escape)
	tab.Press("s")
	tab.Until(`document.activeElement.closest("details[open]")?.innerText.includes("On hold")`)
	tab.Press(kb.Escape)
	tab.Press("i")
	tab.Until(`document.querySelector("#flash").innerText.trim() !== ""`) // the answer; the live update may be faster
	tab.Until(fmt.Sprintf(`document.querySelector("#facts").innerText.includes(%q)`, w.admin.Name))

	tab.Press("/")
	tab.Until(`document.querySelector("#palette").open && document.activeElement.matches("#palette input")`)
	tab.Press(kb.Escape)
	tab.Until(`!document.querySelector("#palette").open`)
	tab.Press("k", chromedp.ModifierCtrl)
	tab.Until(`document.querySelector("#palette").open`)
	tab.Press(kb.Escape)
	tab.Until(`!document.querySelector("#palette").open && !document.activeElement.matches("input, textarea, select")`) // where keys are letters
	tab.Press("?")
	tab.Until(`document.querySelector("#help").open`)
}

// keepFocus changes the selected row, its neighbour and the open thread under the reader's hands.
func (w *workspace) keepFocus(t *testing.T) {
	tab := w.enter(t)
	tab.Press("j")
	tab.Press("j")
	row := browser.Eval[string](tab, atRow)
	neighbour := browser.Eval[string](tab, `document.activeElement.closest("[data-row]").previousElementSibling.id`)
	for _, id := range []string{row, neighbour} {
		w.rename(t, id, "Changed under the reader "+id)
		tab.Until(fmt.Sprintf(`document.querySelector("#%s .name").textContent === "Changed under the reader %s"`, id, id))
		if got := browser.Eval[string](tab, atRow); got != row || browser.Eval[string](tab, chosen) != row {
			t.Errorf("after a change of %s the focus is in %q and %q is selected, want %q", id, got, browser.Eval[string](tab, chosen), row)
		}
	}
	tab.Press("n")
	tab.Until(inComposer)
	tab.Until(live)
	tab.Press("half a wo")
	_, err := w.inside.Tickets.Update(program.As(t.Context(), w.admin), number(t, row), ticket.Update{Comment: &ticket.NewComment{Body: "Said meanwhile."}})
	if err != nil {
		t.Fatal(err)
	}
	tab.Until(`document.querySelector("#thread").innerText.includes("Said meanwhile.")`)
	tab.Press("rd")
	if got := browser.Eval[string](tab, `document.activeElement.value`); got != "half a word" {
		t.Errorf("the composer holds %q, want what was typed before and after the update", got)
	}
}

func (w *workspace) rename(t *testing.T, row, subject string) {
	t.Helper()
	if _, err := w.inside.Tickets.Update(program.As(t.Context(), w.admin), number(t, row), ticket.Update{Subject: &subject}); err != nil {
		t.Fatal(err)
	}
}

// number reads the ticket's number from the id of its row.
func number(t *testing.T, row string) (n int64) {
	t.Helper()
	if _, err := fmt.Sscanf(row, "t-%d", &n); err != nil {
		t.Fatalf("the row is called %q: %v", row, err)
	}
	return n
}
