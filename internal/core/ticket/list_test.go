package ticket

import (
	"context"
	"database/sql"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// eachSmallDesk runs fn on the small desk on every engine.
func eachSmallDesk(t *testing.T, fn func(t *testing.T, ctx context.Context, s *Service)) {
	dbtest.Each(t, migrations(), func(t *testing.T, d *db.DB) { fn(t, asAna(t.Context()), fill(t, d, smallDesk())) })
}

func TestRow(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		draftOn(t, s, 9)
		page, err := s.List(ctx, ListRequest{Query: "id:2,6,9"})
		if err != nil {
			t.Fatal(err)
		}
		want := []Row{
			{Ticket: Ticket{ID: 9, Tags: []string{"disk", "self-managed"}}, Requester: "Chloé Dupont", Organization: "Acme Labs", Plan: "Premium",
				Group: "Platform", LastAuthor: "Chloé Dupont", LastPublic: true, DraftBy: []string{"Ben Okafor"}},
			{Ticket: Ticket{ID: 6}, Requester: "Hans Müller", Organization: "Größbank AG", Plan: "Premium",
				Assignee: "Ana Ruiz", Group: "Platform", HasAttachment: true, LastAuthor: "Hans Müller", LastPublic: true},
			{Ticket: Ticket{ID: 2}, Requester: "Chloé Dupont", Organization: "Acme Labs", Plan: "Premium",
				Assignee: "Ana Ruiz", Group: "Platform", LastAuthor: "Chloé Dupont"},
		}
		for i, r := range page.Rows {
			if full := smallDesk()[r.ID-1]; r.Subject != full.Subject || r.Status != full.Status || !r.UpdatedAt.Equal(full.UpdatedAt) ||
				!r.LastAt.Equal(full.UpdatedAt) {
				t.Errorf("#%d: %+v", r.ID, r.Ticket)
			}
			r.Ticket, r.LastAt = Ticket{ID: r.ID, Tags: r.Tags}, want[i].LastAt
			if diff := cmp.Diff(want[i], r); diff != "" {
				t.Error(diff)
			}
		}
		rows, err := s.Rows(ctx, 9, 99, 2)
		if got := rowIDs(rows); err != nil || !cmp.Equal(got, []int64{9, 2}) {
			t.Errorf("Rows: %v, %v", got, err)
		}
	})
}

// draftOn leaves three drafts on a ticket: Ana's own, Ben's of just now, and Chloé's of an hour ago.
func draftOn(t *testing.T, s *Service, ticketID int64) {
	t.Helper()
	for user, at := range map[int64]context.Context{
		ana: db.At(t.Context(), deskNow), ben: db.At(t.Context(), deskNow.Add(-draftFresh/2)), chloe: db.At(t.Context(), deskNow.Add(-2*draftFresh)),
	} {
		err := s.db.Do(at, func(tx *db.Tx) error {
			return saveDraft(at, tx, Draft{TicketID: ticketID, UserID: user, Body: "typing"})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestHit(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		for query, want := range map[string]Hit{
			"10.0.0.3:5432": {Kind: textComment, Comment: 1, Snippet: search.Snippet{
				Text: "PG::ConnectionBad: could not connect to server at 10.0.0.3:5432, is it running?", Hits: []search.Range{{Start: 50, End: 63}}}},
			"übersicht": {Kind: textAttachment, Comment: 10, Snippet: search.Snippet{
				Text: "Übersicht-Größen.xlsx", Hits: []search.Range{{Start: 0, End: 10}}}},
			"disk": {Kind: textSubject, Snippet: search.Snippet{
				Text: "Disk 100% full", Hits: []search.Range{{Start: 0, End: 4}}}},
			"note:crm": {Kind: textNote, Comment: 14, Snippet: search.Snippet{
				Text: "Quote sent, 見積 is in the CRM", Hits: []search.Range{{Start: 29, End: 32}}}},
		} {
			page, err := s.List(ctx, ListRequest{Query: query})
			if err != nil || len(page.Rows) != 1 || page.Rows[0].Hit == nil {
				t.Errorf("%s: %+v, %v", query, page.Rows, err)
				continue
			}
			if diff := cmp.Diff(want, *page.Rows[0].Hit); diff != "" {
				t.Errorf("%s: %s", query, diff)
			}
		}
		page, err := s.List(ctx, ListRequest{Query: "status:new -disk"})
		if err != nil || page.Rows[0].Hit != nil {
			t.Errorf("a list that asks for no text shows %+v, %v", page.Rows[0].Hit, err)
		}
	})
}

// counted counts statements.
type counted struct {
	db.Querier
	n *int
}

func (c counted) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	*c.n++
	return c.Querier.Query(ctx, query, args...)
}

// TestStatements: a page takes as many statements with twelve rows as with one: its tickets, their rows,
// tags and drafts, and for a search one per term and one for the hits.
func TestStatements(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		for query, want := range map[string]int{
			"": 4, "id:9": 4, "assignee:me org:acme tag:none": 4, "disk": 6, "ata OR base OR err": 8,
		} {
			n := 0
			if _, err := s.list(ctx, counted{s.db.Read(), &n}, ListRequest{Query: query}, usual); err != nil || n != want {
				t.Errorf("%q: %d statements, want %d; %v", query, n, want, err)
			}
		}
	})
}

func TestListRefuses(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		first, err := s.List(ctx, ListRequest{Limit: 2})
		if err != nil || first.Next == "" || first.Prev != "" || first.Sort != "updated" || !first.Desc {
			t.Fatalf("%+v, %v", first, err)
		}
		for field, r := range map[string]ListRequest{
			"query":  {Query: "status:weird"},
			"sort":   {Sort: "size"},
			"cursor": {Cursor: first.Next, Sort: "created"},
		} {
			_, err := s.List(ctx, r)
			if _, got := fault.Public(err); !fault.Is(err, fault.Invalid) || got != field {
				t.Errorf("%+v: %v on %q", r, err, got)
			}
		}
		for _, c := range []string{"x", "eyJ9", cursor{Sort: "updated-desc"}.String()} {
			if _, err := s.List(ctx, ListRequest{Cursor: c}); !fault.Is(err, fault.Invalid) {
				t.Errorf("cursor %q: %v", c, err)
			}
		}
	})
}

func TestListAccess(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, _ context.Context, s *Service) {
		outside := access.With(t.Context(), access.Principal{UserID: chloe, Role: access.EndUser})
		for _, use := range map[string]func(ctx context.Context) error{
			"List":       func(ctx context.Context) error { _, err := s.List(ctx, ListRequest{}); return err },
			"Count":      func(ctx context.Context) error { _, _, err := s.Count(ctx, ""); return err },
			"Rows":       func(ctx context.Context) error { _, err := s.Rows(ctx, 1); return err },
			"Views":      func(ctx context.Context) error { _, err := s.Views(ctx); return err },
			"View":       func(ctx context.Context) error { _, err := s.View(ctx, 1); return err },
			"ViewCounts": func(ctx context.Context) error { _, err := s.ViewCounts(ctx); return err },
			"SaveView": func(ctx context.Context) error {
				_, err := s.SaveView(ctx, View{Title: "x", OwnerID: chloe})
				return err
			},
			"DeleteView": func(ctx context.Context) error { return s.DeleteView(ctx, 1) },
		} {
			if err := use(outside); !fault.Is(err, fault.Forbidden) {
				t.Errorf("a customer: %v", err)
			}
			if err := use(t.Context()); !fault.Is(err, fault.Unauthorized) {
				t.Errorf("nobody: %v", err)
			}
		}
	})
}

// TestSortRequest: what the request says wins over the query.
func TestSortRequest(t *testing.T) {
	up := false
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		for _, c := range []struct {
			r    ListRequest
			want []int64
			sort string
		}{
			{ListRequest{Query: "id<4"}, []int64{3, 2, 1}, "updated"},
			{ListRequest{Query: "id<4 sort:created-asc"}, []int64{1, 2, 3}, "created"},
			{ListRequest{Query: "id<4 sort:created-asc", Sort: "priority"}, []int64{1, 2, 3}, "priority"},
			{ListRequest{Query: "id<4", Sort: "priority", Desc: &up}, []int64{3, 2, 1}, "priority"},
			{ListRequest{Query: "id<4", Sort: "updated-asc"}, []int64{1, 2, 3}, "updated"},
			{ListRequest{Query: "id<4", Desc: &up}, []int64{1, 2, 3}, "updated"},
		} {
			page, err := s.List(ctx, c.r)
			if got := rowIDs(page.Rows); err != nil || !cmp.Equal(got, c.want) || page.Sort != c.sort {
				t.Errorf("%+v: %v by %s, %v", c.r, got, page.Sort, err)
			}
		}
	})
}

// TestUnindex: a text that was changed or taken out is not found by its old words.
func TestUnindex(t *testing.T) {
	eachSmallDesk(t, func(t *testing.T, ctx context.Context, s *Service) {
		find := func(query string, want ...int64) {
			t.Helper()
			page, err := s.List(ctx, ListRequest{Query: query})
			if got := rowIDs(page.Rows); err != nil || !cmp.Equal(got, append([]int64{}, want...)) {
				t.Errorf("%s: %v, %v", query, got, err)
			}
		}
		change := func(text string) {
			t.Helper()
			err := s.db.Do(ctx, func(tx *db.Tx) error { return indexText(ctx, tx, 9, textSubject, 9, text) })
			if err != nil {
				t.Fatal(err)
			}
		}
		find("subject:disk", 9)
		change("Volume is full")
		find("subject:disk")
		find("subject:volume", 9)
		change("")
		find("subject:volume")
	})
}
