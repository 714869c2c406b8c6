package notify

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Templates are the words around and in the desk's mail. Bodies are Markdown; {{name}} is a placeholder.
type Templates struct {
	AckSubject        string `json:"ack_subject"`
	Ack               string `json:"ack"`
	Footer            string `json:"footer"` // one quiet line under a reply; may be empty
	InviteSubject     string `json:"invite_subject"`
	Invite            string `json:"invite"`
	ResetSubject      string `json:"reset_subject"`
	Reset             string `json:"reset"`
	EntrySubject      string `json:"entry_subject"`
	Entry             string `json:"entry"`
	EntrySubjectDE    string `json:"entry_subject_de"` // for customers who read German
	EntryDE           string `json:"entry_de"`
	PasswordSubject   string `json:"password_subject"`
	Password          string `json:"password"`
	PasswordSubjectDE string `json:"password_subject_de"` // for customers who read German
	PasswordDE        string `json:"password_de"`
	Reminder          string `json:"reminder"` // a pending ticket waits for its customer
	ReminderDE        string `json:"reminder_de"`
	Farewell          string `json:"farewell"` // it waited long enough, and is solved
	FarewellDE        string `json:"farewell_de"`
	Layout            string `json:"layout"` // HTML around every mail
}

// MailTemplates is the setting of Templates.
var MailTemplates = settings.Key[Templates]{Name: "mail.templates", Check: Templates.check, Default: Templates{
	AckSubject: "Re: {{ticket.subject}} [#{{ticket.id}}]",
	Ack: `Hello {{requester.first_name}},

thank you for writing. Your message is here and has the number **#{{ticket.id}}**. An engineer reads it and answers you by mail.

If there is more to tell, such as a log or a screenshot, answer this mail and it joins the same ticket.

{{desk.name}}`,
	Footer:        "Ticket #{{ticket.id}} · {{organization}}",
	InviteSubject: "{{inviter.name}} invites you to {{desk.name}}",
	Invite: `Hello {{user.first_name}},

{{inviter.name}} has made an account for you at {{desk.name}}. Open this link to choose a password and come in:

{{link}}

It works once, until {{expires}}. If you did not expect it, you need do nothing.`,
	ResetSubject: "Choose a new password for {{desk.name}}",
	Reset: `Hello {{user.first_name}},

someone, most likely you, asked for a new password at {{desk.name}}. Open this link to choose one:

{{link}}

It works once, until {{expires}}. If it was not you, your password stays as it is and you need do nothing.`,
	EntrySubject: "Your link to {{desk.name}}",
	Entry: `Hello {{user.first_name}},

open this link to see your tickets at {{desk.name}}, on any device:

{{link}}

It works once, until {{expires}}. If it was not you who asked for it, you need do nothing.`,
	EntrySubjectDE: "Ihr Link zu {{desk.name}}",
	EntryDE: `Guten Tag {{user.name}},

öffnen Sie diesen Link, um Ihre Tickets bei {{desk.name}} zu sehen, auf jedem Gerät:

{{link}}

Er gilt einmal, bis {{expires}}. Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun.`,
	PasswordSubject: "Your password for {{desk.name}}",
	Password: `Hello {{user.first_name}},

open this link to choose a password for {{desk.name}}:

{{link}}

It works once, until {{expires}}. If it was not you who asked for it, nothing changes and you need do nothing.`,
	PasswordSubjectDE: "Ihr Passwort für {{desk.name}}",
	PasswordDE: `Guten Tag {{user.name}},

öffnen Sie diesen Link, um ein Passwort für {{desk.name}} zu wählen:

{{link}}

Er gilt einmal, bis {{expires}}. Wenn Sie ihn nicht angefordert haben, ändert sich nichts, und Sie müssen nichts tun.`,
	Reminder: `Hello {{requester.first_name}},

about “{{ticket.subject}}” we wrote to you {{days}} days ago and wait for your answer. To go on, answer this mail; if you need more time, just say so.

{{closing}}

{{desk.name}}`,
	ReminderDE: `Guten Tag {{requester.name}},

zu „{{ticket.subject}}“ haben wir Ihnen vor {{days}} Tagen geschrieben und warten auf Ihre Antwort. Damit es weitergeht, antworten Sie auf diese Mail; wenn Sie mehr Zeit brauchen, sagen Sie es einfach.

{{closing}}

{{desk.name}}`,
	Farewell: `Hello {{requester.first_name}},

about “{{ticket.subject}}” we have heard nothing from you for {{days}} days, so we take it as solved. If it is not, answer this mail, and the ticket is open again.

{{desk.name}}`,
	FarewellDE: `Guten Tag {{requester.name}},

zu „{{ticket.subject}}“ haben wir seit {{days}} Tagen nichts von Ihnen gehört und betrachten die Sache als gelöst. Wenn sie es nicht ist, antworten Sie auf diese Mail, und das Ticket ist wieder offen.

{{desk.name}}`,
	Layout: `<!doctype html>
<html><body style="margin:0">
<div style="max-width:46em;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.5">
{{content}}
</div>
</body></html>`,
}}

// template is one text of Templates and what it may and must name.
type template struct {
	field string // of the form and the JSON
	text  string
	may   []string
	must  string // a placeholder without which it would make no sense; may be empty
	empty bool   // may be left empty
}

var (
	aboutTicket = []string{"ticket.id", "ticket.subject", "requester.name", "requester.first_name", "organization", "desk.name"}
	aboutTime   = append(slices.Clone(aboutTicket), "days")
	aboutReply  = append(slices.Clone(aboutTicket), "agent.name")
	aboutEntry  = []string{"user.name", "user.first_name", "desk.name"}
	aboutUser   = []string{"user.name", "user.first_name", "inviter.name", "desk.name", "link", "expires"}
)

// all lists the templates in the order of their page.
func (t Templates) all() []template {
	return []template{
		{field: "ack_subject", text: t.AckSubject, may: aboutTicket},
		{field: "ack", text: t.Ack, may: aboutTicket},
		{field: "footer", text: t.Footer, may: aboutReply, empty: true},
		{field: "invite_subject", text: t.InviteSubject, may: []string{"user.name", "user.first_name", "inviter.name", "desk.name"}},
		{field: "invite", text: t.Invite, may: aboutUser, must: "link"},
		{field: "reset_subject", text: t.ResetSubject, may: []string{"user.name", "user.first_name", "desk.name"}},
		{field: "reset", text: t.Reset, may: aboutUser, must: "link"},
		{field: "entry_subject", text: t.EntrySubject, may: aboutEntry},
		{field: "entry", text: t.Entry, may: append(slices.Clone(aboutEntry), "link", "expires"), must: "link"},
		{field: "entry_subject_de", text: t.EntrySubjectDE, may: aboutEntry},
		{field: "entry_de", text: t.EntryDE, may: append(slices.Clone(aboutEntry), "link", "expires"), must: "link"},
		{field: "password_subject", text: t.PasswordSubject, may: aboutEntry},
		{field: "password", text: t.Password, may: append(slices.Clone(aboutEntry), "link", "expires"), must: "link"},
		{field: "password_subject_de", text: t.PasswordSubjectDE, may: aboutEntry},
		{field: "password_de", text: t.PasswordDE, may: append(slices.Clone(aboutEntry), "link", "expires"), must: "link"},
		{field: "reminder", text: t.Reminder, may: append(slices.Clone(aboutTime), "closing")},
		{field: "reminder_de", text: t.ReminderDE, may: append(slices.Clone(aboutTime), "closing")},
		{field: "farewell", text: t.Farewell, may: aboutTime},
		{field: "farewell_de", text: t.FarewellDE, may: aboutTime},
		{field: "layout", text: t.Layout, may: []string{"content"}, must: "content"},
	}
}

// Placeholders lists what each template may name, by its field.
func Placeholders() map[string][]string {
	all := map[string][]string{}
	for _, t := range (Templates{}).all() {
		all[t.field] = t.may
	}
	return all
}

// placeholder matches a name in double braces, known or not.
var placeholder = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// check refuses a template that would send a mail with a hole in it.
func (t Templates) check() error {
	for _, one := range t.all() {
		if err := one.check(); err != nil {
			return err
		}
	}
	return nil
}

const longestTemplate = 50_000

func (t template) check() error {
	switch {
	case strings.TrimSpace(t.text) == "" && !t.empty:
		return fault.Field(t.field, "This text can't be empty: the mail would say nothing")
	case len(t.text) > longestTemplate:
		return fault.Field(t.field, "This text is longer than the %d bytes that are kept", longestTemplate)
	}
	found := map[string]int{}
	for _, m := range placeholder.FindAllStringSubmatch(t.text, -1) {
		if !slices.Contains(t.may, m[1]) {
			return fault.Field(t.field, "{{%s}} is not known here. Known are %s", m[1], braces(t.may))
		}
		found[m[1]]++
	}
	if t.must != "" && found[t.must] != 1 {
		return fault.Field(t.field, "{{%s}} must stand in this text once; it stands there %d times", t.must, found[t.must])
	}
	return nil
}

func braces(names []string) string {
	return "{{" + strings.Join(names, "}}, {{") + "}}"
}

// values are what placeholders stand for.
type values map[string]string

// fill replaces placeholders; one that has no value becomes nothing.
func fill(text string, v values) string {
	return placeholder.ReplaceAllStringFunc(text, func(hole string) string {
		return v[placeholder.FindStringSubmatch(hole)[1]]
	})
}

// escaped makes the values harmless inside Markdown: a subject that a stranger chose must not become a link
// or a picture in our mail. CommonMark §2.4 lets every ASCII punctuation mark be escaped.
func (v values) escaped() values {
	out := maps.Clone(v)
	for name, value := range out {
		if name != "link" {
			out[name] = markup.Escape(value)
		}
	}
	return out
}

// trimSeparators drops the dots that a missing value leaves at the ends of a line.
func trimSeparators(line string) string {
	return strings.Trim(strings.TrimSpace(line), " ·|-–—")
}

func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

func number(id int64) string { return fmt.Sprint(id) }
