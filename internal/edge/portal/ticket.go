package portal

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// numbered reads the number in a path. What is no number is no ticket.
func numbered(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, worded(r.Context(), fault.NotFound, "portal.fault.nopage", "Path", fault.Clip(r.URL.Path, 80))
	}
	return id, nil
}

// numberedForm reads the number in a path, and the form that was sent there.
func numberedForm(r *http.Request) (int64, *web.Form, error) {
	id, err := numbered(r)
	if err != nil {
		return 0, nil, err
	}
	f, err := web.Decode(r)
	return id, f, err
}

func (p *Portal) getTicket(w http.ResponseWriter, r *http.Request) error {
	return p.showTicket(w, r, http.StatusOK, web.NewForm(), web.NewForm())
}

// showTicket draws a ticket; reply and cc are its two forms, empty or as somebody sent them.
func (p *Portal) showTicket(w http.ResponseWriter, r *http.Request, status int, reply, cc *web.Form) error {
	ctx := r.Context()
	id, err := numbered(r)
	if err != nil {
		return err
	}
	t, err := p.Tickets.Own(ctx, id)
	if err != nil {
		return err
	}
	kept, err := p.kept(ctx, reply)
	if err != nil {
		return err
	}
	side, err := p.facts(ctx, t, cc)
	if err != nil {
		return err
	}
	coming, err := p.coming(ctx, t.ID)
	if err != nil {
		return err
	}
	return p.show(w, r, status, t.Subject, page.Head(t.Subject, fmt.Sprintf("#%d", t.ID)), p.standing(ctx, t), coming,
		h.Div(h.Class("beside"), h.Div(h.Class("stack"), p.thread(ctx, t), p.composer(ctx, t, reply, kept)), h.Aside(side)))
}

// standing says where the ticket is and what happens next.
func (p *Portal) standing(ctx context.Context, t ticket.OwnTicket) g.Node {
	link := func(word string, id int64) g.Node {
		return h.P(g.Text(i18n.T(ctx, "portal."+word)+" "), h.A(h.Class("link"), h.Href(ticketHref(id)), g.Textf("#%d", id)))
	}
	whose := turn(t.OwnRow)
	switch {
	case t.Paused && t.Status.Live():
		whose = "paused"
	case t.Colleague:
		whose = "of" + whose
	}
	return h.Div(h.Class("stack"),
		h.P(h.Class("cluster"), status(ctx, t.Status), h.Span(g.Text(i18n.T(ctx, "portal.turn."+whose, "Name", t.Requester)))),
		p.promise(ctx, t),
		g.Iff(t.FollowUpOf != 0, func() g.Node { return link("followupof", t.FollowUpOf) }),
		g.Iff(t.MergedInto != 0, func() g.Node { return link("mergedinto", t.MergedInto) }))
}

// composer is where the customer answers, or goes on behind a closed ticket.
func (p *Portal) composer(ctx context.Context, t ticket.OwnTicket, f *web.Form, kept []page.Option) g.Node {
	if t.Colleague {
		return page.Notice(page.Neutral, i18n.T(ctx, "portal.readonly", "Name", t.Requester))
	}
	if t.Status == ticket.OwnClosed {
		return page.Notice(page.Neutral, i18n.T(ctx, "portal.reply.closed"),
			page.LinkButton(page.Primary, fmt.Sprintf("%s?follow=%d", newPath, t.ID), i18n.T(ctx, "portal.reply.follow")))
	}
	label := "portal.reply.title"
	if t.Status == ticket.OwnSolved {
		label = "portal.reply.reopen"
	}
	body := page.Ask(f, "body", i18n.T(ctx, label))
	body.Optional = len(kept) > 0
	files := ask(ctx, f, "file", true)
	return h.Section(h.Class("card stack"), h.ID("reply"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(ticketHref(t.ID)+"#reply"), h.EncType("multipart/form-data"), page.FormError(f),
			page.Textarea(ctx, body), page.Files(ctx, files, kept...), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "portal.reply.send")))),
		g.Iff(t.Status.Live(), func() g.Node {
			return h.Div(h.Class("cluster"), h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "portal.reply.done"))),
				page.PostButton(page.Secondary, ticketHref(t.ID)+"/solved", i18n.T(ctx, "portal.reply.solve"), nil))
		}))
}

// facts is the column beside the thread.
func (p *Portal) facts(ctx context.Context, t ticket.OwnTicket, cc *web.Form) (g.Node, error) {
	now := p.now(ctx)
	list := []page.Fact{{Label: i18n.T(ctx, "portal.fact.opened"), Value: when(ctx, t.CreatedAt, now)}}
	if !t.Mine {
		list = append(list, page.Say(i18n.T(ctx, "portal.fact.requester"), t.Requester))
	}
	if t.Form != "" {
		list = append(list, page.Say(i18n.T(ctx, "portal.form"), t.Form))
	}
	if t.Severity != 0 {
		list = append(list, page.Say(i18n.T(ctx, "portal.fact.severity"), i18n.T(ctx, fmt.Sprint("portal.severities.s", int(t.Severity)))))
	}
	about, err := p.Environments.OwnAbout(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	if about.ID != 0 {
		list = append(list, page.Fact{Label: i18n.T(ctx, "portal.runs.fact"),
			Value: g.Group{h.A(h.Class("link"), h.Href(InstallationHref(about.ID)), g.Text(about.Name)), g.Text(" " + about.Version)}})
	}
	regions, err := p.Regions(ctx)
	if err != nil {
		return nil, err
	}
	region := i18n.T(ctx, "portal.regions.all")
	if i := slices.IndexFunc(regions, func(r Region) bool { return r.Key == t.Region }); i >= 0 {
		region = regions[i].Name
	}
	list = append(list, page.Say(i18n.T(ctx, "portal.fact.region"), region))
	for _, f := range t.Fields {
		words := strings.Join(f.Values, ", ")
		if f.Kind == ticket.CheckField {
			words = i18n.T(ctx, "portal.yes")
		}
		list = append(list, page.Say(f.Title, words))
	}
	return g.Group{page.Facts("", list...), g.Iff(!t.Colleague, func() g.Node { return p.companions(ctx, t, cc) })}, nil
}
