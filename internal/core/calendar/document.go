package calendar

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// document is one version of a calendar as it is stored.
type document struct {
	bizcal.Spec
	Members []pin `json:"members,omitempty"`
}

// pin is a member as it was when the union was made: so a version of a union says for good what it was.
type pin struct {
	Calendar int64 `json:"calendar"`
	Version  int64 `json:"version"`
}

// stored is a calendar with its members as they are pinned.
type stored struct {
	Calendar
	pins []pin
}

func (d document) text() (string, error) {
	raw, err := json.Marshal(d)
	return string(raw), err
}

func readDocument(raw []byte) (d document, err error) {
	if err := json.Unmarshal(raw, &d); err != nil {
		return d, fmt.Errorf("stored calendar: %w", err)
	}
	return d, nil
}

// tidied gives the parts of a calendar in one order, so that what means the same is the same.
func (c Calendar) tidied() Calendar {
	for day, spans := range c.Spec.Weekly {
		c.Spec.Weekly[day] = inOrder(spans)
	}
	c.Spec.Holidays = slices.SortedStableFunc(slices.Values(c.Spec.Holidays), func(a, b bizcal.Holiday) int { return a.Date.Compare(b.Date) })
	c.Spec.Special = slices.SortedStableFunc(slices.Values(c.Spec.Special), func(a, b bizcal.Special) int { return a.Date.Compare(b.Date) })
	for i := range c.Spec.Special {
		c.Spec.Special[i].Spans = inOrder(c.Spec.Special[i].Spans)
	}
	c.Members = slices.Compact(slices.Sorted(slices.Values(c.Members)))
	return c
}

func inOrder(spans []bizcal.Span) []bizcal.Span {
	return slices.SortedFunc(slices.Values(spans), func(a, b bizcal.Span) int { return cmp.Compare(a.From, b.From) })
}
