package crm

import (
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// contract is what the subscriptions of an account come to.
type contract struct {
	empty                             bool // there is none that counts
	level, tier, deployment, calendar string
	starts, ends                      bizcal.Date
	arr, seats                        int64
	priced                            bool // the CRM tells the revenue
	tags                              map[string]bool
	notes                             []Note
}

// subscription is one that was not cancelled.
type subscription struct {
	sku          string
	starts, ends bizcal.Date
	arr, seats   int64
}

// contractOf adds up the subscriptions. Those that ended more than grace days ago count only where there is no other; then the
// level is expired and the revenue nothing.
func contractOf(records []Record, grace int, b Book) contract {
	c := contract{tags: map[string]bool{}}
	var live, over []subscription
	for _, r := range records {
		if cancelled(r["status"], b.Rules.Cancelled) {
			continue
		}
		s := subscription{sku: strings.TrimSpace(r["sku"]), arr: amount(r["arr"]), seats: amount(r["seats"])}
		_, priced := r["arr"]
		c.priced = c.priced || priced
		s.starts, s.ends = c.day(r["starts_on"]), c.day(r["ends_on"])
		if s.ends != (bizcal.Date{}) && s.ends.AddDays(grace).Compare(b.Today) < 0 {
			over = append(over, s)
		} else {
			live = append(live, s)
		}
	}
	if c.empty = len(live)+len(over) == 0; c.empty {
		c.level, c.priced = people.LevelExpired, true // of an organization that is known; a new one is left out
		return c
	}
	if len(live) == 0 {
		c.span(over)
		c.bought(over, b)
		c.level, c.tier, c.calendar, c.tags, c.arr, c.priced = people.LevelExpired, "", "", nil, 0, true
		return c
	}
	c.span(live)
	c.bought(live, b)
	return c
}

func cancelled(status string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, strings.TrimSpace(status)) })
}

// day reads a date, or the date of an instant such as 2026-09-14T00:00:00.000+0000.
func (c *contract) day(text string) bizcal.Date {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "T")
	if text == "" {
		return bizcal.Date{}
	}
	d, err := bizcal.ParseDate(text)
	if err != nil {
		c.notes = append(c.notes, Note{Word: "unknown_date", Value: text})
		return bizcal.Date{}
	}
	return d
}

// span is from the first day of any to the last day of any; without an end where one has none.
func (c *contract) span(all []subscription) {
	none := bizcal.Date{}
	c.starts, c.ends = all[0].starts, all[0].ends
	for _, s := range all[1:] {
		if s.starts == none || c.starts != none && s.starts.Compare(c.starts) < 0 {
			c.starts = s.starts
		}
		if s.ends == none || c.ends != none && s.ends.Compare(c.ends) > 0 {
			c.ends = s.ends
		}
	}
	if c.ends != none && c.starts != none && c.starts.Compare(c.ends) > 0 {
		c.notes = append(c.notes, Note{Word: "ends_before_start", Value: c.starts.String(), Other: c.ends.String()})
		c.starts = none
	}
}

// bought finds what the SKUs give: the highest level and tier, the hours and the deployment of the first line that has any.
func (c *contract) bought(all []subscription, b Book) {
	for _, s := range all {
		c.arr += s.arr
		c.seats = max(c.seats, s.seats)
		found := false
		for _, line := range b.SKUs {
			if !line.Fits(s.sku) {
				continue
			}
			found = true
			c.level, c.tier = higher(b.Levels, c.level, line.Level), higher(b.Tiers, c.tier, line.Tier)
			if c.deployment == "" {
				c.deployment = line.Deployment
			}
			if c.calendar == "" {
				c.calendar = line.Calendar
			}
			for _, t := range line.Tags {
				c.tags[t] = true
			}
		}
		if note := (Note{Word: "unknown_sku", Value: s.sku}); !found && !slices.Contains(c.notes, note) {
			c.notes = append(c.notes, note)
		}
	}
}

// higher gives the one of two keys that stands first in the list. A key that the list does not have is the lowest but none.
func higher(list []people.Level, a, b string) string {
	at := func(key string) int {
		i := slices.IndexFunc(list, func(l people.Level) bool { return l.Key == key })
		if i < 0 {
			return len(list)
		}
		return i
	}
	if a == "" || b != "" && at(b) < at(a) {
		return b
	}
	return a
}
