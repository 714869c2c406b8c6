package story

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
)

// trouble is where the production team keeps what it knows of the outage.
const trouble = "https://git.tideline.example/production/issues/881"

// incidentTold is one word for many, on time.
func incidentTold() act {
	return act{title: "One incident, one answer", duties: []string{"6"}, steps: []step{
		{"It is not only Rimu Harbour. Priya declares an incident from the ticket: severity 1, with the production\n" +
			"team's issue, and its first word is public.", declared},
		{"Aroha finds the issue and adds it to her ticket. Tomas has read it, too, and asks in a mail of his own.", mentioned},
		{"Priya writes one answer to all of them.", answeredAll},
	}}
}

func declared(ctx context.Context, s *stage) (string, error) {
	_, err := s.priya.send(ctx, "/incidents/new", url.Values{"title": {"Pushes fail for some groups"}, "severity": {"1"}, "issue_url": {trouble},
		"ticket": {fmt.Sprint(s.emergency)}, "status": {"investigating"}, "at_once": {"on"},
		"body": {"Since 09:55 in Brisbane pushes to some groups end with an error. We are looking at a storage node. " + trouble}})
	if err != nil {
		return "", err
	}
	open, _, err := s.beside.Incidents.List(s.admin(ctx), 10)
	if err != nil || len(open) != 1 {
		return "", errors.Join(err, fmt.Errorf("%d incidents are open, not one", len(open)))
	}
	s.incident = open[0]
	if wait := s.incident.DueAt.Sub(s.incident.LastAt); wait != 10*time.Minute {
		return "", fmt.Errorf("the next word is due after %s", wait)
	}
	stranger, err := newVisitor(s.url())
	if err != nil {
		return "", err
	}
	page, err := stranger.open(ctx, incident.PublicHome)
	if err == nil && !strings.Contains(page, "Pushes fail for some groups") {
		err = errors.New("the public page does not say it")
	}
	return fmt.Sprintf("Everybody reads it at %s%s, and the room counts down:\nthe next word is due at %s, ten minutes after this one.",
		s.url(), incident.PublicHome,
		s.incident.DueAt.In(brisbane).Format("15:04:05")), err
}

func mentioned(ctx context.Context, s *stage) (string, error) {
	at := s.clock(ctx)
	more, err := write(compose.Outgoing{
		From: mail.Address{Name: "Aroha Tane", Address: customer}, To: []mail.Address{{Address: Desk}},
		Subject: "Re: Production down: nobody can push", Date: at, MessageID: fmt.Sprintf("more-%d@rimu.example", at.UnixNano()),
		InReplyTo: s.alarm.messageID, References: []string{s.alarm.messageID},
		Text: "Is it this? " + trouble + "\n\nAroha Tane\n"}, "")
	if err != nil {
		return "", err
	}
	asks, err := write(compose.Outgoing{
		From: mail.Address{Name: "Tomas Ruiz", Address: stranger}, To: []mail.Address{{Address: Desk}},
		Subject: "Are we affected?", Date: at, MessageID: fmt.Sprintf("affected-%d@rimu.example", at.UnixNano()),
		Text: "I read " + trouble + ". Does this concern our group, too?\n\nTomas Ruiz\n"}, "")
	if err != nil {
		return "", err
	}
	for _, l := range []envelope{more, asks} {
		if err := s.post(ctx, l); err != nil {
			return "", err
		}
	}
	d, err := s.filed(ctx, asks)
	if err != nil {
		return "", err
	}
	err = until(s.admin(ctx), "both tickets are linked", func(ctx context.Context) (bool, string, error) {
		room, err := s.beside.Incidents.Room(ctx, s.incident.ID)
		return len(room.Links) == 2, fmt.Sprintf("%d tickets are linked", len(room.Links)), err
	})
	return fmt.Sprintf("#%d and #%d are linked to the incident by themselves, and tagged %s.", s.emergency, d.TicketID, s.incident.Tag()), err
}

func answeredAll(ctx context.Context, s *stage) (string, error) {
	const words = "This is the incident that we tell of on our status page"
	before, err := s.office.Read(ctx, stranger)
	if err != nil {
		return "", err
	}
	_, err = s.priya.send(ctx, s.incident.Path()+"/answer",
		url.Values{"text": {words + ": " + s.url() + s.incident.PublicPath() + "\n\nNothing is lost; pushes work again once the node is back."}})
	if err != nil {
		return "", err
	}
	for _, address := range []string{customer, stranger} {
		err := until(ctx, "the answer reaches "+address, func(ctx context.Context) (bool, string, error) {
			letters, err := s.mailboxOf(ctx, address)
			n := 0
			for _, l := range letters {
				if strings.Contains(l.Text, words) {
					n++
				}
			}
			return n == 1, fmt.Sprintf("%d such mails", n), err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("One public reply on each ticket, in each mailbox once (Tomas had %d mails before). For Tomas it is the first reply, and counts as one.", len(before)), nil
}
