package web

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// viewedWriter tells Config.Viewed of a page before its first byte leaves. What cannot be told is not shown.
type viewedWriter struct {
	http.ResponseWriter
	tell  func() error
	began bool
	err   error
}

// shows reports whether an answer with a status shows what was asked for: a form that is refused shows its page again, and a
// page that the browser still has is looked at once more.
func shows(status int) bool {
	switch status {
	case http.StatusNotModified, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return true
	}
	return status >= 200 && status < 300 && status != http.StatusNoContent
}

// WriteHeader implements http.ResponseWriter.
func (w *viewedWriter) WriteHeader(status int) {
	if !w.began {
		w.began = true
		if shows(status) {
			w.err = w.tell()
		}
	}
	if w.err == nil {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (w *viewedWriter) Write(b []byte) (int, error) {
	if !w.began {
		w.WriteHeader(http.StatusOK)
	}
	if w.err != nil {
		return len(b), nil // finish shows the error in its place
	}
	return w.ResponseWriter.Write(b)
}

// FlushError has what was written leave; a stream begins so.
func (w *viewedWriter) FlushError() error {
	if !w.began {
		w.WriteHeader(http.StatusOK)
	}
	if w.err != nil {
		return w.err
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap gives http.ResponseController what is below.
func (w *viewedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// answer runs a handler, with what it shows told before it leaves, and gives its error or that of the telling.
func (m *Mux) answer(w http.ResponseWriter, r *http.Request, h Handler) error {
	if m.cfg.Viewed == nil {
		return h(w, r)
	}
	vw := &viewedWriter{ResponseWriter: w, tell: func() error { return m.cfg.Viewed(r.Context(), r) }}
	err := h(vw, r)
	if vw.err == nil {
		return err
	}
	for name := range w.Header() { // of the page that is not shown
		if name == "Content-Type" || name == "Content-Length" || name == "Content-Disposition" || name == "Etag" ||
			name == "Last-Modified" || name == "Content-Encoding" {
			w.Header().Del(name)
		}
	}
	return fault.Wrap(fault.Unavailable, vw.err,
		"This page cannot be shown: every view of this desk is written down first, and that was not possible. Try again in a moment.")
}
