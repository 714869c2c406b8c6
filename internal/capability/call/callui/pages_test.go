package callui_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/call/callui"
	"github.com/daywatch/daywatch/internal/capability/call/video/videotest"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages, an engineer who works five hours of one day, and a customer.
type site struct {
	*pagetest.Site
	calls            *call.Service
	ana, admin, dana *pagetest.Person
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, ana: p.Join("ana", "ana@example.com", access.Agent), admin: p.Join("admin", "admin@example.com", access.Admin),
			dana: p.Join("dana", "dana@example.com", access.EndUser)}
		s.calls = call.New(call.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets, Key: []byte("k"),
			Client: outbound.New(outbound.Config{Private: true})})
		pages := callui.New(callui.Deps{Calls: s.calls, People: p.People, Tickets: p.Tickets, Page: p.Page, Now: p.DB.Now,
			Door: func(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
				return web.Render(w, status, page.Portal(r.Context(), page.Frame{Title: title, Desk: "Seto", Now: p.DB.Now(r.Context())}, "/", body...))
			}})
		s.prepare()
		s.Serve(web.Config{}, callui.Catalogue, pages.Routes)
		test(t, s)
	}, call.Migrations())
}

// prepare leaves ten slots: five hours of one day, three days from now.
func (s *site) prepare() {
	s.T.Helper()
	rules := call.RulesKey.Default
	rules.HorizonDays, rules.PerDay = 6, 0
	s.Do(func(ctx context.Context, tx *db.Tx) error {
		var week bizcal.Week
		if err := week.Put(tx.Now().Add(72*time.Hour).UTC().Weekday(), "09:00-14:00"); err != nil {
			return err
		}
		raw, err := week.MarshalJSON()
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE users SET zone = 'UTC', hours = $1 WHERE id = $2", string(raw), s.ana.ID); err != nil {
			return err
		}
		return call.RulesKey.Set(ctx, tx, s.Log, rules)
	})
}

// link offers a call to a customer, and gives the path of the link.
func (s *site) link(customer int64) (call.Call, string) {
	s.T.Helper()
	t, err := s.Tickets.Create(s.Ctx, ticket.NewTicket{Subject: "It is slow", RequesterID: customer, Channel: "mail", AssigneeID: s.ana.ID,
		Comment: ticket.NewComment{Public: true, Body: "It is slow", AuthorID: customer}})
	if err != nil {
		s.T.Fatal(err)
	}
	c, err := s.calls.Offer(s.ana.Context(), call.Offering{TicketID: t.ID, Kind: call.Troubleshooting})
	if err != nil {
		s.T.Fatal(err)
	}
	return c, s.calls.BookingPath(c)
}

var radio = regexp.MustCompile(`<input type="radio" name="at" value="(\d+)"`)

func times(raw string) (all []string) {
	for _, m := range radio.FindAllStringSubmatch(raw, -1) {
		all = append(all, m[1])
	}
	return all
}

// TestBook walks the customer's way: another zone keeps what was typed, a time is booked, moved, cancelled, and the file is a calendar.
func TestBook(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, path := s.link(s.dana.ID)
		stranger := s.Stranger()
		page := stranger.Get(path).Shows(http.StatusOK, "Choose a time: Troubleshooting", "Hello dana")
		if got := page.Header.Get("X-Robots-Tag"); got != "noindex, nofollow" {
			t.Errorf("robots read %q", got)
		}
		if n := len(times(page.Raw)); n != 10 {
			t.Fatalf("%d times, want 10:\n%s", n, page.Main())
		}
		again := stranger.Get(path+
			"?times=again&zone=Asia/Kathmandu&minutes=60&about=The+queue+is+stuck&guests=bob@x.test").Shows(http.StatusOK,
			"The queue is stuck", "bob@x.test", "UTC+5:45", "Asia/Kathmandu")
		at := times(again.Raw)
		if len(at) != 9 {
			t.Fatalf("%d times of an hour, want 9", len(at))
		}
		stranger.Get(path+"?zone=Mars/Base").Shows(http.StatusUnprocessableEntity, "Nobody knows this time zone")
		stranger.Post(path, "zone", "Asia/Kathmandu", "minutes", "60", "about", "The queue is stuck").Shows(http.StatusUnprocessableEntity,
			"Choose a time", "The queue is stuck")
		stranger.Post(path, "at", at[0], "minutes", "60", "guests", "nobody").Shows(http.StatusUnprocessableEntity, "is no mail address")
		stranger.Post(path, "at", "1", "minutes", "60", "about", "The queue is stuck").Shows(http.StatusUnprocessableEntity,
			"Somebody was faster", "The queue is stuck")
		german := s.Stranger()
		german.Header.Set("Accept-Language", "de")
		german.Get(path).Shows(http.StatusOK, "Termin wählen: Fehlersuche")
		german.Post(path, "at", at[0], "minutes", "60", "guests", "bob@x.test, niemand").Shows(http.StatusUnprocessableEntity,
			"„niemand“ ist keine Mailadresse")
		german.Post(path, "at", at[0], "minutes", "7").Shows(http.StatusUnprocessableEntity, "Wählen Sie, wie lange")
		german.Get("/book/1-abc").Shows(http.StatusNotFound, "Dieser Link führt nirgendwohin")
		stranger.Post(path, "at", at[0], "minutes", "60", "zone", "Asia/Kathmandu", "about", "The queue is stuck", "guests", "bob@x.test").Leads(path)
		stranger.Get(path).Shows(http.StatusOK, "Booked: Troubleshooting", "bob@x.test", "Asia/Kathmandu", "The queue is stuck", "Move it to another time")
		if file := stranger.Get(path + "/call.ics"); file.Status != http.StatusOK || !strings.Contains(file.Raw, "SEQUENCE:0\r\n") ||
			strings.Contains(file.Raw, "METHOD") {
			t.Errorf("the file: %s", file.Raw)
		}
		moves := times(stranger.Get(path).Raw)
		stranger.Post(path+"/move", "at", moves[len(moves)-1], "zone", "UTC").Leads(path)
		stranger.Post(path+"/cancel", "reason", "It works again").Leads(path)
		stranger.Get(path).Shows(http.StatusOK, "This call is cancelled", "It works again")
		stranger.Post(path, "at", at[1], "minutes", "60").Shows(http.StatusOK, "This call is cancelled")
		stranger.Get("/book/1-abc").Shows(http.StatusNotFound, "This link leads nowhere", "Answer our last mail")
	})
}

// TestRace has 100 customers want ten slots at once, over HTTP: ten get one each, none is given twice, and ninety read that somebody
// was faster, with what they typed.
func TestRace(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const customers = 100
		var paths []string
		for i := range customers {
			who := s.Join(fmt.Sprint("c", i), fmt.Sprintf("c%d@example.com", i), access.EndUser)
			_, path := s.link(who.ID)
			paths = append(paths, path)
		}
		at := times(s.Stranger().Get(paths[0]).Raw)
		if len(at) != 10 {
			t.Fatalf("%d slots", len(at))
		}
		var booked, faster, lost int
		var mu sync.Mutex
		var wg sync.WaitGroup
		for i, path := range paths {
			wg.Go(func() {
				got, kept, failed := want(s.URL+path, slices.Concat(at[i%10:], at[:i%10]))
				mu.Lock()
				defer mu.Unlock()
				booked, faster = booked+got, faster+kept
				if failed != nil {
					lost++
					t.Error(failed)
				}
			})
		}
		wg.Wait()
		if booked != 10 || lost != 0 || faster < customers-10 {
			t.Errorf("%d bookings, %d times somebody was faster, %d answers lost", booked, faster, lost)
		}
		calls, err := s.calls.List(s.Ctx, call.Filter{State: call.Booked})
		if err != nil || len(calls) != 10 {
			t.Fatalf("%d calls, %v", len(calls), err)
		}
		for i := 1; i < len(calls); i++ {
			if calls[i].From.Before(calls[i-1].Until) {
				t.Errorf("two calls at once: %v and %v", calls[i-1].From, calls[i].From)
			}
		}
	})
}

// want tries one slot after the other until one is had; kept counts the answers that somebody was faster.
func want(address string, at []string) (got, kept int, err error) {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, seconds := range at {
		res, err := client.PostForm(address, url.Values{"at": {seconds}, "minutes": {"30"}, "about": {"Typed by hand"}})
		if err != nil {
			return got, kept, err
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		switch {
		case err != nil:
			return got, kept, err
		case res.StatusCode == http.StatusSeeOther:
			return got + 1, kept, nil
		case strings.Contains(string(body), "Somebody was faster") && strings.Contains(string(body), "Typed by hand"):
			kept++
		default:
			return got, kept, fmt.Errorf("status %d: %s", res.StatusCode, body)
		}
	}
	return got, kept, nil
}

// TestDesk walks the engineer's way: the offer, the lists, the call, the figures, the settings.
func TestDesk(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c, path := s.link(s.dana.ID)
		ticketPath := fmt.Sprint("/tickets/", c.TicketID)
		s.ana.Get(ticketPath+"/call").Shows(http.StatusOK, "Offer a call about", "needless first", "{{link}}")
		s.ana.Post(ticketPath+"/call", "kind", "troubleshooting", "text", "Without it").Shows(http.StatusUnprocessableEntity, "needs {{link}}", "Without it")
		s.ana.Post(ticketPath+"/call", "kind", "discovery", "text", "Here: {{link}}").Leads(ticketPath)
		s.Stranger().Get(path).Shows(http.StatusNotFound)
		calls, err := s.calls.Of(s.Ctx, c.TicketID)
		if err != nil {
			t.Fatal(err)
		}
		c, path = calls[0], s.calls.BookingPath(calls[0])
		one := fmt.Sprint("/calls/", c.ID)
		s.ana.Get("/calls").Shows(http.StatusOK, "has not chosen yet", c.Title)
		s.ana.Get(one).Shows(http.StatusOK, "Take the link back")
		at := times(s.Stranger().Get(path).Raw)
		s.Stranger().Post(path, "at", at[0], "minutes", "15").Leads(path)
		s.ana.Get("/calls?tab=all").Shows(http.StatusOK, "Within a week")
		s.ana.Get(one).Shows(http.StatusOK, "Move it", "Cancel it").Hides("It took place")
		s.ana.Post(one+"/held", "summary", "x").Shows(http.StatusUnprocessableEntity, "has not begun yet")
		s.ana.Post(one+"/move", "at", "soon", "minutes", "15").Shows(http.StatusUnprocessableEntity, "is no time")
		s.ana.Post(one+"/cancel", "reason", "").Shows(http.StatusUnprocessableEntity, "Say why")
		s.ana.Post(one+"/cancel", "reason", "Solved").Leads(one)
		s.ana.Get("/calls?tab=over").Shows(http.StatusOK, "cancelled")
		s.ana.Get("/calls/figures").Shows(http.StatusOK, "Week by week", "Discovery", "ana")
		s.ana.Get("/calls/figures.csv").Shows(http.StatusOK, "discovery")
		s.dana.Get("/calls").Shows(http.StatusForbidden)
	})
}

// TestRooms chooses a provider, and tries it: what it answers is said, and its secrets never are.
func TestRooms(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		zoom := videotest.Zoom(t)
		c := zoom.Config
		typed := []string{"provider", "zoom", "account", c.Account, "client", c.Client, "secret", c.Secret, "api", c.API, "tokens", c.Tokens}
		s.admin.Get("/settings/calls/rooms").Shows(http.StatusOK, "Use no provider", "in use").Hides("Client secret")
		s.admin.Get("/settings/calls/rooms?provider=zoom").Shows(http.StatusOK, "Client secret", "meeting:delete:meeting:admin").Hides("Refresh token")
		s.admin.Post("/settings/calls/rooms", "provider", "jitsi", "url", "meet").Shows(http.StatusUnprocessableEntity, "is no web address")
		s.admin.Post("/settings/calls/rooms", "provider", "jitsi", "url", "https://meet.test", "try", "on").Shows(http.StatusOK, "https://meet.test/support-")
		s.admin.Post("/settings/calls/rooms", append(typed, "try", "on")...).Shows(http.StatusOK, "It works", "https://example.zoom.us/j/")
		zoom.Fail(videotest.Failure{Status: 400,
			Body: `{"code":4711,"message":"Invalid access token, does not contain scopes:[meeting:write:meeting:admin]."}`})
		s.admin.Post("/settings/calls/rooms", append(typed, "try", "on")...).Shows(http.StatusOK,
			"does not contain scopes:[meeting:write:meeting:admin]", `value="acc"`)
		s.admin.Post("/settings/calls/rooms", "provider", "zoom", "account", "a", "client", "b", "try",
			"on").Shows(http.StatusUnprocessableEntity, "needs this")
		s.admin.Post("/settings/calls/rooms", typed...).Leads("/settings/calls/rooms")
		s.admin.Get("/settings/calls/rooms").Shows(http.StatusOK, "Use Zoom").Hides(`"s3"`)
		s.ana.Get("/settings/calls/rooms").Shows(http.StatusForbidden)
	})
}

// TestSettings changes what can be booked and what customers are told, each section alone, and links a calendar; what is wrong is said where it was typed.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.admin.Get("/settings/calls").Shows(http.StatusOK, "What can be booked", "Troubleshooting", "Times that are offered")
		s.ana.Get("/settings/calls").Shows(http.StatusForbidden)
		s.admin.Post("/settings/calls/booking", "notice", "60", "horizon", "7", "step", "7", "buffer", "0", "per_day",
			"0").Shows(http.StatusUnprocessableEntity, "Starts every 7 minutes", `value="60"`)
		s.admin.Post("/settings/calls/booking", "notice", "60", "horizon", "7", "step", "15", "buffer", "0", "per_day", "0").Leads("/settings/calls")
		s.admin.Post("/settings/calls/link", "link_days", "3", "change_hours", "1", "guests", "2").Leads("/settings/calls")
		s.admin.Post("/settings/calls/day", "no_show", "15", "stale", "5", "reminders", "90, soon").Shows(http.StatusUnprocessableEntity, "“soon” is no number")
		s.admin.Post("/settings/calls/kinds", "title-0", "One", "minutes-0", "3").Shows(http.StatusUnprocessableEntity, "lasts from 5 to 240", `value="One"`)
		s.admin.Post("/settings/calls/kinds", "title-0", "", "minutes-0", "", "key-0", "discovery", "title-1", "First contact",
			"title_de-1", "Eins", "minutes-1", "20, 40").Leads("/settings/calls")
		s.admin.Get("/settings/calls").Shows(http.StatusOK, `value="first_contact"`, `value="20, 40"`).Hides("discovery")
		setup, err := s.calls.Setup(s.Ctx)
		if r := setup.Rules; err != nil || r.StepMinutes != 15 || r.LinkDays != 3 || r.NoShowMinutes != 10 || len(r.Kinds) != 1 || len(r.Reminders) != 2 {
			t.Errorf("a section that is saved changes the others: %+v, %v", r, err)
		}
		s.admin.Post("/settings/calls/words/offer", "en", "nothing").Shows(http.StatusUnprocessableEntity, "needs {{link}}", "nothing")
		s.admin.Post("/settings/calls/words/missed", "en", "Again: {{link}}").Leads("/settings/calls/words")
		s.admin.Get("/settings/calls/words").Shows(http.StatusOK, "Again: {{link}}", "a call may get us further")
		s.admin.Get("/settings/calls/calendars").Shows(http.StatusOK, "Nobody has a calendar elsewhere yet")
		s.ana.Get("/profile/calendar").Shows(http.StatusOK, "Where do you keep your calendar?")
		s.ana.Post("/profile/calendar", "kind", "feed", "url", "calendar").Shows(http.StatusUnprocessableEntity, "is no web address")
		s.ana.Post("/profile/calendar", "kind", "caldav", "url", "https://cal.test/ana/", "username", "ana", "password", "hush", "puts",
			"on").Leads("/profile/calendar")
		s.ana.Get("/profile/calendar").Shows(http.StatusOK, "is being read").Hides("hush")
		s.ana.Post("/profile/calendar", "kind", "caldav", "url", "https://other.test/", "username", "ana", "password",
			call.Kept).Shows(http.StatusUnprocessableEntity, "Type the password")
		s.dana.Get("/profile/calendar").Shows(http.StatusForbidden)
	})
}
