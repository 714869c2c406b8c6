package statusui

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reads has python3-feedparser read a feed.
const reads = `import sys, json, feedparser
d = feedparser.parse(sys.stdin.buffer.read())
print(json.dumps({"bozo": int(d.bozo), "version": d.version, "title": d.feed.title,
 "entries": [[e.title, e.link, (e.get("content") or [{"value": e.get("summary", "")}])[0]["value"], bool(e.get("updated_parsed") or e.get("published_parsed"))] for e in d.entries]}))`

// TestFeeds has a real reader find every update in both feeds.
func TestFeeds(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		for path, version := range map[string]string{"/status/history.atom": "atom10", "/status/history.rss": "rss20"} {
			page := s.stranger.Get(path).Shows(http.StatusOK)
			cmd := exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", reads)
			cmd.Stdin = strings.NewReader(page.Raw)
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("python3-feedparser is needed (scripts/needs.sh): %v", err)
			}
			var got struct {
				Bozo           int
				Version, Title string
				Entries        [][]any
			}
			must(t, json.Unmarshal(out, &got))
			if got.Bozo != 0 || got.Version != version || got.Title != "Globex status" || len(got.Entries) != 5 {
				t.Fatalf("%s reads as %+v", path, got)
			}
			var titles []string
			for _, e := range got.Entries {
				titles = append(titles, e[0].(string))
				if e[3] != true || !strings.HasPrefix(e[1].(string), "https://desk.test/status/incidents/") {
					t.Errorf("%s: an entry reads as %v", path, e)
				}
			}
			want := []string{"Scheduled: New disks", "Identified: Pushes <fail>", "Investigating: Pushes <fail>", "Resolved: Slow API",
				"Investigating: Slow API"}
			if d := cmp.Diff(want, titles); d != "" {
				t.Errorf("%s (-want +got):\n%s", path, d)
			}
			if body := got.Entries[1][2].(string); !strings.Contains(body, "disk") {
				t.Errorf("%s: the body reads as %q", path, body)
			}
		}
	})
}
