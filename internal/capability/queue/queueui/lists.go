package queueui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// listsShown is how many lists of each kind stand in the overview.
const listsShown = 10

// getLists shows the lists that were made, the newest first.
func (u *UI) getLists(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return err
	}
	var cards []g.Node
	for _, kind := range []queue.ListKind{queue.ShiftList, queue.VeryBreachedReport} {
		lists, err := u.Queue.Lists(ctx, kind, listsShown)
		if err != nil {
			return err
		}
		cards = append(cards, u.overview(ctx, kind, lists, regions))
	}
	title := i18n.T(ctx, "lists.title")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "lists.sub"),
		page.LinkButton(page.Secondary, "/board", i18n.T(ctx, "nav.board"))), page.Content(cards...)))
}

func (u *UI) overview(ctx context.Context, kind queue.ListKind, lists []queue.List, regions []people.Region) g.Node {
	title := i18n.T(ctx, "lists.kind_"+string(kind))
	if len(lists) == 0 {
		return page.Card(title, i18n.T(ctx, "lists.none_"+string(kind)))
	}
	rows := make([][]g.Node, len(lists))
	for i, l := range lists {
		r := regionOf(regions, l.Region)
		missed, claimed := 0, 0
		for _, item := range l.Items {
			if item.Missed {
				missed++
			}
			if item.ClaimedBy != 0 {
				claimed++
			}
		}
		rows[i] = []g.Node{h.A(h.Class("link"), h.Href(l.Path()), page.Time(ctx, l.At, u.Now(ctx))), page.RegionName(r.Tone, r.Name),
			g.Text(text(len(l.People))),
			g.Text(text(len(l.Items))), g.Text(text(claimed)),
			h.Span(h.Class("cluster"), g.If(l.Late, page.Chip(page.Neutral, i18n.T(ctx, "board.late"))),
				g.If(missed > 0, page.Chip(page.Red, i18n.T(ctx, "lists.missed", "Count", missed))))}
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "lists."+id)} }
	num := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "lists."+id), Number: true} }
	return page.Card(title, i18n.T(ctx, "lists.about_"+string(kind)), page.Table(title,
		[]page.Column{label("made"), label("region"), num("people"), num("tickets"), num("claimed"), label("ended")}, rows...))
}

// getList shows one list: what the people of the shift take, ticked off as they do.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := number(r)
	if err != nil {
		return err
	}
	l, err := u.Queue.ListByID(ctx, id)
	if err != nil {
		return err
	}
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return err
	}
	rows, err := u.listRows(ctx, l)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "lists.kind_"+string(l.Kind)) + " · " + regionOf(regions, l.Region).Name
	return web.Render(w, http.StatusOK, u.Page(r, title,
		page.Head(title, u.listWords(ctx, l), page.LinkButton(page.Secondary, "/queue/lists", i18n.T(ctx, "lists.all"))),
		g.If(l.Late, page.Banner(page.Amber, i18n.T(ctx, "lists.late", "Time", i18n.FormatTime(ctx, l.MadeAt)))), rows))
}

func (u *UI) listWords(ctx context.Context, l queue.List) string {
	now := u.Now(ctx)
	words := i18n.T(ctx, "lists.words", "Time", i18n.FormatNear(ctx, l.At, now), "Count", len(l.People))
	if l.Kind == queue.ShiftList {
		words += " " + i18n.T(ctx, "lists.until", "Time", i18n.FormatNear(ctx, l.Until, now))
	}
	return words
}

// getListRows answers the live list.
func (u *UI) getListRows(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	l, err := u.Queue.ListByID(r.Context(), id)
	if err != nil {
		return err
	}
	rows, err := u.listRows(r.Context(), l)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, rows)
}

func (u *UI) listRows(ctx context.Context, l queue.List) (g.Node, error) {
	live := page.Live(l.Path()+"/rows", "tickets", "queue_list:"+strconv.FormatInt(l.ID, 10))
	if len(l.Items) == 0 {
		return h.Div(h.ID("rows"), live, page.EmptyState("sun", i18n.T(ctx, "lists.empty"), i18n.T(ctx, "lists.empty_"+string(l.Kind)))), nil
	}
	ids, who := make([]int64, len(l.Items)), []int64{}
	for i, item := range l.Items {
		ids[i] = item.TicketID
		who = append(who, item.ClaimedBy, item.DoneBy)
	}
	rows, err := u.Tickets.Rows(ctx, ids...)
	if err != nil {
		return nil, err
	}
	names, err := u.Tickets.Named(ctx, who...)
	if err != nil {
		return nil, err
	}
	drawn, err := u.items(ctx, l, rows, names)
	if err != nil {
		return nil, err
	}
	return page.Rows(i18n.T(ctx, "lists.kind_"+string(l.Kind)), append([]g.Node{live}, drawn...)...), nil
}

// items draws the rows: what is asked for at once, then what stands behind it.
func (u *UI) items(ctx context.Context, l queue.List, rows []ticket.Row, names map[int64]people.User) ([]g.Node, error) {
	listed, err := u.Listed(ctx, rows)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, r := range rows {
		at[r.ID] = i
	}
	var nodes []g.Node
	heading := ""
	for i, item := range l.Items {
		k, ok := at[item.TicketID]
		if !ok {
			continue
		}
		if now := part(l, i); now != heading {
			heading = now
			nodes = append(nodes, page.RowsHead(i18n.T(ctx, "lists.part_"+now), i18n.T(ctx, "lists.part_"+now+"_sub", "Count", l.Short())))
		}
		row := listed[k]
		row.Lead, row.End = class(ctx, l, item), u.itemEnd(ctx, l, item, names)
		row.Acts = nil // the key of taking is on the button of the list, where there is one
		nodes = append(nodes, page.Ticket(ctx, row, u.Now(ctx)))
	}
	return nodes, nil
}

// part is the stretch of a list in which an item stands.
func part(l queue.List, i int) string {
	switch {
	case l.Kind == queue.VeryBreachedReport:
		return "report"
	case i < l.Short():
		return "now"
	}
	return "behind"
}

func class(ctx context.Context, l queue.List, item queue.Item) g.Node {
	if l.Kind == queue.VeryBreachedReport {
		return nil
	}
	tone := map[queue.Class]page.Tone{queue.P1: page.Red, queue.P2: page.Amber}[item.Class]
	return h.Span(h.Title(i18n.T(ctx, "lists.class_"+strconv.Itoa(int(item.Class)))), page.Chip(tone, fmt.Sprintf("P%d", item.Class)))
}

// itemEnd says who has an item, or lets the reader take it.
func (u *UI) itemEnd(ctx context.Context, l queue.List, item queue.Item, names map[int64]people.User) g.Node {
	var parts []g.Node
	switch {
	case item.DoneBy != 0:
		parts = append(parts, page.Chip(page.Green, i18n.T(ctx, "lists.done_by", "Who", names[item.DoneBy].Name)))
	case item.ClaimedBy != 0:
		parts = append(parts, page.Chip(page.Blue, i18n.T(ctx, "lists.claimed_by", "Who", names[item.ClaimedBy].Name)))
	case item.Missed:
		parts = append(parts, page.Chip(page.Red, i18n.T(ctx, "lists.no_owner")))
	case item.Owned && l.Kind == queue.ShiftList:
		parts = append(parts, page.Chip(page.Green, i18n.T(ctx, "lists.owned")))
	}
	if item.DoneBy == 0 && access.Check(ctx, access.UpdateTickets) == nil {
		if item.ClaimedBy == 0 && !(item.Owned && l.Kind == queue.ShiftList) {
			parts = append(parts, tickForm(l, item, "claim", i18n.T(ctx, "lists.claim"), page.HiddenKey("i")))
		}
		if item.ClaimedBy != 0 {
			parts = append(parts, tickForm(l, item, "done", i18n.T(ctx, "lists.done")))
		}
	}
	return g.Group(parts)
}

func tickForm(l queue.List, item queue.Item, act, label string, more ...g.Node) g.Node {
	return page.PostButton(page.Small, l.Path()+"/"+act, label, []string{"ticket", strconv.FormatInt(item.TicketID, 10)}, more...)
}

// postTick claims an item or calls it done, and shows the list again. Somebody was quicker: the list says who.
func (u *UI) postTick(tick func(ctx context.Context, listID, ticketID int64) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := number(r)
		if err != nil {
			return err
		}
		form, err := web.Decode(r)
		if err != nil {
			return err
		}
		err = tick(r.Context(), id, form.Int64("ticket"))
		switch {
		case fault.Is(err, fault.Conflict):
			sentence, _ := fault.Public(err)
			web.AddFlash(r.Context(), web.Flash{Kind: "info", Text: sentence})
		case err != nil:
			return err
		}
		web.Redirect(w, r, queue.List{ID: id}.Path())
		return nil
	}
}
