package crm

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const compareAtOnce = 500 // accounts of one transaction

// compareAll compares what is mapped with the desk. Who goes on after a crash gathers anew how the desk stands, and goes on
// behind the rows that are compared.
func (s *Service) compareAll(ctx context.Context, r *Run) error {
	standing, err := s.standing(ctx, s.DB.Read(), r)
	if err != nil {
		return err
	}
	lines, err := allMapped(ctx, s.DB.Read(), r.ID)
	if err != nil {
		return err
	}
	x := newIndex(standing)
	for _, l := range lines {
		x.claim(l.Mapped)
	}
	rest := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.ID <= r.Progress.Cursor.Row })
	for some := range slices.Chunk(rest, compareAtOnce) {
		err := s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
			for _, l := range some {
				row := x.compare(l.Mapped)
				if err := saveRow(ctx, tx, l.ID, row, row.lonely(x.byID[row.OrganizationID])); err != nil {
					return err
				}
			}
			next.Progress.Compared += len(some)
			next.Progress.Cursor.Row = some[len(some)-1].ID
			return nil
		})
		if err != nil {
			return err
		}
	}
	return s.plan(ctx, r, x, lines)
}

// standing is how the desk stands.
func (s *Service) standing(ctx context.Context, q db.Querier, r *Run) (st Standing, err error) {
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return st, err
	}
	st.Source, st.Complete, st.DropContacts = r.Source, r.Complete, rules.DropContacts
	if st.Words, err = s.words(ctx, q); err != nil {
		return st, err
	}
	if st.Organizations, err = s.People.AllOrganizations(ctx, q); err != nil {
		return st, err
	}
	if err := s.nameOwners(ctx, q, st.Organizations); err != nil {
		return st, err
	}
	if st.Links, err = allLinks(ctx, q); err != nil {
		return st, err
	}
	st.Members, err = members(ctx, q)
	return st, err
}

// words are what facts need to speak of organizations: the tags of the SKU map are the CRM's.
func (s *Service) words(ctx context.Context, q db.Querier) (w Words, err error) {
	if w.Calendars, err = s.calendars(ctx, q); err != nil {
		return w, err
	}
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return w, err
	}
	skus, err := SKUsKey.Get(ctx, q)
	if err != nil {
		return w, err
	}
	managed := map[string]bool{rules.ASETag: rules.ASETag != ""}
	for _, sku := range skus {
		for _, t := range sku.Tags {
			managed[t] = true
		}
	}
	delete(managed, "")
	w.Managed = slices.Sorted(maps.Keys(managed))
	return w, nil
}

// nameOwners fills the names of owners who have an account in the desk.
func (s *Service) nameOwners(ctx context.Context, q db.Querier, all []people.Organization) error {
	var ids []int64
	for _, o := range all {
		for _, w := range o.Owners {
			ids = append(ids, w.UserID)
		}
	}
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return err
	}
	for i := range all {
		for j, w := range all[i].Owners {
			if u, ok := users[w.UserID]; ok {
				all[i].Owners[j].Name, all[i].Owners[j].Address = u.Name, u.Email
			}
		}
	}
	return nil
}

// plan adds who is gone, weighs what the plan would take away, and leaves it to be read; or applies it where the desk wants so.
func (s *Service) plan(ctx context.Context, r *Run, x *index, lines []Line) error {
	return s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
		loss := Loss{}
		there := map[string]bool{}
		for _, l := range lines {
			there[l.Key] = true
		}
		why := fmt.Sprintf("CRM: the account is not there any more since %s", r.Day)
		for _, l := range x.Links {
			if !ofSystem(l.Source, r.Source) {
				continue
			}
			loss.Customers++
			loss.Contacts += len(x.listed[l.OrganizationID])
			if level := x.byID[l.OrganizationID].SupportLevel; level != "" && level != people.LevelExpired {
				loss.Levelled++
			}
			if !r.Complete || there[l.Key] {
				continue
			}
			if row, gone := x.vanished(l, why); gone {
				loss.Vanish++
				if err := addRow(ctx, tx, r.ID, row); err != nil {
					return err
				}
			}
		}
		if err := next.count(ctx, tx, x, lines); err != nil {
			return err
		}
		loss.Lose, loss.Drop = next.Progress.Loss.Lose, next.Progress.Loss.Drop
		next.Progress.Loss = loss
		return s.planned(ctx, tx, next)
	})
}

// ofSystem reports whether two sources are one system: files of any format are one.
func ofSystem(a, b Source) bool { return (a == Salesforce) == (b == Salesforce) }

// count fills the figures of a plan.
func (r *Run) count(ctx context.Context, tx *db.Tx, x *index, lines []Line) error {
	p := &r.Progress
	p.Kinds, p.Reasons, p.ToApply, p.Lonely, p.Gone, p.Loss = map[Kind]int{}, map[string]int{}, 0, 0, 0, Loss{}
	all, err := tallies(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	for _, t := range all {
		p.Kinds[t.kind] += t.n
		if t.reason != "" {
			p.Reasons[string(t.kind)+":"+t.reason] += t.n
		}
		if (Row{Kind: t.kind}).Does() {
			p.ToApply += t.n
		}
	}
	for _, l := range lines {
		row := x.compare(l.Mapped)
		if row.lonely(x.byID[row.OrganizationID]) {
			p.Lonely++
		}
		if row.loses() {
			p.Loss.Lose++
		}
		p.Gone += len(row.Gone)
		if row.Off {
			p.Loss.Drop += len(row.Gone)
		}
	}
	return nil
}

// lonely reports whether the organization of a row will have no contact.
func (r Row) lonely(o people.Organization) bool {
	return (r.Kind == Added || r.Kind == Changed || r.Kind == Unchanged) && r.staying(o) == 0 && len(r.People) == 0
}

// loses reports whether an organization loses its level.
func (r Row) loses() bool {
	return r.Kind == Changed && slices.ContainsFunc(r.Changes, func(c Change) bool {
		return c.Field == Level && c.From != "" && c.From != people.LevelExpired && strings.TrimPrefix(c.To, people.LevelExpired) == ""
	})
}
