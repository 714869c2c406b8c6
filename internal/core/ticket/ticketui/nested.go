package ticketui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// nested is a mail that hangs on a ticket as a file, or inside such a mail. It is read anew for each answer,
// for few are ever opened.
type nested struct {
	file ticket.Attachment
	path []int // the way from it to this mail: places among the attachments of each mail
	mail *mailwire.Message
	io.Closer
}

const (
	deepestMail  = 5
	largestInner = 32 << 20 // bytes of a mail in a mail, which is held in memory
)

// mailType reports whether a file is a mail (RFC 2046 §5.2.1); many programs say only that it is bytes.
func mailType(contentType, name string) bool {
	return contentType == "message/rfc822" || contentType == "application/octet-stream" && strings.HasSuffix(strings.ToLower(name), ".eml")
}

// nestedHref is the page of a mail that is attached.
func nestedHref(file int64, path []int) string { return nestedAt(file, "mail", path, nil) }

// nestedAt is an address below a mail that is attached.
func nestedAt(file int64, what string, path []int, more url.Values) string {
	q := url.Values{}
	for _, n := range path {
		q.Add("in", strconv.Itoa(n))
	}
	for k, v := range more {
		q[k] = v
	}
	to := fmt.Sprintf("/attachments/%d/%s", file, what)
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to
}

// nested opens the mail that the address speaks of. The caller closes it.
func (u *UI) nested(ctx context.Context, r *http.Request) (*nested, error) {
	id, err := ticketID(r)
	if err != nil {
		return nil, err
	}
	a, body, err := u.Tickets.OpenAttachment(ctx, id)
	if err != nil {
		return nil, err
	}
	n := &nested{file: a, Closer: body}
	if !mailType(a.ContentType, a.Name) {
		body.Close()
		return nil, fault.New(fault.NotFound, "%s is not a mail. Download it instead", a.Name)
	}
	n.mail = mailwire.Parse(ctx, body, a.Size, mailwire.DefaultLimits())
	path, err := pathOf(r)
	for _, i := range path {
		if err == nil {
			err = n.descend(ctx, i)
		}
	}
	if err != nil {
		body.Close()
		return nil, err
	}
	return n, nil
}

// pathOf reads the way to a mail from an address.
func pathOf(r *http.Request) (path []int, err error) {
	for _, word := range r.URL.Query()["in"] {
		i, err := strconv.Atoi(word)
		if err != nil || len(path) == deepestMail {
			return nil, fault.New(fault.NotFound, "There is no mail inside this one at %q", word)
		}
		path = append(path, i)
	}
	return path, nil
}

func partOf(r *http.Request) int {
	i, err := strconv.Atoi(r.URL.Query().Get("part"))
	if err != nil {
		return -1
	}
	return i
}

// descend goes to a mail inside this one.
func (n *nested) descend(ctx context.Context, i int) error {
	a, err := n.part(i)
	if err != nil {
		return err
	}
	if !mailType(a.ContentType, a.Name) || a.Size > largestInner {
		return fault.New(fault.NotFound, "%s cannot be opened as a mail. Download it instead", a.Name)
	}
	raw, err := read(a)
	if err != nil {
		return err
	}
	n.path = append(n.path, i)
	n.mail = mailwire.Parse(ctx, bytes.NewReader(raw), int64(len(raw)), mailwire.DefaultLimits())
	return nil
}

// part gives an attachment of the mail by its place.
func (n *nested) part(i int) (mailwire.Attachment, error) {
	if i < 0 || i >= len(n.mail.Attachments) {
		return mailwire.Attachment{}, fault.New(fault.NotFound, "This mail has no such file")
	}
	return n.mail.Attachments[i], nil
}

func read(a mailwire.Attachment) ([]byte, error) {
	body, err := a.Open()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(io.LimitReader(body, largestInner))
}

// getNestedFile serves a file of an attached mail as a download.
func (u *UI) getNestedFile(w http.ResponseWriter, r *http.Request) error {
	n, err := u.nested(r.Context(), r)
	if err != nil {
		return err
	}
	defer n.Close()
	a, err := n.part(partOf(r))
	if err != nil {
		return err
	}
	body, err := a.Open()
	if err != nil {
		return err
	}
	defer body.Close()
	web.Attachment(w, a.Name)
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(a.Size, 10))
	_, err = io.Copy(w, body)
	return err
}

// getNestedHTML shows the formatted view of an attached mail in the sandbox.
func (u *UI) getNestedHTML(w http.ResponseWriter, r *http.Request) error {
	n, err := u.nested(r.Context(), r)
	if err != nil {
		return err
	}
	defer n.Close()
	return sandbox(r.Context(), w, n.mail.HTML, func(cid string) (string, bool) {
		for i, a := range n.mail.Attachments {
			if cid != "" && (a.ContentID == cid || a.ContentLocation == cid) {
				what := "mail/picture/" + u.sign("nested", n.file.ID, n.path, i)
				return nestedAt(n.file.ID, what, n.path, url.Values{"part": {strconv.Itoa(i)}}), true
			}
		}
		return "", false
	})
}

// getNestedPicture serves a picture of an attached mail to the sandbox.
func (u *UI) getNestedPicture(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	path, err := pathOf(r)
	if err != nil {
		return err
	}
	if err := u.signed(r, "nested", id, path, partOf(r)); err != nil {
		return err
	}
	n, err := u.nested(access.AsSystem(r.Context(), "web"), r)
	if err != nil {
		return err
	}
	defer n.Close()
	a, err := n.part(partOf(r))
	if err != nil {
		return err
	}
	raw, err := read(a)
	if err != nil {
		return err
	}
	return picture(w, r, a.ContentType, n.file.CreatedAt, bytes.NewReader(raw))
}
