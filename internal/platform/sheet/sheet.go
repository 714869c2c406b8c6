// Package sheet writes tables for other programs, as CSV (RFC 4180), such that a spreadsheet takes no cell for a formula.
package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// MediaType is what a table is sent as (RFC 7111 §5.1).
const MediaType = "text/csv; charset=utf-8"

// Writer writes a table row by row.
type Writer struct{ out *csv.Writer }

// NewWriter makes a writer of a table to w.
func NewWriter(w io.Writer) *Writer { return &Writer{csv.NewWriter(w)} }

// Write writes a row with each cell made plain. It may be kept until Flush, so what goes wrong can show only there.
func (w *Writer) Write(cells ...string) error {
	row := make([]string, len(cells))
	for i, text := range cells {
		row[i] = plain(text)
	}
	return w.out.Write(row)
}

// Flush sends what is kept, and tells what went wrong since the writer was made.
func (w *Writer) Flush() error {
	w.out.Flush()
	return w.out.Error()
}

// plain puts an apostrophe before what a spreadsheet would calculate: names, subjects and notes are other people's words
// (OWASP: CSV Injection).
func plain(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
