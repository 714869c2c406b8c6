package story

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
)

// Where emergencies go, and who takes over when the sun has moved on.
const (
	alarmDesk = "emergency@tideline.example"
	colleague = "sanne@tideline.example"
)

// emergencyOnFriday is the page that must arrive.
func emergencyOnFriday() act {
	return act{title: "An emergency at ten on Friday", duties: []string{"6", "2"}, steps: []step{
		{"A week later. Sanne has joined in Amsterdam; emergencies have an address of their own, and days in Brisbane\n" +
			"and Amsterdam that take turns at them.", arrangeDuty},
		{"Friday, ten in Brisbane: nobody at Rimu Harbour can push. Aroha writes to " + alarmDesk + ".\n" +
			"Again the desk is killed as soon as it has said “250 stored”, before anybody was paged.", killedBeforePage},
		{"Forty seconds later it is back.", pagedAfterAll},
		{"Priya's phone shows the page. The link in it shows before it acts; then she taps.", acknowledged},
		{"She answers for it now, and writes to Aroha within the half hour.", firstWord},
	}}
}

// fridayMorning is ten in Brisbane on the Friday after now.
func fridayMorning(now time.Time) time.Time {
	local := now.In(brisbane)
	ahead := (int(time.Friday) - int(local.Weekday()) + 7) % 7
	at := time.Date(local.Year(), local.Month(), local.Day()+ahead, 10, 0, 0, 0, brisbane)
	if at.Before(now) {
		at = at.AddDate(0, 0, 7)
	}
	return at
}

func arrangeDuty(ctx context.Context, s *stage) (string, error) {
	if err := s.at(ctx, fridayMorning(s.clock(ctx))); err != nil {
		return "", err
	}
	ctx = s.admin(ctx)
	hash, err := s.beside.People.HashPassword(ctx, Password)
	if err != nil {
		return "", err
	}
	err = s.beside.DB.Do(ctx, func(tx *db.Tx) error {
		priya, err := s.beside.People.ByAddress(ctx, tx, Engineer)
		if err != nil {
			return err
		}
		sanne, err := s.beside.People.ImportUser(ctx, tx,
			people.User{Name: "Sanne Visser", Email: colleague, Role: access.Agent, Zone: "Europe/Amsterdam", Region: "emea"}, hash)
		if err != nil {
			return err
		}
		if err := intake.Addresses.Set(ctx, tx, s.beside.Log, []string{Desk, alarmDesk}); err != nil {
			return err
		}
		rules := emergency.RulesKey.Default
		rules.Addresses = []string{alarmDesk}
		if err := emergency.RulesKey.Set(ctx, tx, s.beside.Log, rules); err != nil {
			return err
		}
		return s.turns(ctx, tx, priya.ID, sanne.ID)
	})
	if err != nil {
		return "", err
	}
	if s.sanne, err = newVisitor(s.url()); err != nil {
		return "", err
	}
	page, err := s.sanne.send(ctx, "/sign-in", url.Values{"address": {colleague}, "password": {Password}})
	if err == nil && !strings.Contains(page, "Sanne") {
		err = errors.New("the page does not greet Sanne")
	}
	return "From 07:00 to 17:00 in Brisbane it is Priya, from 08:00 to 18:00 in Amsterdam it is Sanne; the rest of the night is a hole,\n" +
		"which the desk accepts only with a second, explicit yes.", err
}

// turns gives emergencies their schedule: it is critical, and has a hole that somebody has agreed to.
func (s *stage) turns(ctx context.Context, tx *db.Tx, priya, sanne int64) error {
	schedule, err := s.beside.OnCall.Find(ctx, oncall.CustomerEmergencies)
	if err != nil {
		return err
	}
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	day := func(name, region, zone, from, until string, user int64) oncall.Layer {
		anchor := rotation.Label(tx.Now().AddDate(0, 0, -28).Format("2006-01-02T") + from)
		return oncall.Layer{Region: region, Layer: rotation.Layer{Name: name, Zone: zone, Anchor: anchor, Unit: rotation.Weeks, Length: 1,
			Users: []int64{user}, Windows: []rotation.Window{{Days: week, Start: from, End: until}}}}
	}
	schedule.Layers = []oncall.Layer{day("APAC", "apac", "Australia/Brisbane", "07:00", "17:00", priya),
		day("EMEA", "emea", "Europe/Amsterdam", "08:00", "18:00", sanne)}
	schedule.Horizon = 0
	_, err = s.beside.OnCall.SaveIn(ctx, tx, oncall.Wish{Schedule: schedule, Agreed: true})
	return err
}

func killedBeforePage(ctx context.Context, s *stage) (string, error) {
	at := s.clock(ctx)
	down, err := write(compose.Outgoing{
		From: mail.Address{Name: "Aroha Tane", Address: customer}, To: []mail.Address{{Address: alarmDesk}},
		Subject: "Production down: nobody can push", Date: at, MessageID: fmt.Sprintf("down-%d@rimu.example", at.Unix()),
		Text: "Every push ends with 500 since 09:55. All sites stand still; this is our production system.\n\nAroha Tane\nRimu Harbour Logistics\n",
	}, "")
	if err != nil {
		return "", err
	}
	s.alarm = down
	if err := s.post(ctx, down); err != nil {
		return "", err
	}
	s.process.kill()
	pages, err := s.pages(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("The process is gone. %d pages lie in Priya's mailbox.", len(pages)), nil
}

var pageLink = regexp.MustCompile(`/p/\d+/[\w-]+`)

// pages gives the links of the pages in Priya's mailbox, oldest first.
func (s *stage) pages(ctx context.Context) (links []string, err error) {
	letters, err := s.mailboxOf(ctx, Engineer)
	for _, l := range letters {
		if link := pageLink.FindString(l.Text); link != "" && strings.Contains(l.Subject, "nobody can push") {
			links = append(links, link)
		}
	}
	return links, err
}

func pagedAfterAll(ctx context.Context, s *stage) (string, error) {
	s.bent += outage
	if err := s.start(ctx); err != nil {
		return "", err
	}
	d, err := s.filed(ctx, s.alarm)
	if err != nil {
		return "", err
	}
	s.emergency = d.TicketID
	err = until(ctx, "a page reaches Priya", func(ctx context.Context) (bool, string, error) {
		pages, err := s.pages(ctx)
		if len(pages) > 0 {
			s.page = pages[0]
		}
		return len(pages) > 0, fmt.Sprintf("%d pages lie in her mailbox", len(pages)), err
	})
	return fmt.Sprintf("Nothing was lost: ticket #%d, and a page to Priya, who is on call.", s.emergency), err
}

func acknowledged(ctx context.Context, s *stage) (string, error) {
	phone, err := newVisitor(s.url()) // the link needs no session
	if err != nil {
		return "", err
	}
	card, err := phone.open(ctx, s.page)
	if err != nil {
		return "", err
	}
	if !strings.Contains(card, "nobody can push") {
		return "", errors.New("the page does not say what it is about")
	}
	e, err := s.emergencyNow(ctx)
	if err == nil && e.Responsible != 0 {
		err = errors.New("to look at the page was taken for an answer")
	}
	if err != nil {
		return "", err
	}
	if _, err := phone.send(ctx, s.page, url.Values{}); err != nil {
		return "", err
	}
	if e, err = s.emergencyNow(ctx); err == nil && e.Responsible == 0 {
		err = errors.New("nobody answers for the emergency")
	}
	return "Looking changed nothing; the tap made her the one who answers for #" + strconv.FormatInt(s.emergency,
		10) + ". Aroha was told nothing, and no clock stood still:\n" + s.url() + s.page, err
}

func firstWord(ctx context.Context, s *stage) (string, error) {
	if _, err := s.priya.send(ctx, "/sign-in", url.Values{"address": {Engineer}, "password": {Password}}); err != nil {
		return "", err
	}
	err := s.priya.answer(ctx, s.emergency,
		"Kia ora Aroha,\n\nI am on it. I see the 500s in the storage node that serves your group; my next word is at 10:20 your time.")
	if err != nil {
		return "", err
	}
	err = until(ctx, "her reply ends the page", func(ctx context.Context) (bool, string, error) {
		page, err := s.priya.open(ctx, fmt.Sprint("/tickets/", s.emergency))
		return strings.Contains(page, "Priya Raman") && strings.Contains(page, "storage node"), "the ticket does not show it", err
	})
	if err != nil {
		return "", err
	}
	e, err := s.emergencyNow(ctx)
	if err == nil && !e.Open() {
		err = errors.New("a reply was taken for the end of the emergency")
	}
	return "The page is resolved, the emergency is not.", err
}

// emergencyNow is how things stand with Aroha's emergency.
func (s *stage) emergencyNow(ctx context.Context) (emergency.Emergency, error) {
	all, err := s.beside.Emergencies.Of(s.admin(ctx), s.emergency)
	if err != nil {
		return emergency.Emergency{}, err
	}
	if len(all) != 1 {
		return emergency.Emergency{}, fmt.Errorf("ticket #%d is %d emergencies, not one", s.emergency, len(all))
	}
	return all[0], nil
}
