package boundary

import (
	"fmt"
	"strings"
)

// Redactor replaces identifiers by placeholders. It keeps what it gave: the same thing has the same placeholder in every
// text that one Redactor reads. It is not for several goroutines at once.
type Redactor struct {
	m     *matcher
	given map[string]string // by kind and folded text
	last  map[Kind]int
}

// NewRedactor makes one that has read nothing.
func NewRedactor(ids Identifiers) *Redactor {
	return &Redactor{m: ids.compile(), given: map[string]string{}, last: map[Kind]int{}}
}

// Removed stands where a line could not be made clean piece by piece.
const Removed = "REMOVED"

// Redact gives text without its identifiers, and what they were. It fails closed: what the result would still hold costs
// the whole line it stands in.
func (r *Redactor) Redact(text string) (string, []Finding) {
	found := r.m.find(text)
	out := text
	for rest, tries := found, 0; len(rest) > 0; rest, tries = r.m.find(out), tries+1 {
		if tries == 4 {
			return r.lines(out), found
		}
		out = r.replace(out, rest)
	}
	return out, found
}

// Placeholder gives what stands for an identifier that Find gave.
func (r *Redactor) Placeholder(f Finding) string {
	key := string(f.Kind) + " " + fold(f.Text).text
	if p := r.given[key]; p != "" {
		return p
	}
	r.last[f.Kind]++
	p := fmt.Sprintf("%s-%d", strings.ToUpper(string(f.Kind)), r.last[f.Kind])
	r.given[key] = p
	return p
}

func (r *Redactor) replace(text string, found []Finding) string {
	var out strings.Builder
	at := 0
	for _, f := range found {
		out.WriteString(text[at:f.Start])
		if f.Start > 0 && wordByte(text[f.Start-1]) {
			out.WriteByte(' ') // so that the placeholder is a word of its own
		}
		out.WriteString(r.Placeholder(f))
		if f.End < len(text) && wordByte(text[f.End]) {
			out.WriteByte(' ')
		}
		at = f.End
	}
	out.WriteString(text[at:])
	return out.String()
}

// lines drops every line that still holds something, and all of the text where that does not help.
func (r *Redactor) lines(text string) string {
	kept := strings.Split(text, "\n")
	for i, line := range kept {
		if len(r.m.find(line)) > 0 {
			kept[i] = Removed
		}
	}
	if out := strings.Join(kept, "\n"); len(r.m.find(out)) == 0 {
		return out
	}
	return Removed
}

// placeholderAt gives the end of the placeholder that stands at text[i]; i where there is none.
func placeholderAt(text string, i int) int {
	if i > 0 && i <= len(text) && wordByte(text[i-1]) {
		return i
	}
	for _, k := range []Kind{Name, Mail, Host, IP, MAC, Path, URL, Token, Number} {
		n := len(k)
		if i+n >= len(text) || !strings.EqualFold(text[i:i+n], string(k)) || text[i+n] != '-' {
			continue
		}
		j := i + n + 1
		for j < len(text) && '0' <= text[j] && text[j] <= '9' {
			j++
		}
		if j > i+n+1 && (j == len(text) || !wordByte(text[j])) {
			return j
		}
	}
	return i
}
