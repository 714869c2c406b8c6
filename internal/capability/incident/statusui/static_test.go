package statusui

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/incident"
)

var linked = regexp.MustCompile(`href="([^"]+)"`)

// TestCopy writes the page as files that lead to one another, and anew when something changes.
func TestCopy(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		must(t, s.pages.Copy(s.Ctx))
		first := s.read(t, "index.html")
		if !strings.Contains(first, "Partial system outage") || strings.Contains(first, "<script") {
			t.Errorf("the first page:\n%s", first)
		}
		for _, name := range []string{"history.atom", "history.rss", "status.css", "api/v2/summary.json", "1.0/status/daywatch",
			"incidents/" + s.open.Code + ".html"} {
			s.read(t, name)
		}
		s.follow(t)
		s.say(t, s.open, incident.Resolved, "All is well.")
		must(t, s.pages.Copy(s.Ctx))
		if again := s.read(t, "index.html"); !strings.Contains(again, "All systems operational") {
			t.Errorf("the copy does not change:\n%s", again)
		}
		left, _ := filepath.Glob(filepath.Join(s.folder, ".new-*"))
		if len(left) > 0 {
			t.Errorf("%v are left behind", left)
		}
		s.folder = filepath.Join(s.folder, "index.html") // a file where a folder should be
		s.pages.Folder = s.folder
		if err := s.pages.Copy(s.Ctx); err == nil {
			t.Error("a folder that cannot be written is no error")
		}
	})
}

func (s *desk) read(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(s.folder, filepath.FromSlash(name)))
	must(t, err)
	if len(body) == 0 {
		t.Errorf("%s is empty", name)
	}
	return string(body)
}

// follow wants every link of every page to lead to a file of the copy.
func (s *desk) follow(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(s.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".html" {
			return err
		}
		body, err := os.ReadFile(path)
		for _, m := range linked.FindAllStringSubmatch(string(body), -1) {
			if strings.HasPrefix(m[1], "#") || strings.Contains(filepath.Base(path), "-") && strings.Contains(m[1], "20") { // months without end
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s leads to %s, which is not there", path, m[1])
			}
		}
		return err
	})
	must(t, err)
}

// TestLook gives the page and its copy the brand's stylesheet and logo; a desk without them has ours.
func TestLook(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		s.stranger.Get("/status/").Shows(200).Hides("brand.css", "logo")
		s.stranger.Get("/status/logo").Shows(404)
		s.pages.Look = func(context.Context) (Look, error) {
			return Look{Style: ":root{--accent:#123456}", Logo: "0123456789abcdef", Type: "image/png",
				Picture: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("picture")), nil }}, nil
		}
		first := s.stranger.Get("/status/").Shows(200, "/status/brand.css?v=", "/status/logo?v=0123456789")
		s.stranger.Get(regexp.MustCompile(`/status/brand\.css\?v=\w+`).FindString(first.Text)).Shows(200, "#123456")
		if a := s.stranger.Get("/status/logo").Shows(200, "picture"); a.Header.Get("Content-Type") != "image/png" ||
			a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("the logo is %v", a.Header)
		}
		must(t, s.pages.Copy(s.Ctx))
		if page := s.read(t, "incidents/"+s.open.Code+".html"); !strings.Contains(page, `href="../brand.css?v=`) || !strings.Contains(page, `src="../logo?v=`) {
			t.Errorf("the copy has another look:\n%s", page)
		}
		if s.read(t, "brand.css") != ":root{--accent:#123456}" || s.read(t, "logo") != "picture" {
			t.Error("the copy of the look is another one")
		}
	})
}
