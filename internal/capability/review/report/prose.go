package report

import "strings"

// Paragraph is a piece of Prose.
type Paragraph struct {
	Text string
	Item bool // of a list
}

// Paragraphs takes text apart: paragraphs between empty lines, and items of lists a line each. Lines of a paragraph are
// joined. Marks of headings and of emphasis go; the words stay.
func Paragraphs(text string) (all []Paragraph) {
	joins := false
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "")) {
		line = strings.TrimSpace(line)
		words, item := listItem(line)
		switch {
		case line == "":
			joins = false
			continue
		case item:
			all, joins = append(all, Paragraph{Text: words, Item: true}), true
			continue
		}
		heading := strings.HasPrefix(line, "#")
		words = strings.TrimSpace(strings.TrimLeft(line, "#"))
		if joins && !heading && len(all) > 0 {
			all[len(all)-1].Text += " " + bare(words)
			continue
		}
		if words != "" {
			all = append(all, Paragraph{Text: bare(words)})
		}
		joins = !heading
	}
	return all
}

func listItem(line string) (string, bool) {
	for _, mark := range []string{"- ", "* ", "• "} {
		if words, ok := strings.CutPrefix(line, mark); ok {
			return bare(strings.TrimSpace(words)), true
		}
	}
	return "", false
}

// bare takes the marks of strong text and code out of a line.
func bare(words string) string {
	return strings.NewReplacer("**", "", "__", "", "`", "").Replace(words)
}
