package report

// The measures of a table, in millimetres, and of its text in points.
const (
	cellPad  = 1.5
	cellLine = 4.2
	cellText = 9.0
	// mostLines is how much of a cell is shown: the rest of a text that fills half a page helps nobody in a table.
	mostLines = 30
)

// table draws rows between hairlines; the head is repeated on each page.
func (s *sheet) table(t Table) {
	if len(t.Rows) == 0 {
		s.font("", 10, faint)
		s.lines(t.None, 0, 5)
		s.SetY(s.GetY() + 2)
		return
	}
	widths := t.widths()
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Label
	}
	s.room(24)
	s.row(t, head, widths, "B")
	for _, cells := range t.Rows {
		if s.GetY()+s.height(cells, widths) > bottom {
			s.AddPage()
			s.SetY(margin)
			s.row(t, head, widths, "B")
		}
		s.row(t, cells, widths, "")
	}
	s.SetY(s.GetY() + 4)
}

func (t Table) widths() []float64 {
	sum := 0.0
	for _, c := range t.Columns {
		sum += c.Share
	}
	all := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		all[i] = width * c.Share / sum
	}
	return all
}

// cell is the lines of a cell.
func (s *sheet) cell(text string, room float64) []string {
	lines := wrap(s.glyphs.shown(text), room-2*cellPad, s.GetStringWidth)
	if len(lines) > mostLines {
		lines = append(lines[:mostLines-1], "…")
	}
	return lines
}

func (s *sheet) height(cells []string, widths []float64) float64 {
	s.SetFont(fontName, "", cellText)
	most := 1
	for i, text := range cells {
		most = max(most, len(s.cell(text, widths[i])))
	}
	return float64(most)*cellLine + 2*cellPad
}

// row draws cells from where the sheet is, and a hairline below them.
func (s *sheet) row(t Table, cells []string, widths []float64, style string) {
	c := ink
	if style != "" {
		c = faint
	}
	s.font(style, cellText, c)
	x, y, deepest := margin, s.GetY(), s.GetY()+cellLine
	for i, text := range cells {
		align := "L"
		if t.Columns[i].Right {
			align = "R"
		}
		at := y + cellPad
		for _, line := range s.cell(text, widths[i]) {
			s.SetXY(x+cellPad, at)
			s.CellFormat(widths[i]-2*cellPad, cellLine, line, "", 0, align, false, 0, "")
			at += cellLine
		}
		deepest = max(deepest, at)
		x += widths[i]
	}
	s.SetDrawColor(hair.r, hair.g, hair.b)
	s.SetLineWidth(0.2)
	s.Line(margin, deepest+cellPad, margin+width, deepest+cellPad)
	s.SetY(deepest + cellPad)
}
