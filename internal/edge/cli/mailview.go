package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/reply"
	"github.com/daywatch/daywatch/internal/platform/markup"
)

// mailView is the object that `mail parse --json` prints. Its names are an interface: scripts read them.
type mailView struct {
	From          mailwire.Address   `json:"from"`
	To            []mailwire.Address `json:"to"`
	Cc            []mailwire.Address `json:"cc"`
	Subject       string             `json:"subject"`
	MessageID     string             `json:"message_id"`
	Date          string             `json:"date"` // RFC 3339; empty when absent or unreadable
	Text          string             `json:"text"`
	HTML          string             `json:"html"`   // sanitised
	Reply         string             `json:"reply"`  // the new text
	Folded        []reply.Span       `json:"folded"` // in UTF-8 bytes of text
	Attachments   []attachmentView   `json:"attachments"`
	Automatic     mailwire.Class     `json:"automatic"`
	MayAutoAnswer bool               `json:"may_auto_answer"`
	Bounce        *bounceView        `json:"bounce"`
	Warnings      []mailwire.Warning `json:"warnings"`
}

type attachmentView struct {
	Name        string `json:"name"`
	ContentType string `json:"content_type"`
	Size        int64  `json:"size"`
	SHA256      string `json:"sha256"`
	Inline      bool   `json:"inline"`
}

type bounceView struct {
	Kind      string `json:"kind"`
	Hard      bool   `json:"hard"`
	Status    string `json:"status"`
	Recipient string `json:"recipient"`
}

func newMailView(m *mailwire.Message) mailView {
	folded := reply.Fold(m.Text, nil)
	v := mailView{From: m.From, To: orEmpty(m.To), Cc: orEmpty(m.Cc), Subject: m.Subject, MessageID: m.MessageID,
		Text: m.Text, Reply: reply.New(m.Text, folded), Folded: orEmpty(folded), Attachments: []attachmentView{},
		Automatic: m.Automatic, MayAutoAnswer: m.MayAutoAnswer, Warnings: orEmpty(m.Warnings)}
	if !m.Date.IsZero() {
		v.Date = m.Date.Format(time.RFC3339)
	}
	if m.HTML != "" {
		v.HTML = markup.SanitizeMail(m.HTML, markup.MailOptions{}).HTML
	}
	for _, a := range m.Attachments {
		v.Attachments = append(v.Attachments, attachmentView{a.Name, a.ContentType, a.Size, a.SHA256, a.Inline})
	}
	if b := m.Bounce; b != nil {
		v.Bounce = &bounceView{b.Kind, b.Hard, b.Status, b.Recipient}
	}
	return v
}

// orEmpty makes a list [] in JSON, never null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// print shows the mail to a person.
func (v mailView) print(w io.Writer) error {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name, printable(value))
		}
	}
	line("From", mailboxes([]mailwire.Address{v.From}))
	line("To", mailboxes(v.To))
	line("Cc", mailboxes(v.Cc))
	line("Subject", v.Subject)
	line("Date", v.Date)
	line("Message-ID", v.MessageID)
	line("Written by", v.writer())
	if v.Bounce != nil {
		line("Bounce", strings.TrimSpace(fmt.Sprintf("%s, hard: %v, %s %s", v.Bounce.Kind, v.Bounce.Hard, v.Bounce.Recipient, v.Bounce.Status)))
	}
	for _, a := range v.Attachments {
		line("Attachment", fmt.Sprintf("%s (%s, %d bytes)", a.Name, a.ContentType, a.Size))
	}
	for _, x := range v.Warnings {
		line("Warning", x.Code+": "+x.Message)
	}
	for _, f := range v.Folded {
		line("Folded", fmt.Sprintf("bytes %d to %d, %s", f.Start, f.End, f.Kind))
	}
	fmt.Fprintf(&b, "\n%s\n", printable(v.Reply))
	_, err := io.WriteString(w, b.String())
	return err
}

func (v mailView) writer() string {
	who := "a person"
	if v.Automatic != mailwire.Person {
		who = "a machine (" + string(v.Automatic) + ")"
	}
	if v.Automatic == mailwire.List {
		who = "a person, through a mailing list"
	}
	if v.MayAutoAnswer {
		return who + "; an automatic answer may be sent"
	}
	return who + "; no automatic answer may be sent"
}

func mailboxes(list []mailwire.Address) string {
	var out []string
	for _, a := range list {
		switch {
		case a.Name != "" && a.Address != "":
			out = append(out, a.Name+" <"+a.Address+">")
		case a.Name+a.Address != "":
			out = append(out, a.Name+a.Address)
		}
	}
	return strings.Join(out, ", ")
}

// printable keeps a mail from steering the terminal it is shown on.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, s)
}
