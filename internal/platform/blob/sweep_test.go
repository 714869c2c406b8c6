package blob_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/blob"
)

// stored puts a blob that was stored so long ago.
func stored(t *testing.T, d *blob.Dir, root, content string, ago time.Duration) string {
	t.Helper()
	ref, err := d.Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	age(t, root, ref.Hash, ago)
	return ref.Hash
}

func age(t *testing.T, root, hash string, ago time.Duration) {
	t.Helper()
	at := time.Now().Add(-ago)
	if err := os.Chtimes(filepath.Join(root, hash[:2], hash[2:]), at, at); err != nil {
		t.Fatal(err)
	}
}

func has(t *testing.T, d *blob.Dir, hash string) bool {
	t.Helper()
	r, err := d.Open(t.Context(), hash)
	if err == nil {
		r.Close()
	}
	return err == nil
}

func TestSweep(t *testing.T) {
	d, root := open(t)
	old, young := stored(t, d, root, "old", 25*time.Hour), stored(t, d, root, "young", 23*time.Hour)
	spared, again := stored(t, d, root, "not named", 25*time.Hour), stored(t, d, root, "again", 25*time.Hour)
	if _, err := d.Put(t.Context(), strings.NewReader("again")); err != nil {
		t.Fatal(err)
	}
	hashes := []string{old, young, again, strings.Repeat("0", 64), "../../etc/passwd"}
	if n, err := d.Sweep(t.Context(), hashes, 24*time.Hour); n != 1 || err != nil {
		t.Errorf("%d removed, %v, want 1", n, err)
	}
	for name, c := range map[string]struct {
		hash string
		want bool
	}{"old": {old, false}, "young": {young, true}, "not named": {spared, true}, "stored again": {again, true}} {
		if got := has(t, d, c.hash); got != c.want {
			t.Errorf("%s: there %v, want %v", name, got, c.want)
		}
	}
	if left, _ := os.ReadDir(filepath.Join(root, "tmp")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A blob is there once Put has returned, whatever a sweep does beside it, here through a folder opened twice as by two
// processes.
func TestSweepBesidePut(t *testing.T) {
	d, root := open(t)
	other, err := blob.OpenDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		hash := stored(t, d, root, "the same again", 25*time.Hour)
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := d.Put(t.Context(), strings.NewReader("the same again")); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			if _, err := other.Sweep(t.Context(), []string{hash}, 24*time.Hour); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		if !has(t, d, hash) {
			t.Fatal("the sweep took what Put had just said was stored")
		}
	}
}
