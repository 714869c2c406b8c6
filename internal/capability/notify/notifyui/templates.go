package notifyui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const templatesPath = "/settings/mail-templates"

func (u *UI) getTemplates(w http.ResponseWriter, r *http.Request) error {
	s, err := u.Notify.Setup(r.Context())
	if err != nil {
		return err
	}
	t := s.Templates
	return u.templates(w, r, web.NewForm("ack_subject", t.AckSubject, "ack", t.Ack, "footer", t.Footer, "invite_subject", t.InviteSubject,
		"invite", t.Invite, "reset_subject", t.ResetSubject, "reset", t.Reset,
		"entry_subject", t.EntrySubject, "entry", t.Entry, "entry_subject_de", t.EntrySubjectDE, "entry_de", t.EntryDE,
		"password_subject", t.PasswordSubject, "password", t.Password, "password_subject_de", t.PasswordSubjectDE, "password_de", t.PasswordDE,
		"reminder", t.Reminder, "reminder_de", t.ReminderDE, "farewell", t.Farewell, "farewell_de", t.FarewellDE, "layout", t.Layout))
}

// typed reads the templates of a form.
func typed(f *web.Form) notify.Templates {
	return notify.Templates{AckSubject: f.Get("ack_subject"), Ack: f.Text("ack"), Footer: f.Get("footer"), InviteSubject: f.Get("invite_subject"),
		Invite: f.Text("invite"), ResetSubject: f.Get("reset_subject"), Reset: f.Text("reset"),
		EntrySubject: f.Get("entry_subject"), Entry: f.Text("entry"), EntrySubjectDE: f.Get("entry_subject_de"), EntryDE: f.Text("entry_de"),
		PasswordSubject: f.Get("password_subject"), Password: f.Text("password"), PasswordSubjectDE: f.Get("password_subject_de"),
		PasswordDE: f.Text("password_de"),
		Reminder:   f.Text("reminder"), ReminderDE: f.Text("reminder_de"), Farewell: f.Text("farewell"), FarewellDE: f.Text("farewell_de"),
		Layout: f.Text("layout")}
}

func (u *UI) postTemplates(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Notify.SaveTemplates(r.Context(), typed(f))
	if f.Absorb(err) {
		return u.templates(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "out.saved"))
	web.Redirect(w, r, templatesPath)
	return nil
}

// postPreview shows what is typed, unsaved, as a mail would look, in the frame of the page.
func (u *UI) postPreview(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	p, err := u.Notify.PreviewTemplate(r.Context(), typed(f), notify.Kind(f.Get("kind")))
	web.Sandbox(w)
	if f.Absorb(err) {
		sentence, _ := fault.Public(err)
		return web.Render(w, http.StatusUnprocessableEntity, h.P(g.Text(sentence)))
	}
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, g.Group{h.P(h.B(g.Text(p.Subject))), h.Hr(), g.Raw(p.HTML), h.Hr(), h.Pre(g.Text(p.Text))})
}

const previewFrame = "preview"

// templates draws the page.
func (u *UI) templates(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	title := i18n.T(ctx, "settings.templates.title")
	return u.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "settings.templates.about")), page.Narrow(
		page.Card(i18n.T(ctx, "templates.looks"), i18n.T(ctx, "templates.looksabout"),
			h.IFrame(h.Class("mail-frame"), h.Name(previewFrame), h.Title(i18n.T(ctx, "templates.looks")), g.Attr("sandbox", ""))),
		h.Form(h.Class("form"), h.Method("post"), h.Action(templatesPath), g.Attr("hx-boost", "false"), page.FormError(f),
			part(ctx, f, notify.Ack, "ack_subject", "ack"), part(ctx, f, notify.Reply, "footer", ""),
			part(ctx, f, notify.Invite, "invite_subject", "invite"), part(ctx, f, notify.Reset, "reset_subject", "reset"),
			part(ctx, f, notify.Entry, "entry_subject", "entry"), part(ctx, f, notify.EntryDE, "entry_subject_de", "entry_de"),
			part(ctx, f, notify.Password, "password_subject", "password"), part(ctx, f, notify.PasswordDE, "password_subject_de", "password_de"),
			part(ctx, f, notify.Reminder, "", "reminder"), part(ctx, f, notify.ReminderDE, "", "reminder_de"),
			part(ctx, f, notify.Farewell, "", "farewell"), part(ctx, f, notify.FarewellDE, "", "farewell_de"),
			page.Card(i18n.T(ctx, "templates.layout"), i18n.T(ctx, "templates.layoutabout"), page.Textarea(ctx, words(ctx, f, "layout"))),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "out.save"))))))
}

// part is the texts of one kind of mail and a button that shows them filled in. line is a field of one line,
// text a long one; either may be "".
func part(ctx context.Context, f *web.Form, kind notify.Kind, line, text string) g.Node {
	short := words(ctx, f, line)
	short.Optional = line == "footer"
	return page.Card(i18n.T(ctx, "templates."+string(kind)), "", g.Iff(line != "", func() g.Node { return page.Input(ctx, short) }),
		g.Iff(text != "", func() g.Node { return page.Textarea(ctx, words(ctx, f, text)) }),
		page.FormEnd(page.Button(page.Small, i18n.T(ctx, "templates.preview"), h.Name("kind"), h.Value(string(kind)),
			h.FormAction(templatesPath+"/preview"), h.FormTarget(previewFrame))))
}

// words is the field of a template; its hint lists the placeholders.
func words(ctx context.Context, f *web.Form, name string) page.Field {
	field := page.Ask(f, name, i18n.T(ctx, "templates.field."+name))
	field.Hint = i18n.T(ctx, "templates.may", "Names", "{{"+strings.Join(notify.Placeholders()[name], "}} {{")+"}}")
	field.Autocomplete = "off"
	return field
}
