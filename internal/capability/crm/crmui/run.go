package crmui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRun(w http.ResponseWriter, r *http.Request) error {
	return u.runPage(w, r, web.NewForm())
}

// runPage shows how far a run is, what it would change, and what can be done about it.
func (u *UI) runPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	run, state, err := u.followed(r, f)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "crm.run_title", "Number", run.ID, "Origin", run.Origin)
	return web.Render(w, web.FormStatus(f),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "crm.run_sub", "Source", i18n.T(ctx, "crm.source_"+string(run.Source)), "Day",
			i18n.FormatDay(ctx, run.Day)),
			page.LinkButton(page.Secondary, root, i18n.T(ctx, "crm.all_runs"))), page.Content(page.FormError(f), state)))
}

// getState is the part that follows the run: how far it is, what can be done, and the plan once there is one.
func (u *UI) getState(w http.ResponseWriter, r *http.Request) error {
	_, state, err := u.followed(r, web.NewForm())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, state)
}

func (u *UI) followed(r *http.Request, f *web.Form) (crm.Run, g.Node, error) {
	id, err := web.PathID(r)
	if err != nil {
		return crm.Run{}, nil, err
	}
	run, err := u.CRM.Run(r.Context(), id)
	if err != nil {
		return run, nil, err
	}
	state, err := u.state(r.Context(), run, asked(r), f)
	return run, state, err
}

func (u *UI) state(ctx context.Context, run crm.Run, filter crm.Filter, f *web.Form) (g.Node, error) {
	p := run.Progress
	body := g.Group{page.FactsBlock("", h.P(stateChip(ctx, run), g.Text(" "), page.Ago(ctx, run.UpdatedAt, u.Now(ctx))))}
	if run.Said != "" {
		tone := page.Amber
		if run.Stopped {
			tone = page.Red
		}
		body = append(body, page.Banner(tone, i18n.T(ctx, "crm.said", "Count", run.Tries, "Said", run.Said)))
	}
	if run.Busy {
		body = append(body, stages(ctx, run))
	}
	if len(p.Kinds) > 0 {
		body = append(body, figures(ctx, run))
	}
	body = append(body, u.decide(ctx, run, f))
	if len(p.Kinds) > 0 {
		lines, err := u.lines(ctx, run, filter)
		if err != nil {
			return nil, err
		}
		body = append(body, lines)
	}
	live := g.Node(nil)
	if !run.Over() {
		live = page.Live(run.Path()+"/state?"+query(filter, filter.After).Encode(), "crm:"+itoa(run.ID))
	}
	return h.Div(h.ID("run-state"), h.Class("stack"), live, body), nil
}

func stages(ctx context.Context, run crm.Run) g.Node {
	p := run.Progress
	fetched := 0
	for _, n := range p.Fetched {
		fetched += n
	}
	bars := g.Group{page.Progress(i18n.T(ctx, "crm.stage_fetch"), fetched, map[bool]int{true: fetched}[run.State != crm.Fetching])}
	if run.State != crm.Fetching {
		bars = append(bars, page.Progress(i18n.T(ctx, "crm.stage_map"), p.Mapped, p.Accounts),
			page.Progress(i18n.T(ctx, "crm.stage_compare"), p.Compared, p.Accounts))
	}
	if run.State == crm.Applying {
		bars = append(bars, page.Progress(i18n.T(ctx, "crm.stage_apply"), p.Applied+p.Conflict+p.Failed, p.ToApply))
	}
	return page.Card(i18n.T(ctx, "crm.stages"), i18n.T(ctx, "crm.stages_about"), bars)
}

func figures(ctx context.Context, run crm.Run) g.Node {
	p := run.Progress
	var all []page.Figure
	for _, k := range crm.Kinds() {
		all = append(all, page.Figure{Label: i18n.T(ctx, "crm.kind_"+string(k)), Value: itoa(int64(p.Kinds[k])), Href: run.Path() + "?kind=" + string(k)})
	}
	all = append(all, page.Figure{Label: i18n.T(ctx, "crm.lonely"), Value: itoa(int64(p.Lonely)), Sub: i18n.T(ctx, "crm.lonely_sub"),
		Href: run.Path() + "?state=lonely"})
	if p.Gone > 0 {
		all = append(all, page.Figure{Label: i18n.T(ctx, "crm.gone"), Value: itoa(int64(p.Gone)), Sub: i18n.T(ctx, "crm.gone_sub"),
			Href: run.Path() + "?state=gone"})
	}
	if run.State == crm.Applying || run.State == crm.Done {
		all = append(all, page.Figure{Label: i18n.T(ctx, "crm.applied"), Value: itoa(int64(p.Applied)), Sub: i18n.T(ctx, "crm.of", "Count", p.ToApply)})
	}
	if p.Conflict+p.Failed > 0 {
		all = append(all, page.Figure{Label: i18n.T(ctx, "crm.not_applied"), Value: itoa(int64(p.Conflict + p.Failed)),
			Sub: i18n.T(ctx, "crm.not_applied_sub"), Href: run.Path() + "?state=conflict"})
	}
	return page.Stats(all...)
}

// decide is what can be done about a run.
func (u *UI) decide(ctx context.Context, run crm.Run, f *web.Form) g.Node {
	giveUp := page.PostButton(page.Quiet, run.Path()+"/abandon", i18n.T(ctx, "crm.abandon_do"), nil)
	switch {
	case run.Over():
		return nil
	case run.Stopped:
		return buttons(page.PostButton(page.Primary, run.Path()+"/resume", i18n.T(ctx, "crm.resume_do"), nil), giveUp)
	case run.State != crm.Planned:
		return buttons(giveUp)
	case !run.Progress.Guarded:
		return page.Card(i18n.T(ctx, "crm.apply_title"), i18n.T(ctx, "crm.apply_about", "Count", run.Progress.ToApply),
			buttons(page.PostButton(page.Primary, run.Path()+"/apply", i18n.T(ctx, "crm.apply_do"), nil), giveUp))
	}
	words := lossWords(ctx, run.Progress.Loss)
	confirm := page.Ask(f, "confirm", i18n.T(ctx, "crm.confirm"))
	confirm.Hint, confirm.Autocomplete = i18n.T(ctx, "crm.confirm_hint", "Words", words), "off"
	return page.Card(i18n.T(ctx, "crm.guard_title"), i18n.T(ctx, "crm.guard_about"), page.Banner(page.Red, i18n.T(ctx, "crm.guard_says", "Words", words)),
		page.Form(run.Path()+"/apply", h.Data("keep", ""), page.Input(ctx, confirm),
			page.FormEnd(page.Button(page.Danger, i18n.T(ctx, "crm.apply_do")))), giveUp)
}

// lossWords are crm.Loss.Words in the reader's language. The figures stand in the same order, so that they can be typed.
func lossWords(ctx context.Context, l crm.Loss) string {
	words := i18n.T(ctx, "crm.guard_vanish", "Lost", l.Vanish, "All", l.Customers) + ", " + i18n.T(ctx, "crm.guard_lose", "Lost", l.Lose, "All", l.Levelled)
	if l.Drop > 0 {
		words += ", " + i18n.T(ctx, "crm.guard_drop", "Lost", l.Drop, "All", l.Contacts)
	}
	return words
}

// buttons stand side by side, though each is a form.
func buttons(all ...g.Node) g.Node { return h.Div(h.Class("run-acts"), g.Group(all)) }

func (u *UI) postApply(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	return u.act(w, r, f, func(id int64) error { return u.CRM.Apply(ctx, id, f.Text("confirm")) })
}

func (u *UI) postResume(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, web.NewForm(), func(id int64) error { return u.CRM.Resume(r.Context(), id) })
}

func (u *UI) postAbandon(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, web.NewForm(), func(id int64) error { return u.CRM.Abandon(r.Context(), id) })
}

// act does something about a run, and shows it.
func (u *UI) act(w http.ResponseWriter, r *http.Request, f *web.Form, do func(id int64) error) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	err = do(id)
	if f.Absorb(err) {
		return u.runPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, crm.Run{ID: id}.Path())
	return nil
}
