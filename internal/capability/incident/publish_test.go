package incident

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"

	"context"
)

// TestUpdates changes status and components by published updates only, and keeps how long each was not well.
func TestUpdates(t *testing.T) {
	each(t, func(k *desk) {
		git := k.component("Git", 0)
		i := k.declare(2, Change{Component: git, To: PartialOut})
		u, err := k.Write(k.As(k.ana),
			NewUpdate{Incident: i.ID, Status: Identified, Body: "It is the disk.", Changes: []Change{{Component: git, To: MajorOut}}})
		k.Must(err)
		if got := k.room(i.ID); got.Status != Investigating {
			t.Errorf("a draft makes it %s", got.Status)
		}
		k.Must(k.Publish(k.As(k.ana), u.ID))
		refused(t, k.Publish(k.As(k.ana), u.ID), fault.Conflict, "", "public already")
		v, err := k.View(k.T.Context())
		k.Must(err)
		if v.Components[0].Health != MajorOut || v.Threads[0].Status != Identified || v.Worst() != MajorOut {
			t.Errorf("the component is %s, the incident %s", v.Components[0].Health, v.Threads[0].Status)
		}
		k.say(i, Resolved, nil)
		v, err = k.View(k.T.Context())
		k.Must(err)
		if v.Components[0].Health != Operational {
			t.Errorf("after the end the component is %s", v.Components[0].Health)
		}
		var healths []Health
		for _, w := range v.Windows {
			healths = append(healths, w.Health)
			if w.Until.IsZero() {
				t.Errorf("the window %+v is open", w)
			}
		}
		if d := cmp.Diff([]Health{PartialOut, MajorOut}, healths); d != "" {
			t.Error(d)
		}
	})
}

// TestRefused gives updates that cannot stand.
func TestRefused(t *testing.T) {
	each(t, func(k *desk) {
		git := k.component("Git", 0)
		i := k.declare(1)
		write := func(change func(n *NewUpdate)) error {
			n := NewUpdate{Incident: i.ID, Status: Monitoring, Body: "Fine."}
			change(&n)
			_, err := k.Write(k.As(k.ana), n)
			return err
		}
		refused(t, write(func(n *NewUpdate) { n.Body = " " }), fault.Invalid, "body", "only with an update")
		refused(t, write(func(n *NewUpdate) { n.Body = strings.Repeat("ä", 221) }), fault.Invalid, "body", "has 221 characters; up to 220")
		k.Must(write(func(n *NewUpdate) { n.Body = strings.Repeat("ä", 220) }))
		k.Sealed = []string{"gov.test"}
		refused(t, write(func(n *NewUpdate) { n.Body = "See https://gov.test/tickets/7." }), fault.Invalid, "body", "https://gov.test/tickets/7")
		k.Must(write(func(n *NewUpdate) { n.Body = "See https://desk.test/tickets/7." }))
		refused(t, k.Change(k.As(k.ana), i.ID, Edit{Title: "As in gov.test/tickets/7", Severity: 1}), fault.Invalid, "title", "restricted desk")
		_, err := k.Declare(k.As(k.ana), NewIncident{Title: "gov.test/tickets/7", Severity: 1, First: NewUpdate{Body: "Down."}})
		refused(t, err, fault.Invalid, "title", "restricted desk")
		refused(t, write(func(n *NewUpdate) { n.Status = Scheduled }), fault.Invalid, "status", "investigating, identified")
		refused(t, write(func(n *NewUpdate) { n.NextBy = k.DB.Now(k.T.Context()) }), fault.Invalid, "next_by", "is over already")
		refused(t, write(func(n *NewUpdate) { n.Changes = []Change{{Component: 99, To: Degraded}} }), fault.Invalid, "components", "99")
		refused(t, write(func(n *NewUpdate) { n.Changes = []Change{{Component: git, To: "broken"}} }), fault.Invalid, "components", "broken")
		refused(t, write(func(n *NewUpdate) { n.Body, n.Template = "", "Fix in place" }), fault.Invalid, "field-fix", "What was done")
		refused(t, write(func(n *NewUpdate) { n.Template = "Gone" }), fault.Invalid, "template", "no text “Gone”")
		if err := write(func(n *NewUpdate) { n.Incident = 99 }); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		for name, n := range map[string]NewIncident{"title": {Severity: 1}, "severity": {Title: "a"},
			"issue_url":  {Title: "a", Severity: 1, IssueURL: "https://issues.test/"},
			"started_at": {Title: "a", Severity: 1, StartedAt: k.DB.Now(k.T.Context()).Add(time.Hour)}, "from": {Title: "a", Kind: Maintenance},
			"confidential": {Title: "a", Kind: Maintenance, Confidential: true}} {
			_, err := k.Declare(k.As(k.ana), n)
			refused(t, err, fault.Invalid, name, "")
		}
	})
}

// TestApproval has somebody else read what is published, where that is wanted.
func TestApproval(t *testing.T) {
	each(t, func(k *desk) {
		k.Do(func(ctx context.Context, tx *db.Tx) error { return Approvals.Set(ctx, tx, k.Log, []string{"s1"}) })
		i := k.declare(1)
		if !i.LastAt.IsZero() {
			t.Error("the first word is public without an approval")
		}
		u := k.room(i.ID).Updates[0]
		refused(t, k.Publish(k.As(k.ana), u.ID), fault.Conflict, "", "Ask for an approval")
		refused(t, k.Agree(k.As(k.ana), u.ID), fault.Forbidden, "", "You wrote this")
		k.Must(k.Agree(k.As(k.lea), u.ID))
		k.Must(k.Publish(k.As(k.ana), u.ID))
		if got := k.room(i.ID).Updates[0]; got.ApproverID != k.lea.ID || got.State != Published {
			t.Errorf("%+v", got)
		}
		light := access.With(k.T.Context(), access.Principal{UserID: k.lea.ID, Role: access.LightAgent})
		if err := k.Publish(light, u.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may not write to customers: %v", err)
		}
		k.declare(2)
	})
}

// TestTemplates fills texts, and leaves out sentences about what is not known.
func TestTemplates(t *testing.T) {
	first, _ := templateBy(defaultTemplates(), "First word")
	for _, c := range []struct {
		values map[string]string
		want   string
	}{
		{map[string]string{"issue": "https://x.test/1", "next_update": "10:00 UTC"},
			"We are investigating: pushes fail. Details: https://x.test/1 Next update by 10:00 UTC."},
		{map[string]string{"next_update": "10:00 UTC"}, "We are investigating: pushes fail. Next update by 10:00 UTC."},
		{map[string]string{}, "We are investigating: pushes fail."},
	} {
		got, err := first.fill(c.values, map[string]string{"impact": " pushes fail "})
		if err != nil || got != c.want {
			t.Errorf("%v gives %q, %v; want %q", c.values, got, err, c.want)
		}
	}
	_, err := first.fill(map[string]string{}, nil)
	refused(t, err, fault.Invalid, "field-impact", "First word")
	for _, bad := range []Template{{Title: "a"}, {Title: "a", Body: "{{b}}"}, {Title: "a", Body: "b", Status: "c"},
		{Title: "a", Body: "b", Fields: []TemplateField{{Key: "issue", Label: "x"}}},
		{Title: "a", Body: "b", Fields: []TemplateField{{Key: "B", Label: "x"}}}} {
		if err := checkTemplates([]Template{bad}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if err := TemplatesKey.Check(TemplatesKey.Default); err != nil {
		t.Error(err)
	}
}
