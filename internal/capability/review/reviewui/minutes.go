package reviewui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// minutesCard is what the customer got, and what stays inside on yellow paper.
func (u *UI) minutesCard(ctx context.Context, m review.Outcome) g.Node {
	var out []g.Node
	if m.Minutes != "" {
		out = append(out, h.Div(h.ID("minutes"),
			page.Card(i18n.T(ctx, "minutes.title"), i18n.T(ctx, "minutes.sent_at", "Time", i18n.FormatTime(ctx, m.MinutesAt)),
				page.Prose(markup.Markdown(m.Minutes)))))
	}
	if m.Notes != "" {
		out = append(out, page.Paper(i18n.T(ctx, "minutes.notes"), page.Prose(markup.Markdown(m.Notes))))
	}
	return g.Group(out)
}

// writeCards are where minutes and notes are written. Both are kept on the server as one types.
func (u *UI) writeCards(ctx context.Context, m review.Outcome, form *web.Form, contacts []people.User) (g.Node, error) {
	if access.Check(ctx, access.CommentPrivate) != nil {
		return nil, nil
	}
	notes, err := u.Reviews.Draft(ctx, m.ID, false)
	if err != nil {
		return nil, err
	}
	inside := page.Paper(i18n.T(ctx, "minutes.write_notes"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "minutes.write_notes_about"))),
		drafted(ctx, m.Meeting, "internal", m.Path()+"/notes", "notes", form, notes,
			page.FormEnd(page.Button(page.NoteLook, i18n.T(ctx, "minutes.keep_notes")))))
	if access.Check(ctx, access.CommentPublic) != nil || m.State != review.Planned && m.State != review.Held {
		return inside, nil
	}
	minutes, err := u.Reviews.Draft(ctx, m.ID, true)
	if err != nil {
		return nil, err
	}
	return g.Group{u.minutesForm(ctx, m, minutes, form, contacts), inside}, nil
}

// minutesForm is where minutes are written and sent; those that went out are folded, to be corrected.
func (u *UI) minutesForm(ctx context.Context, m review.Outcome, draft review.Draft, form *web.Form, contacts []people.User) g.Node {
	early, sent := m.At.After(u.Now(ctx)), m.Minutes != ""
	title, about, do := "minutes.write", "minutes.write_about", "minutes.send"
	if sent {
		title, do = "minutes.correct", "minutes.send_again"
	}
	end := page.FormEnd(g.If(!early, page.Button(page.Primary, i18n.T(ctx, do))),
		page.Button(page.Secondary, i18n.T(ctx, "minutes.keep"), h.FormAction(m.Path()+"/draft?page=1")))
	if early {
		about = "minutes.write_early"
	}
	write := drafted(ctx, m.Meeting, "public", m.Path()+"/minutes", "minutes", form, draft, readers(ctx, form, contacts, ""), end)
	if sent {
		return fold(form.Get("mode") == "public" || !draft.At.IsZero(), i18n.T(ctx, title),
			page.Card(i18n.T(ctx, title), i18n.T(ctx, "minutes.correct_about"), write))
	}
	return page.Card(i18n.T(ctx, title), i18n.T(ctx, about), write)
}

// drafted is a form whose text is kept on the server as one types: see composer.js.
func drafted(ctx context.Context, m review.Meeting, mode, action, id string, form *web.Form, d review.Draft, more ...g.Node) g.Node {
	body, wrong := d.Body, ""
	if form.Get("mode") == mode {
		body, wrong = form.Text("body"), form.Error("body")
	}
	saved := ""
	if !d.At.IsZero() {
		saved = i18n.T(ctx, "minutes.saved_at", "Time", i18n.FormatClock(ctx, d.At))
	}
	return h.Form(h.Class("form"), h.Method("post"), h.Action(action), g.Attr("data-composer", ""),
		g.Attr("data-draft-url", m.Path()+"/draft"), g.Attr("hx-morph-skip", ""), page.Hidden("mode", mode),
		h.Div(h.Class("field"), h.Label(h.For("body-"+id), g.Text(i18n.T(ctx, "minutes.f_"+id))),
			g.If(wrong != "", h.P(h.Class("error"), h.ID("body-"+id+"-error"), g.Text(wrong))),
			h.Textarea(h.Class("input tall"), h.ID("body-"+id), h.Name("body"), h.Rows("10"),
				g.If(wrong != "", g.Attr("aria-describedby", "body-"+id+"-error")), g.Text(body))),
		h.Span(h.Class("saved muted"), g.Attr("role", "status"), g.Attr("data-saved", i18n.T(ctx, "minutes.saved")),
			g.Attr("data-unsaved", i18n.T(ctx, "minutes.unsaved")), g.Text(saved)), g.Group(more))
}

// postDraft keeps what is typed: called by the page as one types, and by the button beside.
func (u *UI) postDraft(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Reviews.SaveDraft(ctx, id, form.Get("mode") != "internal", form.Text("body")); err != nil {
		return err
	}
	if r.URL.Query().Get("page") == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	web.Done(ctx, i18n.T(ctx, "minutes.saved"))
	web.Redirect(w, r, "/reviews/"+itoa(id))
	return nil
}

func (u *UI) postMinutes(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "minutes.sent_done", "#minutes", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Reviews.SendMinutes(ctx, id, form.Text("body"), recipients(form)...)
	})
}

func (u *UI) postNotes(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "minutes.noted_done", "", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Reviews.WriteNotes(ctx, id, form.Text("body"))
	})
}
