package boundary_test

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/test/corpus"
)

var customer = boundary.Identifiers{Organizations: []string{"Helvetia Space Agency"}, People: []string{"Jane Okonkwo"},
	Domains: []string{"agency.gov"}, Allowed: boundary.Public()}

// logs gives up to 256 kB of each log of the corpora.
func logs(t testing.TB, each func(path, text string)) {
	t.Helper()
	err := filepath.WalkDir(corpus.Logs(t), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		raw, err := io.ReadAll(io.LimitReader(f, 256<<10))
		each(path, string(raw))
		f.Close()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCorpus takes real logs of many programs through a Redactor: nothing is found in what comes out.
func TestCorpus(t *testing.T) {
	files, found := 0, map[boundary.Kind]int{}
	logs(t, func(path, text string) {
		files++
		for _, f := range customer.Find(text) {
			found[f.Kind]++
		}
		out, err := io.ReadAll(customer.RedactReader(strings.NewReader(text)))
		if err != nil {
			t.Fatal(err)
		}
		for _, left := range customer.Find(string(out)) {
			t.Errorf("%s: %v is left in %.200q", path, left, out[max(0, left.Start-80):min(len(out), left.End+20)])
		}
	})
	if t.Logf("%d files: %v", files, found); files < 20 || found[boundary.IP] == 0 || found[boundary.Host] == 0 {
		t.Error("the logs hold too little to tell")
	}
}

func BenchmarkReader(b *testing.B) {
	var all strings.Builder
	logs(b, func(_, text string) { all.WriteString(text) })
	b.SetBytes(int64(all.Len()))
	for b.Loop() {
		if _, err := io.Copy(io.Discard, customer.RedactReader(strings.NewReader(all.String()))); err != nil {
			b.Fatal(err)
		}
	}
}
