package mailwire

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// contentHash hashes what makes two deliveries the same mail: sender, date, subject, text and attachments.
// What a mailing list changes on the way, its tag in the subject and its footer, does not count.
func contentHash(m *Message) string {
	h := sha256.New()
	write := func(s string) { _, _ = io.WriteString(h, strconv.Itoa(len(s))+":"+s+"\n") }
	write(strings.ToLower(m.From.Address))
	write(strconv.FormatInt(m.Date.Unix(), 10))
	write(hashedSubject(m.Subject))
	write(hashedText(m.Text))
	sums := make([]string, 0, len(m.Attachments))
	for _, a := range m.Attachments {
		sums = append(sums, a.SHA256)
	}
	slices.Sort(sums)
	for _, sum := range slices.Compact(sums) {
		write(sum)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// listTag is the `[name]` that a list puts before or after the Re: of a subject. Our own `[#42]` is none.
var listTag = regexp.MustCompile(`\[[^\]#]{1,60}\]\s*`)

func hashedSubject(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(listTag.ReplaceAllString(s, ""))), " ")
}

// hashedText folds blanks and drops a list's footer: what follows a long rule of underscores (Mailman), or
// the last signature mark where Google Groups, Sympa and others speak of the subscription.
func hashedText(text string) string {
	if i := strings.LastIndex(text, "\n____________________"); i >= 0 && len(text)-i < maxFooter {
		text = text[:i]
	}
	if i := strings.LastIndex(text, "\n-- \n"); i >= 0 && len(text)-i < maxFooter && isListFooter(text[i:]) {
		text = text[:i]
	}
	return strings.Join(strings.Fields(text), " ")
}

// maxFooter is the longest text that is taken for a footer.
const maxFooter = 1500

func isListFooter(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "unsubscribe") || strings.Contains(text, "you received this message because") || strings.Contains(text, "listinfo")
}
