package wire

import (
	"cmp"
	"encoding/json"
	"unicode/utf8"
)

type opsgenieAlert struct {
	Alias       string            `json:"alias"`
	Message     string            `json:"message"`
	Description string            `json:"description"`
	Details     map[string]any    `json:"details"`
	Source      string            `json:"source"`
	Entity      string            `json:"entity"`
	Priority    string            `json:"priority"`
	Tags        []string          `json:"tags"`
	Note        string            `json:"note"`
	User        string            `json:"user"`
	Extra       map[string]string `json:"extraProperties"`
}

// The longest that Opsgenie takes (Opsgenie Alert API, Create Alert).
const longestAlias = 512

// OpsgenieAlert reads a body of POST /v2/alerts.
func OpsgenieAlert(body []byte) (Report, error) {
	var a opsgenieAlert
	if err := decode(body, &a); err != nil {
		return Report{}, err
	}
	switch {
	case a.Message == "":
		return Report{}, invalid("'message' is missing or blank")
	case utf8.RuneCountInString(a.Alias) > longestAlias:
		return Report{}, invalid("'alias' is longer than %d characters", longestAlias)
	}
	return Report{Sender: Opsgenie, Action: Trigger, Key: opsgenieKey(a.Alias), Summary: clip(a.Message, longestSummary), Severity: a.severity(),
		Source: clip(cmp.Or(a.Entity, a.Source), longestWord), Client: "Opsgenie API", ClientURL: webLink(a.Source), Details: a.details()}, nil
}

// OpsgenieAct is what a body of POST /v2/alerts/ALIAS/close or /acknowledge asks for. The body says nothing that is needed,
// and may be missing.
func OpsgenieAct(alias string, action Action, body []byte) (Report, error) {
	var a opsgenieAlert
	if len(body) > 0 {
		if err := decode(body, &a); err != nil {
			return Report{}, err
		}
	}
	return Report{Sender: Opsgenie, Action: action, Key: opsgenieKey(alias)}, nil
}

// opsgenieKey is the alias, or a key made of one that is too long to be kept.
func opsgenieKey(alias string) string {
	if utf8.RuneCountInString(alias) > longestKey {
		return hashed(alias)
	}
	return alias
}

// severity is that of the priority, else of a label, which Alertmanager sends among the details. Opsgenie's default is P3,
// but nobody chose that: without either it is an error.
func (a opsgenieAlert) severity() Severity {
	label, _ := a.Details["severity"].(string)
	switch a.Priority {
	case "P1", "P2":
		return map[string]Severity{"P1": Critical, "P2": Error}[a.Priority]
	case "P3", "P4", "P5":
		return severityOf(a.Priority)
	}
	return severityOf(label)
}

func (a opsgenieAlert) details() json.RawMessage {
	d := map[string]any{}
	for name, value := range a.Details {
		d[name] = value
	}
	if a.Description != "" {
		d["description"] = a.Description
	}
	if len(a.Tags) > 0 {
		d["tags"] = a.Tags
	}
	raw, err := json.Marshal(d)
	if err != nil || len(d) == 0 {
		return nil
	}
	return raw
}
