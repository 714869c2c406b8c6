package crm

import (
	"cmp"
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// listed gives the contacts whom this CRM named before, by organization. One for whom somebody of the team vouches is theirs, as
// is whom an order was sold to.
func (s Standing) listed() map[int64][]Person {
	byUser := map[int64]Person{}
	at := map[int64]int64{}
	for address, m := range s.Members {
		l, linked := s.Links[m.OrganizationID]
		if !linked || !ofSystem(l.Source, s.Source) || !m.Contact || m.Proof != people.ProofCRM || m.ProvedBy != 0 {
			continue
		}
		if known, ok := byUser[m.UserID]; !ok || address < known.Address { // of several addresses always the same
			byUser[m.UserID] = Person{UserID: m.UserID, Name: m.Name, Address: address, Role: m.Role}
			at[m.UserID] = m.OrganizationID
		}
	}
	all := map[int64][]Person{}
	for id, p := range byUser {
		all[at[id]] = append(all[at[id]], p)
	}
	for _, persons := range all {
		slices.SortFunc(persons, func(a, b Person) int { return cmp.Compare(a.Address, b.Address) })
	}
	return all
}

// part finds the contacts whom the CRM names no more, and notes or drops them as the desk wants. Only a source that has all
// accounts, and names anybody at all, can say that somebody is gone.
func (x *index) part(r *Row, o people.Organization) {
	if !x.Complete || !x.naming {
		return
	}
	named := map[int64]bool{}
	for _, p := range r.People {
		named[x.Members[p.Address].UserID] = true
	}
	for _, p := range x.listed[o.ID] {
		switch {
		case named[p.UserID]:
			continue
		case x.DropContacts:
			r.Changes = append(r.Changes, Change{Field: ContactLine, From: p.words()})
		default:
			r.Notes = append(r.Notes, Note{Word: "contact_gone", Value: p.Address})
		}
		r.Gone = append(r.Gone, p)
	}
	r.Off = x.DropContacts && len(r.Gone) > 0
}

// staying is how many of the contacts that an organization has now it keeps.
func (r Row) staying(o people.Organization) int {
	if r.Off {
		return o.Contacts - len(r.Gone)
	}
	return o.Contacts
}

// takeOff takes off the contacts whom the CRM names no more, unless somebody vouched for them since. They stay who they are, with
// their tickets, and belong to the organization still.
func (b *batch) takeOff(ctx context.Context, tx *db.Tx, l *Line) error {
	if !l.Off {
		return nil
	}
	for _, p := range l.Gone {
		c, named, err := b.People.ContactOf(ctx, tx, p.UserID)
		switch {
		case err != nil:
			return err
		case !named || c.OrganizationID != l.OrganizationID:
		case c.Proof != people.ProofCRM || c.ProvedBy != 0:
			l.Notes = append(l.Notes, Note{Word: "contact_vouched", Value: p.Address})
		default:
			if err := b.People.DropContactIn(ctx, tx, p.UserID); err != nil {
				return err
			}
		}
	}
	return nil
}
