package ticket

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// order is how a list is sorted: by columns of tickets t and by number, all in one direction, so that a row
// comparison finds the next page. Descending means what a reader calls first: newest, most urgent,
// waiting longest, breaching soonest.
type order struct {
	key      string
	columns  []string
	smallest bool // the smallest values come first
}

// orderKeys are the values of the sort operator.
func orderKeys() []string { return []string{"updated", "created", "priority", "waiting", "breach"} }

// orderOf is the order of a sort; none is by update. A sort without a direction is descending.
func orderOf(s search.Sort) order {
	const ( // who waits for nothing, and where no clock runs, stands last
		waiting = "coalesce(t.waiting_since, 9223372036854775807)"
		breach  = "coalesce(t.breach_at, 9223372036854775807)"
	)
	ascending := s.Direction == search.Ascending
	switch s.Key {
	case "created":
		return order{s.Key, []string{"t.created_at"}, ascending}
	case "priority":
		return order{s.Key, []string{"t.priority", waiting}, !ascending}
	case "waiting":
		return order{s.Key, []string{waiting}, !ascending}
	case "breach":
		return order{s.Key, []string{breach}, !ascending}
	}
	return order{"updated", []string{"t.updated_at"}, ascending}
}

// sort gives the order in the words of the query language.
func (o order) sort() search.Sort {
	ascending := o.smallest != slices.Contains([]string{"priority", "waiting", "breach"}, o.key)
	if ascending {
		return search.Sort{Key: o.key, Direction: search.Ascending}
	}
	return search.Sort{Key: o.key, Direction: search.Descending}
}

// parseSort reads a sort as the operator has it: created, created-asc; empty is none.
func parseSort(word string) (search.Sort, error) {
	if word == "" {
		return search.Sort{}, nil
	}
	q, err := language.Parse("sort:" + word)
	if err != nil || q.Node != nil {
		return search.Sort{}, fault.Field("sort", "A list is not sorted by %q: it takes %s, each with -asc or -desc behind it if you like",
			word, strings.Join(orderKeys(), ", "))
	}
	return q.Sort, nil
}

// position is a place in an order: that of one ticket.
type position struct {
	Values []int64 `json:"v"` // of the order's columns
	ID     int64   `json:"i"`
}

// cursor is a place to go on from, and which way. The zero cursor is the beginning.
type cursor struct {
	Sort string   `json:"s"`
	Back bool     `json:"b,omitempty"` // towards the beginning
	At   position `json:"a"`
}

// String is the cursor as it goes through addresses and the API: nothing for anyone to read.
func (c cursor) String() string {
	raw, err := json.Marshal(c)
	if err != nil {
		return "" // numbers and words always marshal
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parseCursor reads a cursor that must belong to the order.
func parseCursor(s string, o order) (c cursor, err error) {
	if s == "" {
		return cursor{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || len(c.At.Values) != len(o.columns) || c.Sort != o.sort().String() {
		return cursor{}, fault.Field("cursor", "This page belongs to another list or another order. Begin at the first page")
	}
	return c, nil
}
