package wire

import (
	"cmp"
	"encoding/json"
	"strconv"
)

// legacyGrafana is the body that Grafana sent before its unified alerting (version 8 and older).
type legacyGrafana struct {
	RuleName string          `json:"ruleName"`
	RuleID   int64           `json:"ruleId"`
	RuleURL  string          `json:"ruleUrl"`
	State    string          `json:"state"`
	Title    string          `json:"title"`
	Message  string          `json:"message"`
	ImageURL string          `json:"imageUrl"`
	Tags     json.RawMessage `json:"tags"`
	Matches  json.RawMessage `json:"evalMatches"`
}

// GrafanaGroup reads a body of a Grafana webhook: of unified alerting, or of the alerts that came before it.
func GrafanaGroup(body []byte) (Report, error) {
	var kind struct {
		GroupKey string `json:"groupKey"`
		RuleName string `json:"ruleName"`
	}
	if err := decode(body, &kind); err != nil {
		return Report{}, err
	}
	if kind.GroupKey == "" && kind.RuleName != "" {
		return legacy(body)
	}
	var g group
	if err := decode(body, &g); err != nil {
		return Report{}, err
	}
	return g.report(Grafana, "Grafana")
}

func legacy(body []byte) (Report, error) {
	var l legacyGrafana
	if err := decode(body, &l); err != nil {
		return Report{}, err
	}
	r := Report{Sender: Grafana, Action: Trigger, Key: "rule-" + strconv.FormatInt(l.RuleID, 10), Severity: Error, Client: "Grafana",
		ClientURL: webLink(l.RuleURL),
		Summary:   clip(cmp.Or(l.Title, l.RuleName), longestSummary), Source: clip(l.RuleName, longestWord), Class: clip(l.RuleName, longestWord),
		Links: webLinks([]Link{{l.RuleURL, "rule"}, {l.ImageURL, "image"}}), Details: l.details()}
	if l.RuleID == 0 {
		r.Key = hashed("rule " + l.RuleName)
	}
	switch l.State {
	case "ok", "paused":
		r.Action = Resolve
	case "alerting":
	case "no_data", "pending":
		r.Severity = Warning
	default:
		return Report{}, invalid("'state' is %q, which is none of alerting, ok, no_data, pending and paused", clip(l.State, 40))
	}
	return r, nil
}

func (l legacyGrafana) details() json.RawMessage {
	d := map[string]any{}
	if l.Message != "" {
		d["message"] = l.Message
	}
	for name, raw := range map[string]json.RawMessage{"tags": l.Tags, "matches": l.Matches} {
		if len(raw) > 0 {
			d[name] = raw
		}
	}
	raw, err := json.Marshal(d)
	if err != nil || len(d) == 0 {
		return nil
	}
	return raw
}
