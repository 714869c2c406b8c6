package queueui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// handOversShown is how many ends of watches the board's history has.
const handOversShown = 15

// getBoard shows the regions beside one another: whose watch it is, whether their queues are clean, who is on.
func (u *UI) getBoard(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	state, err := u.boardState(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "board.title")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "board.sub"),
		page.LinkButton(page.Secondary, "/queue/lists", i18n.T(ctx, "lists.title")), takeButton(ctx)), state))
}

// getBoardState answers the live board.
func (u *UI) getBoardState(w http.ResponseWriter, r *http.Request) error {
	state, err := u.boardState(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, state)
}

func (u *UI) boardState(ctx context.Context) (g.Node, error) {
	b, err := u.Queue.Board(ctx)
	if err != nil {
		return nil, err
	}
	records, err := u.Queue.HandOvers(ctx, "", handOversShown)
	if err != nil {
		return nil, err
	}
	cards := make([]g.Node, len(b.Regions))
	for i, st := range b.Regions {
		cards[i] = watchCard(ctx, b, st)
	}
	if len(cards) == 0 {
		return page.EmptyState("globe", i18n.T(ctx, "board.none"), i18n.T(ctx, "board.none_text"),
			page.LinkButton(page.Secondary, "/settings/desk", i18n.T(ctx, "board.none_do"))), nil
	}
	return h.Div(h.ID("board"), page.Live("/board/state", "tickets", "board"),
		page.Content(page.Columns(cards...), history(ctx, b, records))), nil
}

func watchCard(ctx context.Context, b queue.Board, st queue.RegionState) g.Node {
	r := st.Region
	on := st.Duty == queue.OnQueue
	return page.WatchCard(r.Tone, r.Name, on, light(ctx, st),
		h.P(h.Class("muted"), g.Text(watchWords(ctx, b, st))),
		watchStrip(ctx, r, b.Now),
		page.Stats(classFigure(ctx, st, queue.P1), classFigure(ctx, st, queue.P2), classFigure(ctx, st, queue.P3)),
		crew(ctx, st),
		left(ctx, b, st),
	)
}

// light says in a word whether anything of the region waits for an owner.
func light(ctx context.Context, st queue.RegionState) g.Node {
	if st.Clean() {
		return page.Chip(page.Green, i18n.T(ctx, "board.clean"))
	}
	return page.Chip(page.Red, i18n.T(ctx, "board.left", "Count", st.Count))
}

// watchWords say what the region does now, by its own clock too, and who takes over when.
func watchWords(ctx context.Context, b queue.Board, st queue.RegionState) string {
	zone, err := time.LoadLocation(st.Region.Zone)
	if err != nil {
		zone = time.UTC
	}
	clock := i18n.FormatClock(i18n.WithZone(ctx, zone), b.Now) + " " + st.Region.City
	duty := i18n.T(ctx, "board.duty_"+string(st.Duty))
	switch {
	case st.Duty == queue.OnQueue && !st.End.IsZero() && st.Next.Name != "":
		return clock + " · " + duty + " · " + i18n.T(ctx, "board.hands_over", "Region", st.Next.Name, "Time",
			i18n.FormatNear(ctx, st.End, b.Now), "Left", i18n.FormatDuration(ctx, st.End.Sub(b.Now)))
	case st.Duty == queue.OnQueue && !st.End.IsZero():
		return clock + " · " + duty + " · " + i18n.T(ctx, "board.ends", "Time", i18n.FormatNear(ctx, st.End, b.Now))
	case !st.Start.IsZero() && st.Start.After(b.Now):
		return clock + " · " + duty + " · " + i18n.T(ctx, "board.begins", "Time", i18n.FormatNear(ctx, st.Start, b.Now), "Left",
			i18n.FormatDuration(ctx, st.Start.Sub(b.Now)))
	}
	return clock + " · " + duty
}

// watchStrip draws the region's hours on the day in UTC, with now.
func watchStrip(ctx context.Context, r people.Region, now time.Time) g.Node {
	day := now.UTC().Truncate(24 * time.Hour)
	s := page.Strip{Now: float64(now.Sub(day)) / float64(24*time.Hour),
		Words: i18n.T(ctx, "board.hours", "Region", r.Name, "Queue", people.FormatUTCHours(r.Queue))}
	for hour := range 24 {
		duty := r.DutyAt(hour)
		if duty == "" {
			continue
		}
		s.Bars = append(s.Bars, page.StripBar{From: float64(hour) / 24, To: float64(hour+1) / 24, Tone: r.Tone, Thin: duty != people.QueueDuty,
			Title: i18n.T(ctx, "board.duty_"+string(duty))})
	}
	for _, hour := range []int{0, 6, 12, 18} {
		s.Ticks = append(s.Ticks, page.StripTick{At: float64(hour) / 24, Label: i18n.T(ctx, "board.utc", "Hour", strconv.Itoa(hour))})
	}
	return s.View()
}

func classFigure(ctx context.Context, st queue.RegionState, c queue.Class) page.Figure {
	f := page.Figure{Label: "P" + strconv.Itoa(int(c)), Value: text(st.Classes[c]), Sub: i18n.T(ctx, "lists.class_"+strconv.Itoa(int(c)))}
	if st.Classes[c] > 0 {
		f.Href = place{region: st.Region.Key}.href("/queue")
	}
	return f
}

func crew(ctx context.Context, st queue.RegionState) g.Node {
	title := i18n.T(ctx, "board.on", "Count", len(st.On))
	if len(st.Capacity.Team) > 0 {
		title += " · " + i18n.T(ctx, "board.capacity", "Out", len(st.Capacity.Out), "Team", len(st.Capacity.Team))
	}
	tone := map[people.CapacityLevel]page.Tone{people.Green: page.Green, people.Yellow: page.Amber, people.Red: page.Red}[st.Capacity.Level]
	var members []g.Node
	for _, w := range st.On {
		members = append(members, page.CrewMember(person(w.User), i18n.T(ctx, "board.load", "Count", w.Load)))
	}
	return page.FactsBlock("", h.Div(h.Class("cluster"), h.H3(h.Class("muted"), g.Text(title)),
		g.If(tone != page.Neutral, page.Chip(tone, i18n.T(ctx, "board.capacity_"+string(st.Capacity.Level))))),
		g.If(len(members) > 0, page.Crew(members...)))
}

// left lists what waits for an owner by name: the light's reason.
func left(ctx context.Context, b queue.Board, st queue.RegionState) g.Node {
	if st.Clean() {
		return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "board.clean_text")))
	}
	items := make([]g.Node, len(st.Left))
	for i, t := range st.Left {
		items[i] = page.ShortItem(href(t.ID), strconv.FormatInt(t.ID, 10), t.Subject, dueWord(ctx, t.BreachAt, b.Now))
	}
	more := st.Count - len(st.Left)
	return page.FactsBlock(i18n.T(ctx, "board.waiting"), page.ShortList(items...),
		g.If(more > 0, h.A(h.Class("link"), h.Href(place{region: st.Region.Key}.href("/queue")), g.Text(i18n.T(ctx, "board.more", "Count", more)))))
}

// dueWord is a breach in a word; nothing without a clock.
func dueWord(ctx context.Context, at, now time.Time) g.Node {
	if at.IsZero() {
		return nil
	}
	return page.DueChip(ctx, page.Due{At: at}, now)
}

// history is how the watches ended.
func history(ctx context.Context, b queue.Board, records []queue.HandOverRecord) g.Node {
	title := i18n.T(ctx, "board.history")
	if len(records) == 0 {
		return page.Card(title, i18n.T(ctx, "board.history_none"))
	}
	regions := make([]people.Region, len(b.Regions))
	for i, st := range b.Regions {
		regions[i] = st.Region
	}
	rows := make([][]g.Node, len(records))
	for i, rec := range records {
		r := regionOf(regions, rec.Region)
		tone, word := page.Green, i18n.T(ctx, "board.clean")
		if !rec.Clean() {
			tone, word = page.Red, i18n.T(ctx, "board.left", "Count", len(rec.Left))
		}
		var links []g.Node
		for _, id := range rec.Left[:min(len(rec.Left), 12)] {
			links = append(links, h.A(h.Class("link"), h.Href(href(id)), g.Textf("#%d", id)), g.Text(" "))
		}
		rows[i] = []g.Node{page.Time(ctx, rec.Ended, b.Now), page.RegionName(r.Tone, r.Name),
			h.Span(h.Class("cluster"), page.Chip(tone, word), g.If(rec.Late, page.Chip(page.Neutral, i18n.T(ctx, "board.late")))), g.Group(links)}
	}
	return page.Card(title, i18n.T(ctx, "board.history_sub"), page.Table(title, []page.Column{{Label: i18n.T(ctx, "board.ended")},
		{Label: i18n.T(ctx, "board.region")}, {Label: i18n.T(ctx, "board.light")}, {Label: i18n.T(ctx, "board.what_left")}}, rows...))
}
