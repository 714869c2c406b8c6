package diagnose_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/diagnose"
	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/test/corpus"
)

var update = flag.Bool("update", false, "write docs/diagnosis-accuracy.md")

// truth is what was planted in a bundle of the corpora.
type truth struct {
	Scenario, Version string
	Evidence          []struct{ File, Contains string }
}

// causeOf is what a scenario of the corpora must be found to be; none for the healthy one.
var causeOf = map[string][]string{"healthy": {}, "oom": {"oom"}, "disk-full": {"disk-full"}, "gitaly-slow": {"gitaly-storage"}}

// score is how much of the truth was found.
type score struct{ right, evidence, planted, identifiers int }

func (s score) row(way string, bundles int) string {
	return fmt.Sprintf("| %s | %d of %d | %d of %d | %d |\n", way, s.right, bundles, s.evidence, s.planted, s.identifiers)
}

// TestAccuracy is acceptance 45: what is found in a bundle does not depend on the names, hosts and addresses in it. The figures are
// published in docs/diagnosis-accuracy.md, and this test keeps them true.
func TestAccuracy(t *testing.T) {
	root := filepath.Join(corpus.Logs(t), "gitlabsos")
	dirs, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var raw, redacted score
	for _, d := range dirs {
		var want truth
		read(t, filepath.Join(root, d.Name(), "bundle-truth.json"), &want)
		paths, err := filepath.Glob(filepath.Join(root, d.Name(), "*.tar.gz"))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%s: %v, %v", d.Name(), paths, err)
		}
		packed, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		clean, found := redact(t, packed)
		raw.add(t, "raw", want, packed)
		redacted.add(t, "redacted", want, clean)
		raw.identifiers += found
		left := 0
		each(t, clean, func(name string, body []byte) { left += len(customer.Find(name + "\n" + string(body))) })
		redacted.identifiers += left
	}
	if redacted.right != raw.right || redacted.evidence != raw.evidence || redacted.identifiers > 0 || raw.identifiers == 0 {
		t.Errorf("raw %+v, redacted %+v", raw, redacted)
	}
	publish(t, raw.row("as it came", len(dirs))+redacted.row("redacted", len(dirs)))
}

func (s *score) add(t *testing.T, way string, want truth, packed []byte) {
	t.Helper()
	r, err := diagnose.Examine(t.Context(), bytes.NewReader(packed))
	if err != nil {
		t.Fatalf("%s, %s: %v", want.Scenario, way, err)
	}
	if slices.Equal(r.Keys(), causeOf[want.Scenario]) && strings.HasPrefix(want.Version, r.Version) && r.Version != "" {
		s.right++
	} else {
		t.Errorf("%s, %s: found %v of version %q", want.Scenario, way, r.Keys(), r.Version)
	}
	for _, planted := range want.Evidence {
		s.planted++
		for _, f := range r.Findings {
			if slices.ContainsFunc(f.Evidence, func(e diagnose.Evidence) bool { return e.File == planted.File }) {
				s.evidence++
				break
			}
		}
	}
}

var customer = boundary.Identifiers{Organizations: []string{"Corp Example"}, Domains: []string{"corp.example"}, Allowed: boundary.Public()}

// redact packs a bundle anew as its sender would who takes out names, and counts what was taken out.
func redact(t *testing.T, packed []byte) ([]byte, int) {
	t.Helper()
	ids := customer
	each(t, packed, func(name string, body []byte) {
		if filepath.Base(name) == "hostname" || filepath.Base(name) == "dmesg" {
			ids = ids.Learn(string(body))
		}
	})
	r := boundary.NewRedactor(ids)
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w, found := tar.NewWriter(z), 0
	each(t, packed, func(name string, body []byte) {
		name, in := r.Redact(name)
		found += len(in) + len(ids.Find(string(body)))
		clean, err := io.ReadAll(r.Reader(bytes.NewReader(body)))
		if err != nil {
			t.Fatal(err)
		}
		put(t, w, name, clean)
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), found
}

func put(t *testing.T, w *tar.Writer, name string, body []byte) {
	t.Helper()
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(body)), Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, packed []byte, do func(name string, body []byte)) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		do(h.Name, body)
	}
}

func read(t *testing.T, path string, v any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}

const page = `# How well bundles are read, as they came and redacted

Customers of the public sector take names, hosts, addresses and keys out before they send a bundle. What is found in it must
not depend on them. TestAccuracy (internal/capability/diagnose) reads every bundle of the corpora whose cause is known, once as it
is and once redacted by internal/platform/boundary, and keeps this page true (` + "`go test ./internal/capability/diagnose -run Accuracy -update`" + `).

| Bundle | Cause and version right | Planted evidence shown | Identifiers in it |
|---|---|---|---|
`

func publish(t *testing.T, rows string) {
	t.Helper()
	path := filepath.Join("..", "..", "..", "docs", "diagnosis-accuracy.md")
	if *update {
		if err := os.WriteFile(path, []byte(page+rows), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(published) != page+rows {
		t.Errorf("docs/diagnosis-accuracy.md is stale; what was found:\n%s", rows)
	}
}
