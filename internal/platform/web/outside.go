package web

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// outside answers who is not signed in, where a desk tells nothing outside: whatever was asked for, whether it is there,
// whoever it was for, the answer has the same bytes. It reports whether it answered.
func (m *Mux) outside(w http.ResponseWriter, r *http.Request, err error) bool {
	if m.cfg.Outside == nil || isAPI(r.Context()) || UserID(r.Context()) != 0 {
		return false
	}
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Unauthorized, fault.Forbidden:
	default:
		return false
	}
	header := w.Header()
	header.Set("X-Robots-Tag", "noindex, nofollow, noarchive, nosnippet")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	if err := Render(w, http.StatusForbidden, m.cfg.Outside(r.Context())); err != nil {
		m.cfg.Log.ErrorContext(r.Context(), "the page for outside failed", "err", err)
	}
	return true
}
