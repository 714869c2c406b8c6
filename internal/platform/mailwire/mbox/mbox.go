// Package mbox takes an mbox file apart, mail by mail, however long it is and whatever lies in it. Bytes
// that belong to no mail come out as one: nothing of the file is passed over.
package mbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Reader reads an mbox in the manner of archive/tar: Next moves to a mail, Read reads its bytes.
type Reader struct {
	src    *bufio.Reader
	offset int64 // of the next unread byte of the file
	blank  []byte
	state  state
	rest   []byte // of a line that Read has begun to hand out
	broken bool   // the last piece did not end its line, so the next is no line's start
	empty  bool   // the line before this one is blank, or there is none
	err    error
}

type state int

const (
	before state = iota // the first Next
	inside              // a mail
	ended               // a mail; the next line is a separator or the end
)

// Mail is where a mail begins.
type Mail struct {
	Offset int64 // bytes from the start of the file, to its separator line
}

// lookAhead must hold a separator line and the name of the header field behind it.
const lookAhead = 64 << 10

// NewReader reads r, which need not be an mbox: a file without separators is one mail.
func NewReader(r io.Reader) *Reader {
	return &Reader{src: bufio.NewReaderSize(r, lookAhead), empty: true}
}

// Next skips what is left of the current mail and moves to the next one; io.EOF ends the file.
func (r *Reader) Next() (Mail, error) {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return Mail{}, err
	}
	if r.state == before {
		if err := r.skipBlank(); err != nil {
			return Mail{}, err
		}
	}
	m := Mail{Offset: r.offset}
	if _, err := r.src.Peek(1); err != nil {
		return Mail{}, err
	}
	if r.separator() {
		if err := r.skipLine(); err != nil && !errors.Is(err, io.EOF) {
			return Mail{}, err
		}
	}
	r.state, r.blank, r.rest, r.broken, r.empty = inside, nil, nil, false, false
	return m, nil
}

// Read gives the bytes of the current mail, with mboxrd's quoting undone, without the empty line that parts
// it from the next.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.state != inside {
			return 0, io.EOF
		}
		if r.err != nil {
			return 0, r.err
		}
		r.fill()
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// fill puts the next line, or a piece of a long one, into rest. An empty line is held back until it is known
// not to be the last.
func (r *Reader) fill() {
	if !r.broken && r.separator() {
		r.state = ended
		return
	}
	line, err := r.src.ReadSlice('\n')
	r.offset += int64(len(line))
	if errors.Is(err, io.EOF) {
		r.state = ended
		if len(line) == 0 {
			return
		}
	} else if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		r.err = err
	}
	start := !r.broken
	r.broken = errors.Is(err, bufio.ErrBufferFull)
	held := r.blank
	r.blank, r.empty = nil, start && isBlank(line)
	if r.empty {
		r.blank = bytes.Clone(line)
		r.rest = held
		return
	}
	if start && quoted(line) {
		line = line[1:]
	}
	r.rest = append(held, line...)
}

func (r *Reader) skipBlank() error {
	for {
		start, err := r.src.Peek(2)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		n := bytes.IndexByte(start, '\n') + 1
		if n == 0 || !isBlank(start[:n]) {
			return nil
		}
		if _, err := r.src.Discard(n); err != nil {
			return err
		}
		r.offset += int64(n)
	}
}

func (r *Reader) skipLine() error {
	for {
		line, err := r.src.ReadSlice('\n')
		r.offset += int64(len(line))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

func isBlank(line []byte) bool { return len(line) > 0 && len(bytes.TrimRight(line, "\r\n")) == 0 }
