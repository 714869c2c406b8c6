package intakeui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getLog lists every delivery, newest first.
func (u *UI) getLog(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := filterOf(r)
	counts, err := u.Intake.Counts(ctx)
	if err != nil {
		return err
	}
	list, err := u.list(ctx, f, counts)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "nav.maillog")
	return u.show(w, r, http.StatusOK, title, page.HeadLive(title, account(ctx, counts), accountLive(), retryAll(ctx, f)...), search(ctx, f), list)
}

// getAccount answers the live line that shows that no mail is missing.
func (u *UI) getAccount(w http.ResponseWriter, r *http.Request) error {
	counts, err := u.Intake.Counts(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, page.HeadSub(account(r.Context(), counts), accountLive()))
}

func accountLive() g.Node { return page.Live("/mail/account", "deliveries") }

// getRows answers the live list with itself drawn anew.
func (u *UI) getRows(w http.ResponseWriter, r *http.Request) error {
	counts, err := u.Intake.Counts(r.Context())
	if err != nil {
		return err
	}
	list, err := u.list(r.Context(), filterOf(r), counts)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, list)
}

const pageLength = 50

// filterOf reads the address of the page. An unknown state finds nothing and is no error.
func filterOf(r *http.Request) intake.LogFilter {
	q := r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // what is no number is the first page
	return intake.LogFilter{State: intake.State(q.Get("state")), Text: q.Get("q"), Before: before, Limit: pageLength}
}

// address is the log at path, filtered.
func address(path string, f intake.LogFilter) string {
	q := url.Values{}
	for name, value := range map[string]string{"state": string(f.State), "q": f.Text} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Before != 0 {
		q.Set("before", strconv.FormatInt(f.Before, 10))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// list is the part of the page that follows every delivery: the tabs and the rows.
func (u *UI) list(ctx context.Context, f intake.LogFilter, counts intake.Counts) (g.Node, error) {
	f.Limit = pageLength + 1 // one more tells whether there are any
	mails, err := u.Intake.Deliveries(ctx, f)
	if err != nil {
		return nil, err
	}
	newest, older := "", ""
	if f.Before != 0 {
		newest = address("/mail", intake.LogFilter{State: f.State, Text: f.Text})
	}
	if len(mails) > pageLength {
		mails = mails[:pageLength]
		older = address("/mail", intake.LogFilter{State: f.State, Text: f.Text, Before: mails[pageLength-1].ID})
	}
	return h.Div(h.ID("maillog"), page.Live(address("/mail/rows", f), "deliveries"),
		u.stuck(ctx, counts), page.Bar(tabs(ctx, f, counts)),
		u.rows(ctx, f, mails), pager(ctx, newest, older)), nil
}

func (u *UI) rows(ctx context.Context, f intake.LogFilter, mails []intake.Delivery) g.Node {
	if len(mails) == 0 {
		return empty(ctx, f)
	}
	now := u.Now(ctx)
	rows := make([]g.Node, len(mails))
	for i, d := range mails {
		rows[i] = row(ctx, d, address("/mail", f), now)
	}
	return page.Rows(i18n.T(ctx, "nav.maillog"), rows...)
}

// account shows that no mail is missing: what came equals what became of it.
func account(ctx context.Context, c intake.Counts) string {
	n := func(n int) string { return i18n.FormatNumber(ctx, n) }
	return i18n.T(ctx, "maillog.account", "Received", n(c.Received), "Filed", n(c.Filed), "Held", n(c.Held), "Dead", n(c.Dead), "Pending", n(c.Pending))
}

// stuckAfter is how long a mail may wait to be filed before the page says that something is wrong.
const stuckAfter = 5 * time.Minute

func (u *UI) stuck(ctx context.Context, c intake.Counts) g.Node {
	waits := u.Now(ctx).Sub(c.OldestPending)
	if c.OldestPending.IsZero() || waits < stuckAfter {
		return nil
	}
	return page.Banner(page.Amber, i18n.T(ctx, "maillog.stuck", "Count", c.Pending, "Time", i18n.FormatDuration(ctx, waits)),
		page.LinkButton(page.Small, "/mail?state=pending", i18n.T(ctx, "maillog.stuckshow")))
}

func tabs(ctx context.Context, f intake.LogFilter, c intake.Counts) g.Node {
	tab := func(state intake.State, name string, n int) page.Tab {
		return page.Tab{Label: i18n.T(ctx, "maillog.tab."+name), Href: address("/mail", intake.LogFilter{State: state, Text: f.Text}),
			Count: i18n.FormatNumber(ctx, n), Current: f.State == state}
	}
	return page.Tabs(i18n.T(ctx, "maillog.tabs"), tab("", "all", c.Received), tab(intake.Held, "held", c.Held), tab(intake.Dead, "dead", c.Dead),
		tab(intake.Pending, "pending", c.Pending), tab(intake.Filed, "filed", c.Filed))
}

func search(ctx context.Context, f intake.LogFilter) g.Node {
	label := i18n.T(ctx, "maillog.search")
	return page.Bar(h.Form(h.Class("search"), h.Method("get"), h.Action("/mail"), h.Role("search"),
		g.If(f.State != "", page.Hidden("state", string(f.State))),
		h.Input(h.Class("input"), h.Type("search"), h.Name("q"), h.Value(f.Text), h.Placeholder(label), g.Attr("aria-label", label)),
		page.Button(page.Secondary, i18n.T(ctx, "maillog.find"))))
}

// pager leads to older mail, and back to the newest.
func pager(ctx context.Context, newest, older string) g.Node {
	if newest == "" && older == "" {
		return nil
	}
	return h.Nav(h.Class("pager"), g.Attr("aria-label", i18n.T(ctx, "pager.label")),
		g.If(newest != "", page.LinkButton(page.Secondary, newest, i18n.T(ctx, "maillog.newest"))),
		g.If(older != "", page.LinkButton(page.Secondary, older, i18n.T(ctx, "pager.next"), h.Rel("next"))))
}

// empty teaches what would stand here.
func empty(ctx context.Context, f intake.LogFilter) g.Node {
	if f.Text != "" {
		return page.EmptyState("search", i18n.T(ctx, "maillog.nothing", "Query", f.Text), i18n.T(ctx, "maillog.nothingabout"),
			page.LinkButton(page.Secondary, address("/mail", intake.LogFilter{State: f.State}), i18n.T(ctx, "maillog.showall")))
	}
	switch f.State {
	case intake.Held:
		return page.EmptyState("shield", i18n.T(ctx, "maillog.noheld"), i18n.T(ctx, "maillog.noheldabout"))
	case intake.Dead:
		return page.EmptyState("circle-check", i18n.T(ctx, "maillog.nodead"), i18n.T(ctx, "maillog.nodeadabout"))
	case intake.Pending:
		return page.EmptyState("circle-check", i18n.T(ctx, "maillog.nopending"), i18n.T(ctx, "maillog.nopendingabout"))
	}
	return page.EmptyState("mail", i18n.T(ctx, "maillog.none"), i18n.T(ctx, "maillog.noneabout"), g.If(may(access.ManageSettings)(ctx),
		page.LinkButton(page.Secondary, "/settings/mailboxes", i18n.T(ctx, "maillog.setup"))))
}

func retryAll(ctx context.Context, f intake.LogFilter) []g.Node {
	if f.State != intake.Dead || access.Check(ctx, access.ReleaseMail) != nil {
		return nil
	}
	return []g.Node{page.PostButton(page.Secondary, "/mail/retry-all", i18n.T(ctx, "maillog.retryall"), nil)}
}
