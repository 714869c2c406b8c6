package reachui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// card is all about a page that its reader needs in the first minute.
func (u *UI) card(ctx context.Context, v paging.OnPhone) g.Node {
	p, now := v.Page, u.Now(ctx)
	return h.Div(h.Class("stack"), h.ID("card"), page.Live(paging.PhonePath(p.ID)+"/card", fmt.Sprint("page:", p.ID)),
		rang(ctx, p, v.Card, whose(ctx, v, now), now), u.acts(ctx, v),
		words(ctx, v.Card.Messages, now), around(ctx, v, now))
}

// rang says what it is: the title, whose it is, how long there is left.
func rang(ctx context.Context, p paging.Page, c paging.Card, when string, now time.Time) g.Node {
	class := "rang"
	if p.Urgency == paging.High && p.State == paging.Triggered {
		class += " urgent"
	}
	title := c.Title
	if title == "" {
		title = p.Title
	}
	values := make([]string, len(c.Facts))
	for i, f := range c.Facts {
		values[i] = f.Value
	}
	return h.Section(h.Class(class), h.P(h.Class("when"), g.Text(when)), h.H1(g.Text(title)),
		g.If(len(values) > 0, h.P(h.Class("about"), g.Text(strings.Join(values, " · ")))), left(ctx, c, now))
}

func left(ctx context.Context, c paging.Card, now time.Time) g.Node {
	if c.Due.IsZero() {
		return nil
	}
	d := c.Due.Sub(now)
	text := i18n.FormatDuration(ctx, d.Abs().Truncate(time.Minute))
	if d < 0 {
		text = i18n.T(ctx, "phone.over", "Time", text)
	}
	return g.Group{page.Minutes(text, d),
		h.P(h.Class("when"), g.Text(i18n.T(ctx, "phone.due", "Promise", c.Promise, "When", i18n.FormatClock(ctx, c.Due), "UTC", c.Due.UTC().Format("15:04"))))}
}

// whose says when it rang, whose turn it is and when that ends.
func whose(ctx context.Context, v paging.OnPhone, now time.Time) string {
	parts := []string{i18n.T(ctx, "phone.paged", "When", i18n.FormatNear(ctx, v.Page.At, now))}
	reader, _ := access.From(ctx)
	if at := slices.Index(v.Asked, reader.UserID); at == 0 {
		parts = append(parts, i18n.T(ctx, "phone.first"))
	} else if at > 0 {
		parts = append(parts, i18n.T(ctx, "phone.nth", "N", at+1))
	}
	if !v.GoesOn.IsZero() && v.Page.State == paging.Triggered {
		parts = append(parts, i18n.T(ctx, "phone.goes_on", "Who", targets(ctx, v.Next, v.Rounds), "Time",
			i18n.FormatDuration(ctx, max(0, v.GoesOn.Sub(now)).Truncate(time.Second))))
	}
	return strings.Join(parts, " · ")
}

// targets names who is asked next.
func targets(ctx context.Context, all []escalation.Target, rounds bool) string {
	if rounds || len(all) == 0 {
		return i18n.T(ctx, "phone.last_resort")
	}
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.Schedule
		if t.Schedule == "" {
			names[i] = i18n.T(ctx, "phone.somebody")
		}
	}
	return strings.Join(names, ", ")
}

// acts are what can be done: one thing while it rings, the work behind it once somebody has it.
func (u *UI) acts(ctx context.Context, v paging.OnPhone) g.Node {
	p, path := v.Page, paging.PhonePath(v.Page.ID)
	may := access.Check(ctx, access.UpdateTickets) == nil
	open := g.If(v.Card.Path != "" && v.Card.Path != paging.PagePath(p.ID), page.LinkButton(page.Secondary, v.Card.Path, i18n.T(ctx, "phone.open")))
	switch {
	case p.State == paging.Triggered && may:
		return g.Group{h.Div(h.Class("big"), page.PostButton(page.Primary, path+"/acknowledge", i18n.T(ctx, "phone.acknowledge"), nil)),
			h.Div(h.Class("pair"), g.If(!p.Only, page.PostButton(page.Secondary, path+"/pass", i18n.T(ctx, "phone.pass"), nil)), open)}
	case p.State == paging.Triggered:
		return open
	}
	reply := g.If(strings.HasPrefix(v.Card.Path, "/tickets/") && may, page.LinkButton(page.Primary, v.Card.Path+"#composer", i18n.T(ctx, "phone.reply")))
	var handOver g.Node
	if u.HandOver != nil && u.HandOver(p) != "" && p.State == paging.Acknowledged && may {
		handOver = page.LinkButton(page.Secondary, u.HandOver(p), i18n.T(ctx, "phone.hand_over"))
	}
	return g.Group{outcome(ctx, v), h.Div(h.Class("big"), reply), h.Div(h.Class("pair"), open, handOver)}
}

// outcome says who has it.
func outcome(ctx context.Context, v paging.OnPhone) g.Node {
	p := v.Page
	reader, _ := access.From(ctx)
	switch {
	case p.AckedBy == reader.UserID && p.AckedBy != 0:
		return page.Notice(page.Green, i18n.T(ctx, "phone.yours", "When", i18n.FormatClock(ctx, p.AckedAt)))
	case p.AckedBy != 0:
		return page.Notice(page.Green, i18n.T(ctx, "phone.theirs", "Name", v.People[p.AckedBy].Name, "When", i18n.FormatClock(ctx, p.AckedAt)))
	}
	return page.Notice(page.Green, i18n.T(ctx, "phone.resolved"))
}

// words are the last messages, newest first; what stays inside is on yellow paper.
func words(ctx context.Context, all []paging.Message, now time.Time) g.Node {
	var nodes g.Group
	for _, m := range slices.Backward(all) {
		class := "word"
		if !m.Public {
			class += " inside"
		}
		nodes = append(nodes, h.Article(h.Class(class), h.Header(h.B(g.Text(m.From)), g.If(!m.Public, h.Span(g.Text(i18n.T(ctx, "phone.inside")))),
			h.Span(h.Class("at"), g.Text(i18n.FormatNear(ctx, m.At, now)))), h.P(g.Text(m.Text))))
	}
	return nodes
}

// around says who else was asked, and how it goes on.
func around(ctx context.Context, v paging.OnPhone, now time.Time) g.Node {
	reader, _ := access.From(ctx)
	var others []string
	for _, id := range v.Asked {
		if id != reader.UserID {
			others = append(others, v.People[id].Name)
		}
	}
	also := i18n.T(ctx, "phone.nobody_yet")
	if len(others) > 0 {
		also = strings.Join(others, ", ")
	}
	then := ""
	if !v.GoesOn.IsZero() {
		then = targets(ctx, v.Next, v.Rounds) + " " + i18n.FormatNear(ctx, v.GoesOn, now)
	}
	return h.Dl(h.Class("rows-of"), g.If(!v.Page.Only, g.Group{h.Dt(g.Text(i18n.T(ctx, "phone.also"))), h.Dd(g.Text(also))}),
		g.If(then != "", g.Group{h.Dt(g.Text(i18n.T(ctx, "phone.then"))), h.Dd(g.Text(then))}),
		g.If(!v.Page.Only, g.Group{h.Dt(g.Text(i18n.T(ctx, "phone.policy"))), h.Dd(g.Text(v.Policy.Title))}),
		h.Dt(g.Text(i18n.T(ctx, "phone.log"))),
		h.Dd(h.A(h.Class("link"), h.Href(paging.PagePath(v.Page.ID)), g.Text(i18n.T(ctx, "phone.attempts", "Count", len(v.Deliveries))))))
}
