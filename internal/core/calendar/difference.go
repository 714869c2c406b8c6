package calendar

import (
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// differences tells part by part what became of c; titles names the members.
func (c Calendar) differences(after Calendar, titles map[int64]string) []Change {
	members := func(c Calendar) string {
		words := make([]string, len(c.Members))
		for i, id := range c.Members {
			words[i] = titles[id]
		}
		slices.Sort(words)
		return strings.Join(words, ", ")
	}
	changes := []Change{{"title", c.Title, after.Title}, {"members", members(c), members(after)}, {"zone", c.Spec.Zone, after.Spec.Zone}}
	for _, day := range Weekdays() {
		changes = append(changes, Change{strings.ToLower(day.String()), FormatHours(c.Spec.Weekly[day]), FormatHours(after.Spec.Weekly[day])})
	}
	changes = append(changes, dates("holiday", holidays(c.Spec), holidays(after.Spec))...)
	changes = append(changes, dates("special", special(c.Spec), special(after.Spec))...)
	return slices.DeleteFunc(changes, func(c Change) bool { return c.From == c.To })
}

// dates compares what two versions say of dates, in their order.
func dates(field string, before, after map[bizcal.Date]string) (changes []Change) {
	all := map[bizcal.Date]bool{}
	for d := range before {
		all[d] = true
	}
	for d := range after {
		all[d] = true
	}
	sorted := make([]bizcal.Date, 0, len(all))
	for d := range all {
		sorted = append(sorted, d)
	}
	slices.SortFunc(sorted, bizcal.Date.Compare)
	for _, d := range sorted {
		changes = append(changes, Change{field + " " + d.String(), before[d], after[d]})
	}
	return changes
}

// A date without a name still differs from one that is not there.
const unnamed = "(no name)"

func holidays(s bizcal.Spec) map[bizcal.Date]string {
	out := map[bizcal.Date]string{}
	for _, h := range s.Holidays {
		out[h.Date] = orUnnamed(h.Name)
	}
	return out
}

func special(s bizcal.Spec) map[bizcal.Date]string {
	out := map[bizcal.Date]string{}
	for _, x := range s.Special {
		out[x.Date] = orClosed(FormatHours(x.Spans)) + " " + orUnnamed(x.Name)
	}
	return out
}

func orUnnamed(name string) string {
	if name == "" {
		return unnamed
	}
	return name
}

func orClosed(hours string) string {
	if hours == "" {
		return "closed"
	}
	return hours
}
