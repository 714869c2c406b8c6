package rulesui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func callsPath(ticketID int64) string { return fmt.Sprintf("/tickets/%d/macros", ticketID) }

// Action is the entry of a ticket's menu that leads to its macros; nil for who may not change tickets.
func (u *UI) Action(ctx context.Context, ticketID int64) g.Node {
	if access.Check(ctx, access.UpdateTickets) != nil {
		return nil
	}
	return h.A(h.Href(callsPath(ticketID)), g.Text(i18n.T(ctx, "call.menu")))
}

// getCalls lists the macros that can be called on a ticket.
func (u *UI) getCalls(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	list, err := u.Rules.Callable(ctx, id)
	if err != nil {
		return err
	}
	title, back := i18n.T(ctx, "call.title", "Number", id), page.LinkButton(page.Quiet, fmt.Sprint("/tickets/", id), i18n.T(ctx, "trace.back"))
	if len(list) == 0 {
		return u.show(w, r, http.StatusOK, title, page.Head(title, ""),
			page.Content(page.EmptyState("sparkles", i18n.T(ctx, "macros.none"), i18n.T(ctx, "macros.noneabout"), back)))
	}
	v, err := u.namesIn(ctx, list)
	if err != nil {
		return err
	}
	rows := make([][]g.Node, len(list))
	for i, m := range list {
		rows[i] = []g.Node{h.A(h.Class("link"), h.Href(callsPath(id)+"/"+strconv.FormatInt(m.ID, 10)), h.B(g.Text(m.Title))),
			h.Small(g.Text(v.actions(ctx, m.Actions))), h.Small(h.Class("muted"), g.Text(beginning(m.Body)))}
	}
	return u.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "call.about"), back),
		page.Content(page.Table(title, []page.Column{{Label: i18n.T(ctx, "rule.title")}, {Label: i18n.T(ctx, "rule.does")},
			{Label: i18n.T(ctx, "macros.words")}}, rows...)))
}

// getCall shows what a macro would do, and lets its words be changed before.
func (u *UI) getCall(w http.ResponseWriter, r *http.Request) error {
	c, id, err := u.call(r)
	if err != nil {
		return err
	}
	mode := "internal"
	if c.Public {
		mode = "public"
	}
	return u.showCall(w, r, c, id, web.NewForm("body", c.Body, "mode", mode, "seen", strconv.FormatInt(c.Seq, 10)))
}

func (u *UI) call(r *http.Request) (c rules.Call, id int64, err error) {
	if err := access.Check(r.Context(), access.UpdateTickets); err != nil {
		return c, 0, err
	}
	if id, err = web.PathID(r); err != nil {
		return c, id, err
	}
	macro, err := strconv.ParseInt(r.PathValue("macro"), 10, 64)
	if err != nil {
		macro = 0 // none has it, and Preview says so
	}
	c, err = u.Rules.Preview(r.Context(), macro, id)
	return c, id, err
}

func (u *UI) postCall(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, id, err := u.call(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	held, err := u.Rules.Do(ctx, c.Macro.ID, id, f.Text("body"), f.Get("mode") == "public", f.Int64("seen"))
	if f.Absorb(err) {
		return u.showCall(w, r, c, id, f)
	}
	if err != nil {
		return err
	}
	done := web.Flash{Kind: "done", Text: i18n.T(ctx, "call.done", "Title", c.Macro.Title)}
	if held.ID != 0 {
		done.Undo, done.Until = fmt.Sprintf("/replies/%d/undo", held.ID), held.SendAt.Unix()
	}
	web.AddFlash(ctx, done)
	web.Redirect(w, r, fmt.Sprint("/tickets/", id))
	return nil
}

func (u *UI) showCall(w http.ResponseWriter, r *http.Request, c rules.Call, id int64, f *web.Form) error {
	ctx := r.Context()
	v, err := u.naming(ctx, []rules.Trace{{Fired: rules.Fired{Effects: c.Effects}}})
	if err != nil {
		return err
	}
	var reply g.Node
	if c.Body != "" || f.Get("body") != "" {
		body, mode := page.Ask(f, "body", i18n.T(ctx, "call.words")), page.Ask(f, "mode", i18n.T(ctx, "call.mode"))
		body.Value = f.Text("body")
		reply = g.Group{page.Textarea(ctx, body), page.Select(ctx, mode, page.Choice{Value: "public", Label: i18n.T(ctx, "call.public")},
			page.Choice{Value: "internal", Label: i18n.T(ctx, "call.internal")})}
	}
	title := c.Macro.Title
	return u.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "call.on", "Number", id)),
		page.Narrow(page.Form(callsPath(id)+"/"+strconv.FormatInt(c.Macro.ID, 10), page.FormError(f), problems(f, "body", "mode"),
			page.Hidden("seen", f.Get("seen")),
			page.Card(i18n.T(ctx, "call.changes"), "", effects(ctx, v, c.Effects, "call.nochange")), reply,
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "call.do")), page.LinkButton(page.Quiet, callsPath(id), i18n.T(ctx, "rule.cancel"))))))
}

// problems shows what is wrong with fields that the form does not have: a macro sets what nobody typed.
func problems(f *web.Form, shown ...string) g.Node {
	var out g.Group
	for name, sentence := range f.Errors {
		if name != "" && name != shown[0] && name != shown[1] {
			out = append(out, h.Div(h.Class("form-error"), g.Attr("role", "alert"), page.Icon("circle-alert"), h.P(g.Text(sentence))))
		}
	}
	return out
}
