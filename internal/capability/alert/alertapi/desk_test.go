package alertapi_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/alertapi"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// desk takes alerts over HTTP for one service.
type desk struct {
	*alert.Service
	t   *testing.T
	url string
	key string
}

func each(t *testing.T, test func(t *testing.T, k *desk)) {
	t.Helper()
	schemas := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(),
		ticket.Migrations(), alert.Migrations()}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		log := event.NewLog()
		k := &desk{t: t, Service: alert.New(alert.Deps{DB: d, Log: log, People: people.New(d, log)})}
		mux := web.NewMux(web.Config{Now: func() time.Time { return d.Now(context.Background()) }})
		alertapi.New(alertapi.Deps{Alerts: k.Service, Now: d.Now}).Routes(mux)
		server := httptest.NewServer(mux)
		t.Cleanup(server.Close)
		m, err := k.SaveService(k.admin(), alert.Monitored{Title: "Checkout"})
		if err != nil {
			t.Fatal(err)
		}
		k.url, k.key = server.URL, m.Keys[0].Key
		test(t, k)
	})
}

func (k *desk) admin() context.Context { return access.AsSystem(k.t.Context(), "test") }

// send posts a body; header is name, value, name, value.
func (k *desk) send(method, path, body string, header ...string) (status int, answer string, got http.Header) {
	k.t.Helper()
	r, err := http.NewRequestWithContext(k.t.Context(), method, k.url+path, strings.NewReader(body))
	if err != nil {
		k.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		k.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		k.t.Fatal(err)
	}
	return res.StatusCode, strings.TrimSpace(string(raw)), res.Header
}

// alerts gives those that are open, or those that are over.
func (k *desk) alerts(over bool) []alert.Alert {
	k.t.Helper()
	list, _, err := k.Alerts(k.admin(), alert.Filter{Over: over})
	if err != nil {
		k.t.Fatal(err)
	}
	return list
}

func (k *desk) refusals() []alert.Refusal {
	k.t.Helper()
	list, err := k.Refusals(k.admin())
	if err != nil {
		k.t.Fatal(err)
	}
	return list
}
