package emergencyui_test

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with emergencies, their pages and those of tickets, and a pager that rings for nobody.
type site struct {
	*pagetest.Site
	emergencies                  *emergency.Service
	ana, ben, light, admin, dana *pagetest.Person
	pages                        int64
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), ben: join("ben", access.Agent), light: join("light", access.LightAgent),
			admin: join("admin", access.Admin), dana: join("dana", access.EndUser)}
		s.emergencies = emergency.New(emergency.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets, Page: s.ring,
			Settle: func(context.Context, *db.Tx, event.Subject, string) error { return nil },
			Answer: func(context.Context, *db.Tx, event.Subject, int64) error { return nil },
			OnCall: func(context.Context, db.Querier, string, time.Time) ([]int64, error) {
				return []int64{s.ana.ID, s.ben.ID}, nil
			},
			Closed: func(context.Context, db.Querier, time.Time) (bool, error) { return false, nil },
			Owns:   func(context.Context, db.Querier, string) (bool, error) { return false, nil },
			Tell:   func(context.Context, *db.Tx, emergency.Notice) error { return nil }})
		p.Log.Attach([]event.Handler{s.emergencies.Handler()}, nil)
		p.Do(s.emergencies.EnsureDefaults)
		pages := emergencyui.New(emergencyui.Deps{Emergencies: s.emergencies, Tickets: p.Tickets, People: p.People, Now: p.DB.Now, Page: p.Page})
		tickets := ticketui.New(ticketui.Deps{Tickets: p.Tickets, People: p.People, Now: p.DB.Now, Key: []byte("of the test"), Page: p.Page,
			Slots: ticketui.Slots{Panels: []ticketui.Panel{{ID: "emergency", Render: pages.Panel}}, Actions: pages.Actions,
				Told: []ticketui.Teller{{Names: pages.Spoken, Say: pages.Told}}}})
		s.Serve(web.Config{}, both(t), func(mux *web.Mux) {
			pages.Routes(mux)
			tickets.Routes(mux)
		})
		test(t, s)
	}, emergency.Migrations())
}

// ring tells the desk of a page as paging does.
func (s *site) ring(ctx context.Context, tx *db.Tx, a emergency.Alarm) error {
	s.pages++
	return s.emergencies.Rang(ctx, tx, emergency.PageNews{PageID: s.pages, Key: a.Key, Subject: a.Subject})
}

// both joins the catalogues of these pages and of tickets.
func both(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for name, catalogue := range map[string]fs.FS{"emergency": emergencyui.Catalogue, "ticket": ticketui.Catalogue} {
		for _, language := range []string{"en", "de"} {
			raw, err := fs.ReadFile(catalogue, "locale/"+language+".json")
			if err != nil {
				t.Fatal(err)
			}
			files["locale/"+name+"."+language+".json"] = &fstest.MapFile{Data: raw}
		}
	}
	return files
}

// open opens an ordinary ticket of Dana's.
func (s *site) open() int64 {
	s.T.Helper()
	t, err := s.Tickets.Create(s.Ctx, ticket.NewTicket{Subject: "All requests answer 502", RequesterID: s.dana.ID, Channel: "web",
		Comment: ticket.NewComment{Public: true, Body: "Since the upgrade."}})
	if err != nil {
		s.T.Fatal(err)
	}
	return t.ID
}

func path(id int64, what string) string { return fmt.Sprint("/tickets/", id, "/emergency/", what) }

func at(id int64) string { return fmt.Sprint("/tickets/", id) }

// TestPages takes an emergency through its pages: declared, acknowledged, noted, decided, called about, handed over, resolved.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/emergencies").Shows(http.StatusOK, "No emergency")
		id := s.open()
		s.ana.Get(at(id)).Shows(http.StatusOK, "Declare an emergency").Hides("Investigation log")
		s.light.Get(path(id, "declare")).Shows(http.StatusForbidden)
		s.ana.Get(path(id, "declare")).Shows(http.StatusOK, "paged at once")
		s.ana.Post(path(id, "declare"), "note", "The whole site").Leads(at(id))
		s.ana.Get(at(id)).Shows(http.StatusOK, "made it an emergency by hand", "nobody yet", "Acknowledge", "Investigation log").Hides("Declare an emergency")
		s.light.Get(at(id)).Shows(http.StatusOK, "Responsible").Hides(path(id, "acknowledge"))
		s.ana.Get("/emergencies").Shows(http.StatusOK, "502", "Acknowledge", "unknown")
		s.ana.Post(path(id, "acknowledge")).Leads(at(id))
		s.ben.Post(path(id, "acknowledge")).Shows(http.StatusConflict, "ana answers for the emergency")
		s.ana.Get("/emergencies/rows").Shows(http.StatusOK, "ana").Hides("<html")

		s.light.Post(path(id, "log"), "body", "top shows 100 %").Leads(at(id))
		s.ana.Post(path(id, "log"), "body", " ").Shows(http.StatusUnprocessableEntity, "Write what you saw or tried")
		s.ana.Post(path(id, "log/pin"), "line", "1", "on", "on").Leads(at(id))
		s.ana.Get(path(id, "log")).Shows(http.StatusOK, "top shows 100 %", "pinned", "light")
		s.dana.Get(path(id, "log")).Shows(http.StatusForbidden)

		s.ana.Get(path(id, "decide")).Shows(http.StatusOK, "Meets the definition", "security risk", "Words for a downgrade")
		s.ana.Post(path(id, "decide"), "decision", "exception", "reason", "They cannot invoice").Shows(http.StatusUnprocessableEntity,
			"An exception has a criterion", "They cannot invoice")
		s.ana.Post(path(id, "decide"), "decision", "exception", "criterion", "financial", "reason", "They cannot invoice").Leads(at(id))
		s.ana.Get(at(id)).Shows(http.StatusOK, "significant financial impact", "They cannot invoice")

		s.ana.Post(path(id, "call"), "link", "https://call.test").Leads(at(id))
		s.ana.Get(at(id)).Shows(http.StatusOK, "Customer is here", "Take a break", "https://call.test", "Redefine")
		s.ana.Post(path(id, "call/change"), "what", "here").Leads(at(id))
		s.ana.Post(path(id, "redefine"), "problem", "").Shows(http.StatusUnprocessableEntity, "Say in a sentence")
		s.ana.Post(path(id, "redefine"), "problem", "The cache is full").Leads(at(id))
		s.ana.Post(path(id, "call/change"), "what", "ended").Leads(at(id))
	})
}

// TestHandOverPages hands over by the form, and has the other read, refuse and accept.
func TestHandOverPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.open()
		s.ana.Post(path(id, "declare")).Leads(at(id))
		s.ana.Post(path(id, "acknowledge")).Leads(at(id))
		s.ana.Get(path(id, "hand-over")).Shows(http.StatusOK, "Assumptions made", "ben, on call")
		s.ana.Post(path(id, "hand-over"), "problem", "502", "done", "Rolled back", "next", "").Shows(http.StatusUnprocessableEntity,
			"Say what is to be done next", "Rolled back")
		s.ana.Post(path(id, "hand-over"), "problem", "502", "done", "Rolled back", "next", "Kill it").Leads(at(id))
		s.ana.Get(at(id)).Shows(http.StatusOK, "ben is asked to take over")
		s.ben.Get("/emergencies").Shows(http.StatusOK, "You are asked to take over", "/emergencies/hand-overs/1")
		s.ana.Get("/emergencies/hand-overs/1").Shows(http.StatusOK, "Withdraw the hand-over").Hides("Accept: I answer")
		s.ben.Get("/emergencies/hand-overs/1").Shows(http.StatusOK, "Accept: I answer for it", "Kill it", "Nothing was said")
		s.ben.Post("/emergencies/hand-overs/1/refuse", "reason", "").Shows(http.StatusUnprocessableEntity, "Say why")
		s.light.Post("/emergencies/hand-overs/1/accept").Shows(http.StatusForbidden)
		s.ben.Post("/emergencies/hand-overs/1/accept").Leads(at(id))
		s.ben.Get(at(id)).Shows(http.StatusOK, "took the emergency over from ana")
		s.ben.Get("/emergencies/hand-overs/1").Shows(http.StatusOK, "was accepted")

		s.ben.Get(path(id, "resolve")).Shows(http.StatusOK, "After the emergency: All requests answer 502", "we are glad that it works again")
		s.ben.Post(path(id, "resolve"), "words", "Done", "follow", "on", "subject", "", "priority", "low", "body",
			"We go on").Shows(http.StatusUnprocessableEntity, "Say in a line what is left")
		s.ben.Post(path(id, "resolve"), "words", "Done", "follow", "on", "subject", "The cause", "priority", "low", "body", "We go on").Leads(at(id))
		s.ben.Get(at(id)).Shows(http.StatusOK, "goes on in #2", "ended the emergency: solved")
		s.ben.Get(path(id, "leave")).Shows(http.StatusConflict, "is no emergency now")
	})
}

// TestRetroPages begins a retrospective, writes it and finishes it.
func TestRetroPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/emergencies/retros").Shows(http.StatusOK, "No retrospectives yet")
		id := s.open()
		s.ana.Post(path(id, "declare")).Leads(at(id))
		s.ana.Get("/emergencies/retros").Shows(http.StatusOK, "stub", "#"+strconv.FormatInt(id, 10))
		s.ana.Get("/emergencies/retros/1").Shows(http.StatusOK, "Start the retrospective", "Timeline", "made it an emergency by hand")
		s.ana.Post("/emergencies/retros/1/start").Leads("/emergencies/retros/1")
		s.ana.Post("/emergencies/retros/1", "well", "Quick", "due", "soon").Shows(http.StatusUnprocessableEntity, "“soon” is no day", "Quick")
		s.ana.Post("/emergencies/retros/1", "owner", strconv.FormatInt(s.ben.ID, 10), "well", "Quick", "due", "2040-01-02").Leads("/emergencies/retros/1")
		s.ana.Post("/emergencies/retros/1/actions", "action", "").Shows(http.StatusUnprocessableEntity, "Say what is to be done")
		s.ana.Post("/emergencies/retros/1/actions", "action", "Alarm on disk space").Leads("/emergencies/retros/1")
		s.ana.Post("/emergencies/retros/1/finish").Leads("/emergencies/retros/1")
		s.ana.Get("/emergencies/retros/1").Shows(http.StatusOK, "done", "Quick", "Alarm on disk space").Hides("Start the retrospective")
		s.ana.Post("/emergencies/retros/1/actions/done", "action", "1").Leads("/emergencies/retros/1")
		s.dana.Get("/emergencies/retros").Shows(http.StatusForbidden)
	})
}

// TestSettingsPage keeps what is right and shows what is not beside its field.
func TestSettingsPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/settings/emergencies").Shows(http.StatusForbidden)
		s.admin.Get("/settings/emergencies").Shows(http.StatusOK, "Lowest entitled level", "A call goes on for", "Your subscription does not include")
		s.admin.Post("/settings/emergencies", "least", "premium", "addresses", "x@elsewhere.test").Shows(http.StatusUnprocessableEntity,
			"none of the desk", "x@elsewhere.test")
	})
}
