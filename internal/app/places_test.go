package app

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// TestPlaces: whatever a module calls a place or a setting, an administrator finds it under More and in Settings, by a
// name; a section that nobody draws would hide it.
func TestPlaces(t *testing.T) {
	s := twoDesks(t)
	site := httptest.NewServer(s)
	t.Cleanup(site.Close)
	d, bo := s.Desks()[0], guest(t)
	if _, err := d.People.Add(access.AsSystem(t.Context(), "test"), "Bo", "bo@one.test", access.Admin, "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	if status, _ := ask(t, bo, http.MethodPost, site.URL+"/sign-in",
		url.Values{"address": {"bo@one.test"}, "password": {"correct horse battery"}}); status != http.StatusSeeOther {
		t.Fatalf("signing in answers %d", status)
	}
	more, contents := read(t, bo, site.URL+"/more"), read(t, bo, site.URL+"/settings")
	places, pages := 0, 0
	for _, m := range d.Modules {
		for _, n := range m.Nav {
			if places++; !strings.Contains(more, `href="`+n.Href+`"`) {
				t.Errorf("%s: %s is not under More", m.Name, n.Href)
			}
		}
		for _, p := range m.Settings {
			if pages++; !strings.Contains(contents, `href="`+p.Href+`"`) {
				t.Errorf("%s: %s is not in Settings", m.Name, p.Href)
			}
		}
	}
	if places < 20 || pages < 40 {
		t.Errorf("%d places and %d settings", places, pages)
	}
	for _, text := range []string{more, contents} {
		for _, raw := range []string{"nav.section.", "settings.section.", ">nav.", ">settings."} {
			if strings.Contains(text, raw) {
				t.Errorf("%s has no words", raw)
			}
		}
	}
}

func read(t *testing.T, c *http.Client, address string) string {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", address, res.StatusCode, err)
	}
	return string(text)
}
