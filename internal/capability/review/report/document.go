// Package report draws what a customer is sent: headings, words, figures, tables and charts as pages of a PDF. It knows
// nothing of customers or tickets; a page that shows the same document as HTML draws the same blocks.
package report

import "time"

// Document is a report in the reader's language. What is in it, the reader sees: nothing else is drawn or kept.
type Document struct {
	Language string // BCP 47
	Title    string
	Subtitle string
	From     string    // who sends it
	Page     string    // words of a page's number, with {n} and {of}
	MadeAt   time.Time // becomes the creation date of the PDF: the same document gives the same bytes
	Sections []Section
}

// Section is a part of a report under its heading.
type Section struct {
	Heading string
	Blocks  []Block
}

// Block is one of Prose, Figures, Table and Chart.
type Block interface{ block() }

// Prose is text: paragraphs between empty lines, lines that begin with "- " are items of a list.
type Prose struct{ Text string }

// Figure is a number that matters, with what it counts and what lies behind it.
type Figure struct{ Label, Value, Note string }

// Figures stand beside one another.
type Figures []Figure

// Column is a column of a table.
type Column struct {
	Label string
	Share float64 // of the table's width, against the others
	Right bool    // set to the right, as numbers are
}

// Table is rows of text. Its head is repeated on each page.
type Table struct {
	Columns []Column
	Rows    [][]string // as many cells as there are columns
	None    string     // said in place of a table without rows
}

// Line is one row of values of a Chart, a value for each label.
type Line struct {
	Name   string
	Values []int
}

// Chart draws counts over time, as bars beside one another or as lines.
type Chart struct {
	Title  string
	Bars   bool
	Labels []string
	Lines  []Line // at most as many as there are tones
}

func (Prose) block()   {}
func (Figures) block() {}
func (Table) block()   {}
func (Chart) block()   {}

// Peak gives the top of a chart's axis and the step between its marks: round numbers at or above the highest value.
func (c Chart) Peak() (top, step int) {
	for _, l := range c.Lines {
		for _, v := range l.Values {
			top = max(top, v)
		}
	}
	step = 1
	for _, next := range []int{2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10_000, 50_000, 100_000, 1_000_000} {
		if top > 5*step {
			step = next
		}
	}
	return max(step, (top+step-1)/step*step), step
}
