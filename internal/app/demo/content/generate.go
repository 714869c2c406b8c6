package content

import (
	"strings"
	"time"
)

// Generate makes the world of seed as it stands at now. Equal arguments give equal worlds, byte for byte. It
// panics if an embedded text is malformed, which the package's tests rule out.
func Generate(seed uint64, now time.Time, size Size) World {
	size = size.withDefaults()
	now = now.UTC().Truncate(time.Second)
	w := World{Now: now, Regions: regions(), Groups: groups(), Staff: staff(seed, size.Engineers),
		SavedReplies: savedReplies(), Views: views()}
	c := &casting{staff: w.Staff, customers: customers(seed, size.Customers), zones: zones{}}
	for _, cust := range c.customers {
		w.Orgs = append(w.Orgs, cust.org)
		w.Contacts = append(w.Contacts, cust.contacts...)
	}
	w.Tickets = tickets(plans(seed, now, size, mustLibrary(), c), now, c.zones)
	w.Mails = mails(seed, now, c)
	return w
}

// tickets writes the planned tickets, oldest first, so that each may refer to earlier ones.
func tickets(from []*plan, now time.Time, z zones) []Ticket {
	subjects := map[string]int{}
	alike := map[string][]int{} // numbers so far by first tag
	out := make([]Ticket, 0, len(from))
	for i, p := range from {
		topic := strings.Join(p.tags[:min(1, len(p.tags))], "")
		earlier := func() int {
			if like := alike[topic]; len(like) > 0 {
				return pick(p.dice, like[max(0, len(like)-12):])
			}
			return from[p.IntN(i+1)].number
		}
		out = append(out, p.write(now, z, subjects, earlier))
		alike[topic] = append(alike[topic], p.number)
	}
	return out
}

func (s Size) withDefaults() Size {
	return Size{
		Engineers:   orDefault(s.Engineers, 27),
		Customers:   orDefault(s.Customers, 40),
		Tickets:     orDefault(s.Tickets, 2000),
		FirstNumber: orDefault(s.FirstNumber, 46213),
	}
}

func orDefault(n, usual int) int {
	if n <= 0 {
		return usual
	}
	return n
}
