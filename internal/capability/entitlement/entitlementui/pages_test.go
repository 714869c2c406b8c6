package entitlementui_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/capability/entitlement/entitlementui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages, where Acme names Dana, and a ticket of Eve's, who belongs to nobody.
type site struct {
	*pagetest.Site
	door       *entitlement.Service
	pages      *entitlementui.UI
	ana, admin *pagetest.Person
	eve        *pagetest.Person
	ticket     ticket.Ticket
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, ana: p.Join("ana", "ana@example.com", access.Agent), admin: p.Join("admin", "admin@example.com", access.Admin),
			eve: p.Join("eve", "eve@acme.example", access.EndUser)}
		dana := p.Join("dana", "dana@acme.example", access.EndUser)
		s.door = entitlement.New(entitlement.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets,
			Answer: func(context.Context, *db.Tx, entitlement.Reply) (bool, error) { return true, nil }})
		s.pages = entitlementui.New(entitlementui.Deps{Entitlements: s.door, People: p.People, Tickets: p.Tickets, Page: p.Page, Now: p.DB.Now})
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			o, err := p.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Acme", ContactLimit: 2})
			if err != nil {
				return err
			}
			if err := p.People.NameContactIn(ctx, tx, people.Contact{UserID: dana.ID, OrganizationID: o.ID}); err != nil {
				return err
			}
			s.ticket, err = p.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: "It is down", RequesterID: s.eve.ID, Channel: "web",
				Comment: ticket.NewComment{Public: true, Body: "It is down", AuthorID: s.eve.ID}})
			return err
		})
		s.Serve(web.Config{}, entitlementui.Catalogue, s.pages.Routes)
		test(t, s)
	}, entitlement.Migrations())
}

// knock has somebody turned away at the door.
func (s *site) knock(n int64, address string) {
	s.T.Helper()
	s.Do(func(ctx context.Context, tx *db.Tx) error {
		why, err := s.door.MailDoor(ctx, tx, entitlement.Mail{Delivery: n, Address: address, Name: "Fay <b>", Subject: "Backup fails", MayAnswer: true})
		if err == nil && why == "" {
			return fmt.Errorf("%s is let in", address)
		}
		return err
	})
}

func TestTurnedAway(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/entitlement").Shows(200, "Nobody waits at the door").Hides("/settings/entitlement")
		s.knock(1, "fay@acme.example")
		s.knock(2, "fay@acme.example")
		s.ana.Get("/entitlement").Shows(200, "Backup fails", "fay@acme.example", "belongs to no customer", "told what to do", "wrote again")
		s.ana.Get("/entitlement?reason=hold").Shows(200, "Nobody waits at the door")
		s.ana.Get("/entitlement/1").Shows(200, "They were told this", "Same mail domain", "1 contact", "A hint, no proof", "/mail/1")
		s.ana.Get("/entitlement/2").Shows(200, "They were told nothing", "a short while ago")
		s.ana.Post("/entitlement/1/contact", "organization", "Nobody Inc").Shows(422, "no organization called “Nobody Inc”", "Nobody Inc")
		s.ana.Post("/entitlement/1/contact", "organization", "acme").Leads("/entitlement")
		s.ana.Post("/entitlement/2/let").Leads("/entitlement")
		s.ana.Get("/entitlement?state=settled").Shows(200, "named as a contact", "let in")
		s.ana.Get("/entitlement/1").Shows(200, "What became of it").Hides("/entitlement/1/let")
		s.ana.Get("/entitlement/9").Shows(404, "no refusal 9")
		s.eve.Get("/entitlement").Shows(403)
	})
}

func TestProvePage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		path := fmt.Sprintf("/tickets/%d/entitlement", s.ticket.ID)
		s.ana.Get(path).Shows(200, "belongs to no customer", "Acme", "License", "Order")
		s.ana.Post(path, "proof", "license", "shown", "L-7", "organization", "Acme", "trial", "on").Shows(422, "A trial license proves no right", "L-7")
		s.ana.Post(path, "proof", "license", "shown", "L-7", "organization", "Acme", "crm_account", "42").Shows(422, "no number of a CRM account")
		s.ana.Post(path, "proof", "license", "shown", "L-7", "organization", "Acme", "crm_account",
			"001D000000IRt53").Leads(fmt.Sprintf("/tickets/%d", s.ticket.ID))
		s.ana.Get(path).Shows(200, "entitled", "named, by License", "L-7")
		s.eve.Get(path).Shows(403)
	})
}

func TestDoorSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/settings/entitlement").Shows(403)
		s.admin.Get("/settings/entitlement").Shows(200, "Customers name contacts on this desk", "While support is on hold")
		form := []string{"who", "members", "answer-stranger", "take", "answer-unlisted", "refuse", "answer-expired", "refuse",
			"answer-hold", "refuse", "answer-not_started", "refuse", "emergencies", "on"}
		s.admin.Post("/settings/entitlement", append([]string{"answer_hours", "0"}, form...)...).Shows(422, "1 to 720 hours, not 0")
		s.admin.Post("/settings/entitlement", append([]string{"answer_hours", "12", "forms", "Licenses"}, form...)...).Leads("/settings/entitlement")
		s.admin.Get("/settings/entitlement").Shows(200, `value="members" selected`, `value="12"`, "Licenses")
		words := "/settings/entitlement/words"
		s.admin.Get(words+"?language=en&reason=hold").Shows(200, "Hello Dana", "Kofi Mensah")
		s.admin.Get(words+"?language=fr&reason=hold").Shows(404, "no such text")
		text := []string{"language", "en", "reason", "hold", "subject", "Re: {{ subject }}"}
		s.admin.Post(words, append(text, "body", "Dear {{ person.nose }}")...).Shows(422, "is not known here", "Dear {{ person.nose }}")
		s.admin.Post(words, append(text, "body", "Dear {{ person.name }}", "do", "preview")...).Shows(200, "Dear Dana")
		s.admin.Get(words+"?language=en&reason=hold").Shows(200, "Hello Dana")
		s.admin.Post(words, append(text, "body", "Dear {{ person.name }}")...).Leads(words + "?language=en&reason=hold")
		s.admin.Get(words+"?language=en&reason=hold").Shows(200, "Dear Dana")
	})
}
