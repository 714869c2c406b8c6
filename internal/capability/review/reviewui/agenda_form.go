package reviewui

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// agendaHead says which call the agenda is for, and holds the form. Its first button is what Enter presses.
func agendaHead(ctx context.Context, a review.Agenda, now time.Time) g.Node {
	var keep, meeting g.Node
	if writes(ctx) {
		keep = page.Button(page.Secondary, i18n.T(ctx, "agenda.keep"))
	}
	when := g.Node(g.Text(i18n.T(ctx, "agenda.no_call")))
	if a.Meeting.ID != 0 {
		meeting = page.Hidden("meeting", itoa(a.Meeting.ID))
		when = g.Group{g.Text(i18n.T(ctx, "agenda.for")), h.A(h.Class("link"), h.Href(a.Meeting.Path()), page.Moment(ctx, a.Meeting.At)),
			agendaChip(ctx, a.Meeting)}
	}
	return h.Form(h.ID(agendaForm), h.Class("cluster"), h.Method("post"), h.Action(accountPath(a.OrganizationID, "agenda")), meeting, when, keep)
}

func agendaChip(ctx context.Context, m review.Meeting) g.Node {
	if m.AgendaAt.IsZero() {
		return page.Chip(page.Neutral, i18n.T(ctx, "agenda.unsent"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "agenda.sent_at", "Time", i18n.FormatTime(ctx, m.AgendaAt)))
}

// sendAside mails the agenda to those who take part, as it stands on the page.
func (u *UI) sendAside(ctx context.Context, a review.Agenda, form *web.Form, contacts []people.User) g.Node {
	switch {
	case a.Meeting.ID == 0:
		return page.FactsBlock(i18n.T(ctx, "agenda.send"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "agenda.send_none"))),
			page.LinkButton(page.Small, accountPath(a.OrganizationID, "review"), i18n.T(ctx, "review.tab_review")))
	case !writes(ctx) || a.Meeting.At.Before(u.Now(ctx)):
		return nil
	}
	label := "agenda.send_do"
	if !a.Meeting.AgendaAt.IsZero() {
		label = "agenda.send_again"
	}
	return page.FactsBlock(i18n.T(ctx, "agenda.send"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "agenda.send_about"))),
		readers(ctx, form, contacts, agendaForm),
		page.FormEnd(pressed(page.Primary, agendaForm, i18n.T(ctx, label), "send", "1")))
}

// postAgenda keeps all that is typed on the page, then does what the button says.
func (u *UI) postAgenda(w http.ResponseWriter, r *http.Request) error {
	done := "agenda.kept"
	if r.PostFormValue("send") != "" {
		done = "agenda.sent_done"
	}
	return u.onAccount(w, r, "agenda", done, func(ctx context.Context, o people.Organization, form *web.Form) error {
		meeting := optionalID(form, "meeting")
		if meeting != 0 {
			texts := map[review.Heading]string{}
			for _, heading := range review.Headings() {
				texts[heading] = form.Text(string(heading))
			}
			if err := u.Reviews.WriteHeadings(ctx, meeting, texts); err != nil {
				return err
			}
		}
		if err := u.Reviews.Reorder(ctx, o.ID, places(form)); err != nil {
			return err
		}
		return u.pressAgenda(ctx, o, meeting, form)
	}, u.agendaPage)
}

// pressAgenda does what the button says that was pressed.
func (u *UI) pressAgenda(ctx context.Context, o people.Organization, meeting int64, form *web.Form) error {
	switch {
	case form.Get("move") != "":
		ticket, to, _ := strings.Cut(form.Get("move"), ":")
		id, _ := strconv.ParseInt(ticket, 10, 64) // no number is no ticket of the account
		place, _ := strconv.Atoi(to)
		return u.Reviews.PlaceTicket(ctx, o.ID, id, place)
	case form.Get("finish") != "":
		return u.Reviews.FinishAction(ctx, form.Int64("finish"), true)
	case form.Get("forget") != "":
		return u.Reviews.ForgetAbsence(ctx, o.ID, form.Int64("forget"))
	case form.Get("away") != "" || form.Get("name") != "":
		a := review.Absence{OrganizationID: o.ID, Name: form.Get("name"), First: dayOf(form, "first"), Last: dayOf(form, "last")}
		if !form.OK() {
			return nil
		}
		if _, err := u.Reviews.NoteAbsence(ctx, a); err != nil || form.Get("send") == "" {
			return err
		}
	}
	if form.Get("send") != "" {
		return u.Reviews.SendAgenda(ctx, meeting, recipients(form)...)
	}
	return nil
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
