package mailwire

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/test/corpus"
)

// TestAttachmentsAgreeWithHunny compares every attachment of the Hunny sample set with the file it was made
// from, which lies beside the messages.
func TestAttachmentsAgreeWithHunny(t *testing.T) {
	dir := corpus.Folder(t, "zbateson", "tests", "_data", "emails")
	originals := fileSums(t, filepath.Join(dir, "files"))
	mails, err := filepath.Glob(filepath.Join(dir, "m*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	// These attachments were never one of the files: signatures, BinHex, line ends doubled by the sender,
	// a placeholder, a mail, text that lost its last line end to the boundary.
	other := map[string]bool{
		"m0022.txt aaa.txt": true, "m2011.txt blueball.png": true, "m2011.txt HasenundFrösche.txt": true,
		"m3004.txt HasenundFrösche.txt": true, "m4001.txt signature.asc": true, "m4002.txt signature.asc": true,
		"m4003.txt signature.asc": true, "m4004.txt signature.asc": true, "m4008.txt signature.asc": true,
		"m4007.txt submsg.eml": true, "m4009.txt test10Mb.db": true,
	}
	same := 0
	for _, path := range mails {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := Parse(context.Background(), bytes.NewReader(raw), int64(len(raw)), DefaultLimits())
		for _, a := range m.Attachments {
			key := filepath.Base(path) + " " + a.Name
			switch {
			case originals[a.SHA256] && other[key]:
				t.Errorf("%s equals its file after all", key)
			case originals[a.SHA256]:
				same++
			case !other[key]:
				t.Errorf("%s is none of the original files", key)
			}
		}
		if from := m.From.Address; !strings.Contains(from, "@") || m.Subject == "" {
			t.Errorf("%s: from %q, subject %q", path, from, m.Subject)
		}
	}
	if len(mails) != 71 || same != 88 {
		t.Errorf("%d mails with %d attachments equal to their files, want 71 and 88", len(mails), same)
	}
}

// fileSums hashes every file of a folder.
func fileSums(t *testing.T, dir string) map[string]bool {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]bool{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		sums[hex.EncodeToString(sum[:])] = true
	}
	return sums
}
