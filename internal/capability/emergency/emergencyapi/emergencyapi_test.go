package emergencyapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyapi"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// TestPost opens an emergency by JSON, and says what is wrong with what is none.
func TestPost(t *testing.T) {
	var raised emergency.Raised
	mux := web.NewMux(web.Config{Now: time.Now, Authenticate: func(ctx context.Context, c web.Call) (context.Context, error) {
		if c.Resource != "emergencies" || !c.Write {
			t.Errorf("asked for %+v", c)
		}
		return ctx, nil
	}})
	emergencyapi.Deps{Link: func(path string) string { return "https://desk.test" + path },
		Raise: func(_ context.Context, r emergency.Raised) (ticket.Ticket, error) {
			raised = r
			if r.Subject == "" {
				return ticket.Ticket{}, fault.Field("subject", "Say in a line what is down")
			}
			return ticket.Ticket{ID: 17}, nil
		}}.Routes(mux)
	post := func(body string) (int, string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v2/emergencies.json", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		mux.ServeHTTP(w, r)
		return w.Code, strings.TrimSpace(w.Body.String())
	}
	code, body := post(`{"emergency": {"subject": "It is down", "comment": "All of it", "requester": {"name": "Dana", "email": "dana@acme.test"}, "region": "emea"}}`)
	if want := `{"emergency":{"ticket_id":17,"url":"https://desk.test/tickets/17"}}`; code != http.StatusCreated || body != want {
		t.Errorf("%d %s, want %s", code, body, want)
	}
	if diff := cmp.Diff(emergency.Raised{Name: "Dana", Address: "dana@acme.test", Subject: "It is down", Body: "All of it", Region: "emea"},
		raised); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		body string
		code int
		says string
	}{
		"empty":    {"", http.StatusUnprocessableEntity, "is empty"},
		"no JSON":  {"<emergency/>", http.StatusUnprocessableEntity, "no JSON"},
		"nothing":  {"{}", http.StatusUnprocessableEntity, "what is down"},
		"too long": {`{"emergency": {"subject": "` + strings.Repeat("x", 300<<10) + `"}}`, http.StatusRequestEntityTooLarge, ""},
	} {
		if code, body := post(c.body); code != c.code || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d %.200s, want %d and %q", name, code, body, c.code, c.says)
		}
	}
}
