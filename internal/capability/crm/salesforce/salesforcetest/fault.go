package salesforcetest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
)

// guarded asks for a token, and lets some requests fail.
func (s *Salesforce) guarded(name string, serve func(http.ResponseWriter, *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.requests[name]++
		if s.down {
			s.throttle(w, http.StatusServiceUnavailable, "SERVER_UNAVAILABLE", "The service is unavailable")
			return
		}
		if !s.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")] {
			refuse(w, http.StatusUnauthorized, "INVALID_SESSION_ID", "Session expired or invalid")
			return
		}
		if s.failing == 0 || s.chance.IntN(100) >= s.failing {
			serve(w, r)
			return
		}
		s.fail(w, r, serve)
	}
}

// fail goes wrong in one of the ways of the real one.
func (s *Salesforce) fail(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter, *http.Request)) {
	way := s.cfg.Ways[s.chance.IntN(len(s.cfg.Ways))]
	s.requests["fault: "+way]++
	switch way {
	case "429":
		s.throttle(w, http.StatusTooManyRequests, "REQUEST_THROTTLED", "Too many requests")
	case "503":
		s.throttle(w, http.StatusServiceUnavailable, "SERVER_UNAVAILABLE", "The service is unavailable")
	case "limit":
		s.throttle(w, http.StatusForbidden, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
	case "session":
		clear(s.tokens)
		refuse(w, http.StatusUnauthorized, "INVALID_SESSION_ID", "Session expired or invalid")
	default:
		s.halve(w, r, serve, way == "cut")
	}
}

func (s *Salesforce) throttle(w http.ResponseWriter, status int, code, message string) {
	if s.cfg.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(s.cfg.RetryAfter))
	}
	refuse(w, status, code, message)
}

// halve does the work and sends half of the answer: with the connection cut in the middle, or as if it were whole.
func (s *Salesforce) halve(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter, *http.Request), cut bool) {
	whole := httptest.NewRecorder()
	serve(whole, r)
	body := bytes.TrimRight(whole.Body.Bytes(), "\n")
	half := body[:len(body)/2]
	for name, values := range whole.Header() {
		w.Header()[name] = values
	}
	if cut {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	}
	w.WriteHeader(whole.Code)
	w.Write(half)
	if cut {
		panic(http.ErrAbortHandler)
	}
}

// Expire ends every session.
func (s *Salesforce) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}
