package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
)

// TestPhone walks as somebody does who was woken: the page opens on a phone, says how long there is left, one tap has it, and
// from there they read, reply and hand over.
func TestPhone(t *testing.T) {
	desk := program.NewDesk(t, t.TempDir(), "")
	inside := desk.Open()
	desk.FillDemo(inside, 30)
	admin := desk.Admin(t.Context(), inside)
	ctx := program.As(t.Context(), admin)
	id := ring(ctx, t, inside.Paging, inside.Tickets, admin.ID)
	desk.Start()
	tab := browser.Open(t)
	tab.Screen(390, 844, "light")
	signIn(tab, desk.URL, program.DemoAdmin, demo.Password)

	tab.Go(desk.URL + "/phone")
	if scope := browser.Eval[string](tab, `navigator.serviceWorker.ready.then((r) => new URL(r.scope).pathname)`); scope != "/" {
		t.Errorf("the service worker's scope is %s", scope)
	}
	tab.Until(`document.body.innerText.includes("Rings for you")`)
	tab.CheckAxe("phone")
	browser.Eval[any](tab, fmt.Sprintf(`document.querySelector('a[href=%q]').click()`, paging.PhonePath(id)))
	tab.Until(`document.querySelector("#card")?.innerText.includes("Nobody can work")`)
	fits(t, tab, "the card")
	for _, scheme := range []string{"light", "dark"} {
		tab.Screen(390, 844, scheme)
		tab.Go(desk.URL + paging.PhonePath(id)) // colours of the scheme before would still fade
		tab.CheckAxe("card " + scheme)
		tab.Shoot("phone-card-" + scheme)
	}
	tab.Another().Go(desk.URL + paging.PhonePath(id)) // looking elsewhere changes nothing
	press(tab, "Acknowledge, I have it")
	tab.Until(`document.querySelector("#card")?.innerText.includes("You have it since")`)
	tab.Shoot("phone-acknowledged")
	hand := browser.Eval[string](tab, `[...document.querySelectorAll("a")].find((a) => a.textContent === "Hand over")?.pathname ?? ""`)
	press(tab, "Reply")
	tab.Until(`document.querySelector("#composer-body") !== null`)
	fits(t, tab, "the ticket")
	tab.Shoot("phone-reply")
	if hand == "" {
		t.Fatal("the card does not lead to the hand-over")
	}
	tab.Go(desk.URL + hand)
	tab.Until(`document.querySelector("main form textarea[name=problem]") !== null`)
	fits(t, tab, "the hand-over")
	tab.Shoot("phone-hand-over")
	browser.Eval[any](tab, `(() => {
		for (const [name, text] of [["problem", "502 for all"], ["done", "Nodes restarted"], ["next", "Tell them at noon"]])
			document.querySelector("main [name=" + name + "]").value = text;
		const to = document.querySelector("main [name=to]");
		to.value = [...to.options].find((o) => o.value).value;
		to.form.requestSubmit();
	})()`)
	tab.Until(`document.body.innerText.includes("502 for all users after the upgrade") && document.querySelector('a[href^="/emergencies/hand-overs/"]') !== null`)
	fits(t, tab, "the ticket that is handed over")
}

// ring pages somebody about a new ticket, and gives the page's number.
func ring(ctx context.Context, t *testing.T, pager *paging.Service, tickets *ticket.Service, userID int64) int64 {
	t.Helper()
	v, err := tickets.Create(ctx, ticket.NewTicket{Subject: "502 for all users after the upgrade", RequesterID: userID, Channel: "web", Stage: ticket.Emergency,
		Comment: ticket.NewComment{Public: true, Body: "All web nodes answer 502. Nobody can work."}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := pager.Call(ctx, paging.Alarm{Key: "walk", Subject: event.Ticket(v.ID), Title: v.Subject, Urgency: paging.High, To: []int64{userID}})
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// press clicks what bears a label.
func press(tab *browser.Tab, label string) {
	browser.Eval[any](tab, fmt.Sprintf(`[...document.querySelectorAll("button, a.btn")].find((b) => b.textContent === %q).click()`, label))
}

// fits wants nothing to reach beyond the screen of a phone.
func fits(t *testing.T, tab *browser.Tab, what string) {
	t.Helper()
	if over := browser.Eval[int](tab, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("%s is %d px wider than a phone", what, over)
	}
}
