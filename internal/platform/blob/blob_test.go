package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func open(t *testing.T) (*blob.Dir, string) {
	t.Helper()
	root := t.TempDir()
	d, err := blob.OpenDir(root)
	if err != nil {
		t.Fatal(err)
	}
	return d, root
}

func TestPutTwice(t *testing.T) {
	d, _ := open(t)
	want := bytes.Repeat([]byte("kernel: oom-kill\n"), 5000)
	for range 2 {
		ref, err := d.Put(t.Context(), bytes.NewReader(want))
		if err != nil || ref.Size != int64(len(want)) {
			t.Fatalf("%+v, %v", ref, err)
		}
		r, err := d.Open(t.Context(), ref.Hash)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		r.Close()
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes back, %v", len(got), err)
		}
	}
	n := 0
	for _, err := range d.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d blobs for one content", n)
	}
}

func TestFailedPutLeavesNothing(t *testing.T) {
	d, root := open(t)
	boom := errors.New("connection lost")
	if _, err := d.Put(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(boom))); !errors.Is(err, boom) ||
		fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Put(cancelled, strings.NewReader("half")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(root, "tmp")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestFullStore says that the store is away when it cannot be written, so that mail waits.
func TestFullStore(t *testing.T) {
	d, root := open(t)
	if err := os.RemoveAll(filepath.Join(root, "tmp")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Put(t.Context(), strings.NewReader("x")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
}

func TestOpenRefusesPaths(t *testing.T) {
	d, _ := open(t)
	for _, hash := range []string{"", "../../etc/passwd", strings.Repeat("0", 64), strings.Repeat("A", 64)} {
		if _, err := d.Open(t.Context(), hash); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", hash, err)
		}
	}
}
