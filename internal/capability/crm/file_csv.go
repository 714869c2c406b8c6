package crm

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"unicode/utf8"
)

// readCSV reads lines parted by commas, semicolons or tabs (RFC 4180). The first line names the columns.
func (s *sheet) readCSV(data []byte) error {
	if !utf8.Valid(data) {
		line := 1 + bytes.Count(data[:firstInvalid(data)], []byte("\n"))
		s.bad(line, "", "the file is not UTF-8. Export it again as “CSV UTF-8”")
		return nil
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(data), -1, false
	headings, err := r.Read()
	if err != nil {
		s.unreadable(err)
		return nil
	}
	means, called := s.head(1, headings)
	if len(s.faults) > 0 {
		return nil
	}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			s.unreadable(err)
			return nil
		}
		line, _ := r.FieldPos(0)
		if len(fields) != len(headings) {
			s.bad(line, "", "there are %d fields and %d columns. Look for a separator inside a text, and put the text into quotes", len(fields), len(headings))
			continue
		}
		row := map[string]string{}
		for i, name := range means {
			if name != "" {
				row[name] = fields[i]
			}
		}
		s.take(line, row, called)
	}
}

func (s *sheet) unreadable(err error) {
	var p *csv.ParseError
	if errors.As(err, &p) {
		s.bad(p.Line, "", "the quotes do not match (at character %d): %v", p.Column, p.Err)
		return
	}
	s.bad(1, "", "this cannot be read as CSV: %v", err)
}

// separator is what the first line has most of.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', bytes.Count(first, []byte(","))
	for _, r := range []rune{';', '\t'} {
		if n := bytes.Count(first, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}
