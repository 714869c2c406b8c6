package content

import (
	"slices"
	"strings"
)

// casting knows everybody who can play a part.
type casting struct {
	staff     []Person
	customers []customer
	zones     zones
}

// customerFor draws an organization that the scenario fits; large ones write more. Fits is an extra condition and may be
// nil; where nothing meets it, it is dropped.
func (c *casting) customerFor(d dice, s *scenario, fits func(customer) bool) customer {
	var lots []customer
	for _, cust := range c.customers {
		if s.deployment != "" && cust.org.Deployment != s.deployment || !cust.speaks(s.language) {
			continue
		}
		if fits != nil && !fits(cust) {
			continue
		}
		for range 2 + min(4, cust.org.Seats/900) {
			lots = append(lots, cust)
		}
	}
	switch {
	case len(lots) > 0:
		return pick(d, lots)
	case fits != nil:
		return c.customerFor(d, s, nil)
	}
	return pick(d, c.customers) // a world of few customers: better a wrong one than none
}

func (c customer) speaks(language string) bool {
	return language == "en" || slices.ContainsFunc(c.contacts, func(p Person) bool { return p.Language == language })
}

// cast gives every part of the scenario to somebody.
func (c *casting) cast(d dice, s *scenario, cust customer) map[speaker]Person {
	out := map[speaker]Person{}
	askers := cust.contacts
	if s.language != "en" {
		askers = keep(askers, func(p Person) bool { return p.Language == s.language })
	}
	if s.group == "internal" {
		askers = keep(c.staff, func(p Person) bool { return p.Role == LightAgent && !strings.Contains(p.Title, "Engineer") })
	}
	if len(askers) == 0 {
		askers = cust.contacts
	}
	// The first contact of an organization writes most of its tickets.
	out[byCustomer] = askers[min(d.IntN(len(askers)), d.IntN(len(askers)))]
	out[byCC] = pick(d, keep(cust.contacts, func(p Person) bool { return p.Key != out[byCustomer].Key }))
	out[byAgent] = c.engineer(d, s, cust.org.Region)
	others := keep(c.staff, func(p Person) bool { return p.Role == Agent && p.Key != out[byAgent].Key })
	away := keep(others, func(p Person) bool { return p.Region != out[byAgent].Region })
	near := keep(others, func(p Person) bool { return p.Region == out[byAgent].Region })
	switch {
	case s.live != nil && len(near) > 0: // a live thread is quick, so both are awake
		others = near
	case len(away) > 0 && d.chance(60):
		others = away
	}
	if len(others) == 0 {
		others = c.staff
	}
	out[byColleague] = pick(d, others)
	leads := keep(c.staff, func(p Person) bool { return p.Role == Lead && p.Region == out[byAgent].Region })
	if len(leads) == 0 {
		leads = c.staff[:1]
	}
	out[byLead] = leads[0]
	return out
}

// engineer draws who answers: by language first, then by team, mostly from the customer's region.
func (c *casting) engineer(d dice, s *scenario, region string) Person {
	pool := keep(c.staff, func(p Person) bool { return p.Role == Agent })
	narrow := func(ok func(Person) bool) {
		if fewer := keep(pool, ok); len(fewer) > 0 {
			pool = fewer
		}
	}
	if s.language != "en" {
		narrow(func(p Person) bool { return p.Language == s.language })
	}
	switch s.group {
	case "licensing", "accounts":
		narrow(func(p Person) bool { return p.Group == groupOf(s, region) })
	default:
		narrow(func(p Person) bool { return p.Group == "support-"+p.Region })
		if s.live != nil || d.chance(85) {
			narrow(func(p Person) bool { return p.Region == region })
		}
	}
	if len(pool) == 0 {
		pool = c.staff
	}
	return pick(d, pool)
}

func groupOf(s *scenario, region string) string {
	switch s.group {
	case "licensing":
		return groupLicensing
	case "accounts":
		return groupAccounts
	case "internal":
		return groupInternal
	}
	return "support-" + region
}

func keep(from []Person, ok func(Person) bool) []Person {
	var out []Person
	for _, p := range from {
		if ok(p) {
			out = append(out, p)
		}
	}
	return out
}
