// Package wire reads what monitors send: PagerDuty's Events API v2, Alertmanager's and Grafana's webhooks, Opsgenie's alerts.
// It is pure: bytes in, reports out. What a body has beyond what is known here is ignored, so that a newer sender still fits.
package wire

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Sender is the language that a report came in.
type Sender string

// The senders.
const (
	PagerDuty    Sender = "pagerduty"
	Alertmanager Sender = "alertmanager"
	Grafana      Sender = "grafana"
	Opsgenie     Sender = "opsgenie"
)

// Senders lists all senders.
func Senders() []Sender { return []Sender{Alertmanager, PagerDuty, Grafana, Opsgenie} }

// Action is what a report asks for; PagerDuty's names.
type Action string

// The actions. A change is told beside alerts and is none.
const (
	Trigger     Action = "trigger"
	Acknowledge Action = "acknowledge"
	Resolve     Action = "resolve"
	Change      Action = "change"
)

// Severity is how bad it is; PagerDuty's names.
type Severity string

// The severities.
const (
	Critical Severity = "critical"
	Error    Severity = "error"
	Warning  Severity = "warning"
	Info     Severity = "info"
)

// Severities lists all severities, the worst first.
func Severities() []Severity { return []Severity{Critical, Error, Warning, Info} }

// Worse reports whether s is worse than other.
func (s Severity) Worse(other Severity) bool { return s.rank() < other.rank() }

func (s Severity) rank() int {
	if i := slices.Index(Severities(), s); i >= 0 {
		return i
	}
	return len(Severities())
}

// Report is what a monitor says.
type Report struct {
	Sender    Sender
	Action    Action
	Key       string // says what is the same alert; empty: the desk chooses
	Summary   string
	Source    string
	Severity  Severity
	Component string
	Group     string
	Class     string
	Client    string // what saw it, with a page of its own
	ClientURL string
	Links     []Link
	Details   json.RawMessage // what else was said, as sent; may be nil
	At        time.Time       // by the sender's clock; zero: not said
	// Members are the alerts of a group, each with a state of its own; nil where the report is one alert.
	Members []Member
	// Truncated is how many more members the sender left out, so that their states are not known.
	Truncated int
}

// Link is something to look at: a runbook, a graph.
type Link struct {
	Href string `json:"href"`
	Text string `json:"text,omitempty"`
}

// Member is one alert of a group.
type Member struct {
	Fingerprint string // the same for the same alert (Alertmanager: of its labels)
	Firing      bool
	Summary     string
	Severity    Severity
	Labels      map[string]string
	StartsAt    time.Time
	EndsAt      time.Time // zero while it fires
}

// Worst gives the worst severity of the members that fire, fallback where none does.
func Worst(members []Member, fallback Severity) Severity {
	worst := Severity("")
	for _, m := range members {
		if m.Firing && m.Severity.Worse(worst) {
			worst = m.Severity
		}
	}
	return cmp.Or(worst, fallback)
}

// severityOf reads what monitors write for a severity. What nobody knows is an error: better loud than lost.
func severityOf(text string) Severity {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "critical", "crit", "fatal", "emergency", "page", "disaster", "p1", "sev1", "1":
		return Critical
	case "warning", "warn", "medium", "minor", "average", "moderate", "p3", "sev3", "3":
		return Warning
	case "info", "informational", "information", "none", "low", "notice", "debug", "ok", "p4", "p5", "sev4", "4", "5":
		return Info
	}
	return Error
}

// The longest texts that are kept, in characters. Longer ones are cut: a long summary must not lose the alert.
const (
	longestSummary = 1024 // PagerDuty Events API v2: payload.summary
	longestKey     = 255  // PagerDuty Events API v2: dedup_key
	longestWord    = 255
	mostLinks      = 20
	mostMembers    = 1000
)

// clip cuts s to n characters, without the zero bytes that no database keeps.
func clip(s string, n int) string {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", ""))
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// webLink keeps the links that a page may show: an address of the web, and nothing that a script could hide in.
func webLink(href string) string {
	href = clip(href, 2000)
	u, err := url.Parse(href)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" { // Parse writes the scheme in lower case
		return ""
	}
	return href
}

func webLinks(links []Link) []Link {
	var kept []Link
	for _, l := range links {
		if href := webLink(l.Href); href != "" && len(kept) < mostLinks {
			kept = append(kept, Link{Href: href, Text: clip(l.Text, longestWord)})
		}
	}
	return kept
}
