package incidentui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// languages are those in which a text can be given beside that for all others.
var languages = []string{"de"}

func (u *UI) getAnswer(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.answer(w, r, id, web.NewForm())
}

// answer is the page from which all linked tickets are answered, with how far each answer has come.
func (u *UI) answer(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	s, err := u.see(ctx, id)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "answer.title", "Number", id)
	body := optional(hinted(ctx, form, "text"))
	if s.Confidential {
		form.Values.Set("internal", "on")
	}
	fields := g.Group{page.Textarea(ctx, body)}
	for _, language := range languages {
		fields = append(fields, page.Textarea(ctx, optional(ask(ctx, form, "text_"+language))))
	}
	return u.show(w, r, form, title, page.Head(title, i18n.T(ctx, "answer.sub", "Count", len(s.Links), "Waiting", len(s.Waiting)),
		page.LinkButton(page.Secondary, room(id), i18n.T(ctx, "answer.back"))), s.banner(ctx), page.Content(h.Div(h.Class("room"),
		page.Card("", "", page.Form(room(id)+"/answer", page.FormError(form), fields, page.Checkbox(ctx, hinted(ctx, form, "internal")),
			page.Checkbox(ctx, ask(ctx, form, "solve")), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "answer.send", "Count", len(s.Links)))))),
		h.Div(h.Class("stack"), page.LiveNotice("run-news", i18n.T(ctx, "answer.news"), room(id)+"/answer", i18n.T(ctx, "room.reload"), runTopics(s.runs)...),
			g.Map(s.runs, func(run incident.Run) g.Node { return runView(ctx, run) })))))
}

// runTopics are what changes when an answer goes on.
func runTopics(runs []incident.Run) []string {
	topics := []string{"bulks"}
	for _, run := range runs {
		for _, b := range run.Bulks {
			topics = append(topics, "bulk:"+text(b.ID))
		}
	}
	return topics
}

func runView(ctx context.Context, run incident.Run) g.Node {
	finished := run.Count(ticket.BulkDone) + run.Count(ticket.BulkRefused)
	var rows [][]g.Node
	for _, b := range run.Bulks {
		for _, t := range b.Tickets {
			rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href("/tickets/"+text(t.ID)), g.Text("#"+text(t.ID)+" "+t.Subject)), result(ctx, t)})
		}
	}
	title := i18n.T(ctx, "answer.run")
	return page.Card(title, i18n.T(ctx, "answer.count", "Done", run.Count(ticket.BulkDone), "Refused", run.Count(ticket.BulkRefused)),
		g.If(finished < run.Total(), page.Progress(title, finished, run.Total())),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "answer.ticket")}, {Label: i18n.T(ctx, "answer.result")}}, rows...))
}

func result(ctx context.Context, t ticket.BulkTicket) g.Node {
	switch t.Result {
	case ticket.BulkDone:
		return page.Chip(page.Green, i18n.T(ctx, "answer.done"))
	case ticket.BulkRefused:
		return g.Group{page.Chip(page.Red, i18n.T(ctx, "answer.refused")), g.Text(" " + t.Problem)}
	}
	return page.Chip(page.Neutral, i18n.T(ctx, "answer.waits"))
}

func (u *UI) postAnswer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	a := incident.Answer{Incident: id, Internal: form.Bool("internal"), Solve: form.Bool("solve"), Texts: map[string]string{"": form.Text("text")}}
	for _, language := range languages {
		a.Texts[language] = form.Text("text_" + language)
	}
	_, err = u.Incidents.AnswerAll(ctx, a)
	switch {
	case form.Absorb(err):
		return u.answer(w, r, id, form)
	case err != nil:
		return err
	}
	return done(w, r, "answer.begun", room(id)+"/answer")
}
