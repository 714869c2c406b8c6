package ticketui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const railsPath = "/settings/tickets"

// getRails shows what happens to tickets by itself, and what people are kept from.
func (u *UI) getRails(w http.ResponseWriter, r *http.Request) error {
	return u.showRails(w, r, nil, nil)
}

// lifeFields are the numbers of days, in the order of a ticket's life.
func lifeFields(r *ticket.LifeRules) []struct {
	name string
	days *int
} {
	return []struct {
		name string
		days *int
	}{{"remind_days", &r.RemindDays}, {"solve_days", &r.SolveDays}, {"reopen_days", &r.ReopenDays}, {"close_days", &r.CloseDays},
		{"close_late_days", &r.CloseLateDays}, {"file_days", &r.FileDays}}
}

// postLife changes what happens by itself.
func (u *UI) postLife(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	var rules ticket.LifeRules
	for _, field := range lifeFields(&rules) {
		*field.days = int(f.Int64(field.name))
	}
	if f.OK() {
		err = u.Tickets.SaveLifeRules(ctx, rules)
	}
	if f.Absorb(err) || !f.OK() {
		return u.showRails(w, r, f, nil)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "rails.saved"))
	web.Redirect(w, r, railsPath)
	return nil
}

// postGuards changes the guard rails.
func (u *UI) postGuards(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	rules := ticket.GuardRules{Levels: map[string]ticket.GuardLevel{}, FarDays: int(f.Int64("far_days"))}
	for _, code := range ticket.GuardCodes() {
		rules.Levels[code] = ticket.GuardLevel(f.Get(code))
	}
	if f.OK() {
		err = u.Tickets.SaveGuardRules(ctx, rules)
	}
	if f.Absorb(err) || !f.OK() {
		return u.showRails(w, r, nil, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "rails.saved"))
	web.Redirect(w, r, railsPath)
	return nil
}

// showRails draws both forms; one that was refused keeps what was typed.
func (u *UI) showRails(w http.ResponseWriter, r *http.Request, life, guards *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if life == nil {
		rules, err := u.Tickets.LifeRules(ctx)
		if err != nil {
			return err
		}
		life = web.NewForm()
		for _, field := range lifeFields(&rules) {
			life.Values.Set(field.name, strconv.Itoa(*field.days))
		}
	}
	if guards == nil {
		rules, err := u.Tickets.GuardRules(ctx)
		if err != nil {
			return err
		}
		guards = web.NewForm("far_days", strconv.Itoa(rules.FarDays))
		for code, level := range rules.All() {
			guards.Values.Set(code, string(level))
		}
	}
	title := i18n.T(ctx, "settings.tickets.title")
	return web.Render(w, web.FormStatus(life, guards), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.tickets.about")),
		page.Narrow(lifeCard(ctx, life), guardCard(ctx, guards))))
}

func lifeCard(ctx context.Context, f *web.Form) g.Node {
	var rules ticket.LifeRules
	var inputs []g.Node
	for _, field := range lifeFields(&rules) {
		inputs = append(inputs, days(ctx, f, field.name))
	}
	return page.Card(i18n.T(ctx, "rails.life"), i18n.T(ctx, "rails.life_text"),
		page.Form(railsPath+"/life", page.FormError(f), g.Group(inputs), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "rails.save")))))
}

func days(ctx context.Context, f *web.Form, name string) g.Node {
	field := page.Ask(f, name, i18n.T(ctx, "rails."+name))
	field.Hint, field.Type = i18n.T(ctx, "rails."+name+"_hint"), "number"
	field.More = []g.Node{g.Attr("min", "0"), g.Attr("max", "3650")}
	return page.Input(ctx, field)
}

func guardCard(ctx context.Context, f *web.Form) g.Node {
	var levels []page.Choice
	for _, l := range []ticket.GuardLevel{ticket.Refuse, ticket.Warn, ticket.Off} {
		levels = append(levels, page.Choice{Value: string(l), Label: i18n.T(ctx, "rails.level_"+string(l))})
	}
	inputs := make([]g.Node, 0, len(ticket.GuardCodes())+1)
	for _, code := range ticket.GuardCodes() {
		field := page.Ask(f, code, i18n.T(ctx, "rails."+code))
		field.Hint = i18n.T(ctx, "rails."+code+"_hint")
		inputs = append(inputs, page.Select(ctx, field, levels...))
		if code == ticket.GuardDueFar {
			inputs = append(inputs, days(ctx, f, "far_days"))
		}
	}
	return page.Card(i18n.T(ctx, "rails.guards"), i18n.T(ctx, "rails.guards_text"),
		page.Form(railsPath+"/guards", page.FormError(f), g.Group(inputs), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "rails.save")))))
}
