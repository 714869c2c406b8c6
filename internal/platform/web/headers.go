package web

import (
	"mime"
	"net/http"
)

// The policy of every page: our own files only, no inline script or style, nobody may frame us.
// https://www.w3.org/TR/CSP3/
const pagePolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// The policy of foreign HTML in a frame: it runs nothing and fetches nothing but pictures we serve. The
// sandbox gives it an origin of its own, so it can't read ours even if a script slipped through.
const sandboxPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; " +
	"img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// secure sets the headers that every answer carries; a handler may replace one before it writes.
func (m *Mux) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "private, no-store")
		if m.cfg.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// Sandbox prepares the answer that carries foreign HTML (the body of a mail) into a frame of our page.
func Sandbox(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", sandboxPolicy)
}

// Download prepares an answer whose bytes are a stranger's: nothing in it may run here.
func Download(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
}

// Attachment is Download for a file that a browser keeps under a name, whatever characters stand in it (RFC 6266 §4.3).
func Attachment(w http.ResponseWriter, name string) {
	Download(w)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
