package mailwire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// attached is an attachment on its way into the message, with the part it comes from.
type attached struct {
	Attachment
	part    *part
	ordinal int
	tag     string // the HTML that we put where it stood; empty for most
	unnamed bool   // its sender gave it no name
}

// contentID gives the id that HTML can refer to; a picture without one gets one of ours.
func (a *attached) contentID() string {
	if a.ContentID == "" {
		a.ContentID = fmt.Sprintf("part%d@placed.invalid", a.ordinal)
	}
	return a.ContentID
}

// kind gives the media type that counts: text/plain where none is given (RFC 2045 §5.2), message/rfc822
// inside a digest (RFC 2046 §5.1.5), text/plain for a multipart in which no part was found.
func (p *part) kind() string {
	value := p.contentType.value
	switch {
	case value == "" || value == "text" || value == "text/":
		if p.parent != nil && p.parent.contentType.value == "multipart/digest" {
			return "message/rfc822"
		}
		return "text/plain"
	case p.contentType.isMultipart() && !p.tooDeep:
		return "text/plain"
	case value == "html" || value == "text/htm":
		return "text/html"
	case !strings.Contains(value, "/"):
		return "application/octet-stream"
	}
	return value
}

// fileName gives the name its sender gave the part; empty when there is none.
func (p *part) fileName() string {
	for _, name := range []string{p.disposition.params["filename"], p.disposition.params["name"], p.contentType.params["name"],
		p.contentType.params["filename"]} {
		if name != "" {
			return name
		}
	}
	return ""
}

func (p *part) isImage() bool { return strings.HasPrefix(p.kind(), "image/") }

// isInlineImage reports whether p is a picture that was put between texts, in a form that browsers show.
func (p *part) isInlineImage() bool {
	if p.disposition.value != "inline" || p.parent == nil || p.parent.contentType.value == "multipart/related" {
		return false
	}
	switch p.kind() {
	case "image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp":
		return true
	}
	return false
}

// attach adds p to the attachments. Its bytes are read once for size and hash, and stay in the raw mail.
func (r *reader) attach(p *part) *attached {
	a := &attached{part: p, ordinal: len(r.attached) + 1}
	a.ContentType = p.kind()
	a.ContentID = cleanID(p.header.raw("Content-ID"))
	a.ContentLocation = strings.Join(strings.Fields(p.header.Get("Content-Location")), "")
	a.Name = p.fileName()
	if a.Name == "" {
		a.Name, a.unnamed = strings.NewReplacer("/", "_", `\`, "_").Replace(r.defaultName(a)), true
	}
	raw := r.raw
	a.Open = func() (io.ReadCloser, error) { return io.NopCloser(p.content(raw)), nil }
	a.Size, a.SHA256 = r.measure(p.content(raw))
	r.attached = append(r.attached, a)
	return a
}

// measure reads content once for its size and hash.
func (r *reader) measure(content io.Reader) (size int64, sum string) {
	h := sha256.New()
	size, err := io.Copy(h, contextReader{r.ctx, content})
	if err != nil {
		r.warn.add(WarnReadFailed, "The stored mail could not be read to its end; what was read is shown.")
	}
	return size, hex.EncodeToString(h.Sum(nil))
}

// defaultName names a part that came without a name: a mail by its subject, others by their type.
func (r *reader) defaultName(a *attached) string {
	switch a.ContentType {
	case "message/rfc822", "message/global":
		head, _, err := readAll(r.ctx, a.part.content(r.raw), nestedHeader)
		if subject := nestedHead(head).Get("Subject"); err == nil && subject != "" {
			return subject + ".eml"
		}
		return "message.eml"
	case "text/calendar":
		return "invite.ics"
	case "message/delivery-status", "message/global-delivery-status":
		return "delivery-status.txt"
	case "text/rfc822-headers", "message/global-headers":
		return "headers.txt"
	case "message/feedback-report":
		return "feedback-report.txt"
	case "message/disposition-notification":
		return "disposition-notification.txt"
	case "application/pgp-signature":
		return "signature.asc"
	case "text/plain":
		return fmt.Sprintf("part-%d.txt", a.ordinal)
	}
	main, _, _ := strings.Cut(a.ContentType, "/")
	if main != "image" && main != "audio" && main != "video" {
		main = "part"
	}
	return fmt.Sprintf("%s-%d%s", main, a.ordinal, extension(a.ContentType))
}

// commonExtensions pins the extensions that package mime would choose differently from machine to machine.
var commonExtensions = map[string]string{
	"image/jpeg": ".jpg", "image/jpg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
	"image/tiff": ".tiff", "image/bmp": ".bmp", "text/html": ".html", "text/csv": ".csv", "text/xml": ".xml",
	"application/pdf": ".pdf", "application/zip": ".zip", "application/json": ".json", "application/xml": ".xml",
	"application/gzip": ".gz", "application/octet-stream": ".bin", "application/msword": ".doc",
	"application/rtf": ".rtf", "text/rtf": ".rtf", "audio/mpeg": ".mp3", "video/mp4": ".mp4",
	"application/pkcs7-signature": ".p7s", "application/x-pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
	"application/x-pkcs7-mime": ".p7m", "application/ms-tnef": ".dat", "text/x-vcard": ".vcf", "text/vcard": ".vcf",
}

func extension(contentType string) string {
	if ext, ok := commonExtensions[contentType]; ok {
		return ext
	}
	if strings.HasPrefix(contentType, "text/") {
		return ".txt"
	}
	return ".bin"
}

// nestedHeader is how much of an attached mail is read to find its subject.
const nestedHeader = 64 << 10

// nestedHead reads the header at the start of an attached mail.
func nestedHead(head []byte) Header {
	head = bytes.TrimLeft(head, "\r\n")
	end := len(head)
	for _, blank := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(head, []byte(blank)); i >= 0 && i < end {
			end = i
		}
	}
	return parseHeader(head[:end], '\n')
}
