package oncall

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
)

// differences tells part by part what became of a schedule, in words.
func (b *book) differences(before, after Schedule) []Change {
	if before.ID == 0 {
		return nil
	}
	changes := []Change{{"title", before.Title, after.Title}, {"about", before.About, after.About}, {"mode", string(before.Mode), string(after.Mode)},
		{"critical", yes(before.Critical), yes(after.Critical)}, {"horizon", fmt.Sprint(before.Horizon), fmt.Sprint(after.Horizon)},
		{"demands", b.demandWords(before), b.demandWords(after)}}
	was, is := b.layerWords(before.Plan), b.layerWords(after.Plan)
	for _, p := range []Plan{before.Plan, after.Plan} {
		for _, l := range p.Layers {
			c := Change{"layer " + l.Name, was[l.Name], is[l.Name]}
			if !slices.Contains(changes, c) {
				changes = append(changes, c)
			}
		}
	}
	return slices.DeleteFunc(changes, func(c Change) bool { return c.From == c.To })
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (b *book) demandWords(s Schedule) string {
	var titles []string
	for _, id := range s.Demands {
		q, _ := b.qualification(id)
		titles = append(titles, q.Title)
	}
	return strings.Join(titles, ", ")
}

func (b *book) layerWords(p Plan) map[string]string {
	out := map[string]string{}
	for _, l := range p.Layers {
		var names []string
		for _, id := range l.Users {
			names = append(names, b.name(id))
		}
		words := fmt.Sprintf("every %d %s from %s %s: %s", l.Length, l.Unit, l.Anchor, l.Zone, strings.Join(names, ", "))
		for _, w := range l.Windows {
			words += "; " + WindowWords(w)
		}
		if l.Shadow {
			words += "; goes along"
		}
		out[l.Name] = words
	}
	return out
}

// WindowWords writes a window as people read it: Mon-Fri 09:00-17:00.
func WindowWords(w rotation.Window) string {
	return DayWords(w.Days) + " " + w.Start + "-" + w.End
}

// DayWords writes weekdays in English, Monday first: all of them as daily, three and more that follow on one another as
// Mon-Fri.
func DayWords(days []time.Weekday) string {
	short := func(i int) string { return time.Weekday((i + 1) % 7).String()[:3] }
	var parts []string
	for i := 0; i < 7; i++ {
		end := i
		for end < 7 && slices.Contains(days, time.Weekday((end+1)%7)) {
			end++
		}
		switch {
		case end-i == 7:
			return "daily"
		case end-i > 2:
			parts = append(parts, short(i)+"-"+short(end-1))
		default:
			for j := i; j < end; j++ {
				parts = append(parts, short(j))
			}
		}
		i = end
	}
	return strings.Join(parts, ", ")
}
