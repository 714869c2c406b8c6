package coverage

import "time"

// Most gives how many of several people are away at one time at the most inside a span, and the first stretch of it in which so
// many are. Where nobody is away the stretch is empty.
func Most(in Span, away ...[]Span) (most int, when Span) {
	edges := []Span{in}
	for _, one := range away {
		edges = append(edges, within([]Span{in}, one)...)
	}
	for _, e := range edges {
		n, until := 0, in.Until
		for _, one := range away {
			for _, s := range merged(one) {
				switch {
				case s.Has(e.From):
					n++
					until = earlier(until, s.Until)
				case s.From.After(e.From):
					until = earlier(until, s.From)
				}
			}
		}
		if n > most || n == most && n > 0 && e.From.Before(when.From) {
			most, when = n, Span{e.From, until}
		}
	}
	return most, when
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
