package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// What becomes of the process that reads a mail is what is said of the mail.
func TestReadApart(t *testing.T) {
	script := func(body string) string {
		file := filepath.Join(t.TempDir(), "daywatch")
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+body), 0o700); err != nil {
			t.Fatal(err)
		}
		return file
	}
	mail := strings.NewReader("Subject: x\r\n\r\nhello")
	lives := script(`test "$*" = "mail parse --json -" && grep -q hello`)
	if err := readApart(lives)(t.Context(), mail); err != nil {
		t.Errorf("a mail that was read: %v", err)
	}
	if err := readApart(script("kill -9 $$"))(t.Context(), mail); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Errorf("a mail that ends its reader: %v", err)
	}
	if err := readApart(filepath.Join(t.TempDir(), "none"))(t.Context(), mail); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a reader that cannot be started: %v", err)
	}
	if readApart("") != nil {
		t.Error("a reader without a program")
	}
}
