package scenario

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// visitor is somebody at a browser who follows nothing by themselves.
type visitor struct {
	t      *testing.T
	client *http.Client
	enter  func()    // signs in, by the door that they use
	seen   time.Time // when they last asked for something
}

// idle is after how long somebody signs in again before anything else.
const idle = 4 * time.Hour

// pages hands requests to the handler without a network, so that they stay in the bubble.
type pages struct{ http.Handler }

func (p pages) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	r.RequestURI, r.RemoteAddr = r.URL.RequestURI(), "192.0.2.1:1234"
	p.ServeHTTP(w, r)
	return w.Result(), nil
}

func (k *desk) visitor() *visitor {
	k.t.Helper()
	jar, err := cookiejar.New(nil)
	k.must(err)
	return &visitor{t: k.t, client: &http.Client{Jar: jar, Transport: pages{k.pages},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// signIn lets somebody of the team in.
func (k *desk) signIn(name string) *visitor {
	k.t.Helper()
	v := k.visitor()
	v.enter = func() {
		v.seen = time.Now()
		v.post("/sign-in", "address", k.users[name].Email, "password", password).leads("/")
	}
	v.enter()
	return v
}

// enter lets a customer into the portal, by the link that they are mailed.
func (k *desk) enter(name string) *visitor {
	k.t.Helper()
	v := k.visitor()
	v.enter = func() {
		v.seen = time.Now()
		v.post("/portal/sign-in", "address", k.users[name].Email).shows(http.StatusOK)
		k.wait(0)
		link := k.entryLink(k.users[name].Email)
		v.get(link).shows(http.StatusOK, k.users[name].Name)
		v.post(link).leads("/portal/")
	}
	v.enter()
	return v
}

// answer is a page as it came.
type answer struct {
	t      *testing.T
	status int
	to     string // where it leads, for a redirect
	text   string // with HTML entities decoded
}

func (v *visitor) get(path string) answer {
	v.t.Helper()
	return v.ask(http.MethodGet, path, "", http.NoBody)
}

// post sends a form; fields are name, value, name, value.
func (v *visitor) post(path string, fields ...string) answer {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return v.ask(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// send is post for a form that may carry files.
func (v *visitor) send(path string, fields ...string) answer {
	v.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		m.WriteField(fields[i], fields[i+1])
	}
	m.Close()
	return v.ask(http.MethodPost, path, m.FormDataContentType(), &body)
}

func (v *visitor) ask(method, path, contentType string, body io.Reader) answer {
	v.t.Helper()
	if time.Since(v.seen) > idle {
		v.enter()
	}
	v.seen = time.Now()
	r, err := http.NewRequestWithContext(v.t.Context(), method, site+strings.TrimPrefix(path, site), body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	res, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{t: v.t, status: res.StatusCode, to: res.Header.Get("Location"), text: html.UnescapeString(string(raw))}
}

// shows wants a page that says all of words.
func (a answer) shows(status int, words ...string) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d to %q, want %d:\n%s", a.status, a.to, status, a.main())
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			a.t.Errorf("the page does not say %q:\n%s", w, a.main())
		}
	}
	return a
}

// hides wants a page that says none of words.
func (a answer) hides(words ...string) answer {
	a.t.Helper()
	for _, w := range words {
		if strings.Contains(a.text, w) {
			a.t.Errorf("the page says %q:\n%s", w, a.main())
		}
	}
	return a
}

// leads wants a redirect to a path.
func (a answer) leads(to string) {
	a.t.Helper()
	if a.status != http.StatusSeeOther || a.to != to {
		a.t.Fatalf("status %d to %q, want 303 to %q:\n%s", a.status, a.to, to, a.main())
	}
}

// ticket wants a redirect to a ticket below a path, and gives its number.
func (a answer) ticket(below string) int64 {
	a.t.Helper()
	id, err := strconv.ParseInt(strings.TrimPrefix(a.to, below), 10, 64)
	if a.status != http.StatusSeeOther || err != nil {
		a.t.Fatalf("status %d to %q, want a ticket below %s:\n%s", a.status, a.to, below, a.main())
	}
	return id
}

// main is the part of a page that differs from others.
func (a answer) main() string {
	_, text, ok := strings.Cut(a.text, "<main")
	if !ok {
		return a.text
	}
	text, _, _ = strings.Cut(text, "</main>")
	return text
}

// page is the path of a ticket in the workspace.
func page(id int64, below string) string { return fmt.Sprint("/tickets/", id, below) }
