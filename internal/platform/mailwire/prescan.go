package mailwire

import (
	"bytes"
	"context"
	"io"
	"strings"
)

// span is a range of offsets in the raw mail: [start, end).
type span struct{ start, end int64 }

// part is one node of the mail's structure. Only its header is in memory; the body is an offset range.
type part struct {
	header      Header
	contentType mediaType
	disposition mediaType
	start       int64 // offset of the header
	body        span
	tooDeep     bool // a multipart below the limit of depth, kept whole
	parent      *part
	kids        []*part
	preamble    int64  // where the text before the first kid ends
	boundary    string // set on a multipart that is taken apart
	depth       int
}

// isMultipart reports whether the scan took p apart.
func (p *part) isMultipart() bool { return len(p.kids) > 0 }

// scanner finds the parts of a mail in one pass over its lines, in memory that does not grow with the
// size of the mail. It comes before any decoding, so a mail made to be costly is bounded here.
type scanner struct {
	raw   io.ReaderAt
	lines *lineReader
	lim   Limits
	warn  *warnings

	root    *part
	open    []*part // multiparts not yet closed, outermost first
	current *part   // the part that owns the lines now; nil in preambles and epilogues
	inHead  bool
	head    span  // of the current part's header
	budget  int64 // header bytes that may still be read
	parts   int
	cut     bool // the mail is past a limit: what was not looked at is only in the raw mail
	lastEOL int  // bytes of the line end before the present line
}

// scan reads the structure of the mail. It never fails; trouble is in warn.
func scan(ctx context.Context, raw io.ReaderAt, size int64, lim Limits, warn *warnings) *scanner {
	s := &scanner{raw: raw, lim: lim, warn: warn, budget: lim.HeaderBytes}
	start := findHeader(raw, size, warn)
	s.lines = newLineReader(raw, start.offset, size)
	s.root = &part{}
	s.parts = 1
	s.begin(s.root, start.offset)
	if !start.found {
		s.endHead(start.offset, start.offset)
	}
	end := s.walk(ctx, start.offset)
	s.finish(end)
	return s
}

// walk takes the lines one by one and gives the offset where it stopped.
func (s *scanner) walk(ctx context.Context, at int64) int64 {
	for n := 0; ; n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			s.warn.add(WarnInterrupted, "Reading was stopped before the end; what was read so far is shown.")
			s.cut = true
			return at
		}
		l, ok := s.lines.next()
		if !ok {
			return at
		}
		at = l.end
		level, final := s.delimiter(l.text)
		if level < 0 && s.adopts(l.text) {
			level = len(s.open) - 1
		}
		if level >= 0 {
			if !s.cross(l, level, final) {
				return l.start
			}
		} else if s.inHead {
			s.headLine(l)
		}
		s.lastEOL = l.eol
	}
}

// begin makes p the part that owns the following lines, the first of them at offset.
func (s *scanner) begin(p *part, offset int64) {
	s.current, s.inHead, s.head = p, true, span{offset, offset}
	p.start, p.body = offset, span{offset, offset}
}

// noBoundary is a boundary that no line has.
const noBoundary = "\n"

// adopts takes a line that is no delimiter for one of the innermost multipart, if that has not shown its own
// yet and the header of a part follows: gateways rewrite the header and forget the body, or the other way
// round. It leaves text invalid.
func (s *scanner) adopts(text []byte) bool {
	if s.current != nil || len(s.open) == 0 || !bytes.HasPrefix(text, []byte("--")) {
		return false
	}
	p := s.open[len(s.open)-1]
	mark := strings.TrimRight(string(text[2:]), " \t")
	if len(p.kids) > 0 || mark == "" || len(mark) > 200 {
		return false
	}
	if name := strings.ToLower(fieldName(s.lines.peekLine())); !strings.HasPrefix(name, "content-") {
		return false
	}
	p.boundary = mark
	return true
}

// delimiter reports which open multipart the line belongs to, or -1. The innermost wins, for mailers
// that use one boundary on two levels.
func (s *scanner) delimiter(text []byte) (level int, final bool) {
	level = -1
	if len(s.open) == 0 || len(text) < 3 || text[0] != '-' || text[1] != '-' {
		return -1, false
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		rest, ok := bytes.CutPrefix(text[2:], []byte(s.open[i].boundary))
		if !ok {
			continue
		}
		// A boundary that ends in blanks was trimmed, so blanks may stand before the closing mark.
		if rest, ok := bytes.CutPrefix(bytes.TrimLeft(rest, " \t"), []byte("--")); ok && isPadding(rest) {
			return i, true
		}
		if isPadding(rest) {
			return i, false
		}
		if level < 0 && bytes.HasPrefix(rest, []byte("--")) { // a closing mark with junk glued to it
			level, final = i, true
		}
	}
	return level, final
}

// isPadding reports whether what follows a boundary leaves it whole. Anything may stand there after a blank
// (RFC 2046 §5.1.1, note to implementors), but nothing glued to it, for one boundary may begin another.
func isPadding(rest []byte) bool { return len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t' }

// cross ends what is open below level at line l and starts the next part there. False means that the
// limit of parts is reached.
func (s *scanner) cross(l line, level int, final bool) bool {
	s.endCurrent(l.start)
	owner := s.open[level]
	for _, p := range s.open[level:] {
		s.endLastKid(p, l.start)
	}
	s.open = s.open[:level+1]
	if final {
		s.open = s.open[:level]
		return true
	}
	if s.parts >= s.lim.Parts {
		s.warn.add(WarnTooManyParts, "The mail has more than %d parts; those after are only in the attached message.eml.", s.lim.Parts)
		s.cut = true
		return false
	}
	s.parts++
	if len(owner.kids) == 0 {
		owner.preamble = l.start
	}
	child := &part{parent: owner, depth: owner.depth + 1}
	owner.kids = append(owner.kids, child)
	s.begin(child, l.end)
	return true
}

// before gives the end of p's body when a delimiter line starts at offset: the line end before a
// delimiter belongs to the delimiter (RFC 2046 §5.1.1).
func (s *scanner) before(p *part, offset int64) int64 {
	return max(offset-int64(s.lastEOL), p.body.start)
}

// endLastKid ends the last kid of p, which a delimiter at offset follows. A multipart reaches over its own
// closing delimiter up to there: its epilogue is part of what a signature covers (RFC 2046 §5.1.1).
func (s *scanner) endLastKid(p *part, offset int64) {
	if n := len(p.kids); n > 0 {
		p.kids[n-1].body.end = s.before(p.kids[n-1], offset)
	}
}

// endCurrent closes the part that owns the lines, because a delimiter starts at offset.
func (s *scanner) endCurrent(offset int64) {
	if s.current == nil {
		return
	}
	if s.inHead {
		s.endHead(offset, offset)
	}
	if s.current != nil {
		s.current.body.end = s.before(s.current, offset)
		s.current = nil
	}
}

// endHead reads the header that lies before offset and decides whether the part is taken apart. The body
// starts at bodyStart.
func (s *scanner) endHead(offset, bodyStart int64) {
	p := s.current
	s.inHead = false
	p.header = s.readHeader(span{s.head.start, offset})
	p.contentType = parseMediaType(p.header.raw("Content-Type"))
	p.disposition = parseMediaType(p.header.raw("Content-Disposition"))
	p.body = span{bodyStart, bodyStart}
	if !p.contentType.isMultipart() {
		return
	}
	if p.depth >= s.lim.Depth {
		s.warn.add(WarnTooDeep, "The mail is nested more than %d deep; what is inside is only in the attached message.eml.", s.lim.Depth)
		s.cut, p.tooDeep = true, true
		return
	}
	p.boundary = p.contentType.boundary()
	if p.boundary == "" {
		p.boundary = noBoundary
		s.warn.add(WarnNoBoundary, "A part says that it has parts of its own but not how they are told apart; what looks like a boundary was taken for one.")
	}
	s.open = append(s.open, p)
	s.current = nil
}

// finish closes everything at the end of what was read.
func (s *scanner) finish(end int64) {
	s.lastEOL = 0
	if s.lines.err != nil {
		s.warn.add(WarnReadFailed, "The stored mail could not be read to its end; what was read is shown.")
		s.cut = true
	}
	s.endCurrent(end)
	s.root.body.end = end
	for _, p := range s.open {
		s.endLastKid(p, end)
		if !s.cut && len(p.kids) > 0 {
			s.warn.add(WarnNotClosed, "The mail ends without its closing boundary; it may have been cut off on its way.")
		}
	}
}
