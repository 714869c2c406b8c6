package scenario

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// ask sends a request of a program to the desk; header is name, value, name, value.
func (k *desk) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequestWithContext(k.t.Context(), method, site+path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	k.pages.ServeHTTP(w, r)
	k.wait(0)
	return w
}

// event reports to a service as PagerDuty's clients do.
func (k *desk) event(key, action, dedup string) {
	k.t.Helper()
	w := k.ask(http.MethodPost, "/v2/enqueue",
		fmt.Sprintf(`{"routing_key":"%s","event_action":"%s","dedup_key":"%s","payload":{"summary":"%[3]s is down","source":"web-1","severity":"critical"}}`, key, action, dedup))
	if w.Code != http.StatusAccepted {
		k.t.Fatalf("%s %s: %d %s", action, dedup, w.Code, w.Body)
	}
}

// alertPage gives the open page of an alert; its ID is 0 where there is none.
func (k *desk) alertPage(alertID int64) paging.Page {
	k.t.Helper()
	open, err := k.Paging.Open(k.system(), k.DB.Read(), alert.Subject(alertID))
	k.must(err)
	if len(open) == 0 {
		return paging.Page{}
	}
	return open[0]
}

// An alert pages whoever is on call and then their manager; to acknowledge the page or the alert is one act; the page ends
// with the alert.
func TestAlertsPage(t *testing.T) {
	guarded(t, "2026-11-18 10:00", func(t *testing.T, k *desk) {
		m, err := k.Alerts.SaveService(k.system(), alert.Monitored{Title: "Checkout"})
		k.must(err)
		key := m.Keys[0].Key
		k.event(key, "trigger", "database")
		k.event(key, "trigger", "database")
		if p := k.alertPage(1); p.State != paging.Triggered || p.Title != "Checkout: database is down" || p.Urgency != paging.High {
			t.Fatalf("%+v", p)
		}
		k.wait(11 * time.Minute) // the manager is asked by now
		_, err = k.Paging.Acknowledge(k.as("mona"), k.alertPage(1).ID)
		k.must(err)
		if v := k.alert(1); v.State != alert.Acknowledged || v.AckedBy != k.users["mona"].ID {
			t.Errorf("%+v", v.Alert)
		}
		k.event(key, "resolve", "database")
		if p := k.alertPage(1); p.ID != 0 || k.alert(1).Open() {
			t.Errorf("%+v", p)
		}

		k.event(key, "trigger", "network")
		k.must(k.Alerts.Acknowledge(k.as("ana"), 2))
		if p := k.alertPage(2); p.State != paging.Acknowledged || p.AckedBy != k.users["ana"].ID {
			t.Errorf("%+v", p)
		}
		k.must(k.Alerts.Resolve(k.as("ana"), 2))
		if p := k.alertPage(2); p.ID != 0 {
			t.Errorf("%+v", p)
		}

		k.event(key, "trigger", "disk")
		k.event(key, "acknowledge", "disk") // in the tool where it came from
		if p := k.alertPage(3); p.ID != 0 || k.alert(3).State != alert.Acknowledged {
			t.Errorf("%+v", p)
		}
	})
}

func (k *desk) alert(id int64) alert.View {
	k.t.Helper()
	v, err := k.Alerts.View(k.system(), id)
	k.must(err)
	return v
}

// Programs ask who is on call with a token that allows that and nothing else, and no faster than the desk lets them.
func TestProgramsAskWhoIsOnCall(t *testing.T) {
	guarded(t, "2026-11-18 10:00", func(t *testing.T, k *desk) {
		_, token, err := k.People.CreateAPIToken(k.as("ana"), people.NewAPIToken{Name: "Board", Scopes: []people.Scope{people.ScopeOnCallRead}})
		k.must(err)
		k.do(func(ctx context.Context, tx *db.Tx) error {
			return people.APIRulesKey.Set(ctx, tx, k.Log, people.APIRules{PerMinute: 3})
		})
		bearer := []string{"Authorization", "Bearer " + token}
		for _, c := range []struct {
			path, auth string
			status     int
			says       string
		}{
			{"/api/v2/on_call.json", "Bearer " + token, 200, k.users["ana"].Email},
			{"/api/v2/on_call?schedule=Support+managers", "Bearer " + token, 200, k.users["mona"].Email},
			{"/api/v2/on_call?schedule=Moon", "Bearer " + token, 404, `"error":"RecordNotFound"`},
			{"/api/v2/on_call", "Bearer " + token, 429, `"error":"APIRateLimitExceeded"`},
			{"/api/v2/on_call", "Bearer " + token + "x", 401, `{"error":"Couldn't authenticate you"}`},
			{"/api/v2/on_call", "", 401, `{"error":"Couldn't authenticate you"}`},
		} {
			w := k.ask(http.MethodGet, c.path, "", "Authorization", c.auth)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("%s: %d %s", c.path, w.Code, w.Body)
			}
			if c.status == 429 && w.Header().Get("Retry-After") != "20" {
				t.Errorf("come again after %q seconds", w.Header().Get("Retry-After"))
			}
		}
		k.wait(20 * time.Second)
		if w := k.ask(http.MethodGet, "/api/v2/on_call", "", bearer...); w.Code != http.StatusOK {
			t.Errorf("after the wait: %d %s", w.Code, w.Body)
		}
		if w := k.ask(http.MethodGet, "/alerts", "", append(bearer, "Accept", "application/json")...); w.Code != http.StatusUnauthorized {
			t.Errorf("a token opens a page: %d", w.Code)
		}
	})
}
