package statusui

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/incident"
)

// The fields that Statuspage documents for its public API v2 (https://metastatuspage.com/api).
var documented = map[string]string{
	"page":      "id name time_zone updated_at url",
	"status":    "description indicator",
	"component": "created_at description group group_id id name only_show_if_degraded page_id position showcase start_date status updated_at",
	"incident":  "components created_at id impact incident_updates monitoring_at name page_id resolved_at shortlink started_at status updated_at",
	"update":    "affected_components body created_at custom_tweet deliver_notifications display_at id incident_id status tweet_id updated_at",
	"affected":  "code name new_status old_status",
}

// TestStatuspage compares each document with the fields that tools rely on.
func TestStatuspage(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		parts := map[string]string{"status": "status", "components": "components", "incidents": "incidents", "incidents/unresolved": "incidents",
			"scheduled-maintenances": "scheduled_maintenances", "scheduled-maintenances/upcoming": "scheduled_maintenances",
			"scheduled-maintenances/active": "scheduled_maintenances", "summary": "components incidents scheduled_maintenances status"}
		for _, path := range incident.StatuspagePaths() {
			doc := s.json(t, "/status/api/v2/"+path+".json")
			has(t, path, doc, "page "+parts[path])
			has(t, path+" page", doc["page"], documented["page"])
		}
		doc := s.json(t, "/status/api/v2/summary.json")
		has(t, "status", doc["status"], documented["status"])
		if d := cmp.Diff(map[string]any{"indicator": "major", "description": "Partial System Outage"}, doc["status"]); d != "" {
			t.Error(d)
		}
		components := doc["components"].([]any)
		has(t, "group", components[0], documented["component"]+" components")
		has(t, "component", components[1], documented["component"])
		one := doc["incidents"].([]any)[0].(map[string]any)
		has(t, "incident", one, documented["incident"])
		if one["resolved_at"] != nil || one["id"] != s.open.Code || !strings.HasSuffix(one["started_at"].(string), "Z") {
			t.Errorf("the incident reads as %v", one)
		}
		updates := one["incident_updates"].([]any)
		has(t, "update", updates[1], documented["update"])
		has(t, "affected", updates[1].(map[string]any)["affected_components"].([]any)[0], documented["affected"])
		if len(updates) != 2 || updates[0].(map[string]any)["affected_components"] != nil {
			t.Errorf("the updates read as %v", updates)
		}
		has(t, "maintenance", doc["scheduled_maintenances"].([]any)[0], documented["incident"]+" scheduled_for scheduled_until")
		if list := s.json(t, "/status/api/v2/scheduled-maintenances/active.json")["scheduled_maintenances"].([]any); len(list) != 0 {
			t.Errorf("active maintenance: %v", list)
		}
		s.stranger.Get("/status/api/v2/nothing.json").Shows(http.StatusNotFound)
	})
}

// TestStatusIO compares the other dialect, whose codes are numbers.
func TestStatusIO(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		result := s.json(t, "/status/1.0/status/whatever")["result"].(map[string]any)
		has(t, "result", result, "incidents maintenance status status_overall")
		has(t, "overall", result["status_overall"], "status status_code updated")
		if got := result["status_overall"].(map[string]any)["status_code"]; got != 400.0 {
			t.Errorf("the code of a partial outage is %v", got)
		}
		first := result["status"].([]any)[0]
		has(t, "component", first, "containers id name status status_code updated")
		has(t, "container", first.(map[string]any)["containers"].([]any)[0], "id name status status_code updated")
		if len(result["incidents"].([]any)) != 1 || len(result["maintenance"].(map[string]any)["upcoming"].([]any)) != 1 {
			t.Errorf("%v", result)
		}
	})
}

// json reads an answer that any site's pages may ask for.
func (s *desk) json(t *testing.T, path string) (doc map[string]any) {
	t.Helper()
	page := s.stranger.Get(path).Shows(http.StatusOK)
	if got := page.Header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("%s may be asked by %q", path, got)
	}
	must(t, json.Unmarshal([]byte(page.Raw), &doc))
	return doc
}

// has wants an object with exactly these fields.
func has(t *testing.T, what string, object any, fields string) {
	t.Helper()
	m, ok := object.(map[string]any)
	if !ok {
		t.Fatalf("%s is %v", what, object)
	}
	want := strings.Fields(fields)
	slices.Sort(want)
	if d := cmp.Diff(want, slices.Sorted(maps.Keys(m))); d != "" {
		t.Errorf("fields of %s (-want +got):\n%s", what, d)
	}
}
