package mailwire

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
)

// transferEncoding reads a Content-Transfer-Encoding. What is unknown counts as no encoding: RFC 2045 §6.4
// would have such a part opaque, but the mailers that write "utf-8" or "7-bit" here mean text.
func transferEncoding(value string) string {
	value = strings.ToLower(value)
	if i := strings.IndexAny(value, ";( \t"); i > 0 {
		value = value[:i]
	}
	switch strings.Trim(value, " \t\"'.") {
	case "base64", "b", "base-64":
		return "base64"
	case "quoted-printable", "qp", "quoted", "quotedprintable":
		return "quoted-printable"
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return "uuencode"
	}
	return ""
}

// content streams the decoded bytes of a leaf straight from the raw mail.
func (p *part) content(raw io.ReaderAt) io.Reader {
	body := io.NewSectionReader(raw, p.body.start, p.body.end-p.body.start)
	switch transferEncoding(p.header.raw("Content-Transfer-Encoding")) {
	case "base64":
		return newDecoder(body, &base64Lines{})
	case "quoted-printable":
		return newDecoder(body, &quotedLines{})
	case "uuencode":
		return newDecoder(body, &uuLines{})
	}
	return body
}

// lineDecoder decodes a transfer encoding line by line. A line longer than the buffer comes in pieces, of
// which only the last has its line end.
type lineDecoder interface {
	line(out, piece []byte) []byte
	end(out []byte) []byte
}

// decoder reads through a lineDecoder. The decoders of the standard library stop at the first byte out of
// place; mail has such bytes, and its sender meant the rest to be read.
type decoder struct {
	in    *bufio.Reader
	lines lineDecoder
	out   []byte // decoded and not yet read
	room  []byte // the memory of out
	err   error
}

func newDecoder(r io.Reader, lines lineDecoder) *decoder {
	return &decoder{in: bufio.NewReaderSize(r, 16<<10), lines: lines}
}

// Read implements io.Reader.
func (d *decoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		d.fill()
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// fill decodes lines until there is a fair amount to read.
func (d *decoder) fill() {
	d.room = d.room[:0]
	for len(d.room) < 8<<10 && d.err == nil {
		piece, err := d.in.ReadSlice('\n')
		d.room = d.lines.line(d.room, piece)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			d.room = d.lines.end(d.room)
			d.err = err
		default:
			d.err = err
		}
	}
	d.out = d.room
}

// readAll reads decoded text up to a limit and tells whether there is more.
func readAll(ctx context.Context, r io.Reader, limit int64) (text []byte, more bool, err error) {
	var buf bytes.Buffer
	_, err = io.Copy(&buf, io.LimitReader(contextReader{ctx, r}, limit+1))
	text = buf.Bytes()
	if int64(len(text)) > limit {
		return text[:limit], true, err
	}
	return text, false, err
}

// contextReader ends a long read when its context does.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
