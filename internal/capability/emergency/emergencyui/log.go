package emergencyui

import (
	"context"
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// linesShown is how many of the newest lines stand beside the ticket, after the pinned ones.
const linesShown = 4

// logPanel is the investigation log beside a ticket, on paper of the house: it never goes out.
func (u *UI) logPanel(ctx context.Context, ticketID int64, lines []emergency.Line, names map[int64]people.User, open bool) g.Node {
	if len(lines) == 0 && !open {
		return nil
	}
	pinned := slices.IndexFunc(lines, func(l emergency.Line) bool { return !l.Pinned })
	if pinned < 0 {
		pinned = len(lines)
	}
	short := lines
	if len(lines)-pinned > linesShown {
		short = slices.Concat(lines[:pinned], lines[len(lines)-linesShown:])
	}
	var add g.Node
	if access.Check(ctx, access.CommentPrivate) == nil {
		add = u.logForm(ctx, ticketID, web.NewForm())
	}
	return page.Paper(i18n.T(ctx, "emergency.log"), u.logLines(ctx, ticketID, short, names), add,
		g.If(len(lines) > len(short), h.P(h.A(h.Class("link"), h.Href(act(ticketID, "log")), g.Text(i18n.T(ctx, "emergency.log_all", "Count", len(lines)))))))
}

func (u *UI) logForm(ctx context.Context, ticketID int64, form *web.Form) g.Node {
	body := page.Ask(form, "body", i18n.T(ctx, "emergency.log_line"))
	body.Hint = i18n.T(ctx, "emergency.log_hint")
	return page.Form(act(ticketID, "log"), page.Textarea(ctx, body), page.FormEnd(page.Button(page.NoteLook, i18n.T(ctx, "emergency.log_add"))))
}

func (u *UI) logLines(ctx context.Context, ticketID int64, lines []emergency.Line, names map[int64]people.User) g.Node {
	may := access.Check(ctx, access.CommentPrivate) == nil
	return h.Ul(h.Class("stack"), g.Map(lines, func(l emergency.Line) g.Node {
		pin, on := i18n.T(ctx, "emergency.pin"), "on"
		if l.Pinned {
			pin, on = i18n.T(ctx, "emergency.unpin"), ""
		}
		return h.Li(h.ID("line-"+text(l.ID)), g.If(l.Pinned, g.Group{page.Chip(page.Inside, i18n.T(ctx, "emergency.pinned")), g.Text(" ")}),
			h.Span(h.Class("muted"), page.Time(ctx, l.At, u.Now(ctx)), g.Text(" · "), shown(names, l.By, i18n.T(ctx, "emergency.desk"))),
			h.Pre(h.Class("log-line"), g.Text(l.Body)),
			g.If(may, page.PostButton(page.Small, act(ticketID, "log/pin"), pin, []string{"line", text(l.ID), "on", on})))
	}))
}

// getLog is the whole log of a ticket.
func (u *UI) getLog(w http.ResponseWriter, r *http.Request) error {
	return u.ask(w, r, u.logPage, web.NewForm())
}

func (u *UI) logPage(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	lines, err := u.Emergencies.Lines(ctx, id)
	if err != nil {
		return err
	}
	names, err := u.Tickets.Named(ctx, whoOf(nil, lines, nil)...)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "emergency.log_title", "Number", id)
	var add g.Node
	if access.Check(ctx, access.CommentPrivate) == nil {
		add = u.logForm(ctx, id, form)
	}
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, t.Subject, page.LinkButton(page.Secondary, href(id), i18n.T(ctx, "emergency.to_ticket"))),
			page.Narrow(page.Paper("", u.logLines(ctx, id, lines, names), add))))
}

func (u *UI) postLog(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "log", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.Note(ctx, id, form.Text("body"))
	}, u.logPage)
}

func (u *UI) postPin(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "pin", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.Pin(ctx, id, form.Int64("line"), form.Get("on") == "on")
	}, nil)
}
