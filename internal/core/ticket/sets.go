package ticket

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// changeTags adds and removes tags and keeps t.Tags sorted.
func changeTags(ctx context.Context, tx *db.Tx, t *Ticket, u Update) error {
	for _, tag := range cleanTags(u.RemoveTags) {
		if i := slices.Index(t.Tags, tag); i >= 0 {
			t.Tags = slices.Delete(slices.Clone(t.Tags), i, i+1)
			if err := removeTag(ctx, tx, t.ID, tag); err != nil {
				return err
			}
		}
	}
	for _, tag := range cleanTags(u.AddTags) {
		if !slices.Contains(t.Tags, tag) {
			t.Tags = append(slices.Clone(t.Tags), tag)
			if err := addTag(ctx, tx, t.ID, tag); err != nil {
				return err
			}
		}
	}
	slices.Sort(t.Tags)
	return nil
}

// changePeople adds and removes CCs or followers, one change per person.
func changePeople(ctx context.Context, tx *db.Tx, ticketID int64, kind string, list *[]int64, add, remove []int64) ([]Changed, error) {
	var all []Changed
	for _, id := range remove {
		i := slices.Index(*list, id)
		if i < 0 {
			continue
		}
		*list = slices.Delete(slices.Clone(*list), i, i+1)
		if err := removePerson(ctx, tx, ticketID, kind, id); err != nil {
			return nil, err
		}
		all = append(all, Changed{Field: kind, From: idWord(id)})
	}
	for _, id := range add {
		if slices.Contains(*list, id) {
			continue
		}
		*list = append(slices.Clone(*list), id)
		if err := addPerson(ctx, tx, ticketID, kind, id); err != nil {
			return nil, err
		}
		all = append(all, Changed{Field: kind, To: idWord(id)})
	}
	return all, nil
}
