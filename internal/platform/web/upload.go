package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// The most a form's own fields may hold beside its files, and how many parts it may have: both far above
// what our pages send.
const (
	maxFieldBytes = 2 << 20
	maxParts      = 1000
)

// Upload is a file on its way in. Its name and type are what the browser claims: check both.
type Upload struct {
	Field       string
	Name        string // base name without folders (mime/multipart strips them)
	ContentType string
	Body        io.Reader // read it before the callback returns
}

// Uploads reads a multipart form part by part and hands each file to take as it arrives, so that no file
// is ever whole in memory. Fields sent before a file are in the form already when take is called. A nil
// take skips files. The first error of take ends the reading.
func Uploads(r *http.Request, take func(*Form, Upload) error) (*Form, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, unreadable(err)
	}
	form, left := &Form{Values: url.Values{}}, int64(maxFieldBytes)
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if part.FileName() == "" {
			if left, err = readField(form, part.FormName(), part, left); err != nil {
				return nil, err
			}
			continue
		}
		if take == nil {
			continue
		}
		u := Upload{Field: part.FormName(), Name: part.FileName(), ContentType: part.Header.Get("Content-Type"), Body: part}
		if err := take(form, u); err != nil {
			return form, err
		}
	}
	return nil, fault.New(fault.TooLarge, "The form has more than %d parts, so nothing was changed. Send fewer files at once.", maxParts)
}

func readField(form *Form, name string, body io.Reader, left int64) (int64, error) {
	text, err := io.ReadAll(io.LimitReader(body, left+1))
	if err != nil {
		return 0, unreadable(err)
	}
	if int64(len(text)) > left {
		return 0, fault.New(fault.TooLarge, "The text of this form is over %s, so nothing was changed. Attach it as a file instead.", size(maxFieldBytes))
	}
	if name != "" {
		form.Values.Add(name, string(text))
	}
	return left - int64(len(text)), nil
}
