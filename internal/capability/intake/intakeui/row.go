package intakeui

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

func path(id int64, more string) string { return "/mail/" + strconv.FormatInt(id, 10) + more }

// row is one delivery; next is the page that its buttons come back to.
func row(ctx context.Context, d intake.Delivery, next string, now time.Time) g.Node {
	return page.Log(page.LogRow{
		ID: fmt.Sprint("mail-", d.ID), Href: path(d.ID, ""), State: chip(ctx, d.State), Time: page.Time(ctx, d.ReceivedAt, now),
		Channel: channel(ctx, d.Channel), From: cmp.Or(d.Sender, cmp.Or(d.EnvFrom, "–")), Subject: subject(ctx, d),
		Why: why(ctx, d), Side: side(ctx, d, next),
	})
}

// subject is that of the mail; one that waits was not read yet.
func subject(ctx context.Context, d intake.Delivery) string {
	if d.Subject == "" && d.State == intake.Pending {
		return i18n.T(ctx, "maillog.notread")
	}
	return cmp.Or(d.Subject, i18n.T(ctx, "maillog.nosubject"))
}

var tones = map[intake.State]page.Tone{intake.Pending: page.Neutral, intake.Filed: page.Green, intake.Held: page.Amber, intake.Dead: page.Red}

func chip(ctx context.Context, s intake.State) g.Node {
	return page.Chip(tones[s], i18n.T(ctx, "maillog.state."+string(s)))
}

// channel names the way in; a mailbox by its account.
func channel(ctx context.Context, name string) string {
	if account, ok := strings.CutPrefix(name, "imap:"); ok {
		return "IMAP " + account
	}
	return i18n.T(ctx, "maillog.channel."+name)
}

// why says in a word and a sentence how the mail fared; nil where there is nothing to say.
func why(ctx context.Context, d intake.Delivery) g.Node {
	switch {
	case d.State == intake.Pending && d.Attempts > 0:
		return g.Text(i18n.T(ctx, "maillog.tried", "Count", d.Attempts, "Error", d.Error))
	case d.State == intake.Pending:
		return g.Text(i18n.T(ctx, "maillog.waits"))
	case d.Reason != "":
		return g.Group{h.B(g.Text(i18n.T(ctx, "maillog.reason."+d.Reason))), g.Text(" " + sentence(d))}
	case d.Detail != "":
		return g.Text(d.Detail)
	}
	return nil
}

// sentence is the most telling one that the ledger keeps.
func sentence(d intake.Delivery) string {
	if d.State == intake.Dead && d.Error != "" {
		return d.Error
	}
	return d.Detail
}

// side holds what can be done with a mail, and its ticket.
func side(ctx context.Context, d intake.Delivery, next string) []g.Node {
	var nodes []g.Node
	if d.TicketID != 0 {
		nodes = append(nodes, ticketLink(d))
	}
	if d.State == intake.Held {
		nodes = append(nodes, h.A(h.Class("link"), h.Href(path(d.ID, "/raw")), g.Text(i18n.T(ctx, "maillog.raw"))))
	}
	return append(nodes, acts(ctx, d, next, page.Small)...)
}

func ticketLink(d intake.Delivery) g.Node {
	href := fmt.Sprint("/tickets/", d.TicketID)
	if d.CommentID != 0 {
		href += fmt.Sprint("#c-", d.CommentID)
	}
	return h.A(h.Class("link"), h.Href(href), g.Textf("#%d", d.TicketID))
}

// acts are the buttons of a mail that waits for a person; e and b press those of the selected row.
func acts(ctx context.Context, d intake.Delivery, next string, look page.Look) []g.Node {
	if access.Check(ctx, access.ReleaseMail) != nil {
		return nil
	}
	act := func(what, key string, look page.Look) g.Node {
		label := i18n.T(ctx, "maillog."+what)
		return page.PostButton(look, path(d.ID, "/"+what), label, []string{"next", next},
			page.HiddenKey(key), g.Attr("aria-label", label+": "+cmp.Or(d.Subject, d.Sender)))
	}
	switch {
	case d.State == intake.Dead:
		return []g.Node{act("retry", "e", look)}
	case d.State != intake.Held:
		return nil
	case d.Reason == intake.ReasonBlocked || !strings.Contains(d.Sender, "@") || strings.HasSuffix(d.Sender, ".invalid"):
		return []g.Node{act("release", "e", look)}
	}
	return []g.Node{act("release", "e", look), act("block", "b", look)}
}
