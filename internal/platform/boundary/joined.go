package boundary

import (
	"strings"
	"unicode/utf8"
)

// joined is a view without the line breaks that a mail program or a terminal put into the middle of a host name or an
// address, with the quote marks and the indentation that follow them; nil where there is none.
func (v *view) joined() *view {
	if !strings.ContainsAny(strings.TrimRight(v.text, "\r\n"), "\r\n") {
		return nil
	}
	j := &view{source: v.source, decode: v.decode}
	if j.decode == nil {
		j.decode = utf8.DecodeRuneInString
	}
	var out []byte
	for i := 0; i < len(v.text); {
		if v.text[i] == '\n' || v.text[i] == '\r' {
			i = afterBreak(v.text, i)
			for len(out) > 0 && (out[len(out)-1] == ' ' || out[len(out)-1] == '\\') {
				out, j.from, j.breaks = out[:len(out)-1], j.from[:len(j.from)-1], j.breaks[:len(j.breaks)-1]
			}
			if i < len(v.text) {
				out, j.from, j.breaks = append(out, v.text[i]), append(j.from, v.at(i)), append(j.breaks, true)
				i++
			}
			continue
		}
		out, j.from, j.breaks = append(out, v.text[i]), append(j.from, v.at(i)), append(j.breaks, false)
		i++
	}
	if len(out) == len(v.text) {
		return nil
	}
	j.text, j.from = string(out), append(j.from, int32(len(v.source)))
	return j
}

func (v *view) at(i int) int32 {
	if v.from == nil {
		return int32(i)
	}
	return v.from[i]
}

// afterBreak is where the text of the next line begins.
func afterBreak(text string, i int) int {
	for i < len(text) {
		switch text[i] {
		case '\n', '\r', ' ', '\t', '>', '|':
			i++
		default:
			return i
		}
	}
	return i
}

// crosses reports whether a break was taken out within text[i:j].
func (v *view) crosses(i, j int) bool {
	for k := i + 1; k < j && k < len(v.breaks); k++ {
		if v.breaks[k] {
			return true
		}
	}
	return false
}
