package diagnose_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/diagnose"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/corpus"
)

// bundle packs files, by name and text in turn, into a folder as the collectors do.
func bundle(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for i := 0; i < len(files); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: "bundle.app-01/" + files[i], Mode: 0o600, Size: int64(len(files[i+1])), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const killed = "[Thu Mar 12 10:12:00 2026] Out of memory: Killed process 21844 (bundle) total-vm:9120412kB\n"

const tooMany = "FATAL:  sorry, too many clients already\n"

func TestExamine(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  []string
		shows string
	}{
		"nothing":               {nil, []string{}, ""},
		"healthy":               {[]string{"dmesg", "Linux version 5.14\n", "df_hT", "/dev/sda1 xfs 50G 19G 31G 38% /\n"}, []string{}, "no proof of health"},
		"the killer":            {[]string{"dmesg", killed + killed}, []string{"oom"}, "and 1 more like it"},
		"a word about a killer": {[]string{"var/log/app/current", killed}, []string{}, ""},
		"a full disk":           {[]string{"df_hT", "/dev/sdb xfs 200G 200G 20K 100% /var/opt/gitlab\n"}, []string{"disk-full"}, "`df_hT` line 1"},
		"both, the surer first": {[]string{"df_hT", "/dev/sdb xfs 200G 200G 20K 100% /var/opt/gitlab\n",
			"var/log/gitlab/postgresql/current", "FATAL: No space left on device\n", "dmesg", killed}, []string{"disk-full", "oom"}, ""},
		"seldom here, often there": {[]string{"var/log/gitlab/gitlab-rails/application_json.log", tooMany,
			"var/log/gitlab/postgresql/current", strings.Repeat(tooMany, 5)}, []string{"pg-connections"}, "and 4 more like it"},
		"seldom everywhere": {[]string{"var/log/gitlab/gitlab-rails/application_json.log", tooMany,
			"var/log/gitlab/postgresql/current", tooMany + tooMany}, []string{}, ""},
		"slow, and no reason": {[]string{"var/log/gitlab/gitaly/current", `{"grpc.code":"DeadlineExceeded"}` + "\n"}, []string{}, ""},
		"slow, on NFS": {[]string{"var/log/gitlab/gitaly/current", `{"grpc.code":"DeadlineExceeded"}` + "\n", "dmesg",
			"nfs: server HOST-1 not responding, still trying\n"}, []string{"gitaly-storage"}, "HOST-1"},
		"a line without an end": {[]string{"dmesg", killed + strings.Repeat("x", 300<<10)}, []string{"oom"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := diagnose.Examine(t.Context(), bytes.NewReader(bundle(t, c.files...)))
			if err != nil || !slices.Equal(r.Keys(), c.want) {
				t.Fatalf("%v, %v, want %v", r.Keys(), err, c.want)
			}
			if note := r.Note("b_1.tar.gz", nil); !strings.Contains(note, c.shows) || !strings.Contains(note, `b\_1.tar.gz`) {
				t.Errorf("%s", note)
			}
		})
	}
}

// TestBroken holds that what can be read of a broken archive is read, and that the note says that there was more.
func TestBroken(t *testing.T) {
	whole := bundle(t, "dmesg", killed, "var/log/app/current", strings.Repeat("2026-03-12 all is well\n", 5000))
	for name, packed := range map[string][]byte{"empty": nil, "no archive": []byte("\x1f\x8bnot really"),
		"a text": []byte(strings.Repeat("words ", 400)), "cut short": whole[:len(whole)/2]} {
		r, err := diagnose.Examine(t.Context(), bytes.NewReader(packed))
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if note := r.Note("b.tar.gz", err); !strings.Contains(note, "not read") && !strings.Contains(note, "empty") && !strings.Contains(note, "no archive") {
			t.Errorf("%s: %s", name, note)
		}
		if name == "cut short" && !slices.Equal(r.Keys(), []string{"oom"}) {
			t.Errorf("what lay before the break shows %v", r.Keys())
		}
	}
}

// TestQuiet reads what is no bundle of ours: logs of other programs, and bundles of a cluster. Nothing is found in them.
func TestQuiet(t *testing.T) {
	root := corpus.Logs(t)
	for _, pattern := range []string{"loghub/*/*_2k.log", "lnav/logs/*", "troubleshoot-fixtures/*/*.json"} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatal(pattern, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			examined(t, path, bundle(t, "var/log/"+filepath.Base(path), string(text)))
		}
	}
	clusters, err := filepath.Glob(filepath.Join(root, "troubleshoot-bundle/*.tar.gz"))
	if err != nil || len(clusters) == 0 {
		t.Fatal(err)
	}
	for _, path := range clusters {
		packed, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		examined(t, path, packed)
	}
}

// examined reports what is found where nothing is to be found.
func examined(t *testing.T, path string, packed []byte) {
	t.Helper()
	r, err := diagnose.Examine(t.Context(), bytes.NewReader(packed))
	if err != nil || len(r.Findings) > 0 {
		t.Errorf("%s: %+v, %v", path, r.Findings, err)
	}
}

func FuzzExamine(f *testing.F) {
	f.Add(bundle(f, "dmesg", killed))
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, packed []byte) {
		r, err := diagnose.Examine(t.Context(), bytes.NewReader(packed))
		if note := r.Note("b", err); note == "" {
			t.Error("no word about it")
		}
	})
}
