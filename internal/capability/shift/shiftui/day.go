package shiftui

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func dayInPath(r *http.Request) (region string, d bizcal.Date, err error) {
	d, err = bizcal.ParseDate(r.PathValue("day"))
	if err != nil {
		return "", d, fault.New(fault.NotFound, "“%s” is no day. Write it like 2026-11-21", fault.Clip(r.PathValue("day"), 20))
	}
	return r.PathValue("region"), d, nil
}

// getDay is where a day of a region is arranged.
func (u *UI) getDay(w http.ResponseWriter, r *http.Request) error {
	return u.showDay(w, r, web.NewForm())
}

func (u *UI) showDay(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	region, d, err := dayInPath(r)
	if err != nil {
		return err
	}
	a, err := u.Shifts.Arrangement(ctx, region, d)
	if err != nil {
		return err
	}
	crew, err := u.crew(ctx)
	if err != nil {
		return err
	}
	title := dayWords(ctx, d) + " · " + crew.region(region).Name
	return web.Render(w, web.FormStatus(f),
		u.Page(r, title, page.Head(title, dayKind(ctx, a.Day),
			page.LinkButton(page.Quiet, fmt.Sprint(staffingPath, "?from=", d.AddDays(-7)), i18n.T(ctx, "shift.back"))),
			page.Content(page.FormError(f), said(f), page.Columns(hereCard(ctx, a, crew), arrangeCard(ctx, a, f)), recordCard(ctx, a, crew))))
}

// hereCard lists who works on the day.
func hereCard(ctx context.Context, a shift.Arrangement, crew crew) g.Node {
	var facts []page.Fact
	for _, w := range a.Workers {
		facts = append(facts, page.Say(crew.name(ctx, w.UserID), workerHours(ctx, w)))
	}
	return page.Card(i18n.T(ctx, "shift.here"), "", h.P(standing(ctx, a.Day)), page.Facts("", facts...))
}

// arrangeCard lets the reader take the day, and those who arrange being on call ask somebody.
func arrangeCard(ctx context.Context, a shift.Arrangement, f *web.Form) g.Node {
	if a.Over {
		return page.Card(i18n.T(ctx, "shift.arrange_day"), i18n.T(ctx, "shift.day_over"))
	}
	me, _ := access.From(ctx)
	path := shift.DayPath(a.Region, a.Date)
	var take g.Node
	var choices []page.Choice
	for _, c := range a.Candidates {
		if c.Why != "" {
			continue
		}
		if c.User.ID == me.UserID {
			take = page.PostButton(page.Primary, path, i18n.T(ctx, "shift.take"), []string{"user", fmt.Sprint(me.UserID)})
			continue
		}
		label := i18n.T(ctx, "shift.candidate", "Name", c.User.Name, "Count", c.Turns)
		if c.User.Shift {
			label += " · " + i18n.T(ctx, "shift.works_shifts")
		}
		choices = append(choices, page.Choice{Value: fmt.Sprint(c.User.ID), Label: label})
	}
	user, note := page.Ask(f, "user", i18n.T(ctx, "shift.who")), page.Ask(f, "note", i18n.T(ctx, "shift.note"))
	note.Optional, note.Autocomplete = true, "off"
	return page.Card(i18n.T(ctx, "shift.arrange_day"), i18n.T(ctx, "shift.arrange_about"), take,
		g.Iff(access.Check(ctx, access.ManageOnCall) == nil && len(choices) > 0, func() g.Node {
			return page.Form(path, page.Select(ctx, user, choices...), page.Input(ctx, note),
				page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "shift.ask"))))
		}))
}

// recordCard is what was asked and answered: it stays.
func recordCard(ctx context.Context, a shift.Arrangement, crew crew) g.Node {
	if len(a.Turns) == 0 {
		return nil
	}
	me, _ := access.From(ctx)
	rows := make([][]g.Node, len(a.Turns))
	for i, t := range a.Turns {
		var act g.Node
		if t.State == shift.Asked && t.UserID == me.UserID {
			act = answers(ctx, t)
		} else if t.Live() && (t.UserID == me.UserID || t.AskedBy == me.UserID || access.Check(ctx, access.ManageOnCall) == nil) {
			act = page.PostButton(page.Small, fmt.Sprint(root, "/turns/", t.ID, "/withdraw"), i18n.T(ctx, "shift.withdraw_"+string(t.State)), nil)
		}
		by := i18n.T(ctx, "shift.by_themselves")
		if t.AskedBy != t.UserID {
			by = crew.name(ctx, t.AskedBy)
		}
		settled := g.Node(g.Text("–"))
		if !t.SettledAt.IsZero() {
			settled = g.Text(crew.name(ctx, t.SettledBy) + ", " + i18n.FormatTime(ctx, t.SettledAt))
		}
		rows[i] = []g.Node{g.Text(crew.name(ctx, t.UserID)), g.Text(i18n.T(ctx, "shift.state_"+string(t.State))),
			g.Text(strings.TrimSpace(by + ", " + i18n.FormatTime(ctx, t.AskedAt))), settled, g.Text(t.Note), act}
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "shift.col_"+id)} }
	return page.Card(i18n.T(ctx, "shift.record"), "",
		page.Table(i18n.T(ctx, "shift.record"), []page.Column{label("who"), label("state"), label("asked"), label("settled"), label("note"), {}}, rows...))
}

func (u *UI) postAsk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	region, d, err := dayInPath(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	t, err := u.Shifts.Ask(ctx, shift.Turn{UserID: f.Int64("user"), Region: region, Date: d, Note: f.Get("note")})
	if f.Absorb(err) {
		return u.showDay(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "shift.done_"+string(t.State)))
	web.Redirect(w, r, shift.DayPath(region, d))
	return nil
}

func (u *UI) postAnswer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	return u.settled(w, r, func(ctx context.Context, id int64) error { return u.Shifts.Answer(ctx, id, f.Get("answer") == "yes") })
}

func (u *UI) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	return u.settled(w, r, u.Shifts.Withdraw)
}

// settled does something to the turn in the path; what was settled otherwise meanwhile is said.
func (u *UI) settled(w http.ResponseWriter, r *http.Request, act func(ctx context.Context, id int64) error) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	err = act(ctx, id)
	switch {
	case fault.Is(err, fault.Conflict):
		sentence, _ := fault.Public(err)
		web.AddFlash(ctx, web.Flash{Kind: "note", Text: sentence})
	case err != nil:
		return err
	default:
		web.Done(ctx, i18n.T(ctx, "shift.noted"))
	}
	web.Redirect(w, r, staffingPath)
	return nil
}
