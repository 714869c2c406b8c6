package browser

import (
	"context"
	"fmt"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

var (
	dana    = page.Person{ID: 4, Name: "Dana Whitfield"}
	gerardo = page.Person{ID: 1, Name: "Gerardo"}
)

func (d *desk) ticket(ctx context.Context) g.Node {
	due := page.Due{At: friday.Add(38 * time.Minute), Why: "High: 4 h of EMEA hours from 13:50. Contract.", Spent: .84}
	return g.Group{
		h.Header(h.Class("page-head"),
			h.Div(h.Class("ticket-title"), h.A(h.Class("vh"), h.Href("/queue"), g.Attr("data-back", ""), page.HiddenKey("u"),
				g.Text("Back")), page.Priority(3, "High"), h.H1(g.Text("Gitaly OOM-killed nightly on node 2")), h.Span(h.Class("num"),
				g.Text("#48211")), page.Status(ctx, "open"), page.Chip(page.Neutral, "High")),
			h.Div(h.Class("actions"), page.LongMenu("Macro", "Narrow down", macros(), page.Key("m")),
				page.Menu("Status", []g.Node{h.Button(h.Type("button"), g.Text("Open")), h.Button(h.Type("button"), g.Text("Solved"))},
					page.Key("s")), page.PostButton(page.Secondary, "/take", "Take it", nil, page.Key("i")))),
		page.Split(
			g.Group{page.Thread("Conversation", page.LiveAppend("/thread", "ticket:48211"), d.messages(ctx)), compose(ctx)},
			g.Group{
				page.FactsBlock("First reply", page.DueCard(ctx, due, friday.Add(-202*time.Minute), friday)),
				page.Facts("Customer", page.Say("Organization", "Wayne Enterprises"), page.Say("Plan", "Premium, to 31 Mar 2027"),
					page.Say("Installation", "self-managed 18.6.1, 3 nodes, 4 200 users"), page.Say("Local time", "16:12 London"),
					page.Say("Assigned", "none")),
				page.Facts("On this ticket", page.Say("Assignee", "nobody"),
					page.Fact{Label: "Region", Value: page.RegionName("ochre", "EMEA")}, page.Say("Stage", "First reply"),
					page.Say("Weight", "87 = due 60 + plan 15 + size 12")),
			}),
	}
}

// macros are more than the eye takes in.
func macros() []g.Node {
	items := []g.Node{h.Button(h.Type("button"), g.Attr("data-insert", "Please send the log."), g.Text("Ask for logs"))}
	for i := range 9 {
		items = append(items, h.Button(h.Type("button"), g.Attr("data-insert", "…"), g.Text(fmt.Sprint("Saved reply ", i))))
	}
	return items
}

func compose(ctx context.Context) g.Node {
	return page.Compose(ctx, page.Composer{Action: "/reply", DraftURL: "/draft", Preview: "/preview", UploadURL: "/upload", To: "Dana + 1",
		Saved: "Draft saved 17:10", Status: "pending",
		Body:     "Hi Dana, thank you for the bundle. The kernel log shows the memory limit of the Gitaly cgroup (4 GB) being reached during the nightly repack of `wayne/monorepo`. Could you send the output of",
		Statuses: []page.Choice{{Value: "open", Label: "Open"}, {Value: "pending", Label: "Pending"}, {Value: "solved", Label: "Solved"}}})
}

func (d *desk) messages(ctx context.Context) g.Node {
	log := `<pre>412 {"severity":"INFO","time":"2026-11-20T02:13:58Z","class":"PostReceive","duration_s":41.7}
413 gitaly[1289]: fatal: out of memory, malloc failed (tried to allocate 268435456 bytes)
414 kernel: oom-kill: constraint=CONSTRAINT_MEMCG task=gitaly pid=1289 uid=998</pre>`
	return g.Group{
		page.Comment(ctx, page.Message{ID: "c-1", DataID: "1", Author: dana, Meta: "Wayne Enterprises, to support@",
			At: friday.Add(-70 * time.Minute), Now: friday,
			Body: g.Group{page.Prose("<p>Since the upgrade to 18.6 the Gitaly process on node 2 is killed every night between 02:10 and 02:20. Pushes fail for some minutes, then it recovers. We attached an SOS bundle of that node.</p>" + log), page.Fold("38 quoted lines from our reply of Tuesday", g.Text("> Hi"))}}),
		page.Entry(ctx, "e-2", friday.Add(-69*time.Minute), friday, g.Text("Bundle "), h.B(g.Text("gitlabsos-node2.tar.gz")),
			g.Text(" read in 3 s: 18.6.1, 16 GB, 3 findings "), page.Chip(page.Amber, "memory cgroup 4 GB")),
		page.Comment(ctx, page.Message{ID: "c-3", DataID: "3", Author: gerardo, At: friday.Add(-52 * time.Minute), Now: friday, Internal: true,
			Body: page.Prose("<p>Same signature as #47702: nightly repack on one large repository under a 4 GB cgroup. KB 212 has the setting. Worth asking for <code>cgroups.repositories.memory_bytes</code>.</p>")}),
		page.Entry(ctx, "e-4", friday.Add(-20*time.Minute), friday, g.Text("Preferred region EMEA, clock moved to 08–18 Amsterdam")),
	}
}

func (d *desk) thread(w http.ResponseWriter, r *http.Request) error {
	if !d.grown.Load() || r.URL.Query().Get("after") != "3" {
		return web.Render(w, 200, g.Text(""))
	}
	return web.Render(w, 200,
		page.Comment(r.Context(), page.Message{ID: "c-5", DataID: "5", Author: dana, At: friday, Now: friday, Body: page.Prose("<p>It happened again.</p>")}))
}

func (d *desk) phone(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := page.Frame{Title: "Page", Now: friday}
	due := page.Due{At: friday.Add(14 * time.Minute), Why: "24×7, 30 min from 16:41.", Spent: .5}
	return web.Render(w, 200, page.Plain(ctx, f, h.H1(h.Class("vh"), g.Text("Emergency page")), page.Chip(page.Red, "Emergency"),
		page.Card("502 for all users after 18.6 upgrade", "Globex · Signature · self-managed · 12 000 users",
			page.DueCard(ctx, due, friday.Add(-16*time.Minute), friday)),
		page.Button(page.Wide, "Acknowledge, I have it"), page.Columns(page.LinkButton(page.Secondary, "#", "Pass to next"),
			page.LinkButton(page.Secondary, "#", "Open ticket")),
		page.Comment(ctx, page.Message{ID: "c", Author: page.Person{ID: 7, Name: "Lee Okafor"}, Meta: "Globex", At: friday, Now: friday,
			Body: page.Prose("<p>Upgraded at 16:20, all web nodes answer 502 since 16:38. Nobody can work.</p>")}),
		page.Paper("Known here", h.P(g.Text("Upgrade planned in #48002 with rollback plan.")))))
}

func (d *desk) door(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form := web.NewForm("email", "ana@example.com")
	form.Reject("", "This address and password don't belong together. Try again, or ask for a new password.")
	email, password := page.Ask(form, "email", "E-mail"), page.Ask(form, "password", "Password")
	email.Type, email.Autocomplete, password.Type, password.Autocomplete = "email", "username", "password", "current-password"
	keep := page.Ask(form, "keep", "Stay signed in on this computer")
	return web.Render(w, 200, page.Door(ctx, page.Frame{Title: "Sign in", Now: friday}, h.H1(g.Text("Sign in")),
		h.Form(h.Class("form"), h.Method("post"), page.FormError(form), page.Input(ctx, email), page.Input(ctx, password),
			page.Checkbox(ctx, keep), page.Button(page.Wide, "Sign in"), h.A(h.Class("link"), h.Href("#"), g.Text("Forgot your password?")))))
}
