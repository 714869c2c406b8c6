// Package fault is the one error type of Daywatch: a kind that maps once to HTTP, SMTP and process
// exit codes, a sentence that may be shown to anyone, and the cause that only the log sees.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure it is. The zero Kind is Internal, so an error nobody classified is
// treated as our own fault.
type Kind int

// The kinds, from our own fault to the caller's.
const (
	Internal     Kind = iota // a defect or an unexpected state: logged, never shown in detail
	Unavailable              // a database, disk or mail server is away: trying again later may work
	Invalid                  // the input is wrong; Field names where
	NotFound                 // no such record, or none that the caller may know of
	Forbidden                // the caller may not do this
	Unauthorized             // nobody is signed in
	Conflict                 // the record moved on meanwhile
	TooLarge                 // over a size limit
	RateLimited              // too many tries; wait
)

// Error carries a failure through the layers.
type Error struct {
	Kind   Kind
	Field  string // the input's name, for Invalid; may be empty
	Public string // one plain sentence: what happened, what was kept, what to do
	Err    error  // the cause; nil where there is none
}

func (e *Error) Error() string {
	switch {
	case e.Err != nil && e.Public != "":
		return e.Public + ": " + e.Err.Error()
	case e.Err != nil:
		return e.Err.Error()
	}
	return e.Public
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error of kind k with a public sentence in the manner of fmt.Sprintf.
func New(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Public: fmt.Sprintf(format, args...)}
}

// Field makes an Invalid error that names the input field. The sentence should name the value and the
// way out.
func Field(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Public: fmt.Sprintf(format, args...)}
}

// Wrap gives cause a kind and a public sentence. A nil cause gives nil.
func Wrap(k Kind, cause error, format string, args ...any) error {
	if cause == nil {
		return nil
	}
	return &Error{Kind: k, Public: fmt.Sprintf(format, args...), Err: cause}
}

// KindOf finds the kind of err: that of the outermost Error in its chain, else Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err has kind k. It is false for a nil err.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// Public gives the sentence that may be shown, and the field it speaks of (often empty). An error without
// one gets a sentence that admits the fault is ours.
func Public(err error) (sentence, field string) {
	var e *Error
	if errors.As(err, &e) && e.Public != "" {
		return e.Public, e.Field
	}
	return "Daywatch hit a fault of its own and wrote it to its log. What you typed is kept; try again.", ""
}

// HTTPStatus maps the kind of err to a status code (RFC 9110 §15).
func HTTPStatus(err error) int {
	return table[KindOf(err)].http
}

// SMTPReply maps the kind of err to a reply code and enhanced status (RFC 5321 §4.2, RFC 3463). Our own
// faults are always temporary: the sender keeps the mail.
func SMTPReply(err error) (code int, enhanced [3]int) {
	row := table[KindOf(err)]
	return row.smtp, row.enhanced
}

// ExitCode maps the kind of err to a process exit status (sysexits.h); nil gives 0.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	return table[KindOf(err)].exit
}

var table = map[Kind]struct {
	http     int
	smtp     int
	enhanced [3]int
	exit     int
}{
	Internal:     {500, 451, [3]int{4, 3, 0}, 75},
	Unavailable:  {503, 451, [3]int{4, 3, 0}, 75},
	Invalid:      {422, 550, [3]int{5, 6, 0}, 65},
	NotFound:     {404, 550, [3]int{5, 1, 1}, 66},
	Forbidden:    {403, 550, [3]int{5, 7, 1}, 77},
	Unauthorized: {401, 530, [3]int{5, 7, 0}, 77},
	Conflict:     {409, 451, [3]int{4, 3, 0}, 75},
	TooLarge:     {413, 552, [3]int{5, 3, 4}, 65},
	RateLimited:  {429, 451, [3]int{4, 7, 1}, 75},
}
