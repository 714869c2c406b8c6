package notifyui_test

import (
	"context"
	"io"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/notify/notifyui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk that sends mail.
type site struct {
	*pagetest.Site
	ui              *notifyui.UI
	notify          *notify.Service
	ana, cleo, dana *pagetest.Person
	answer          submit.Recipient // of the mail server
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, answer: submit.Recipient{Outcome: submit.Sent, Code: 250, Text: "Ok"}}
		s.notify = notify.New(notify.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets, Key: []byte("key"), Submit: s.submit})
		s.Log.Attach([]event.Handler{s.notify.Handler()}, nil)
		s.ana = s.Join("Ana Lima", "ana@desk.test", access.Agent)
		s.cleo = s.Join("Cleo Hart", "cleo@desk.test", access.Admin)
		s.dana = s.Join("Dana <b>Whitfield", "dana@customer.test", access.EndUser)
		s.ui = notifyui.New(notifyui.Deps{Notify: s.notify, Now: s.DB.Now, Named: s.Tickets.Named, Page: s.Page})
		s.Serve(web.Config{}, notifyui.Catalogue, s.ui.Routes)
		test(t, s)
	}, notify.Migrations())
}

func (s *site) submit(_ context.Context, _ submit.Relay, env submit.Envelope, msg func(io.Writer) error) ([]submit.Recipient, error) {
	if err := msg(io.Discard); err != nil {
		return nil, err
	}
	var all []submit.Recipient
	for _, to := range env.To {
		r := s.answer
		r.Address = to
		all = append(all, r)
	}
	return all, nil
}
