package statusui

import (
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
		must(t, s.pages.Copy(s.System()))
		first := s.read(t, "index.html")
		if !strings.Contains(first, "Partial system outage") || strings.Contains(first, "<script") {
			t.Errorf("the first page:\n%s", first)
		}
		for _, name := range []string{"history.atom", "history.rss", "status.css", "api/v2/summary.json", "1.0/status/daywatch", "incidents/" + s.open.Code + ".html"} {
			s.read(t, name)
		}
		s.follow(t)
		s.say(t, s.open, incident.Resolved, "All is well.")
		must(t, s.pages.Copy(s.System()))
		if again := s.read(t, "index.html"); !strings.Contains(again, "All systems operational") {
			t.Errorf("the copy does not change:\n%s", again)
		}
		left, _ := filepath.Glob(filepath.Join(s.folder, ".new-*"))
		if len(left) > 0 {
			t.Errorf("%v are left behind", left)
		}
		s.folder = filepath.Join(s.folder, "index.html") // a file where a folder should be
		s.pages.Folder = s.folder
		if err := s.pages.Copy(s.System()); err == nil {
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
