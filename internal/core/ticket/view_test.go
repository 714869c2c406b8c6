package ticket

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func as(ctx context.Context, id int64, role access.Role) context.Context {
	return db.At(access.With(ctx, access.Principal{UserID: id, Role: role}), deskNow)
}

// TestDefaultViews: they are all sound, are made once, and count what they show.
func TestDefaultViews(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		for range 2 {
			if err := s.db.Do(ctx, func(tx *db.Tx) error { return s.EnsureDefaultViews(ctx, tx) }); err != nil {
				t.Fatal(err)
			}
		}
		views, err := s.Views(ctx)
		if err != nil || len(views) != len(DefaultViews()) {
			t.Fatalf("%d views, %v", len(views), err)
		}
		counts, err := s.ViewCounts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, v := range views {
			if err := checkView(&v); err != nil {
				t.Errorf("%s: %v", v.Title, err)
			}
			got[v.Title] = counts[v.ID].N
		}
		want := map[string]int{"Unassigned": 5, "Mine": 3, "First reply": 4, "Urgent and high": 4, "Needs a reply": 6,
			"Pending": 2, "On hold": 1, "All unsolved": 10, "Recently solved": 0, "All tickets": 12}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSaveView(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		lead, light := as(t.Context(), ben, access.Lead), as(t.Context(), ana, access.LightAgent)
		shared, err := s.SaveView(lead, View{Title: "  Databases ", Query: "tag:database", Position: 5})
		if err != nil || shared.ID == 0 || shared.Title != "Databases" {
			t.Fatalf("%+v, %v", shared, err)
		}
		own, err := s.SaveView(light, View{Title: "My disks", Query: "disk", Sort: "waiting", OwnerID: ana})
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			ctx  context.Context
			view View
			kind fault.Kind
		}{
			"shared by an agent":          {ctx, View{Title: "x"}, fault.Forbidden},
			"shared taken by an agent":    {ctx, View{ID: shared.ID, Title: "x", OwnerID: ana}, fault.Forbidden},
			"for somebody else":           {ctx, View{Title: "x", OwnerID: ben}, fault.NotFound},
			"of somebody else":            {lead, View{ID: own.ID, Title: "x", OwnerID: ben}, fault.NotFound},
			"of somebody else, to shared": {lead, View{ID: own.ID, Title: "x"}, fault.NotFound},
			"unknown":                     {lead, View{ID: 999, Title: "x"}, fault.NotFound},
			"without a title":             {lead, View{Title: " "}, fault.Invalid},
			"with a bad query":            {lead, View{Title: "x", Query: "status:weird"}, fault.Invalid},
			"with a bad sort":             {lead, View{Title: "x", Sort: "size"}, fault.Invalid},
		} {
			if _, err := s.SaveView(c.ctx, c.view); !fault.Is(err, c.kind) {
				t.Errorf("a view %s: %v", name, err)
			}
		}
		seen := func(ctx context.Context, want ...int64) {
			t.Helper()
			views, err := s.Views(ctx)
			got := []int64{}
			for _, v := range views {
				got = append(got, v.ID)
			}
			if err != nil || !cmp.Equal(got, append([]int64{}, want...)) {
				t.Errorf("sees %v, %v", got, err)
			}
		}
		seen(ctx, shared.ID, own.ID)
		seen(lead, shared.ID)
		if _, err := s.View(lead, own.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's view: %v", err)
		}
		if got, err := s.View(ctx, own.ID); err != nil || !cmp.Equal(got, own) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestDeleteView(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		lead := as(t.Context(), ben, access.Lead)
		v, err := s.SaveView(lead, View{Title: "Old", Query: "status:new"})
		if err != nil {
			t.Fatal(err)
		}
		v.Title = "Older"
		if v, err = s.SaveView(lead, v); err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteView(ctx, v.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an agent: %v", err)
		}
		if err := s.DeleteView(lead, v.ID); err != nil {
			t.Error(err)
		}
		if err := s.DeleteView(lead, v.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("twice: %v", err)
		}
		events, err := event.Of(ctx, s.db.Read(), event.Subject{Type: "view", ID: v.ID}, 0)
		if err != nil || len(events) != 3 {
			t.Fatalf("%v, %v", events, err)
		}
		saved, _ := event.Decode[ViewSaved](events[1])
		gone, _ := event.Decode[ViewDeleted](events[2])
		if want := (ViewSaved{Title: "Older", Query: "status:new"}); saved != want || gone.Title != "Older" {
			t.Errorf("%+v, %+v", saved, gone)
		}
	})
}

// TestViewConditions narrows a view down in the words of rules: what it lists is what it counts.
func TestViewConditions(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		lead := as(t.Context(), ben, access.Lead)
		set, err := condition.Parse([]byte(`{"all": [{"field": "status", "operator": "less_than", "value": "solved"}, {"field": "current_tags", "operator": "includes", "value": "self-managed git"}],
			"any": [{"field": "assignee_id", "operator": "is", "value": ""}, {"field": "assignee_id", "operator": "is", "value": "current_user"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		v, err := s.SaveView(lead, View{Title: "Self-managed", Query: "-status:new", Conditions: set})
		if err != nil {
			t.Fatal(err)
		}
		for asks, want := range map[int64][]int64{ana: {9, 4}, ben: {9}} {
			ctx := as(t.Context(), asks, access.Lead)
			if v, err = s.View(ctx, v.ID); err != nil {
				t.Fatal(err)
			}
			page, err := s.List(ctx, ListRequest{Query: v.Query, Conditions: v.Conditions})
			var got []int64
			for _, r := range page.Rows {
				got = append(got, r.ID)
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%d sees %v: %s", asks, err, diff)
			}
			counts, err := s.ViewCounts(ctx)
			if err != nil || counts[v.ID].N != len(want) {
				t.Errorf("%d counts %+v, %v", asks, counts, err)
			}
		}
		v.Conditions.All[0].Operator = condition.Changed
		if _, err := s.SaveView(lead, v); !fault.Is(err, fault.Invalid) {
			t.Errorf("a view that asks of an update: %v", err)
		}
	})
}
