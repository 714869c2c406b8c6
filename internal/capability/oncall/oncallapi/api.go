package oncallapi

import (
	"net/http"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// resource is what a token's scope names: on_call:read.
const resource = "on_call"

// Routes adds the addresses to mux.
func (d Deps) Routes(mux *web.Mux) {
	for _, path := range []string{"/api/v2/on_call", "/api/v2/on_call.json"} { // Zendesk's clients write the second
		mux.Handle("GET "+path, d.get, web.API(resource))
	}
}

// get answers who is on call; ?at= is an instant, ?schedule= a title or number.
func (d Deps) get(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	at, err := ParseAt(query.Get("at"))
	if err != nil {
		return err
	}
	report, err := Ask(r.Context(), d, Question{At: at, Schedule: strings.TrimSpace(query.Get("schedule"))})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, report)
}

// ParseAt reads an instant as RFC 3339 writes it; empty is the zero time.
func ParseAt(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, nil
	}
	// In the query of a URL a bare + is a space, and hardly anybody writes %2B.
	at, err := time.Parse(time.RFC3339, strings.ReplaceAll(text, " ", "+"))
	if err != nil {
		return at, fault.Field("at",
			"“%s” is no instant. Write it as RFC 3339 does: 2026-11-22T10:00:00Z, or with an offset, 2026-11-22T10:00:00+01:00", fault.Clip(text, 60))
	}
	return at, nil
}
