package calendar

import (
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// longestTitle is in characters.
const longestTitle = 80

// MostDates bounds holidays and special days each: thirty years of them.
const MostDates = 400

// check says the first thing that keeps c from being a calendar among all the others. Sentences name the calendar,
// for it may be one file among many.
func check(c Calendar, all []stored, now time.Time) error {
	if err := checkTitle(c, all); err != nil {
		return err
	}
	if c.Union() {
		return checkUnion(c, all)
	}
	if problems := Problems(c.Spec, now); len(problems) > 0 {
		return within(c.Title, problems[0])
	}
	return nil
}

// Problems lists all that keeps spec from being a calendar that a clock can run on from now on: see bizcal.Spec.
func Problems(spec bizcal.Spec, now time.Time) []*fault.Error {
	problems := spec.Problems()
	for _, list := range []struct {
		field string
		n     int
	}{{"holidays", len(spec.Holidays)}, {"special", len(spec.Special)}} {
		if list.n > MostDates {
			problems = append(problems, fault.Field(list.field, "There are %d dates; up to %d are kept. Take out those that are over", list.n, MostDates))
		}
	}
	if len(problems) > 0 {
		return problems
	}
	c, err := bizcal.New(spec)
	if err != nil {
		return []*fault.Error{fault.Field("", "%v", err)}
	}
	if _, ok := c.NextOpen(now); !ok {
		return []*fault.Error{fault.Field("weekly", "From now on it is never open, so no clock on it would ever run. Give at least one day hours")}
	}
	return nil
}

func checkTitle(c Calendar, all []stored) error {
	n := len([]rune(c.Title))
	switch {
	case n == 0:
		return fault.Field("title", "A calendar needs a title, like EMEA hours")
	case n > longestTitle:
		return fault.Field("title", "This title has %d characters; up to %d are kept", n, longestTitle)
	}
	for _, other := range all {
		if other.ID != c.ID && fold(other.Title) == fold(c.Title) {
			return &fault.Error{Kind: fault.Conflict, Field: "title", Public: "There is a calendar “" + other.Title + "” already. Choose another title"}
		}
	}
	return nil
}

// checkUnion keeps unions one level deep: what a union of unions means, nobody sees at a glance.
func checkUnion(c Calendar, all []stored) error {
	if c.Spec.Zone != "" || c.Spec.Weekly.String() != "" || len(c.Spec.Holidays)+len(c.Spec.Special) > 0 {
		return within(c.Title, fault.Field("members", "It has hours of its own and other calendars. Keep one: the hours, or the calendars it joins"))
	}
	if len(c.Members) < 2 {
		return within(c.Title, fault.Field("members", "It joins one calendar only. Choose at least two"))
	}
	for _, id := range c.Members {
		member, ok := byID(all, id)
		switch {
		case !ok:
			return within(c.Title, fault.Field("members", "There is no calendar with the number %d. Choose among those there are", id))
		case id == c.ID:
			return within(c.Title, fault.Field("members", "It cannot join itself"))
		case member.Union():
			return within(c.Title, fault.Field("members", "“%s” joins other calendars itself. Choose those instead: %s", member.Title,
				named(member.Members, all)))
		}
	}
	for _, other := range all {
		if slices.Contains(other.Members, c.ID) {
			return within(c.Title, fault.Field("members", "“%s” joins this calendar, so it needs hours of its own", other.Title))
		}
	}
	return nil
}

func within(title string, err *fault.Error) error {
	sentence, field := fault.Public(err)
	return fault.Field(field, "Calendar “%s”: %s", title, sentence)
}

func named(ids []int64, all []stored) string {
	var words []string
	for _, id := range ids {
		if s, ok := byID(all, id); ok {
			words = append(words, s.Title)
		}
	}
	return strings.Join(words, ", ")
}
