package ticketui_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk that has only tickets and people.
type site struct {
	*pagetest.Site
	ana, ben, lena, light, dana, stranger *pagetest.Person

	outcomes map[int64]string // of mails, by comment

	mu        sync.Mutex
	published []string // topics
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, stranger: p.Stranger(), ana: join("ana", access.Agent), ben: join("ben", access.Agent), lena: join("lena", access.Lead),
			light: join("light", access.LightAgent), dana: join("dana", access.EndUser)}
		s.Do(func(ctx context.Context, tx *db.Tx) error { return s.Tickets.EnsureDefaultViews(ctx, tx) })
		pages := ticketui.New(ticketui.Deps{Tickets: s.Tickets, People: s.People, Now: s.DB.Now, Key: []byte("of the test"),
			Publish: s.publish, Delivery: s.delivery, Page: s.Page})
		s.Serve(web.Config{}, ticketui.Catalogue, pages.Routes)
		test(t, s)
	})
}

func (s *site) publish(topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.published = append(s.published, topic)
}

func (s *site) delivery(context.Context, int64) (map[int64]g.Node, error) {
	nodes := map[int64]g.Node{}
	for id, text := range s.outcomes {
		nodes[id] = g.Text(text)
	}
	return nodes, nil
}

// open makes a ticket of dana's.
func (s *site) open(c ticket.NewComment) ticket.Ticket {
	s.T.Helper()
	c.Public = true
	tk, err := s.Tickets.Create(access.AsSystem(s.T.Context(), "mail"), ticket.NewTicket{Subject: "502 after the upgrade", RequesterID: s.dana.ID,
		Channel: "mail", Comment: c})
	if err != nil {
		s.T.Fatal(err)
	}
	return tk
}

func (s *site) thread(id int64) ticket.Thread {
	s.T.Helper()
	th, err := s.Tickets.Thread(s.ana.Context(), id)
	if err != nil {
		s.T.Fatal(err)
	}
	return th
}

// upload sends a file of Ana's ahead and gives its number.
func (s *site) upload(file string) int64 {
	s.T.Helper()
	a := s.ana.Send("/uploads", "file", file).Shows(http.StatusOK, `name="attachment"`)
	_, after, _ := strings.Cut(a.Text, `name="attachment" value="`)
	number, _, _ := strings.Cut(after, `"`)
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		s.T.Fatalf("no number of a file in %s", a.Text)
	}
	return id
}

func path(id int64, more string) string { return fmt.Sprintf("/tickets/%d%s", id, more) }
