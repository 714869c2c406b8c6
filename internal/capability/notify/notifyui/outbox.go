package notifyui

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getOutbox is the log of what left the desk, or is about to.
func (u *UI) getOutbox(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	f := notify.Filter{State: notify.State(q.Get("state")), Address: q.Get("q"), Twice: q.Get("twice") != ""}
	mails, next, err := u.Notify.Outbox(ctx, f, queryID(r, "before"))
	if err != nil {
		return err
	}
	counts, err := u.Notify.Counts(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "outbox.title")
	body := u.mailTable(ctx, mails)
	if len(mails) == 0 {
		body = page.EmptyState("send", i18n.T(ctx, "outbox.none"), i18n.T(ctx, "outbox.noneabout"))
	}
	more := ""
	if next != 0 {
		q.Set("before", strconv.FormatInt(next, 10))
		more = "/outbox?" + q.Encode()
	}
	return u.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "outbox.about")),
		page.Bar(outboxTabs(ctx, f, counts), addressSearch(ctx, f)), page.Content(body, page.Pager(ctx, "", more)))
}

func outboxTabs(ctx context.Context, f notify.Filter, c notify.Counts) g.Node {
	tab := func(state notify.State, twice bool, count int) page.Tab {
		id, q := "all", url.Values{}
		switch {
		case twice:
			id = "twice"
			q.Set("twice", "1")
		case state != "":
			id = string(state)
			q.Set("state", id)
		}
		if f.Address != "" {
			q.Set("q", f.Address)
		}
		t := page.Tab{Label: i18n.T(ctx, "outbox.state."+id), Href: "/outbox?" + q.Encode(), Current: f.State == state && f.Twice == twice}
		if count > 0 {
			t.Count = strconv.Itoa(count)
		}
		return t
	}
	return page.Tabs(i18n.T(ctx, "outbox.title"), tab("", false, 0), tab(notify.Queued, false, c.Queued), tab(notify.Sent, false, 0),
		tab(notify.Partly, false, 0), tab(notify.Failed, false, c.Failed), tab("", true, c.Twice))
}

func addressSearch(ctx context.Context, f notify.Filter) g.Node {
	label := i18n.T(ctx, "outbox.address")
	return h.Form(h.Class("cluster end"), h.Method("get"), h.Action("/outbox"), g.Attr("role", "search"),
		g.If(f.State != "", page.Hidden("state", string(f.State))),
		h.Input(h.Class("input"), h.Type("search"), h.Name("q"), h.Value(f.Address), h.Placeholder(label), g.Attr("aria-label", label)),
		page.Button(page.Small, i18n.T(ctx, "outbox.find")))
}

func (u *UI) mailTable(ctx context.Context, mails []notify.Mail) g.Node {
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, m := range mails {
		when := page.Time(ctx, m.CreatedAt, now)
		rows = append(rows, []g.Node{
			h.A(h.Class("link"), h.Href(fmt.Sprint("/outbox/", m.ID)), g.Text(m.Subject)), g.Text(i18n.T(ctx, "outbox.kind."+string(m.Kind))),
			g.Text(addresses(ctx, m)), stateChip(ctx, m), when,
		})
	}
	return page.Table(i18n.T(ctx, "outbox.title"), []page.Column{{Label: i18n.T(ctx, "outbox.subject")}, {Label: i18n.T(ctx, "outbox.sort")},
		{Label: i18n.T(ctx, "outbox.to")}, {Label: i18n.T(ctx, "outbox.where")}, {Label: i18n.T(ctx, "outbox.at")}}, rows...)
}

// addresses names the first recipient and counts the others.
func addresses(ctx context.Context, m notify.Mail) string {
	if len(m.Recipients) == 0 {
		return ""
	}
	if n := len(m.Recipients) - 1; n > 0 {
		return i18n.T(ctx, "outbox.andmore", "First", m.Recipients[0].Address, "N", n)
	}
	return m.Recipients[0].Address
}

func stateChip(ctx context.Context, m notify.Mail) g.Node {
	tones := map[notify.State]page.Tone{notify.Queued: page.Neutral, notify.Sending: page.Blue, notify.Sent: page.Green,
		notify.Partly: page.Amber, notify.Failed: page.Red}
	return g.Group{page.Chip(tones[m.State], i18n.T(ctx, "outbox.state."+string(m.State))),
		g.If(m.MaybeTwice(), page.Chip(page.Amber, i18n.T(ctx, "delivery.twice")))}
}

// getMail is one mail with what became of each recipient.
func (u *UI) getMail(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	m, err := u.Notify.Mail(ctx, id)
	if err != nil {
		return err
	}
	return u.show(w, r, http.StatusOK, m.Subject, page.Head(m.Subject, i18n.T(ctx, "outbox.kind."+string(m.Kind)), u.retryButton(ctx, m)),
		page.Content(page.Columns(
			page.Card(i18n.T(ctx, "outbox.recipients"), "", u.recipients(ctx, m)),
			page.Card(i18n.T(ctx, "outbox.mail"), "", u.mailFacts(ctx, m))),
			mailText(ctx, m)))
}

func (u *UI) retryButton(ctx context.Context, m notify.Mail) g.Node {
	if m.State == notify.Sent || m.State == notify.Sending {
		return nil
	}
	return page.PostButton(page.Secondary, fmt.Sprintf("/outbox/%d/retry", m.ID), i18n.T(ctx, "outbox.retry"), nil)
}

func (u *UI) recipients(ctx context.Context, m notify.Mail) g.Node {
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, r := range m.Recipients {
		at := g.Node(g.Text(""))
		if !r.At.IsZero() {
			at = page.Time(ctx, r.At, now)
		}
		rows = append(rows, []g.Node{h.Span(h.Class("mono"), g.Text(r.Address)),
			g.Group{page.Chip(tone(r.Outcome), i18n.T(ctx, "outbox.outcome."+string(r.Outcome))),
				g.If(r.MaybeTwice(), page.Chip(page.Amber, i18n.T(ctx, "delivery.twice")))},
			g.Text(said(r)), at})
	}
	return page.Table(i18n.T(ctx, "outbox.recipients"), []page.Column{{Label: i18n.T(ctx, "outbox.to")}, {Label: i18n.T(ctx, "outbox.where")},
		{Label: i18n.T(ctx, "outbox.said")}, {Label: i18n.T(ctx, "outbox.at")}}, rows...)
}

func (u *UI) mailFacts(ctx context.Context, m notify.Mail) g.Node {
	now := u.Now(ctx)
	facts := []page.Fact{
		{Label: i18n.T(ctx, "outbox.where"), Value: stateChip(ctx, m)},
		page.Say(i18n.T(ctx, "outbox.from"), m.From.String()),
		page.Say(i18n.T(ctx, "outbox.tries"), strconv.Itoa(m.Attempts)),
		{Label: "Message-ID", Value: h.Span(h.Class("mono"), g.Text(m.MessageID))},
	}
	if m.TicketID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "outbox.ticket"),
			Value: h.A(h.Class("link"), h.Href(ticketPath(m.TicketID, m.CommentID)), g.Textf("#%d", m.TicketID))})
	}
	if m.State == notify.Queued {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "outbox.next"), Value: page.Time(ctx, later(m.NextTryAt, now), now)})
	}
	if m.LastError != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "outbox.error"), m.LastError))
	}
	return page.Facts("", facts...)
}

func mailText(ctx context.Context, m notify.Mail) g.Node {
	if m.Text == "" {
		return h.P(g.Text(i18n.T(ctx, "outbox.wiped")))
	}
	return g.Group{page.Fold(i18n.T(ctx, "outbox.text"), page.Code(ctx, g.Text(m.Text))),
		page.Fold(i18n.T(ctx, "outbox.html"), page.MailFrame(i18n.T(ctx, "outbox.html"), fmt.Sprintf("/outbox/%d/html", m.ID), 320))}
}

// getMailHTML is the mail as its reader sees it, for a sandbox.
func (u *UI) getMailHTML(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	m, err := u.Notify.Mail(r.Context(), id)
	if err != nil {
		return err
	}
	web.Sandbox(w)
	return web.Render(w, http.StatusOK, g.Raw(m.HTML))
}

func (u *UI) postRetry(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.Notify.Retry(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "outbox.retried"))
	web.Redirect(w, r, fmt.Sprint("/outbox/", id))
	return nil
}
