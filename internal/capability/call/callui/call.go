package callui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) zone(ctx context.Context) *time.Location { return i18n.Zone(ctx) }

func (u *UI) getCall(w http.ResponseWriter, r *http.Request) error {
	return u.callPage(w, r, web.NewForm())
}

// callPage shows one call with what can be done about it.
func (u *UI) callPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	c, err := u.Calls.Get(ctx, id)
	if err != nil {
		return err
	}
	facts, err := u.callFacts(ctx, c)
	if err != nil {
		return err
	}
	acts, err := u.callActs(ctx, c, form)
	if err != nil {
		return err
	}
	var head []g.Node
	if c.TicketID != 0 {
		head = append(head, page.LinkButton(page.Secondary, ticketPath(c.TicketID), t(ctx, "calls.to_ticket", "Number", c.TicketID)))
	}
	if c.Room != "" && c.State == call.Booked {
		head = append(head, page.LinkButton(page.Secondary, c.Room, t(ctx, "calls.join"), h.Rel("noreferrer")))
	}
	body := g.Group{page.FormError(form)}
	if c.About != "" {
		body = append(body, page.Card(t(ctx, "calls.about"), "", paragraphs(c.About)))
	}
	if c.Summary != "" {
		body = append(body, page.Card(t(ctx, "calls.summary"), "", paragraphs(c.Summary)))
	}
	if c.Reason != "" {
		body = append(body, page.Card(t(ctx, "calls.reason"), "", paragraphs(c.Reason)))
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, c.Title, page.Head(c.Title, t(ctx, "calls.state_"+string(c.State)), head...),
		page.Split(page.Thread(c.Title, h.Div(h.Class("stack"), body, acts)), facts)))
}

func (u *UI) callFacts(ctx context.Context, c call.Call) (g.Node, error) {
	names, err := u.names(ctx, c)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	facts := []page.Fact{{Label: t(ctx, "calls.state"), Value: state(ctx, c)}}
	if !c.From.IsZero() {
		facts = append(facts, page.Fact{Label: t(ctx, "calls.when"), Value: zones(ctx, c.From, c.Until, u.zone(ctx), c.Location())})
	}
	facts = append(facts, page.Say(t(ctx, "calls.with"), hostsOf(c, names)))
	for _, guest := range c.Guests {
		value := g.Group{g.Text(guest.Address), g.Text(" ")}
		if guest.Answer != "" {
			value = append(value, page.Badge(t(ctx, "calls.answer_"+string(guest.Answer))))
		}
		facts = append(facts, page.Fact{Label: t(ctx, "calls.guest"), Value: value})
	}
	if room := roomOf(ctx, c); room != nil {
		facts = append(facts, page.Fact{Label: t(ctx, "calls.room"), Value: room})
	}
	for _, at := range []struct {
		label string
		at    time.Time
	}{{"offered", c.OfferedAt}, {"booked", c.BookedAt}, {"ended", c.EndedAt}} {
		if !at.at.IsZero() {
			facts = append(facts, page.Fact{Label: t(ctx, "calls."+at.label), Value: page.Time(ctx, at.at, now)})
		}
	}
	if c.State == call.Offered {
		facts = append(facts, page.Fact{Label: t(ctx, "calls.expires"), Value: page.Time(ctx, c.ExpiresAt, now)})
	}
	return page.Facts(t(ctx, "calls.call"), facts...), nil
}

// roomOf says where people meet, and how the provider of the room gets on with it; nil where there is nothing to say.
func roomOf(ctx context.Context, c call.Call) g.Node {
	link := h.A(h.Class("link"), h.Href(c.Room), h.Rel("noreferrer"), g.Text(c.Room))
	closes := c.State == call.Cancelled && video.Provider(c.Provider).Remote()
	switch trouble := h.Small(g.Text(" " + c.RoomError)); {
	case closes && c.RoomRef != "" && c.RoomError != "":
		return g.Group{page.Chip(page.Amber, t(ctx, "calls.room_left")), g.Text(" "), link, trouble}
	case closes && c.RoomRef != "":
		return page.Chip("", t(ctx, "calls.room_closing"))
	case closes && c.Room != "":
		return page.Chip("", t(ctx, "calls.room_closed_"+c.Provider))
	case c.Room != "" && c.RoomError != "":
		return g.Group{link, g.Text(" "), page.Chip(page.Amber, t(ctx, "calls.room_time")), trouble}
	case c.Room != "":
		return link
	case c.RoomError != "":
		return g.Group{page.Chip(page.Amber, t(ctx, "calls.room_follows")), trouble}
	}
	return nil
}

// callActs are the forms of whoever may write to the customer; nothing for others, and for what is over.
func (u *UI) callActs(ctx context.Context, c call.Call, form *web.Form) (g.Node, error) {
	if access.Check(ctx, access.CommentPublic) != nil || !c.State.Open() {
		return nil, nil
	}
	path := callPath(c.ID)
	if c.State == call.Offered {
		return page.Card(t(ctx, "calls.withdraw"), t(ctx, "calls.withdraw_about"),
			h.Div(page.PostButton(page.Danger, path+"/withdraw", t(ctx, "calls.withdraw_do"), nil))), nil
	}
	setup, err := u.Calls.Setup(ctx)
	if err != nil {
		return nil, err
	}
	var acts g.Group
	if c.Begun(u.Now(ctx)) {
		acts = append(acts, u.heldCard(ctx, c, form), u.missedCard(ctx, c, setup.Rules))
	}
	return append(acts, u.moveCard(ctx, c, form), u.cancelCard(ctx, c, form)), nil
}

func (u *UI) heldCard(ctx context.Context, c call.Call, form *web.Form) g.Node {
	summary, notes := area(form, "summary", t(ctx, "calls.summary")), area(form, "notes", t(ctx, "calls.notes"))
	summary.Hint, notes.Hint, notes.Optional = t(ctx, "calls.summary_hint"), t(ctx, "calls.notes_hint"), true
	fields := g.Group{page.Textarea(ctx, summary)}
	if c.TicketID != 0 {
		fields = append(fields, h.Div(h.Class("note"), page.Textarea(ctx, notes)))
	}
	return page.Card(t(ctx, "calls.held"), t(ctx, "calls.held_about"),
		page.Form(callPath(c.ID)+"/held", fields, page.FormEnd(page.Button(page.Primary, t(ctx, "calls.held_do")))))
}

// missedCard waits as long as a customer may be late.
func (u *UI) missedCard(ctx context.Context, c call.Call, rules call.Rules) g.Node {
	wait := c.From.Add(time.Duration(rules.NoShowMinutes) * time.Minute).Sub(u.Now(ctx))
	if wait > 0 {
		return page.Card(t(ctx, "calls.missed"), "", h.P(g.Text(t(ctx, "calls.missed_wait", "Count", int(wait/time.Minute)+1))))
	}
	return page.Card(t(ctx, "calls.missed"), t(ctx, "calls.missed_about"),
		h.Div(page.PostButton(page.Secondary, callPath(c.ID)+"/missed", t(ctx, "calls.missed_do"), nil)))
}

func (u *UI) moveCard(ctx context.Context, c call.Call, form *web.Form) g.Node {
	local := c.From.In(u.zone(ctx))
	at, minutes := page.Ask(form, "at", t(ctx, "calls.move_at", "Zone", u.zone(ctx).String())), page.Ask(form, "minutes", t(ctx, "calls.length"))
	if at.Value == "" {
		at.Value = local.Format("2006-01-02T15:04")
	}
	if minutes.Value == "" {
		minutes.Value = strconv.Itoa(c.Minutes())
	}
	at.Type, minutes.Type = "datetime-local", "number"
	return page.Card(t(ctx, "calls.move"), t(ctx, "calls.move_about"), page.Form(callPath(c.ID)+"/move", page.Input(ctx, at), page.Input(ctx, minutes),
		page.FormEnd(page.Button(page.Secondary, t(ctx, "calls.move_do")))))
}

func (u *UI) cancelCard(ctx context.Context, c call.Call, form *web.Form) g.Node {
	reason := area(form, "reason", t(ctx, "calls.reason"))
	reason.Hint = t(ctx, "calls.reason_hint")
	return page.Card(t(ctx, "calls.cancel"), "",
		page.Form(callPath(c.ID)+"/cancel", page.Textarea(ctx, reason), page.FormEnd(page.Button(page.Danger, t(ctx, "calls.cancel_do")))))
}

func area(form *web.Form, name, label string) page.Field {
	f := page.Ask(form, name, label)
	f.Value = form.Text(name)
	return f
}
