package accountui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/sheet"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// splitWeeks is how many weeks the split shows.
const splitWeeks = 4

// getSplit tells how engineers part their weeks between their accounts and everybody else.
func (u *UI) getSplit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := u.Accounts.Split(ctx, number(r.URL.Query().Get("user")), splitWeeks)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "assigned.tab_split")
	body := []g.Node{page.EmptyState("briefcase", i18n.T(ctx, "assigned.none"), i18n.T(ctx, "assigned.none_text"), page.LinkButton(page.Secondary, "/accounts", i18n.T(ctx, "nav.accounts")))}
	if len(all) > 0 {
		body = splitTables(ctx, all)
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.split_sub"), page.LinkButton(page.Secondary, "/accounts/split.csv", i18n.T(ctx, "assigned.csv"))),
		page.Bar(tabs(ctx, "split")), page.Content(body...)))
}

// splitTables draws a table a week.
func splitTables(ctx context.Context, all []account.Work) (tables []g.Node) {
	columns := []page.Column{{Label: i18n.T(ctx, "assigned.col_engineer")}, {Label: i18n.T(ctx, "assigned.account")}, {Label: i18n.T(ctx, "assigned.tickets"), Number: true},
		{Label: i18n.T(ctx, "assigned.replies"), Number: true}, {Label: i18n.T(ctx, "assigned.noted"), Number: true}, {Label: i18n.T(ctx, "assigned.agreed_hours"), Number: true}}
	var rows [][]g.Node
	for i, w := range all {
		rows = append(rows, splitRow(ctx, w))
		if i+1 == len(all) || all[i+1].Week != w.Week {
			title := i18n.T(ctx, "assigned.week_of", "Week", i18n.FormatDate(ctx, people.DayBegins(w.Week, i18n.Zone(ctx))))
			tables = append(tables, page.Card(title, "", page.Table(title, columns, rows...)))
			rows = nil
		}
	}
	return tables
}

func splitRow(ctx context.Context, w account.Work) []g.Node {
	where := g.Node(h.A(h.Class("link"), h.Href(account.AccountPath(w.OrganizationID)), g.Text(w.Organization)))
	agreed := strconv.Itoa(w.Agreed)
	if w.Global() {
		where, agreed = h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.global"))), "–"
	}
	return []g.Node{g.Text(w.Name), where, g.Text(strconv.Itoa(w.Tickets)), g.Text(strconv.Itoa(w.Replies)), g.Text(hours(w.Minutes)), g.Text(agreed)}
}

// hours writes minutes as hours with one place.
func hours(minutes int) string { return strconv.FormatFloat(float64(minutes)/60, 'f', 1, 64) }

// getSplitCSV gives half a year of the same as a file. An empty account stands for all other customers.
func (u *UI) getSplitCSV(w http.ResponseWriter, r *http.Request) error {
	all, err := u.Accounts.Split(r.Context(), number(r.URL.Query().Get("user")), 26)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", sheet.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="split.csv"`)
	out := sheet.NewWriter(w)
	_ = out.Write("week", "engineer", "account", "tickets", "replies", "hours_noted", "hours_agreed") // Flush tells
	for _, x := range all {
		_ = out.Write(x.Week.String(), x.Name, x.Organization, strconv.Itoa(x.Tickets), strconv.Itoa(x.Replies), hours(x.Minutes), strconv.Itoa(x.Agreed))
	}
	return out.Flush()
}
