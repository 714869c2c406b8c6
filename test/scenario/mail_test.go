package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
)

// letter is a mail to the desk.
type letter struct {
	from    string // name of a user, or an address
	to      string // empty: the desk's address
	cc      string // an address, or empty
	subject string
	text    string
}

// mail hands a mail over as a mail server's pipe does, and gives the number of the ticket that it is filed under.
func (k *desk) mail(l letter) int64 {
	k.t.Helper()
	from, to := l.from, l.to
	if u, ok := k.users[from]; ok {
		from = u.Email
	}
	if to == "" {
		to = address
	}
	k.sent++
	lines := []string{"From: " + from, "To: " + to, "Subject: " + l.subject, fmt.Sprintf("Message-ID: <%d@mail.test>", k.sent),
		"Content-Type: text/plain; charset=utf-8"}
	if l.cc != "" {
		lines = append(lines, "Cc: "+l.cc)
	}
	raw := strings.Join(append(lines, "", l.text, ""), "\r\n")
	id, err := k.Intake.Pipe(k.system(), from, []string{to}, strings.NewReader(raw), int64(len(raw)))
	k.must(err)
	k.wait(0)
	d, err := k.Intake.Delivery(k.system(), id)
	k.must(err)
	if d.TicketID == 0 {
		k.t.Fatalf("the mail of %s is filed nowhere: %+v", from, d)
	}
	return d.TicketID
}

// mails lists what waits to go out to somebody, the oldest first; kind may be empty.
func (k *desk) mails(name string, kind notify.Kind) []notify.Mail {
	k.t.Helper()
	address := name
	if u, ok := k.users[name]; ok {
		address = u.Email
	}
	var list []notify.Mail
	for before := int64(0); ; {
		some, next, err := k.Notify.Outbox(k.system(), notify.Filter{Kind: kind, Address: address}, before)
		k.must(err)
		list = append(list, some...)
		if before = next; next == 0 {
			break
		}
	}
	slices.Reverse(list)
	for i := range list {
		m, err := k.Notify.Mail(k.system(), list[i].ID)
		k.must(err)
		list[i] = m
	}
	return list
}

// last is the newest of the mails to somebody.
func (k *desk) last(name string, kind notify.Kind) notify.Mail {
	k.t.Helper()
	list := k.mails(name, kind)
	if len(list) == 0 {
		k.t.Fatalf("%s gets no mail of the kind %q", name, kind)
	}
	return list[len(list)-1]
}

// answerTo is where an answer to a mail goes.
func answerTo(m notify.Mail) string {
	if m.ReplyTo != "" {
		return m.ReplyTo
	}
	return m.From.Address
}

// entryLink reads the newest link into the portal where it waits to be sent: no page and no log shows it.
func (k *desk) entryLink(address string) string {
	k.t.Helper()
	var text string
	k.must(k.DB.Read().QueryRow(k.t.Context(), `SELECT o.body_text FROM outbox o JOIN outbox_recipients r ON r.outbox_id = o.id
		WHERE o.kind = 'entry' AND r.address = $1 ORDER BY o.id DESC LIMIT 1`, address).Scan(&text))
	link := regexp.MustCompile(regexp.QuoteMeta(people.EntryPath) + `[A-Za-z0-9_-]+`).FindString(text)
	if link == "" {
		k.t.Fatalf("no link in %q", text)
	}
	return link
}

// mailbox is the part of an address before the @.
func mailbox(address string) string {
	name, _, _ := strings.Cut(address, "@")
	return name
}
