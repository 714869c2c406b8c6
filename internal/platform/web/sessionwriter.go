package web

import "net/http"

// sessionWriter saves the session before the first byte leaves, for the cookie is a header. When that fails
// the handler's answer is dropped: it would claim a sign-in that does not exist.
type sessionWriter struct {
	http.ResponseWriter
	save  func() error
	saved bool
	err   error
}

func (w *sessionWriter) saveOnce() error {
	if w.saved {
		return nil
	}
	w.saved = true
	return w.save()
}

func (w *sessionWriter) WriteHeader(code int) {
	if w.err == nil {
		w.err = w.saveOnce()
	}
	if w.err == nil {
		w.ResponseWriter.WriteHeader(code)
	}
}

func (w *sessionWriter) Write(b []byte) (int, error) {
	if w.err == nil {
		w.err = w.saveOnce()
	}
	if w.err != nil {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *sessionWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
