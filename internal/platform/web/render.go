package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Render answers with a page or fragment. The node is drawn whole before the first byte is sent, so an error
// in it can still become an error page.
func Render(w http.ResponseWriter, status int, node Node) error {
	var page bytes.Buffer
	if err := node.Render(&page); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(page.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // the client may be gone
	return nil
}

// Redirect sends the browser on with a GET after a form was handled (303, RFC 9110 §15.4.4).
func Redirect(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// IsFragment reports whether htmx asks for a part of a page; a boosted link wants the whole page.
func IsFragment(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") != "true" &&
		r.Header.Get("HX-Request-Type") != "full"
}

// LocalPath gives next if it is a path on this site, else fallback: a link from outside must not choose
// where a sign-in ends.
func LocalPath(next, fallback string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return fallback
	}
	return next
}
