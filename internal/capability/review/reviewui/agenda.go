package reviewui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getAgenda(w http.ResponseWriter, r *http.Request) error {
	return u.agendaPage(w, r, web.NewForm())
}

// agendaPage is what is gone through in the next call: the tickets in the customer's order, and the fixed headings.
func (u *UI) agendaPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	a, err := u.Reviews.Agenda(ctx, o.ID)
	if err != nil {
		return err
	}
	when := g.Node(page.Banner(page.Blue, i18n.T(ctx, "agenda.no_call"), page.LinkButton(page.Small, accountPath(o.ID, "review"), i18n.T(ctx, "review.tab_review"))))
	if a.Meeting.ID != 0 {
		when = h.P(h.Class("cluster"), g.Text(i18n.T(ctx, "agenda.for")), h.A(h.Class("link"), h.Href(a.Meeting.Path()), page.Time(ctx, a.Meeting.At, u.Now(ctx))), agendaChip(ctx, a.Meeting))
	}
	send, err := u.sendAgendaCard(ctx, a, form)
	if err != nil {
		return err
	}
	return u.show(w, r, o, "agenda", form, when, page.FormError(form), u.openCard(ctx, a), u.sinceCard(ctx, a), u.actionsCard(ctx, a.Actions, a.Meeting), risksShort(ctx, a), headingsCard(ctx, a, form), send)
}

func agendaChip(ctx context.Context, m review.Meeting) g.Node {
	if m.AgendaAt.IsZero() {
		return page.Chip(page.Neutral, i18n.T(ctx, "agenda.unsent"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "agenda.sent_at", "Time", i18n.FormatTime(ctx, m.AgendaAt)))
}

// openCard lists the open tickets in the customer's order. Each can go up and down by a button, or all get numbers.
func (u *UI) openCard(ctx context.Context, a review.Agenda) g.Node {
	title := i18n.T(ctx, "agenda.open")
	if len(a.Open) == 0 {
		return page.Card(title, "", page.EmptyState("check", i18n.T(ctx, "agenda.none_open"), i18n.T(ctx, "agenda.none_open_text")))
	}
	place := accountPath(a.OrganizationID, "agenda/place")
	edits := writes(ctx)
	rows := make([][]g.Node, len(a.Open))
	for i, it := range a.Open {
		number := g.Text(strconv.Itoa(i + 1))
		acts := g.Node(nil)
		if edits {
			number = h.Input(h.Class("input short"), h.Type("number"), h.Min("1"), h.Max(strconv.Itoa(len(a.Open))), h.FormAttr("order"), h.Name("place-"+itoa(it.ID)), h.Value(strconv.Itoa(i+1)),
				g.Attr("aria-label", i18n.T(ctx, "agenda.place_of", "Number", it.ID)))
			move := func(to int, label string, off bool) g.Node {
				return g.If(!off, page.PostButton(page.Small, place, i18n.T(ctx, label), []string{"ticket", itoa(it.ID), "to", strconv.Itoa(to)}))
			}
			acts = h.Div(h.Class("cluster"), move(i-1, "agenda.up", i == 0), move(i+1, "agenda.down", i == len(a.Open)-1))
		}
		rows[i] = []g.Node{number, ticketLink(it.ID, "#"+itoa(it.ID)), ticketLink(it.ID, it.Subject), g.Text(i18n.T(ctx, "agenda.priority_"+it.Priority.String())), page.Status(ctx, it.Status.String()),
			g.Text(it.Assignee), acts}
	}
	var save g.Node
	if edits {
		save = h.Form(h.ID("order"), h.Method("post"), h.Action(accountPath(a.OrganizationID, "agenda/order")), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "agenda.save_order"))))
	}
	return page.Card(title, i18n.T(ctx, "agenda.open_about"), page.Table(title, columns(ctx, "agenda", "place#", "number", "subject", "priority", "status", "assignee", "acts"), rows...), save)
}

// sinceCard is what was solved and decided since the last call.
func (u *UI) sinceCard(ctx context.Context, a review.Agenda) g.Node {
	about := i18n.T(ctx, "agenda.since_never")
	if !a.Since.IsZero() {
		about = i18n.T(ctx, "agenda.since_at", "Time", i18n.FormatTime(ctx, a.Since))
	}
	var items []g.Node
	for _, it := range a.Solved {
		items = append(items, h.Li(page.Chip(page.Green, i18n.T(ctx, "agenda.solved")), g.Text(" "), ticketLink(it.ID, "#"+itoa(it.ID)+" "+it.Subject)))
	}
	for _, d := range a.Decisions {
		items = append(items, h.Li(page.Chip(page.Blue, i18n.T(ctx, "agenda.decided")), g.Text(" "), decisionWords(ctx, d)))
	}
	body := g.Node(h.Ul(h.Class("stack"), g.Group(items)))
	if len(items) == 0 {
		body = h.P(h.Class("muted"), g.Text(i18n.T(ctx, "agenda.since_nothing")))
	}
	return page.Card(i18n.T(ctx, "agenda.since"), about, body)
}

func risksShort(ctx context.Context, a review.Agenda) g.Node {
	body := g.Node(h.Ul(h.Class("stack"), g.Map(a.Risks, func(r review.Risk) g.Node { return h.Li(riskChip(ctx, r), g.Text(" "+r.Told())) })))
	if len(a.Risks) == 0 {
		body = h.P(h.Class("muted"), g.Text(i18n.T(ctx, "agenda.risks_none")))
	}
	return page.Card(i18n.T(ctx, "agenda.risks"), i18n.T(ctx, "agenda.risks_about"), body, page.LinkButton(page.Small, accountPath(a.OrganizationID, "risks"), i18n.T(ctx, "review.tab_risks")))
}

// headingsCard is what the engineer adds under the fixed headings.
func headingsCard(ctx context.Context, a review.Agenda, form *web.Form) g.Node {
	if a.Meeting.ID == 0 || !writes(ctx) {
		return nil
	}
	var fields []g.Node
	for _, heading := range review.Headings() {
		f := askOptional(ctx, form, "agenda", string(heading))
		if f.Value == "" {
			f.Value = a.Meeting.Headings[heading]
		}
		fields = append(fields, page.Textarea(ctx, f))
	}
	return page.Card(i18n.T(ctx, "agenda.headings"), i18n.T(ctx, "agenda.headings_about"), page.Form(a.Meeting.Path()+"/headings", g.Group(fields),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "agenda.save_headings")))))
}

// sendAgendaCard mails the agenda to those who take part.
func (u *UI) sendAgendaCard(ctx context.Context, a review.Agenda, form *web.Form) (g.Node, error) {
	if a.Meeting.ID == 0 || !writes(ctx) || a.Meeting.At.Before(u.Now(ctx)) {
		return nil, nil
	}
	m, err := u.Reviews.Meeting(ctx, a.Meeting.ID)
	if err != nil {
		return nil, err
	}
	to, err := u.readers(ctx, form, m.Readers)
	return page.Card(i18n.T(ctx, "agenda.send"), i18n.T(ctx, "agenda.send_about"), page.Form(m.Path()+"/agenda", to, page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "agenda.send_do"))))), err
}

// readers are ticks of the customer's contacts; all are ticked at first.
func (u *UI) readers(ctx context.Context, form *web.Form, ids []int64) (g.Node, error) {
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return page.Notice(page.Amber, i18n.T(ctx, "review.no_contacts")), nil
	}
	chosen := form.All("to")
	var options []page.Option
	for _, id := range ids {
		options = append(options, page.Option{Value: itoa(id), Label: names[id].Name, About: names[id].Email})
		if form.Values.Get("sent") == "" {
			chosen = append(chosen, itoa(id))
		}
	}
	f := page.Ask(form, "to", i18n.T(ctx, "review.f_to"))
	return g.Group{page.Hidden("sent", "1"), page.Ticks(f, chosen, options...)}, nil
}

// recipients reads who was ticked.
func recipients(form *web.Form) (ids []int64) {
	for _, v := range form.All("to") {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func (u *UI) postPlace(w http.ResponseWriter, r *http.Request) error {
	o, err := u.account(r)
	if err != nil {
		return err
	}
	return did(w, r, accountPath(o.ID, "agenda"), "", func(ctx context.Context, form *web.Form) error {
		return u.Reviews.PlaceTicket(ctx, o.ID, form.Int64("ticket"), int(form.Int64("to")))
	}, u.agendaPage)
}

func (u *UI) postOrder(w http.ResponseWriter, r *http.Request) error {
	o, err := u.account(r)
	if err != nil {
		return err
	}
	return did(w, r, accountPath(o.ID, "agenda"), "agenda.order_saved", func(ctx context.Context, form *web.Form) error {
		return u.Reviews.Reorder(ctx, o.ID, places(form))
	}, u.agendaPage)
}

// places reads the numbers beside tickets; what is no number leaves the ticket where it is.
func places(form *web.Form) map[int64]int {
	out := map[int64]int{}
	for name := range form.Values {
		id, err := strconv.ParseInt(strings.TrimPrefix(name, "place-"), 10, 64)
		if !strings.HasPrefix(name, "place-") || err != nil {
			continue
		}
		if n, err := strconv.Atoi(form.Get(name)); err == nil {
			out[id] = n
		}
	}
	return out
}

// decisionWords say what was decided.
func decisionWords(ctx context.Context, d review.Decision) g.Node {
	subject := g.Node(nil)
	if d.TicketID != 0 {
		subject = g.Group{ticketLink(d.TicketID, "#"+itoa(d.TicketID)+" "+d.Subject), g.Text(": ")}
	}
	change := i18n.T(ctx, "decision.did_"+string(d.Kind))
	if d.Became != "" {
		change = i18n.T(ctx, "decision.change", "Was", valueWord(ctx, d, d.Was), "Became", valueWord(ctx, d, d.Became))
	}
	return g.Group{subject, g.Text(change + ". " + d.Why + " (" + d.DecidedBy + ")")}
}

// valueWord is a priority or a status in the reader's words.
func valueWord(ctx context.Context, d review.Decision, word string) string {
	group := "agenda.status_"
	if d.Kind == review.ToPriority {
		group = "agenda.priority_"
	}
	return i18n.T(ctx, group+word)
}

// personOf is a person for a list.
func personOf(u people.User) page.Person {
	return page.Person{ID: u.ID, Name: u.Name, Href: "/people/" + itoa(u.ID)}
}
