package crm

import (
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
)

// match finds the organization of an account: that with its id, else one without an id that has its name or its domain. The zero
// organization is a new one. Where it could be either, doubt says why and other whom it is about.
func (x *index) match(m Mapped) (o people.Organization, doubt, other string) {
	switch known := x.byKey[m.Key]; len(known) {
	case 0:
	case 1:
		return known[0], "", ""
	default: // one id in its two forms
		return o, DoubtTwo, namesOf(known)
	}
	name, domain := people.FoldName(m.Facts[Name]), m.Facts[Domain]
	if others := x.others(x.domains, domain, m.Key); others != "" {
		return o, DoubtSharedDomain, others
	}
	if others := x.others(x.names, name, m.Key); others != "" {
		return o, DoubtSharedName, others
	}
	candidates := map[int64]people.Organization{}
	for _, c := range x.byName[name] {
		if c.ExternalID != "" {
			return o, DoubtNameTaken, c.Name
		}
		candidates[c.ID] = c
	}
	for _, c := range x.byDomain[domain] {
		if c.ExternalID != "" {
			return o, DoubtDomainTaken, c.Name
		}
		candidates[c.ID] = c
	}
	if len(candidates) > 1 {
		return o, DoubtTwo, namesOf(append(x.byName[name], x.byDomain[domain]...))
	}
	for _, c := range candidates {
		o = c
	}
	return o, "", ""
}

func namesOf(list []people.Organization) string {
	names := make([]string, len(list))
	for i, o := range list {
		names[i] = o.Name
	}
	return strings.Join(names, ", ")
}
