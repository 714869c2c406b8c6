package mailwire

import (
	"bytes"
	"context"
	"io"
	"slices"
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
		shown.text = r.preamble(s.root)
	}
	s.root.header.charset = r.charset
	shown.html = r.settle(shown.html)
	m := &Message{Header: s.root.header, HTML: shown.html, Text: shown.asText(), Signed: r.signed}
	m.readHeader()
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

// readHeader fills the fields that come straight from the header.
func (m *Message) readHeader() {
	h := m.Header
	m.From = firstAddress(h.raw("From"))
	m.Sender = firstAddress(h.raw("Sender"))
	if m.From.Address == "" {
		m.From = salvageSender(h, m.From)
	}
	m.ReplyTo = parseAll(h.rawAll("Reply-To"))
	m.To = parseAll(h.rawAll("To"))
	m.Cc = parseAll(h.rawAll("Cc"))
	m.DeliveredTo = deliveredTo(h)
	if h.Has("Return-Path") {
		m.ReturnPath = firstAddress(h.raw("Return-Path")).Address
		m.NullSender = strings.Trim(h.raw("Return-Path"), " <>") == ""
	}
	m.Subject = strings.Join(strings.Fields(decodeHeader(h.raw("Subject"))), " ")
	m.MessageID = messageID(h.raw("Message-ID"))
	m.InReplyTo = parseIDs(h.raw("In-Reply-To"))
	m.References = parseIDs(strings.Join(h.rawAll("References"), " "))
	m.Date = parseDate(h.Get("Date"))
	m.Spam = readSpam(h)
}

// salvageSender finds who wrote a mail that has no usable From, so that its ticket has a requester.
func salvageSender(h Header, from Address) Address {
	for _, name := range []string{"Sender", "Reply-To", "Return-Path", "X-Original-From", "X-Sender"} {
		if a := firstAddress(h.raw(name)); a.Address != "" {
			if from.Name != "" {
				a.Name = from.Name
			}
			return a
		}
	}
	return from
}

func parseAll(values []string) []Address {
	var all []Address
	for _, v := range values {
		for _, a := range parseAddresses(v) {
			if a.Address != "" { // "undisclosed-recipients:;" and the like name nobody
				all = append(all, a)
			}
		}
	}
	return all
}

func deliveredTo(h Header) []string {
	var all []string
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To"} {
		for _, a := range parseAll(h.rawAll(name)) {
			if a.Address != "" && !slices.Contains(all, a.Address) && len(all) < 20 {
				all = append(all, a.Address)
			}
		}
	}
	return all
}

func readSpam(h Header) Spam {
	status := h.Get("X-Spam-Status")
	flag := strings.EqualFold(h.Get("X-Spam-Flag"), "yes")
	return Spam{
		Flagged:     flag || strings.HasPrefix(strings.ToLower(status), "yes"),
		Status:      status,
		AuthResults: h.Values("Authentication-Results"),
	}
}

// finish gives the attachments, each marked with whether the HTML shows it.
func (r *reader) finish(markup string) []Attachment {
	refs := references(markup)
	all := make([]Attachment, 0, len(r.attached))
	for _, a := range r.attached {
		a.Inline = a.isIn(refs)
		all = append(all, a.Attachment)
	}
	return all
}

// settle takes out again the pictures that we placed although the mail's own HTML shows them elsewhere.
func (r *reader) settle(markup string) string {
	var ours, doubled []string
	for _, a := range r.attached {
		if a.tag != "" {
			ours = append(ours, a.tag, "")
		}
	}
	if len(ours) == 0 {
		return markup
	}
	theirs := references(strings.NewReplacer(ours...).Replace(markup))
	for _, a := range r.attached {
		if a.tag != "" && a.isIn(theirs) {
			doubled = append(doubled, a.tag, "")
		}
	}
	return strings.NewReplacer(doubled...).Replace(markup)
}

// isIn reports whether references point at a.
func (a *attached) isIn(refs map[string]bool) bool {
	return a.ContentID != "" && refs["cid:"+strings.ToLower(a.ContentID)] ||
		a.ContentLocation != "" && refs[strings.ToLower(a.ContentLocation)]
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

// transcode turns a mail saved as UTF-16, as Windows programs do, into UTF-8 in memory.
func transcode(raw io.ReaderAt, size int64, lim Limits, warn *warnings) (io.ReaderAt, int64) {
	head := make([]byte, min(size, 64))
	n, _ := raw.ReadAt(head, 0)
	label := utf16Label(head[:n])
	if label == "" {
		return raw, size
	}
	if size > lim.Transcode {
		warn.add(WarnUnreadable, "The mail is in UTF-16 and larger than %d bytes; it is kept as it came.", lim.Transcode)
		return raw, size
	}
	all := make([]byte, size)
	n, _ = raw.ReadAt(all, 0)
	text, _ := decodeCharset(all[:n], label)
	warn.add(WarnTranscoded, "The mail was saved as UTF-16 and was turned into UTF-8.")
	return strings.NewReader(text), int64(len(text))
}

// utf16Label knows UTF-16 by its byte order mark, or by a header in which every other byte is zero.
func utf16Label(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "utf-16be"
	case len(head) < 16:
		return ""
	}
	even, odd := 0, 0
	for i, c := range head[:len(head)&^1] {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	switch half := len(head) / 2; {
	case odd == half && even == 0:
		return "utf-16le"
	case even == half && odd == 0:
		return "utf-16be"
	}
	return ""
}
