package report

import "strings"

// wrap breaks text into lines of a width, at spaces, and inside a word that is wider than a line. width measures a text.
func wrap(text string, room float64, width func(string) float64) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		switch joined := strings.TrimSpace(line + " " + word); {
		case width(joined) <= room:
			line = joined
			continue
		case line != "":
			lines = append(lines, line)
		}
		for width(word) > room {
			part := fitting(word, room, width)
			lines, word = append(lines, part), word[len(part):]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fitting is the longest beginning of a word that fits, one character at least. It breaks behind a mark that ends a part
// of a path or an address, where one is near.
func fitting(word string, room float64, width func(string) float64) string {
	end, mark := 0, 0
	for i, r := range word {
		next := i + len(string(r))
		if i > 0 && width(word[:next]) > room {
			break
		}
		end = next
		if strings.ContainsRune("/-_.,:;?&=@", r) {
			mark = next
		}
	}
	if mark > end/2 && end < len(word) {
		return word[:mark]
	}
	return word[:end]
}
