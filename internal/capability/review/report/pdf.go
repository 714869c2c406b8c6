package report

import (
	"bytes"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// The page is A4 in millimetres.
const (
	margin   = 18.0
	bottom   = 297.0 - 20
	width    = 210 - 2*margin
	fontName = "go"
)

// rgb is a colour.
type rgb struct{ r, g, b int }

var (
	ink    = rgb{34, 32, 28}
	faint  = rgb{110, 104, 96}
	hair   = rgb{214, 208, 198}
	paper  = rgb{247, 244, 238}
	accent = rgb{32, 82, 164}
)

// tones tells the lines of a chart apart, in the legend by name too.
func tones() []rgb { return []rgb{accent, {196, 122, 20}, {96, 110, 120}} }

// sheet is a PDF that is being drawn.
type sheet struct {
	*fpdf.Fpdf
	glyphs *glyphs
	doc    Document
}

// PDF draws a document and gives its bytes and how many pages it has. The same document gives the same bytes.
func PDF(d Document) (raw []byte, pages int, err error) {
	g, err := newGlyphs()
	if err != nil {
		return nil, 0, err
	}
	s := &sheet{Fpdf: fpdf.New("P", "mm", "A4", ""), glyphs: g, doc: d}
	s.set()
	s.AddPage()
	s.cover()
	for _, section := range d.Sections {
		s.section(section)
	}
	pages = s.PageNo()
	var out bytes.Buffer
	if err := s.Output(&out); err != nil {
		return nil, 0, err
	}
	return out.Bytes(), pages, nil
}

// set prepares the document: fonts, dates, and what each page has above and below.
func (s *sheet) set() {
	s.SetMargins(margin, margin, margin)
	s.SetAutoPageBreak(false, 0)
	s.AddUTF8FontFromBytes(fontName, "", regular())
	s.AddUTF8FontFromBytes(fontName, "B", bold())
	s.SetCatalogSort(true)
	s.SetCreationDate(s.doc.MadeAt.UTC())
	s.SetModificationDate(s.doc.MadeAt.UTC())
	s.SetTitle(s.doc.Title+" – "+s.doc.Subtitle, true)
	s.SetAuthor(s.doc.From, true)
	s.SetProducer("Daywatch", true)
	s.SetLang(s.doc.Language)
	s.AliasNbPages("{of}")
	s.SetHeaderFunc(func() {
		if s.PageNo() == 1 {
			return
		}
		s.font("", 8, faint)
		s.SetXY(margin, 10)
		s.CellFormat(width, 4, s.clip(s.doc.Title+" – "+s.doc.Subtitle, width), "", 0, "L", false, 0, "")
		s.SetY(margin)
	})
	s.SetFooterFunc(func() {
		s.font("", 8, faint)
		s.SetXY(margin, 297-13)
		s.CellFormat(width/2, 4, s.clip(s.doc.From, width/2), "", 0, "L", false, 0, "")
		s.CellFormat(width/2, 4, strings.ReplaceAll(s.doc.Page, "{n}", strconv.Itoa(s.PageNo())), "", 0, "R", false, 0, "")
	})
}

func (s *sheet) font(style string, size float64, c rgb) {
	s.SetFont(fontName, style, size)
	s.SetTextColor(c.r, c.g, c.b)
}

// clip is the beginning of a text that fits on a line.
func (s *sheet) clip(text string, room float64) string {
	text = s.glyphs.shown(text)
	if s.GetStringWidth(text) <= room {
		return text
	}
	return fitting(text, room-s.GetStringWidth("…"), s.GetStringWidth) + "…"
}

// room goes on to the next page where less than height is left on this one.
func (s *sheet) room(height float64) {
	if s.GetY()+height > bottom {
		s.AddPage()
		s.SetY(margin)
	}
}

// lines writes text from the left edge, a line of it at a time.
func (s *sheet) lines(text string, indent, height float64) {
	for _, line := range wrap(s.glyphs.shown(text), width-indent, s.GetStringWidth) {
		s.room(height)
		s.SetX(margin + indent)
		s.CellFormat(width-indent, height, line, "", 1, "L", false, 0, "")
	}
}

func (s *sheet) cover() {
	s.SetFillColor(accent.r, accent.g, accent.b)
	s.Rect(margin, margin, 16, 1.6, "F")
	s.SetY(margin + 6)
	s.font("B", 20, ink)
	s.lines(s.doc.Title, 0, 9)
	s.font("", 12, faint)
	s.lines(s.doc.Subtitle, 0, 6)
	s.SetY(s.GetY() + 4)
}

func (s *sheet) section(section Section) {
	s.room(headed(section)) // a heading does not stand alone at the foot of a page
	s.SetY(s.GetY() + 5)
	s.font("B", 13, ink)
	s.lines(section.Heading, 0, 6.5)
	s.SetDrawColor(hair.r, hair.g, hair.b)
	s.SetLineWidth(0.2)
	s.Line(margin, s.GetY()+1, margin+width, s.GetY()+1)
	s.SetY(s.GetY() + 3.5)
	for _, b := range section.Blocks {
		switch b := b.(type) {
		case Prose:
			s.prose(b)
		case Figures:
			s.figures(b)
		case Table:
			s.table(b)
		case Chart:
			s.chart(b)
		}
	}
}

// headed is the height of a heading with the beginning of what follows.
func headed(section Section) float64 {
	const heading = 17.0
	for _, b := range section.Blocks {
		switch b := b.(type) {
		case Chart:
			return heading + chartHeight + labelHeight + 22
		case Prose:
			if len(Paragraphs(b.Text)) == 0 {
				continue
			}
		}
		return heading + 26
	}
	return heading + 10
}

func (s *sheet) prose(p Prose) {
	s.font("", 10, ink)
	for _, paragraph := range Paragraphs(p.Text) {
		if !paragraph.Item {
			s.lines(paragraph.Text, 0, 5)
			s.SetY(s.GetY() + 2)
			continue
		}
		s.room(5)
		y := s.GetY()
		s.SetX(margin + 1)
		s.CellFormat(4, 5, "•", "", 0, "L", false, 0, "")
		s.SetY(y)
		s.lines(paragraph.Text, 5, 5)
		s.SetY(s.GetY() + 1)
	}
}

// figures are boxes in rows of three.
func (s *sheet) figures(all Figures) {
	const inRow, gap, height = 3, 4.0, 21.0
	box := (width - (inRow-1)*gap) / inRow
	s.SetY(s.GetY() + 2)
	for from := 0; from < len(all); from += inRow {
		s.room(height + 4)
		y := s.GetY()
		for i, f := range all[from:min(from+inRow, len(all))] {
			x := margin + float64(i)*(box+gap)
			s.SetFillColor(paper.r, paper.g, paper.b)
			s.Rect(x, y, box, height, "F")
			s.put(x+3, y+2.5, box-6, "", 8, faint, f.Label)
			s.put(x+3, y+7, box-6, "B", 15, ink, f.Value)
			s.put(x+3, y+14.5, box-6, "", 8, faint, f.Note)
		}
		s.SetY(y + height + 4)
	}
}

// put writes one line at a place.
func (s *sheet) put(x, y, room float64, style string, size float64, c rgb, text string) {
	s.font(style, size, c)
	s.SetXY(x, y)
	s.CellFormat(room, size*0.45, s.clip(text, room), "", 0, "L", false, 0, "")
}
