package markup

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Limits of the work that a mail's style sheets may cause. What lies past them stays unstyled.
const (
	maxSheetBytes = 256 << 10 // of all <style> elements
	maxSheetRules = 2000
	maxSheetSteps = 2 << 20 // comparisons of a rule with an element
	maxSheetAdded = 1 << 20 // bytes of style given to elements
)

// sheet holds the rules of a mail's <style> elements, weakest first. Outlook and Gmail put what every
// paragraph looks like there; without it, Outlook's lines stand twice as far apart. Our document cannot take
// a stranger's style sheet, so its rules become style attributes, which the cleaner judges like all others.
type sheet struct {
	rules  []sheetRule
	byTail map[string][]int // rules by the last word of their selector
	steps  int
	added  int
}

type sheetRule struct {
	path   []compound // ancestors first, the element itself last
	style  string
	weight int // CSS specificity (Selectors 4 §17)
}

// compound is one word of a selector: element, id and classes, each empty for any.
type compound struct {
	element, id string
	classes     []string
}

// inlineSheets writes the rules of the mail's own style sheets into the style attributes they apply to.
func inlineSheets(doc *html.Node) {
	s := readSheets(doc)
	if len(s.rules) == 0 {
		return
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Namespace == "" && !voidContent[n.Data] {
			s.apply(n)
		}
	}
}

func readSheets(doc *html.Node) *sheet {
	s := &sheet{byTail: map[string][]int{}}
	size := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "style" || n.Namespace != "" || n.FirstChild == nil || !onScreen(n) {
			continue
		}
		if size += len(n.FirstChild.Data); size > maxSheetBytes {
			break
		}
		s.rules = append(s.rules, sheetRules(n.FirstChild.Data)...)
	}
	s.rules = s.rules[:min(len(s.rules), maxSheetRules)]
	slices.SortStableFunc(s.rules, func(a, b sheetRule) int { return a.weight - b.weight })
	for i, r := range s.rules {
		tail := r.path[len(r.path)-1].key()
		s.byTail[tail] = append(s.byTail[tail], i)
	}
	return s
}

func onScreen(style *html.Node) bool {
	media := strings.ToLower(strings.TrimSpace(attrOf(style.Attr, "media")))
	return media == "" || media == "all" || media == "screen"
}

// apply puts the rules that match n before its own style, which so stays the stronger.
func (s *sheet) apply(n *html.Node) {
	var found []int
	for _, key := range tails(n) {
		for _, i := range s.byTail[key] {
			if s.steps++; s.steps > maxSheetSteps {
				return
			}
			if s.matches(s.rules[i].path, n) {
				found = append(found, i)
			}
		}
	}
	slices.Sort(found)
	own := attrOf(n.Attr, "style")
	style := own
	for _, i := range slices.Backward(slices.Compact(found)) {
		if more := s.rules[i].style + "; " + style; len(more) <= maxStyle {
			style = more
		}
	}
	if s.added += len(style) - len(own); s.added <= maxSheetAdded && style != own {
		setAttr(n, "style", style)
	}
}

// tails gives the keys under which rules for n may stand.
func tails(n *html.Node) []string {
	keys := []string{"*", n.Data}
	if id := attrOf(n.Attr, "id"); id != "" {
		keys = append(keys, "#"+id)
	}
	for _, class := range strings.Fields(attrOf(n.Attr, "class")) {
		keys = append(keys, "."+class)
	}
	return keys
}

func (s *sheet) matches(path []compound, n *html.Node) bool {
	last := len(path) - 1
	if !path[last].matches(n) {
		return false
	}
	for up := n.Parent; last > 0 && up != nil; up = up.Parent {
		if s.steps++; up.Type == html.ElementNode && path[last-1].matches(up) {
			last--
		}
	}
	return last == 0
}

func (c compound) matches(n *html.Node) bool {
	if c.element != "" && c.element != n.Data || c.id != "" && c.id != attrOf(n.Attr, "id") {
		return false
	}
	if len(c.classes) == 0 {
		return true
	}
	has := strings.Fields(attrOf(n.Attr, "class"))
	return !slices.ContainsFunc(c.classes, func(want string) bool { return !slices.Contains(has, want) })
}

// key is the most telling part of the word.
func (c compound) key() string {
	switch {
	case c.id != "":
		return "#" + c.id
	case len(c.classes) > 0:
		return "." + c.classes[0]
	case c.element != "":
		return c.element
	}
	return "*"
}

func (c compound) weight() int {
	w := 100*min(1, len(c.id)) + 10*len(c.classes)
	if c.element != "" {
		w++
	}
	return w
}

var compoundForm = regexp.MustCompile(`^(\*|[A-Za-z][A-Za-z0-9]*)?((?:[.#][A-Za-z_][A-Za-z0-9_-]*)*)$`)

// parseCompound reads one word of a selector. Attributes, states such as :hover, and combinators other than the
// space are not read: a rule that needs them is dropped.
func parseCompound(word string) (c compound, ok bool) {
	m := compoundForm.FindStringSubmatch(word)
	if m == nil || word == "" {
		return c, false
	}
	if m[1] != "*" {
		c.element = strings.ToLower(m[1])
	}
	for _, mark := range marks.FindAllString(m[2], -1) {
		if mark[0] == '#' {
			c.id = mark[1:]
		} else {
			c.classes = append(c.classes, mark[1:])
		}
	}
	return c, true
}

var marks = regexp.MustCompile(`[.#][^.#]+`)
