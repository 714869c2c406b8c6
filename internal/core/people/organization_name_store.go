package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func findOrganizationNamed(ctx context.Context, q db.Querier, name string) (o Organization, err error) {
	err = scanOrganization(q.QueryRow(ctx, "SELECT "+organizationColumns+" FROM organizations o WHERE o.name_key = $1 ORDER BY o.id LIMIT 1",
		FoldName(name)), &o)
	return o, db.OrNotFound(err, "There is no organization called %s", name)
}
