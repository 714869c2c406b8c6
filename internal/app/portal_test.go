package app

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// guest is somebody at a browser, who sees where they are led.
func guest(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func ask(t *testing.T, c *http.Client, method, address string, form url.Values) (status int, leads string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

// TestCustomersStayInThePortal: whichever door they come by, they land there; every page of the workspace, by whatever
// method and known or not, is none.
func TestCustomersStayInThePortal(t *testing.T) {
	s := twoDesks(t)
	site := httptest.NewServer(s)
	t.Cleanup(site.Close)
	d, ctx := s.Desks()[0], access.AsSystem(context.Background(), "test")
	const word = "correct horse battery"
	for _, name := range []string{"ana", "dana"} {
		u, err := d.People.Add(ctx, name, name+"@one.test", access.Admin, word)
		if err == nil && name == "dana" { // who leaves the team keeps the password
			err = d.People.SetRole(ctx, u.ID, access.EndUser)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, door := range []string{"/sign-in", "/portal/sign-in/password"} {
		dana, ana := guest(t), guest(t)
		form := func(who string) url.Values { return url.Values{"address": {who + "@one.test"}, "password": {word}} }
		if status, leads := ask(t, dana, http.MethodPost, site.URL+door, form("dana")); status != http.StatusSeeOther || leads != "/" && leads != "/portal/" {
			t.Fatalf("%s: %d to %q", door, status, leads)
		}
		if _, leads := ask(t, dana, http.MethodGet, site.URL+"/", nil); leads != "/portal/" {
			t.Errorf("a customer starts at %q", leads)
		}
		if _, leads := ask(t, ana, http.MethodPost, site.URL+door, form("ana")); leads != "/" {
			t.Errorf("%s leads an engineer to %q", door, leads)
		}
		if _, leads := ask(t, ana, http.MethodGet, site.URL+"/", nil); leads != "/today" {
			t.Errorf("an engineer starts at %q", leads)
		}
		if status, _ := ask(t, ana, http.MethodGet, site.URL+"/portal/", nil); status != http.StatusOK {
			t.Errorf("an engineer finds no portal: %d", status)
		}
		if status, _ := ask(t, dana, http.MethodGet, site.URL+"/portal/", nil); status != http.StatusOK {
			t.Errorf("the portal: %d", status)
		}
		for _, path := range []string{"/tickets", "/tickets/1", "/tickets/new", "/search?q=x", "/people", "/organizations", "/settings",
			"/settings/desk", "/team",
			"/profile", "/profile/password", "/notifications", "/outbox", "/palette?q=x", "/live?topics=tickets", "/band",
			"/attachments/1/x", "/comments/1/mail",
			"/theme", "/setup", "/forgot", "/portal-less", "/nowhere", "/Portal/", "/portal/../tickets"} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				status, leads := ask(t, dana, method, site.URL+path, nil)
				if status != http.StatusNotFound && (status/100 != 3 || leads != "/tickets") {
					t.Errorf("%s %s shows a customer %d %s", method, path, status, leads)
				}
			}
		}
	}
}
