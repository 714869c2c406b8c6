package reviewui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/sheet"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// weekOf is the Monday and the Sunday of the week that a page shows: the one that was asked for, or this one.
func (u *UI) weekOf(r *http.Request) (from, until bizcal.Date) {
	day, err := bizcal.ParseDate(r.URL.Query().Get("week"))
	if err != nil {
		day = u.today(r.Context())
	}
	from = day.AddDays(-(int(day.Weekday()) + 6) % 7)
	return from, from.AddDays(6)
}

func (u *UI) getHours(w http.ResponseWriter, r *http.Request) error {
	return u.hoursPage(w, r, web.NewForm("day", dayText(u.today(r.Context())), "ticket", r.URL.Query().Get("ticket")))
}

// hoursPage is a week's hours for an account, against what is agreed.
func (u *UI) hoursPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	from, until := u.weekOf(r)
	spent, err := u.Reviews.TimeLog(ctx, o.ID, from, until)
	if err != nil {
		return err
	}
	agreed := i18n.T(ctx, "hours.nothing_agreed")
	var meter g.Node
	if spent.Agreed > 0 {
		agreed = i18n.T(ctx, "hours.of_agreed", "Hours", hoursText(spent.Agreed))
		tone := page.Blue
		if spent.Total > spent.Agreed {
			tone = page.Amber
		}
		meter = page.Meter(tone, min(1, float64(spent.Total)/float64(spent.Agreed)))
	}
	list, err := u.hoursTable(ctx, spent.Entries, false)
	if err != nil {
		return err
	}
	return u.show(w, r, o, "hours", form,
		turnWeek(ctx, accountPath(o.ID, "hours"), from, until,
			page.LinkButton(page.Small, accountPath(o.ID, "hours.csv")+"?quarter="+string(review.QuarterOf(from)),
				i18n.T(ctx, "hours.csv", "Quarter", string(review.QuarterOf(from))))),
		page.Stats(page.Figure{Label: i18n.T(ctx, "hours.week"), Value: hoursText(spent.Total), Sub: agreed}), meter,
		u.hoursForm(ctx, accountPath(o.ID, "hours"), form, false), list)
}

// hoursText is minutes as hours and minutes: 7:30.
func hoursText(minutes int) string { return fmt.Sprintf("%d:%02d", minutes/60, minutes%60) }

func turnWeek(ctx context.Context, path string, from, until bizcal.Date, more ...g.Node) g.Node {
	to := func(d bizcal.Date) string { return path + "?week=" + d.String() }
	return h.Div(h.Class("cluster"), page.LinkButton(page.Small, to(from.AddDays(-7)), i18n.T(ctx, "hours.before")),
		h.B(g.Text(dayWords(ctx, from)+" – "+dayWords(ctx, until))),
		page.LinkButton(page.Small, to(from.AddDays(7)), i18n.T(ctx, "hours.after")), g.Group(more))
}

// hoursForm logs time: minutes, what for, the day and, where it is about one, the ticket.
func (u *UI) hoursForm(ctx context.Context, action string, form *web.Form, accounts bool) g.Node {
	if access.Check(ctx, access.CommentPrivate) != nil {
		return nil
	}
	minutes := ask(ctx, form, "hours", "minutes")
	minutes.Type = "number"
	var which g.Node
	if accounts {
		which = page.Input(ctx, askOptional(ctx, form, "hours", "organization"))
	}
	return page.Card(i18n.T(ctx, "hours.add"), "",
		page.Form(action, page.FormError(form), page.Columns(which, page.Input(ctx, ask(ctx, form, "hours", "what")), page.Input(ctx, minutes),
			page.Input(ctx, dated(ask(ctx, form, "hours", "day"))), page.Input(ctx, askOptional(ctx, form, "hours", "ticket"))),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "hours.save")))))
}

// hoursTable lists hours; the reader's own can be taken back.
func (u *UI) hoursTable(ctx context.Context, all []review.Spent, accounts bool) (g.Node, error) {
	if len(all) == 0 {
		return page.EmptyState("clock", i18n.T(ctx, "hours.none"), i18n.T(ctx, "hours.none_text")), nil
	}
	var ids []int64
	for _, t := range all {
		ids = append(ids, t.UserID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	actor, _ := access.From(ctx)
	var rows [][]g.Node
	for _, t := range all {
		who := g.Text(names[t.UserID].Name)
		if accounts {
			who = h.A(h.Class("link"), h.Href(accountPath(t.OrganizationID, "hours")), g.Text(t.Organization))
		}
		var about, back g.Node
		if t.TicketID != 0 {
			about = ticketLink(t.TicketID, "#"+itoa(t.TicketID))
		}
		if t.UserID == actor.UserID {
			back = page.PostButton(page.Small, "/hours/forget", i18n.T(ctx, "hours.forget"), []string{"id", itoa(t.ID), "account", itoa(t.OrganizationID)})
		}
		rows = append(rows, []g.Node{g.Text(dayWords(ctx, t.Day)), who, g.Text(t.What), about, g.Text(hoursText(t.Minutes)), back})
	}
	second := "who"
	if accounts {
		second = "account"
	}
	return page.Table(i18n.T(ctx, "review.title_hours"), columns(ctx, "hours", "day", second, "what", "ticket", "spent#", "acts"), rows...), nil
}

// readSpent reads what was typed about time.
func readSpent(ctx context.Context, form *web.Form, organization int64) review.Spent {
	t := review.Spent{OrganizationID: organization, Day: dayOf(form, "day"), Minutes: int(form.Int64("minutes")), What: form.Get("what")}
	if found := ticketsOf(ctx, form, "ticket"); len(found) > 0 {
		t.TicketID = found[0]
	}
	return t
}

func (u *UI) postHours(w http.ResponseWriter, r *http.Request) error {
	return u.onAccount(w, r, "hours", "hours.saved", func(ctx context.Context, o people.Organization, form *web.Form) error {
		t := readSpent(ctx, form, o.ID)
		if !form.OK() {
			return nil
		}
		_, err := u.Reviews.SpendTime(ctx, t)
		return err
	}, u.hoursPage)
}

// getHoursCSV gives the hours of a quarter as a table for other programs.
func (u *UI) getHoursCSV(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	quarter, err := u.periodOf(r, web.NewForm(), "quarter")
	if err != nil {
		return err
	}
	first, last := quarter.Days()
	spent, err := u.Reviews.TimeLog(ctx, o.ID, first, last)
	if err != nil {
		return err
	}
	var ids []int64
	for _, t := range spent.Entries {
		ids = append(ids, t.UserID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return err
	}
	web.Attachment(w, "hours-"+string(quarter)+".csv")
	w.Header().Set("Content-Type", sheet.MediaType)
	out := sheet.NewWriter(w)
	_ = out.Write("day", "account", "engineer", "minutes", "what", "ticket") // Flush tells
	for _, t := range spent.Entries {
		_ = out.Write(t.Day.String(), o.Name, names[t.UserID].Name, strconv.Itoa(t.Minutes), t.What, ticketCell(t.TicketID))
	}
	return out.Flush()
}

func ticketCell(id int64) string {
	if id == 0 {
		return ""
	}
	return itoa(id)
}

func (u *UI) getMyHours(w http.ResponseWriter, r *http.Request) error {
	return u.myHoursPage(w, r, web.NewForm("day", dayText(u.today(r.Context()))))
}

// myHoursPage is the reader's own week over all accounts.
func (u *UI) myHoursPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	from, until := u.weekOf(r)
	mine, err := u.Reviews.MyTime(ctx, from, until)
	if err != nil {
		return err
	}
	total := 0
	sums := map[string]int{}
	for _, t := range mine {
		total += t.Minutes
		sums[t.Organization] += t.Minutes
	}
	figures := []page.Figure{{Label: i18n.T(ctx, "hours.week"), Value: hoursText(total)}}
	for _, t := range mine {
		if n, ok := sums[t.Organization]; ok {
			figures = append(figures, page.Figure{Label: t.Organization, Value: hoursText(n), Href: accountPath(t.OrganizationID, "hours")})
			delete(sums, t.Organization)
		}
	}
	list, err := u.hoursTable(ctx, mine, true)
	if err != nil {
		return err
	}
	return u.overview(w, r, "hours", form, turnWeek(ctx, "/hours", from, until), page.Stats(figures...), u.hoursForm(ctx, "/hours", form, true), list)
}

func (u *UI) postMyHours(w http.ResponseWriter, r *http.Request) error {
	return did(w, r, "/hours", "hours.saved", func(ctx context.Context, form *web.Form) error {
		t := readSpent(ctx, form, 0)
		if name := form.Get("organization"); name != "" {
			o, err := u.Reviews.Account(ctx, name)
			if err != nil {
				return err
			}
			t.OrganizationID = o.ID
		} else if t.TicketID == 0 {
			form.Reject("organization", i18n.T(ctx, "hours.which"))
		}
		if !form.OK() {
			return nil
		}
		_, err := u.Reviews.SpendTime(ctx, t)
		return err
	}, u.myHoursPage)
}

func (u *UI) postForget(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	to := "/hours"
	if id, err := strconv.ParseInt(r.PostForm.Get("account"), 10, 64); err == nil {
		to = accountPath(id, "hours")
	}
	return did(w, r, to, "hours.forgotten",
		func(ctx context.Context, form *web.Form) error { return u.Reviews.ForgetTime(ctx, form.Int64("id")) }, u.myHoursPage)
}
