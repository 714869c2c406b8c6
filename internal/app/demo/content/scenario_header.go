package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// headers tells how to read each key above the first turn.
func headers() map[string]func(*parser, string) error {
	return map[string]func(*parser, string) error{
		"subject":  (*parser).subject,
		"severity": (*parser).severity,
		"type":     oneOf(func(p *parser, v string) { p.s.kind = v }, "question", "incident", "problem", "task"),
		"group":    oneOf(func(p *parser, v string) { p.s.group = v }, "support", "licensing", "accounts", "internal"),
		"deploy":   oneOf(func(p *parser, v string) { p.s.deployment = v }, saas, selfManaged),
		"lang":     oneOf(func(p *parser, v string) { p.s.language = v }, "en", "de", "fr", "ja", "es", "pt"),
		"tags":     func(p *parser, v string) error { p.s.tags = strings.Fields(v); return nil },
		"channel":  (*parser).channel,
		"weight":   (*parser).weight,
		"age":      (*parser).age,
		"org":      func(p *parser, v string) error { p.live().org = v; return nil },
		"assigned": oneOf(func(p *parser, v string) { p.live().loose = v == "no" }, "yes", "no"),
		"status":   oneOf(func(p *parser, v string) { p.live().status = Status(v) }, "new", "open", "pending", "hold"),
	}
}

func oneOf(set func(*parser, string), allowed ...string) func(*parser, string) error {
	return func(p *parser, value string) error {
		if !slices.Contains(allowed, value) {
			return fmt.Errorf("%q is not one of %s", value, strings.Join(allowed, ", "))
		}
		set(p, value)
		return nil
	}
}

// live gives the featured part, which only files in text/featured have.
func (p *parser) live() *liveState {
	if p.s.live == nil {
		p.s.live = &liveState{}
	}
	return p.s.live
}

func (p *parser) subject(value string) error {
	p.subjects = append(p.subjects, value)
	return nil
}

func (p *parser) severity(value string) error {
	p.s.severities = nil
	for _, f := range strings.Fields(value) {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 || n > 4 {
			return fmt.Errorf("severity %q: give one or more of 1 2 3 4", f)
		}
		p.s.severities = append(p.s.severities, n)
	}
	return nil
}

func (p *parser) channel(value string) error {
	p.s.channels = nil
	for _, f := range strings.Fields(value) {
		c := Channel(f)
		if c != ByEmail && c != ByPortal && c != ByAPI {
			return fmt.Errorf("channel %q is not one of email, portal, api", f)
		}
		p.s.channels = append(p.s.channels, c)
	}
	return nil
}

func (p *parser) weight(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > 20 {
		return fmt.Errorf("weight %q: give 1 to 20; 2 is usual", value)
	}
	p.s.weight = n
	return nil
}

func (p *parser) age(value string) error {
	d, err := parseWait(value)
	p.live().age = d
	return err
}

// parseWait reads a duration that may also count days, as "3d" or "36h".
func parseWait(s string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 || n > 365 {
			return 0, fmt.Errorf("%q: days are a number up to 365", s)
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 || d > 365*24*time.Hour {
		return 0, fmt.Errorf("%q is not a time such as 20m, 6h or 3d", s)
	}
	return d, nil
}
