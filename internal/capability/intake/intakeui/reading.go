package intakeui

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// reading shows what the desk sees in the mail today: who, what, whether a machine wrote it and where it
// belongs, each with the rule that decided.
func (u *UI) reading(ctx context.Context, m intake.Reading) g.Node {
	label := func(id string) string { return i18n.T(ctx, "maillog.see."+id) }
	list := []page.Fact{page.Say(label("from"), mailboxes(m.From)), page.Say(label("to"), cmp.Or(mailboxes(m.To...), "–"))}
	if len(m.Cc) > 0 {
		list = append(list, page.Say(label("cc"), mailboxes(m.Cc...)))
	}
	if len(m.ReplyTo) > 0 {
		list = append(list, page.Say(label("replyto"), mailboxes(m.ReplyTo...)))
	}
	list = append(list, page.Say(label("subject"), cmp.Or(m.Subject, "–")))
	if !m.Date.IsZero() {
		list = append(list, page.Fact{Label: label("date"), Value: page.Time(ctx, m.Date, u.Now(ctx))})
	}
	list = append(list, page.Say(label("writer"), writer(ctx, m.Message)), page.Say(label("answer"), mayAnswer(ctx, m.Message)))
	if b := m.Bounce; b != nil {
		list = append(list, page.Say(label("bounce"),
			strings.Join(strings.Fields(strings.Join([]string{b.Kind, b.Status, b.Recipient, b.Diagnostic}, " ")), " ")))
	}
	list = append(list, page.Fact{Label: label("belongs"), Value: belongs(ctx, m)}, page.Say(label("verdict"), verdict(ctx, m)))
	nodes := g.Group{page.Card(i18n.T(ctx, "maillog.see.title"), i18n.T(ctx, "maillog.see.about"), page.Facts("", list...))}
	return append(nodes, warnings(ctx, m.Message), attachments(ctx, m.Message), text(ctx, m.Message))
}

func mailboxes(list ...mailwire.Address) string {
	var all []string
	for _, a := range list {
		switch {
		case a.Name != "" && a.Address != "":
			all = append(all, a.Name+" <"+a.Address+">")
		case a.Name+a.Address != "":
			all = append(all, a.Name+a.Address)
		}
	}
	return strings.Join(all, ", ")
}

func writer(ctx context.Context, m *mailwire.Message) string {
	if m.Automatic == mailwire.Person {
		return i18n.T(ctx, "maillog.see.person")
	}
	return i18n.T(ctx, "maillog.see.machine", "Kind", i18n.T(ctx, "maillog.automatic."+string(m.Automatic)), "Rule", m.AutoReason)
}

func mayAnswer(ctx context.Context, m *mailwire.Message) string {
	if m.MayAutoAnswer {
		return i18n.T(ctx, "maillog.see.mayanswer")
	}
	return i18n.T(ctx, "maillog.see.noanswer", "Rule", m.AnswerReason)
}

// belongs says which ticket the mail is for and how that is known.
func belongs(ctx context.Context, m intake.Reading) g.Node {
	nodes := g.Group{}
	if m.Ticket != 0 {
		nodes = append(nodes, ticketLink(intake.Delivery{TicketID: m.Ticket}), g.Text(" "+i18n.T(ctx, "maillog.by."+m.By)))
		if !m.Member {
			nodes = append(nodes, g.Text(". "+i18n.T(ctx, "maillog.see.outside")))
		}
	} else {
		nodes = append(nodes, g.Text(i18n.T(ctx, "maillog.see.newticket")))
	}
	if m.Suggest != 0 {
		nodes = append(nodes, g.Text(" "+i18n.T(ctx, "maillog.see.suggest", "Number", m.Suggest)))
	}
	if m.Forged {
		nodes = append(nodes, g.Text(" "), page.Chip(page.Red, i18n.T(ctx, "maillog.see.forged")))
	}
	return h.Span(nodes)
}

func verdict(ctx context.Context, m intake.Reading) string {
	if m.Reason == "" {
		return i18n.T(ctx, "maillog.see.file")
	}
	return i18n.T(ctx, "maillog.see.hold", "Reason", i18n.T(ctx, "maillog.reason."+m.Reason), "Detail", m.Detail)
}

func warnings(ctx context.Context, m *mailwire.Message) g.Node {
	if len(m.Warnings) == 0 {
		return nil
	}
	return page.Card(i18n.T(ctx, "maillog.see.warnings"), "", h.Ul(h.Class("stack"), g.Map(m.Warnings, func(w mailwire.Warning) g.Node {
		return h.Li(page.Badge(w.Code), g.Text(" "+w.Message))
	})))
}

// attachments lists the parts; they are downloaded from the ticket, or with the mail.
func attachments(ctx context.Context, m *mailwire.Message) g.Node {
	if len(m.Attachments) == 0 {
		return nil
	}
	label := func(id string) string { return i18n.T(ctx, "maillog.file."+id) }
	var rows [][]g.Node
	for _, a := range m.Attachments {
		where := label("attached")
		if a.Inline {
			where = label("inline")
		}
		rows = append(rows, []g.Node{g.Text(a.Name), mono(a.ContentType), g.Text(where), g.Text(i18n.FormatBytes(ctx, a.Size))})
	}
	title := i18n.T(ctx, "maillog.see.files", "Count", len(m.Attachments))
	return page.Card(title, "", page.Table(title, []page.Column{{Label: label("name")}, {Label: label("type")}, {Label: label("where")},
		{Label: label("size"), Number: true}}, rows...))
}

// mostText is how much of a mail's text the page shows, in bytes; the raw mail has all of it.
const mostText = 16 << 10

func text(ctx context.Context, m *mailwire.Message) g.Node {
	if strings.TrimSpace(m.Text) == "" {
		return nil
	}
	shown := m.Text
	if len(shown) > mostText {
		shown = strings.ToValidUTF8(shown[:mostText], "") + fmt.Sprintf("\n\n… %s", i18n.FormatBytes(ctx, int64(len(m.Text)-mostText)))
	}
	return page.Card(i18n.T(ctx, "maillog.see.text"), "", page.Prose(markup.PlainText(shown, nil)))
}
