package clearanceui

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRecords(w http.ResponseWriter, r *http.Request) error {
	return u.recordsPage(w, r, web.NewForm("person", r.URL.Query().Get("person")), nil)
}

// recordsPage shows who is cleared, with both forms; the one that was sent is shown as it was typed.
func (u *UI) recordsPage(w http.ResponseWriter, r *http.Request, form, rulesTyped *web.Form) error {
	ctx := r.Context()
	records, err := u.Clearances.Records(ctx)
	if err != nil {
		return err
	}
	rules, err := u.Clearances.Rules(ctx)
	if err != nil {
		return err
	}
	staff, err := u.People.AllStaff(ctx)
	if err != nil {
		return err
	}
	if rulesTyped == nil {
		rulesTyped = web.NewForm("facts", strings.Join(rules.Facts, "\n"), "door", rules.Door, "proofs", strings.Join(rules.Proofs, "\n"))
	}
	title := i18n.T(ctx, "settings.clearances.title")
	var list g.Node = page.EmptyState("shield", i18n.T(ctx, "clearance.none"), i18n.T(ctx, "clearance.none_about"))
	if len(records) > 0 {
		list = u.table(ctx, records)
	}
	cards := g.Group{recordCard(ctx, form, rules, staff)}
	if access.Check(ctx, access.ManageSettings) == nil {
		cards = append(cards, rulesCard(ctx, rulesTyped, rules))
	}
	return web.Render(w, web.FormStatus(form, rulesTyped), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.clearances.about"),
		page.LinkButton(page.Secondary, lookupPath, i18n.T(ctx, "clearance.lookup"))), page.Content(list, page.Columns(cards...))))
}

func (u *UI) table(ctx context.Context, records []clearance.Record) g.Node {
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, c := range records {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(settingsPath+"/"+itoa(c.ID)), g.Text(c.Person)), g.Text(c.Fact),
			state(ctx, c, now), g.Text(c.Verifier),
			g.Text(i18n.FormatDay(ctx, c.VerifiedOn)), g.Text(c.Proof), g.Text(until(ctx, c))})
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "clearance."+id)} }
	return page.Table(i18n.T(ctx, "settings.clearances.title"),
		[]page.Column{label("person"), label("fact"), label("now"), label("verifier"), label("verified_on"), label("proof"), label("last_day")}, rows...)
}

func state(ctx context.Context, c clearance.Record, now time.Time) g.Node {
	tone := map[clearance.State]page.Tone{clearance.Valid: page.Green, clearance.Expired: page.Amber, clearance.Revoked: page.Red}
	s := c.State(now)
	return page.Chip(tone[s], i18n.T(ctx, "clearance.state_"+string(s)))
}

func until(ctx context.Context, c clearance.Record) string {
	if c.ValidUntil.IsZero() {
		return i18n.T(ctx, "clearance.endless")
	}
	return i18n.FormatDay(ctx, c.LastDay())
}

func recordCard(ctx context.Context, form *web.Form, rules clearance.Rules, staff []people.User) g.Node {
	ask := func(name string) page.Field { return page.Ask(form, name, i18n.T(ctx, "clearance."+name)) }
	choices := []page.Choice{{Label: i18n.T(ctx, "clearance.choose")}}
	for _, s := range staff {
		choices = append(choices, page.Choice{Value: itoa(s.ID), Label: s.Name + " · " + s.Email})
	}
	verifier, on, last := ask("verifier"), ask("verified_on"), ask("last_day")
	verifier.Hint, last.Hint, last.Optional = i18n.T(ctx, "clearance.verifier_hint"), i18n.T(ctx, "clearance.last_day_hint"), true
	on.Type, last.Type = "date", "date"
	return page.Card(i18n.T(ctx, "clearance.record"), i18n.T(ctx, "clearance.record_about"), page.Form(settingsPath, page.FormError(form),
		page.Select(ctx, ask("person"), choices...), page.Select(ctx, ask("fact"), plain(rules.Facts)...), page.Input(ctx, verifier), page.Input(ctx, on),
		page.Select(ctx, ask("proof"), append([]page.Choice{{Label: i18n.T(ctx, "clearance.choose")}}, plain(rules.Proofs)...)...), page.Input(ctx, last),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "clearance.record_do")))))
}

func rulesCard(ctx context.Context, form *web.Form, rules clearance.Rules) g.Node {
	area := func(name string) g.Node {
		f := page.Ask(form, name, i18n.T(ctx, "clearance.set_"+name))
		f.Value, f.Hint = form.Text(name), i18n.T(ctx, "clearance.set_lines")
		return page.Textarea(ctx, f)
	}
	door := page.Ask(form, "door", i18n.T(ctx, "clearance.set_door"))
	door.Hint = i18n.T(ctx, "clearance.set_door_hint")
	facts := rules.Facts
	if v := form.Get("door"); v != "" && !slices.Contains(facts, v) {
		facts = append(slices.Clone(facts), v)
	}
	return page.Card(i18n.T(ctx, "clearance.set_title"), i18n.T(ctx, "clearance.set_about"),
		page.Form(settingsPath+"/rules", page.FormError(form), area("facts"),
			page.Select(ctx, door, plain(facts)...), area("proofs"), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "clearance.set_do")))))
}

func plain(texts []string) (all []page.Choice) {
	for _, text := range texts {
		all = append(all, page.Choice{Value: text, Label: text})
	}
	return all
}

func (u *UI) postRecord(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	rec, err := u.Clearances.Record(ctx, clearance.Verification{PersonID: form.Int64("person"), Fact: form.Get("fact"), Verifier: form.Get("verifier"),
		VerifiedOn: form.Get("verified_on"), Proof: form.Get("proof"), LastDay: form.Get("last_day")})
	switch {
	case form.Absorb(err):
		return u.recordsPage(w, r, form, nil)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "clearance.recorded", "Name", rec.Person, "Fact", rec.Fact))
	web.Redirect(w, r, settingsPath)
	return nil
}

func (u *UI) postRules(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Clearances.SaveRules(ctx, clearance.Rules{Facts: lines(form.Text("facts")), Door: form.Get("door"), Proofs: lines(form.Text("proofs"))})
	switch {
	case form.Absorb(err):
		return u.recordsPage(w, r, web.NewForm(), form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "clearance.set_saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// lines are the lines of a text that say something.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
