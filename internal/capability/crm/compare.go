package crm

import (
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
)

// Link ties an organization to the account that it came from, with what the CRM said last.
type Link struct {
	OrganizationID int64
	Key            string
	AccountID      string
	Source         Source
	Facts          Facts
}

// Member is a person of the desk whom the CRM may name.
type Member struct {
	UserID         int64
	OrganizationID int64 // 0: belongs to none
	Contact        bool  // is named as a contact of it
	Name           string
	Role, Proof    string
	ProvedBy       int64 // who of the team vouches for them; 0: the desk itself
	Staff          bool
}

// Standing is how the desk stands, for comparing.
type Standing struct {
	Words
	Organizations []people.Organization // all of them, with the names of owners
	Links         map[int64]Link        // by organization
	Members       map[string]Member     // by address
	Source        Source                // of the accounts that are compared
	Complete      bool                  // they are all there are
	DropContacts  bool                  // whom the CRM names no more is taken off the contacts
}

// index finds organizations and accounts by what they have in common.
type index struct {
	Standing
	byID                     map[int64]people.Organization
	byKey, byName, byDomain  map[string][]people.Organization
	domains, names, contacts map[string][]string // account keys
	called                   map[string]string   // names of accounts by key
	listed                   map[int64][]Person  // contacts whom this CRM named before, by organization
	naming                   bool                // some account names a contact
}

func newIndex(s Standing) *index {
	x := &index{Standing: s, byID: map[int64]people.Organization{}, byKey: map[string][]people.Organization{}, byName: map[string][]people.Organization{},
		byDomain: map[string][]people.Organization{}, domains: map[string][]string{}, names: map[string][]string{},
		contacts: map[string][]string{}, called: map[string]string{}}
	for _, o := range s.Organizations {
		x.byID[o.ID] = o
		if o.ExternalID != "" {
			x.byKey[AccountKey(o.ExternalID)] = append(x.byKey[AccountKey(o.ExternalID)], o)
		}
		x.byName[people.FoldName(o.Name)] = append(x.byName[people.FoldName(o.Name)], o)
		for _, d := range o.Domains {
			x.byDomain[d] = append(x.byDomain[d], o)
		}
	}
	x.listed = s.listed()
	return x
}

// claim notes what an account claims, before any is compared.
func (x *index) claim(m Mapped) {
	if m.Skip != "" || m.Doubt != "" {
		return
	}
	x.called[m.Key] = m.Name
	add := func(claims map[string][]string, what string) {
		if what != "" && !slices.Contains(claims[what], m.Key) {
			claims[what] = append(claims[what], m.Key)
		}
	}
	add(x.domains, m.Facts[Domain])
	add(x.names, people.FoldName(m.Facts[Name]))
	for _, p := range m.People {
		add(x.contacts, p.Address)
		x.naming = x.naming || !p.SoldTo
	}
}

// others names the other accounts that claim the same.
func (x *index) others(claims map[string][]string, what, key string) string {
	var names []string
	for _, k := range claims[what] {
		if k != key {
			names = append(names, x.called[k])
		}
	}
	slices.Sort(names)
	if len(names) > 3 {
		names = append(names[:3], "…")
	}
	return strings.Join(names, ", ")
}

// compare says what becomes of an account.
func (x *index) compare(m Mapped) Row {
	r := Row{Mapped: m}
	r.Facts, r.Notes = maps.Clone(m.Facts), slices.Clone(m.Notes) // m is compared again, with what it says
	switch {
	case m.Skip != "":
		r.Kind, r.Reason = Skipped, m.Skip
		return r
	case m.Doubt != "":
		r.Kind, r.Reason = Ambiguous, DoubtContradicts
		r.Notes = append(r.Notes, Note{Word: DoubtContradicts, Value: m.Doubt})
		return r
	}
	o, doubt, other := x.match(m)
	if doubt != "" {
		r.Kind, r.Reason = Ambiguous, doubt
		r.Notes = append(r.Notes, Note{Word: doubt, Value: m.Facts[Domain], Other: other})
		return r
	}
	r.OrganizationID = o.ID
	x.yield(&r, o)
	if o.ID == 0 {
		r.Kind = Added
		r.Facts[ExternalID] = m.AccountID
		r.Changes = differences(Facts{}, r.Facts, nil, r.Held)
	} else {
		r.Kind = Unchanged
		if o.ExternalID == "" {
			r.Facts[ExternalID] = m.AccountID
		}
		r.Changes = differences(FactsOf(o, r.Facts, x.Words), r.Facts, x.Links[o.ID].Facts, r.Held)
	}
	x.part(&r, o)
	x.acquaint(&r, o)
	if r.Kind == Unchanged && len(r.Changes) > 0 {
		r.Kind = Changed
	}
	return r
}

// yield drops what somebody else has: a name and a domain belong to one organization.
func (x *index) yield(r *Row, o people.Organization) {
	if others := x.others(x.domains, r.Facts[Domain], r.Key); others != "" {
		r.Notes = append(r.Notes, Note{Word: DoubtSharedDomain, Value: r.Facts[Domain], Other: others})
		delete(r.Facts, Domain)
	}
	for _, owner := range x.byDomain[r.Facts[Domain]] {
		if owner.ID != o.ID {
			r.Notes = append(r.Notes, Note{Word: DoubtDomainTaken, Value: r.Facts[Domain], Other: owner.Name})
			delete(r.Facts, Domain)
		}
	}
	name := people.FoldName(r.Facts[Name])
	if others := x.others(x.names, name, r.Key); others != "" && name != people.FoldName(o.Name) {
		r.Notes = append(r.Notes, Note{Word: DoubtSharedName, Value: r.Facts[Name], Other: others})
		delete(r.Facts, Name)
	}
	for _, owner := range x.byName[name] {
		if owner.ID != o.ID {
			r.Notes = append(r.Notes, Note{Word: DoubtNameTaken, Value: r.Facts[Name], Other: owner.Name})
			delete(r.Facts, Name)
		}
	}
}

// differences lists the fields that become others. What the CRM leaves empty takes back only what the CRM itself said last: a
// hold that a person put on, or an owner whom they named, stays.
func differences(current, want, last Facts, held map[string]string) (changes []Change) {
	for _, field := range FieldOrder() {
		to, said := want[field]
		from := current[field]
		_, fixed := held[field]
		switch {
		case !said || same(field, from, to):
		case to == "" && !fixed && !same(field, last[field], from):
		case field == Deployment && from != "" && !fixed:
		default:
			changes = append(changes, Change{Field: field, From: from, To: to, Held: fixed})
		}
	}
	return changes
}

// vanished says what becomes of an organization whose account the CRM has no more. It is marked, once, and stays as it is.
func (x *index) vanished(l Link, why string) (Row, bool) {
	o, ok := x.byID[l.OrganizationID]
	if !ok || !o.MarkedAt.IsZero() {
		return Row{}, false
	}
	return Row{Mapped: Mapped{AccountID: l.AccountID, Key: l.Key, Name: o.Name, Facts: Facts{Marked: why}}, Kind: Vanished, OrganizationID: o.ID,
		Changes: []Change{{Field: Marked, To: why}}}, true
}
