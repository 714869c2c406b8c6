package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ErrorView is an error made fit to be shown.
type ErrorView struct {
	Status    int    // HTTP status
	Sentence  string // what happened, what was kept, what to do
	Field     string // the input it speaks of; often empty
	RequestID string // stands in the log beside the cause
	Fragment  bool   // htmx asked: draw one message for the page's #flash, not a page
}

// fail answers with err in the form the client reads, and logs it if the fault is ours.
func (m *Mux) fail(w http.ResponseWriter, r *http.Request, err error) {
	x := exchangeOf(r.Context())
	err = classify(r.Context(), err)
	if fault.Is(err, fault.Internal) {
		m.cfg.Log.ErrorContext(r.Context(), "request failed", "request", x.id, "method", r.Method,
			"path", r.URL.Path, "err", err)
	}
	if x.status != 0 {
		return // the answer has begun; the client sees it cut short
	}
	if m.outside(w, r, err) {
		return
	}
	view := viewOf(err, x.id)
	SetRetryAfter(w, err)
	switch {
	case isAPI(r.Context()):
		writeAPIError(w, err, view, x.pattern != "")
	case IsFragment(r):
		view.Fragment = true
		w.Header().Set("HX-Retarget", "#flash")
		w.Header().Set("HX-Reswap", "beforeend")
		m.draw(w, r, view)
	case !accepts(r, "text/html"):
		writeProblem(w, view)
	case fault.Is(err, fault.Unauthorized) && m.cfg.SignIn != "" && r.Method == http.MethodGet:
		Redirect(w, r, m.cfg.SignIn+"?next="+url.QueryEscape(r.URL.RequestURI()))
	default:
		m.draw(w, r, view)
	}
}

// classify gives kinds to the errors that net/http and context raise.
func classify(ctx context.Context, err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.Wrap(fault.TooLarge, err, "What you sent is larger than the %s this page takes. Nothing was changed.", size(tooLarge.Limit))
	case fault.KindOf(err) != fault.Internal:
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(fault.Unavailable, err, "This took too long, so Daywatch stopped it. Nothing was changed; try again in a moment.")
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return fault.Wrap(fault.Unavailable, err, "The connection ended before the answer was ready.")
	}
	return err
}

func viewOf(err error, id string) ErrorView {
	sentence, field := fault.Public(err)
	v := ErrorView{Status: fault.HTTPStatus(err), Sentence: sentence, Field: field, RequestID: id}
	var method *methodError
	if errors.As(err, &method) {
		v.Status = http.StatusMethodNotAllowed
	}
	return v
}

func (m *Mux) draw(w http.ResponseWriter, r *http.Request, v ErrorView) {
	node := Node(bareError(v))
	if m.cfg.ErrorPage != nil {
		node = m.cfg.ErrorPage(r.Context(), v)
	}
	if err := Render(w, v.Status, node); err != nil {
		m.cfg.Log.ErrorContext(r.Context(), "error page failed", "request", v.RequestID, "err", err)
		_ = Render(w, v.Status, bareError(v))
	}
}

// bareError is the page of last resort: it needs nothing that could fail in turn.
type bareError ErrorView

func (e bareError) Render(w io.Writer) error {
	text := html.EscapeString(e.Sentence)
	if e.Fragment {
		_, err := fmt.Fprintf(w, `<p role="alert">%s</p>`, text)
		return err
	}
	_, err := fmt.Fprintf(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>%d</title>`+
		`<h1>%s</h1><p>%s</p><p><a href="/">Back to the start</a> · request %s</p></html>`,
		e.Status, html.EscapeString(http.StatusText(e.Status)), text, html.EscapeString(e.RequestID))
	return err
}

// writeProblem answers a program (RFC 9457).
func writeProblem(w http.ResponseWriter, v ErrorView) {
	var body bytes.Buffer
	_ = json.NewEncoder(&body).Encode(struct { // strings and ints always encode
		Title   string `json:"title"`
		Status  int    `json:"status"`
		Detail  string `json:"detail"`
		Field   string `json:"field,omitempty"`
		Request string `json:"request_id"`
	}{http.StatusText(v.Status), v.Status, v.Sentence, v.Field, v.RequestID})
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(v.Status)
	_, _ = w.Write(body.Bytes()) // the client may be gone
}

func accepts(r *http.Request, mediaType string) bool {
	return strings.Contains(r.Header.Get("Accept"), mediaType)
}

func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d kB", n>>10)
}
