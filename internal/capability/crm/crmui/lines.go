package crmui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/sheet"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// asked is which lines a request asks for.
func asked(r *http.Request) crm.Filter {
	q := r.URL.Query()
	after, _ := strconv.ParseInt(q.Get("after"), 10, 64)
	f := crm.Filter{Kind: crm.Kind(q.Get("kind")), Reason: q.Get("reason"), State: q.Get("state"), Query: strings.TrimSpace(q.Get("q")), After: max(0, after)}
	switch f.State {
	case "lonely":
		f.State, f.Lonely = "", true
	case "gone":
		f.State, f.Gone = "", true
	}
	f.Moving = f.Kind == "" && f.State == "" && f.Query == "" && f.Reason == "" && !f.Lonely && !f.Gone
	return f
}

// lines lists what becomes of accounts, a hundred at a time.
func (u *UI) lines(ctx context.Context, run crm.Run, f crm.Filter) (g.Node, error) {
	all, err := u.CRM.Lines(ctx, run.ID, f)
	if err != nil {
		return nil, err
	}
	list := g.Node(page.EmptyState("search", i18n.T(ctx, "crm.no_lines"), i18n.T(ctx, "crm.no_lines_text"),
		page.LinkButton(page.Secondary, run.Path(), i18n.T(ctx, "crm.show_all"))))
	if len(all) > 0 {
		var rows [][]g.Node
		for _, l := range all {
			rows = append(rows, []g.Node{accountCell(l.OrganizationID, l.Name, l.AccountID), kindCell(ctx, l), changesCell(ctx, l)})
		}
		list = page.Table(i18n.T(ctx, "crm.plan"), []page.Column{{Label: i18n.T(ctx, "crm.account")}, {Label: i18n.T(ctx, "crm.becomes")},
			{Label: i18n.T(ctx, "crm.changes")}}, rows...)
	}
	next := ""
	if len(all) == 100 {
		next = run.Path() + "?" + query(f, all[len(all)-1].ID).Encode()
	}
	return h.Div(h.Class("stack"), h.H2(g.Text(i18n.T(ctx, "crm.plan"))), filters(ctx, run, f), list, page.Pager(ctx, "", next)), nil
}

func query(f crm.Filter, after int64) url.Values {
	q := url.Values{}
	state := f.State
	switch {
	case f.Lonely:
		state = "lonely"
	case f.Gone:
		state = "gone"
	}
	for name, value := range map[string]string{"kind": string(f.Kind), "reason": f.Reason, "state": state, "q": f.Query} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if after > 0 {
		q.Set("after", itoa(after))
	}
	return q
}

// filters is a form that asks again with a query.
func filters(ctx context.Context, run crm.Run, f crm.Filter) g.Node {
	form := &web.Form{Values: query(f, 0)}
	kind, reason, text := page.Ask(form, "kind", i18n.T(ctx, "crm.becomes")), page.Ask(form, "reason", i18n.T(ctx, "crm.reason")),
		page.Ask(form, "q", i18n.T(ctx, "crm.search"))
	kinds, reasons := []page.Choice{{Label: i18n.T(ctx, "crm.any_kind")}}, []page.Choice{{Label: i18n.T(ctx, "crm.any_reason")}}
	for _, k := range crm.Kinds() {
		kinds = append(kinds, page.Choice{Value: string(k), Label: i18n.T(ctx, "crm.kind_"+string(k))})
	}
	for _, r := range crm.Reasons() {
		if run.Progress.Reasons[string(crm.Skipped)+":"+r]+run.Progress.Reasons[string(crm.Ambiguous)+":"+r] > 0 {
			reasons = append(reasons, page.Choice{Value: r, Label: i18n.T(ctx, "crm.reason_"+r)})
		}
	}
	kind.Optional, reason.Optional, text.Optional = true, true, true
	text.Placeholder = i18n.T(ctx, "crm.search")
	return h.Form(h.Class("filters"), h.Data("keep", ""), h.Method("get"), h.Action(run.Path()), page.Bare(text),
		page.BareSelect(kind, kinds...), page.BareSelect(reason, reasons...),
		page.Button(page.Secondary, i18n.T(ctx, "crm.filter")), page.LinkButton(page.Quiet, run.Path()+"/plan.csv?"+query(f, 0).Encode(),
			i18n.T(ctx, "crm.download")))
}

func accountCell(organizationID int64, name, account string) g.Node {
	who := g.Node(g.Text(name))
	if organizationID != 0 {
		who = h.A(h.Class("link"), h.Href("/organizations/"+itoa(organizationID)), who)
	}
	return g.Group{g.If(name != "", h.Div(who)), h.Small(h.Class("muted"), g.Text(account))}
}

func kindCell(ctx context.Context, l crm.Line) g.Node {
	tone := map[crm.Kind]page.Tone{crm.Added: page.Green, crm.Changed: page.Blue, crm.Vanished: page.Red, crm.Ambiguous: page.Amber}[l.Kind]
	cell := g.Group{page.Chip(tone, i18n.T(ctx, "crm.kind_"+string(l.Kind)))}
	if l.State == crm.Conflict || l.State == crm.Failed {
		cell = append(cell, g.Text(" "), page.Chip(page.Red, i18n.T(ctx, "crm.line_"+l.State)))
	}
	if l.Reason != "" {
		cell = append(cell, h.Div(h.Class("muted"), g.Text(i18n.T(ctx, "crm.reason_"+l.Reason))))
	}
	return cell
}

// changesCell tells field by field what becomes of an organization, and what one should know.
func changesCell(ctx context.Context, l crm.Line) g.Node {
	var items g.Group
	if l.Said != "" {
		items = append(items, h.Li(h.Strong(g.Text(l.Said))))
	}
	for _, c := range l.Changes {
		line := g.Group{h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "crm.field_"+c.Field)+": "))}
		if c.From != "" {
			line = append(line, h.Del(g.Text(shown(ctx, c.Field, c.From))), g.Text(" → "))
		}
		to := shown(ctx, c.Field, c.To)
		if c.Field == crm.ContactLine && c.To == "" {
			to = i18n.T(ctx, "crm.taken_off")
		}
		line = append(line, h.Ins(g.Text(to)))
		if c.Held {
			line = append(line, g.Text(" "), page.Badge(i18n.T(ctx, "crm.held")))
		}
		items = append(items, h.Li(line))
	}
	for _, field := range crm.FieldOrder() {
		if said, ok := l.Held[field]; ok {
			items = append(items, h.Li(h.Class("muted"),
				g.Text(i18n.T(ctx, "crm.held_note", "Field", i18n.T(ctx, "crm.field_"+field), "Value", shown(ctx, field, said)))))
		}
	}
	for _, n := range l.Notes {
		items = append(items, h.Li(h.Class("muted"), g.Text(note(ctx, n))))
	}
	if len(items) == 0 {
		return nil
	}
	return h.Ul(h.Class("plan-changes"), items)
}

// shown is a value of a field as the reader writes days and numbers.
func shown(ctx context.Context, field, value string) string {
	switch {
	case value == "":
		return i18n.T(ctx, "crm.nothing")
	case field == crm.StartsOn || field == crm.EndsOn:
		if d, err := bizcal.ParseDate(value); err == nil {
			return i18n.FormatDay(ctx, d)
		}
	case field == crm.ARR || field == crm.Seats:
		if n, err := strconv.Atoi(value); err == nil {
			return i18n.FormatNumber(ctx, n)
		}
	}
	return value
}

func note(ctx context.Context, n crm.Note) string {
	return i18n.T(ctx, "crm.note_"+n.Word, "Value", n.Value, "Other", n.Other)
}

// getCSV gives the plan as a file, one line for each change.
func (u *UI) getCSV(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if _, err := u.CRM.Run(ctx, id); err != nil {
		return err
	}
	attach(w, "plan-"+itoa(id)+".csv")
	out := sheet.NewWriter(w)
	_ = out.Write("account", "name", "kind", "reason", "field", "from", "to", "held", "state", "note") // the client may be gone: Flush tells
	f := asked(r)
	f.Most, f.Moving = 1000, false
	for {
		all, err := u.CRM.Lines(ctx, id, f)
		if err != nil {
			return err
		}
		for _, l := range all {
			for _, cells := range l.Cells() {
				_ = out.Write(cells...)
			}
		}
		if len(all) < f.Most {
			return out.Flush()
		}
		f.After = all[len(all)-1].ID
	}
}
