package compose

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
	"unicode/utf8"
)

// Build writes m with CR LF line ends. An error of kind Invalid names the field that cannot stand; any
// other is of w or of a file.
func Build(w io.Writer, m Outgoing) error {
	if err := m.check(); err != nil {
		return err
	}
	root := m.body()
	root.nameBoundaries(m.MessageID, new(int))
	for _, f := range append(m.header(), root.header...) {
		if err := f.writeTo(w); err != nil {
			return fmt.Errorf("write the header: %w", err)
		}
	}
	if _, err := io.WriteString(w, "\r\n"); err != nil {
		return fmt.Errorf("write the header: %w", err)
	}
	return root.writeBody(w)
}

// node is a MIME entity: a leaf that writes its encoded body, or a multipart of children.
type node struct {
	header   []field
	leaf     func(w io.Writer) error
	subtype  string
	boundary string
	children []*node
}

// body builds the tree: mixed(alternative(text, related(html, pictures), calendar), attachments), without the levels
// that would hold one part. The calendar is the last alternative: programs show the last that they know.
func (m Outgoing) body() *node {
	var views []*node
	if m.Text != "" || m.HTML == "" {
		views = append(views, textNode("text/plain", m.Text))
	}
	if m.HTML != "" {
		html := []*node{textNode("text/html", m.HTML)}
		for _, f := range m.Inline {
			html = append(html, f.node("inline"))
		}
		views = append(views, group("related", html))
	}
	if m.Calendar != nil {
		views = append(views, m.Calendar.node())
	}
	all := []*node{group("alternative", views)}
	for _, f := range m.Attachments {
		all = append(all, f.node("attachment"))
	}
	return group("mixed", all)
}

func group(subtype string, children []*node) *node {
	if len(children) == 1 {
		return children[0]
	}
	return &node{subtype: subtype, children: children}
}

func textNode(mediaType, content string) *node {
	return &node{
		header: []field{{"Content-Type", mediaType + "; charset=utf-8"}, {"Content-Transfer-Encoding", "quoted-printable"}},
		leaf: func(w io.Writer) error {
			q := quotedprintable.NewWriter(w)
			if _, err := io.WriteString(q, strings.ToValidUTF8(content, "\uFFFD")); err != nil {
				return err
			}
			return q.Close()
		},
	}
}

// node writes a calendar in base64: quoted-printable leaves its long lines to programs that mend them badly.
func (c *Calendar) node() *node {
	return &node{
		header: []field{
			{"Content-Type", "text/calendar; charset=utf-8; method=" + c.Method},
			{"Content-Transfer-Encoding", "base64"},
		},
		leaf: func(w io.Writer) error {
			encoder := base64.NewEncoder(base64.StdEncoding, &lineBreaker{w: w})
			if _, err := io.WriteString(encoder, c.Data); err != nil {
				return err
			}
			return encoder.Close()
		},
	}
}

func (f File) node(disposition string) *node {
	header := []field{
		{"Content-Type", f.mediaType()},
		{"Content-Transfer-Encoding", "base64"},
		{"Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": fileName(f.Name)})},
	}
	if id := messageID(f.ContentID); id != "" {
		header = append(header, field{"Content-ID", id})
	}
	return &node{header: header, leaf: f.write}
}

// mediaType is that of the file where it may be sent in base64: RFC 2046 §5 forbids it for message and
// multipart types, which then travel as plain files.
func (f File) mediaType() string {
	const unknown = "application/octet-stream"
	kind, params, err := mime.ParseMediaType(f.ContentType)
	if err != nil || !strings.Contains(kind, "/") || strings.HasPrefix(kind, "message/") || strings.HasPrefix(kind, "multipart/") {
		return unknown
	}
	if written := mime.FormatMediaType(kind, params); written != "" && printableASCII(written) {
		return written
	}
	return unknown
}

// fileName keeps one line of the name, and so much of it that its escaped form fits a line of 998.
func fileName(name string) string {
	name = oneLine(name)
	for len(name) > 255 {
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:] // the end holds the extension
	}
	if name == "" {
		return "file"
	}
	return name
}

func (f File) write(w io.Writer) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("open the file %q: %w", f.Name, err)
	}
	defer r.Close()
	encoder := base64.NewEncoder(base64.StdEncoding, &lineBreaker{w: w})
	if _, err := io.Copy(encoder, r); err != nil {
		return fmt.Errorf("copy the file %q: %w", f.Name, err)
	}
	return encoder.Close()
}

// nameBoundaries gives every multipart a boundary of its own that is the same in every try. "=_" occurs
// neither in quoted-printable nor in base64 (RFC 2045 §6.7), so no content can hold it.
func (n *node) nameBoundaries(messageID string, count *int) {
	if n.children == nil {
		return
	}
	*count++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", messageID, *count))
	n.boundary = "=_" + hex.EncodeToString(sum[:16])
	n.header = []field{{"Content-Type", fmt.Sprintf("multipart/%s; boundary=%q", n.subtype, n.boundary)}}
	for _, child := range n.children {
		child.nameBoundaries(messageID, count)
	}
}

func (n *node) writeBody(w io.Writer) error {
	if n.children == nil {
		return n.leaf(w)
	}
	mw := multipart.NewWriter(w)
	if err := mw.SetBoundary(n.boundary); err != nil {
		return err
	}
	for _, child := range n.children {
		header := textproto.MIMEHeader{}
		for _, f := range child.header {
			header.Set(f.name, f.value)
		}
		part, err := mw.CreatePart(header)
		if err != nil {
			return err
		}
		if err := child.writeBody(part); err != nil {
			return err
		}
	}
	return mw.Close()
}

var lineEnd = []byte("\r\n")

// lineBreaker ends a line after every 76 octets of base64 (RFC 2045 §6.8).
type lineBreaker struct {
	w      io.Writer
	column int
}

// Write passes p on, broken into lines.
func (l *lineBreaker) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		if l.column == lineLength {
			if _, err := l.w.Write(lineEnd); err != nil {
				return written, err
			}
			l.column = 0
		}
		n, err := l.w.Write(p[:min(len(p), lineLength-l.column)])
		written, l.column = written+n, l.column+n
		if err != nil {
			return written, err
		}
		p = p[n:]
	}
	return written, nil
}
