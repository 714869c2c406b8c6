package mailwire

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lineBuffer is how much of a line is looked at. No boundary and no field name is longer (RFC 2046
// §5.1.1 allows 70 characters), so the rest of a longer line need not be in memory at once.
const lineBuffer = 32 << 10

// line is one line of the raw mail. text ends before the line end and is valid until the next line is read
// or peeked at.
type line struct {
	start int64  // offset of the first byte
	text  []byte // without line end; cut at lineBuffer
	eol   int    // bytes of the line end: 0 at the end of the mail
	end   int64  // offset after the line end
}

// lineReader walks over the raw mail line by line in constant memory.
type lineReader struct {
	buf    *bufio.Reader
	offset int64
	delim  byte
	err    error // a failure to read, not the end
}

func newLineReader(raw io.ReaderAt, start, size int64) *lineReader {
	r := &lineReader{buf: bufio.NewReaderSize(io.NewSectionReader(raw, start, size-start), lineBuffer), offset: start, delim: '\n'}
	head, _ := r.buf.Peek(lineBuffer)
	// Mail written by old Macs ends its lines with CR alone.
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		r.delim = '\r'
	}
	return r
}

// next gives the next line, or false at the end.
func (r *lineReader) next() (line, bool) {
	text, err := r.buf.ReadSlice(r.delim)
	if len(text) == 0 {
		r.fail(err)
		return line{}, false
	}
	l := line{start: r.offset, end: r.offset + int64(len(text))}
	l.text = bytes.TrimRight(text, "\r\n")
	l.eol = len(text) - len(l.text)
	if errors.Is(err, bufio.ErrBufferFull) {
		l.text = bytes.Clone(text)
		l.end, l.eol = r.skipRest(l.end)
	} else {
		r.fail(err)
	}
	r.offset = l.end
	return l, true
}

// skipRest passes over the rest of a long line.
func (r *lineReader) skipRest(at int64) (end int64, eol int) {
	for {
		text, err := r.buf.ReadSlice(r.delim)
		at += int64(len(text))
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		r.fail(err)
		return at, len(text) - len(bytes.TrimRight(text, "\r\n"))
	}
}

func (r *lineReader) fail(err error) {
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
}

// peekLine gives the line after the one just read, without taking it. It is cut at 1 KiB.
func (r *lineReader) peekLine() []byte {
	if next := r.peekLines(1); len(next) > 0 {
		return next[0]
	}
	return nil
}

// peekLines gives up to n lines after the one just read, as far as they lie in the next KiB.
func (r *lineReader) peekLines(n int) [][]byte {
	// A short Peek at the end of the mail gives what there is.
	ahead, _ := r.buf.Peek(1 << 10)
	var next [][]byte
	for len(ahead) > 0 && len(next) < n {
		text, rest, _ := bytes.Cut(ahead, []byte{r.delim})
		next = append(next, bytes.TrimRight(text, "\r\n"))
		ahead = rest
	}
	return next
}
