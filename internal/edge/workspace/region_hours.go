package workspace

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// regionHours are the fields of each region's calendar and duties, each beside its day in UTC: so one sees at a
// glance which hours nobody takes.
func (s *Shell) regionHours(ctx context.Context, f *web.Form, rows []draft, calendars []string) g.Node {
	if len(rows) == 0 {
		return nil
	}
	label := func(id string) string { return i18n.T(ctx, "desk.region."+id) }
	now := s.DB.Now(ctx).UTC()
	at := float64(now.Hour()*60+now.Minute()) / (24 * 60)
	choices := []page.Choice{{Value: "", Label: label("standard")}}
	for _, title := range calendars {
		choices = append(choices, page.Choice{Value: title, Label: title})
	}
	var lines [][]g.Node
	for i, r := range regionsOf(rows) {
		field := func(name string) g.Node {
			return page.Bare(page.Field{Name: cell(name, i), Label: label(name), Value: f.Values.Get(cell(name, i)), Error: f.Error(cell(name, i)),
				Optional: true, Autocomplete: "off", More: []g.Node{g.Attr("size", "9")}})
		}
		lines = append(lines, []g.Node{page.RegionName(r.Tone, r.Name),
			page.BareSelect(page.Field{Name: cell("calendar", i), Label: label("calendar"), Value: f.Values.Get(cell("calendar", i)),
				Error: f.Error(cell("calendar", i)), Optional: true}, choices...),
			field("queue"), field("extra"), field("cleanup"), dutyStrip(ctx, r, at).View()})
	}
	return g.Group{h.P(h.Class("muted"), g.Text(label("hoursabout"))),
		page.Table(label("hours"), []page.Column{{Label: label("name")}, {Label: label("calendar")},
			{Label: label("queue")}, {Label: label("extra")}, {Label: label("cleanup")}, {Label: label("day")}}, lines...)}
}

// dutyStrip draws a region's day in UTC: queue hours full, extra and cleanup hours thin.
func dutyStrip(ctx context.Context, r people.Region, now float64) page.Strip {
	s := page.Strip{Now: now, Ticks: []page.StripTick{{At: 0, Label: "00"}, {At: .25, Label: "06"}, {At: .5, Label: "12"}, {At: .75, Label: "18"}}}
	var words []string
	for from := 0; from < 24; {
		duty, to := r.DutyAt(from), from+1
		for to < 24 && r.DutyAt(to) == duty {
			to++
		}
		if duty != "" {
			title := i18n.T(ctx, "desk.region."+string(duty)) + " " + people.FormatUTCHours([]int{from})
			if to > from+1 {
				title += "–" + people.FormatUTCHours([]int{to - 1})
			}
			words = append(words, title)
			s.Bars = append(s.Bars, page.StripBar{From: float64(from) / 24, To: float64(to) / 24, Tone: r.Tone, Thin: duty != people.QueueDuty, Title: title})
		}
		from = to
	}
	s.Words = strings.Join(words, ", ")
	return s
}
