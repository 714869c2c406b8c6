package alertapi_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/alert"
)

const eventBody = `{"routing_key":"%s","event_action":"%s","dedup_key":"%s","payload":{"summary":"down","source":"web-1","severity":"critical"}}`

// PagerDuty's clients read the status, and people the sentence.
func TestPagerDutyAnswers(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for name, c := range map[string]struct {
			path, body string
			status     int
			answer     string
		}{
			"trigger": {"/v2/enqueue", fmt.Sprintf(eventBody, k.key, "trigger", "a"), 202,
				`{"status":"success","message":"Event processed","dedup_key":"a"}`},
			"of nothing": {"/v2/enqueue", fmt.Sprintf(eventBody, k.key, "resolve", "unknown"), 202,
				`{"status":"success","message":"Event processed","dedup_key":"unknown"}`},
			"short key": {"/v2/enqueue", fmt.Sprintf(eventBody, "short", "trigger", "a"), 400,
				`{"status":"invalid event","message":"Event object is invalid","errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}`},
			"unknown key": {"/v2/enqueue", fmt.Sprintf(eventBody, strings.Repeat("0", 32), "trigger", "a"), 400,
				`{"status":"invalid event","message":"Event object is invalid","errors":["Invalid routing key","No service of this desk has the routing key that begins with 000000…: copy the key from the page of the service, under Settings, Alert services"]}`},
			"change": {"/v2/change/enqueue", `{"routing_key":"` + k.key + `","payload":{"summary":"Deployed 4.2"}}`, 202,
				`{"status":"success","message":"Change event processed"}`},
			"5 MB": {"/v2/enqueue", fmt.Sprintf(eventBody, k.key, "trigger", strings.Repeat("x", 5<<20)), 413,
				`{"status":"invalid event","message":"Event object is too large","errors":["The body is larger than the 512000 bytes that are taken. Send less of the details, or fewer alerts at once"]}`},
		} {
			status, answer, _ := k.send(http.MethodPost, c.path, c.body)
			if status != c.status || answer != c.answer {
				t.Errorf("%s: %d %s", name, status, answer)
			}
		}
		status, answer, _ := k.send(http.MethodPost, "/v2/enqueue", fmt.Sprintf(eventBody, k.key, "trigger", ""))
		var got struct {
			DedupKey string `json:"dedup_key"`
		}
		if err := json.Unmarshal([]byte(answer), &got); err != nil || status != 202 || len(got.DedupKey) < 20 {
			t.Fatalf("%d %s", status, answer)
		}
		if status, _, _ := k.send(http.MethodPost, "/v2/enqueue", fmt.Sprintf(eventBody, k.key, "resolve", got.DedupKey)); status != 202 ||
			len(k.alerts(true)) != 1 {
			t.Errorf("%d; the key that was chosen closes nothing", status)
		}
		var reasons []string
		for _, r := range k.refusals() {
			reasons = append(reasons, r.Reason)
			if strings.Contains(r.Key, k.key) {
				t.Errorf("a refusal shows the key: %+v", r)
			}
		}
		if len(reasons) != 3 {
			t.Errorf("refused: %q", reasons)
		}
	})
}

// Bodies that a real Alertmanager 0.34 sent, by each of its ways: one alert, which grows and ends.
func TestCapturedBodies(t *testing.T) {
	raw, err := os.ReadFile("../wire/testdata/alertmanager-0.34.json")
	if err != nil {
		t.Fatal(err)
	}
	var captured map[string][]struct {
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(raw, &captured); err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, k *desk) {
		hook := func(body json.RawMessage) int {
			status, _, _ := k.send(http.MethodPost, "/hooks/alertmanager/"+k.key, string(body))
			return status
		}
		for i, c := range captured["/amwebhook"] {
			for range 2 { // both of a pair send it
				if status := hook(c.Body); status != 200 {
					t.Fatalf("body %d: %d", i, status)
				}
			}
			if open := k.alerts(false); i < 2 && (len(open) != 1 || open[0].Firing != i+1) || i == 2 && len(open) != 0 {
				t.Errorf("after body %d: %+v", i, open)
			}
		}
		hook(captured["/amwebhook"][0].Body) // late
		if n := len(k.alerts(false)); n != 0 {
			t.Errorf("a late report opened %d alerts", n)
		}
		for i, c := range captured["/v2/enqueue"] {
			body := strings.ReplaceAll(string(c.Body), "0123456789abcdef0123456789abcdef", k.key)
			if status, answer, _ := k.send(http.MethodPost, "/v2/enqueue", body); status != 202 {
				t.Fatalf("event %d: %d %s", i, status, answer)
			}
		}
		genie := []string{"Authorization", "GenieKey " + k.key}
		for path, calls := range captured {
			if path, ok := strings.CutPrefix(path, "/opsgenie"); ok && path == "/v2/alerts" {
				for _, c := range calls {
					if status, answer, _ := k.send(http.MethodPost, path, string(c.Body), genie...); status != 202 {
						t.Fatalf("%s: %d %s", path, status, answer)
					}
				}
			}
		}
		if open := k.alerts(false); len(open) != 1 || open[0].Times != 2 {
			t.Fatalf("by Opsgenie's way: %+v", open)
		}
		for path, calls := range captured {
			if path, ok := strings.CutPrefix(path, "/opsgenie"); ok && strings.Contains(path, "/close") {
				if status, answer, _ := k.send(http.MethodPost, path, string(calls[0].Body), genie...); status != 202 {
					t.Fatalf("%s: %d %s", path, status, answer)
				}
			}
		}
		if open, over := k.alerts(false), k.alerts(true); len(open) != 0 || len(over) != 3 || len(k.refusals()) != 0 {
			t.Errorf("open %+v, over %d, refused %+v", open, len(over), k.refusals())
		}
	})
}

func TestOpsgenieAnswers(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		genie := "GenieKey " + k.key
		for name, c := range map[string]struct {
			path, body, auth string
			status           int
			answer           string
		}{
			"create":      {"/v2/alerts", `{"alias":"a","message":"down","priority":"P1"}`, genie, 202, `"result":"Request will be processed"`},
			"no message":  {"/v2/alerts", `{"alias":"a"}`, genie, 422, `"message":"'message' is missing or blank"`},
			"no key":      {"/v2/alerts", `{"message":"down"}`, "", 401, `No service of this desk has the routing key`},
			"other key":   {"/v2/alerts", `{"message":"down"}`, "Bearer " + k.key, 401, `No service of this desk has the routing key`},
			"acknowledge": {"/v2/alerts/a/acknowledge?identifierType=alias", ``, genie, 202, `"requestId":"`},
			"by number":   {"/v2/alerts/a/close", `{}`, genie, 422, `?identifierType=alias`},
		} {
			status, answer, _ := k.send(http.MethodPost, c.path, c.body, "Authorization", c.auth)
			if status != c.status || !strings.Contains(answer, c.answer) {
				t.Errorf("%s: %d %s", name, status, answer)
			}
		}
	})
}

const grafana = `{"version":"1","groupKey":"g","status":"%s","commonLabels":{"alertname":"Disk"},"alerts":[{"status":"%[1]s","labels":{"alertname":"Disk"},"startsAt":"2026-11-20T10:00:00Z","endsAt":"%s","fingerprint":"f"}]}`

// Grafana may post or put, with the key in the address or in a header.
func TestGrafanaWays(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		firing, over := fmt.Sprintf(grafana, "firing", "0001-01-01T00:00:00Z"), fmt.Sprintf(grafana, "resolved", "2026-11-20T11:00:00Z")
		basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("grafana:"+k.key))
		for i, c := range []struct {
			method, path, body, auth string
			status                   int
		}{
			{"POST", "/hooks/grafana/" + k.key, firing, "", 200}, {"PUT", "/hooks/grafana/" + k.key, firing, "", 200},
			{"POST", "/hooks/grafana", firing, "Bearer " + k.key, 200},
			{"POST", "/hooks/grafana", firing, basic, 200}, {"POST", "/hooks/grafana", firing, "", 404}, {"POST", "/hooks/grafana/" + k.key, "{}", "", 400},
			{"PUT", "/hooks/grafana", over, basic, 200},
		} {
			if status, answer, _ := k.send(c.method, c.path, c.body, "Authorization", c.auth); status != c.status {
				t.Errorf("%d: %d %s", i, status, answer)
			}
		}
		if list := k.alerts(true); len(list) != 1 || list[0].Times != 5 {
			t.Errorf("%+v", list)
		}
	})
}

// Who sends too much is told to come again, and one service does not pay for another.
func TestTooMuch(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		if err := k.SaveRules(k.admin(), alert.Rules{PerMinute: 3, StormMinutes: 1, KeepDays: 1}); err != nil {
			t.Fatal(err)
		}
		var last int
		var answer string
		var header http.Header
		for range 4 {
			last, answer, header = k.send(http.MethodPost, "/v2/enqueue", fmt.Sprintf(eventBody, k.key, "trigger", "a"))
		}
		if last != 429 || header.Get("Retry-After") == "" || !strings.Contains(answer, "throttle exceeded") {
			t.Errorf("%d %s %v", last, answer, header)
		}
		other, err := k.SaveService(k.admin(), alert.Monitored{Title: "Search"})
		if err != nil {
			t.Fatal(err)
		}
		if status, answer, _ := k.send(http.MethodPost, "/v2/enqueue", fmt.Sprintf(eventBody, other.Keys[0].Key, "trigger", "a")); status != 202 {
			t.Errorf("the other service: %d %s", status, answer)
		}
	})
}
