package reply

import (
	"regexp"
	"strings"
	"unicode"
)

const (
	shingle     = 16      // runes in a row that count as the same text
	maxSent     = 1 << 20 // bytes of sent texts that are looked at, the first texts first
	minRepeated = 60      // runes: shorter repetitions without quote marks are chance
	contextRun  = 6       // lines of our text that may stay as the context of an answer below them
)

// foldOurs folds what repeats the texts we sent. Letters and digits alone are compared, so that neither
// quote marks nor new line breaks hide a quote, and no language needs a rule.
func (f *folder) foldOurs(sent []string) {
	repeated := f.repeated(sent)
	if repeated == nil {
		return
	}
	runs := f.ourRuns(repeated, shortest(sent))
	lastOwn := -1 // the author's last line
	for i := range f.lines {
		if !repeated[i] && f.isText(i) {
			lastOwn = i
		}
	}
	for i, r := range runs {
		for j := r.start; j < r.end; j++ {
			f.lines[j].is = ours
		}
		if len(runs) > 1 && lastOwn >= r.end && r.end-r.start <= contextRun {
			continue
		}
		start := r.start
		if i == 0 || f.hasText(runs[i-1].end, r.start) {
			start = f.introAbove(r.start)
		}
		f.mark(start, r.end, Quote)
		for j := start; j < r.start; j++ {
			if f.lines[j].is != empty {
				f.lines[j].is = ours
			}
		}
	}
}

// repeated tells for every line whether all its letters stand in sent texts; nil if there are none.
func (f *folder) repeated(sent []string) []bool {
	known := shingles(sent)
	if len(known) == 0 {
		return nil
	}
	var runes []rune
	at := make([]int, len(f.lines)+1) // where each line's letters begin
	for i, l := range f.lines {
		at[i] = len(runes)
		runes = appendLetters(runes, f.text[l.start:l.end])
	}
	at[len(f.lines)] = len(runes)
	covered := make([]int, len(runes)+1) // running count of runes within a known shingle
	until := 0
	roll(runes, func(end int, hash uint64) {
		if _, ok := known[hash]; ok {
			for j := max(until, end-shingle); j < end; j++ {
				covered[j+1] = 1
			}
			until = end
		}
	})
	for i := 1; i < len(covered); i++ {
		covered[i] += covered[i-1]
	}
	out := make([]bool, len(f.lines))
	for i := range f.lines {
		n := at[i+1] - at[i]
		out[i] = n > 0 && covered[at[i+1]]-covered[at[i]] == n
	}
	return out
}

func shingles(sent []string) map[uint64]struct{} {
	known := map[uint64]struct{}{}
	budget := maxSent
	for _, s := range sent {
		s = s[:min(len(s), budget)]
		budget -= len(s)
		roll(appendLetters(nil, s), func(_ int, hash uint64) { known[hash] = struct{}{} })
	}
	return known
}

func appendLetters(dst []rune, s string) []rune {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			dst = append(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// roll calls found for every window of shingle runes with its end and its hash (Rabin–Karp).
func roll(runes []rune, found func(end int, hash uint64)) {
	const base = 0x9E3779B97F4A7C15
	var hash, top uint64 = 0, 1
	for range shingle {
		top *= base
	}
	for i, r := range runes {
		hash = hash*base + uint64(r)
		if i >= shingle {
			hash -= top * uint64(runes[i-shingle])
		}
		if i >= shingle-1 {
			found(i+1, hash)
		}
	}
}

type lineRun struct{ start, end int }

// ourRuns joins repeated lines. A run without quote marks counts only if it repeats most of a whole text:
// a command that we sent and the author ran is his evidence.
func (f *folder) ourRuns(repeated []bool, whole int) []lineRun {
	var runs []lineRun
	for i := 0; i < len(f.lines); i++ {
		if !repeated[i] {
			continue
		}
		end, marked, length := i, false, 0
		for j := i; j < len(f.lines) && (repeated[j] || f.isFiller(j)); j++ {
			if repeated[j] {
				end = j + 1
				marked = marked || strings.HasPrefix(f.lines[j].body, ">")
				length += len(appendLetters(nil, f.lines[j].body))
			}
		}
		for marked && end < len(f.lines) && f.lines[end].is == quoted && f.isFiller(end) {
			end++
		}
		if marked || length >= minRepeated && length*10 >= whole*6 {
			runs = append(runs, lineRun{i, end})
		}
		i = end - 1
	}
	return runs
}

// isFiller is a line without letters of its own: empty, or quote marks and rules.
func (f *folder) isFiller(i int) bool {
	return f.lines[i].is == empty || f.lines[i].is == delimiter || strings.Trim(f.lines[i].body, "> -_*|") == ""
}

func shortest(sent []string) int {
	n := 0
	for _, s := range sent {
		if l := len(appendLetters(nil, s)); l >= minRepeated && (n == 0 || l < n) {
			n = l
		}
	}
	return n
}

func (f *folder) isText(i int) bool { return f.lines[i].is == text || f.lines[i].is == machinery }

func (f *folder) hasText(start, end int) bool {
	for i := start; i < end; i++ {
		if f.isText(i) {
			return true
		}
	}
	return false
}

var (
	foreignIntro = regexp.MustCompile(`(?:\S+@\S+|\d{1,2}[:.]\d\d).*[:：]$`)
	foreignField = regexp.MustCompile(`^[^:：]{1,25}[:：] ?\S`)
)

// introAbove gives the first line of what introduces the quote at start, in any language: a line with an
// address or a clock that ends in a colon, or a block of at least three fields with an address.
func (f *folder) introAbove(start int) int {
	last := previous(f.lines, start)
	if last < 0 {
		return start
	}
	if body := unquote(f.lines[last].body); len(body) <= maxMatched && foreignIntro.MatchString(body) &&
		strings.ContainsAny(body, "0123456789") {
		return last
	}
	first, address := last+1, false
	for first > 0 && foreignField.MatchString(clip(f.lines[first-1].body)) {
		first--
		address = address || strings.Contains(f.lines[first].body, "@")
	}
	if address && last+1-first >= 3 {
		return first
	}
	return start
}
