package reviewui

import (
	"context"
	"errors"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// decisionsCard lists what was decided in a call. What stands can be taken back.
func (u *UI) decisionsCard(ctx context.Context, m review.Outcome, form *web.Form) g.Node {
	if len(m.Decisions) == 0 {
		return nil
	}
	items := g.Map(m.Decisions, func(d review.Decision) g.Node {
		chip := page.Chip(page.Blue, i18n.T(ctx, "decision.kind_"+string(d.Kind)))
		switch {
		case d.UndoneBy != 0:
			chip = page.Chip(page.Neutral, i18n.T(ctx, "decision.undone"))
		case d.Undoes != 0:
			chip = page.Chip(page.Amber, i18n.T(ctx, "decision.undoes"))
		}
		var back g.Node
		if writes(ctx) && d.UndoneBy == 0 && d.Undoes == 0 {
			wrong := web.NewForm()
			if form.Int64("decision") == d.ID {
				wrong = form
			}
			why, by := ask(ctx, wrong, "decision", "why"), ask(ctx, wrong, "decision", "decided_by")
			back = page.Fold(i18n.T(ctx, "decision.take_back"),
				page.Form(m.Path()+"/back", page.Hidden("decision", itoa(d.ID)), page.Input(ctx, why), page.Input(ctx, by),
					page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "decision.take_back_do")))))
		}
		return h.Li(chip, g.Text(" "), decisionWords(ctx, d), back)
	})
	return page.Card(i18n.T(ctx, "decision.title"), "", h.Ul(h.Class("stack"), items))
}

// decideCard records a decision, which changes the ticket at once.
func (u *UI) decideCard(ctx context.Context, m review.Outcome, form *web.Form) (g.Node, error) {
	if !writes(ctx) || m.State != review.Planned && m.State != review.Held {
		return nil, nil
	}
	a, err := u.Reviews.Agenda(ctx, m.OrganizationID)
	if err != nil {
		return nil, err
	}
	tickets := []page.Choice{{Label: i18n.T(ctx, "decision.no_ticket")}}
	for _, it := range a.Open {
		tickets = append(tickets,
			page.Choice{Value: itoa(it.ID), Label: "#" + itoa(it.ID) + " " + it.Subject + " (" + i18n.T(ctx, "agenda.priority_"+it.Priority.String()) + ")"})
	}
	priorities := []page.Choice{{Label: i18n.T(ctx, "decision.as_is")}}
	for _, p := range ticket.Priorities() {
		priorities = append(priorities, page.Choice{Value: p.String(), Label: i18n.T(ctx, "agenda.priority_"+p.String())})
	}
	field := func(name string) page.Field { return ask(ctx, form, "decision", name) }
	var anyway g.Node
	if codes := form.Get("accept"); codes != "" {
		anyway = h.P(h.Class("cluster"), page.Hidden("accepted", codes), g.Text(i18n.T(ctx, "decision.anyway")))
	}
	return page.Card(i18n.T(ctx, "decision.decide"), i18n.T(ctx, "decision.decide_about"), page.Form(m.Path()+"/decide", anyway,
		page.Select(ctx, askOptional(ctx, form, "decision", "ticket"), tickets...),
		page.Select(ctx, field("kind"), choices(ctx, "decision.kind_", review.DecisionKinds())...),
		page.Select(ctx, askOptional(ctx, form, "decision", "priority"), priorities...), page.Input(ctx, field("why")), page.Input(ctx, field("decided_by")),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "decision.decide_do"))))), nil
}

func (u *UI) postDecide(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "decision.done", "", func(ctx context.Context, id int64, form *web.Form) error {
		d := review.Deciding{MeetingID: id, Kind: review.DecisionKind(form.Get("kind")), Why: form.Get("why"), DecidedBy: form.Get("decided_by")}
		if form.Get("ticket") != "" {
			d.TicketID = form.Int64("ticket")
		}
		d.Priority, _ = ticket.ParsePriority(form.Get("priority")) // none chosen: the use case asks for one
		if form.Get("accepted") != "" {
			d.Accept = ticket.GuardCodes()
		}
		_, err := u.Reviews.Decide(ctx, d)
		var warned ticket.Findings
		if errors.As(err, &warned) && warned.Codes() != nil {
			form.Values.Set("accept", "1")
		}
		return err
	})
}

func (u *UI) postBack(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "decision.back_done", "", func(ctx context.Context, _ int64, form *web.Form) error {
		_, err := u.Reviews.TakeBack(ctx, form.Int64("decision"), form.Get("why"), form.Get("decided_by"))
		return err
	})
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
