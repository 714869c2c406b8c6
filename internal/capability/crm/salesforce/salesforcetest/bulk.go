package salesforcetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// createJob begins a query (Salesforce: Bulk API 2.0 › Create a Query Job).
func (s *Salesforce) createJob(w http.ResponseWriter, r *http.Request) {
	var body struct{ Operation, Query string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Operation != "query" {
		refuse(w, http.StatusBadRequest, "API_ERROR", "operation must be query")
		return
	}
	c, ok := s.ask(w, body.Query)
	if !ok {
		return
	}
	j := &job{id: fmt.Sprintf("750R%014d", len(s.jobs)+1+s.requests["dropped"]), cursor: *c}
	s.jobs[j.id] = j
	answer(w, http.StatusOK, s.told(j))
}

func (s *Salesforce) told(j *job) map[string]any {
	state, processed := "UploadComplete", 0
	switch {
	case j.asked > s.cfg.Polls:
		state, processed = "JobComplete", len(j.rows)
	case j.asked > 0:
		state, processed = "InProgress", len(j.rows)/2
	}
	return map[string]any{"id": j.id, "operation": "query", "object": j.object, "state": state, "contentType": "CSV",
		"columnDelimiter": "COMMA", "lineEnding": "LF",
		"apiVersion": 62.0, "concurrencyMode": "Parallel", "numberRecordsProcessed": processed}
}

func (s *Salesforce) found(w http.ResponseWriter, r *http.Request) *job {
	j := s.jobs[r.PathValue("id")]
	if j == nil {
		refuse(w, http.StatusNotFound, "NOT_FOUND", "The requested resource does not exist")
	}
	return j
}

func (s *Salesforce) getJob(w http.ResponseWriter, r *http.Request) {
	if j := s.found(w, r); j != nil {
		j.asked++
		answer(w, http.StatusOK, s.told(j))
	}
}

func (s *Salesforce) dropJob(w http.ResponseWriter, r *http.Request) {
	if j := s.found(w, r); j != nil {
		s.requests["dropped"]++
		s.forget(j.id)
		w.WriteHeader(http.StatusNoContent)
	}
}

// results sends a part of the rows; the locator is where the next begins (Salesforce: Bulk API 2.0 › Get Results).
func (s *Salesforce) results(w http.ResponseWriter, r *http.Request) {
	j := s.found(w, r)
	if j == nil {
		return
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("locator"))
	most, err := strconv.Atoi(r.URL.Query().Get("maxRecords"))
	if err != nil || most < 1 {
		most = s.cfg.PageSize
	}
	to := min(from+min(most, s.cfg.PageSize), len(j.rows))
	next := "null"
	if to < len(j.rows) {
		next = strconv.Itoa(to)
	}
	w.Header().Set("Content-Type", "text/csv")
	w.Header().Set("Sforce-Locator", next)
	w.Header().Set("Sforce-NumberOfRecords", strconv.Itoa(to-from))
	j.write(w, from, to)
}
