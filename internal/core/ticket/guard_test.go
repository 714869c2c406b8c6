package ticket

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestFindings names what each rule finds, and what comes near to it and is right.
func TestFindings(t *testing.T) {
	now := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
	to := func(s Status) *Status { return &s }
	id := func(n int64) *int64 { return &n }
	public, note := &NewComment{Public: true, Body: "…"}, &NewComment{Body: "…"}
	asked := Ticket{Status: Open, Stage: FirstReply, WaitingSince: now, RequesterID: 9, OrganizationID: 3}
	answered := Ticket{Status: Open, Stage: NextReply, Replied: true, OrganizationID: 3}
	proactive := Ticket{Status: Open, Stage: Other}
	staff := people.User{ID: 2, Role: access.Agent, Email: "ben@desk.test"}
	colleague := people.User{ID: 5, Role: access.EndUser, Email: "lee@acme.test", OrganizationID: 3}
	stranger := people.User{ID: 6, Role: access.EndUser, Email: "x@elsewhere.test", OrganizationID: 4}
	due := func(d time.Duration) *Due { return &Due{At: now.Add(d), Zone: "UTC"} }
	for _, c := range []struct {
		name string
		g    guarded
		want []string // code level
	}{
		{"pending with a note alone", guarded{before: asked, update: Update{Status: to(Pending), Comment: note}}, []string{"pending_without_reply refuse"}},
		{"pending without a word", guarded{before: asked, update: Update{Status: to(Pending)}}, []string{"pending_without_reply refuse"}},
		{"pending with a reply", guarded{before: asked, update: Update{Status: to(Pending), Comment: public}}, nil},
		{"pending behind a reply", guarded{before: answered, update: Update{Status: to(Pending), Comment: note}}, nil},
		{"pending where we opened it", guarded{before: proactive, update: Update{Status: to(Pending)}}, nil},
		{"pending again", guarded{before: Ticket{Status: Pending, WaitingSince: now}, update: Update{Status: to(Pending)}}, nil},
		{"on hold unanswered", guarded{before: asked, update: Update{Status: to(Hold), Comment: note}}, []string{"hold_unanswered warn"}},
		{"on hold with a word", guarded{before: asked, update: Update{Status: to(Hold), Comment: public}}, nil},
		{"on hold, answered", guarded{before: answered, update: Update{Status: to(Hold)}}, nil},
		{"solved unanswered", guarded{before: asked, update: Update{Status: to(Solved)}}, nil},
		{"one of us as CC", guarded{before: asked, ccs: []people.User{staff}}, nil},
		{"a colleague of the customer's", guarded{before: asked, ccs: []people.User{colleague}}, []string{"cc_customer warn"}},
		{"somebody else's customer", guarded{before: asked, ccs: []people.User{stranger}}, []string{"cc_outside refuse"}},
		{"a customer, where no organization is known", guarded{before: proactive, ccs: []people.User{stranger}}, []string{"cc_customer warn"}},
		{"the organization changes with it", guarded{before: asked, update: Update{OrganizationID: id(4)}, ccs: []people.User{stranger}},
			[]string{"cc_customer warn"}},
		{"due now", guarded{before: asked, update: Update{Due: due(0)}}, []string{"due_past refuse"}},
		{"due in a second", guarded{before: asked, update: Update{Due: due(time.Second)}}, nil},
		{"due at the limit", guarded{before: asked, update: Update{Due: due(90 * 24 * time.Hour)}}, nil},
		{"due behind it", guarded{before: asked, update: Update{Due: due(90*24*time.Hour + 1)}}, []string{"due_far warn"}},
		{"no longer due", guarded{before: asked, update: Update{Due: &Due{}}}, nil},
		{"an old due date kept", guarded{before: Ticket{Due: *due(-time.Hour)}, update: Update{Due: due(-time.Hour)}}, nil},
		{"a form that closes", guarded{before: asked, form: Form{ID: 2, Closes: true}}, []string{"form_closes warn"}},
		{"the form it has", guarded{before: Ticket{FormID: 2}, form: Form{ID: 2, Closes: true}}, nil},
		{"switched off", guarded{before: asked, update: Update{Status: to(Pending)},
			rules: GuardRules{Levels: map[string]GuardLevel{GuardPending: Off}}}, nil},
		{"hardened", guarded{before: asked, update: Update{Status: to(Hold), Due: due(0)},
			rules: GuardRules{Levels: map[string]GuardLevel{GuardHold: Refuse, GuardDuePast: Warn}}}, []string{"hold_unanswered refuse", "due_past warn"}},
	} {
		c.g.now = now
		if c.g.rules.FarDays == 0 {
			c.g.rules.FarDays = 90
		}
		var got []string
		for _, f := range c.g.findings() {
			got = append(got, f.Code+" "+string(f.Level))
			if f.Sentence == "" || f.Field == "" {
				t.Errorf("%s: %+v says nothing, or nowhere", c.name, f)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestEnforce: warnings pass when they are accepted, all of them; a refusal never does.
func TestEnforce(t *testing.T) {
	warn, other := Finding{Code: GuardHold, Level: Warn, Sentence: "w"}, Finding{Code: GuardDueFar, Level: Warn, Sentence: "o"}
	no := Finding{Code: GuardPending, Level: Refuse, Field: "status", Sentence: "r"}
	for _, c := range []struct {
		found  Findings
		accept []string
		want   string // the sentence that stands first; empty passes
		codes  []string
	}{
		{nil, nil, "", nil},
		{Findings{warn}, nil, "w", []string{GuardHold}},
		{Findings{warn}, []string{GuardHold}, "", nil},
		{Findings{warn, other}, []string{GuardHold}, "o", []string{GuardDueFar}},
		{Findings{no}, []string{GuardPending}, "r", nil},
		{Findings{warn, no}, []string{GuardHold, GuardPending}, "r", nil},
	} {
		err := c.found.enforce(c.accept)
		if c.want == "" {
			if err != nil {
				t.Errorf("%v with %v: %v", c.found, c.accept, err)
			}
			continue
		}
		sentence, _ := fault.Public(err)
		left, _ := err.(*fault.Error).Err.(Findings)
		if sentence != c.want || !fault.Is(err, fault.Invalid) || !slices.Equal(left.Codes(), c.codes) {
			t.Errorf("%v with %v: %q, %v", c.found, c.accept, sentence, left.Codes())
		}
	}
}

func TestCheckGuards(t *testing.T) {
	for name, r := range map[string]GuardRules{
		"no rule":  {Levels: map[string]GuardLevel{"x": Warn}, FarDays: 1},
		"no level": {Levels: map[string]GuardLevel{GuardHold: "maybe"}, FarDays: 1},
		"no days":  {},
	} {
		if err := checkGuards(r); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, code := range GuardCodes() {
		if shipped[code] == "" {
			t.Errorf("%s has no level on a new desk", code)
		}
	}
}
