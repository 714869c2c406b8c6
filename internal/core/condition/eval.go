package condition

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Eval reports whether s holds for a ticket. Conditions that make no sense never hold; Validate finds them.
func Eval(s Set, f Facts, env Env) bool {
	holds := func(c Condition) bool { return c.holds(f, env) }
	return !slices.ContainsFunc(s.All, func(c Condition) bool { return !holds(c) }) &&
		(len(s.Any) == 0 || slices.ContainsFunc(s.Any, holds))
}

func (c Condition) holds(f Facts, env Env) bool {
	field, ok := FieldOf(c.Field)
	switch {
	case !ok:
		return false
	case c.Operator.OfUpdate():
		return c.ofUpdate(field, f, env)
	}
	switch field.Kind {
	case Since:
		return c.since(f.Times[field.Name], f, env)
	case Until:
		return c.until(f.Times[strings.TrimPrefix(field.Name, "until_")], f, env)
	case Text:
		text, known := f.text(field.Name)
		return known && c.inText(text)
	case Custom:
		return c.custom(f.Custom[field.Name], env.Now)
	case Release:
		return c.release(first(f.Values[field.Name]))
	case Number:
		return c.custom(CustomValue{Kind: "number", Values: f.Values[field.Name]}, env.Now)
	case Day:
		return c.custom(CustomValue{Kind: "date", Values: f.Values[field.Name]}, env.Now)
	}
	return c.compares(field, f.values(field, env), f, env)
}

// values are what a field holds, worked out where time decides.
func (f Facts) values(field Field, env Env) []string {
	switch field.Name {
	case "organization.entitlement":
		return word(f.Contract.entitlement(env.Now))
	case "in_business_hours":
		hours := env.Hours[f.Calendar]
		return word(strconv.FormatBool(hours == nil || hours.Open(env.Now)))
	case "update_type", "comment_is_public", "role", "current_via_id":
		return word(f.Update.word(field.Name))
	}
	if field.Kind == Flag {
		return word(strconv.FormatBool(slices.Equal(f.Values[field.Name], []string{"true"})))
	}
	return f.Values[field.Name]
}

func word(w string) []string {
	if w == "" {
		return nil
	}
	return []string{w}
}

func (u *Update) word(field string) string {
	switch {
	case u == nil:
		return ""
	case field == "role":
		return u.Role
	case field == "current_via_id":
		return u.Via
	case field == "update_type" && u.Create:
		return "Create"
	case field == "update_type":
		return "Change"
	case u.Comment == nil:
		return "none" // no condition asks for this: a comment that is not there is neither
	}
	return strconv.FormatBool(u.Comment.Public)
}

func (f Facts) text(field string) (string, bool) {
	if field == "comment_includes_word" {
		if f.Update == nil || f.Update.Comment == nil {
			return "", false
		}
		return f.Update.Comment.Text, true
	}
	return f.Texts[field], true
}

// compares holds the values of a plain field against the condition's.
func (c Condition) compares(field Field, have []string, f Facts, env Env) bool {
	switch c.Operator {
	case Is:
		return c.oneOf(field, have, f, env)
	case IsNot:
		return !c.oneOf(field, have, f, env)
	case Includes:
		return slices.ContainsFunc(c.Value, func(v string) bool { return slices.Contains(have, v) })
	case NotIncludes:
		return !slices.ContainsFunc(c.Value, func(v string) bool { return slices.Contains(have, v) })
	case LessThan, GreaterThan:
		at, than := slices.Index(field.Words, first(have)), slices.Index(field.Words, first(c.Value))
		if at < 0 || than < 0 {
			return false
		}
		return c.Operator == LessThan && at < than || c.Operator == GreaterThan && at > than
	}
	return false
}

// oneOf reports whether a field with one value, or none, has one of the condition's.
func (c Condition) oneOf(field Field, have []string, f Facts, env Env) bool {
	value := first(have)
	for _, v := range c.Value {
		switch {
		case v == "not_relevant":
			if value != "none" { // there is a comment, public or not
				return true
			}
		case field.Kind == Ref:
			if slices.Contains(stands(v, f, env), value) {
				return true
			}
		case v == value:
			return true
		}
	}
	return false
}

// stands are the ids that a value of a reference means; "" is none.
func stands(v string, f Facts, env Env) []string {
	switch v {
	case "current_user":
		if env.Me == 0 {
			return nil
		}
		return []string{strconv.FormatInt(env.Me, 10)}
	case "current_groups":
		out := make([]string, len(env.Groups))
		for i, id := range env.Groups {
			out[i] = strconv.FormatInt(id, 10)
		}
		return out
	case "requester_id", "assignee_id":
		return f.Values[v][:min(1, len(f.Values[v]))]
	}
	return []string{v}
}

// inText looks for words, each found anywhere, or for phrases.
func (c Condition) inText(text string) bool {
	found := slices.ContainsFunc(c.Value, func(v string) bool { return strings.Contains(text, v) })
	return found == (c.Operator == Includes || c.Operator == Is)
}

// ofUpdate answers what an update changed. A new ticket changed in every field that is not as it would be
// left alone, from nothing.
func (c Condition) ofUpdate(field Field, f Facts, env Env) bool {
	if f.Update == nil {
		return false
	}
	was, changed := f.Update.Was[field.Name]
	now := f.Values[field.Name]
	if field.Kind == Custom {
		now = f.Custom[field.Name].Values
	}
	switch c.Operator {
	case Changed:
		return changed
	case NotChanged:
		return !changed
	case ChangedTo:
		return changed && c.any(field, now, f, env)
	case NotChangedTo:
		return !changed || !c.any(field, now, f, env)
	case ChangedFrom:
		return changed && c.any(field, was, f, env)
	case NotChangedFrom:
		return !changed || !c.any(field, was, f, env)
	}
	return false
}

// any compares a field of one value by Is, others by Includes.
func (c Condition) any(field Field, have []string, f Facts, env Env) bool {
	if field.Kind == Tags || field.Kind == Custom && len(have) > 1 {
		return slices.ContainsFunc(c.Value, func(v string) bool { return slices.Contains(have, v) })
	}
	return c.oneOf(field, have, f, env)
}

// custom compares the values of a field the desk made.
func (c Condition) custom(have CustomValue, now time.Time) bool {
	one := func(v string) bool { return slices.Contains(have.Values, v) || v == "" && len(have.Values) == 0 }
	switch c.Operator {
	case Is, Includes:
		return slices.ContainsFunc(c.Value, one)
	case IsNot, NotIncludes:
		return !slices.ContainsFunc(c.Value, one)
	case Present:
		return len(have.Values) > 0
	case NotPresent:
		return len(have.Values) == 0
	}
	return slices.ContainsFunc(have.Values, func(v string) bool { return c.ordered(have.Kind, v, now) })
}

// ordered compares one value of a number or date field.
func (c Condition) ordered(kind, have string, now time.Time) bool {
	if kind == "date" {
		from, to, ok := c.days(now)
		return ok && from <= have && have <= to
	}
	than, ok := number(first(c.Value))
	n, isNumber := number(have)
	if kind != "number" || !ok || !isNumber {
		return false
	}
	return c.Operator == LessThan && n < than || c.Operator == GreaterThan && n > than
}

// days is the span of days, both included, in which a date field meets the condition.
func (c Condition) days(now time.Time) (from, to string, ok bool) {
	const earliest, latest = "0000-01-01", "9999-12-31"
	v, today := first(c.Value), now.UTC()
	if c.Operator == LessThan || c.Operator == GreaterThan {
		day, err := time.Parse(time.DateOnly, v)
		if err != nil {
			return "", "", false
		}
		if c.Operator == LessThan {
			return earliest, day.AddDate(0, 0, -1).Format(time.DateOnly), true
		}
		return day.AddDate(0, 0, 1).Format(time.DateOnly), latest, true
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		return "", "", false
	}
	if c.Operator == WithinPrevious {
		return today.AddDate(0, 0, -n).Format(time.DateOnly), today.Format(time.DateOnly), true
	}
	return today.Format(time.DateOnly), today.AddDate(0, 0, n).Format(time.DateOnly), c.Operator == WithinNext
}

// number reads a decimal as both engines do; words such as NaN are none.
func number(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.-") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
