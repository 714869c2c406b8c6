package wire

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// group is a body of Alertmanager's webhook (version "4"), and of Grafana's, which has the same and more.
type group struct {
	Version     string            `json:"version"`
	GroupKey    string            `json:"groupKey"`
	Truncated   int               `json:"truncatedAlerts"`
	Status      string            `json:"status"`
	Receiver    string            `json:"receiver"`
	GroupLabels map[string]string `json:"groupLabels"`
	Labels      map[string]string `json:"commonLabels"`
	Annotations map[string]string `json:"commonAnnotations"`
	ExternalURL string            `json:"externalURL"`
	Title       string            `json:"title"`
	Message     string            `json:"message"`
	Alerts      []groupAlert      `json:"alerts"`
}

type groupAlert struct {
	Status       string            `json:"status"`
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"`
	GeneratorURL string            `json:"generatorURL"`
	Fingerprint  string            `json:"fingerprint"`
	DashboardURL string            `json:"dashboardURL"` // Grafana's
	PanelURL     string            `json:"panelURL"`
	SilenceURL   string            `json:"silenceURL"`
	ImageURL     string            `json:"imageURL"`
	Values       string            `json:"valueString"`
}

// AlertmanagerGroup reads a body of Alertmanager's webhook. Its group is one alert with a state for each member.
func AlertmanagerGroup(body []byte) (Report, error) {
	var g group
	if err := decode(body, &g); err != nil {
		return Report{}, err
	}
	return g.report(Alertmanager, "Alertmanager")
}

func (g group) report(from Sender, client string) (Report, error) {
	switch {
	case g.GroupKey == "":
		return Report{}, invalid("'groupKey' is missing: this is no body of %s's webhook", client)
	case g.Status != firing && g.Status != resolved:
		return Report{}, invalid("'status' is %q, which is neither firing nor resolved", clip(g.Status, 40))
	}
	r := Report{Sender: from, Action: Trigger, Key: hashed(g.GroupKey), Client: client, ClientURL: webLink(g.ExternalURL), Truncated: max(0, g.Truncated),
		Component: clip(g.Labels["job"], longestWord), Group: clip(labelText(g.GroupLabels), longestWord), Class: clip(g.Labels["alertname"], longestWord)}
	for _, a := range g.Alerts {
		if len(r.Members) == mostMembers {
			r.Truncated += len(g.Alerts) - mostMembers
			break
		}
		r.Members = append(r.Members, a.member())
	}
	if !slices.ContainsFunc(r.Members, func(m Member) bool { return m.Firing }) {
		r.Action = Resolve
	}
	r.Severity = Worst(r.Members, severityOf(g.Labels["severity"]))
	r.Summary = g.summary()
	r.Source = clip(cmp.Or(g.Labels["instance"], g.Labels["cluster"], g.Labels["namespace"], g.Receiver), longestWord)
	r.Links = g.links()
	r.Details = g.details()
	return r, nil
}

// What Alertmanager and Grafana call the states.
const (
	firing   = "firing"
	resolved = "resolved"
)

// member reads one alert. While it fires, its end is the year 1 or a time to come.
func (a groupAlert) member() Member {
	m := Member{Fingerprint: clip(a.Fingerprint, 64), Firing: a.Status != resolved, Severity: severityOf(a.Labels["severity"]), Labels: map[string]string{},
		StartsAt: a.StartsAt.UTC(), Summary: clip(cmp.Or(a.Annotations["summary"], a.Annotations["description"], a.Labels["alertname"]), longestSummary)}
	for name, value := range a.Labels {
		m.Labels[clip(name, longestWord)] = clip(value, longestWord)
	}
	if m.Fingerprint == "" {
		m.Fingerprint = hashed(labelText(a.Labels))[:16]
	}
	if !m.Firing {
		m.EndsAt = a.EndsAt.UTC()
	}
	if m.StartsAt.Year() < 1970 {
		m.StartsAt = time.Time{}
	}
	if m.EndsAt.Year() < 1970 {
		m.EndsAt = time.Time{}
	}
	return m
}

// summary says in a line what the group is about.
func (g group) summary() string {
	name := cmp.Or(g.Labels["alertname"], g.GroupLabels["alertname"])
	about := cmp.Or(g.Annotations["summary"], g.Annotations["description"])
	for _, a := range g.Alerts {
		about = cmp.Or(about, a.Annotations["summary"], a.Annotations["description"])
		name = cmp.Or(name, a.Labels["alertname"])
	}
	text := strings.Join(slices.DeleteFunc([]string{name, about}, func(s string) bool { return s == "" }), ": ")
	return clip(cmp.Or(text, g.Title, "Alerts "+labelText(g.GroupLabels)), longestSummary)
}

func (g group) links() []Link {
	links := []Link{{g.Annotations["runbook_url"], "runbook"}, {g.Annotations["dashboard_url"], "dashboard"}}
	for _, a := range g.Alerts[:min(len(g.Alerts), 5)] {
		links = append(links, Link{a.Annotations["runbook_url"], "runbook"}, Link{a.GeneratorURL, "source"}, Link{a.DashboardURL, "dashboard"},
			Link{a.PanelURL, "panel"}, Link{a.ImageURL, "image"}, Link{a.SilenceURL, "silence"})
	}
	var kept []Link
	for _, l := range webLinks(links) {
		if !slices.ContainsFunc(kept, func(k Link) bool { return k.Href == l.Href }) {
			kept = append(kept, l)
		}
	}
	return kept
}

// details are what all members share, and what the sender wrote for people.
func (g group) details() json.RawMessage {
	d := map[string]any{}
	for name, value := range map[string]map[string]string{"labels": g.Labels, "annotations": g.Annotations} {
		if len(value) > 0 {
			d[name] = value
		}
	}
	if g.Message != "" {
		d["message"] = g.Message
	}
	if len(d) == 0 {
		return nil
	}
	raw, _ := json.Marshal(d) // maps of strings always marshal
	return raw
}

// labelText writes labels in one order, as Prometheus does.
func labelText(labels map[string]string) string {
	pairs := make([]string, 0, len(labels))
	for name, value := range labels {
		pairs = append(pairs, name+"="+value)
	}
	slices.Sort(pairs)
	return strings.Join(pairs, ", ")
}

// hashed makes a key of a text of any length, as Alertmanager makes its own for PagerDuty and Opsgenie: the same group by
// either way is the same alert.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
