package report

import "strconv"

// The measures of a chart, in millimetres.
const (
	chartHeight = 42.0
	axisWidth   = 10.0
	labelHeight = 6.0
)

// plot is where the values of a chart are drawn.
type plot struct {
	x, y, width float64
	top         int
}

// at gives how far down a value is.
func (p plot) at(v int) float64 {
	return p.y + chartHeight - chartHeight*float64(v)/float64(p.top)
}

// chart draws a title, a legend, the axis and the values. It never breaks over pages.
func (s *sheet) chart(c Chart) {
	if len(c.Labels) == 0 || len(c.Lines) == 0 {
		return
	}
	s.room(chartHeight + labelHeight + 22)
	s.put(margin, s.GetY(), width, "B", 9, ink, c.Title)
	y := s.GetY() + 6
	s.legend(c, y)
	top, step := c.Peak()
	p := plot{x: margin + axisWidth, y: y + 8, width: width - axisWidth, top: top}
	s.axis(p, step)
	slot := p.width / float64(len(c.Labels))
	for i, l := range c.Lines {
		tone := tones()[i%len(tones())]
		if c.Bars {
			s.bars(p, slot, i, len(c.Lines), l, tone)
		} else {
			s.line(p, slot, i, l, tone)
		}
	}
	s.labels(p, slot, c.Labels)
	s.SetY(p.y + chartHeight + labelHeight + 4)
}

// labels stand under the middle of what they name; those that would touch are left out.
func (s *sheet) labels(p plot, slot float64, all []string) {
	every := (len(all) + 12) / 13
	room := slot * float64(every)
	s.font("", 7, faint)
	for i := 0; i < len(all); i += every {
		s.SetXY(p.x+slot*(float64(i)+0.5)-room/2, p.y+chartHeight+1)
		s.CellFormat(room, 4, s.clip(all[i], room), "", 0, "C", false, 0, "")
	}
}

func (s *sheet) legend(c Chart, y float64) {
	x := margin + axisWidth
	for i, l := range c.Lines {
		tone := tones()[i%len(tones())]
		s.SetFillColor(tone.r, tone.g, tone.b)
		s.Rect(x, y+0.8, 3, 2, "F")
		s.font("", 8, ink)
		name := s.clip(l.Name, width/3)
		s.SetXY(x+4, y)
		s.CellFormat(s.GetStringWidth(name)+2, 3.6, name, "", 0, "L", false, 0, "")
		x += s.GetStringWidth(name) + 12
	}
}

func (s *sheet) axis(p plot, step int) {
	s.SetLineWidth(0.15)
	s.SetDrawColor(hair.r, hair.g, hair.b)
	for v := 0; v <= p.top; v += step {
		s.Line(p.x, p.at(v), p.x+p.width, p.at(v))
		s.font("", 7, faint)
		s.SetXY(margin, p.at(v)-1.8)
		s.CellFormat(axisWidth-1, 3.6, strconv.Itoa(v), "", 0, "R", false, 0, "")
	}
}

// bars draws the n-th of several groups of bars, each with its value above: a printed page has no colour to be sure of.
func (s *sheet) bars(p plot, slot float64, n, of int, l Line, tone rgb) {
	bar := min(slot*0.8/float64(of), 9)
	for i, v := range l.Values {
		x := p.x + slot*(float64(i)+0.5) + bar*(float64(n)-float64(of)/2)
		s.SetFillColor(tone.r, tone.g, tone.b)
		s.Rect(x, p.at(v), bar*0.92, p.y+chartHeight-p.at(v), "F")
		if v > 0 && bar > 3 {
			s.font("", 6.5, ink)
			s.SetXY(x-1, p.at(v)-2.8)
			s.CellFormat(bar+2, 2.6, strconv.Itoa(v), "", 0, "C", false, 0, "")
		}
	}
}

// line joins values; a later line is dashed.
func (s *sheet) line(p plot, slot float64, n int, l Line, tone rgb) {
	s.SetDrawColor(tone.r, tone.g, tone.b)
	s.SetFillColor(tone.r, tone.g, tone.b)
	s.SetLineWidth(0.5)
	if n > 0 {
		s.SetDashPattern([]float64{1.5, 1}, 0)
	}
	for i, v := range l.Values {
		x := p.x + slot*(float64(i)+0.5)
		if i > 0 {
			s.Line(x-slot, p.at(l.Values[i-1]), x, p.at(v))
		}
		s.Circle(x, p.at(v), 0.7, "F")
	}
	s.SetDashPattern(nil, 0)
}
