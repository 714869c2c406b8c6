package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getBulkProgress shows how far a change of many tickets is, and what became of each.
func (u *UI) getBulkProgress(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	b, err := u.Tickets.Bulk(ctx, id)
	if err != nil {
		return err
	}
	names, err := u.Tickets.Named(ctx, b.ByID)
	if err != nil {
		return err
	}
	progress := bulkProgress(ctx, b)
	if web.IsFragment(r) {
		return web.Render(w, http.StatusOK, progress)
	}
	title := i18n.T(ctx, "bulk.title", "Count", len(b.Tickets))
	by := i18n.T(ctx, "bulk.by", "Who", names[b.ByID].Name, "Time", i18n.FormatNear(ctx, b.CreatedAt, u.Now(ctx)))
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, by, page.LinkButton(page.Secondary, "/tickets", i18n.T(ctx, "ticket.back"))),
		page.Content(progress)))
}

// bulkProgress asks for itself again while there is something left to do.
func bulkProgress(ctx context.Context, b ticket.Bulk) g.Node {
	all, done, refused := len(b.Tickets), b.Count(ticket.BulkDone), b.Count(ticket.BulkRefused)
	at := fmt.Sprint("/bulk/", b.ID)
	var again g.Node
	if b.FinishedAt.IsZero() {
		again = g.Group{g.Attr("hx-get", at), g.Attr("hx-trigger", "every 1s"), g.Attr("hx-target", "this"), g.Attr("hx-swap", "outerHTML")}
	}
	tone := page.Blue
	if refused > 0 {
		tone = page.Amber
	}
	return h.Div(h.ID("progress"), h.Class("stack"), again,
		h.Div(g.Attr("role", "status"), h.P(g.Text(bulkSummary(ctx, b, done, refused))), page.Meter(tone, float64(done+refused)/float64(max(1, all)))),
		g.Iff(b.FinishedAt.IsZero(), func() g.Node { return h.P(page.LinkButton(page.Small, at, i18n.T(ctx, "bulk.look_again"))) }),
		g.Iff(!b.FinishedAt.IsZero() && refused > 0, func() g.Node {
			return h.P(page.LinkButton(page.Small, bulkPath+"?"+refusedIDs(b).Encode(), i18n.T(ctx, "bulk.choose_refused", "Count", refused)))
		}),
		bulkTable(ctx, b))
}

func bulkSummary(ctx context.Context, b ticket.Bulk, done, refused int) string {
	if b.FinishedAt.IsZero() {
		return i18n.T(ctx, "bulk.running", "Done", done+refused, "All", len(b.Tickets))
	}
	if refused == 0 {
		return i18n.T(ctx, "bulk.finished", "Count", done)
	}
	return i18n.T(ctx, "bulk.finished_partly", "Count", refused, "Done", done)
}

func refusedIDs(b ticket.Bulk) url.Values {
	ids := url.Values{}
	for _, t := range b.Tickets {
		if t.Result == ticket.BulkRefused {
			ids.Add("ids", fmt.Sprint(t.ID))
		}
	}
	return ids
}

// bulkTable begins with what needs somebody.
func bulkTable(ctx context.Context, b ticket.Bulk) g.Node {
	var rows [][]g.Node
	tones := map[ticket.BulkResult]page.Tone{ticket.BulkRefused: page.Red, ticket.BulkWaits: page.Neutral, ticket.BulkDone: page.Green}
	for _, result := range []ticket.BulkResult{ticket.BulkRefused, ticket.BulkWaits, ticket.BulkDone} {
		word := i18n.T(ctx, "bulk.result_"+or(string(result), "waits"))
		for _, t := range b.Tickets {
			if t.Result == result {
				rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(href(t.ID)), g.Text(fmt.Sprint("#", t.ID))), g.Text(t.Subject),
					page.Chip(tones[result], word), g.Text(t.Problem)})
			}
		}
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "bulk.col_"+id)} }
	return page.Table(i18n.T(ctx, "bulk.results"), []page.Column{label("ticket"), label("subject"), label("result"), label("why")}, rows...)
}
