package crm

import (
	"github.com/daywatch/daywatch/internal/core/people"
)

// acquaint decides who of the people of an account becomes a contact of its organization, and notes who cannot: nobody is moved
// from one organization to another, and nobody dropped.
func (x *index) acquaint(r *Row, o people.Organization) {
	room, limited := contactRoom(r, o)
	var named []Person
	for _, p := range r.People {
		if p.SoldTo && o.ID != 0 { // whom an order was sold to begins a new customer's list; later it is theirs to keep
			continue
		}
		member, known := x.Members[p.Address]
		others := x.others(x.contacts, p.Address, r.Key)
		switch {
		case others != "":
			r.Notes = append(r.Notes, Note{Word: "contact_shared", Value: p.Address, Other: others})
		case known && member.Staff:
			r.Notes = append(r.Notes, Note{Word: "contact_staff", Value: p.Address})
		case known && member.OrganizationID != 0 && member.OrganizationID != o.ID:
			r.Notes = append(r.Notes, Note{Word: "contact_elsewhere", Value: p.Address, Other: x.byID[member.OrganizationID].Name})
		case known && member.Contact && (member.Proof != people.ProofCRM || member.Role == p.Role):
		case known && member.Contact:
			named = append(named, p)
			r.Changes = append(r.Changes, Change{Field: ContactLine, From: member.Role, To: p.words()})
		case limited && room == 0:
			r.Notes = append(r.Notes, Note{Word: "contact_limit", Value: p.Address})
		default:
			room--
			named = append(named, p)
			r.Changes = append(r.Changes, Change{Field: ContactLine, To: p.words()})
		}
	}
	r.People = named
}

// contactRoom is how many more contacts may be named.
func contactRoom(r *Row, o people.Organization) (room int, limited bool) {
	limit := o.ContactLimit
	if text, ok := r.Facts[Limit]; ok {
		limit = int(amount(text))
	}
	if o.ID == 0 && r.Facts[Limit] == "" {
		return 0, false // a new organization has the usual limit, which apply knows
	}
	return max(0, limit-r.staying(o)), limit > 0
}

func (p Person) words() string {
	text := Mention(p.Name, p.Address)
	if p.Role != "" {
		text += " (" + p.Role + ")"
	}
	return text
}
