package accountui

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// asked is a stretch in which cover may be needed: one's time off, or the next two weeks.
type asked struct {
	timeOff     int64
	from, until time.Time
	wish        coverage.Span       // what is asked for at first
	standings   []account.Standing  // whose minutes it takes
	pod         account.PodStanding // of the engineer, in the week in which cover is needed first; its ID is 0 where they are in none
}

// getAsk names the minutes of each account that time off leaves uncovered, and asks somebody for one of them.
func (u *UI) getAsk(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return u.askPage(w, r, &web.Form{Values: url.Values{"assignment": {q.Get("assignment")}, "time_off": {q.Get("time_off")}}})
}

func (u *UI) askPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	a, err := u.asking(ctx, number(form.Get("assignment")), number(form.Get("time_off")))
	if err != nil {
		return err
	}
	names, err := u.Tickets.Named(ctx, whoIn(a.standings)...)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "assigned.ask_title")
	sub := i18n.T(ctx, "assigned.ask_sub", "From", i18n.FormatTime(ctx, a.from), "Until", i18n.FormatTime(ctx, a.until))
	rules, err := u.Accounts.Setup(ctx)
	if err != nil {
		return err
	}
	body := []g.Node{u.hint(ctx, a, rules)}
	for _, st := range a.standings {
		body = append(body, page.Card(st.Organization, "", h.Div(h.Class("cluster"), g.Text(st.Engineer.Name), askState(ctx, st)),
			u.strip(ctx, st, a.from, a.until, names).View(), coverageTable(ctx, st, names, u.Now(ctx))))
	}
	if len(a.standings) == 0 {
		body = append(body, page.EmptyState("briefcase", i18n.T(ctx, "assigned.ask_none"), i18n.T(ctx, "assigned.ask_none_text"),
			page.LinkButton(page.Secondary, "/accounts", i18n.T(ctx, "nav.accounts"))))
		return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, ""), page.Narrow(body...)))
	}
	if a.pod.ID != 0 {
		body = append(body, u.podCard(ctx, a.pod, rules))
	}
	fields, err := u.askForm(ctx, a, form)
	if err != nil {
		return err
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, sub), page.Narrow(append(body, fields)...)))
}

func askState(ctx context.Context, st account.Standing) g.Node {
	if st.Gap() == 0 {
		return page.Chip(page.Green, i18n.T(ctx, "assigned.covered"))
	}
	return page.Chip(page.Red, i18n.T(ctx, "assigned.gap_minutes", "Minutes", int(st.Gap()/time.Minute)))
}

// hint says when cover should be asked for at the latest, where that is past.
func (u *UI) hint(ctx context.Context, a asked, rules account.Rules) g.Node {
	if a.timeOff == 0 || a.from.Sub(u.Now(ctx)) >= time.Duration(rules.Ahead)*24*time.Hour {
		return nil
	}
	return page.Banner(page.Amber, i18n.T(ctx, "assigned.ahead_hint", "Days", rules.Ahead))
}

// asking gathers what cover is asked for: of one assignment, or of all that the time off of somebody touches.
func (u *UI) asking(ctx context.Context, assignment, timeOff int64) (a asked, err error) {
	a = asked{timeOff: timeOff, from: u.Now(ctx).Truncate(time.Minute)}
	a.until = a.from.AddDate(0, 0, 14)
	var engineer, organization int64
	if assignment != 0 {
		found, err := u.Accounts.Assignment(ctx, assignment)
		if err != nil {
			return a, err
		}
		engineer, organization = found.UserID, found.OrganizationID
	}
	if timeOff != 0 {
		off, ok, err := u.offOf(ctx, func(o people.TimeOff) bool { return o.ID == timeOff })
		if err != nil {
			return a, err
		}
		if !ok {
			return a, fault.New(fault.NotFound, "This time off is over, or was taken back")
		}
		a.from, a.until, engineer = off.From, off.Until, off.UserID
	}
	all, err := u.Accounts.Standings(ctx, a.from, a.until)
	if err != nil {
		return a, err
	}
	for _, st := range all {
		if st.UserID == engineer && (organization == 0 || st.OrganizationID == organization) {
			a.standings = append(a.standings, st)
		}
	}
	a.wish = coverage.Span{From: a.from, Until: a.until}
	if gaps := gapsOf(a.standings); timeOff == 0 && len(gaps) > 0 {
		a.wish = gaps[0]
		off, ok, err := u.offOf(ctx, func(o people.TimeOff) bool { return o.UserID == engineer && o.Covers(gaps[0].From) })
		if err != nil {
			return a, err
		}
		if ok { // the gap is time off: cover goes with all of it
			a.timeOff, a.wish = off.ID, coverage.Span{From: off.From, Until: off.Until}
		}
	}
	zone := i18n.Zone(ctx)
	monday := people.Monday(bizcal.DateOf(a.wish.From.In(zone)))
	a.pod, _, err = u.Accounts.PodFor(ctx, engineer, people.DayBegins(monday, zone), people.DayBegins(monday.AddDays(7), zone))
	return a, err
}

func gapsOf(all []account.Standing) (gaps []coverage.Span) {
	for _, st := range all {
		gaps = append(gaps, coverage.Gaps(st.Stretches)...)
	}
	return gaps
}

// offOf finds the first stretch of time off that is not over and is wanted.
func (u *UI) offOf(ctx context.Context, wanted func(people.TimeOff) bool) (people.TimeOff, bool, error) {
	team, err := u.People.Team(ctx, u.Now(ctx))
	if err != nil {
		return people.TimeOff{}, false, err
	}
	for _, p := range team.People {
		for _, o := range team.TimeOff(p.ID) {
			if wanted(o) {
				return o, true, nil
			}
		}
	}
	return people.TimeOff{}, false, nil
}

// askForm asks one person for one account. The engineer's pod stands first, then other assigned engineers (assigned-support.md, PTO).
func (u *UI) askForm(ctx context.Context, a asked, form *web.Form) (g.Node, error) {
	if access.Check(ctx, access.UpdateTickets) != nil {
		return nil, nil
	}
	all, err := u.Accounts.Standings(ctx, a.from, a.from.Add(time.Minute))
	if err != nil {
		return nil, err
	}
	first := slices.Clone(a.pod.Members)
	for _, st := range all {
		if !slices.Contains(first, st.UserID) && st.UserID != a.standings[0].UserID {
			first = append(first, st.UserID)
		}
	}
	choices, err := u.staff(ctx, i18n.T(ctx, "assigned.choose"), first...)
	if err != nil {
		return nil, err
	}
	choices = slices.DeleteFunc(choices, func(c page.Choice) bool { return c.Value == itoa(a.standings[0].UserID) })
	zone := i18n.Zone(ctx)
	for name, t := range map[string]time.Time{"from": a.wish.From, "until": a.wish.Until} {
		if form.Get(name) == "" {
			form.Values.Set(name, t.In(zone).Format(typedTime))
		}
	}
	var accounts []page.Choice
	for _, st := range a.standings {
		accounts = append(accounts, page.Choice{Value: itoa(st.ID), Label: st.Organization})
	}
	who, from, until := page.Ask(form, "user", i18n.T(ctx, "assigned.ask_who")), page.Ask(form, "from", i18n.T(ctx, "assigned.from")),
		page.Ask(form, "until", i18n.T(ctx, "assigned.until"))
	who.Hint = i18n.T(ctx, "assigned.ask_who_hint")
	from.Type, until.Type = "datetime-local", "datetime-local"
	return page.Form("/covers/ask", page.FormError(form), page.Hidden("time_off", itoa(a.timeOff)),
		page.Select(ctx, page.Ask(form, "assignment", i18n.T(ctx, "assigned.account")), accounts...),
		page.Select(ctx, who, choices...), page.Columns(page.Input(ctx, from), page.Input(ctx, until)),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "assigned.ask")),
			page.LinkButton(page.Quiet, a.standings[0].Path(), i18n.T(ctx, "assigned.cancel")))), nil
}

func (u *UI) postAsk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	c := account.Cover{AssignmentID: form.Int64("assignment"), TimeOffID: number(form.Get("time_off")), UserID: form.Int64("user")}
	for name, into := range map[string]*time.Time{"from": &c.From, "until": &c.Until} {
		at, err := time.ParseInLocation(typedTime, form.Get(name), i18n.Zone(ctx))
		if err != nil {
			form.Reject(name, i18n.T(ctx, "assigned.no_time"))
		}
		*into = at
	}
	if form.OK() {
		c, err = u.Accounts.AskCover(ctx, c)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.askPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "assigned.asked"))
	web.Redirect(w, r, account.AccountPath(c.OrganizationID))
	return nil
}

// typedTime is how a browser writes a time of the reader's clock.
const typedTime = "2006-01-02T15:04"
