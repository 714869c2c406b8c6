package db

import "strconv"

// Values gathers the rows of an INSERT that adds several at once.
type Values struct {
	text []byte
	args []any
}

// Add adds a row. All rows must be equally long, and all together must have less than 32,766 values
// (https://www.sqlite.org/limits.html §9).
func (v *Values) Add(row ...any) {
	for i := range row {
		switch {
		case i > 0:
			v.text = append(v.text, ", $"...)
		case len(v.args) > 0:
			v.text = append(v.text, "), ($"...)
		default:
			v.text = append(v.text, "($"...)
		}
		v.text = strconv.AppendInt(v.text, int64(len(v.args)+i+1), 10)
	}
	v.args = append(v.args, row...)
}

// String is what follows the word VALUES.
func (v *Values) String() string { return string(v.text) + ")" }

// Args are the values of all rows, in order.
func (v *Values) Args() []any { return v.args }
