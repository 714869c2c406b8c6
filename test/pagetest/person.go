package pagetest

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// whoAsks is the header that stands in for a session: the address of somebody who joined.
const whoAsks = "X-Asks"

// Person is somebody at a browser, which keeps cookies. A stranger has no ID.
type Person struct {
	people.User
	Header http.Header // sent with every request

	site   *Site
	client *http.Client
}

// Join adds a user, who is signed in from the start. It is an import: nobody's decision, so no part of the audit trail.
func (s *Site) Join(name, address string, role access.Role) *Person {
	s.T.Helper()
	p, ctx := s.Stranger(), access.AsSystem(s.T.Context(), "import")
	err := s.DB.Do(ctx, func(tx *db.Tx) (err error) {
		p.User, err = s.People.ImportUser(ctx, tx, people.User{Name: name, Email: address, Role: role}, "")
		return err
	})
	if err != nil {
		s.T.Fatal(err)
	}
	s.users[p.Email] = p.User
	p.Header.Set(whoAsks, p.Email)
	return p
}

// Stranger is somebody who is not signed in yet, and reads English.
func (s *Site) Stranger() *Person {
	s.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.T.Fatal(err)
	}
	return &Person{site: s, Header: http.Header{"Accept": {"text/html"}, "Accept-Language": {"en"}},
		client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Context is one in which the person acts past the pages.
func (p *Person) Context() context.Context {
	return access.With(p.site.T.Context(), p.Principal("web"))
}

// Fragment is the same person whose page asks by script, for a part of itself.
func (p *Person) Fragment() *Person {
	part := *p
	part.Header = p.Header.Clone()
	part.Header.Set("HX-Request", "true")
	part.Header.Set("HX-Request-Type", "partial")
	return &part
}

// Get opens a page, by its path or by a link with the site's address.
func (p *Person) Get(path string) Answer {
	p.site.T.Helper()
	return p.ask(http.MethodGet, path, "", nil)
}

// Post sends a form; fields are name, value, name, value.
func (p *Person) Post(path string, fields ...string) Answer {
	p.site.T.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return p.ask(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

// Send is Post as multipart; the value of a field "file" is a name and a content, parted by a colon.
func (p *Person) Send(path string, fields ...string) Answer {
	p.site.T.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] != "file" {
			m.WriteField(fields[i], fields[i+1])
			continue
		}
		name, content, _ := strings.Cut(fields[i+1], ":")
		w, err := m.CreateFormFile("file", name)
		if err != nil {
			p.site.T.Fatal(err)
		}
		io.WriteString(w, content)
	}
	m.Close()
	return p.ask(http.MethodPost, path, m.FormDataContentType(), &body)
}

func (p *Person) ask(method, path, contentType string, body io.Reader) Answer {
	p.site.T.Helper()
	t := p.site.T
	r, err := http.NewRequestWithContext(t.Context(), method, p.site.URL+strings.TrimPrefix(path, p.site.URL), body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = p.Header.Clone()
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	res, err := p.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return Read(t, res)
}
