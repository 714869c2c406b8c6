package wire_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
)

// captured gives the bodies that a real Alertmanager 0.34 sent to a path: an alert, then a second in its group, then the
// end of both.
func captured(t *testing.T, path string) (bodies [][]byte) {
	t.Helper()
	raw, err := os.ReadFile("testdata/alertmanager-0.34.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string][]struct {
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all[path] {
		bodies = append(bodies, c.Body)
	}
	if len(bodies) == 0 {
		t.Fatalf("nothing was captured at %s", path)
	}
	return bodies
}

// firing gives the fingerprints of the members that fire.
func firing(r wire.Report) (all []string) {
	for _, m := range r.Members {
		if m.Firing {
			all = append(all, m.Fingerprint)
		}
	}
	return all
}

func TestAlertmanagerGroup(t *testing.T) {
	var got []wire.Report
	for _, body := range captured(t, "/amwebhook") {
		r, err := wire.AlertmanagerGroup(body)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	for i, want := range []struct {
		action wire.Action
		firing []string
	}{{wire.Trigger, []string{"a52e68834cda9a9a"}}, {wire.Trigger, []string{"a52e68834cda9a9a", "7d77bb6932493ef3"}}, {wire.Resolve, nil}} {
		if got[i].Action != want.action || !cmp.Equal(firing(got[i]), want.firing) || got[i].Severity != wire.Critical {
			t.Errorf("body %d: %s %s, firing %v", i, got[i].Action, got[i].Severity, firing(got[i]))
		}
		// The key is of the group, not of its text: all three speak of the same alert, as by PagerDuty's way.
		if want := "ce0c87d251f4e00c5cbf902bfc2dbbb4488f1b3206d9d44b286e1ceb780eb828"; got[i].Key != want {
			t.Errorf("body %d has the key %s, want %s", i, got[i].Key, want)
		}
	}
	first, last := got[0].Members[0], got[2].Members[0]
	if diff := cmp.Diff(wire.Member{Fingerprint: "a52e68834cda9a9a", Firing: true, Summary: "p99 latency over 2s", Severity: wire.Critical,
		Labels:   map[string]string{"alertname": "APILatencyHigh", "cluster": "eu1", "instance": "web-1:9090", "severity": "critical"},
		StartsAt: time.Date(2026, 11, 22, 12, 39, 41, 994610614, time.UTC)}, first); diff != "" {
		t.Error(diff)
	}
	if last.EndsAt != time.Date(2026, 11, 22, 12, 39, 49, 0, time.UTC) {
		t.Errorf("it ended at %v", last.EndsAt)
	}
	if got[0].Summary != "APILatencyHigh: p99 latency over 2s" || got[0].Source != "web-1:9090" || got[1].Source != "eu1" {
		t.Errorf("%q from %q, then %q", got[0].Summary, got[0].Source, got[1].Source)
	}
}

func TestPagerDutyEvent(t *testing.T) {
	for i, body := range captured(t, "/v2/enqueue") {
		key, r, err := wire.PagerDutyEvent(body)
		if err != nil {
			t.Fatal(err)
		}
		if key != "0123456789abcdef0123456789abcdef" || r.Key != "ce0c87d251f4e00c5cbf902bfc2dbbb4488f1b3206d9d44b286e1ceb780eb828" ||
			r.Severity != wire.Critical {
			t.Errorf("body %d: %s %+v", i, key, r)
		}
		if want := []wire.Action{wire.Trigger, wire.Trigger, wire.Resolve}[i]; r.Action != want {
			t.Errorf("body %d is a %s, want %s", i, r.Action, want)
		}
		if want := []wire.Link{{Href: "https://runbook.example/x", Text: "runbook"}, {Href: "https://img.example/x.png", Text: "graph"},
			{Href: "https://g.example", Text: "graph"}}; !cmp.Equal(r.Links, want) {
			t.Errorf("body %d: %v", i, r.Links)
		}
	}
}

func TestOpsgenieAlert(t *testing.T) {
	for i, body := range captured(t, "/opsgenie/v2/alerts") {
		r, err := wire.OpsgenieAlert(body)
		if err != nil {
			t.Fatal(err)
		}
		if r.Action != wire.Trigger || r.Severity != wire.Critical || !strings.HasPrefix(r.Summary, "[FIRING:") {
			t.Errorf("body %d: %+v", i, r)
		}
	}
	key := "ce0c87d251f4e00c5cbf902bfc2dbbb4488f1b3206d9d44b286e1ceb780eb828"
	r, err := wire.OpsgenieAct(key, wire.Resolve, captured(t, "/opsgenie/v2/alerts/"+key+"/close?identifierType=alias")[0])
	if err != nil || r.Action != wire.Resolve || r.Key != key {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestGrafanaGroup(t *testing.T) {
	for name, c := range map[string]struct {
		body     string
		action   wire.Action
		severity wire.Severity
		summary  string
	}{
		"unified": {`{"version":"1","orgId":1,"receiver":"dw","status":"firing","state":"alerting","title":"[FIRING:1] Disk","message":"**Firing**","externalURL":"http://g.example/",
			"groupKey":"{}/{a=\"b\"}:{alertname=\"Disk\"}","truncatedAlerts":0,"groupLabels":{"alertname":"Disk"},"commonLabels":{"alertname":"Disk","severity":"warning"},"commonAnnotations":{"summary":"Disk is full"},
			"alerts":[{"status":"firing","labels":{"alertname":"Disk","severity":"warning"},"annotations":{"summary":"Disk is full"},"startsAt":"2026-11-20T10:00:00+01:00","endsAt":"0001-01-01T00:00:00Z",
			"values":{"A":92.5},"valueString":"[ var='A' ]","generatorURL":"http://g.example/x","fingerprint":"f1","silenceURL":"http://g.example/s","dashboardURL":"","panelURL":"","imageURL":""}]}`, wire.Trigger, wire.Warning, "Disk: Disk is full"},
		"legacy":     {`{"ruleName":"CPU","ruleId":7,"state":"alerting","title":"[Alerting] CPU","message":"hot","ruleUrl":"http://g.example/r","evalMatches":[{"value":100}],"tags":{}}`, wire.Trigger, wire.Error, "[Alerting] CPU"},
		"legacy end": {`{"ruleName":"CPU","ruleId":7,"state":"ok","title":"[OK] CPU"}`, wire.Resolve, wire.Error, "[OK] CPU"},
		"no data":    {`{"ruleName":"CPU","ruleId":7,"state":"no_data","title":"[No Data] CPU"}`, wire.Trigger, wire.Warning, "[No Data] CPU"},
	} {
		r, err := wire.GrafanaGroup([]byte(c.body))
		if err != nil || r.Action != c.action || r.Severity != c.severity || r.Summary != c.summary || r.Sender != wire.Grafana {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// Whoever wrote the sender is told all that is wrong at once, in PagerDuty's words.
func TestEventsThatAreNone(t *testing.T) {
	event := func(body string) error { _, _, err := wire.PagerDutyEvent([]byte(body)); return err }
	change := func(body string) error { _, _, err := wire.PagerDutyChange([]byte(body)); return err }
	group := func(body string) error { _, err := wire.AlertmanagerGroup([]byte(body)); return err }
	grafana := func(body string) error { _, err := wire.GrafanaGroup([]byte(body)); return err }
	opsgenie := func(body string) error { _, err := wire.OpsgenieAlert([]byte(body)); return err }
	key := `"routing_key":"0123456789abcdef0123456789abcdef"`
	for name, c := range map[string]struct {
		read func(string) error
		body string
		want []string
	}{
		"short key": {event, `{"routing_key":"abc","event_action":"resolve","dedup_key":"x"}`,
			[]string{"Length of 'routing_key' is incorrect (should be 32 characters)"}},
		"no key":     {event, `{"event_action":"resolve","dedup_key":"x"}`, []string{"'routing_key' is missing or blank"}},
		"nothing":    {event, `{}`, []string{"'routing_key' is missing or blank", "'event_action' is missing or blank"}},
		"no payload": {event, `{` + key + `,"event_action":"trigger"}`, []string{"'payload' is missing or blank"}},
		"empty payload": {event, `{` + key + `,"event_action":"trigger","payload":{}}`,
			[]string{"'payload.summary' is missing or blank", "'payload.source' is missing or blank", "'payload.severity' is missing or blank"}},
		"severity": {event, `{` + key + `,"event_action":"trigger","payload":{"summary":"a","source":"b","severity":"bad"}}`,
			[]string{"'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"}},
		"no dedup key": {event, `{` + key + `,"event_action":"acknowledge"}`, []string{"'dedup_key' is missing or blank"}},
		"long dedup key": {event, `{` + key + `,"event_action":"resolve","dedup_key":"` + strings.Repeat("é", 256) + `"}`,
			[]string{"Length of 'dedup_key' is incorrect (should be at most 255 characters)"}},
		"action": {event, `{` + key + `,"event_action":"explode","dedup_key":"x"}`,
			[]string{"'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"}},
		"no JSON":   {event, `<xml>`, []string{"The body is no JSON: invalid character '<' looking for beginning of value"}},
		"no object": {event, `[1]`, []string{"The body is a JSON array, not an object"}},
		"no text":   {event, `{"routing_key":5}`, []string{"'routing_key' is a JSON number, which does not belong there"}},
		"change":    {change, `{` + key + `}`, []string{"'payload.summary' is missing or blank"}},
		"no group":  {group, `{"status":"firing"}`, []string{"'groupKey' is missing: this is no body of Alertmanager's webhook"}},
		"no status": {group, `{"groupKey":"x"}`, []string{"'status' is \"\", which is neither firing nor resolved"}},
		"grafana state": {grafana, `{"ruleName":"x","state":"odd"}`,
			[]string{"'state' is \"odd\", which is none of alerting, ok, no_data, pending and paused"}},
		"opsgenie": {opsgenie, `{"alias":"x"}`, []string{"'message' is missing or blank"}},
	} {
		var wrong *wire.Invalid
		if err := c.read(c.body); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(c.want, wrong.Reasons); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A longer text than PagerDuty allows is cut, for it must not lose the alert; a link that is none of the web is dropped.
func TestTextsAreTamed(t *testing.T) {
	_, r, err := wire.PagerDutyEvent([]byte(`{"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","client_url":"javascript:alert(1)",
		"links":[{"href":"javascript:alert(1)","text":"x"},"https://bare.example",{"href":"https://ok.example"}],"payload":{"summary":"` + strings.Repeat("é", 3000) + `","source":"a\u0000b","severity":"info","timestamp":"2026-11-20T10:00:00.000+0100"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(r.Summary)); n != 1024 || r.Source != "ab" || r.ClientURL != "" || len(r.Links) != 1 {
		t.Errorf("%d characters, %q, %q, %v", n, r.Source, r.ClientURL, r.Links)
	}
	if want := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC); !r.At.Equal(want) {
		t.Errorf("at %v, want %v", r.At, want)
	}
}
