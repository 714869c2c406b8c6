package accountui

import (
	"context"
	"iter"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
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
	body := []g.Node{page.EmptyState("briefcase", i18n.T(ctx, "assigned.none"), i18n.T(ctx, "assigned.none_text"),
		page.LinkButton(page.Secondary, "/accounts", i18n.T(ctx, "nav.accounts")))}
	if len(all) > 0 {
		body = append([]g.Node{splitLegend(ctx)}, splitWeeksOf(ctx, all)...)
	}
	return web.Render(w, http.StatusOK,
		u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.split_sub"),
			page.LinkButton(page.Secondary, "/accounts/split.csv", i18n.T(ctx, "assigned.csv"))),
			page.Bar(tabs(ctx, "split")), page.Content(body...)))
}

// splitWeeksOf draws a card a week: for each engineer how many of the tickets were of their accounts, with the same as a table.
func splitWeeksOf(ctx context.Context, all []account.Work) (cards []g.Node) {
	for week := range runs(all, func(a, b account.Work) bool { return a.Week == b.Week }) {
		title := i18n.T(ctx, "assigned.week_of", "Week", i18n.FormatDay(ctx, week[0].Week))
		var bars []g.Node
		for one := range runs(week, func(a, b account.Work) bool { return a.UserID == b.UserID }) {
			bars = append(bars, splitBar(ctx, one))
		}
		cards = append(cards, page.Card(title, "", page.StripRows(title, bars...), page.Fold(i18n.T(ctx, "assigned.as_table"), splitTable(ctx, title, week))))
	}
	return cards
}

// runs parts a list where neighbours are not the same.
func runs[T any](all []T, same func(a, b T) bool) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && same(all[n-1], all[n]) {
				n++
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// splitBar is one engineer's week: what part of their tickets was of their accounts.
func splitBar(ctx context.Context, week []account.Work) g.Node {
	var ours, others account.Work
	for _, w := range week {
		sum := &ours
		if w.Global() {
			sum = &others
		}
		sum.Tickets, sum.Minutes, sum.Agreed = sum.Tickets+w.Tickets, sum.Minutes+w.Minutes, sum.Agreed+w.Agreed
	}
	words := i18n.T(ctx, "assigned.split_words", "Ours", ours.Tickets, "Others", others.Tickets)
	s := page.Strip{Words: words, Now: page.NoNow}
	if all := ours.Tickets + others.Tickets; all > 0 {
		part := float64(ours.Tickets) / float64(all)
		s.Bars = []page.StripBar{{From: 0, To: part, Tone: "there", Title: i18n.T(ctx, "assigned.split_ours")},
			{From: part, To: 1, Tone: "cover", Title: i18n.T(ctx, "assigned.global")}}
	}
	name := h.Div(h.B(g.Text(week[0].Name)),
		h.Div(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.split_hours", "Noted", noted(ctx, ours), "Agreed", ours.Agreed))))
	return page.StripRow(name, g.Text(words), s)
}

func splitLegend(ctx context.Context) g.Node {
	return legend(swatch{"there", i18n.T(ctx, "assigned.split_ours")}, swatch{"cover", i18n.T(ctx, "assigned.global")})
}

func splitTable(ctx context.Context, title string, week []account.Work) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "assigned.col_engineer")}, {Label: i18n.T(ctx, "assigned.account")},
		{Label: i18n.T(ctx, "assigned.tickets"), Number: true},
		{Label: i18n.T(ctx, "assigned.replies"), Number: true}, {Label: i18n.T(ctx, "assigned.noted"), Number: true},
		{Label: i18n.T(ctx, "assigned.agreed_hours"), Number: true}}
	rows := make([][]g.Node, len(week))
	for i, w := range week {
		rows[i] = splitRow(ctx, w)
	}
	return page.Table(title, columns, rows...)
}

func splitRow(ctx context.Context, w account.Work) []g.Node {
	where := g.Node(h.A(h.Class("link"), h.Href(account.AccountPath(w.OrganizationID)), g.Text(w.Organization)))
	agreed := strconv.Itoa(w.Agreed)
	if w.Global() {
		where, agreed = h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.global"))), "–"
	}
	return []g.Node{g.Text(w.Name), where, g.Text(strconv.Itoa(w.Tickets)), g.Text(strconv.Itoa(w.Replies)), g.Text(noted(ctx, w)), g.Text(agreed)}
}

// noted says how long somebody wrote down that they worked.
func noted(ctx context.Context, w account.Work) string {
	return length(ctx, time.Duration(w.Minutes)*time.Minute)
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
