package ticket_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// customer makes another customer of an organization.
func (o *office) customer(t *testing.T, name string, org int64) int64 {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "test")
	id, err := db.InTx(ctx, o.db, func(tx *db.Tx) (int64, error) {
		u, err := o.people.ImportUser(ctx, tx, people.User{Name: name, Email: name + "@example.com", Role: access.EndUser, OrganizationID: org}, "")
		return u.ID, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestMerge is acceptance 8: the target keeps its clock, people and files join, the source leads there.
func TestMerge(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx, ana := t.Context(), o.as(t.Context(), "ana")
		lee := o.customer(t, "lee", 0)
		target := o.open(t, ctx)
		a, err := o.Upload(ana, "a.log", "text/plain", strings.NewReader("oom"))
		if err != nil {
			t.Fatal(err)
		}
		source, err := o.Create(o.as(ctx, "dana"), ticket.NewTicket{Subject: "502, too", RequesterID: lee, Channel: "mail", CCs: []int64{o.ids["dana"]},
			Comment: ticket.NewComment{Public: true, Body: "Same here."}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Update(ana, source.ID, ticket.Update{Comment: &ticket.NewComment{Body: "log", Attachments: []int64{a.ID}}}); err != nil {
			t.Fatal(err)
		}
		before := o.get(t, ctx, target.ID)
		if _, err := o.Merge(ana, ticket.Merge{Source: source.ID, Target: target.ID, Public: true, Comment: "One cause."}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a public merge: %v", err)
		}
		if _, err := o.Merge(ana, ticket.Merge{Source: source.ID, Target: target.ID}); !fault.Is(err, fault.Invalid) {
			t.Errorf("lee joined without a warning: %v", err)
		}
		if _, err := o.Merge(ana,
			ticket.Merge{Source: source.ID, Target: target.ID, Comment: "One cause.", Accept: []string{ticket.GuardCustomerCC}}); err != nil {
			t.Fatal(err)
		}
		after := o.get(t, ctx, target.ID)
		if !after.WaitingSince.Equal(before.WaitingSince) || after.Status != before.Status || after.Stage != before.Stage || after.Replied {
			t.Errorf("the target's clock moved: %+v", after)
		}
		if !slices.Equal(after.CCs, []int64{lee}) {
			t.Errorf("CCs %v, want lee, %d", after.CCs, lee)
		}
		th, err := o.Thread(ana, target.ID)
		if err != nil {
			t.Fatal(err)
		}
		last := th.Comments[len(th.Comments)-1]
		if last.Public || len(last.Attachments) != 1 || !strings.Contains(last.Body, "One cause.") || !strings.Contains(last.Body, "#2") {
			t.Errorf("%+v", last)
		}
		gone := o.get(t, ctx, source.ID)
		if gone.Status != ticket.Closed || gone.MergedInto != target.ID {
			t.Errorf("%+v", gone)
		}
		final, err := o.Final(ctx, o.db.Read(), source.ID)
		if err != nil || final.ID != target.ID {
			t.Errorf("#%d leads to #%d, %v", source.ID, final.ID, err)
		}
		for _, id := range []int64{source.ID, target.ID} {
			history, err := o.History(ana, id, 0)
			if err != nil || !slices.ContainsFunc(history, func(e event.Event) bool { return e.Kind == ticket.Merged{}.EventKind() }) {
				t.Errorf("the history of #%d does not tell: %v", id, err)
			}
		}
	})
}

// TestMergeRefused names what cannot be merged.
func TestMergeRefused(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx, ana := t.Context(), o.as(t.Context(), "ana")
		open, closed, third := o.open(t, ctx), o.open(t, ctx), o.open(t, ctx)
		o.set(t, ctx, closed.ID, ticket.Closed)
		if _, err := o.Merge(ana, ticket.Merge{Source: third.ID, Target: open.ID}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			source, target int64
			want           string
		}{
			"itself":        {open.ID, open.ID, "into itself"},
			"nowhere":       {open.ID, 999, "no ticket #999"},
			"an archive":    {closed.ID, open.ID, "is closed"},
			"to an archive": {open.ID, closed.ID, "nothing can be added"},
			"to a merged":   {open.ID, third.ID, "Merge into that one"},
		} {
			_, err := o.Merge(ana, ticket.Merge{Source: c.source, Target: c.target})
			if sentence, _ := fault.Public(err); err == nil || !strings.Contains(sentence, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := o.Merge(o.as(ctx, "light"), ticket.Merge{Source: open.ID, Target: third.ID}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a light agent: %v", err)
		}
	})
}
