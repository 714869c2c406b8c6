package upgradeui

import (
	"context"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/capability/upgrade/window"
	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// checklistCard says what is there and what is missing, with the way to each.
func (u *UI) checklistCard(ctx context.Context, up upgrade.Upgrade, setup upgrade.AssistanceRules, works bool, call *web.Form) g.Node {
	now := u.Now(ctx)
	skipped := up.Skipped(setup.Stops)
	var items g.Group
	for _, c := range up.Checklist(now, skipped) {
		items = append(items, h.Li(h.Span(h.Class("cluster"), checkChip(ctx, c), h.B(g.Text(i18n.T(ctx, "upgrade.item_"+string(c.Item)))),
			u.detail(ctx, up, c, skipped, works))))
	}
	return page.Card(i18n.T(ctx, "upgrade.checklist"), i18n.T(ctx, "upgrade.checklist_about"), h.Ul(h.Class("stack"), items),
		g.If(works && up.Windowed() && now.Before(up.WindowFrom), u.callForm(ctx, up, setup, call)))
}

func checkChip(ctx context.Context, c upgrade.Check) g.Node {
	switch {
	case c.Done:
		return page.Chip(page.Green, i18n.T(ctx, "upgrade.check_done"))
	case c.Needed:
		return page.Chip(page.Red, i18n.T(ctx, "upgrade.check_needed"))
	}
	return page.Chip(page.Amber, i18n.T(ctx, "upgrade.check_open"))
}

// detail is what a point says, or what can be done about it.
func (u *UI) detail(ctx context.Context, up upgrade.Upgrade, c upgrade.Check, skipped []version.Version, works bool) g.Node {
	now := u.Now(ctx)
	at := func(t time.Time) g.Node { return page.Time(ctx, t, now) }
	switch {
	case c.Item == upgrade.ItemStops && len(skipped) > 0:
		words := make([]string, len(skipped))
		for i, v := range skipped {
			words[i] = v.String()
		}
		return h.Span(way(ctx, up), h.Br(), g.Text(i18n.T(ctx, "upgrade.skips", "Versions", strings.Join(words, ", "))))
	case c.Item == upgrade.ItemStops:
		return way(ctx, up)
	case c.Item == upgrade.ItemCall && c.Done:
		return h.Span(h.A(h.Class("link"), h.Href("/calls/"+itoa(up.CallID)), g.Text(i18n.T(ctx, "upgrade.call_link"))), g.Text(" "), at(up.CallAt))
	case c.Item == upgrade.ItemConfirmed && c.Done:
		return at(up.ConfirmedAt)
	case c.Item == upgrade.ItemConfirmed && works && up.Windowed():
		return page.PostButton(page.Small, up.Path()+"/confirm", i18n.T(ctx, "upgrade.confirm"), nil)
	case c.Item == upgrade.ItemInformed && c.Done:
		return at(up.InformedAt)
	case c.Item == upgrade.ItemInformed && works:
		return page.PostButton(page.Small, up.Path()+"/inform", i18n.T(ctx, "upgrade.inform"), nil)
	}
	return nil
}

// callForm asks when the call before the window is, by the customer's clock.
func (u *UI) callForm(ctx context.Context, up upgrade.Upgrade, setup upgrade.AssistanceRules, form *web.Form) g.Node {
	f := page.Ask(form, "call", i18n.T(ctx, "upgrade.call_at", "Zone", up.Location().String()))
	f.Type, f.Hint = "datetime-local", i18n.T(ctx, "upgrade.call_hint", "Minutes", setup.CallMinutes)
	do := i18n.T(ctx, "upgrade.call_do")
	if up.CallID != 0 {
		do = i18n.T(ctx, "upgrade.call_move")
	}
	if f.Value == "" {
		at := up.CallAt
		if at.IsZero() {
			at = up.ProposedCall(setup.CallDays)
		}
		f.Value = at.In(up.Location()).Format(window.Layout)
	}
	return page.Form(up.Path()+"/call", page.FormError(form), page.Input(ctx, f), page.FormEnd(page.Button(page.Small, do)))
}

// recordCard asks how it went.
func recordCard(ctx context.Context, up upgrade.Upgrade, form *web.Form) g.Node {
	outcome, note, runs := page.Ask(form, "outcome", i18n.T(ctx, "upgrade.field_outcome")),
		page.Ask(form, "note", i18n.T(ctx, "upgrade.note")), page.Ask(form, "version", i18n.T(ctx, "upgrade.reached"))
	note.Value, note.Optional, note.Hint = form.Text("note"), true, i18n.T(ctx, "upgrade.note_hint")
	runs.Optional, runs.Autocomplete, runs.Hint = true, "off", i18n.T(ctx, "upgrade.reached_hint", "To", up.To, "From", up.From)
	list := []page.Choice{{Label: i18n.T(ctx, "upgrade.choose")}}
	for _, o := range upgrade.Outcomes() {
		list = append(list, page.Choice{Value: string(o), Label: i18n.T(ctx, "upgrade.outcome_"+string(o))})
	}
	return page.Card(i18n.T(ctx, "upgrade.record"), i18n.T(ctx, "upgrade.record_about"),
		page.Form(up.Path()+"/record", page.FormError(form), page.Select(ctx, outcome, list...),
			page.Input(ctx, runs), page.Textarea(ctx, note), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "upgrade.record_do")))))
}

// postponeCard ends an upgrade before its window.
func postponeCard(ctx context.Context, up upgrade.Upgrade, form *web.Form) g.Node {
	note := page.Ask(form, "note", i18n.T(ctx, "upgrade.postpone_why"))
	note.Value = form.Text("note")
	wrong := g.If(form.Error("outcome") != "", page.Banner(page.Red, form.Error("outcome"))) // its field is hidden
	body := page.Form(up.Path()+"/record", page.FormError(form), wrong, page.Hidden("outcome", string(upgrade.Postponed)), page.Textarea(ctx, note),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "upgrade.postpone_do"))))
	return fold(!form.OK(), i18n.T(ctx, "upgrade.postpone"), body)
}

// adviseCard records that we advised to wait.
func adviseCard(ctx context.Context, up upgrade.Upgrade, form *web.Form) g.Node {
	why := page.Ask(form, "advice", i18n.T(ctx, "upgrade.advise_why"))
	if why.Value = form.Text("advice"); why.Value == "" {
		why.Value = up.Advice
	}
	body := page.Form(up.Path()+"/advise", page.FormError(form), page.Textarea(ctx, why),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "upgrade.advise_do"))))
	return fold(!form.OK(), i18n.T(ctx, "upgrade.advise"), body)
}

// fold hides a form that is seldom needed; one that was refused is shown.
func fold(open bool, title string, body g.Node) g.Node {
	if open {
		return page.Card(title, "", body)
	}
	return page.Fold(title, body)
}

// textLines writes stops as the form takes them.
func textLines(list []string) string { return strings.Join(list, "\n") }
