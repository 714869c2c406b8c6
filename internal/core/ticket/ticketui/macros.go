package ticketui

import (
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const macrosPath = "/settings/macros"

// getMacros lists the saved replies.
func (u *UI) getMacros(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	macros, err := u.Tickets.Macros(ctx)
	if err != nil {
		return err
	}
	title, add := i18n.T(ctx, "settings.macros.title"), page.LinkButton(page.Primary, macrosPath+"/new", i18n.T(ctx, "macro.new"))
	if len(macros) == 0 {
		return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, ""),
			page.Content(page.EmptyState("message-square", i18n.T(ctx, "macro.none"), i18n.T(ctx, "macro.none_text"), add))))
	}
	now := u.Now(ctx)
	rows := make([][]g.Node, len(macros))
	for i, m := range macros {
		rows[i] = []g.Node{h.A(h.Class("link"), h.Href(macroEditor.path(m.ID)), g.Text(m.Title)),
			h.Span(h.Class("muted"), g.Text(beginning(m.Body))), page.Time(ctx, m.UpdatedAt, now)}
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.macros.about"), add),
		page.Content(page.Table(title, []page.Column{{Label: i18n.T(ctx, "macro.title")}, {Label: i18n.T(ctx, "macro.begins")},
			{Label: i18n.T(ctx, "macro.changed")}}, rows...))))
}

// beginning is enough of a text to tell it from others.
func beginning(text string) string {
	return fault.Clip(strings.Join(strings.Fields(text), " "), 90)
}

func (u *UI) getNewMacro(w http.ResponseWriter, r *http.Request) error {
	return u.showMacro(w, r, web.NewForm())
}

func (u *UI) getMacro(w http.ResponseWriter, r *http.Request) error {
	m, err := u.macro(r)
	if err != nil {
		return err
	}
	return u.showMacro(w, r, web.NewForm("title", m.Title, "body", m.Body))
}

// macro is the one in the path.
func (u *UI) macro(r *http.Request) (ticket.Macro, error) {
	id, err := web.PathID(r)
	if err != nil {
		return ticket.Macro{}, err
	}
	macros, err := u.Tickets.Macros(r.Context())
	if err != nil {
		return ticket.Macro{}, err
	}
	i := slices.IndexFunc(macros, func(m ticket.Macro) bool { return m.ID == id })
	if i < 0 {
		return ticket.Macro{}, fault.New(fault.NotFound, "There is no saved reply %d", id)
	}
	return macros[i], nil
}

// postMacro saves the reply in the path or a new one; with the button "preview" it only shows it.
func (u *UI) postMacro(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if f.Get("do") == "preview" {
		return u.showMacro(w, r, f)
	}
	var m ticket.Macro
	if r.PathValue("id") != "" {
		m, err = u.macro(r)
	} else {
		m.Position, err = u.lastMacro(r)
	}
	if err != nil {
		return err
	}
	m.Title, m.Body = f.Get("title"), f.Text("body")
	_, err = u.Tickets.SaveMacro(ctx, m)
	if f.Absorb(err) {
		return u.showMacro(w, r, f)
	}
	if err != nil {
		return err
	}
	macroEditor.done(w, r, m.Title)
	return nil
}

// lastMacro is where a new reply stands: behind all others.
func (u *UI) lastMacro(r *http.Request) (int, error) {
	macros, err := u.Tickets.Macros(r.Context())
	if err != nil || len(macros) == 0 {
		return 0, err
	}
	return macros[len(macros)-1].Position + 1, nil
}

func (u *UI) showMacro(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	name, body := page.Ask(f, "title", i18n.T(ctx, "macro.title")), page.Ask(f, "body", i18n.T(ctx, "macro.body"))
	name.Autocomplete, name.Hint, body.Value, body.Hint = "off", i18n.T(ctx, "macro.title_hint"), f.Text("body"), i18n.T(ctx, "macro.body_hint")
	fields := g.Group{page.Input(ctx, name), page.Textarea(ctx, body), placeholders(ctx)}
	return macroEditor.show(u, w, r, f, "", fields, macroPreview(ctx, f.Text("body")))
}
