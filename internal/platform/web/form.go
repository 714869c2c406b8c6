package web

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Form is what a browser sent and what is wrong with it, so that a page can be drawn again with both.
type Form struct {
	Values url.Values
	Errors map[string]string // by field; "" holds what speaks of the form as a whole
}

// NewForm makes a form to be filled by its page: pairs are name, value, name, value.
func NewForm(pairs ...string) *Form {
	f := &Form{Values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Set(pairs[i], pairs[i+1])
	}
	return f
}

// Decode reads a posted form without files, or the query of a GET. The route's MaxBody bounds it.
func Decode(r *http.Request) (*Form, error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType == "multipart/form-data" {
		return Uploads(r, nil)
	}
	if err := r.ParseForm(); err != nil {
		return nil, unreadable(err)
	}
	return &Form{Values: r.Form}, nil
}

// unreadable is for a body that is no form; a body over its limit keeps its own kind.
func unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return fault.Wrap(fault.Invalid, err, "The form arrived damaged, so nothing was changed. Go back and send it again.")
}

// Get gives the first value of name without the space around it.
func (f *Form) Get(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

// Text gives the first value of name as typed, with line ends as \n.
func (f *Form) Text(name string) string {
	return strings.ReplaceAll(f.Values.Get(name), "\r\n", "\n")
}

// All gives every value of name, of a list of checkboxes for example.
func (f *Form) All(name string) []string { return f.Values[name] }

// Bool reports whether a checkbox is ticked.
func (f *Form) Bool(name string) bool {
	switch f.Get(name) {
	case "", "0", "false", "off":
		return false
	}
	return true
}

// Int64 gives a number, 0 if the field is empty; what is no number becomes the field's error.
func (f *Form) Int64(name string) int64 {
	text := f.Get(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		f.Reject(name, "“"+fault.Clip(text, 40)+"” is not a whole number.")
	}
	return n
}

// Reject notes what is wrong with a field. The first sentence for a field stays.
func (f *Form) Reject(name, sentence string) {
	if f.Errors == nil {
		f.Errors = map[string]string{}
	}
	if _, known := f.Errors[name]; !known {
		f.Errors[name] = sentence
	}
}

// Absorb takes err if its sender can mend it by typing (Invalid, Conflict, TooLarge) and reports whether it
// did; the page is then drawn again. Any other error is the handler's to return.
func (f *Form) Absorb(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.TooLarge:
		if err == nil {
			return false
		}
		sentence, field := fault.Public(err)
		f.Reject(field, sentence)
		return true
	}
	return false
}

// Error gives what is wrong with a field, "" for nothing. The name "" asks for the form as a whole.
func (f *Form) Error(name string) string { return f.Errors[name] }

// OK reports whether nothing is wrong.
func (f *Form) OK() bool { return len(f.Errors) == 0 }

// FormStatus is the HTTP status of a page that shows forms: what is wrong with one was its sender's to mend.
func FormStatus(forms ...*Form) int {
	for _, f := range forms {
		if !f.OK() {
			return http.StatusUnprocessableEntity
		}
	}
	return http.StatusOK
}
