package diagnose_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
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

// truth is what was planted in a bundle.
type truth struct {
	Scenario, Version string
	Causes            []string
	Evidence          []struct{ File string }
	packed            []byte
}

// causeOf is what a scenario of the corpora must be found to be; none for the healthy one.
var causeOf = map[string][]string{"healthy": {}, "oom": {"oom"}, "disk-full": {"disk-full"}, "gitaly-slow": {"gitaly-storage"}}

// corpora are the bundles that others planted something in.
func corpora(t *testing.T) (all []truth) {
	root := filepath.Join(corpus.Logs(t), "gitlabsos")
	dirs, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		var one truth
		read(t, filepath.Join(root, d.Name(), "bundle-truth.json"), &one)
		one.Causes = causeOf[one.Scenario]
		paths, err := filepath.Glob(filepath.Join(root, d.Name(), "*.tar.gz"))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%s: %v, %v", d.Name(), paths, err)
		}
		if one.packed, err = os.ReadFile(paths[0]); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// ours are bundles of our own making: testdata/bundles.
func ours(t *testing.T) (all []truth) {
	paths, err := filepath.Glob("testdata/bundles/*.txt")
	if err != nil || len(paths) < 2 {
		t.Fatal(paths, err)
	}
	_, base := sections(t, "testdata/bundles/base.txt")
	for _, path := range paths {
		one := truth{Scenario: strings.TrimSuffix(filepath.Base(path), ".txt"), Version: "17.11.4", Causes: []string{}}
		if one.Scenario == "base" {
			continue
		}
		head, files := sections(t, path)
		for line := range strings.Lines(head) {
			switch key, value, _ := strings.Cut(strings.TrimSpace(line), ": "); key {
			case "cause":
				one.Causes = append(one.Causes, value)
			case "shows":
				one.Evidence = append(one.Evidence, struct{ File string }{value})
			}
		}
		whole := maps.Clone(base)
		maps.Copy(whole, files)
		var packing []string
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			packing = append(packing, name, whole[name])
		}
		one.packed = bundle(t, packing...)
		all = append(all, one)
	}
	return all
}

// sections reads a file of several: what stands first, and the text behind each line "-- name --".
func sections(t *testing.T, path string) (head string, files map[string]string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split("\n"+string(text), "\n-- ")
	files = map[string]string{}
	for _, part := range parts[1:] {
		name, body, _ := strings.Cut(part, " --\n")
		files[name] = body + "\n"
	}
	return parts[0], files
}

// score is how much of the truth was found.
type score struct{ right, evidence, planted, identifiers int }

func (s score) row(way string, bundles int) string {
	return fmt.Sprintf("| %s | %d of %d | %d of %d | %d |\n", way, s.right, bundles, s.evidence, s.planted, s.identifiers)
}

// TestAccuracy is acceptance 45: what is found in a bundle does not depend on the names, hosts and addresses in it. The figures are
// published in docs/diagnosis-accuracy.md, and this test keeps them true.
func TestAccuracy(t *testing.T) {
	var rows strings.Builder
	for _, set := range []struct {
		name    string
		bundles []truth
	}{{"corpora", corpora(t)}, {"our own", ours(t)}} {
		raw, redacted := compare(t, set.bundles)
		if redacted.right != raw.right || redacted.evidence != raw.evidence || redacted.identifiers > 0 || raw.identifiers == 0 {
			t.Errorf("%s: raw %+v, redacted %+v", set.name, raw, redacted)
		}
		rows.WriteString(raw.row(set.name+", as they came", len(set.bundles)) + redacted.row(set.name+", redacted", len(set.bundles)))
	}
	publish(t, rows.String())
}

// compare reads each bundle as it came, and redacted.
func compare(t *testing.T, bundles []truth) (raw, redacted score) {
	for _, want := range bundles {
		clean, found := redact(t, want.packed)
		raw.add(t, "raw", want, want.packed)
		redacted.add(t, "redacted", want, clean)
		raw.identifiers += found
		each(t, clean, func(name string, body []byte) { redacted.identifiers += len(customer.Find(name + "\n" + string(body))) })
	}
	return raw, redacted
}

func (s *score) add(t *testing.T, way string, want truth, packed []byte) {
	t.Helper()
	r, err := diagnose.Examine(t.Context(), bytes.NewReader(packed))
	if err != nil {
		t.Fatalf("%s, %s: %v", want.Scenario, way, err)
	}
	if keys := r.Keys(); slices.Equal(slices.Sorted(slices.Values(keys)), slices.Sorted(slices.Values(want.Causes))) &&
		strings.HasPrefix(want.Version, r.Version) && r.Version != "" {
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
not depend on them. TestAccuracy (internal/capability/diagnose) reads every bundle whose cause is known, once as it is and once redacted by
internal/platform/boundary, and keeps this page true (` + "`go test ./internal/capability/diagnose -run Accuracy -update`" + `).

The first bundles are the corpora's. The others are of our own making (testdata/bundles): the lines are written as the programs write them,
four causes are said in two ways, one bundle has two causes, and two are busy and healthy. Both the signs and these bundles come
from the same knowledge, so the figures say that no sign contradicts another and that redaction takes nothing away. They do not say how
often a bundle from a ticket is read right: nobody has counted that yet.

| Bundles | Causes and version right | Planted evidence shown | Identifiers in them |
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
