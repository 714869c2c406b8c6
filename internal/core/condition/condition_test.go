package condition_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditiontest"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) // a Wednesday

func hours(t testing.TB, week string) *bizcal.Calendar {
	t.Helper()
	w, err := bizcal.ParseWeek(week)
	if err != nil {
		t.Fatal(err)
	}
	cal, err := bizcal.New(bizcal.Spec{Zone: "Europe/Berlin", Weekly: w})
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// example is a ticket that most tests ask of.
func example() condition.Facts {
	return condition.Facts{
		Values: map[string][]string{"status": {"pending"}, "priority": {"high"}, "type": {"incident"}, "assignee_id": {"3"}, "requester_id": {"9"},
			"organization_id": {"2"}, "current_tags": {"ci", "runner"}, "organization.plan": {"Premium"}, "organization.escalated": {"true"},
			"organization.health": {"amber"}, "organization.arr": {"24000"}, "organization.ends_on": {"2026-11-20"}},
		Custom: map[string]condition.CustomValue{"custom_fields_version": {Kind: "number", Values: []string{"17.4"}},
			"custom_fields_golive": {Kind: "date", Values: []string{"2026-11-28"}}, "custom_fields_area": {Kind: "multiselect", Values: []string{"ci", "geo"}}},
		Texts:    map[string]string{"subject_includes_word": "runner hangs in the night", "description_includes_word": "it says timeout"},
		Times:    map[string]time.Time{"PENDING": noon.Add(-5 * time.Hour), "created_at": noon.Add(-72 * time.Hour), "due_date": noon.Add(3 * time.Hour)},
		Calendar: 1,
		Contract: condition.Contract{Known: true, EndsOn: "2026-11-20", GraceEndsOn: "2026-12-05"},
		Update: &condition.Update{Was: map[string][]string{"status": {"open"}, "assignee_id": nil, "current_tags": {"ci"}}, Role: "agent", Via: "web",
			Comment: &condition.Comment{Public: true, Text: "please try version 17.5"}},
	}
}

func TestEval(t *testing.T) {
	env := condition.Env{Now: noon, Me: 3, Groups: []int64{5}, Hours: map[int64]condition.Hours{1: hours(t, "mon-fri: 09:00-17:00")}}
	for text, want := range map[string]bool{
		"status is pending": true, "status is open,pending": true, "status is_not pending": false, "status less_than hold": true,
		"status greater_than pending": false, "priority greater_than normal": true, "priority less_than urgent": true, "type is_not problem": true,
		"severity is ": true, "group_id is ": true, "group_id is current_groups": false, "assignee_id is current_user": true,
		"requester_id is assignee_id": false, "requester_id is_not ": true, "current_tags includes geo,runner": true, "current_tags not_includes geo": true,
		"current_tags not_includes ci": false, "subject_includes_word includes night": true, "subject_includes_word includes in the": true,
		"subject_includes_word is_not day": true, "description_includes_word not_includes timeout": false, "organization.plan is Premium": true,
		"organization.escalated is true": true, "organization.hold is false": true, "organization.entitlement is grace": true,
		"organization.health is amber,red": true, "organization_health is green": false, "organization.arr greater_than 23999": true,
		"organization.arr less_than 9": false,
		"organization.arr is 24000":    true, "organization.seats is ": true, "organization.seats less_than 5": false, "organization.marked is false": true,
		"organization.ends_on within_previous_n_days 5": true, "organization.ends_on within_previous_n_days 4": false,
		"organization.ends_on less_than 2026-11-21": true,
		"organization.ends_on is_not 2026-11-20":    false, "organization.starts_on not_present": true, "organization.partner is ": true,
		"in_business_hours is true": true, "custom_fields_version greater_than 17.3": true, "custom_fields_version less_than 9": false,
		"custom_fields_golive within_next_n_days 3": true, "custom_fields_golive within_next_n_days 2": false,
		"custom_fields_golive less_than 2026-12-01": true,
		"custom_fields_area includes geo":           true, "custom_fields_area not_includes ci": false, "custom_fields_none not_present": true,
		"custom_fields_none is ": true,
		"PENDING greater_than 5": true, "PENDING less_than 5": false, "PENDING is 5": true, "PENDING is 4": false, "OPEN greater_than 0": false,
		"created_at greater_than_business_hours 21": false, "created_at greater_than_business_hours 20": true, "until_due_date less_than 3": true,
		"until_due_date less_than 2": false, "until_due_date is 3": true, "due_date greater_than 0": false, "until_due_date less_than_business_hours 3": true,
		"status changed": true, "priority changed": false, "priority not_changed": true, "status value pending": true, "status value_previous open": true,
		"status value_previous new": false, "status not_value solved": true, "assignee_id value_previous ": true, "current_tags value runner": true,
		"update_type is Change": true, "comment_is_public is true": true, "comment_is_public is not_relevant": true,
		"comment_includes_word includes 17.5": true,
		"role is agent":                       true, "current_via_id is web": true, "nonsense is 1": false,
	} {
		if got := condition.Eval(condition.Set{All: []condition.Condition{read(text)}}, example(), env); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// read makes a condition of "field operator values".
func read(text string) condition.Condition {
	field, rest, _ := strings.Cut(text, " ")
	op, value, has := strings.Cut(rest, " ")
	c := condition.Condition{Field: field, Operator: condition.Operator(op)}
	if has {
		c.Value = strings.Split(value, ",")
	}
	return c
}

func TestAnyAndAll(t *testing.T) {
	yes, no := read("status is pending"), read("status is open")
	list := func(c ...condition.Condition) []condition.Condition { return c }
	for i, c := range []struct {
		set  condition.Set
		want bool
	}{
		{condition.Set{}, true}, {condition.Set{All: list(yes, no)}, false}, {condition.Set{Any: list(no, yes)}, true},
		{condition.Set{All: list(yes), Any: list(no)}, false}, {condition.Set{All: list(no), Any: list(yes)}, false},
	} {
		if got := condition.Eval(c.set, example(), condition.Env{Now: noon}); got != c.want {
			t.Errorf("%d: %v", i, got)
		}
	}
}

func TestValidate(t *testing.T) {
	for text, want := range map[string]string{
		"color is red":                       "all[0].field",
		"CLOSED less_than 4":                 "all[0].field", // an automation never sees closed tickets
		"status includes open":               "all[0].operator",
		"status changed":                     "all[0].operator", // of triggers only
		"status is waiting":                  "all[0].value",
		"priority is":                        "all[0].value",
		"status less_than new,open":          "all[0].value",
		"group_id is support":                "all[0].value",
		"current_tags includes  ":            "all[0].value",
		"SOLVED greater_than -1":             "all[0].value",
		"SOLVED greater_than NaN":            "all[0].value",
		"custom_fields_a less_than x":        "all[0].value",
		"organization.escalated is yes":      "all[0].value",
		"status less_than new":               "conditions", // nothing can match
		"custom_fields_a within_next_n_days": "all[0].value",
		"organization.arr greater_than 12.5": "all[0].value",
		"organization.health is blue":        "all[0].value",
		"organization.ends_on less_than 30":  "all[0].value",
		"organization.arr less_than 0":       "conditions",
	} {
		_, err := condition.Validate(condition.Set{All: []condition.Condition{read(text)}}, condition.ForAutomation)
		if sentence, field := fault.Public(err); !fault.Is(err, fault.Invalid) || field != want {
			t.Errorf("%s: %s %q, want a refusal on %s", text, field, sentence, want)
		}
	}
}

// TestCanonical holds what Validate makes of spellings that desks bring along.
func TestCanonical(t *testing.T) {
	s, err := condition.Parse([]byte(`{"all": [{"field": "via_id", "operator": "is", "value": "mail"}, {"field": "current_tags", "operator": "includes", "value": "VIP  geo"},
		{"field": "group_id", "operator": "is", "value": 12}, {"field": "organization_arr", "operator": "greater_than", "value": 50000}, {"field": "priority", "operator": "is_not", "value": null}],
		"any": [{"field": "ticket_form_id", "operator": "changed_to", "value": ["3", 4]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := condition.Validate(s, condition.ForTrigger)
	if err != nil {
		t.Fatal(err)
	}
	want := condition.Set{All: []condition.Condition{read("channel is mail"), read("current_tags includes vip,geo"), read("group_id is 12"),
		read("organization.arr greater_than 50000"), read("priority is_not ")},
		Any: []condition.Condition{read("ticket_form_id value 3,4")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefused(t *testing.T) {
	for text, want := range map[string]string{
		`[]`: "conditions", `{"all": {}}`: "all", `{"every": []}`: "every", `{"any": [{"field": "a"}, 3]}`: "any[1]",
		`{"all": [{"field": "a", "operator": "is", "value": {"x": 1}}]}`: "all[0].value", `{"all": [{"feld": "status"}]}`: "all[0]",
	} {
		_, err := condition.Parse([]byte(text))
		if _, field := fault.Public(err); !fault.Is(err, fault.Invalid) || field != want {
			t.Errorf("%s: %v on %q, want %q", text, err, field, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"all":[{"field":"status","operator":"less_than","value":"solved"}],"any":[{"field":"group_id","operator":"is","value":[1,"2",null,true]}]}`))
	f.Add([]byte(`{"all":[{"field":"SOLVED","operator":"greater_than_business_hours","value":0.25}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := condition.Parse(data)
		if err != nil {
			return
		}
		for _, use := range []condition.Use{condition.ForTrigger, condition.ForAutomation, condition.ForView, condition.ForPolicy} {
			valid, err := condition.Validate(s, use)
			if err != nil {
				if _, field := fault.Public(err); field == "" {
					t.Fatalf("%v names no field", err)
				}
				continue
			}
			condition.Eval(valid, example(), condition.Env{Now: noon})
			raw, err := valid.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			again, err := condition.Parse(raw)
			if err == nil {
				again, err = condition.Validate(again, use)
			}
			if diff := cmp.Diff(valid, again); err != nil || diff != "" {
				t.Fatalf("%s: %v %s", raw, err, diff)
			}
		}
	})
}

var words = conditiontest.Words{"group": {"", "5", "current_groups"}, "staff": {"", "3", "current_user"}, "user": {"9", "assignee_id"},
	"organization": {"", "2"},
	"current_tags": {"ci", "geo"}, "subject_includes_word": {"night", "day"}, "plan": {"", "Premium"}, "region": {"", "emea"},
	"organization.arr": {"", "0", "24000", "50000"}, "organization.seats": {"", "5", "6"},
	"organization.starts_on": {"", "2026-11-20"}, "organization.ends_on": {"", "2026-11-20", "2026-11-21"},
	"organization.grace_ends_on": {"", "2026-12-05"}, "partner": {"", "Nordlys"}, "segment": {"", "SMB"},
	"custom": {"custom_fields_version", "custom_fields_golive", "custom_fields_area"}}

// TestContradictionIsSound holds that a set which some ticket meets is never called impossible.
func TestContradictionIsSound(t *testing.T) {
	env := condition.Env{Now: noon, Hours: map[int64]condition.Hours{1: hours(t, "mon-fri: 09:00-17:00")}}
	rapid.Check(t, func(t *rapid.T) {
		s := condition.Set{}
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			s.All = append(s.All, conditiontest.Condition(t, condition.ForTrigger|condition.ForAutomation, words, "c"))
		}
		f := facts(t)
		if why := condition.Contradiction(s); why != "" && condition.Eval(s, f, env) {
			t.Fatalf("%s; but %+v does", why, f)
		}
	})
}

// facts draws a ticket.
func facts(t *rapid.T) condition.Facts {
	f := example()
	is := rapid.SampledFrom([]string{"new", "open", "pending", "hold", "solved"}).Draw(t, "status")
	f.Values["status"] = []string{is}
	f.Times = map[string]time.Time{strings.ToUpper(is): noon.Add(-time.Duration(rapid.IntRange(0, 200).Draw(t, "since")) * 30 * time.Minute),
		"due_date": noon.Add(time.Duration(rapid.IntRange(-200, 200).Draw(t, "due")) * 30 * time.Minute), "created_at": noon.Add(-100 * time.Hour)}
	f.Values["priority"] = []string{rapid.SampledFrom([]string{"", "low", "urgent"}).Draw(t, "priority")}
	if rapid.Bool().Draw(t, "nobody") {
		f.Values["assignee_id"] = nil
	}
	return f
}

func TestContradictions(t *testing.T) {
	for text, want := range map[string]bool{
		"status is new; status is solved": true, "status is new; status is_not solved": false, "status less_than open; status greater_than new": true,
		"status is open; PENDING greater_than 4": true, "status is pending; PENDING greater_than 4": false, "PENDING greater_than 5; PENDING less_than 5": true,
		"PENDING greater_than 5; PENDING less_than_business_hours 5": false, "current_tags includes vip; current_tags not_includes vip": true,
		"current_tags includes vip,geo; current_tags not_includes vip": false, "group_id is 3; group_id is 4": true,
		"group_id is current_groups; group_id is 4":             false,
		"in_business_hours is true; in_business_hours is false": true, "update_type is Create; update_type is Change": true,
		"status value pending; status is open": true, "status value_previous open; status not_changed": true,
		"custom_fields_a present; custom_fields_a is ":        true,
		"due_date greater_than 1; until_due_date less_than 4": true, "organization.plan is Premium; organization.plan is Ultimate": true,
		"organization.entitlement is grace; organization.entitlement is_not grace": true, "NEW less_than 4; OPEN less_than 4": true,
		"comment_is_public is true; comment_is_public is not_relevant":  false,
		"organization.arr greater_than 5; organization.arr less_than 6": true, "organization.arr greater_than 5; organization.arr less_than 7": false,
		"organization.ends_on present; organization.ends_on is ": true,
	} {
		var s condition.Set
		for _, c := range strings.Split(text, "; ") {
			s.All = append(s.All, read(c))
		}
		if why := condition.Contradiction(s); (why != "") != want {
			t.Errorf("%s: %q", text, why)
		}
	}
	any := condition.Set{All: []condition.Condition{read("status is new")}, Any: []condition.Condition{read("status is open"), read("SOLVED less_than 3")}}
	if condition.Contradiction(any) == "" {
		t.Error("no condition of any can be met, and that is not seen")
	}
}

// TestNext holds that the set does not hold before the instant that Next gives, and holds at it.
func TestNext(t *testing.T) {
	env := condition.Env{Hours: map[int64]condition.Hours{1: hours(t, "mon-fri: 09:00-17:00")}}
	rapid.Check(t, func(t *rapid.T) {
		env := env
		env.Now = noon
		s, f := conditiontest.Set(t, condition.ForAutomation, words), facts(t)
		at, ok := condition.Next(s, f, env)
		if ok && at.Before(noon) {
			t.Fatalf("%v lies behind", at)
		}
		end := condition.Looked(noon)
		if ok {
			end = at
			env.Now = at
			if !condition.Eval(s, f, env) {
				t.Fatalf("%+v does not hold at %v", s, at)
			}
		}
		for range 60 {
			env.Now = noon.Add(time.Duration(rapid.Int64Range(0, int64(min(end.Sub(noon), 300*time.Hour))).Draw(t, "before")))
			if env.Now.Before(end) && condition.Eval(s, f, env) {
				t.Fatalf("%+v holds at %v already, not only at %v (%v)", s, env.Now, at, ok)
			}
		}
	})
}

func TestNextExact(t *testing.T) {
	env := condition.Env{Now: noon, Hours: map[int64]condition.Hours{1: hours(t, "mon-fri: 09:00-17:00")}}
	for text, want := range map[string]time.Duration{
		"PENDING greater_than 96": 91 * time.Hour, "PENDING greater_than 5": 0, "until_due_date less_than 1": 2 * time.Hour,
		// Wednesday 07:00 UTC is 08:00 in Berlin: 20 h from 09:00 are over on Friday at 13:00, which is 12:00 UTC
		"PENDING greater_than_business_hours 20": 48 * time.Hour, "in_business_hours is false": 4 * time.Hour,
		"organization.entitlement is expired": 12*time.Hour + 10*24*time.Hour,
	} {
		at, ok := condition.Next(condition.Set{All: []condition.Condition{read(text)}}, example(), env)
		if !ok || at.Sub(noon) != want {
			t.Errorf("%s: after %v %v, want %v", text, at.Sub(noon), ok, want)
		}
	}
	if at, ok := condition.Next(condition.Set{All: []condition.Condition{read("PENDING less_than 5")}}, example(), env); ok {
		t.Errorf("less than 5 hours again at %v", at)
	}
}

func TestExplain(t *testing.T) {
	s := condition.Set{All: []condition.Condition{read("status is pending"), read("PENDING greater_than 9")},
		Any: []condition.Condition{read("status value_previous open")}}
	want := []condition.Line{
		{Block: "all", Condition: s.All[0], Held: true, Found: []string{"pending"}},
		{Block: "all", Condition: s.All[1], Found: []string{"2026-11-25T07:00:00Z"}},
		{Block: "any", Condition: s.Any[0], Held: true, Found: []string{"open"}},
	}
	if diff := cmp.Diff(want, condition.Explain(s, example(), condition.Env{Now: noon})); diff != "" {
		t.Error(diff)
	}
}

// TestOperatorsOfCustomers holds what the editors offer for the kinds of what is known of a customer.
func TestOperatorsOfCustomers(t *testing.T) {
	for name, want := range map[string]string{"organization.arr": "is is_not less_than greater_than", "organization.health": "is is_not",
		"organization.marked":  "is",
		"organization.ends_on": "is is_not less_than greater_than within_previous_n_days within_next_n_days present not_present"} {
		f, _ := condition.FieldOf(name)
		for _, use := range []condition.Use{condition.ForTrigger, condition.ForView, condition.ForPolicy} {
			var got []string
			for _, op := range f.Operators(use) {
				got = append(got, string(op))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s takes %v, want %s", name, got, want)
			}
		}
	}
}
