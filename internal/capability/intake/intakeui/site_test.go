package intakeui_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/intake/intakeui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk that takes mail.
type site struct {
	*pagetest.Site
	intake         *intake.Service
	statuses       map[string]intake.MailboxStatus
	lea, ana, cleo *pagetest.Person
	received       int
}

const support = "support@desk.test"

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, statuses: map[string]intake.MailboxStatus{}}
		s.intake = intake.New(intake.Deps{DB: p.DB, Log: p.Log, Blobs: p.Blobs, People: p.People, Tickets: p.Tickets,
			Key: []byte("0123456789abcdef0123456789abcdef"), Desk: "d1"})
		s.lea = s.Join("Lea Otis", "lea@desk.test", access.LightAgent)
		s.ana = s.Join("Ana Lima", "ana@desk.test", access.Agent)
		s.cleo = s.Join("Cleo Hart", "cleo@desk.test", access.Admin)
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			return intake.Addresses.Set(ctx, tx, s.Log, []string{support})
		})
		pages := intakeui.New(intakeui.Deps{Intake: s.intake, Block: s.People.Block, Named: s.Tickets.Named, Now: s.DB.Now, Page: s.Page,
			SMTP: "127.0.0.1:2525", Statuses: func() map[string]intake.MailboxStatus { return s.statuses }})
		s.Serve(web.Config{}, intakeui.Catalogue, pages.Routes)
		test(t, s)
	}, intake.Migrations())
}

// receive stores a mail without filing it.
func (s *site) receive(raw string) int64 {
	s.T.Helper()
	s.received++
	id, _, err := s.intake.Receive(s.Ctx, intake.Inbound{Channel: "lmtp", Key: fmt.Sprint(s.received), EnvFrom: "env@elsewhere.test",
		EnvTo: []string{support}, Body: strings.NewReader(raw), Size: int64(len(raw))})
	if err != nil {
		s.T.Fatal(err)
	}
	return id
}

// file gives a delivery as it stands once it was filed.
func (s *site) file(id int64) intake.Delivery {
	s.T.Helper()
	if err := s.intake.File(s.Ctx, id); err != nil {
		s.T.Fatal(err)
	}
	return s.delivery(id)
}

func (s *site) delivery(id int64) intake.Delivery {
	s.T.Helper()
	d, err := s.intake.Delivery(s.Ctx, id)
	if err != nil {
		s.T.Fatal(err)
	}
	return d
}

// kill makes a mail a dead letter, as the queue does after the last try.
func (s *site) kill(id int64) {
	s.T.Helper()
	args, err := json.Marshal(map[string]int64{"delivery": id})
	if err != nil {
		s.T.Fatal(err)
	}
	s.Do(func(ctx context.Context, tx *db.Tx) error {
		return s.intake.Module().Workers[0].Discarded(ctx, tx, job.Job{Args: args, Attempt: 5}, errors.New("index out of range [3]"))
	})
}

func letter(lines ...string) string {
	return strings.Join(lines, "\r\n") + "\r\n\r\nIt stops at 40 %.\r\n"
}
