package wire

import (
	"encoding/json"
	"time"
	"unicode/utf8"
)

// KeyLength is how long a routing key is (PagerDuty Events API v2).
const KeyLength = 32

type pagerDutyEvent struct {
	RoutingKey string            `json:"routing_key"`
	Action     string            `json:"event_action"`
	DedupKey   string            `json:"dedup_key"`
	Client     string            `json:"client"`
	ClientURL  string            `json:"client_url"`
	Links      []json.RawMessage `json:"links"`
	Images     []json.RawMessage `json:"images"`
	Payload    *pagerDutyPayload `json:"payload"`
}

type pagerDutyImage struct {
	Src  string `json:"src"`
	Href string `json:"href"`
	Alt  string `json:"alt"`
}

type pagerDutyPayload struct {
	Summary   string          `json:"summary"`
	Source    string          `json:"source"`
	Severity  string          `json:"severity"`
	Timestamp string          `json:"timestamp"`
	Component string          `json:"component"`
	Group     string          `json:"group"`
	Class     string          `json:"class"`
	Details   json.RawMessage `json:"custom_details"`
}

// PagerDutyEvent reads a body of POST /v2/enqueue and gives the routing key and the report. Every reason why it is no
// event is told at once, in PagerDuty's words.
func PagerDutyEvent(body []byte) (key string, r Report, err error) {
	var e pagerDutyEvent
	if err := decode(body, &e); err != nil {
		return "", Report{}, err
	}
	if reasons := e.wrong(); len(reasons) > 0 {
		return e.RoutingKey, Report{}, &Invalid{reasons}
	}
	r = Report{Sender: PagerDuty, Action: Action(e.Action), Key: e.DedupKey, Client: clip(e.Client, longestWord), ClientURL: webLink(e.ClientURL),
		Links: webLinks(e.allLinks())}
	if p := e.Payload; p != nil { // it may come with a resolve, too
		p.into(&r)
	}
	return e.RoutingKey, r, nil
}

// wrong says what PagerDuty would say.
func (e pagerDutyEvent) wrong() (reasons []string) {
	reasons = wrongKey(e.RoutingKey)
	switch Action(e.Action) {
	case Trigger:
		reasons = append(reasons, e.Payload.wrong()...)
	case Acknowledge, Resolve:
		if e.DedupKey == "" {
			reasons = append(reasons, "'dedup_key' is missing or blank")
		}
	case "":
		reasons = append(reasons, "'event_action' is missing or blank")
	default:
		reasons = append(reasons, "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')")
	}
	if utf8.RuneCountInString(e.DedupKey) > longestKey {
		reasons = append(reasons, "Length of 'dedup_key' is incorrect (should be at most 255 characters)")
	}
	return reasons
}

func wrongKey(key string) []string {
	switch {
	case key == "":
		return []string{"'routing_key' is missing or blank"}
	case len(key) != KeyLength:
		return []string{"Length of 'routing_key' is incorrect (should be 32 characters)"}
	}
	return nil
}

func (p *pagerDutyPayload) wrong() (reasons []string) {
	if p == nil {
		return []string{"'payload' is missing or blank"}
	}
	for _, f := range []struct{ name, value string }{{"summary", p.Summary}, {"source", p.Source}, {"severity", p.Severity}} {
		if f.value == "" {
			reasons = append(reasons, "'payload."+f.name+"' is missing or blank")
		}
	}
	if s := Severity(p.Severity); p.Severity != "" && s.rank() == len(Severities()) {
		reasons = append(reasons, "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')")
	}
	return reasons
}

func (p *pagerDutyPayload) into(r *Report) {
	r.Summary, r.Source, r.Severity = clip(p.Summary, longestSummary), clip(p.Source, longestWord), Severity(p.Severity)
	r.Component, r.Group, r.Class = clip(p.Component, longestWord), clip(p.Group, longestWord), clip(p.Class, longestWord)
	r.Details = p.Details
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.999999999-0700"} { // the second is ISO 8601 as Python and Perl write it
		if at, err := time.Parse(layout, p.Timestamp); err == nil {
			r.At = at.UTC()
			return
		}
	}
}

// allLinks are the links and what the images show. One that is none is left out: it must not lose the alert.
func (e pagerDutyEvent) allLinks() (links []Link) {
	for _, raw := range e.Links {
		var l Link
		if json.Unmarshal(raw, &l) == nil {
			links = append(links, l)
		}
	}
	for _, raw := range e.Images {
		var i pagerDutyImage
		if json.Unmarshal(raw, &i) == nil {
			links = append(links, Link{Href: i.Src, Text: i.Alt}, Link{Href: i.Href, Text: i.Alt})
		}
	}
	return links
}

// PagerDutyChange reads a body of POST /v2/change/enqueue: something was changed, such as a deployment. It is no alert.
func PagerDutyChange(body []byte) (key string, r Report, err error) {
	var e pagerDutyEvent
	if err := decode(body, &e); err != nil {
		return "", Report{}, err
	}
	reasons := wrongKey(e.RoutingKey)
	if e.Payload == nil || e.Payload.Summary == "" {
		reasons = append(reasons, "'payload.summary' is missing or blank")
	}
	if len(reasons) > 0 {
		return e.RoutingKey, Report{}, &Invalid{reasons}
	}
	r = Report{Sender: PagerDuty, Action: Change, Links: webLinks(e.allLinks())}
	e.Payload.into(&r)
	r.Severity = Info
	return e.RoutingKey, r, nil
}
