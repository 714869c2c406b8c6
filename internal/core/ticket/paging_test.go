package ticket

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// hasty turns to every other way of searching already on a desk of a few tickets.
var hasty = effort{fewHits: 2, steps: []int{1, 2, 4}, beforeIndex: 1}

// turn reads all pages in one direction and checks that none is empty but behind one that stopped early.
func turn(t *rapid.T, s *Service, ctx ctxFunc, r ListRequest, e effort, back bool) (ids []int64, last Page) {
	for range 1000 {
		page, err := s.list(ctx(), s.db.Read(), r, e)
		if err != nil {
			t.Fatalf("%+v: %v", r, err)
		}
		if len(page.Rows) > r.Limit || len(page.Rows) == 0 && r.Cursor != "" && !page.Partial && !last.Partial {
			t.Fatalf("%+v: a page of %d", r, len(page.Rows))
		}
		got := rowIDs(page.Rows)
		if r.Cursor = page.Next; back {
			r.Cursor = page.Prev
			ids = slices.Insert(ids, 0, got...)
		} else {
			ids = append(ids, got...)
		}
		if last = page; r.Cursor == "" {
			return ids, last
		}
	}
	t.Fatalf("%+v: pages without end", r)
	return nil, last
}

type ctxFunc func() context.Context

// randomQuery draws a query whose parts all find something on a drawn desk.
func randomQuery(t *rapid.T) search.Query {
	leaf := rapid.SampledFrom([]string{"alpha", "beta", "gamma", "alp", "lph", "a", "be", "障害", "%", "_x", `"alpha beta"`, "zzz",
		"status:new,open", "status<solved", "priority>=high", "assignee:me", "assignee:none", "requester:chloé", "org:acme", "tag:red",
		"tag:none", "has:attachment", "is:unanswered", "is:unreplied", "is:automatic", "updated<24h", "created:2026-11", "solved:30d",
		"subject:alpha", "note:beta", "comment:ga", "attachment:log", "id<20", "type:none", "severity<=2"})
	var node func(depth int) string
	node = func(depth int) string {
		kind := rapid.IntRange(0, 5).Draw(t, "kind")
		if depth == 0 || kind < 3 {
			return leaf.Draw(t, "leaf")
		}
		left, right := node(depth-1), node(depth-1)
		return map[int]string{3: "(" + left + " " + right + ")", 4: "(" + left + " OR " + right + ")", 5: "-(" + left + " " + right + ")"}[kind]
	}
	text := node(3)
	if rapid.Bool().Draw(t, "sorted") {
		text += " sort:" + rapid.SampledFrom(orderKeys()).Draw(t, "key") + rapid.SampledFrom([]string{"", "-asc", "-desc"}).Draw(t, "direction")
	}
	q, err := language.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}

// randomDesk draws tickets with few different values, so that there are ties to break.
func randomDesk(r *rapid.T) []deskTicket {
	words := rapid.SampledFrom([]string{"alpha", "beta", "gamma", "alphabet", "ALPHA beta", "障害", "100%", "a_x", "delta"})
	at := rapid.Custom(func(t *rapid.T) time.Time {
		return ago(time.Duration(rapid.IntRange(0, 6).Draw(t, "days")) * 10 * time.Hour)
	})
	comment := rapid.Custom(func(t *rapid.T) Comment {
		return Comment{Public: rapid.Bool().Draw(t, "public"), Body: words.Draw(t, "one") + "\n" + words.Draw(t, "two"),
			Automatic: rapid.SampledFrom([]string{"", "", "bounce"}).Draw(t, "automatic")}
	})
	one := rapid.Custom(func(t *rapid.T) deskTicket {
		return deskTicket{Ticket: Ticket{
			Subject: words.Draw(t, "subject"), Status: Status(rapid.IntRange(1, 6).Draw(t, "status")),
			Priority: Priority(rapid.IntRange(1, 5).Draw(t, "priority")), Severity: Severity(rapid.IntRange(0, 4).Draw(t, "severity")),
			Type: rapid.SampledFrom(append(Types(), "")).Draw(t, "type"), Channel: "mail",
			RequesterID: rapid.SampledFrom([]int64{chloe, hans}).Draw(t, "requester"), OrganizationID: rapid.Int64Range(0, 2).Draw(t, "org"),
			AssigneeID: rapid.SampledFrom([]int64{0, ana, ben}).Draw(t, "assignee"), GroupID: rapid.Int64Range(0, 2).Draw(t, "group"),
			Replied: rapid.Bool().Draw(t, "replied"), Tags: rapid.SampledFrom([][]string{nil, {"red"}, {"blue", "red"}}).Draw(t, "tags"),
			WaitingSince: rapid.SampledFrom([]time.Time{{}, ago(day), ago(2 * day)}).Draw(t, "waiting"),
			SolvedAt:     rapid.SampledFrom([]time.Time{{}, ago(day), ago(60 * day)}).Draw(t, "solved"),
			CreatedAt:    at.Draw(t, "created"), UpdatedAt: at.Draw(t, "updated"),
		},
			comments:    rapid.SliceOfN(comment, 1, 3).Draw(t, "comments"),
			attachments: rapid.SampledFrom([][]Attachment{nil, {{Name: "a.log"}}, {{Name: "logo.png", Inline: true}}}).Draw(t, "attachments")}
	})
	tickets := rapid.SliceOfN(one, 25, 40).Draw(r, "tickets")
	for i := range tickets {
		tickets[i].ID, tickets[i].SubmitterID = int64(i+1), ana
	}
	return tickets
}

// TestRandomQueries draws desks, and on each of them queries that must give on both engines, in whatever way
// they are searched, page by page forwards and backwards, exactly what the obvious filter gives.
func TestRandomQueries(t *testing.T) {
	for seed := range 2 {
		tickets := rapid.Custom(randomDesk).Example(seed)
		dbtest.Each(t, migrations(), func(t *testing.T, d *db.DB) {
			s := fill(t, d, tickets)
			ctx := func() context.Context { return asAna(t.Context()) }
			rapid.Check(t, func(t *rapid.T) {
				q := randomQuery(t)
				want := wanted(tickets, q, reader{ana, deskNow, time.UTC})
				e := rapid.SampledFrom([]effort{usual, hasty}).Draw(t, "effort")
				r := ListRequest{Query: q.String(), Limit: rapid.IntRange(1, 7).Draw(t, "limit")}
				forward, last := turn(t, s, ctx, r, e, false)
				if diff := cmp.Diff(want, append([]int64{}, forward...)); diff != "" {
					t.Fatalf("%s: %s", q, diff)
				}
				if last.Prev == "" {
					return
				}
				r.Cursor = last.Prev
				backward, _ := turn(t, s, ctx, r, e, true)
				if diff := cmp.Diff(want, append(backward, rowIDs(last.Rows)...)); diff != "" {
					t.Fatalf("%s backwards: %s", q, diff)
				}
			})
		})
	}
}
