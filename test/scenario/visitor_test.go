package scenario

import (
	"bytes"
	"cmp"
	"fmt"
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

	"github.com/daywatch/daywatch/test/pagetest"
)

// visitor is somebody at a browser who follows nothing by themselves.
type visitor struct {
	t      *testing.T
	client *http.Client
	site   string    // of the desk
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
	return &visitor{t: k.t, site: cmp.Or(k.site, site), client: &http.Client{Jar: jar, Transport: pages{k.pages},
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
	pagetest.Answer
	t *testing.T
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
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.site+strings.TrimPrefix(path, v.site), body)
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
	return answer{pagetest.Read(v.t, res), v.t}
}

// shows wants a page that says all of words.
func (a answer) shows(status int, words ...string) answer {
	a.t.Helper()
	a.Shows(status, words...)
	return a
}

// hides wants a page that says none of words.
func (a answer) hides(words ...string) answer {
	a.t.Helper()
	a.Hides(words...)
	return a
}

// leads wants a redirect to a path.
func (a answer) leads(to string) {
	a.t.Helper()
	a.Leads(to)
}

// ticket wants a redirect to a ticket below a path, and gives its number.
func (a answer) ticket(below string) int64 {
	a.t.Helper()
	id, err := strconv.ParseInt(strings.TrimPrefix(a.At, below), 10, 64)
	if a.Status != http.StatusSeeOther || err != nil {
		a.t.Fatalf("status %d to %q, want a ticket below %s:\n%s", a.Status, a.At, below, a.Main())
	}
	return id
}

// page is the path of a ticket in the workspace.
func page(id int64, below string) string { return fmt.Sprint("/tickets/", id, below) }
