package spool

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func TestWhatGoesInComesOut(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(0, 100), rapid.IntRange(memoryLimit-2, memoryLimit+2), rapid.IntRange(0, 3*memoryLimit)).Draw(t, "size")
		head := rapid.StringN(0, 50, 50).Draw(t, "head")
		want := bytes.Repeat([]byte("0123456789"), size/10+1)[:size]
		s, err := Read(dir, bytes.NewReader(want))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if s.Size != int64(size) || s.Sum != sha256.Sum256(want) {
			t.Fatalf("size %d and sum %x of %d octets", s.Size, s.Sum, size)
		}
		all := append([]byte(head), want...)
		if err := iotest.TestReader(s.Section(head), all); err != nil {
			t.Fatal(err)
		}
	})
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestBrokenReaderIsNotOurFault(t *testing.T) {
	broken := errors.New("the line broke")
	for _, n := range []int{0, memoryLimit / 2, 2 * memoryLimit} {
		_, err := Read(t.TempDir(), io.MultiReader(strings.NewReader(strings.Repeat("x", n)), iotest.ErrReader(broken)))
		var own *Error
		if !errors.Is(err, broken) || errors.As(err, &own) {
			t.Errorf("after %d octets: %v", n, err)
		}
	}
}

func TestMissingDirectoryIsOurFault(t *testing.T) {
	_, err := Read(filepath.Join(t.TempDir(), "gone"), strings.NewReader(strings.Repeat("x", 2*memoryLimit)))
	var own *Error
	if !errors.As(err, &own) {
		t.Errorf("error %v, want one of ours", err)
	}
}
