package story

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// prologue makes a desk out of an empty folder.
func prologue() act {
	return act{title: "A desk opens", duties: []string{"P1"}, steps: []step{
		{"The desk was started with `daywatch serve` in an empty folder. Priya opens the link that it printed and\n" +
			"becomes its administrator.", setUp},
		{"She gives it its address and the mail server that takes its mail.", furnishMail},
	}}
}

func setUp(ctx context.Context, s *stage) (string, error) {
	var link string
	select {
	case link = <-s.process.setup:
	case <-s.process.ended:
		return "", errors.New("the desk ended before it printed its link")
	case <-ctx.Done():
		return "", ctx.Err()
	}
	u, err := url.Parse(link)
	if err != nil {
		return "", fmt.Errorf("the link %s: %w", link, err)
	}
	if _, err := s.priya.open(ctx, u.RequestURI()); err != nil {
		return "", err
	}
	_, err = s.priya.send(ctx, u.Path, url.Values{"token": {u.Query().Get("token")}, "name": {"Priya Raman"},
		"address": {Engineer}, "password": {Password}, "zone": {"Australia/Brisbane"}})
	if err != nil {
		return "", err
	}
	if _, err := s.priya.open(ctx, "/tickets"); err != nil {
		return "", err
	}
	seen := fmt.Sprintf("The queue is hers, and empty. Look over her shoulder: %s/tickets\nsign in as %s, password: %s", s.url(), Engineer, Password)
	if s.o.Browse == nil {
		return seen, nil
	}
	if err := s.o.Browse(s.url() + "/tickets"); err != nil {
		seen += "\n(No browser could be opened: " + err.Error() + ". Open the page yourself.)"
	}
	return seen, nil
}

func furnishMail(ctx context.Context, s *stage) (string, error) {
	ctx = s.admin(ctx)
	err := s.beside.DB.Do(ctx, func(tx *db.Tx) error { return intake.Addresses.Set(ctx, tx, s.beside.Log, []string{Desk}) })
	if err != nil {
		return "", err
	}
	if err := s.beside.Notify.SaveFrom(ctx, notify.From{Address: Desk, Name: "Tideline", Personal: true, Plus: true}); err != nil {
		return "", err
	}
	err = s.beside.Notify.SaveRelay(ctx, notify.Relay{Host: "127.0.0.1", Port: s.office.SMTPPort(), Security: submit.Plain, UnknownSeconds: 600})
	return fmt.Sprintf("Mail for %s comes in by SMTP at %s and goes out by SMTP to 127.0.0.1:%d.", Desk, s.smtp, s.office.SMTPPort()), err
}
