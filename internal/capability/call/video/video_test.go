package video_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/capability/call/video/videotest"
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

func client() *outbound.Client { return outbound.New(outbound.Config{Private: true}) }

// TestZoom makes, moves and deletes a meeting.
func TestZoom(t *testing.T) {
	zoom := videotest.Zoom(t)
	room, err := zoom.Config.Open(t.Context(), client(), of)
	if err != nil || room.URL != "https://example.zoom.us/j/92674392837?pwd=x" || room.Ref != "92674392837" {
		t.Fatalf("%+v, %v", room, err)
	}
	if m := zoom.Rooms()[room.Ref]; m["topic"] != of.Title || m["start_time"] != "2026-11-24T09:00:00Z" || m["duration"] != 30.0 || m["type"] != 2.0 {
		t.Errorf("%v", m)
	}
	later := of
	later.At, later.Minutes = of.At.Add(time.Hour), 60
	if err := zoom.Config.Move(t.Context(), client(), room.Ref, later); err != nil {
		t.Error(err)
	}
	if m := zoom.Rooms()[room.Ref]; m["start_time"] != "2026-11-24T10:00:00Z" || m["duration"] != 60.0 || m["settings"] == nil {
		t.Errorf("moved: %v", m)
	}
	for range 2 { // what is gone is closed
		if err := zoom.Config.Close(t.Context(), client(), room.Ref); err != nil || len(zoom.Rooms()) > 0 {
			t.Errorf("%v, left: %v", err, zoom.Rooms())
		}
	}
	if err := zoom.Config.Move(t.Context(), client(), room.Ref, later); !errors.Is(err, video.ErrGone) {
		t.Errorf("what is gone is moved: %v", err)
	}
}

// TestMeet makes a space, and shuts it: the API deletes none, and none has a time.
func TestMeet(t *testing.T) {
	meet := videotest.Meet(t)
	room, err := meet.Config.Open(t.Context(), client(), of)
	if err != nil || room.URL != "https://meet.google.com/abc-mnop-xy1" || room.Ref != "spaces/jQCFfuBOdN1" {
		t.Fatalf("%+v, %v", room, err)
	}
	meet.Asked()
	if err := meet.Config.Move(t.Context(), client(), room.Ref, of); err != nil || len(meet.Asked()) > 0 {
		t.Errorf("moved: %v", err)
	}
	if err := meet.Config.Close(t.Context(), client(), room.Ref); err != nil {
		t.Fatal(err)
	}
	space := meet.Rooms()[room.Ref]
	if config, _ := space["config"].(map[string]any); config["accessType"] != "RESTRICTED" || space["in"] != false {
		t.Errorf("still open: %v", space)
	}
	meet.Forget(room.Ref)
	if err := meet.Config.Close(t.Context(), client(), room.Ref); err != nil {
		t.Errorf("what is gone is not closed: %v", err)
	}
}

// TestSaid: what a provider says is in the sentence of the error, whatever the shape it says it in.
func TestSaid(t *testing.T) {
	zoom, meet := videotest.Zoom(t), videotest.Meet(t)
	wrong, revoked := zoom.Config, meet.Config
	wrong.Secret, revoked.Refresh = "other", "other"
	zoom.Fail(videotest.Failure{Status: 400, Body: `{"code":4711,"message":"Invalid access token, does not contain scopes:[meeting:write]."}`})
	meet.Fail(videotest.Failure{Status: 403, Body: `{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}`})
	for words, config := range map[string]video.Config{"Invalid client_id or client_secret": wrong, "Token has been expired or revoked": revoked,
		"does not contain scopes:[meeting:write]": zoom.Config, "The caller does not have permission": meet.Config} {
		_, err := config.Open(t.Context(), client(), of)
		if sentence, _ := fault.Public(err); !strings.Contains(sentence, words) || !fault.Is(err, fault.Invalid) {
			t.Errorf("%q lacks %q", sentence, words)
		}
	}
}

// TestFailing: whatever the provider does, it is said in a sentence, and whether another try may help.
func TestFailing(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		kind   fault.Kind
	}{"busy": {429, "{}", fault.Unavailable}, "down": {502, "<html>", fault.Unavailable}, "refused": {401, "{}", fault.Invalid},
		"a page": {200, "<html>", fault.Invalid}, "no token": {200, "{}", fault.Invalid},
		"no link": {200, `{"access_token":"x","join_url":"javascript:1"}`, fault.Invalid}} {
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
