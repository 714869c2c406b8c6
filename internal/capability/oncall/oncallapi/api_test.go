package oncallapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallapi"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// rota has Ana on call for emergencies with Bo as a shadow, and nobody for the managers; from 18:00 it is Cleo's.
type rota struct{}

func (rota) Schedules(context.Context) ([]oncall.Schedule, error) {
	return []oncall.Schedule{{ID: 4, Title: "Customer emergencies", Plan: oncall.Plan{Critical: true}}, {ID: 9, Title: "Support managers"}}, nil
}

func (r rota) Find(ctx context.Context, schedule string) (oncall.Schedule, error) {
	all, _ := r.Schedules(ctx)
	for _, s := range all {
		if s.Title == schedule || strconv.FormatInt(s.ID, 10) == schedule {
			return s, nil
		}
	}
	return oncall.Schedule{}, fault.New(fault.NotFound, "There is no schedule “%s”", schedule)
}

func (r rota) OnCall(ctx context.Context) ([]oncall.Duty, error) {
	return r.Who(ctx, "Customer emergencies", noon)
}

func (rota) Who(_ context.Context, schedule string, at time.Time) ([]oncall.Duty, error) {
	change := noon.Add(6 * time.Hour)
	switch {
	case schedule != "Customer emergencies":
		return nil, nil
	case !at.Before(change):
		return []oncall.Duty{{Schedule: 4, UserID: 3, Layer: "AMER", From: change, Until: change.Add(8 * time.Hour)}}, nil
	}
	return []oncall.Duty{{Schedule: 4, UserID: 1, Layer: "EMEA", From: noon.Add(-4 * time.Hour), Until: change},
		{Schedule: 4, UserID: 2, Shadow: true, Position: 1, From: noon.Add(-4 * time.Hour), Until: change}}, nil
}

func ask(t *testing.T, path string) (status int, body string) {
	t.Helper()
	d := oncallapi.Deps{OnCall: rota{}, Now: func(context.Context) time.Time { return noon },
		Named: func(_ context.Context, ids ...int64) (map[int64]people.User, error) {
			names := map[int64]people.User{}
			for _, id := range ids {
				names[id] = people.User{ID: id, Name: []string{"", "Ana", "Bo", "Cleo"}[id], Email: "p" + strconv.FormatInt(id, 10) + "@desk.example"}
			}
			return names, nil
		}}
	mux := web.NewMux(web.Config{Now: func() time.Time { return noon },
		Authenticate: func(ctx context.Context, c web.Call) (context.Context, error) {
			if c.Resource != "on_call" || c.Write {
				t.Errorf("asked for %+v", c)
			}
			return ctx, nil
		}})
	d.Routes(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

const (
	ana     = `{"user":{"id":1,"name":"Ana","email":"p1@desk.example"},"position":1,"shadow":false,"layer":"EMEA","from":"2026-11-20T08:00:00Z","until":"2026-11-20T18:00:00Z"}`
	bo      = `{"user":{"id":2,"name":"Bo","email":"p2@desk.example"},"position":2,"shadow":true,"from":"2026-11-20T08:00:00Z","until":"2026-11-20T18:00:00Z"}`
	cleo    = `{"user":{"id":3,"name":"Cleo","email":"p3@desk.example"},"position":1,"shadow":false,"layer":"AMER","from":"2026-11-20T18:00:00Z","until":"2026-11-21T02:00:00Z"}`
	managed = `{"id":9,"title":"Support managers","critical":false,"covered":false,"on_call":[]}`
)

func TestWhoIsOnCall(t *testing.T) {
	for path, want := range map[string]string{
		"/api/v2/on_call":            `{"at":"2026-11-20T12:00:00Z","schedules":[{"id":4,"title":"Customer emergencies","critical":true,"covered":true,"on_call":[` + ana + "," + bo + `]},` + managed + `]}`,
		"/api/v2/on_call.json":       `{"at":"2026-11-20T12:00:00Z","schedules":[{"id":4,"title":"Customer emergencies","critical":true,"covered":true,"on_call":[` + ana + "," + bo + `]},` + managed + `]}`,
		"/api/v2/on_call?schedule=9": `{"at":"2026-11-20T12:00:00Z","schedules":[` + managed + `]}`,
		"/api/v2/on_call?schedule=4&at=2026-11-20T19:00:00+01:00": `{"at":"2026-11-20T18:00:00Z","schedules":[{"id":4,"title":"Customer emergencies","critical":true,"covered":true,"on_call":[` + cleo + `]}]}`,
		"/api/v2/on_call?at=2026-11-20T20:00:00Z":                 `{"at":"2026-11-20T20:00:00Z","schedules":[{"id":4,"title":"Customer emergencies","critical":true,"covered":true,"on_call":[` + cleo + `]},` + managed + `]}`,
	} {
		status, body := ask(t, path)
		if diff := cmp.Diff(want+"\n", body); status != http.StatusOK || diff != "" {
			t.Errorf("%s: %d %s", path, status, diff)
		}
	}
}

func TestQuestionsThatCannotBeAnswered(t *testing.T) {
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/api/v2/on_call?at=tomorrow": {422,
			`{"error":"RecordInvalid","description":"“tomorrow” is no instant. Write it as RFC 3339 does: 2026-11-22T10:00:00Z, or with an offset, 2026-11-22T10:00:00+01:00","details":{"at":[{"description":"“tomorrow” is no instant. Write it as RFC 3339 does: 2026-11-22T10:00:00Z, or with an offset, 2026-11-22T10:00:00+01:00"}]}}`},
		"/api/v2/on_call?schedule=Moon": {404, `{"error":"RecordNotFound","description":"There is no schedule “Moon”"}`},
	} {
		status, body := ask(t, path)
		if diff := cmp.Diff(want.body+"\n", body); status != want.status || diff != "" {
			t.Errorf("%s: %d %s", path, status, diff)
		}
	}
}
