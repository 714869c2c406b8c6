// Package version reads and compares the versions of what customers run. It is pure. Versions are those of Semantic
// Versioning, of which the later numbers may be missing, with the marks that packages add: 17.2.9-ee, v16.11, 17.3.0-rc42-ee.
package version

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// longest bounds what is read.
const longest = 60

// Version is one release. Its zero value is unknown.
type Version struct {
	Numbers [3]int // major, minor, patch, each 0 to 99999
	Given   int    // how many of them were written: 0 for unknown, 1 for 17, 2 for 17.2
	Pre     string // what comes before the release itself, such as rc42; small letters
	Edition string // ee or ce; it says nothing about the order
}

// editions are marks that packages add behind a version; what follows one is the package's own number.
var editions = []string{"ee", "ce"}

// Parse reads a version. What is none is fault.Invalid on "version".
func Parse(text string) (Version, error) {
	refused := fault.Field("version", "“%s” is no version. Write it as 17.2.9-ee, 17.2 or 17", fault.Clip(text, longest))
	rest := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), "v")
	if rest == "" || len(rest) > longest {
		return Version{}, refused
	}
	rest, _, _ = strings.Cut(rest, "+") // Semantic Versioning 2.0.0 §10: build metadata says nothing about the order
	numbers, marks, marked := strings.Cut(rest, "-")
	var v Version
	parts := strings.Split(numbers, ".")
	if len(parts) > len(v.Numbers) {
		return Version{}, refused
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 32)
		if err != nil || n > 99999 {
			return Version{}, refused
		}
		v.Numbers[i] = int(n)
	}
	v.Given = len(parts)
	if !marked {
		return v, nil
	}
	if !v.mark(marks) {
		return Version{}, refused
	}
	return v, nil
}

// mark reads what stands behind the numbers: rc42, ee, rc42-ee, ee.0.
func (v *Version) mark(marks string) bool {
	var pre []string
	for _, word := range strings.Split(marks, "-") {
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789.") != "" || strings.Trim(word, ".") == "" {
			return false
		}
		if edition, _, _ := strings.Cut(word, "."); slices.Contains(editions, edition) {
			v.Edition = edition
			continue
		}
		pre = append(pre, word)
	}
	v.Pre = strings.Join(pre, "-")
	return true
}

// String writes the version as it was meant: with as many numbers as were given.
func (v Version) String() string {
	if v.Given == 0 {
		return ""
	}
	numbers := make([]string, v.Given)
	for i := range numbers {
		numbers[i] = strconv.Itoa(v.Numbers[i])
	}
	text := strings.Join(numbers, ".")
	for _, mark := range []string{v.Pre, v.Edition} {
		if mark != "" {
			text += "-" + mark
		}
	}
	return text
}

// Release is major.minor, by which versions are supported; the zero version has none.
func (v Version) Release() string {
	if v.Given == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%d", v.Numbers[0], v.Numbers[1])
}

// Known reports whether there is a version at all.
func (v Version) Known() bool { return v.Given > 0 }

// Compare orders two versions: negative where a comes before b. Numbers that were not given are 0, a version before its
// release comes before it, the edition says nothing.
func Compare(a, b Version) int { return cmp.Compare(a.Key(), b.Key()) }

// Key is a text by whose bytes versions are ordered; empty for the zero version.
func (v Version) Key() string {
	if v.Given == 0 {
		return ""
	}
	return numbered(v.Numbers[:]) + cmp.Or(padded(v.Pre), released)
}

// released stands behind the numbers of a release: behind every letter and digit, so that what comes before it does.
const released = "~"

func numbered(numbers []int) string {
	var b strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&b, "%05d.", n)
	}
	return b.String()
}

// padded writes the numbers in a word so long that its bytes have their order: rc9 before rc42.
func padded(word string) string {
	var b strings.Builder
	for len(word) > 0 {
		end := strings.IndexFunc(word, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(word)
		}
		if end > 0 {
			b.WriteString(strings.Repeat("0", max(0, 5-end)) + word[:end])
			word = word[end:]
			continue
		}
		b.WriteByte(word[0])
		word = word[1:]
	}
	return b.String()
}

// Span is where the keys lie of the versions that v means when it is compared with: every 17.2.x for 17.2, one version for
// three numbers. A key is of it from low on, and before high.
func (v Version) Span() (low, high string) {
	if v.Given == len(v.Numbers) || v.Pre != "" {
		key := v.Key()
		return key, key + " " // no key of another version has this one as its beginning and a space behind it
	}
	low = numbered(v.Numbers[:v.Given])
	return low, low[:len(low)-1] + "/" // the slash follows the dot
}

// Against holds a version against v as a bound: negative below it, 0 within, positive above. One that is not known is
// nowhere: ok is false.
func (v Version) Against(bound Version) (order int, ok bool) {
	if !v.Known() || !bound.Known() {
		return 0, false
	}
	low, high := bound.Span()
	switch key := v.Key(); {
	case key < low:
		return -1, true
	case key >= high:
		return 1, true
	}
	return 0, true
}
