package reviewui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getReport(w http.ResponseWriter, r *http.Request) error {
	return u.reportPage(w, r, web.NewForm())
}

// reportPage shows the report as the customer would get it, with the words that are written for it and who got it before.
func (u *UI) reportPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	p, err := u.periodOf(r, form, "period")
	if err != nil {
		return err
	}
	doc, err := u.Reviews.Preview(ctx, o.ID, p)
	if err != nil {
		return err
	}
	written, err := u.Reviews.Report(ctx, o.ID, p)
	if err != nil {
		return err
	}
	aside, err := u.reportAside(ctx, o, p, written, form)
	if err != nil {
		return err
	}
	base := accountPath(o.ID, "report")
	turn := h.Div(h.Class("cluster"), page.LinkButton(page.Small, base+"?period="+string(p.Previous()), string(p.Previous())), h.B(g.Text(string(p))),
		g.If(p.Next() <= review.QuarterOf(u.today(ctx)) && p.Quarter(),
			page.LinkButton(page.Small, base+"?period="+string(p.Next()), string(p.Next()))), u.otherPeriods(ctx, base, p),
		page.LinkButton(page.Secondary, accountPath(o.ID, "report.pdf")+"?period="+string(p), i18n.T(ctx, "report.pdf"), g.Attr("hx-boost", "false")))
	return u.show(w, r, o, "report", form, turn, page.FormError(form), page.Beside(document(ctx, doc), aside))
}

// otherPeriods leads from a quarter to its last month, and from a month to its quarter.
func (u *UI) otherPeriods(ctx context.Context, base string, p review.Period) g.Node {
	first, last := p.Days()
	if !p.Quarter() {
		return page.LinkButton(page.Small, base+"?period="+string(review.QuarterOf(first)), i18n.T(ctx, "report.whole_quarter"))
	}
	if today := u.today(ctx); last.Compare(today) > 0 {
		last = today
	}
	return page.LinkButton(page.Small, base+"?period="+string(review.MonthOf(last)), i18n.T(ctx, "report.one_month"))
}

func (u *UI) reportAside(ctx context.Context, o people.Organization, p review.Period, written review.Report, form *web.Form) (g.Node, error) {
	sent, err := u.sentReports(ctx, o)
	if err != nil || !writes(ctx) {
		return sent, err
	}
	summary, next, language := askOptional(ctx, form, "report", "summary"), askOptional(ctx, form, "report", "next"), ask(ctx, form, "report", "language")
	if form.Get("period") == "" {
		summary.Value, next.Value, language.Value = written.Summary, written.Next, written.Language
	}
	var languages []page.Choice
	for _, code := range review.Languages() {
		languages = append(languages, page.Choice{Value: code, Label: i18n.T(ctx, "report.language_"+code)})
	}
	base := accountPath(o.ID, "report")
	write := page.FactsBlock(i18n.T(ctx, "report.write"),
		page.Form(base, page.Hidden("period", string(p)), page.Textarea(ctx, summary), page.Textarea(ctx, next),
			page.Select(ctx, language, languages...), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "report.save")))))
	if written.ID == 0 || !written.SentAt.IsZero() {
		return g.Group{write, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "report.save_first"))), sent}, nil
	}
	contacts, err := u.Reviews.Contacts(ctx, o.ID)
	send := page.FactsBlock(i18n.T(ctx, "report.send"),
		page.Form(base+"/send", page.Hidden("period", string(p)), readers(ctx, form, contacts, ""),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "report.send_do")))))
	return g.Group{write, send, sent}, err
}

// sentReports lists who got which report.
func (u *UI) sentReports(ctx context.Context, o people.Organization) (g.Node, error) {
	all, err := u.Reviews.Reports(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, r := range all {
		ids = append(ids, r.Recipients...)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var items []g.Node
	for _, r := range all {
		if r.SentAt.IsZero() {
			continue
		}
		who := ""
		for _, id := range r.Recipients {
			who += " · " + names[id].Name
		}
		items = append(items, h.Li(h.B(g.Text(string(r.Period))), g.Text(" "), page.Time(ctx, r.SentAt, now), g.Text(" "),
			ticketLink(r.TicketID, "#"+itoa(r.TicketID)), g.Text(who)))
	}
	if len(items) == 0 {
		return nil, nil
	}
	return page.FactsBlock(i18n.T(ctx, "report.sent"), h.Ul(h.Class("stack"), g.Group(items))), nil
}

func (u *UI) getPDF(w http.ResponseWriter, r *http.Request) error {
	o, err := u.account(r)
	if err != nil {
		return err
	}
	p, err := u.periodOf(r, web.NewForm(), "period")
	if err != nil {
		return err
	}
	raw, name, err := u.Reviews.Print(r.Context(), o.ID, p)
	if err != nil {
		return err
	}
	web.Attachment(w, name)
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Last-Modified", u.Now(r.Context()).UTC().Format(time.RFC1123))
	_, err = w.Write(raw)
	return err
}

// onReport does something to the report of a period, and shows it again.
func (u *UI) onReport(w http.ResponseWriter, r *http.Request, done string,
	do func(ctx context.Context, o people.Organization, p review.Period, form *web.Form) error) error {
	o, err := u.account(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	p, err := review.ParsePeriod(r.PostForm.Get("period"))
	if err != nil {
		return err
	}
	return did(w, r, accountPath(o.ID, "report")+"?period="+string(p), done,
		func(ctx context.Context, form *web.Form) error { return do(ctx, o, p, form) }, u.reportPage)
}

func (u *UI) postReport(w http.ResponseWriter, r *http.Request) error {
	return u.onReport(w, r, "report.saved", func(ctx context.Context, o people.Organization, p review.Period, form *web.Form) error {
		_, err := u.Reviews.WriteReport(ctx, review.Report{OrganizationID: o.ID, Period: p, Language: form.Get("language"),
			Summary: form.Text("summary"), Next: form.Text("next")})
		return err
	})
}

func (u *UI) postSendReport(w http.ResponseWriter, r *http.Request) error {
	return u.onReport(w, r, "report.sent_done", func(ctx context.Context, o people.Organization, p review.Period, form *web.Form) error {
		_, err := u.Reviews.SendReport(ctx, o.ID, p, recipients(form)...)
		return err
	})
}
