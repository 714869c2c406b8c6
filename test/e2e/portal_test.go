package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// customer is somebody who has only a browser without scripts, and a mailbox.
type customer struct {
	t      *testing.T
	desk   *program.Desk
	inside *app.Desk
	post   *rig.Peer
	ana    people.User
	tab    *browser.Tab
}

// A customer asks for a link on one device, follows it on another, opens a ticket with a question that came up by an
// answer, reads what we say and answers, all with plain links and forms.
func TestCustomerWithoutScripts(t *testing.T) {
	c := &customer{t: t, desk: program.NewDesk(t, t.TempDir(), ""), post: rig.StartPeer(t, rig.Manners{})}
	c.inside = c.desk.Open()
	c.setUp()
	c.desk.Start()
	link := c.askForLink()
	c.tab = browser.Open(t)
	c.tab.WithoutScripts()
	c.enter(link)
	c.openTicket()
	c.readAndReply()
	c.look()
}

func (c *customer) setUp() {
	c.t.Helper()
	ctx := access.AsSystem(c.t.Context(), "test")
	relay := notify.MailRelay.Default
	relay.Host, relay.Port, relay.Security = "127.0.0.1", c.post.Port, submit.Plain
	err := c.inside.DB.Do(ctx, func(tx *db.Tx) error {
		return errors.Join(notify.MailRelay.Set(ctx, tx, c.inside.Log, relay), ticket.UndoSeconds.Set(ctx, tx, c.inside.Log, 0),
			notify.MailFrom.Set(ctx, tx, c.inside.Log, notify.From{Address: program.Address, Name: "Northwind Support", Personal: true}))
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if c.ana, err = c.inside.People.Add(ctx, "Ana Lima", rig.Engineer, access.Admin, program.EngineerPassword); err != nil {
		c.t.Fatal(err)
	}
	org, err := c.inside.People.SaveOrganization(ctx, people.Organization{Name: "Fernwood Labs", Region: "emea", SupportLevel: "premium"})
	if err != nil {
		c.t.Fatal(err)
	}
	zone := people.Particulars{Name: "Dana Whitfield", OrganizationID: org.ID, Zone: "Europe/Lisbon"}
	if _, err := c.inside.People.CreateContact(ctx, rig.Customer, zone); err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.inside.Environments.Save(ctx,
		environment.Environment{OrganizationID: org.ID, Name: "Berlin", Kind: environment.Production, Deployment: "self-managed",
			Version: "17.2.1-ee", Users: 1200, Topology: "Two racks, and a proxy in front."}); err != nil {
		c.t.Fatal(err)
	}
	c.makeForms(ctx)
}

// makeForms gives customers two forms, one of which asks on.
func (c *customer) makeForms(ctx context.Context) {
	c.t.Helper()
	fields := []ticket.Field{
		{Key: "product", Title: "Product", Kind: ticket.SelectField, Customers: true, Options: []ticket.Option{{Title: "Self-managed"}, {Title: "SaaS"}}},
		{Key: "version", Title: "Version", Help: "As the page /help shows it", Kind: ticket.TextField, Customers: true},
		{Key: "root_cause", Title: "Root cause", Kind: ticket.TextField},
	}
	for _, f := range fields {
		if _, err := c.inside.Tickets.SaveField(ctx, f); err != nil {
			c.t.Fatal(err)
		}
	}
	when := json.RawMessage(`{"all": [{"field": "custom_fields_product", "operator": "is", "value": "self-managed"}]}`)
	for _, f := range []ticket.Form{
		{Title: "Something does not work", About: "A fault in an installation of your own or with us.", Customers: true, Fields: []ticket.FormField{
			{Key: "product", Required: true}, {Key: "version", Required: true, When: when}, {Key: "root_cause"}}},
		{Title: "Licences and renewals", About: "Keys, seats, invoices.", Customers: true},
	} {
		if _, err := c.inside.Tickets.SaveForm(ctx, f); err != nil {
			c.t.Fatal(err)
		}
	}
}

var entryLink = regexp.MustCompile(`http://\S+/portal/enter/\S+`)

// askForLink types the address into the first page of the portal, and finds the link in the mail.
func (c *customer) askForLink() string {
	c.t.Helper()
	tab := browser.Open(c.t)
	tab.WithoutScripts()
	tab.Go(c.desk.URL + "/portal/new")
	tab.Until(`location.pathname === "/portal/sign-in"`)
	browser.Eval[any](tab, `document.querySelector("[name=address]").focus()`)
	tab.Press(rig.Customer)
	follow(tab, "main button")
	tab.Until(`document.querySelector("h1")?.innerText === "Look into your mailbox"`)
	c.shoot(tab, "portal-link-sent")
	var link string
	rig.Eventually(c.t, "the link to arrive", func() bool {
		for _, m := range c.post.Mails() {
			link = entryLink.FindString(mailwire.Parse(c.t.Context(), strings.NewReader(m.Text), int64(len(m.Text)), mailwire.Limits{}).Text)
		}
		return link != ""
	})
	return link
}

// enter follows the link, and comes to where the way led before.
func (c *customer) enter(link string) {
	c.t.Helper()
	c.tab.Go(link)
	c.shoot(c.tab, "portal-enter")
	follow(c.tab, "main button")
	c.tab.Until(`location.pathname === "/portal/new"`)
	if n := browser.Eval[int](c.tab, `document.scripts.length`); n != 0 {
		c.t.Errorf("the page brings %d scripts", n)
	}
	c.tab.Go(link)
	c.tab.Until(`document.querySelector("h1")?.innerText === "This link does not work any more"`)
}

// openTicket fills the form; its answer brings up one more question.
func (c *customer) openTicket() {
	c.t.Helper()
	c.tab.Go(c.desk.URL + "/portal/")
	c.shoot(c.tab, "portal-empty")
	follow(c.tab, `main a[href="/portal/new"]`)
	c.tab.Until(`document.querySelector(".forms a") !== null`)
	follow(c.tab, ".forms a")
	c.tab.Until(`document.querySelector("[name=subject]") !== null`)
	c.typeInto("subject", "502 on every page")
	c.typeInto("body", "Since the upgrade every page answers 502.\n\nupstream prematurely closed connection")
	browser.Eval[any](c.tab, `document.querySelector("[name=severity][value='2']").focus()`)
	c.tab.Press(" ")
	browser.Eval[any](c.tab, `document.querySelector("[name='field:product']").focus()`)
	c.tab.Press("Self")
	follow(c.tab, "main button[value=send]")
	c.tab.Until(`document.querySelector("[name='field:version']") !== null && document.querySelector("[name=subject]").value === "502 on every page"`)
	c.shoot(c.tab, "portal-question")
	c.typeInto("field:version", "17.2.1")
	follow(c.tab, "main button[value=send]")
	c.tab.Until(`location.pathname.startsWith("/portal/tickets/") && document.querySelector("h1").innerText === "502 on every page"`)
	c.shoot(c.tab, "portal-opened")
}

func (c *customer) typeInto(name, text string) {
	c.t.Helper()
	browser.Eval[any](c.tab, `document.querySelector("[name='`+name+`']").focus()`)
	c.tab.Press(text)
}

// readAndReply reads our answer, which is also in the mail with the ticket's address, and answers.
func (c *customer) readAndReply() {
	c.t.Helper()
	path := browser.Eval[string](c.tab, "location.pathname")
	var id int64
	fmt.Sscanf(path, "/portal/tickets/%d", &id)
	ctx := program.As(c.t.Context(), c.ana)
	pending := ticket.Pending
	for _, u := range []ticket.Update{
		{Comment: &ticket.NewComment{Body: "Looks like the incident of Monday, do not say so yet."}},
		{Comment: &ticket.NewComment{Public: true,
			Body: "Hello Dana,\n\nplease run\n\n```\nsudo gitlab-ctl tail puma\n```\n\nand send me what it prints."}, Status: &pending},
	} {
		if _, err := c.inside.Tickets.Update(ctx, id, u); err != nil {
			c.t.Fatal(err)
		}
	}
	rig.Eventually(c.t, "the reply to lead to the portal", func() bool {
		for _, m := range c.post.Mails() {
			if strings.Contains(m.Text, "gitlab-ctl") && strings.Contains(m.Text, path) {
				return true
			}
		}
		return false
	})
	c.tab.Go(c.desk.URL + path)
	c.tab.Until(`document.querySelector("main").innerText.includes("gitlab-ctl tail puma") && document.querySelector(".chip").innerText === "Waiting for you"`)
	if browser.Eval[bool](c.tab, `document.body.innerText.includes("incident of Monday")`) {
		c.t.Error("a note of ours is on the page")
	}
	c.typeInto("body", "It prints: worker timeout.")
	follow(c.tab, "#reply button[type=submit]")
	c.tab.Until(`document.querySelector(".notice")?.innerText.includes("Sent.") && document.querySelectorAll(".message").length === 3`)
	t, err := c.inside.Tickets.Get(ctx, id)
	if err != nil || t.Status != ticket.Open || t.WaitingSince.IsZero() || t.Region != "emea" || t.Priority != ticket.High {
		c.t.Errorf("the ticket is %+v, %v", t, err)
	}
}

// look goes over the pages with axe, which needs scripts of its own, and so a page beside (WCAG 2.2 AA).
func (c *customer) look() {
	c.t.Helper()
	eyes, door := c.tab.Another(), browser.Open(c.t)
	first := browser.Eval[string](c.tab, "location.pathname")
	for name, path := range map[string]string{"sign-in": "/portal/sign-in", "password": "/portal/sign-in/password",
		"over": "/portal/enter/used", "list": "/portal/",
		"solved": "/portal/?show=solved", "settings": "/portal/settings", "installations": "/portal/installations",
		"installation": "/portal/installations/1", "correct": "/portal/installations/1/edit", "missing": "/portal/tickets/999",
		"ticket": first, "forms": "/portal/new", "new": "/portal/new?form=1"} {
		tab := eyes
		if name == "sign-in" || name == "password" || name == "over" {
			tab = door
		}
		for _, scheme := range []string{"dark", "light"} {
			for _, width := range []int64{390, 1440} {
				tab.Screen(width, 900, scheme)
				tab.Go(c.desk.URL + path)
				tab.CheckAxe(fmt.Sprint(name, " ", width, " ", scheme))
				c.fits(tab, name, width)
				tab.Shoot(fmt.Sprint("portal-", name, "-", width, "-", scheme))
			}
		}
	}
}

// shoot takes pictures of a page that cannot be opened twice, wide and on a phone.
func (c *customer) shoot(tab *browser.Tab, name string) {
	c.t.Helper()
	for _, width := range []int64{390, 1440} {
		tab.Screen(width, 900, "light")
		tab.Shoot(fmt.Sprint(name, "-", width, "-light"))
		c.fits(tab, name, width)
	}
}

// fits wants a page that does not scroll to the side.
func (c *customer) fits(tab *browser.Tab, name string, width int64) {
	c.t.Helper()
	if wide := browser.Eval[int64](tab, `document.documentElement.scrollWidth`); wide > width {
		c.t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, width)
	}
}
