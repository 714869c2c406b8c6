package story

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// The restricted desk, in the same process: a host name, a mailbox and a customer of its own.
const (
	shutDesk = "Tideline Government"
	shutHost = "gov.localhost"
	shutMail = "support@gov.tideline.example"
	agent    = "grace@tideline.example" // cleared
	officer  = "renee@hta.example"
	// secret stands nowhere but in what Renee writes.
	secret = "Sturgeon-Ledger-41"
)

// leavesNoTrace is a ticket that nobody outside can find.
func leavesNoTrace() act {
	return act{title: "A ticket that leaves no trace", duties: []string{"G1", "G2"}, steps: []step{
		{"Beside the desk of everybody runs one for the public sector, with another database, key, mailbox and host name.\n" +
			"Grace has an account there; nobody has looked at her passport yet.", shutOut},
		{"Hilda has. Somebody records it on the machine: who looked, when, at what kind of proof, and no copy.", letIn},
		{"Renee of the Harbor and Tide Administration writes to " + shutMail + ". Her subject names “" + secret + "”.", writesToGovernment},
		{"Priya, who is not cleared, was sent the bare link.", restrictedRecord},
		{"And the bytes: the other desk's database, its files, its mailboxes, the log of the process that serves both.", noTrace},
	}}
}

func shutOut(ctx context.Context, s *stage) (string, error) {
	ctx = s.admin(ctx)
	hash, err := s.shut.People.HashPassword(ctx, Password)
	if err != nil {
		return "", err
	}
	err = s.shut.DB.Do(ctx, func(tx *db.Tx) error {
		_, err := s.shut.People.ImportUser(ctx, tx,
			people.User{Name: "Grace Okafor", Email: agent, Role: access.Admin, Zone: "America/New_York", Region: "amer"}, hash)
		if err != nil {
			return err
		}
		return intake.Addresses.Set(ctx, tx, s.shut.Log, []string{shutMail})
	})
	if err != nil {
		return "", err
	}
	err = errors.Join(s.shut.Notify.SaveFrom(ctx, notify.From{Address: shutMail, Name: shutDesk, Plus: true}),
		s.shut.Notify.SaveRelay(ctx, notify.Relay{Host: "127.0.0.1", Port: s.office.SMTPPort(), Security: submit.Plain, UnknownSeconds: 600}))
	if err != nil {
		return "", err
	}
	if s.grace, err = s.visitorAt(shutHost); err != nil {
		return "", err
	}
	page, err := s.grace.send(ctx, "/sign-in", url.Values{"address": {agent}, "password": {Password}})
	if err == nil && strings.Contains(page, "/sign-out") {
		err = errors.New("she is let in")
	}
	if err != nil && !strings.Contains(err.Error(), "answers 4") {
		return "", err
	}
	return "Her password is right, and the door stays shut: default deny.", nil
}

func letIn(ctx context.Context, s *stage) (string, error) {
	cmd := exec.CommandContext(ctx, s.o.Program, "clearance", "record", agent, "--data", s.o.Dir, "--desk", shutDesk,
		"--verifier", "Hilda Brandt", "--verified-on", s.o.Now().UTC().Format("2006-01-02"), "--proof", "Passport seen")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	page, err := s.grace.send(ctx, "/sign-in", url.Values{"address": {agent}, "password": {Password}})
	if err == nil && !strings.Contains(page, "Grace") {
		err = errors.New("the page does not greet Grace")
	}
	return strings.TrimSpace(string(out)), err
}

func writesToGovernment(ctx context.Context, s *stage) (string, error) {
	at := s.clock(ctx)
	l, err := write(compose.Outgoing{From: mail.Address{Name: "Renee Whitlock", Address: officer}, To: []mail.Address{{Address: shutMail}},
		Subject: "Import of " + secret + " stops", Date: at, MessageID: fmt.Sprintf("gov-%d@hta.example", at.UnixNano()),
		Text: "The import of " + secret + " stops after an hour. The log is redacted.\n"}, "")
	if err != nil {
		return "", err
	}
	if err := s.postTo(ctx, s.shutSMTP, l); err != nil {
		return "", err
	}
	err = until(s.admin(ctx), "the mail is a ticket of the restricted desk", func(ctx context.Context) (bool, string, error) {
		all, err := s.shut.Intake.Deliveries(ctx, intake.LogFilter{Text: l.messageID})
		if err != nil || len(all) == 0 || all[0].State != intake.Filed {
			return false, "it is not filed", err
		}
		s.shutTicket = all[0].TicketID
		return true, "", nil
	})
	if err != nil {
		return "", err
	}
	page, err := s.grace.open(ctx, fmt.Sprint("/tickets/", s.shutTicket))
	if err == nil && !strings.Contains(page, secret) {
		err = errors.New("the ticket does not show it to Grace")
	}
	return fmt.Sprintf("Ticket #%d of the restricted desk. Grace reads it, and the log of views has a line more: who, what, when, chained to the line\nbefore.", s.shutTicket), err
}

func restrictedRecord(ctx context.Context, s *stage) (string, error) {
	stranger, err := s.visitorAt(shutHost)
	if err != nil {
		return "", err
	}
	there, err := stranger.look(ctx, fmt.Sprint("/tickets/", s.shutTicket))
	if err != nil {
		return "", err
	}
	nowhere, err := stranger.look(ctx, "/tickets/99999")
	switch {
	case err != nil:
		return "", err
	case there != nowhere:
		err = errors.New("the page tells a ticket that is there from one that is not")
	case strings.Contains(there, secret) || !strings.Contains(there, "Restricted record"):
		err = errors.New("the page says something else than “Restricted record”")
	}
	return "“Restricted record”: the same bytes for a ticket that is there and for one that is not.", err
}

func noTrace(ctx context.Context, s *stage) (string, error) {
	files, size, needle := 0, 0, []byte(strings.ToLower(secret))
	holds := func(name string, body []byte) error {
		files, size = files+1, size+len(body)
		if bytes.Contains(bytes.ToLower(body), needle) {
			return fmt.Errorf("%s holds it", name)
		}
		return nil
	}
	err := filepath.WalkDir(s.o.Dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && path == s.shutDir() {
			return fs.SkipDir
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		body, err := os.ReadFile(path)
		return errors.Join(err, holds(path, body))
	})
	for _, address := range mailboxes() {
		if address == officer { // who wrote it
			continue
		}
		mails, readErr := s.office.Read(ctx, address)
		err = errors.Join(err, readErr, holds("the mailbox of "+address, bytes.Join(mails, nil)))
	}
	if _, signErr := s.priya.send(ctx, "/sign-in", url.Values{"address": {Engineer}, "password": {Password}}); signErr != nil {
		return "", errors.Join(err, signErr)
	}
	page, openErr := s.priya.open(ctx, "/search?q="+url.QueryEscape(secret))
	if openErr == nil && strings.Contains(page, "Import of") {
		openErr = errors.New("the search on the other desk finds it")
	}
	return fmt.Sprintf("%d files and mailboxes, %d kB: nowhere.", files, size>>10), errors.Join(err, openErr)
}
