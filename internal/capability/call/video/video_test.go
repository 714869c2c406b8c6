package video_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

var of = video.Call{Key: "abc@daywatch", Title: "Support call #7: Discovery", At: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Minutes: 30}

func TestLocal(t *testing.T) {
	room, ok := video.Config{Provider: video.Fixed, URL: "https://rooms.test/support"}.Local(nil, of)
	if !ok || room.URL != "https://rooms.test/support" {
		t.Errorf("%+v", room)
	}
	jitsi := video.Config{Provider: video.Jitsi, URL: "https://meet.test/"}
	a, ok := jitsi.Local([]byte("key"), of)
	b, _ := jitsi.Local([]byte("another key"), of)
	again, _ := jitsi.Local([]byte("key"), of)
	if !ok || !strings.HasPrefix(a.URL, "https://meet.test/support-") || len(a.URL) < 45 || a == b || a != again {
		t.Errorf("%q, %q", a.URL, b.URL)
	}
	if _, ok := (video.Config{Provider: video.Zoom}).Local(nil, of); ok {
		t.Error("Zoom has rooms without being asked")
	}
}

// TestZoom speaks to a server that answers as Zoom documents it.
func TestZoom(t *testing.T) {
	var asked map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		switch {
		case r.URL.Path == "/oauth/token" && r.URL.Query().Get("grant_type") == "account_credentials" && r.URL.Query().Get("account_id") == "acc" && user == "id" && password == "s3":
			w.Write([]byte(`{"access_token":"tok","token_type":"bearer","expires_in":3599,"scope":"meeting:write"}`))
		case r.Method == http.MethodPost && r.URL.Path == "/v2/users/me/meetings" && r.Header.Get("Authorization") == "Bearer tok":
			if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
				t.Error(err)
			}
			w.WriteHeader(http.StatusCreated)
			w.Write([]byte(`{"id":92674392836,"join_url":"https://example.zoom.us/j/92674392836?pwd=x","start_url":"https://example.zoom.us/s/1"}`))
		default:
			t.Errorf("%s %s", r.Method, r.URL)
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	c := video.Config{Provider: video.Zoom, Account: "acc", Client: "id", Secret: "s3", API: server.URL, Tokens: server.URL + "/oauth/token"}
	room, err := c.Open(t.Context(), outbound.New(outbound.Config{Private: true}), of)
	if err != nil || room.URL != "https://example.zoom.us/j/92674392836?pwd=x" || room.Ref != "92674392836" {
		t.Fatalf("%+v, %v", room, err)
	}
	if asked["topic"] != of.Title || asked["start_time"] != "2026-11-24T09:00:00Z" || asked["duration"] != 30.0 || asked["type"] != 2.0 {
		t.Errorf("%v", asked)
	}
}

// TestMeet speaks to a server that answers as Google documents it.
func TestMeet(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/token" && r.FormValue("grant_type") == "refresh_token" && r.FormValue("refresh_token") == "ref" && r.FormValue("client_secret") == "s3":
			w.Write([]byte(`{"access_token":"tok","expires_in":3599,"token_type":"Bearer"}`))
		case r.Method == http.MethodPost && r.URL.Path == "/v2/spaces" && r.Header.Get("Authorization") == "Bearer tok":
			w.Write([]byte(`{"name":"spaces/jQCFfuBOdN5z","meetingUri":"https://meet.google.com/abc-mnop-xyz","meetingCode":"abc-mnop-xyz","config":{}}`))
		default:
			t.Errorf("%s %s", r.Method, r.URL)
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	c := video.Config{Provider: video.Meet, Client: "id", Secret: "s3", Refresh: "ref", API: server.URL, Tokens: server.URL + "/token"}
	room, err := c.Open(t.Context(), outbound.New(outbound.Config{Private: true}), of)
	if err != nil || room.URL != "https://meet.google.com/abc-mnop-xyz" || room.Ref != "spaces/jQCFfuBOdN5z" {
		t.Errorf("%+v, %v", room, err)
	}
}

// TestFailing: whatever the provider does, it is said in a sentence, and whether another try may help.
func TestFailing(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		kind   fault.Kind
	}{"busy": {429, "{}", fault.Unavailable}, "down": {502, "<html>", fault.Unavailable}, "refused": {401, "{}", fault.Invalid},
		"a page": {200, "<html>", fault.Invalid}, "no token": {200, "{}", fault.Invalid}, "no link": {200, `{"access_token":"x","join_url":"javascript:1"}`, fault.Invalid}} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(c.status)
			w.Write([]byte(c.body))
		}))
		config := video.Config{Provider: video.Zoom, API: server.URL, Tokens: server.URL}
		_, err := config.Open(t.Context(), outbound.New(outbound.Config{Private: true}), of)
		if sentence, _ := fault.Public(err); !fault.Is(err, c.kind) || sentence == "" {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
}

func TestCheck(t *testing.T) {
	for field, c := range map[string]video.Config{"": {}, "url": {Provider: video.Fixed}, "account": {Provider: video.Zoom, Client: "a", Secret: "b"},
		"refresh": {Provider: video.Meet, Client: "a", Secret: "b"}, "provider": {Provider: "teams"}, "api": {Provider: video.Zoom, API: "zoom"}} {
		if _, got := fault.Public(c.Check()); got != field || (c.Check() == nil) != (field == "") {
			t.Errorf("%s: %v", field, c.Check())
		}
	}
}
