// Package browser holds the tests of the design system that need a real browser.
package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	_ "time/tzdata" // the band's zones, whatever the machine has

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// desk is a site of three pages that stands for the whole workspace.
type desk struct {
	url    string
	hub    *web.Hub
	lang   string
	asked  chan struct{} // a row was fetched
	drafts atomic.Pointer[string]
	taken  atomic.Int64 // number of the ticket that was assigned last
	late   atomic.Bool  // the subject of row 3 has changed
	gone   atomic.Bool  // row 2 has left the queue
	grown  atomic.Bool  // the thread has one more message
}

var friday = time.Date(2026, 11, 20, 16, 12, 0, 0, time.UTC)

func serve(t *testing.T, lang string) *desk {
	t.Helper()
	if web.AssetsMissing() {
		t.Fatal("the assets are missing: run scripts/assets.sh first")
	}
	bundle, err := i18n.NewBundle(page.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{hub: web.NewHub(), lang: lang, asked: make(chan struct{}, 1)}
	amsterdam := zone(t, "Europe/Amsterdam")
	mux := web.NewMux(web.Config{
		Now: func() time.Time { return friday },
		ErrorPage: func(ctx context.Context, e web.ErrorView) web.Node {
			return page.Error(ctx, page.Frame{Now: friday}, e)
		},
		Prepare: func(ctx context.Context, _ *http.Request) (context.Context, error) {
			return i18n.WithZone(bundle.WithLocale(ctx, lang), amsterdam), nil
		},
	})
	d.routes(t, mux)
	server := httptest.NewServer(mux)
	t.Cleanup(func() { d.hub.Close(); server.Close() })
	d.url = server.URL
	return d
}

func (d *desk) routes(t *testing.T, mux *web.Mux) {
	frame := d.frame(t)
	show := func(title string, body func(ctx context.Context) g.Node) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			f := frame
			f.Title, f.Since = title, d.hub.LastID()
			return web.Render(w, 200, page.Shell(r.Context(), f, body(r.Context())))
		}
	}
	mux.Handle("GET /style", show("Style", func(ctx context.Context) g.Node { return page.StyleGuide(ctx, friday) }))
	mux.Handle("GET /queue", show("Queue", d.queue))
	mux.Handle("GET /tickets/{id}", show("Gitaly OOM-killed nightly on node 2", d.ticket))
	mux.Handle("GET /rows/{n}", d.row)
	mux.Handle("GET /mine", d.overtaken(frame))
	mux.Handle("GET /thread", d.thread)
	mux.Handle("POST /take", d.take)
	mux.Handle("POST /draft", d.draft)
	mux.Handle("POST /preview", text("<p>drawn <strong>bold</strong></p>"))
	mux.Handle("POST /upload", func(w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, 200, page.UploadedFile(r.Context(), "7", "shot.png", "12 kB", "![shot](/f/7)"))
	})
	mux.Handle("GET /palette", text(`<a href="/style" role="option">Style of `+"`q`"+`</a>`))
	mux.Handle("GET /live", d.hub.Stream(func(context.Context, string) error { return nil }), web.Deadline(0))
	mux.Handle("GET /phone", d.phone)
	mux.Handle("GET /door", d.door)
}

func text(html string) web.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error { return web.Render(w, 200, g.Raw(html)) }
}

func (d *desk) frame(t *testing.T) page.Frame {
	amsterdam := zone(t, "Europe/Amsterdam")
	return page.Frame{
		Now: friday, Zone: amsterdam, Me: page.Person{ID: 10, Name: "Harish Gupta", Href: "/me"},
		Nav: []page.NavGroup{
			{Items: []page.NavItem{{Label: "Today", Href: "/today", Icon: "sunrise", Key: "g t", Bar: true},
				{Label: "Queue", Href: "/queue", Icon: "inbox", Count: "118", Current: true, Key: "g q", Bar: true},
				{Label: "Mine", Href: "/mine", Icon: "user", Count: "9", Key: "g m"}, {Label: "Emergencies", Href: "/e", Icon: "siren",
					Count: "1", Alarm: true, Bar: true}, {Label: "Accounts", Href: "/a", Icon: "building-2", Count: "5"}}},
			{Title: "Regions", Items: []page.NavItem{{Label: "APAC", Href: "/r/1", Tone: "violet", Count: "clean"},
				{Label: "EMEA", Href: "/r/2", Tone: "ochre", Count: "7 left"}, {Label: "AMER", Href: "/r/3", Tone: "coral", Count: "111"}}},
			{Title: "Work", Fold: "nav-work",
				Items: []page.NavItem{{Label: "On-call", Href: "/o", Icon: "phone-call"},
					{Label: "Incidents", Href: "/i", Icon: "radio-tower"}, {Label: "Knowledge", Href: "/k", Icon: "book-open"},
					{Label: "Indicators", Href: "/n", Icon: "chart-no-axes-column"}}},
		},
		Band: page.Band{Href: "/regions", OnCall: &page.OnCall{Who: page.Person{ID: 1, Name: "Gerardo"}, Until: friday.Add(48 * time.Minute)},
			Regions: []page.Region{
				{Name: "APAC", City: "Brisbane", Zone: zone(t, "Australia/Brisbane"), Open: 9 * time.Hour, Close: 21 * time.Hour, Tone: "violet"},
				{Name: "EMEA", City: "Amsterdam", Zone: amsterdam, Open: 8 * time.Hour, Close: 18 * time.Hour, Tone: "ochre"},
				{Name: "AMER", City: "Los Angeles", Zone: zone(t, "America/Los_Angeles"), Open: 5 * time.Hour, Close: 17 * time.Hour, Tone: "coral"},
			}},
	}
}

var subjects = []string{
	"SAML sign-in loops for group-managed accounts", "502 for all users after 18.6 upgrade|Production is down since 16:41",
	"Gitaly OOM-killed nightly on node 2|bundle attached, 3 findings", "Container registry 401 after token rotation",
	"Geo secondary 4 h behind, queue grows", "CI jobs stuck in pending: no runners match tags",
	"Merge request diffs take over 20 s|waiting on issue #512034", "How to move runners to a new network", "Backup restore fails at db: permission denied",
	"Elasticsearch index grows 40 GB a day", "LDAP group sync drops members with commas", "License seat count differs from LDAP",
	"Pages TLS certificate not renewed", "Sidekiq queue email_receiver keeps growing|2 similar tickets", "Praefect reports 3 402 repositories behind",
	"Which upgrade stops between 15.4 and 18.6?", "Webhook deliveries time out behind proxy", "Terraform state lock never released",
	"Audit events export to S3", "Rails console hangs loading scopes", "Kubernetes agent reconnect loop",
	"Object storage migration leaves orphans", "Runner cache key too long on Windows", "SSH host key changed after failover", "Dependency proxy answers 429",
}

var customers = []string{"Umbrella|Ultimate", "Globex|Signature", "Wayne Enterprises|Premium", "Stark Industries|Premium",
	"Initech|Ultimate", "Hooli|Premium", "Acme Labs|Premium", "Massive Dynamic|Premium"}

func (d *desk) rowAt(ctx context.Context, n int) g.Node {
	subject, aside, _ := strings.Cut(subjects[n], "|")
	if n == 2 && d.late.Load() {
		subject = "Changed while you looked"
	}
	customer, plan, _ := strings.Cut(customers[n%len(customers)], "|")
	tone := []string{"ochre", "ochre", "coral", "violet"}[n%4]
	names := []string{"EMEA", "EMEA", "AMER", "APAC"}
	var who *page.Person
	if n%4 != 2 {
		who = &page.Person{ID: int64(n * 7), Name: []string{"Harish Gupta", "Gerardo Ruiz", "Amal Mansour", "Mika Korhonen"}[n%4]}
	}
	due := page.Due{At: friday.Add(time.Duration(n*n*13-11+n*14) * time.Minute), What: []string{"next reply", "first reply"}[n%2], Spent: 1 - float64(n)/20}
	if n%9 == 6 {
		due = page.Due{Paused: "on hold", What: "until the fix ships"}
	}
	id := fmt.Sprintf("t-%d", 48200+n)
	if d.taken.Load() == int64(48200+n) {
		who, subject = &page.Person{ID: 10, Name: "Harish Gupta"}, subject+" (taken)"
	}
	level := 3 - n%3
	if n == 1 {
		level = 4
	}
	return page.Ticket(ctx, page.TicketRow{ID: id, Href: fmt.Sprintf("/tickets/%d", 48200+n), Number: fmt.Sprint(48200 + n),
		Subject: subject, Aside: aside, Unread: n%3 == 2 || n == 1, Level: level, LevelName: "High",
		Customer: customer, Plan: plan, RegionName: names[n%4], RegionTone: tone, Assignee: who, Due: due,
		Choose: page.ChooseBox("chosen", "ids", fmt.Sprint(48200+n), "Choose "+fmt.Sprint(48200+n)),
		Acts:   []g.Node{page.RowAct("/take", "i", "Take it", "id", id)},
		More:   []g.Node{page.Live(fmt.Sprintf("/rows/%d", n), fmt.Sprintf("ticket:%d", 48200+n))}}, friday)
}

func (d *desk) queue(ctx context.Context) g.Node {
	rows := g.Group{page.RowsHead("Now", "breaches before your shift ends at 18:00")}
	for n := range subjects {
		if n == 4 {
			rows = append(rows, page.RowsHead("Later today", "in EMEA and AMER hours"))
		}
		rows = append(rows, d.rowAt(ctx, n))
	}
	return g.Group{
		page.Head("Queue", "118 open, 31 unassigned, 1 late", page.LinkButton(page.Secondary, "/new", "New ticket", page.Key("c"))),
		page.Bar(page.Tabs("Views", page.Tab{Label: "All regions", Href: "/queue", Current: true}, page.Tab{Label: "Unassigned", Href: "#"},
			page.Tab{Label: "First reply", Href: "#"}, page.Tab{Label: "Mine", Href: "#"}, page.Tab{Label: "Emergencies", Href: "#"})),
		page.LiveNotice("newer", "Newer tickets arrived.", "/queue", "Show them", "queue"),
		page.Rows("Tickets", rows...),
		page.ChosenBar("chosen", "/new", page.Button(page.Primary, "Change the chosen …")),
	}
}

func (d *desk) row(w http.ResponseWriter, r *http.Request) error {
	select {
	case d.asked <- struct{}{}:
	default:
	}
	var n int
	_, _ = fmt.Sscan(r.PathValue("n"), &n)
	if n == 1 && d.gone.Load() {
		return web.Render(w, http.StatusNotFound, g.Text("gone"))
	}
	return web.Render(w, 200, d.rowAt(r.Context(), n))
}

func (d *desk) take(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	var number int
	if _, err := fmt.Sscanf(form.Get("id"), "t-%d", &number); err != nil {
		return err
	}
	d.taken.Store(int64(number))
	return web.Render(w, 200, d.rowAt(r.Context(), number-48200))
}

func (d *desk) draft(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	body := form.Text("body")
	d.drafts.Store(&body)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
