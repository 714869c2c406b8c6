package ticket

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// changeValues sets custom fields of t and lists the changes. Several values of a field stand in a fact
// with line breaks between, which no value has.
func changeValues(ctx context.Context, tx *db.Tx, t *Ticket, set map[string][]string) ([]Changed, error) {
	if len(set) == 0 {
		return nil, nil
	}
	defined, err := listFields(ctx, tx)
	if err != nil {
		return nil, err
	}
	var all []Changed
	fields := maps.Clone(t.Fields)
	if fields == nil {
		fields = map[string][]string{}
	}
	for _, key := range slices.Sorted(maps.Keys(set)) {
		i := slices.IndexFunc(defined, func(f Field) bool { return f.Key == key })
		if i < 0 {
			return nil, fault.Field("fields", "There is no field with the key %q", key)
		}
		values, err := defined[i].clean(set[key])
		if err != nil {
			return nil, err
		}
		if slices.Equal(values, fields[key]) {
			continue
		}
		if err := storeValues(ctx, tx, t.ID, defined[i].ID, values); err != nil {
			return nil, err
		}
		all = append(all, Changed{Field: "field:" + key, From: strings.Join(fields[key], "\n"), To: strings.Join(values, "\n")})
		if fields[key] = values; len(values) == 0 {
			delete(fields, key)
		}
	}
	t.Fields = fields
	return all, nil
}
