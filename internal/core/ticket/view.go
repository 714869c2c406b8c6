package ticket

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// View is a saved search: a list that people work from.
type View struct {
	ID    int64
	Title string
	Query string // the search syntax
	// Conditions narrow the query down in the words of rules. Empty: the query alone.
	Conditions condition.Set
	Sort       string // as ListRequest.Sort; empty: as the query says
	OwnerID    int64  // who alone sees it; 0: everyone
	Position   int    // order among views; shared ones stand first
}

// ViewSaved is the fact that a view was made or changed.
type ViewSaved struct {
	Title string `json:"title"`
	Query string `json:"query"`
	Sort  string `json:"sort,omitempty"`
	Owner int64  `json:"owner,omitempty"`
	New   bool   `json:"new,omitempty"`
	// Conditions are left out where there are none.
	Conditions *condition.Set `json:"conditions,omitempty"`
}

// EventKind implements event.Fact.
func (ViewSaved) EventKind() string { return "view.saved" }

// ViewDeleted is the fact that a view was removed.
type ViewDeleted struct {
	Title string `json:"title"`
	Owner int64  `json:"owner,omitempty"`
}

// EventKind implements event.Fact.
func (ViewDeleted) EventKind() string { return "view.deleted" }

// ViewCount is how many tickets a view holds.
type ViewCount struct {
	N      int
	Capped bool // there are more than N
}

const longestTitle = 80

// DefaultViews are the views of a new desk, in the order of a day's work.
func DefaultViews() []View {
	views := []View{
		{Title: "Unassigned", Query: "assignee:none status<solved", Sort: "priority"},
		{Title: "Mine", Query: "assignee:me status<solved", Sort: "priority"},
		{Title: "First reply", Query: "is:unreplied status<solved -is:automatic", Sort: "waiting"},
		{Title: "Urgent and high", Query: "priority>=high status<solved", Sort: "priority"},
		{Title: "Needs a reply", Query: "is:unanswered status<solved", Sort: "waiting"},
		{Title: "Pending", Query: "status:pending", Sort: "updated-asc"},
		{Title: "On hold", Query: "status:hold", Sort: "updated-asc"},
		{Title: "All unsolved", Query: "status<solved", Sort: "updated"},
		{Title: "Recently solved", Query: "status:solved solved:7d", Sort: "updated"},
		{Title: "All tickets", Sort: "updated"},
	}
	for i := range views {
		views[i].Position = (i + 1) * 10
	}
	return views
}

// EnsureDefaultViews gives a desk without any view the default ones.
func (s *Service) EnsureDefaultViews(ctx context.Context, tx *db.Tx) error {
	exists, err := anyView(ctx, tx)
	if err != nil || exists {
		return err
	}
	for _, v := range DefaultViews() {
		if err := s.saveView(ctx, tx, &v); err != nil {
			return err
		}
	}
	return nil
}

// Views lists the views that the principal sees: the shared ones, then the principal's own.
func (s *Service) Views(ctx context.Context) ([]View, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	actor, _ := access.From(ctx)
	return findViews(ctx, s.db.Read(), actor.UserID)
}

// View gives one view that the principal sees; fault.NotFound for all others.
func (s *Service) View(ctx context.Context, id int64) (View, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return View{}, err
	}
	actor, _ := access.From(ctx)
	return findView(ctx, s.db.Read(), id, actor.UserID)
}

// SaveView makes (ID 0) or changes a view. A shared view needs ManageViews, also to become a personal one;
// a personal one belongs to the principal. A query or sort that makes no sense is fault.Invalid.
func (s *Service) SaveView(ctx context.Context, v View) (View, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return v, err
	}
	if err := checkView(&v); err != nil {
		return v, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (View, error) {
		if err := s.mayChange(ctx, tx, v.ID, v.OwnerID); err != nil {
			return v, err
		}
		saved := v
		err := s.saveView(ctx, tx, &saved)
		return saved, err
	})
}

// DeleteView removes a view.
func (s *Service) DeleteView(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error { return s.deleteView(ctx, tx, id) })
}

func (s *Service) deleteView(ctx context.Context, tx *db.Tx, id int64) error {
	v, err := lockView(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := s.mayChange(ctx, tx, id, v.OwnerID); err != nil {
		return err
	}
	if err := deleteView(ctx, tx, id); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, event.Subject{Type: "view", ID: id}, ViewDeleted{Title: v.Title, Owner: v.OwnerID})
}

// ViewCounts counts the tickets of every view that the principal sees.
func (s *Service) ViewCounts(ctx context.Context) (map[int64]ViewCount, error) {
	views, err := s.Views(ctx)
	if err != nil {
		return nil, err
	}
	counts := make(map[int64]ViewCount, len(views))
	for _, v := range views {
		var c ViewCount
		if c, err = s.CountView(ctx, v); err != nil {
			return nil, err
		}
		counts[v.ID] = c
	}
	return counts, nil
}

// mayChange checks the view as it stands and as it will be.
func (s *Service) mayChange(ctx context.Context, tx *db.Tx, id, owner int64) error {
	owners := []int64{owner}
	if id != 0 {
		v, err := lockView(ctx, tx, id)
		if err != nil {
			return err
		}
		owners = append(owners, v.OwnerID)
	}
	actor, _ := access.From(ctx)
	for _, o := range owners {
		action := access.ViewTickets
		if o == 0 {
			action = access.ManageViews
		}
		if err := access.Check(ctx, action); err != nil {
			return err
		}
		if o != 0 && o != actor.UserID {
			return fault.New(fault.NotFound, "There is no view %d", id)
		}
	}
	return nil
}

func (s *Service) saveView(ctx context.Context, tx *db.Tx, v *View) error {
	fact := ViewSaved{Title: v.Title, Query: v.Query, Sort: v.Sort, Owner: v.OwnerID, New: v.ID == 0}
	if !v.Conditions.Empty() {
		fact.Conditions = &v.Conditions
	}
	if err := storeView(ctx, tx, v); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, event.Subject{Type: "view", ID: v.ID}, fact)
}

func checkView(v *View) (err error) {
	if v.Conditions, err = condition.Validate(v.Conditions, condition.ForView); err != nil {
		return err
	}
	v.Title, v.Query = strings.Join(strings.Fields(v.Title), " "), strings.TrimSpace(v.Query)
	switch n := len([]rune(v.Title)); {
	case n == 0:
		return fault.Field("title", "A view needs a title")
	case n > longestTitle:
		return fault.Field("title", "This title has %d characters; up to %d fit the sidebar", n, longestTitle)
	}
	if _, err := language.Parse(v.Query); err != nil {
		return err
	}
	_, err = parseSort(v.Sort)
	return err
}
