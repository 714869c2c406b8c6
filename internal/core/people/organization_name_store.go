package people

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func findOrganizationNamed(ctx context.Context, q db.Querier, name string) (o Organization, err error) {
	err = scanOrganization(q.QueryRow(ctx, "SELECT "+organizationColumns+" FROM organizations o WHERE o.name_key = $1 ORDER BY o.id LIMIT 1",
		FoldName(name)), &o)
	return o, db.OrNotFound(err, "There is no organization called %s", name)
}

// findOrganizationsCalled gives the organizations of names, each once, by name.
func findOrganizationsCalled(ctx context.Context, q db.Querier, names []string) (out []Organization, err error) {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = FoldName(name)
	}
	slices.Sort(keys)
	for some := range slices.Chunk(slices.Compact(keys), 500) {
		var w db.Where
		w.And("o.name_key IN "+db.In(len(some)), db.Anys(some)...)
		found, err := db.All(ctx, q, scanOrganizations, "SELECT "+organizationColumns+" FROM organizations o WHERE "+w.String(), w.Args()...)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.SortFunc(out, func(a, b Organization) int { return strings.Compare(FoldName(a.Name), FoldName(b.Name)) })
	return out, nil
}

func allOrganizations(ctx context.Context, q db.Querier) ([]Organization, error) {
	return db.All(ctx, q, scanOrganizations, "SELECT "+organizationColumns+" FROM organizations o ORDER BY o.name_key")
}
