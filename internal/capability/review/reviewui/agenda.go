package reviewui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// agendaForm is the form that all of the page belongs to: whichever button is pressed, what was typed elsewhere is kept.
const agendaForm = "agenda"

func (u *UI) getAgenda(w http.ResponseWriter, r *http.Request) error {
	return u.agendaPage(w, r, web.NewForm())
}

// agendaPage is what is gone through in the next call, under the headings of the mail and in their order.
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
	contacts, err := u.Reviews.Contacts(ctx, o.ID)
	if err != nil {
		return err
	}
	return u.show(w, r, o, "agenda", form, agendaHead(ctx, a, u.Now(ctx)), page.FormError(form), page.Beside(h.Div(h.Class("stack"),
		sinceCard(ctx, a, form), openCard(ctx, a, form), u.actionsCard(ctx, a.Actions, agendaForm), plainCard(ctx, a, form, review.NotDone),
		comingCard(ctx, a, form, contacts), risksShort(ctx, a, form)),
		h.Div(h.Class("stack"), u.sendAside(ctx, a, form, contacts))))
}

// heading is a field for words of one's own under a heading of the agenda, where there is a call that has one.
func heading(ctx context.Context, a review.Agenda, form *web.Form, name review.Heading) g.Node {
	words := a.Meeting.Headings[name]
	switch {
	case a.Meeting.ID == 0:
		return nil
	case !writes(ctx):
		return h.P(g.Text(words))
	}
	f := page.Ask(form, string(name), i18n.T(ctx, "agenda.own"))
	f.Optional, f.More = true, []g.Node{h.FormAttr(agendaForm), h.Rows("2"),
		g.Attr("aria-label", i18n.T(ctx, "agenda.own")+": "+i18n.T(ctx, "agenda.f_"+string(name)))}
	if f.Value = form.Text(string(name)); form.Get("meeting") == "" {
		f.Value = words
	}
	return page.Textarea(ctx, f)
}

func plainCard(ctx context.Context, a review.Agenda, form *web.Form, name review.Heading) g.Node {
	if a.Meeting.ID == 0 {
		return nil
	}
	return page.Card(i18n.T(ctx, "agenda.f_"+string(name)), i18n.T(ctx, "agenda.about_"+string(name)), heading(ctx, a, form, name))
}

// openCard lists the open tickets in the customer's order. Each can go up and down by a button, or all get numbers.
func openCard(ctx context.Context, a review.Agenda, form *web.Form) g.Node {
	title, words := i18n.T(ctx, "agenda.open"), heading(ctx, a, form, review.UntilNext)
	if len(a.Open) == 0 {
		return page.Card(title, "", page.EmptyState("check", i18n.T(ctx, "agenda.none_open"), i18n.T(ctx, "agenda.none_open_text")), words)
	}
	items := make(g.Group, len(a.Open))
	for i, it := range a.Open {
		about := []g.Node{page.Chip(priorityTone(it), i18n.T(ctx, "agenda.priority_"+it.Priority.String())), page.Status(ctx, it.Status.String())}
		if it.Assignee != "" {
			about = append(about, h.Span(h.Class("muted"), g.Text(it.Assignee)))
		}
		items[i] = h.Li(h.Class("cluster"), placeOf(ctx, a, form, i), ticketLink(it.ID, "#"+itoa(it.ID)+" "+it.Subject), g.Group(about), movesOf(ctx, a, i))
	}
	return page.Card(title, i18n.T(ctx, "agenda.open_about"), h.Ol(h.Class("stack"), items), words)
}

func priorityTone(i review.Item) page.Tone {
	if i.Priority.String() == "urgent" {
		return page.Red
	}
	return page.Neutral
}

// placeOf is the number of a ticket, to be typed over.
func placeOf(ctx context.Context, a review.Agenda, form *web.Form, i int) g.Node {
	number := strconv.Itoa(i + 1)
	if !writes(ctx) {
		return h.B(g.Text(number + "."))
	}
	name := "place-" + itoa(a.Open[i].ID)
	if typed := form.Get(name); typed != "" && !form.OK() {
		number = typed
	}
	return h.Input(h.Class("input place"), h.Type("number"), h.Min("1"), h.Max(strconv.Itoa(len(a.Open))), h.FormAttr(agendaForm),
		h.Name(name), h.Value(number),
		g.Attr("aria-label", i18n.T(ctx, "agenda.place_of", "Number", a.Open[i].ID)))
}

func movesOf(ctx context.Context, a review.Agenda, i int) g.Node {
	if !writes(ctx) {
		return nil
	}
	move := func(to int, label string) g.Node {
		if to < 0 || to == len(a.Open) {
			return nil
		}
		label = i18n.T(ctx, label)
		return pressed(page.Small, agendaForm, label, "move", itoa(a.Open[i].ID)+":"+strconv.Itoa(to), g.Attr("aria-label", label+": #"+itoa(a.Open[i].ID)))
	}
	return h.Span(h.Class("cluster right"), move(i-1, "agenda.up"), move(i+1, "agenda.down"))
}

// sinceCard is what was solved and decided since the last call.
func sinceCard(ctx context.Context, a review.Agenda, form *web.Form) g.Node {
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
	return page.Card(i18n.T(ctx, "agenda.since"), about, listOr(ctx, items, "agenda.since_nothing"), heading(ctx, a, form, review.SinceLast))
}

// comingCard tells who of both sides is away until the next call, and takes down who of the customer is.
func comingCard(ctx context.Context, a review.Agenda, form *web.Form, contacts []people.User) g.Node {
	items := g.Map(a.Away, func(off review.Absence) g.Node {
		days := dayWords(ctx, off.First)
		if off.Last != off.First {
			days += " – " + dayWords(ctx, off.Last)
		}
		var forget g.Node
		if off.ID != 0 && writes(ctx) {
			forget = pressed(page.Small, agendaForm, i18n.T(ctx, "agenda.away_forget"), "forget", itoa(off.ID))
		}
		return h.Li(h.Class("cluster"), h.B(g.Text(off.Name)), g.Text(days), forget)
	})
	var add g.Node
	if writes(ctx) {
		name := askOptional(ctx, form, "agenda", "name")
		name.More = []g.Node{h.List("contacts")}
		fields := []page.Field{name, dated(askOptional(ctx, form, "agenda", "first")), dated(askOptional(ctx, form, "agenda", "last"))}
		nodes := g.Map(fields, func(f page.Field) g.Node {
			f.More = append(f.More, h.FormAttr(agendaForm))
			return page.Input(ctx, f)
		})
		open := form.Error("name") + form.Error("first") + form.Error("last")
		add = fold(open != "", i18n.T(ctx, "agenda.away_add"),
			h.Div(h.Class("stack"), page.Columns(nodes...),
				h.DataList(h.ID("contacts"), g.Map(contacts, func(c people.User) g.Node { return h.Option(h.Value(c.Name)) })),
				page.FormEnd(pressed(page.Secondary, agendaForm, i18n.T(ctx, "agenda.away_do"), "away", "1"))))
	}
	return page.Card(i18n.T(ctx, "agenda.f_coming"), i18n.T(ctx, "agenda.away_about"), listOr(ctx, items, "agenda.away_nobody"), add,
		heading(ctx, a, form, review.Coming))
}

func risksShort(ctx context.Context, a review.Agenda, form *web.Form) g.Node {
	items := g.Map(a.Risks, func(r review.Risk) g.Node { return h.Li(riskChip(ctx, r), g.Text(" "+r.Told())) })
	return page.Card(i18n.T(ctx, "agenda.risks"), i18n.T(ctx, "agenda.risks_about"), listOr(ctx, items, "agenda.risks_none"),
		page.LinkButton(page.Small, accountPath(a.OrganizationID, "risks"), i18n.T(ctx, "review.more_risks")), heading(ctx, a, form, review.AtRisk))
}

// listOr is a list, or a sentence that says that there is nothing.
func listOr(ctx context.Context, items []g.Node, nothing string) g.Node {
	if len(items) == 0 {
		return h.P(h.Class("muted"), g.Text(i18n.T(ctx, nothing)))
	}
	return h.Ul(h.Class("stack"), g.Group(items))
}
