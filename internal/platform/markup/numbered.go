package markup

import (
	"fmt"
	"regexp"
	"strings"
)

// inlineLink is a Markdown link with its text, on one line (CommonMark §6.3); a picture is none. Parentheses inside the
// address come in pairs.
var inlineLink = regexp.MustCompile(`(^|[^!\\])\[([^\[\]]+)\]\(<?(https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"[^"]*")?\)`)

// NumberedLinks puts the addresses behind words at the end of a text, numbered: some mail servers of the public sector take
// links out of a text, and leave words that lead nowhere (domain/us-government.md). The same address has one number. Code
// stays as it is.
func NumberedLinks(src string) string {
	lines := strings.Split(strings.ReplaceAll(src, "\r\n", "\n"), "\n")
	var notes []string
	fence := ""
	for i, line := range lines {
		if mark := fenceMark(line); mark != "" && (fence == "" || strings.HasPrefix(mark, fence)) {
			if fence == "" {
				fence = mark
			} else if strings.TrimSpace(line) == mark {
				fence = ""
			}
			continue
		}
		if fence == "" && !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "\t") {
			lines[i] = outsideCode(line, func(words string) string { return numberLinks(words, &notes) })
		}
	}
	if len(notes) == 0 {
		return src
	}
	var end strings.Builder
	for i, url := range notes {
		fmt.Fprintf(&end, "\n[%d] %s", i+1, url)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n" + end.String() + "\n"
}

func numberLinks(words string, notes *[]string) string {
	return inlineLink.ReplaceAllStringFunc(words, func(found string) string {
		m := inlineLink.FindStringSubmatch(found)
		n := 0
		for i, url := range *notes {
			if url == m[3] {
				n = i + 1
			}
		}
		if n == 0 {
			*notes = append(*notes, m[3])
			n = len(*notes)
		}
		if m[2] == m[3] {
			return fmt.Sprintf("%s[%d]", m[1], n)
		}
		return fmt.Sprintf("%s%s [%d]", m[1], m[2], n)
	})
}

// outsideCode changes what of a line stands outside spans of code (CommonMark §6.1), as far as one line tells.
func outsideCode(line string, change func(string) string) string {
	var out strings.Builder
	for line != "" {
		open := strings.IndexByte(line, '`')
		if open < 0 {
			break
		}
		run := len(line[open:]) - len(strings.TrimLeft(line[open:], "`"))
		mark := line[open : open+run]
		closing := strings.Index(line[open+run:], mark)
		if closing < 0 {
			break
		}
		end := open + run + closing + run
		out.WriteString(change(line[:open]))
		out.WriteString(line[open:end])
		line = line[end:]
	}
	out.WriteString(change(line))
	return out.String()
}
