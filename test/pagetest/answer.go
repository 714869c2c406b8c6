package pagetest

import (
	"html"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Answer is a page as it came.
type Answer struct {
	Status int
	Header http.Header
	At     string // where it leads, for a redirect
	Raw    string
	Text   string // with HTML entities decoded

	t testing.TB
}

// Read takes what a server answered.
func Read(t testing.TB, res *http.Response) Answer {
	t.Helper()
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Answer{t: t, Status: res.StatusCode, Header: res.Header, At: res.Header.Get("Location"), Raw: string(raw), Text: html.UnescapeString(string(raw))}
}

// Shows wants a page that says all of words. With another status the test ends.
func (a Answer) Shows(status int, words ...string) Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("status %d to %q, want %d:\n%s", a.Status, a.At, status, a.Main())
	}
	for _, w := range words {
		if !strings.Contains(a.Text, w) {
			a.t.Errorf("the page does not say %q:\n%s", w, a.Main())
		}
	}
	return a
}

// Hides wants a page that says none of words.
func (a Answer) Hides(words ...string) Answer {
	a.t.Helper()
	for _, w := range words {
		if strings.Contains(a.Text, w) {
			a.t.Errorf("the page says %q:\n%s", w, a.Main())
		}
	}
	return a
}

// Leads wants a redirect to a path, and ends the test without one.
func (a Answer) Leads(to string) {
	a.t.Helper()
	if a.Status != http.StatusSeeOther || a.At != to {
		a.t.Fatalf("status %d to %q, want 303 to %q:\n%s", a.Status, a.At, to, a.Main())
	}
}

// Main is the part of a page that differs from others, or all of a fragment.
func (a Answer) Main() string {
	_, text, ok := strings.Cut(a.Text, "<main")
	if !ok {
		return a.Text
	}
	text, _, _ = strings.Cut(text, "</main>")
	return text
}
