package coverage

import "slices"

// merged puts spans in order and makes those that overlap or touch one; empty ones are dropped.
func merged(spans []Span) (out []Span) {
	sorted := slices.SortedFunc(slices.Values(spans), func(x, y Span) int { return x.From.Compare(y.From) })
	for _, s := range sorted {
		n := len(out)
		switch {
		case !s.From.Before(s.Until):
		case n > 0 && !s.From.After(out[n-1].Until):
			if s.Until.After(out[n-1].Until) {
				out[n-1].Until = s.Until
			}
		default:
			out = append(out, s)
		}
	}
	return out
}

// without takes from spans, which are in order and apart, what lies in taken.
func without(spans, taken []Span) (out []Span) {
	taken = merged(taken)
	for _, s := range spans {
		at := s.From
		for _, t := range taken {
			if !t.Until.After(at) || !t.From.Before(s.Until) {
				continue
			}
			if t.From.After(at) {
				out = append(out, Span{at, t.From})
			}
			at = t.Until
		}
		if at.Before(s.Until) {
			out = append(out, Span{at, s.Until})
		}
	}
	return out
}

// within gives what spans, which are in order and apart, have in common with others.
func within(spans, others []Span) (out []Span) {
	others = merged(others)
	for _, s := range spans {
		for _, o := range others {
			from, until := s.From, s.Until
			if o.From.After(from) {
				from = o.From
			}
			if o.Until.Before(until) {
				until = o.Until
			}
			if from.Before(until) {
				out = append(out, Span{from, until})
			}
		}
	}
	return out
}
