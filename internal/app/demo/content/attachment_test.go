package content

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"image/png"
	"io"
	"testing"
	"unicode/utf8"
)

// TestAttachmentsAreWhatTheirTypeSays reads each kind with the reader of its format.
func TestAttachmentsAreWhatTheirTypeSays(t *testing.T) {
	readers := map[string]func([]byte) error{
		"chart":   func(b []byte) error { _, err := png.Decode(bytes.NewReader(b)); return err },
		"bundle":  readBundle,
		"csv":     func(b []byte) error { _, err := csv.NewReader(bytes.NewReader(b)).ReadAll(); return err },
		"sidekiq": jsonLines, "gitaly": jsonLines, "rails": jsonLines,
	}
	for _, kind := range kindNames() {
		t.Run(kind, func(t *testing.T) {
			a := attachmentSpec{kind, "file"}.make(testScene())
			if len(a.Bytes) < 200 || len(a.Bytes) > 64<<10 {
				t.Errorf("%d bytes", len(a.Bytes))
			}
			if read := readers[kind]; read == nil {
				if !utf8.Valid(a.Bytes) {
					t.Error("text is not UTF-8")
				}
			} else if err := read(a.Bytes); err != nil {
				t.Error(err)
			}
		})
	}
}

func jsonLines(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	for {
		var line map[string]any
		if err := d.Decode(&line); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func readBundle(b []byte) error {
	zip, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return err
	}
	files := 0
	arc := tar.NewReader(zip)
	for {
		_, err := arc.Next()
		if err == io.EOF && files >= 6 {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, arc); err != nil {
			return err
		}
		files++
	}
}
