// Package salesforcetest is a Salesforce for tests: it answers in the shapes of the documented REST API and Bulk API 2.0,
// from tables in memory, and fails as the real one does: it throttles, ends sessions, cuts connections and sends halves. What
// fails is drawn from a seed, so that the same requests fare the same.
package salesforcetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Record is a row by the names of its fields; those of relationships have a dot. Values are text.
type Record map[string]string

// Config says how the fake behaves.
type Config struct {
	Seed uint64
	// Failing is how many of a hundred requests fail, of those that need a token.
	Failing int
	// Ways are the ways in which they fail; none is every one of Ways. After "limit" a client must rest for minutes.
	Ways []string
	// RetryAfter is what throttled answers say, in seconds; 0 says nothing.
	RetryAfter int
	PageSize   int // records of a page; 0 is 2000, as the real one sends
	Polls      int // how often a query job is asked for before it is done
	Version    string
}

// Salesforce is the fake. It serves HTTP.
type Salesforce struct {
	cfg Config
	mux *http.ServeMux

	mu       sync.Mutex
	chance   *rand.Rand
	tables   map[string][]Record
	tokens   map[string]bool
	signIns  int
	failing  int
	jobs     map[string]*job
	locators map[string]*cursor
	requests map[string]int
	refresh  string
	down     bool
}

// Ways are all ways in which requests fail: throttled, unavailable, out of requests for the day, the session ended, the connection
// cut in the middle, half an answer that looks whole.
func Ways() []string { return []string{"429", "503", "limit", "session", "cut", "half"} }

// New makes a fake with empty tables. Key and Secret let a client in.
func New(cfg Config) *Salesforce {
	if cfg.PageSize == 0 {
		cfg.PageSize = 2000
	}
	if cfg.Ways == nil {
		cfg.Ways = Ways()
	}
	if cfg.Version == "" {
		cfg.Version = "v62.0"
	}
	s := &Salesforce{cfg: cfg, mux: http.NewServeMux(), chance: rand.New(rand.NewPCG(cfg.Seed, 1)), tables: map[string][]Record{}, tokens: map[string]bool{},
		failing: cfg.Failing, jobs: map[string]*job{}, locators: map[string]*cursor{}, requests: map[string]int{}, refresh: Refresh}
	data := "/services/data/" + cfg.Version
	s.mux.HandleFunc("POST /services/oauth2/token", s.token)
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request){
		"GET " + data + "/query": s.query, "GET " + data + "/query/{locator}": s.more,
		"POST " + data + "/jobs/query": s.createJob, "GET " + data + "/jobs/query/{id}": s.getJob, "DELETE " + data + "/jobs/query/{id}": s.dropJob,
		"GET " + data + "/jobs/query/{id}/results":          s.results,
		"PATCH " + data + "/sobjects/{object}/{field}/{id}": s.upsert, "PATCH " + data + "/composite/sobjects": s.update,
	} {
		s.mux.HandleFunc(pattern, s.guarded(pattern, serve))
	}
	return s
}

// The connected app of the fake.
const (
	Key     = "3MVG9daywatch"
	Secret  = "s3cret-of-the-app"
	Refresh = "5Aep861refresh"
)

// ServeHTTP implements http.Handler.
func (s *Salesforce) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mux.ServeHTTP(w, r)
}

// Add puts records into a table.
func (s *Salesforce) Add(object string, records ...Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tables[object] = append(s.tables[object], records...)
}

// Change edits the records of a table; what edit refuses goes.
func (s *Salesforce) Change(object string, edit func(Record) (keep bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tables[object] = slices.DeleteFunc(slices.Clone(s.tables[object]), func(r Record) bool { return !edit(r) })
}

// Table gives a copy of a table.
func (s *Salesforce) Table(object string) (all []Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.tables[object] {
		all = append(all, maps.Clone(r))
	}
	return all
}

// Fail sets how many of a hundred requests fail from now on.
func (s *Salesforce) Fail(percent int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = percent
}

// Down has every request answered with 503, or no longer.
func (s *Salesforce) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Requests counts the requests so far by their route, and under "fault: …" what went wrong.
func (s *Salesforce) Requests() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.requests)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// refuse answers as Salesforce does (Salesforce: REST API › Status Codes and Error Responses).
func refuse(w http.ResponseWriter, status int, code, message string) {
	answer(w, status, []map[string]string{{"message": message, "errorCode": code}})
}

// token signs in (RFC 6749 §4.4, §6).
func (s *Salesforce) token(w http.ResponseWriter, r *http.Request) {
	s.requests["token"]++
	if s.down {
		refuse(w, http.StatusServiceUnavailable, "SERVER_UNAVAILABLE", "The service is unavailable")
		return
	}
	if err := r.ParseForm(); err != nil || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_request", "error_description": "must be a form"})
		return
	}
	f := r.PostForm
	switch {
	case f.Get("client_id") != Key || f.Get("client_secret") != Secret:
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_client", "error_description": "invalid client credentials"})
		return
	case f.Get("grant_type") == "refresh_token" && f.Get("refresh_token") != s.refresh:
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant", "error_description": "expired access/refresh token"})
		return
	case f.Get("grant_type") != "refresh_token" && f.Get("grant_type") != "client_credentials":
		answer(w, http.StatusBadRequest, map[string]string{"error": "unsupported_grant_type", "error_description": "grant type not supported"})
		return
	}
	s.signIns++
	token := fmt.Sprintf("00D5g!session%d", s.signIns)
	s.tokens[token] = true
	said := map[string]string{"access_token": token, "instance_url": "http://" + r.Host, "id": "http://" + r.Host + "/id/00D/005",
		"token_type": "Bearer", "issued_at": "1795392000000", "signature": "c2ln"}
	if f.Get("grant_type") == "refresh_token" { // rotated at each use
		s.refresh = fmt.Sprintf("%s-%d", Refresh, s.signIns)
		said["refresh_token"] = s.refresh
	}
	answer(w, http.StatusOK, said)
}
