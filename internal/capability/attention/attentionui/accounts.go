package attentionui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getAccounts lists the accounts at risk, the first that owes an update in front, or those that are no more.
func (u *UI) getAccounts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	over := r.URL.Query().Get("state") == "over"
	all, err := u.Attention.Accounts(ctx, over)
	if err != nil {
		return err
	}
	body, err := u.accountRows(ctx, all)
	if err != nil {
		return err
	}
	tab := "accounts"
	if over {
		tab = "ended"
	}
	title := i18n.T(ctx, "account.title")
	var fresh []g.Node
	if access.Check(ctx, access.UpdateTickets) == nil {
		fresh = append(fresh, page.LinkButton(page.Primary, "/escalations/new", i18n.T(ctx, "account.new")))
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "account.sub"), fresh...), page.Bar(tabs(ctx, tab)), page.Content(body)))
}

func (u *UI) accountRows(ctx context.Context, all []attention.Escalation) (g.Node, error) {
	if len(all) == 0 {
		return page.EmptyState("star", i18n.T(ctx, "account.none"), i18n.T(ctx, "account.none_text")), nil
	}
	var ids []int64
	for _, e := range all {
		ids = append(ids, e.DriverID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, e := range all {
		due := updateDue(ctx, e, now)
		if !e.Open() {
			due = page.Time(ctx, e.ClosedAt, now)
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(e.Path()), g.Text(e.Organization)), g.Text(e.Title), severity(ctx, e.Severity), due,
			g.Text(nameOf(ctx, names, e.DriverID)), g.Text(i18n.T(ctx, "account.criteria_left", "Left", len(e.Left()), "Count", len(e.Criteria)))})
	}
	var columns []page.Column
	for _, id := range []string{"organization", "about", "severity", "due", "driver", "criteria"} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "account.col_"+id)})
	}
	return page.Table(i18n.T(ctx, "account.title"), columns, rows...), nil
}

func severity(ctx context.Context, v attention.Severity) g.Node {
	tone := map[attention.Severity]page.Tone{attention.Critical: page.Red, attention.High: page.Amber}[v]
	return page.Chip(tone, i18n.T(ctx, "account.severity_"+string(v)))
}

// updateDue says by when the customer hears from us.
func updateDue(ctx context.Context, e attention.Escalation, now time.Time) g.Node {
	begun := e.OpenedAt
	spent := 1.0
	if whole := e.UpdateDue.Sub(begun); whole > 0 {
		spent = min(1, float64(now.Sub(begun))/float64(whole))
	}
	return page.DueChip(ctx, page.Due{At: e.UpdateDue, What: i18n.T(ctx, "account.update"), Spent: spent}, now)
}
