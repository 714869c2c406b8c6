package queueui_test

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/capability/queue/queueui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with the queue, its pages and those of tickets.
type site struct {
	*pagetest.Site
	queue                  *queue.Service
	ana, ben, light, admin *pagetest.Person
	dana                   *pagetest.Person
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), ben: join("ben", access.Agent), light: join("light", access.LightAgent),
			admin: join("admin", access.Admin), dana: join("dana", access.EndUser)}
		s.queue = queue.New(queue.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets})
		p.Log.Attach([]event.Handler{s.queue.Handler()}, nil)
		tickets := ticketui.New(ticketui.Deps{Tickets: p.Tickets, People: p.People, Now: p.DB.Now, Key: []byte("of the test"), Page: p.Page})
		pages := queueui.New(queueui.Deps{Queue: s.queue, Tickets: p.Tickets, People: p.People, Now: p.DB.Now, Page: p.Page, Listed: tickets.Listed})
		s.Serve(web.Config{}, both(t), pages.Routes)
		test(t, s)
	}, queue.Migrations())
}

// both joins the catalogues of these pages and of tickets', whose words for stages and priorities they use.
func both(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for name, catalogue := range map[string]fs.FS{"queue": queueui.Catalogue, "ticket": ticketui.Catalogue} {
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

// open opens a ticket of Dana's; change may say more of it.
func (s *site) open(subject string, change func(*ticket.NewTicket)) int64 {
	s.T.Helper()
	n := ticket.NewTicket{Subject: subject, RequesterID: s.dana.ID, Channel: "web", Comment: ticket.NewComment{Public: true, Body: subject}}
	if change != nil {
		change(&n)
	}
	t, err := s.Tickets.Create(s.Ctx, n)
	if err != nil {
		s.T.Fatal(err)
	}
	return t.ID
}

func (s *site) get(id int64) ticket.Ticket {
	s.T.Helper()
	t, err := s.Tickets.Get(s.Ctx, id)
	if err != nil {
		s.T.Fatal(err)
	}
	return t
}

func path(id int64, act string) string { return fmt.Sprint("/tickets/", id, "/", act) }

func text(id int64) string { return strconv.FormatInt(id, 10) }

// soon gives a ticket a due time in an hour.
func (s *site) soon(id int64) {
	s.Do(func(ctx context.Context, tx *db.Tx) error {
		return s.Tickets.SetBreach(ctx, tx, id, tx.Now().Add(time.Hour), "first_reply")
	})
}
