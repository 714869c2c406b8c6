package boundary

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// Bytes of what a stream takes at once: the first is enough for any line of a log, the second for one that a program wrote
// without a break. What is longer and has no space to cut at is removed.
const (
	lineSize  = 64 << 10
	blockSize = 1 << 20
)

// Reader gives what src holds without its identifiers, line by line, in memory that does not grow with it. Keys and
// certificates over many lines are taken whole. It is read to its end by one goroutine.
func (r *Redactor) Reader(src io.Reader) io.Reader {
	return &stream{r: r, src: bufio.NewReaderSize(src, lineSize)}
}

// RedactReader gives what src holds without its identifiers.
func (ids Identifiers) RedactReader(src io.Reader) io.Reader { return NewRedactor(ids).Reader(src) }

type stream struct {
	r   *Redactor
	src *bufio.Reader
	out bytes.Buffer
	err error
}

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	for s.out.Len() == 0 {
		if s.err != nil {
			return 0, s.err
		}
		s.out.Reset()
		text := s.block()
		clean, _ := s.r.Redact(text)
		s.out.WriteString(clean)
	}
	return s.out.Read(p)
}

// block reads a line with what belongs to it.
func (s *stream) block() string {
	var b strings.Builder
	for {
		line, err := s.src.ReadSlice('\n')
		b.Write(line)
		full := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !full {
			s.err = err
		}
		switch {
		case b.Len() > blockSize:
			s.skip(full)
			return Removed + "\n"
		case s.err != nil:
			return b.String()
		case !full && !open(b.String()):
			return b.String()
		}
	}
}

// skip passes the rest of a line that is too long to be looked through: a cut could go through an identifier.
func (s *stream) skip(more bool) {
	for more {
		_, err := s.src.ReadSlice('\n')
		more = errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !more {
			s.err = err
		}
	}
}

// open reports whether a key or a certificate began in text and did not end (RFC 7468 §2).
func open(text string) bool {
	begin := strings.LastIndex(text, "-----BEGIN ")
	return begin >= 0 && !strings.Contains(text[begin:], "-----END ")
}
