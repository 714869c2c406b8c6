package oncallui

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// conflictsAhead is how far time off is held against duties on this page.
const conflictsAhead = 91 * 24 * time.Hour

// decisions lists what wants somebody's decision before anyone is missed.
func (u *UI) decisions(ctx context.Context, o oncall.Outlook, crew crowd, f *web.Form, now time.Time) (g.Node, error) {
	conflicts, err := u.OnCall.AllConflicts(ctx, o.Schedule.ID, conflictsAhead)
	if err != nil {
		return nil, err
	}
	setup, err := u.OnCall.Setup(ctx)
	if err != nil {
		return nil, err
	}
	var lines g.Group
	for _, id := range o.Gone {
		lines = append(lines, decision(page.Red, i18n.T(ctx, "oncall.tag_gone"), i18n.T(ctx, "oncall.gone_line", "Who", crew.name(ctx, id)),
			g.If(oncall.MayManage(ctx), page.LinkButton(page.Small, o.Schedule.Path()+"/edit", i18n.T(ctx, "oncall.edit")))))
	}
	lines = append(lines, gapLines(ctx, o, f, now)...)
	for _, c := range o.Changes {
		tone, tag := page.Neutral, i18n.T(ctx, "oncall.tag_clocks")
		if c.At.Sub(now) <= time.Duration(setup.Rules.Ahead)*24*time.Hour {
			tone, tag = page.Amber, i18n.T(ctx, "oncall.tag_soon")
		}
		lines = append(lines, decision(tone, tag, clockWords(ctx, c), nil))
	}
	for _, list := range byAbsence(conflicts) {
		lines = append(lines, conflictLine(ctx, list, crew))
	}
	title := i18n.T(ctx, "oncall.decide")
	if len(lines) == 0 {
		return page.Card(title, i18n.T(ctx, "oncall.decide_about"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "oncall.decide_none")))), nil
	}
	return page.Card(title, i18n.T(ctx, "oncall.decide_about"), h.Ul(h.Class("decisions"), lines)), nil
}

func decision(tone page.Tone, tag, words string, act g.Node) g.Node {
	return h.Li(page.Chip(tone, tag), h.Span(g.Text(words)), act)
}

// mostWays is how many ways to close gaps are offered.
const mostWays = 3

// gapLines say when nobody is on call, and how that could be mended.
func gapLines(ctx context.Context, o oncall.Outlook, f *web.Form, now time.Time) (lines g.Group) {
	if len(o.Gaps) == 0 {
		return nil
	}
	first, last := o.Gaps[0], o.Gaps[len(o.Gaps)-1]
	lines = append(lines, decision(page.Red, i18n.T(ctx, "oncall.tag_gap"),
		i18n.T(ctx, "oncall.gap_line", "Count", len(o.Gaps), "From", i18n.FormatTime(ctx, first.From),
			"Until", i18n.FormatTime(ctx, last.Until), "Total", i18n.FormatDuration(ctx, rotation.Total(o.Gaps))), nil))
	if !oncall.MayManage(ctx) {
		return lines
	}
	for i, way := range o.Ways {
		if i == mostWays {
			break
		}
		l := o.Schedule.Layers[way.Layer]
		words := i18n.T(ctx, "oncall.way_line", "Layer", l.Name, "Was", oncall.WindowWords(way.Was), "Becomes", oncall.WindowWords(way.Becomes),
			"Closes", i18n.FormatDuration(ctx, way.Closes), "Zone", l.Zone)
		form := h.Form(h.Method("post"), h.Action(o.Schedule.Path()+"/close-gap"), page.Hidden("way", number(int64(i))),
			page.Hidden("version", number(o.Schedule.Version)),
			g.If(f.Error("agreed") != "" && f.Get("way") == number(int64(i)),
				page.Checkbox(ctx, page.Field{Name: "agreed", Label: i18n.T(ctx, "oncall.agreed"), Error: f.Error("agreed")})),
			page.Button(page.Small, i18n.T(ctx, "oncall.way_do", "Layer", l.Name, "Start", way.Becomes.Start, "End", way.Becomes.End)))
		lines = append(lines, decision(page.Blue, i18n.T(ctx, "oncall.tag_way"), words, form))
	}
	return lines
}

// clockWords say what a change of the clocks does to a week.
func clockWords(ctx context.Context, c rotation.ClockChange) string {
	words := []string{i18n.T(ctx, "oncall.clock_line", "Date", i18n.FormatDate(ctx, c.At), "Zones", strings.Join(c.Zones, ", "))}
	for _, x := range []struct {
		id            string
		before, after time.Duration
	}{{"oncall.clock_gap", c.Before.Gap, c.After.Gap}, {"oncall.clock_overlap", c.Before.Overlap, c.After.Overlap},
		{"oncall.clock_outside", c.Before.Outside, c.After.Outside}} {
		if x.before != x.after {
			words = append(words, i18n.T(ctx, x.id, "Before", i18n.FormatDuration(ctx, x.before), "After", i18n.FormatDuration(ctx, x.after)))
		}
	}
	return strings.Join(words, " ")
}

// byAbsence puts the duties together that lie in one absence of one person.
func byAbsence(all []oncall.Conflict) (lists [][]oncall.Conflict) {
	for _, c := range all {
		i := slices.IndexFunc(lists, func(l []oncall.Conflict) bool {
			return l[0].UserID == c.UserID && l[0].Absence == c.Absence && l[0].CoverID == c.CoverID
		})
		if i < 0 {
			i, lists = len(lists), append(lists, nil)
		}
		lists[i] = append(lists[i], c)
	}
	return lists
}

// conflictLine tells of the duties in one absence; cover is asked for all of them at once.
func conflictLine(ctx context.Context, list []oncall.Conflict, crew crowd) g.Node {
	all := list[0]
	all.Until = list[len(list)-1].Until
	words := i18n.T(ctx, "oncall.off_line", "Count", len(list), "Who", crew.name(ctx, all.UserID), "From", i18n.FormatTime(ctx, all.From),
		"Until", i18n.FormatTime(ctx, all.Until))
	return decision(page.Amber, i18n.T(ctx, "oncall.tag_off"), words, coverLink(ctx, all))
}

// coverLink leads to the request for cover, or to where it is asked for.
func coverLink(ctx context.Context, c oncall.Conflict) g.Node {
	if c.CoverID != 0 {
		return page.LinkButton(page.Small, root+"/cover/"+number(c.CoverID), i18n.T(ctx, "cover.asked"))
	}
	return page.LinkButton(page.Small, askHref(c.ScheduleID, c.UserID, c.From, c.Until), i18n.T(ctx, "cover.ask"))
}

func askHref(schedule, user int64, from, until time.Time) string {
	return root + "/cover/new?" + url.Values{"schedule": {number(schedule)}, "user": {number(user)},
		"from": {from.UTC().Format(time.RFC3339)}, "until": {until.UTC().Format(time.RFC3339)}}.Encode()
}

// postWay saves the schedule with one of the proposals.
func (u *UI) postWay(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	s, err := u.OnCall.ApplyProposal(r.Context(), id, int(f.Int64("way")), f.Int64("version"), f.Bool("agreed"))
	if f.Absorb(err) {
		for field, words := range f.Errors {
			if field != "agreed" { // the page has no field for it
				f.Reject("", words)
			}
		}
		return u.schedulePage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "oncall.saved"))
	web.Redirect(w, r, s.Path())
	return nil
}
