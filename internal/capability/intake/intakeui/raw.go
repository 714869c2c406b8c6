package intakeui

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// mostRaw is how much of a raw mail a page shows, in bytes; the download has all of it.
const mostRaw = 256 << 10

// getRaw shows the mail as it lies on the wire: nothing decoded, nothing left out but what is too long.
func (u *UI) getRaw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	d, err := u.Intake.Delivery(ctx, id) // asks who may
	if err != nil {
		return err
	}
	body, whole, done, err := u.Intake.Raw(ctx, d.Hash)
	if err != nil {
		return err
	}
	defer done()
	raw := make([]byte, min(whole, mostRaw))
	if _, err := body.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	title := i18n.T(ctx, "maillog.rawtitle", "N", id)
	return u.show(w, r, http.StatusOK, title,
		page.Head(title, subject(ctx, d), page.LinkButton(page.Secondary, path(id, ""), i18n.T(ctx, "maillog.back")),
			page.LinkButton(page.Secondary, path(id, "/message.eml"), i18n.T(ctx, "maillog.download"), g.Attr("hx-boost", "false"))),
		g.If(whole > mostRaw, page.Banner(page.Neutral,
			i18n.T(ctx, "maillog.cut", "Shown", i18n.FormatBytes(ctx, mostRaw), "Whole", i18n.FormatBytes(ctx, whole)))),
		page.Content(page.Code(ctx, wire(raw))))
}

// wire draws a raw mail with its header set off: names of fields bold, the body as it is.
func wire(raw []byte) g.Node {
	head, body := split(raw)
	var nodes g.Group
	for line := range strings.Lines(printable(head)) {
		name, value, ok := strings.Cut(line, ":")
		if !ok || name == "" || strings.ContainsAny(name, " \t") { // folded, or no field at all
			nodes = append(nodes, g.Text(line))
			continue
		}
		nodes = append(nodes, h.B(g.Text(name+":")), g.Text(value))
	}
	return append(nodes, h.Span(h.Class("muted"), g.Text(printable(body))))
}

// split parts header and body at the first empty line (RFC 5322 §2.1).
func split(raw []byte) (head, body []byte) {
	end := len(raw)
	for _, mark := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(raw, []byte(mark)); i >= 0 {
			end = min(end, i+len(mark))
		}
	}
	return raw[:end], raw[end:]
}

// printable keeps what a browser can show: octets that are no UTF-8 and control characters become U+FFFD.
func printable(raw []byte) string {
	text := strings.ReplaceAll(strings.ToValidUTF8(string(raw), "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, text)
}

// getFile sends the raw mail, byte for byte.
func (u *UI) getFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	d, err := u.Intake.Delivery(ctx, id) // asks who may
	if err != nil {
		return err
	}
	body, whole, done, err := u.Intake.Raw(ctx, d.Hash)
	if err != nil {
		return err
	}
	defer done()
	web.Attachment(w, fmt.Sprintf("delivery-%d.eml", id))
	w.Header().Set("Content-Type", "message/rfc822")
	http.ServeContent(w, r, "", d.ReceivedAt, io.NewSectionReader(body, 0, whole))
	return nil
}
