package pagingui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The editor is one form of fields and rows, so that it works without a script: its buttons add rows to what was typed, show
// who would be paged, and nothing is stored before "save". Targets are named target.STEP.ROW, those of the last resort
// target.last.ROW; a row that is empty is none.

// mostTargets bounds the rows of a step that are read.
const mostTargets = 30

// policyForm fills the editor with a policy.
func policyForm(p paging.Policy) *web.Form {
	f := web.NewForm("title", p.Title, "version", itoa(p.Version), "repeat", strconv.Itoa(p.Repeat), "ack_timeout", inMinutes(p.AckTimeout),
		"every", inMinutes(p.Every), "steps", strconv.Itoa(len(p.Steps)))
	if p.WaitEmpty {
		f.Values.Set("wait_empty", "on")
	}
	for i, s := range p.Steps {
		f.Values.Set("timeout."+strconv.Itoa(i), inMinutes(s.Timeout))
		setTargets(f, strconv.Itoa(i), s.Targets)
	}
	setTargets(f, "last", p.LastResort)
	return f
}

func setTargets(f *web.Form, block string, all []escalation.Target) {
	for j, t := range all {
		place := block + "." + strconv.Itoa(j)
		f.Values.Set("target."+place, targetValue(t))
		if t.Everyone {
			f.Values.Set("everyone."+place, "on")
		}
	}
}

func inMinutes(d time.Duration) string { return strconv.FormatFloat(d.Minutes(), 'f', -1, 64) }

// targetValue is a target as an option of a select.
func targetValue(t escalation.Target) string {
	switch {
	case t.User != 0:
		return "user:" + itoa(t.User)
	case t.Group != 0:
		return "group:" + itoa(t.Group)
	}
	return "schedule:" + t.Schedule
}

// targetOf reads an option of a select; ok is false for the empty one, and for nonsense.
func targetOf(value string) (t escalation.Target, ok bool) {
	kind, rest, _ := strings.Cut(value, ":")
	id, err := strconv.ParseInt(rest, 10, 64)
	switch {
	case kind == "schedule" && rest != "":
		return escalation.Target{Schedule: rest}, true
	case kind == "user" && err == nil:
		return escalation.Target{User: id}, true
	case kind == "group" && err == nil:
		return escalation.Target{Group: id}, true
	}
	return t, false
}

// filled is how many rows of a block are filled, counted to the last.
func filled(f *web.Form, block string) (n int) {
	for j := range mostTargets {
		if f.Get("target."+block+"."+strconv.Itoa(j)) != "" {
			n = j + 1
		}
	}
	return n
}

func targets(f *web.Form, block string) (all []escalation.Target) {
	for j := range mostTargets {
		place := block + "." + strconv.Itoa(j)
		if t, ok := targetOf(f.Get("target." + place)); ok {
			t.Everyone = f.Get("everyone."+place) != ""
			all = append(all, t)
		}
	}
	return all
}

// stepCount is how many steps the form shows.
func stepCount(f *web.Form) int {
	n, err := strconv.Atoi(f.Get("steps"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), escalation.MostSteps)
}

// typedPolicy reads the form. A step of which nothing was filled in is none; f holds what cannot be read.
func typedPolicy(ctx context.Context, f *web.Form) paging.Policy {
	p := paging.Policy{Title: f.Get("title"), Version: f.Int64("version"), AckTimeout: typedMinutes(ctx, f, "ack_timeout")}
	p.Repeat, p.WaitEmpty, p.Every, p.LastResort = int(f.Int64("repeat")), f.Get("wait_empty") != "", typedMinutes(ctx, f, "every"), targets(f, "last")
	for i := range stepCount(f) {
		block := strconv.Itoa(i)
		whom := targets(f, block)
		if len(whom) == 0 && i > 0 {
			continue
		}
		p.Steps = append(p.Steps, escalation.Step{Targets: whom, Timeout: typedMinutes(ctx, f, "timeout."+block)})
	}
	return p
}

func typedMinutes(ctx context.Context, f *web.Form, name string) time.Duration {
	text := strings.ReplaceAll(f.Get(name), ",", ".")
	if text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || n > 24*60 {
		f.Reject(name, i18n.T(ctx, "policy.no_minutes", "Value", text))
		return 0
	}
	return time.Duration(n * float64(time.Minute)).Round(time.Second)
}
