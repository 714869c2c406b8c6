package diagnose

import "regexp/syntax"

// needed lists words of which whatever matches a pattern holds one; none: nothing of the kind is known.
func needed(pattern string) []string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	return wordsOf(re)
}

func wordsOf(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []string{string(re.Rune)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return wordsOf(re.Sub[0])
	case syntax.OpAlternate:
		return anyOf(re.Sub)
	case syntax.OpConcat:
		return bestOf(re.Sub)
	}
	return nil
}

// anyOf needs the words of each branch.
func anyOf(branches []*syntax.Regexp) (all []string) {
	for _, b := range branches {
		words := wordsOf(b)
		if len(words) == 0 {
			return nil
		}
		all = append(all, words...)
	}
	return all
}

// bestOf takes the part whose shortest word is the longest: it is the rarest.
func bestOf(parts []*syntax.Regexp) (best []string) {
	for _, p := range parts {
		if words := wordsOf(p); shortest(words) > shortest(best) {
			best = words
		}
	}
	return best
}

func shortest(words []string) int {
	if len(words) == 0 {
		return 0
	}
	n := len(words[0])
	for _, w := range words {
		n = min(n, len(w))
	}
	return n
}
