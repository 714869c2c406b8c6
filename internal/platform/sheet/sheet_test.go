package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWrite(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b)
	for _, row := range [][]string{{"name", "note"}, {"=1+1", "+49 30 1234"}, {"-2", "@SUM(A1)"}, {"\tx", "\rx"}, {"Ana, Lima", "a = b"}, {"", "'="}} {
		if err := w.Write(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "name,note\n'=1+1,'+49 30 1234\n'-2,'@SUM(A1)\n'\tx,\"'\rx\"\n\"Ana, Lima\",a = b\n,'=\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("the table (-want +got):\n%s", diff)
	}
}

// TestNoFormula reads back whatever is written: no cell begins as a formula does, and none is lost or torn.
func TestNoFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// A reader takes \r\n within quotes for \n (encoding/csv), so carriage returns are left to the table above.
		cells := rapid.SliceOfN(rapid.StringMatching(`[=+\-@\t'",;a \n]{0,6}`), 2, 4).Draw(t, "cells")
		var b strings.Builder
		w := NewWriter(&b)
		if err := errors.Join(w.Write(cells...), w.Flush()); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(strings.NewReader(b.String())).Read()
		if err != nil || len(got) != len(cells) {
			t.Fatalf("read back %q, %v; want %d cells", got, err, len(cells))
		}
		for i, text := range got {
			if strings.IndexAny(text, "=+-@\t\r") == 0 {
				t.Errorf("%q begins a formula", text)
			}
			if text != cells[i] && text != "'"+cells[i] {
				t.Errorf("%q became %q", cells[i], text)
			}
		}
	})
}

func TestFlushTells(t *testing.T) {
	broken, end := io.Pipe()
	broken.CloseWithError(io.ErrClosedPipe)
	w := NewWriter(end)
	_ = w.Write("a") // kept, so Flush is what tells
	if err := w.Flush(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Flush says %v, want %v", err, io.ErrClosedPipe)
	}
}
