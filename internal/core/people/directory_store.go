package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func listUsers(ctx context.Context, q db.Querier, f Filter) ([]User, error) {
	var w db.Where
	switch f.Kind {
	case Customers:
		w.And("u.role = 'end_user'")
	case Team:
		w.And("u.role <> 'end_user'")
	}
	if f.OrganizationID != 0 {
		w.And("u.organization_id = ?", f.OrganizationID)
	}
	if f.Query != "" {
		part := "%" + db.Escape(FoldName(f.Query)) + "%"
		w.And(`u.name_key LIKE ? ESCAPE '\' OR EXISTS (SELECT 1 FROM identities i WHERE i.user_id = u.id AND i.value LIKE ? ESCAPE '\')`, part, part)
	}
	if f.After.ID != 0 {
		w.And("(u.name_key, u.id) > (?, ?)", f.After.Name, f.After.ID)
	}
	tail := w.Bind(" ORDER BY u.name_key, u.id LIMIT ?", f.limit()+1)
	return db.All(ctx, q, scanUsers, "SELECT "+userColumns+" FROM users u WHERE "+w.String()+tail, w.Args()...)
}
