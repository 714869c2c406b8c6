package config

import (
	"cmp"
	"slices"
	"strings"
)

// nearest gives up to three of the known names that someone may have meant by word, the likeliest first.
func nearest(word string, known []string) []string {
	type guess struct {
		name string
		far  int
	}
	var all []guess
	folded := strings.ToLower(word)
	for _, name := range known {
		far := distance(folded, strings.ToLower(name))
		if strings.Contains(strings.ToLower(name), folded) && len(folded) > 2 {
			far = min(far, 2)
		}
		if far <= max(2, len([]rune(word))/3) {
			all = append(all, guess{name, far})
		}
	}
	slices.SortFunc(all, func(a, b guess) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.name, b.name)) })
	out := make([]string, 0, 3)
	for _, g := range all[:min(3, len(all))] {
		out = append(out, g.name)
	}
	return out
}

// mostCompared bounds the work for words that are no names.
const mostCompared = 100

// distance counts the letters to put in, take out, change or swap with the next to get from a to b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > mostCompared || len(y) > mostCompared {
		return mostCompared
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
