package mailwire

import (
	"context"
	"io"
	"strings"
)

// Parse reads the mail of size bytes in raw. It always gives a Message: trouble is in its Warnings, and
// what does not fit the limits is kept as an attached message.eml. Memory use does not grow with the size
// of attachments; their bytes stay in raw, which must remain readable for as long as they are opened.
func Parse(ctx context.Context, raw io.ReaderAt, size int64, lim Limits) *Message {
	lim = lim.orDefault()
	warn := &warnings{}
	raw, size = transcode(raw, size, lim, warn)
	s := scan(ctx, raw, size, lim, warn)
	r := &reader{ctx: ctx, raw: raw, lim: lim, warn: warn}
	shown := r.view(s.root)

	if shown.empty() {
		shown = r.lastResort(s.root)
	}
	s.root.header.charset = r.charset
	shown.html = r.settle(shown.html)
	m := &Message{Header: s.root.header, HTML: shown.html, Text: r.asText(shown), Signed: r.signed}
	m.readHeader()
	if max(len(m.To), len(m.Cc)) >= maxAddresses {
		warn.add(WarnManyRecipients, "The mail names more than %d recipients in one field; the first of them are kept.", maxAddresses)
	}
	r.nameAll()
	m.Attachments = r.finish(shown.html)
	if m.Unreadable = s.root.header.Len() == 0 && strings.TrimSpace(m.Text) == "" && len(m.Attachments) == 0; m.Unreadable {
		warn.add(WarnUnreadable, "Nothing in this mail could be read; it is attached as it came.")
	}
	if s.cut || m.Unreadable {
		m.Attachments = append(m.Attachments, r.whole(raw, size))
	}
	m.classify(r, s.root)
	m.ContentHash = contentHash(m)
	m.Warnings = warn.list
	return m
}

// whole is the attachment that keeps a mail past the limits complete.
func (r *reader) whole(raw io.ReaderAt, size int64) Attachment {
	a := Attachment{Name: "message.eml", ContentType: "message/rfc822"}
	names := newUniqueNames()
	for _, other := range r.attached {
		names.claim(other.Name)
	}
	a.Name = names.claim(a.Name)
	a.Open = func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(raw, 0, size)), nil }
	a.Size, a.SHA256 = r.measure(io.NewSectionReader(raw, 0, size))
	return a
}
