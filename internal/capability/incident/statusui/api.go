package statusui

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// getStatuspage answers as Statuspage's public API v2 does.
func (u *UI) getStatuspage(w http.ResponseWriter, r *http.Request) error {
	path, ok := strings.CutSuffix(r.PathValue("path"), ".json")
	v, err := u.Incidents.View(r.Context())
	if err != nil {
		return err
	}
	var doc map[string]any
	if ok {
		doc, ok = u.Incidents.Statuspage(r.Context(), v).Document(path)
	}
	if !ok {
		return fault.New(fault.NotFound, "There is nothing at this address of the API. It has summary.json, status.json, components.json and incidents.json")
	}
	return answer(w, r, doc)
}

// getStatusIO answers as status.io's public API v1 does. A desk has one page, whatever it is called.
func (u *UI) getStatusIO(w http.ResponseWriter, r *http.Request) error {
	v, err := u.Incidents.View(r.Context())
	if err != nil {
		return err
	}
	return answer(w, r, v.StatusIO())
}

// answer sends JSON to whatever page asks, of whatever site.
func answer(w http.ResponseWriter, r *http.Request, doc any) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	return public(w, r, "application/json; charset=utf-8", body)
}
