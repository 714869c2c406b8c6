package crm

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const mapAtOnce = 500 // accounts of one transaction

// mapNext maps the next accounts of a run.
func (s *Service) mapNext(ctx context.Context, r *Run) error {
	book, err := s.book(ctx, s.DB.Read(), r.Day)
	if err != nil {
		return err
	}
	return s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
		keys, err := nextAccounts(ctx, tx, r.ID, r.Progress.Cursor.Account, mapAtOnce)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			next.State, next.Progress.Cursor = Comparing, cursor{}
			return nil
		}
		last := keys[len(keys)-1]
		records, err := recordsOf(ctx, tx, r.ID, r.Progress.Cursor.Account, last)
		if err != nil {
			return err
		}
		var all []Mapped
		for _, in := range inputs(keys, records) {
			m := Map(in.Input, book)
			m.Key = in.key // also of an account without an id
			all = append(all, m)
		}
		next.Progress.Cursor.Account = last
		next.Progress.Mapped += len(all)
		return saveMapped(ctx, tx, r.ID, all)
	})
}

type keyed struct {
	key string
	Input
}

// inputs puts the records of accounts together. An account that has several rows, as in a file with a line for each
// subscription, is one, unless the rows contradict one another.
func inputs(keys []string, records []kept) []keyed {
	at := map[string]int{}
	all := make([]keyed, len(keys))
	for i, key := range keys {
		at[key], all[i].key = i, key
	}
	for _, k := range records {
		i, ok := at[k.accountKey]
		if !ok { // of an account that was not fetched
			continue
		}
		in := &all[i].Input
		switch k.object {
		case Accounts:
			in.join(k.record)
		case Subscriptions:
			in.Subscriptions = append(in.Subscriptions, k.record)
		case Contacts:
			in.Contacts = append(in.Contacts, k.record)
		}
	}
	return all
}

// join adds a row of the account to those before.
func (in *Input) join(r Record) {
	if in.Account == nil {
		in.Account = r
		return
	}
	for _, field := range FieldsOf(Accounts) {
		was, is := strings.TrimSpace(in.Account[field]), strings.TrimSpace(r[field])
		switch {
		case is == "" || was == is || field == "id":
		case was == "":
			in.Account[field] = is
		case in.Contradicts == "":
			in.Contradicts = fmt.Sprintf("%s: %s, %s", field, was, is)
		}
	}
}

// book gathers what accounts are mapped by.
func (s *Service) book(ctx context.Context, q db.Querier, day bizcal.Date) (b Book, err error) {
	b.Today = day
	if b.Rules, err = RulesKey.Get(ctx, q); err != nil {
		return b, err
	}
	if b.SKUs, err = SKUsKey.Get(ctx, q); err != nil {
		return b, err
	}
	if b.Levels, err = people.SupportLevels.Get(ctx, q); err != nil {
		return b, err
	}
	if b.Tiers, err = people.SuccessTiers.Get(ctx, q); err != nil {
		return b, err
	}
	if b.Regions, err = people.Regions.Get(ctx, q); err != nil {
		return b, err
	}
	terms, err := people.UsualTerms.Get(ctx, q)
	if err != nil {
		return b, err
	}
	b.GraceDays = terms.GraceDays
	if b.Known, err = graces(ctx, q); err != nil {
		return b, err
	}
	if b.Calendars, err = s.calendars(ctx, q); err != nil {
		return b, err
	}
	overrides, err := listOverrides(ctx, q)
	if err != nil {
		return b, err
	}
	b.Overrides = map[string][]Override{}
	for _, o := range overrides {
		if key := AccountKey(o.AccountID); o.Holds(day) {
			b.Overrides[key] = append(b.Overrides[key], o)
		}
	}
	return b, nil
}
