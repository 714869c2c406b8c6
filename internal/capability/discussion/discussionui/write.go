package discussionui

import (
	"context"
	"errors"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getWrite(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.UpdateTickets); err != nil {
		return err
	}
	return u.writePage(w, r, web.NewForm(), nil, false)
}

// writePage asks under empty headings. What was found stands above them, with what could stand in its place.
func (u *UI) writePage(w http.ResponseWriter, r *http.Request, form *web.Form, places discussion.Places, replaced bool) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if _, err := u.Tickets.Get(ctx, id); err != nil {
		return err
	}
	rules, err := u.Discussions.Rules(ctx)
	if err != nil {
		return err
	}
	var d discussion.Draft
	var fields g.Group
	for _, f := range d.Fields() {
		field := page.Ask(form, f.Name, i18n.T(ctx, "discussion."+f.Name))
		field.Value, field.Hint, field.Optional = form.Text(f.Name), i18n.T(ctx, "discussion."+f.Name+"_hint"), f.Name == "version" || f.Name == "tried"
		fields = append(fields, page.Textarea(ctx, field))
	}
	leaves := "discussion.leaves"
	if rules.SecondReader {
		leaves = "discussion.read_first"
	}
	var replace g.Node
	if len(places) > 0 && !replaced {
		replace = page.Button(page.Primary, i18n.T(ctx, "discussion.replace"), h.Name("act"), h.Value("replace"))
	}
	look := page.Primary
	if replace != nil {
		look = page.Secondary
	}
	title := i18n.T(ctx, "discussion.title", "Number", id)
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "discussion.about")), found(ctx, places, replaced),
		page.Narrow(page.Form(ticketPath(id)+"/discussion", page.FormError(form), fields, h.P(h.Class("muted"), g.Text(i18n.T(ctx, leaves))),
			page.FormEnd(replace, page.Button(look, i18n.T(ctx, "discussion.send"), h.Name("act"), h.Value("send")),
				page.LinkButton(page.Quiet, ticketPath(id), i18n.T(ctx, "discussion.cancel")))))))
}

// found lists what stands in the draft, or stood there before it was replaced.
func found(ctx context.Context, places discussion.Places, replaced bool) g.Node {
	if len(places) == 0 {
		return nil
	}
	words, tone := "discussion.found", page.Red
	if replaced {
		words, tone = "discussion.replaced", page.Amber
	}
	var rows [][]g.Node
	for _, p := range places {
		rows = append(rows, []g.Node{g.Text(i18n.T(ctx, "discussion.kind_"+string(p.Kind))), h.Span(h.Class("mono"), g.Text(clip(p.Text))),
			g.Text(i18n.T(ctx, "discussion.place", "Field", i18n.T(ctx, "discussion."+p.Field), "Line", p.Line)),
			h.Span(h.Class("mono"), g.Text(p.Placeholder))})
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "discussion.col_"+id)} }
	return g.Group{page.Banner(tone, i18n.T(ctx, words, "Count", len(places))), page.Content(page.Table(i18n.T(ctx, "discussion.col_what"),
		[]page.Column{label("kind"), label("what"), label("where"), label("instead")}, rows...))}
}

// clip shortens what was found, which may be a whole certificate.
func clip(text string) string {
	if runes := []rune(text); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return text
}

func (u *UI) postWrite(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	d := discussion.Draft{TicketID: id}
	for _, f := range d.Fields() {
		*f.Text = form.Text(f.Name)
	}
	if form.Get("act") == "replace" {
		return u.replace(w, r, form, d)
	}
	_, err = u.Discussions.Write(ctx, d)
	var places discussion.Places
	errors.As(err, &places)
	switch {
	case form.Absorb(err):
		for _, p := range places {
			form.Errors[p.Field] = i18n.T(ctx, "discussion.holds", "Field", i18n.T(ctx, "discussion."+p.Field))
		}
		return u.writePage(w, r, form, places, false)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "discussion.sent"))
	web.Redirect(w, r, ticketPath(id))
	return nil
}

// replace shows the draft with placeholders, to be read again before it is sent.
func (u *UI) replace(w http.ResponseWriter, r *http.Request, form *web.Form, d discussion.Draft) error {
	clean, places, err := u.Discussions.Clean(r.Context(), d)
	if err != nil {
		return err
	}
	for _, f := range clean.Fields() {
		form.Values.Set(f.Name, *f.Text)
	}
	return u.writePage(w, r, form, places, true)
}

func (u *UI) postApprove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	item, err := strconv64(r.PathValue("item"))
	if err != nil {
		return err
	}
	if _, err := u.Discussions.Approve(ctx, item); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "discussion.sent"))
	web.Redirect(w, r, ticketPath(id))
	return nil
}
