package callui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/call/sign"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Panel is what stands beside a ticket: its calls, and the signs that one is due; nil where there is nothing to say.
func (u *UI) Panel(ctx context.Context, tk ticket.Ticket) (g.Node, error) {
	calls, err := u.Calls.Of(ctx, tk.ID)
	if err != nil {
		return nil, err
	}
	hints, err := u.Calls.Hints(ctx, tk)
	if err != nil {
		return nil, err
	}
	if len(calls) == 0 && len(hints) == 0 {
		return nil, nil
	}
	line := t(ctx, "calls.due", "Count", len(hints))
	if len(hints) == 0 {
		line = t(ctx, "calls.state_"+string(calls[0].State))
		if !calls[0].From.IsZero() {
			line += ", " + i18n.FormatNear(ctx, calls[0].From, u.Now(ctx))
		}
	}
	return page.Section{ID: "call", Title: t(ctx, "nav.calls"), Line: line}.View(ctx,
		g.If(len(calls) > 0, h.Ul(h.Class("stack"), g.Map(calls, func(c call.Call) g.Node { return u.item(ctx, c) }))),
		g.Iff(len(hints) > 0, func() g.Node { return u.hints(ctx, tk, hints) })), nil
}

// hints say what speaks for a call and by what it was seen; each can be put aside.
func (u *UI) hints(ctx context.Context, tk ticket.Ticket, hints []sign.Seen) g.Node {
	acts := access.Check(ctx, access.UpdateTickets) == nil
	return h.Div(h.Class("stack"),
		h.Ul(h.Class("stack"), g.Map(hints, func(s sign.Seen) g.Node {
			return h.Li(g.Text(t(ctx, "calls.sign_"+string(s.Sign), "Count", s.Count)), g.If(s.Quote != "", h.Small(g.Text(" “"+s.Quote+"”"))),
				g.If(acts, page.PostButton(page.Small, ticketPath(tk.ID)+"/call/aside", t(ctx, "calls.aside"), []string{"sign", string(s.Sign)},
					g.Attr("aria-label", t(ctx, "calls.aside_label", "Sign", t(ctx, "calls.sign_"+string(s.Sign), "Count", s.Count))))))
		})),
		g.If(acts, h.Div(page.LinkButton(page.Small, ticketPath(tk.ID)+"/call", t(ctx, "calls.offer")))))
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, tk ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.CommentPublic) != nil || tk.Status == ticket.Closed {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(ticketPath(tk.ID)+"/call"), g.Text(t(ctx, "calls.offer")+" …"))}, nil
}

func (u *UI) postAside(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Calls.PutAside(ctx, id, sign.Sign(form.Get("sign"))); err != nil {
		return err
	}
	web.Redirect(w, r, ticketPath(id))
	return nil
}
