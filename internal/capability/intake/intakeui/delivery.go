package intakeui

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getDelivery is all there is about one delivery. A mail that can't be read any more still has its facts.
func (u *UI) getDelivery(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	d, err := u.Intake.Delivery(ctx, id)
	if err != nil {
		return err
	}
	steps, err := u.Intake.History(ctx, d)
	if err != nil {
		return err
	}
	names, err := u.Named(ctx, actors(steps)...)
	if err != nil {
		return err
	}
	seen := g.Node(page.Card(i18n.T(ctx, "maillog.unread"), i18n.T(ctx, "maillog.unreadabout")))
	if d.State != intake.Dead { // what takes the parser down must not be read for a page
		if read, err := u.Intake.Read(ctx, d); err == nil {
			seen = u.reading(ctx, read)
		}
	}
	title := subject(ctx, d)
	return u.show(w, r, http.StatusOK, title,
		page.Head(title, i18n.T(ctx, "maillog.delivery", "N", d.ID), append(acts(ctx, d, path(id, ""), page.Secondary),
			page.LinkButton(page.Secondary, path(id, "/raw"), i18n.T(ctx, "maillog.raw")),
			page.LinkButton(page.Secondary, path(id, "/message.eml"), i18n.T(ctx, "maillog.download"), g.Attr("hx-boost", "false")))...),
		page.Split(page.Thread(title, u.timeline(ctx, d, steps, names), seen), facts(ctx, d, u.Now(ctx))))
}

func actors(steps []intake.Step) []int64 {
	var ids []int64
	for _, s := range steps {
		if s.ActorID != 0 {
			ids = append(ids, s.ActorID)
		}
	}
	return ids
}

// timeline says what happened to the mail, then how it stands.
func (u *UI) timeline(ctx context.Context, d intake.Delivery, steps []intake.Step, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	nodes := g.Group{}
	for i, s := range steps {
		nodes = append(nodes, page.Entry(ctx, fmt.Sprint("step-", i), s.At, now, h.Span(step(ctx, d, s, names))))
	}
	if reason := why(ctx, d); reason != nil {
		nodes = append(nodes, h.P(reason))
	}
	return page.Card(i18n.T(ctx, "maillog.happened"), "", nodes)
}

func step(ctx context.Context, d intake.Delivery, s intake.Step, names map[int64]people.User) g.Node {
	switch s.What {
	case intake.StepHeld:
		return g.Text(i18n.T(ctx, "maillog.step.held", "Reason", i18n.T(ctx, "maillog.reason."+cmp.Or(s.Reason, "spam"))))
	case intake.StepReleased:
		who := i18n.T(ctx, "maillog.desk")
		if u, ok := names[s.ActorID]; ok {
			who = u.Name
		}
		return g.Text(i18n.T(ctx, "maillog.step.released", "Who", who))
	case intake.StepFiled:
		return g.Group{g.Text(i18n.T(ctx, "maillog.step.filed") + " "), ticketLink(intake.Delivery{TicketID: s.Ticket})}
	}
	return g.Text(i18n.T(ctx, "maillog.step.received", "Channel", channel(ctx, d.Channel)))
}

// facts are the row of the ledger.
func facts(ctx context.Context, d intake.Delivery, now time.Time) g.Node {
	label := func(id string) string { return i18n.T(ctx, "maillog.fact."+id) }
	list := []page.Fact{{Label: label("state"), Value: chip(ctx, d.State)}}
	if d.TicketID != 0 {
		list = append(list, page.Fact{Label: label("ticket"), Value: ticketLink(d)})
	}
	if d.SameAs != 0 {
		list = append(list, page.Fact{Label: label("same"),
			Value: h.A(h.Class("link"), h.Href(path(d.SameAs, "")), g.Text(i18n.T(ctx, "maillog.delivery", "N", d.SameAs)))})
	}
	list = append(list, page.Fact{Label: label("received"), Value: page.Time(ctx, d.ReceivedAt, now)}, page.Say(label("channel"), channel(ctx, d.Channel)),
		page.Say(label("sender"), cmp.Or(d.Sender, "–")), page.Say(label("envfrom"), cmp.Or(d.EnvFrom, "<>")))
	if len(d.EnvTo) > 0 {
		list = append(list, page.Say(label("envto"), strings.Join(d.EnvTo, ", ")))
	}
	list = append(list, page.Say(label("size"), i18n.FormatBytes(ctx, d.Size)))
	if d.MessageID != "" {
		list = append(list, page.Fact{Label: "Message-ID", Value: mono(d.MessageID)})
	}
	list = append(list, page.Say(label("tries"), i18n.FormatNumber(ctx, d.Attempts)), page.Fact{Label: "SHA-256", Value: mono(d.Hash)})
	return page.Facts(label("title"), list...)
}

func mono(text string) g.Node { return h.Span(h.Class("mono"), g.Text(text)) }
