package crm

import (
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Override holds a field of an account against whatever the CRM says, for a reason and for a time.
type Override struct {
	ID        int64
	AccountID string
	Customer  string // the name of the organization, where there is one; read along
	Field     string // one of OverrideFields
	Value     string // as Facts have it; empty holds the field empty
	Why       string
	Until     bizcal.Date // the last day on which it holds; zero: until somebody takes it away
	Expired   bool        // its end was told
}

// OverrideFields lists what may be held.
func OverrideFields() []string {
	return slices.DeleteFunc(FieldOrder(), func(f string) bool { return f == ExternalID })
}

// Holds reports whether the override counts on a day.
func (o Override) Holds(day bizcal.Date) bool {
	return o.Until == (bizcal.Date{}) || o.Until.Compare(day) >= 0
}

// Vocabulary is what the values of overrides are held against.
type Vocabulary struct {
	Levels, Tiers []people.Level
	Regions       []people.Region
	Calendars     titles
}

// check says what is wrong with an override, and puts its value into the form of Facts.
func (o Override) check(v Vocabulary) (Override, error) {
	o.AccountID, o.Value, o.Why = strings.TrimSpace(o.AccountID), strings.TrimSpace(o.Value), strings.TrimSpace(o.Why)
	switch {
	case o.AccountID == "":
		return o, fault.Field("account", "Give the id of the account in the CRM, such as 001A0000006Vm9r")
	case len(o.AccountID) > 100:
		return o, fault.Field("account", "An id has at most 100 characters")
	case !slices.Contains(OverrideFields(), o.Field):
		return o, fault.Field("field", "“%s” is no field that can be held. Choose one of %s", fault.Clip(o.Field, 40), strings.Join(OverrideFields(), ", "))
	case o.Why == "":
		return o, fault.Field("why", "Say why the CRM is not believed here: whoever reads the next plan must be able to judge it")
	case len(o.Value) > 500 || len(o.Why) > 2000:
		return o, fault.Field("value", "This is longer than what is kept")
	}
	return o.typed(v)
}

// typed checks the value by its field.
func (o Override) typed(v Vocabulary) (Override, error) {
	if o.Value == "" {
		if o.Field == Name || o.Field == GraceDays || o.Field == Limit {
			return o, fault.Field("value", "The %s cannot be held empty", strings.ReplaceAll(o.Field, "_", " "))
		}
		return o, nil
	}
	bad := func(format string, args ...any) error { return fault.Field("value", format, args...) }
	keyed := func(all []people.Level, what string) error {
		if slices.ContainsFunc(all, func(l people.Level) bool { return l.Key == o.Value }) {
			return nil
		}
		var keys []string
		for _, l := range all {
			keys = append(keys, l.Key)
		}
		return bad("“%s” is no %s. Choose one of %s", fault.Clip(o.Value, 40), what, strings.Join(keys, ", "))
	}
	switch o.Field {
	case Level:
		return o, keyed(v.Levels, "support level")
	case Tier:
		return o, keyed(v.Tiers, "success tier")
	case Deployment:
		return o, among(o.Value, people.Deployments())
	case Health:
		return o, among(o.Value, people.Healths())
	case StartsOn, EndsOn:
		d, err := people.ParseDate("value", o.Value)
		o.Value = people.FormatDate(d)
		return o, err
	case GraceDays, Limit, ARR, Seats:
		n, err := strconv.ParseInt(o.Value, 10, 64)
		if err != nil || n < 0 || o.Field == GraceDays && n > 366 || o.Field == Limit && n > 10_000 {
			return o, bad("“%s” is not a number that is possible here", fault.Clip(o.Value, 40))
		}
		o.Value = strconv.FormatInt(n, 10)
	case Calendar:
		if !v.Calendars.has(o.Value) {
			return o, bad("This desk has no schedule “%s”", fault.Clip(o.Value, 60))
		}
	case Region:
		if !slices.ContainsFunc(v.Regions, func(r people.Region) bool { return r.Key == o.Value }) {
			return o, bad("This desk has no region “%s”", fault.Clip(o.Value, 40))
		}
	case Tags:
		tags := strings.Fields(strings.ToLower(o.Value))
		slices.Sort(tags)
		o.Value = strings.Join(slices.Compact(tags), " ")
	case Domain:
		if domainOf(o.Value) != strings.ToLower(o.Value) {
			return o, bad("“%s” is no domain. Write it like example.com", fault.Clip(o.Value, 60))
		}
		o.Value = strings.ToLower(o.Value)
	}
	return o, nil
}

func among(value string, words []string) error {
	if slices.Contains(words, value) {
		return nil
	}
	return fault.Field("value", "“%s” is not possible here. Choose one of %s", fault.Clip(value, 40), strings.Join(words, ", "))
}
