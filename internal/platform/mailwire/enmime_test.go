package mailwire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/jhillyerd/enmime/v2"
)

// TestAgreesWithEnmime reads every mail of the corpora with enmime as well. Every named file that enmime
// finds must be found here, byte for byte, and every plain text; the few mails on which they differ were
// read by eye and are counted.
func TestAgreesWithEnmime(t *testing.T) {
	parser := enmime.NewParser(enmime.DisableCharacterDetection(true))
	var mails, files, otherFiles, texts, otherTexts int
	for path, raw := range corpusFiles(t) {
		if !isMailFile(path) {
			continue
		}
		env, err := parser.ReadEnvelope(bytes.NewReader(raw))
		if err != nil {
			continue // enmime gives up on it; we do not
		}
		mails++
		m := read(t, string(raw))
		sums := map[string]bool{}
		for _, a := range m.Attachments {
			sums[a.SHA256] = true
		}
		for _, p := range append(append(env.Attachments, env.Inlines...), env.OtherParts...) {
			sum := sha256.Sum256(p.Content)
			switch {
			case p.FileName == "":
			case sums[hex.EncodeToString(sum[:])]:
				files++
			default:
				otherFiles++
				t.Logf("%s: %q differs", path, p.FileName)
			}
		}
		if !hasPlainText(env.Root) {
			continue
		}
		if words(env.Text) == words(m.Text) {
			texts++
		} else {
			otherTexts++
			t.Logf("%s: text differs\n  %.300q\n  %.300q", path, words(env.Text), words(m.Text))
		}
	}
	// The 16 files are those that the Hunny originals and mime4j's bytes prove right here, and broken base64.
	// The 46 texts are mostly text that enmime hides: parts without a header, after a padded blank line, in a
	// multipart that lost its boundary; raw 8-bit text; and inline text files that enmime mixes into the body.
	if mails != 716 || files != 299 || otherFiles != 16 || texts != 485 || otherTexts != 46 {
		t.Errorf("%d mails; %d files agree, %d differ; %d texts agree, %d differ; want 716; 299, 16; 485, 46", mails, files, otherFiles, texts, otherTexts)
	}
}

// words compares texts without their white space, and without the rule that enmime draws between parts.
func words(s string) string {
	s = strings.ReplaceAll(s, "\n--\n", "\n")
	return strings.Join(strings.Fields(s), "")
}

func hasPlainText(p *enmime.Part) bool {
	if p == nil {
		return false
	}
	return p.ContentType == "text/plain" || hasPlainText(p.FirstChild) || hasPlainText(p.NextSibling)
}
