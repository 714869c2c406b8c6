package portal

import (
	"cmp"
	"context"
	"net/http"
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

// postCC adds somebody who reads along, removes somebody, or lets the customer leave.
func (p *Portal) postCC(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, f, err := numberedForm(r)
	if err != nil {
		return err
	}
	if refuses, err := p.Tickets.Offers(ctx); err != nil || refuses.CCs {
		return cmp.Or(err, worded(ctx, fault.Forbidden, "portal.fault.nocc"))
	}
	if !p.write(w, r, f) {
		f.Errors = map[string]string{"cc": f.Error("")}
		return p.showTicket(w, r, http.StatusTooManyRequests, web.NewForm(), f)
	}
	var remove []int64
	if n := f.Int64("remove"); n != 0 {
		remove = []int64{n}
	}
	add := addresses(f.Get("cc"))
	if len(add)+len(remove) == 0 {
		f.Reject("cc", i18n.T(ctx, "portal.missing.cc"))
		return p.showTicket(w, r, web.FormStatus(f), web.NewForm(), f)
	}
	err = p.Tickets.OwnCCs(ctx, id, add, remove)
	if f.Absorb(err) {
		reword(ctx, f)
		return p.showTicket(w, r, web.FormStatus(f), web.NewForm(), f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.along.done"))
	if _, err := p.Tickets.Own(ctx, id); fault.Is(err, fault.NotFound) { // who left sees it no more
		web.Redirect(w, r, Home)
		return nil
	}
	web.Redirect(w, r, ticketHref(id))
	return nil
}

// addresses parts what was typed into a field for several.
func addresses(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) })
}

// companions lists who reads along, with what the customer can do about it.
func (p *Portal) companions(ctx context.Context, t ticket.OwnTicket, f *web.Form) g.Node {
	if t.Refuses.CCs {
		return nil
	}
	action := ticketHref(t.ID) + "/cc"
	closed := t.Status == ticket.OwnClosed
	var rows []g.Node
	for _, c := range t.CCs {
		var act g.Node
		word := "portal.along.remove"
		if c.Me {
			word = "portal.along.leave"
		}
		if !closed && (t.Mine || c.Me) {
			act = page.PostButton(page.Small, action, i18n.T(ctx, word), []string{"remove", strconv.FormatInt(c.UserID, 10)},
				g.Attr("aria-label", i18n.T(ctx, word)+": "+c.Address))
		}
		rows = append(rows, h.Li(h.Span(g.Text(c.Address)), act))
	}
	field := ask(ctx, f, "cc", true)
	field.Autocomplete = "off"
	return page.FactsBlock(i18n.T(ctx, "portal.along.title"),
		g.If(len(rows) == 0, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "portal.along.none")))),
		g.If(len(rows) > 0, h.Ul(h.Class("cc"), g.Group(rows))),
		g.Iff(t.Mine && !closed, func() g.Node {
			return page.Form(action, page.FormError(f), page.Input(ctx, field), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "portal.along.add"))))
		}))
}
