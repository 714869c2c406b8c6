package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNested shows a mail that is attached: who wrote it, what it says, what hangs on it.
func (u *UI) getNested(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	n, err := u.nested(ctx, r)
	if err != nil {
		return err
	}
	defer n.Close()
	title := or(n.mail.Subject, i18n.T(ctx, "mail.no_subject"))
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "mail.attached"), n.ways(ctx)),
		page.Content(page.Card("", "", page.Facts("", n.facts(ctx, u)...), n.body(ctx), n.files(ctx)))))
}

// ways lead back out of the mail, and to its bytes.
func (n *nested) ways(ctx context.Context) g.Node {
	if len(n.path) > 0 {
		return page.LinkButton(page.Secondary, nestedHref(n.file.ID, n.path[:len(n.path)-1]), i18n.T(ctx, "mail.outer"))
	}
	ticket := fmt.Sprintf("%s#c-%d", href(n.file.TicketID), n.file.CommentID)
	return g.Group{
		g.If(n.file.TicketID != 0, page.LinkButton(page.Secondary, ticket, i18n.T(ctx, "mail.ticket", "Number", n.file.TicketID), page.Key("u"))),
		page.LinkButton(page.Secondary, fileHref(n.file), i18n.T(ctx, "mail.download"), g.Attr("hx-boost", "false")),
	}
}

func (n *nested) facts(ctx context.Context, u *UI) []page.Fact {
	facts := []page.Fact{page.Say(i18n.T(ctx, "mail.from"), written(n.mail.From))}
	if len(n.mail.To) > 0 {
		facts = append(facts, page.Say(i18n.T(ctx, "mail.to"), written(n.mail.To...)))
	}
	if len(n.mail.Cc) > 0 {
		facts = append(facts, page.Say("CC", written(n.mail.Cc...)))
	}
	if !n.mail.Date.IsZero() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "mail.date"), Value: page.Time(ctx, n.mail.Date, u.Now(ctx))})
	}
	return facts
}

func (n *nested) body(ctx context.Context) g.Node {
	text := page.Prose(markup.PlainText(n.mail.Text, nil))
	if n.mail.HTML == "" {
		return text
	}
	frame := page.MailFrame(i18n.T(ctx, "ticket.formatted"), nestedAt(n.file.ID, "mail/html", n.path, nil), frameHeight(n.mail.Text, n.mail.HTML))
	return g.Group{text, page.Fold(i18n.T(ctx, "ticket.formatted"), frame)}
}

func (n *nested) files(ctx context.Context) g.Node {
	if len(n.mail.Attachments) == 0 {
		return nil
	}
	var files []g.Node
	for i, a := range n.mail.Attachments {
		to, note := nestedAt(n.file.ID, "mail/file", n.path, url.Values{"part": {strconv.Itoa(i)}}), i18n.FormatBytes(ctx, a.Size)
		if mailType(a.ContentType, a.Name) {
			to, note = nestedHref(n.file.ID, append(n.path[:len(n.path):len(n.path)], i)), i18n.T(ctx, "mail.open")+" · "+note
		}
		files = append(files, page.Attachment(a.Name, note, to))
	}
	return page.Attachments(files...)
}

// written writes addresses out: "Dana <dana@example.com>, …".
func written(list ...mailwire.Address) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = a.Address
		if a.Name != "" {
			words[i] = a.Name + " <" + a.Address + ">"
		}
	}
	return strings.Join(words, ", ")
}
