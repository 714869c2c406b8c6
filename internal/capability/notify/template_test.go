package notify

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
)

func TestTemplatesAreChecked(t *testing.T) {
	if err := MailTemplates.Default.check(); err != nil {
		t.Fatalf("the templates we begin with: %v", err)
	}
	tests := []struct {
		name   string
		change func(*Templates)
		field  string // "": taken
		says   string
	}{
		{name: "no footer", change: func(c *Templates) { c.Footer = "" }},
		{name: "spaces in the braces", change: func(c *Templates) { c.Ack = "{{ ticket.id }}" }},
		{name: "unknown name", change: func(c *Templates) { c.Ack = "Hi {{requester.nme}}" }, field: "ack", says: "{{requester.nme}}"},
		{name: "a name of another template", change: func(c *Templates) { c.Ack = "{{link}}" }, field: "ack", says: "{{link}}"},
		{name: "empty", change: func(c *Templates) { c.AckSubject = " " }, field: "ack_subject", says: "empty"},
		{name: "an invitation without its link", change: func(c *Templates) { c.Invite = "Come in" }, field: "invite", says: "0 times"},
		{name: "a layout without content", change: func(c *Templates) { c.Layout = "<div></div>" }, field: "layout", says: "0 times"},
		{name: "a layout with two", change: func(c *Templates) { c.Layout = "{{content}}{{content}}" }, field: "layout", says: "2 times"},
		{name: "too long", change: func(c *Templates) { c.Reset = "{{link}}" + strings.Repeat("x", longestTemplate) }, field: "reset", says: "longer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := MailTemplates.Default
			tt.change(&c)
			err := c.check()
			if tt.field == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			sentence, field := fault.Public(err)
			if !fault.Is(err, fault.Invalid) || field != tt.field || !strings.Contains(sentence, tt.says) {
				t.Errorf("%v on %q, want %q about %q", err, field, tt.says, tt.field)
			}
		})
	}
}

// A subject is chosen by strangers, and the acknowledgement goes to whomever they name: whatever stands in
// it must stay words.
func TestValuesStayWords(t *testing.T) {
	v := sample(From{})
	plain := rapid.StringMatching(`[a-z]{0,8}`)
	evil := rapid.SampledFrom([]string{"[a](https://evil.test)", "<https://evil.test>", "https://evil.test", "www.evil.test",
		"![x](https://evil.test/p.png)", "a@evil.test", "<b>", "&lt;b&gt;", "{{link}}", "\\[a](//evil.test)", "*", "`", "\n# ", "\n\n    "})
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			v["ticket.subject"] += plain.Draw(t, "word") + evil.Draw(t, "evil")
		}
		var b body
		b.filled("About {{ticket.subject}}.", v)
		_, asHTML := b.within("{{content}}")
		if strings.Count(asHTML, "<") != 2 { // <p> and </p>
			t.Fatalf("%q became %s", v["ticket.subject"], asHTML)
		}
		v["ticket.subject"] = ""
	})
}

// The words of an engineer go out as they are, braces and all.
func TestRepliesKeepBraces(t *testing.T) {
	var b body
	b.markdown("Use `{{ .Values.x }}` and {{content}} here.")
	text, asHTML := b.within("<div>{{content}}</div>")
	if !strings.Contains(text, "{{ .Values.x }}` and {{content}} here.") || !strings.Contains(asHTML, "and {{content}} here") {
		t.Errorf("%s\n%s", text, asHTML)
	}
}

func TestPreviews(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.cleo)
		for _, kind := range []Kind{Reply, Ack, Invite, Reset, Entry, EntryDE, Password, PasswordDE, Reminder, ReminderDE, Farewell, FarewellDE} {
			p, err := k.PreviewTemplate(ctx, MailTemplates.Default, kind)
			if err != nil || p.Subject == "" || p.Text == "" || p.HTML == "" {
				t.Errorf("%s: %+v, %v", kind, p, err)
			}
			if all := p.Subject + p.Text + p.HTML; strings.Contains(all, "{{") {
				t.Errorf("%s has a hole: %s", kind, all)
			}
		}
		if _, err := k.PreviewTemplate(as(t.Context(), k.ana), MailTemplates.Default, Ack); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an agent: %v", err)
		}
	})
}

func TestReplySubject(t *testing.T) {
	tests := []struct {
		subject    string
		tag, first bool
		want       string
	}{
		{"Disk full", true, false, "Re: Disk full [#7]"},
		{"Disk full", false, false, "Re: Disk full"},
		{"Disk full", true, true, "Disk full [#7]"},
		{"RE: Aw: re[2]: Disk full", true, false, "Re: Disk full [#7]"},
		{"Disk full [#7]", true, false, "Re: Disk full [#7]"},
		{"Response time: slow", true, false, "Re: Response time: slow [#7]"},
	}
	for _, tt := range tests {
		if got := replySubject(tt.subject, 7, tt.tag, tt.first); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.subject, got, tt.want)
		}
	}
}

func TestFrom(t *testing.T) {
	f := From{Address: "support@desk.test", Name: "Desk", Personal: true, Plus: true, Owned: true}
	names := []string{f.sender("Ana").Name, f.sender("").Name, From{Name: "Desk"}.sender("Ana").Name, From{Personal: true}.sender("Ana").Name}
	if diff := cmp.Diff([]string{"Ana at Desk", "Desk", "Desk", "Ana"}, names); diff != "" {
		t.Error(diff)
	}
	if got := f.envelope(key, 17, compose.AutoReplied); got != "" {
		t.Errorf("an answer may be answered at %q", got)
	}
	if got := f.envelope(key, 17, ""); !strings.HasPrefix(got, "bounce+17.") || !strings.HasSuffix(got, "@desk.test") {
		t.Errorf("return path %q", got)
	}
	f.Owned = false
	if got := f.envelope(key, 17, ""); got != f.Address {
		t.Errorf("return path %q", got)
	}
	long := From{Address: strings.Repeat("x", 60) + "@desk.test", Plus: true}
	if got := long.replyTo(key, 42); got != long.Address {
		t.Errorf("a local part over 64 octets: %s", got)
	}
	for _, bad := range []string{"support", "a+b@desk.test", "Desk <a@desk.test>", "a@desk.test, b@desk.test"} {
		if err := MailFrom.Check(From{Address: bad}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestLetters(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.cleo)
		link := "https://desk.test/invitation/s3cret-__x_y"
		k.set(t, func(tx *db.Tx) error {
			return k.SendLetter(ctx, tx, people.Letter{Kind: people.InviteLetter, User: k.ben, Link: link, Expires: tx.Now(), Inviter: k.cleo})
		})
		m := k.mails(t, Invite)[0]
		if m.Subject != "Cleo Hart invites you to Desk" || !strings.Contains(m.Text, link) || !strings.Contains(m.HTML, `href="`+link+`"`) {
			t.Errorf("%s\n%s\n%s", m.Subject, m.Text, m.HTML)
		}
		if shown, err := k.Mail(as(t.Context(), k.ana), m.ID); err != nil || shown.Text+shown.HTML != "" {
			t.Errorf("the outbox shows the link: %q, %v", shown.Text, err)
		}
		k.drain(t, access.AsSystem(t.Context(), "mail"))
		m = k.mails(t, Invite)[0]
		if m.State != Sent || m.Text != "" || m.HTML != "" || strings.Contains(k.relay.taken[0].text, "support+") {
			t.Errorf("after sending: %+v", m)
		}
	})
}

// A customer's link is written in the customer's language, and forgotten like the others.
func TestEntryLetters(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := access.AsSystem(t.Context(), "job")
		for locale, want := range map[string][]string{
			"": {"Your link to Desk", "Hello Dana", "14:30 UTC"}, "de-AT": {"Ihr Link zu Desk", "Guten Tag Dana", "20.11.2026, 14:30 UTC"},
			"fr": {"Your link to Desk", "Hello Dana", "14:30 UTC"},
		} {
			link := "https://desk.test/portal/enter/s3cret" + locale
			who := people.User{Name: "Dana Whitfield", Email: "dana@customer.test", Locale: locale}
			k.set(t, func(tx *db.Tx) error {
				return k.SendLetter(ctx, tx,
					people.Letter{Kind: people.EntryLetter, User: who, Link: link, Expires: time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)})
			})
			m := k.mails(t, Entry)
			last := m[len(m)-1]
			for i, part := range []string{last.Subject, last.Text, last.Text} {
				if !strings.Contains(part, want[i]) {
					t.Errorf("%q: %q does not say %q", locale, part, want[i])
				}
			}
			if !strings.Contains(last.HTML, `href="`+link+`"`) {
				t.Errorf("%q: no link in %s", locale, last.HTML)
			}
			if shown, err := k.Mail(as(t.Context(), k.ana), last.ID); err != nil || shown.Text+shown.HTML != "" {
				t.Errorf("the outbox shows the link: %q, %v", shown.Text, err)
			}
		}
	})
}
