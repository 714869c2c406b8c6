package rules_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// life is a fortnight of two tickets.
func life(k *desk) (a, b ticket.Ticket) {
	k.Helper()
	a = k.open(ticket.NewTicket{Tags: []string{"ci"}})
	time.Sleep(3 * time.Hour)
	b = k.open(ticket.NewTicket{Severity: 1})
	k.pend(a.ID)
	time.Sleep(30 * time.Hour)
	k.update(a.ID, ticket.Update{Status: ptr(ticket.Open), AddTags: []string{"vip"}})
	k.update(b.ID, ticket.Update{Comment: &ticket.NewComment{Body: "the VERSION is wrong"}, AssigneeID: &k.ana.ID})
	time.Sleep(30 * time.Hour)
	k.pend(a.ID)
	time.Sleep(80 * time.Hour)
	k.update(a.ID, ticket.Update{RemoveTags: []string{"ci"}, Priority: ptr(ticket.Urgent)})
	_, err := k.tickets.Update(k.system(), b.ID, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.chloe.ID, Public: true, Body: "which version?"}})
	k.must(err)
	time.Sleep(100 * time.Hour)
	return a, b
}

// TestTrialTellsWhatHappened holds that a trial of a rule which was at work all the time finds exactly the
// times that it fired at. The rules only send messages, so that they leave history as it is.
func TestTrialTellsWhatHappened(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		mail := `[{"field": "notification_user", "value": ["` + id(k.ana.ID) + `", "a", "b"]}]`
		all := []rules.Rule{
			k.rule(rules.Trigger, "every one", `{"all": [{"field": "status", "operator": "less_than", "value": "closed"}]}`, mail),
			k.rule(rules.Trigger, "created",
				`{"all": [{"field": "update_type", "operator": "is", "value": "Create"}, {"field": "current_tags", "operator": "includes", "value": "ci"}]}`, mail),
			k.rule(rules.Trigger, "reopened",
				`{"all": [{"field": "status", "operator": "value_previous", "value": "pending"}, {"field": "current_tags", "operator": "value", "value": "vip"}]}`, mail),
			k.rule(rules.Trigger, "words",
				`{"all": [{"field": "comment_includes_word", "operator": "includes", "value": "version"}, {"field": "comment_is_public", "operator": "is", "value": "false"}]}`, mail),
			k.rule(rules.Trigger, "first hand",
				`{"all": [{"field": "assignee_id", "operator": "changed"}, {"field": "role", "operator": "is", "value": "agent"}]}`, mail),
			k.rule(rules.Automation, "third hour", `{"all": [{"field": "created_at", "operator": "is", "value": 2}]}`, mail),
			k.rule(rules.Automation, "pending two days", `{"all": [{"field": "PENDING", "operator": "is", "value": 48}]}`, mail),
			k.rule(rules.Automation, "quiet",
				`{"all": [{"field": "requester_updated_at", "operator": "is_business_hours", "value": 30}, {"field": "status", "operator": "is_not", "value": "solved"}]}`, mail),
		}
		begun := d.Now(k.Context())
		stop := k.run()
		life(k)
		stop()
		fired := 0
		for _, r := range all {
			trial, err := k.rules.Try(k.as(k.boss), r, begun)
			k.must(err)
			var want, got []string
			for ticketID := int64(1); ticketID <= 2; ticketID++ {
				list, err := k.rules.Trace(k.as(k.ana), ticketID)
				k.must(err)
				for _, f := range list {
					if f.Rule == r.ID {
						want = append(want, id(ticketID)+" "+f.At.Round(5*time.Second).String())
					}
				}
			}
			for _, h := range trial.Hits {
				got = append(got, id(h.Ticket)+" "+h.At.Round(5*time.Second).String())
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" || trial.Fired != len(want) {
				k.Errorf("%s: it fired (-) and would have fired (+): %s", r.Title, diff)
			}
			fired += len(want)
		}
		if fired < 15 {
			k.Errorf("the rules fired %d times only", fired)
		}
	})
}

// TestTrialTellsEffects counts what a rule would have changed, and what stood so already.
func TestTrialTellsEffects(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		begun := d.Now(k.Context())
		a, _ := life(k)
		r := rules.Rule{Kind: rules.Trigger}
		r.Conditions.All = conditions(k, `{"all": [{"field": "status", "operator": "is", "value": "pending"}]}`).All
		r.Actions = []rules.Action{{Field: "priority", Value: []string{"urgent"}}, {Field: "status", Value: []string{"open"}}}
		trial, err := k.rules.Try(k.as(k.ana), r, begun)
		k.must(err)
		if trial.Looked != 2 || trial.Updates != 8 || trial.Fired != 3 || trial.Tickets != 1 || trial.Partial {
			k.Errorf("%+v", trial)
		}
		if diff := cmp.Diff(map[string]int{"priority": 2, "status": 3}, trial.ByAction); diff != "" {
			k.Error(diff)
		}
		want := rules.Hit{Ticket: a.ID, Subject: a.Subject, At: trial.Hits[0].At,
			Effects: []rules.Effect{{Field: "priority", To: []string{"urgent"}}, {Field: "status", From: []string{"pending"}, To: []string{"open"}}}}
		if diff := cmp.Diff(want, trial.Hits[0]); diff != "" {
			k.Error(diff)
		}
		if _, err := k.rules.Try(k.as(k.ana), r, begun.AddDate(-1, 0, 0)); !fault.Is(err, fault.Invalid) {
			k.Errorf("a year back: %v", err)
		}
		if _, err := k.rules.Try(k.as(k.ana), rules.Rule{Kind: rules.Trigger}, begun); !fault.Is(err, fault.Invalid) {
			k.Errorf("an empty rule: %v", err)
		}
	})
}
