// Package e2e stands before the real program as its people do: with a mail client, a browser and a keyboard.
package e2e

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// journey is a mail on its way to an answer and back.
type journey struct {
	t    *testing.T
	rig  *rig.Rig
	desk *program.Desk
	tab  *browser.Tab
	to   string // the desk's address
	keys []notify.DKIMKey
}

const (
	subject = "Gitaly is killed every night"
	firstID = "<first@customer.test>"
	reply   = "Please raise the cgroup limit; the log says why."
	answer  = "That was it, thank you!"
)

// file is every byte there is, which no text encoding survives.
var file = func() []byte {
	all := make([]byte, 0, 3*256)
	for range 3 {
		for i := range 256 {
			all = append(all, byte(i))
		}
	}
	return all
}()

// A mail reaches the open queue, an engineer answers it by keyboard with a file, the reply lies in the
// customer's mailbox as it should, and the customer's answer comes back to the open thread; by LMTP, and by
// IMAP.
func TestMailIsAnsweredByKeyboard(t *testing.T) {
	for _, way := range []struct{ name, to string }{{"lmtp", program.Address}, {"imap", rig.User}} {
		t.Run(way.name, func(t *testing.T) {
			j := begin(t, way.to)
			j.signIn()
			j.mailArrives()
			j.answerByKeyboard()
			back := j.replyArrives()
			j.outcomeIsShown()
			j.customerAnswers(back)
		})
	}
}

func begin(t *testing.T, to string) *journey {
	t.Helper()
	j := &journey{t: t, to: to, desk: program.NewDesk(t, t.TempDir(), "")}
	j.rig = rig.Start(t, rig.Options{DeskPort: j.desk.LMTP})
	inside := j.desk.Open()
	j.desk.SetUp(inside, program.Setup{Rig: j.rig, From: to, Fetch: true, Ack: true, Undo: 1})
	j.makeKeys(inside)
	j.desk.Start()
	j.tab = browser.Open(t)
	return j
}

// makeKeys gives the desk one key of each kind for its domain.
func (j *journey) makeKeys(inside *app.Desk) {
	j.t.Helper()
	_, domain, _ := strings.Cut(j.to, "@")
	for _, algorithm := range []string{"rsa", "ed25519"} {
		key, err := notify.GenerateDKIM(domain, algorithm, algorithm)
		if err != nil {
			j.t.Fatal(err)
		}
		j.keys = append(j.keys, key)
	}
	ctx := access.AsSystem(j.t.Context(), "test")
	if err := inside.DB.Do(ctx, func(tx *db.Tx) error { return notify.DKIMKeys.Set(ctx, tx, inside.Log, j.keys) }); err != nil {
		j.t.Fatal(err)
	}
}

func (j *journey) signIn() {
	j.t.Helper()
	signIn(j.tab, j.desk.URL, rig.Engineer, program.EngineerPassword)
}

// signIn is done by keyboard: the page puts the focus where it is needed.
func signIn(tab *browser.Tab, url, address, password string) {
	tab.Go(url + "/sign-in")
	tab.Until(`document.activeElement.type === "email"`)
	tab.Press(address)
	tab.Press(kb.Tab)
	tab.Press(password)
	tab.Press(kb.Enter)
	tab.Until(`location.pathname === "/today"`)
	tab.Go(url + "/tickets")
}

const (
	live    = `document.querySelector("#live")?.dataset.state === "on"`
	untold  = `window.openedBefore === true`
	remarks = `window.openedBefore = true`
)

// mailArrives sends a mail while the queue is open, and waits for its row there.
func (j *journey) mailArrives() {
	j.t.Helper()
	j.tab.Until(live)
	browser.Eval[any](j.tab, remarks)
	j.rig.Swaks("--from", rig.Customer, "--to", j.to, "--header", "Subject: "+subject, "--header", "Message-Id: "+firstID,
		"--body", "Since the upgrade it is killed between two and three.")
	j.tab.Until(fmt.Sprintf(`[...document.querySelectorAll("[data-row] .name")].some((e) => e.textContent === %q)`, subject))
	if !browser.Eval[bool](j.tab, untold) {
		j.t.Error("the row came with a new page, not into the open one")
	}
}

// answerByKeyboard goes from the queue to a sent reply without a mouse. The file comes from the clipboard.
func (j *journey) answerByKeyboard() {
	j.t.Helper()
	j.tab.Press("j")
	j.tab.Press(kb.Enter)
	j.tab.Until(fmt.Sprintf(`location.pathname.startsWith("/tickets/") && document.querySelector("h1").textContent === %q`, subject))
	j.tab.Until(live)
	j.tab.Press("r")
	j.tab.Until(`document.activeElement.id === "composer-body" && document.querySelector("[name=mode][value=public]").checked`)
	j.tab.Press(reply)
	browser.Eval[any](j.tab, fmt.Sprintf(`(() => { const data = new DataTransfer();
		data.items.add(new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], "every byte.bin", {type: "application/octet-stream"}));
		document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})) })()`,
		base64.StdEncoding.EncodeToString(file)))
	j.tab.Until(`document.querySelectorAll(".uploads [name=attachment]").length === 1`)
	j.tab.Press(kb.Enter, chromedp.ModifierCtrl)
	j.tab.Until(fmt.Sprintf(`document.querySelector("#thread").innerText.includes(%q)`, reply))
}

// outcomeIsShown asks for the customer's address and its outcome on the reply, and on the acknowledgement.
func (j *journey) outcomeIsShown() {
	j.t.Helper()
	j.tab.Do(chromedp.Reload())
	j.tab.Until(fmt.Sprintf(`[...document.querySelectorAll("#thread .message")].filter((m) => m.querySelector("footer")?.innerText.includes(%q)).length === 2`, rig.Customer))
	j.tab.Until(live)
	browser.Eval[any](j.tab, remarks)
}

// customerAnswers writes back as a mail client does, and waits for the words in the open thread.
func (j *journey) customerAnswers(to arrived) {
	j.t.Helper()
	path := browser.Eval[string](j.tab, "location.pathname")
	j.rig.Swaks("--from", rig.Customer, "--to", to.replyTo, "--header", "Subject: Re: "+subject, "--header", "Message-Id: <second@customer.test>",
		"--header", "In-Reply-To: "+to.id, "--header", "References: "+firstID+" "+to.id, "--body", answer)
	j.tab.Until(fmt.Sprintf(`document.querySelector("#thread").innerText.includes(%q)`, answer))
	if !browser.Eval[bool](j.tab, untold) {
		j.t.Error("the answer came with a new page, not into the open one")
	}
	j.tab.Go(j.desk.URL + "/tickets")
	if n := browser.Eval[int](j.tab, `document.querySelectorAll("[data-row]").length`); n != 1 {
		j.t.Errorf("%d rows after the customer's answer, want the one ticket", n)
	}
	if href := browser.Eval[string](j.tab, `new URL(document.querySelector("[data-row] a.open").href).pathname`); href != path {
		j.t.Errorf("the row leads to %s, want %s", href, path)
	}
}
