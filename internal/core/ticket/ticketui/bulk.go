package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const (
	bulkPath = "/tickets/bulk"
	bulkForm = "bulk" // the id of the form of the boxes
	// mostListed is how many tickets the form names; the rest is counted.
	mostListed = 200
)

// choosable gives rows a box, for those who may change tickets.
func choosable(ctx context.Context, rows []page.TicketRow) {
	if access.Check(ctx, access.UpdateTickets) != nil {
		return
	}
	for i := range rows {
		rows[i].Choose = page.ChooseBox(bulkForm, "ids", rows[i].Number, i18n.T(ctx, "bulk.choose", "Number", rows[i].Number))
	}
}

// chosenBar stands under a list and leads on with the rows that are chosen.
func chosenBar(ctx context.Context) g.Node {
	if access.Check(ctx, access.UpdateTickets) != nil {
		return nil
	}
	return page.ChosenBar(bulkForm, bulkPath, page.Button(page.Primary, i18n.T(ctx, "bulk.change")),
		h.Button(h.Class("btn quiet"), h.Type("reset"), g.Text(i18n.T(ctx, "bulk.none"))))
}

// getBulk asks what is to be changed on the tickets that were chosen.
func (u *UI) getBulk(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	return u.showBulk(w, r, form)
}

// postBulk sets the change going.
func (u *UI) postBulk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	up := readBulk(form)
	var comment *ticket.BulkComment
	if body := form.Text("body"); strings.TrimSpace(body) != "" {
		comment = &ticket.BulkComment{Public: form.Get("mode") == "public", Body: body}
	}
	var id int64
	if form.OK() {
		id, err = u.Tickets.StartBulk(ctx, chosen(form), up, comment)
	}
	if form.Absorb(err) || !form.OK() {
		return u.showBulk(w, r, form)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, fmt.Sprint("/bulk/", id))
	return nil
}

// chosen lists the tickets of a form; what is no number is none.
func chosen(form *web.Form) (ids []int64) {
	for _, v := range form.All("ids") {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// readBulk reads what is to change; an empty value leaves a field as it is, "0" empties it.
func readBulk(form *web.Form) (up ticket.Update) {
	if s, ok := ticket.ParseStatus(form.Get("status")); ok {
		up.Status = &s
	}
	if p, ok := ticket.ParsePriority(form.Get("priority")); ok {
		up.Priority = &p
	}
	if s := ticket.Stage(form.Get("stage")); s != "" {
		up.Stage = &s
	}
	for name, to := range map[string]**int64{"assignee": &up.AssigneeID, "group": &up.GroupID} {
		if form.Get(name) != "" {
			id := form.Int64(name)
			*to = &id
		}
	}
	if region := form.Get("region"); region != "" {
		region = strings.TrimPrefix(region, "0")
		up.Region = &region
	}
	up.Fields = readBulkFields(form)
	up.AddTags, up.RemoveTags = apart(form.Get("add_tags")), apart(form.Get("remove_tags"))
	if form.Bool("insist") {
		up.Accept = ticket.GuardCodes()
	}
	return up
}

func (u *UI) showBulk(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	ids := chosen(form)
	title := i18n.T(ctx, "bulk.title", "Count", len(ids))
	if len(ids) == 0 {
		return web.Render(w, web.FormStatus(form),
			u.Page(r, title, page.Head(title, ""), page.Content(page.EmptyState("inbox", i18n.T(ctx, "bulk.empty"), i18n.T(ctx, "bulk.empty_text"),
				page.LinkButton(page.Secondary, "/tickets", i18n.T(ctx, "ticket.back"))))))
	}
	rows, err := u.Tickets.Rows(ctx, ids[:min(len(ids), mostListed)]...)
	if err != nil {
		return err
	}
	s := &sight{}
	if s.groups, s.staff, err = u.Tickets.Hands(ctx); err != nil {
		return err
	}
	if s.regions, err = u.Tickets.Regions(ctx); err != nil {
		return err
	}
	if s.defined, err = u.Tickets.FieldList(ctx); err != nil {
		return err
	}
	if wrong := form.Error("tickets"); wrong != "" {
		form.Reject("", wrong)
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "bulk.about")),
		page.Content(page.Columns(s.bulkForm(ctx, form, ids), chosenCard(ctx, rows, len(ids))))))
}

func chosenCard(ctx context.Context, rows []ticket.Row, n int) g.Node {
	more := ""
	if n > len(rows) {
		more = i18n.T(ctx, "bulk.more", "Count", n-len(rows))
	}
	return page.Card(i18n.T(ctx, "bulk.chosen", "Count", n), more, h.Ul(h.Class("stack"), g.Map(rows, func(row ticket.Row) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(href(row.ID)), g.Text(fmt.Sprint("#", row.ID))), g.Text(" "+row.Subject+" "),
			page.Status(ctx, statusWord(row.Status)))
	})))
}
