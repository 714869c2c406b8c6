package slaui

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The editor is one form of fields and rows, so that it works without a script: its buttons add rows to what was
// typed, show what would come of it, and nothing is stored before "save".

// blocks are the two lists of a filter; each has its number of rows under this name.
var blocks = [...]string{"all", "any"}

// formOf fills the editor with a policy.
func formOf(ctx context.Context, p sla.Policy, words conditionui.Words) *web.Form {
	f := web.NewForm("title", p.Title, "description", p.Description, "version", itoa(p.Version), "warn", percents(p.Warn))
	if p.Active {
		f.Values.Set("active", "on")
	}
	for i, block := range [][]condition.Condition{p.Filter.All, p.Filter.Any} {
		for n, c := range block {
			place := condition.Place(blocks[i], n)
			f.Values.Set(place+".field", c.Field)
			f.Values.Set(place+".operator", string(c.Operator))
			f.Values.Set(place+".value", titles(ctx, c, words))
		}
		f.Values.Set(blocks[i], strconv.Itoa(len(block)))
	}
	for _, t := range p.Targets {
		text := goal(ctx, t.Target)
		if t.Always {
			text += " 24x7"
		}
		f.Values.Set(sla.TargetField(t.Priority, t.Metric), text)
		if t.Contract {
			f.Values.Set("contract."+string(t.Metric), "on")
		}
	}
	return f
}

// titles are the values of a condition in one line, by their names. Where a name has a comma, semicolons part them.
func titles(ctx context.Context, c condition.Condition, words conditionui.Words) string {
	out, parted := make([]string, len(c.Value)), ", "
	for i, v := range c.Value {
		if out[i] = words.Value(ctx, c.Field, v); strings.Contains(out[i], ",") {
			parted = "; "
		}
	}
	return strings.Join(out, parted)
}

func percents(parts []float64) string {
	out := make([]string, len(parts))
	for i, w := range parts {
		out[i] = strconv.FormatFloat(w*100, 'f', -1, 64)
	}
	return strings.Join(out, ", ")
}

// rows is how many conditions a block has.
func rows(f *web.Form, block string) int {
	n, _ := strconv.Atoi(f.Get(block)) // what is no number has no rows
	return max(0, min(n, mostRows))
}

const mostRows = 50

// typed reads the policy that was typed, and notes at its fields what is wrong with it.
func typed(ctx context.Context, f *web.Form, words conditionui.Words) sla.Policy {
	p := sla.Policy{Title: f.Get("title"), Description: f.Text("description"), Version: f.Int64("version"), Active: f.Get("active") != ""}
	p.Filter.All, p.Filter.Any = conditions(ctx, f, "all", words), conditions(ctx, f, "any", words)
	for _, word := range strings.FieldsFunc(f.Get("warn"), func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '%' }) {
		n, err := strconv.ParseFloat(word, 64)
		if err != nil {
			f.Reject("warn", i18n.T(ctx, "sla.nopercent", "Text", word))
			continue
		}
		p.Warn = append(p.Warn, n/100)
	}
	for _, m := range clock.Metrics() {
		for _, priority := range sla.Prioritised() {
			field := sla.TargetField(priority, m)
			if f.Get(field) == "" {
				continue
			}
			t, ok := parseTarget(f.Get(field))
			if !ok {
				f.Reject(field, i18n.T(ctx, "sla.notarget", "Text", f.Get(field)))
				continue
			}
			t.Metric, t.Contract = m, f.Get("contract."+string(m)) != ""
			p.Targets = append(p.Targets, sla.Target{Priority: priority, Target: t})
		}
	}
	return p
}

// conditions reads the rows of a block; empty ones are none.
func conditions(ctx context.Context, f *web.Form, block string, words conditionui.Words) (all []condition.Condition) {
	for i := range rows(f, block) {
		place := condition.Place(block, i)
		if f.Get(place+".field") == "" {
			continue
		}
		all = append(all, condition.Condition{Field: f.Get(place + ".field"), Operator: condition.Operator(f.Get(place + ".operator")),
			Value: valuesOf(ctx, f.Get(place+".field"), f.Get(place+".value"), words)})
	}
	return all
}

// A target is hours and minutes, as they are shown in English and German, and 24x7 behind them.
var targetText = regexp.MustCompile(`^(?:(\d{1,4})\s*(?:d|t)\.?)?\s*(?:(\d{1,5})\s*(?:h|std)\.?)?\s*(?:(\d{1,5})\s*(?:(?:min|m)\.?)?)?$`)

// parseTarget reads 30 min, 4 h, 1 h 30 min, 4 h 24x7. A number alone is hours.
func parseTarget(text string) (t clock.Target, ok bool) {
	text, t.Always = strings.CutSuffix(strings.ToLower(strings.TrimSpace(text)), "24x7")
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseFloat(text, 64); err == nil && n > 0 && n < 10000 {
		t.Seconds = int64(n * 3600)
		return t, t.Seconds > 0
	}
	m := targetText.FindStringSubmatch(text)
	if m == nil || text == "" {
		return t, false
	}
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute} {
		n, _ := strconv.ParseInt(m[i+1], 10, 64) // none is empty
		t.Seconds += n * int64(unit/time.Second)
	}
	return t, t.Seconds > 0
}
