package alertapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/test/rig"
)

// PagerDuty's own Go client triggers, acknowledges and resolves, and understands a refusal.
func TestGoPagerDuty(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		client := pagerduty.NewClient("", pagerduty.WithV2EventsAPIEndpoint(k.url))
		manage := func(e pagerduty.V2Event) (*pagerduty.V2EventResponse, error) {
			return client.ManageEventWithContext(t.Context(), &e)
		}
		made, err := manage(pagerduty.V2Event{RoutingKey: k.key, Action: "trigger", Client: "probe", ClientURL: "https://probe.example",
			Links:   []interface{}{map[string]string{"href": "https://runbook.example", "text": "runbook"}},
			Payload: &pagerduty.V2Payload{Summary: "Checkout answers 503", Source: "web-1", Severity: "critical", Details: map[string]any{"rate": 0.3}}})
		if err != nil || made.Status != "success" || made.DedupKey == "" {
			t.Fatalf("%+v, %v", made, err)
		}
		for i, c := range []struct {
			action string
			want   alert.State
		}{{"trigger", alert.Triggered}, {"acknowledge", alert.Acknowledged}, {"resolve", alert.Resolved}} {
			e := pagerduty.V2Event{RoutingKey: k.key, Action: c.action, DedupKey: made.DedupKey}
			if c.action == "trigger" {
				e.Payload = &pagerduty.V2Payload{Summary: "Checkout answers 503", Source: "web-1", Severity: "critical"}
			}
			if _, err := manage(e); err != nil {
				t.Fatal(err)
			}
			list := append(k.alerts(false), k.alerts(true)...)
			if len(list) != 1 || list[0].State != c.want || list[0].Times != int64(i+2) || list[0].Said.Links[0].Text != "runbook" {
				t.Errorf("after %s: %+v", c.action, list)
			}
		}
		if _, err := client.CreateChangeEventWithContext(t.Context(), pagerduty.ChangeEvent{RoutingKey: k.key,
			Payload: pagerduty.ChangeEventPayload{Summary: "Deployed 4.2", Source: "ci", Timestamp: time.Now().UTC().Format(time.RFC3339)}}); err != nil {
			t.Errorf("a change: %v", err)
		}
		_, err = manage(pagerduty.V2Event{RoutingKey: strings.Repeat("0", 32), Action: "resolve", DedupKey: "x"})
		var refused pagerduty.APIError
		if !errors.As(err, &refused) || refused.StatusCode != http.StatusBadRequest || refused.Temporary() {
			t.Errorf("an unknown key: %v", err)
		}
	})
}

// Debian's Alertmanager reports by its PagerDuty, webhook and Opsgenie receivers at once: each has one alert, whose group
// grows from one to two, and which is over when all of the group is.
func TestAlertmanager(t *testing.T) {
	rig.Need(t, "prometheus-alertmanager")
	each(t, func(t *testing.T, k *desk) {
		manager := startAlertmanager(t, k)
		one, two := promAlert("web-1", "critical"), promAlert("web-2", "critical")
		manager.post(one)
		k.wait("one fires by each way", func() bool { return len(k.alerts(false)) == 3 && k.firing() == 1 })
		manager.post(one, two)
		k.wait("two fire in the group", func() bool { return len(k.alerts(false)) == 3 && k.firing() == 2 })
		for _, a := range k.alerts(false) {
			if a.Severity != wire.Critical || a.Urgency != alert.High {
				t.Errorf("%+v", a)
			}
		}
		for _, a := range []map[string]any{one, two} {
			a["endsAt"] = time.Now().UTC().Format(time.RFC3339)
		}
		manager.post(one, two)
		k.wait("all are over", func() bool { return len(k.alerts(false)) == 0 })
		keys := map[string]bool{}
		for _, a := range k.alerts(true) {
			keys[a.Key] = true
			if a.ClosedWhy != alert.BySender {
				t.Errorf("%+v", a)
			}
		}
		if len(keys) != 1 || len(k.alerts(true)) != 3 || len(k.refusals()) != 0 {
			t.Errorf("keys %v, %d alerts, refused %+v", keys, len(k.alerts(true)), k.refusals())
		}
	})
}

// firing gives how many members fire in the group that came by the webhook.
func (k *desk) firing() int {
	for _, a := range k.alerts(false) {
		if a.Sender == wire.Alertmanager {
			return a.Firing
		}
	}
	return 0
}

// wait asks until something is so.
func (k *desk) wait(what string, so func() bool) {
	k.t.Helper()
	for deadline := time.Now().Add(40 * time.Second); !so(); {
		if time.Now().After(deadline) {
			k.t.Fatalf("%s: never; open %+v, refused %+v", what, k.alerts(false), k.refusals())
		}
		time.Sleep(50 * time.Millisecond) // Alertmanager tells nobody when it has sent
	}
}

func promAlert(instance, severity string) map[string]any {
	return map[string]any{"labels": map[string]string{"alertname": "APILatencyHigh", "instance": instance, "severity": severity},
		"annotations": map[string]string{"summary": "p99 latency over 2s"}, "generatorURL": "http://prom.example/graph"}
}

type alertmanager struct {
	t   *testing.T
	url string
}

func startAlertmanager(t *testing.T, k *desk) *alertmanager {
	t.Helper()
	key := map[string]string{"": k.key}
	for _, title := range []string{"events", "opsgenie"} { // each way is a service of its own: by one, all three are the same alert
		m, err := k.SaveService(k.admin(), alert.Monitored{Title: title})
		if err != nil {
			t.Fatal(err)
		}
		key[title] = m.Keys[0].Key
	}
	config := fmt.Sprintf(`
route: {receiver: all, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: all
    webhook_configs: [{url: "%[1]s/hooks/alertmanager", http_config: {authorization: {credentials: "%[2]s"}}}]
    pagerduty_configs: [{routing_key: "%[3]s", url: "%[1]s/v2/enqueue", severity: "{{ .CommonLabels.severity }}"}]
    opsgenie_configs: [{api_key: "%[4]s", api_url: "%[1]s/", priority: P1}]
`, k.url, key[""], key["events"], key["opsgenie"])
	dir := t.TempDir()
	file := filepath.Join(dir, "alertmanager.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	var log bytes.Buffer
	program := exec.CommandContext(t.Context(), "prometheus-alertmanager", "--config.file="+file, "--storage.path="+dir,
		"--web.listen-address="+addr, "--cluster.listen-address=")
	program.Stdout, program.Stderr = &log, &log
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		program.Process.Kill()
		program.Wait()
		if t.Failed() {
			t.Logf("alertmanager:\n%s", log.String())
		}
	})
	m := &alertmanager{t, "http://" + addr}
	k.wait("alertmanager serves", func() bool {
		res, err := http.Get(m.url + "/-/ready")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	return m
}

func (m *alertmanager) post(alerts ...map[string]any) {
	m.t.Helper()
	body, err := json.Marshal(alerts)
	if err != nil {
		m.t.Fatal(err)
	}
	res, err := http.Post(m.url+"/api/v2/alerts", "application/json", bytes.NewReader(body))
	if err != nil {
		m.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		m.t.Fatalf("alertmanager answers %s", res.Status)
	}
}
