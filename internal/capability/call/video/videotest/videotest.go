// Package videotest stands in for the providers of video rooms in tests: Zoom and Google Meet as their documents describe them.
package videotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/call/video"
)

// Provider is a provider that runs for the length of a test.
type Provider struct {
	Config video.Config

	mu       sync.Mutex
	rooms    map[string]map[string]any
	failures []Failure
	asked    []string
	next     int
}

// Failure is how one request to the API goes wrong.
type Failure struct {
	Status     int
	RetryAfter int // seconds; 0: nothing is asked for
	Body       string
}

// Zoom starts a stand-in for Zoom.
func Zoom(t testing.TB) *Provider {
	p := &Provider{rooms: map[string]map[string]any{}, next: 92674392836}
	url := p.start(t, p.zoom)
	p.Config = video.Config{Provider: video.Zoom, Account: "acc", Client: "id", Secret: "s3", API: url, Tokens: url + "/oauth/token"}
	return p
}

// Meet starts a stand-in for Google Meet.
func Meet(t testing.TB) *Provider {
	p := &Provider{rooms: map[string]map[string]any{}}
	url := p.start(t, p.meet)
	p.Config = video.Config{Provider: video.Meet, Client: "id", Secret: "s3", Refresh: "ref", API: url, Tokens: url + "/token"}
	return p
}

func (p *Provider) start(t testing.TB, serve func(w http.ResponseWriter, r *http.Request)) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		serve(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// Fail lets the next requests to the API go wrong, each as it is said.
func (p *Provider) Fail(failures ...Failure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failures = append(p.failures, failures...)
}

// Rooms gives the rooms that there are, by what the provider calls them.
func (p *Provider) Rooms() map[string]map[string]any {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := map[string]map[string]any{}
	for ref, fields := range p.rooms {
		all[ref] = fields
	}
	return all
}

// Forget deletes a room behind the desk's back.
func (p *Provider) Forget(ref string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.rooms, ref)
}

// Asked lists what the API was asked for, and forgets it: "PATCH /v2/meetings/7".
func (p *Provider) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.asked
	p.asked = nil
	return all
}

// failed answers with the next failure, if there is any.
func (p *Provider) failed(w http.ResponseWriter, r *http.Request) bool {
	p.asked = append(p.asked, r.Method+" "+r.URL.Path)
	if len(p.failures) == 0 {
		return false
	}
	f := p.failures[0]
	p.failures = p.failures[1:]
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	say(w, f.Status, f.Body)
	return true
}

func say(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body)) // to a client of the test
}

// zoom answers as Server-to-Server OAuth and Meetings are documented.
func (p *Provider) zoom(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if r.URL.Path == "/oauth/token" {
		if q := r.URL.Query(); q.Get("grant_type") != "account_credentials" || q.Get("account_id") != "acc" || user != "id" || password != "s3" {
			say(w, http.StatusBadRequest, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`)
			return
		}
		say(w, http.StatusOK, `{"access_token":"tok","token_type":"bearer","expires_in":3599,"scope":"meeting:write:admin"}`)
		return
	}
	if r.Header.Get("Authorization") != "Bearer tok" {
		say(w, http.StatusUnauthorized, `{"code":124,"message":"Invalid access token."}`)
		return
	}
	if p.failed(w, r) {
		return
	}
	ref, one := strings.CutPrefix(r.URL.Path, "/v2/meetings/")
	fields, known := p.rooms[ref]
	switch {
	case r.Method == http.MethodPost && r.URL.Path == "/v2/users/me/meetings":
		p.next++
		ref = strconv.Itoa(p.next)
		if p.take(w, r, ref, map[string]any{}) {
			say(w, http.StatusCreated,
				fmt.Sprintf(`{"id":%s,"join_url":"https://example.zoom.us/j/%s?pwd=x","start_url":"https://example.zoom.us/s/%s"}`, ref, ref, ref))
		}
	case one && !known:
		say(w, http.StatusNotFound, fmt.Sprintf(`{"code":3001,"message":"Meeting does not exist: %s."}`, ref))
	case one && r.Method == http.MethodPatch:
		if p.take(w, r, ref, fields) {
			w.WriteHeader(http.StatusNoContent)
		}
	case one && r.Method == http.MethodDelete:
		delete(p.rooms, ref)
		w.WriteHeader(http.StatusNoContent)
	default:
		say(w, http.StatusMethodNotAllowed, `{"code":300,"message":"Request failed"}`)
	}
}

// take keeps the fields of a request with a room.
func (p *Provider) take(w http.ResponseWriter, r *http.Request, ref string, fields map[string]any) bool {
	if err := json.NewDecoder(r.Body).Decode(&fields); err != nil {
		say(w, http.StatusBadRequest, `{"code":300,"message":"Validation Failed."}`)
		return false
	}
	p.rooms[ref] = fields
	return true
}

// meet answers as the Meet REST API v2 and Google's OAuth are documented. Somebody is in every room.
func (p *Provider) meet(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/token" {
		if r.FormValue("grant_type") != "refresh_token" || r.FormValue("refresh_token") != "ref" || r.FormValue("client_secret") != "s3" {
			say(w, http.StatusBadRequest, `{"error":"invalid_grant","error_description":"Token has been expired or revoked."}`)
			return
		}
		say(w, http.StatusOK, `{"access_token":"tok","expires_in":3599,"token_type":"Bearer"}`)
		return
	}
	if r.Header.Get("Authorization") != "Bearer tok" {
		say(w, http.StatusUnauthorized, `{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}`)
		return
	}
	if p.failed(w, r) {
		return
	}
	name, ending := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/v2/"), ":endActiveConference")
	fields, known := p.rooms[name]
	switch {
	case r.Method == http.MethodPost && name == "spaces":
		p.next++
		name = fmt.Sprint("spaces/jQCFfuBOdN", p.next)
		p.rooms[name] = map[string]any{"in": true}
		say(w, http.StatusOK, fmt.Sprintf(`{"name":"%s","meetingUri":"https://meet.google.com/abc-mnop-xy%d","meetingCode":"abc-mnop-xy%d","config":{"accessType":"OPEN"}}`, name, p.next, p.next))
	case !known:
		say(w, http.StatusNotFound, `{"error":{"code":404,"message":"Space not found.","status":"NOT_FOUND"}}`)
	case r.Method == http.MethodPost && ending:
		fields["in"] = false
		say(w, http.StatusOK, `{}`)
	case r.Method == http.MethodPatch && r.URL.Query().Get("updateMask") == "config.accessType":
		if p.take(w, r, name, fields) {
			say(w, http.StatusOK, fmt.Sprintf(`{"name":"%s","config":{"accessType":"RESTRICTED"},"activeConference":{"conferenceRecord":"conferenceRecords/1"}}`, name))
		}
	default:
		say(w, http.StatusBadRequest, `{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}`)
	}
}
