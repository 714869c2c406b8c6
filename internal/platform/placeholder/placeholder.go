// Package placeholder fills texts that hold {{placeholders}} in Liquid's syntax, as rules and macros send
// them. A text is written by a lead and filled with words of strangers, so it can do little: it reads the values
// it is given, in a few tags and filters that can neither name files nor grow without bound.
package placeholder

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/osteele/liquid"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// The bounds of a text, in bytes. Longest is also that of what it is filled with, and of what comes out.
const (
	longestSource = 16 << 10
	longestValue  = 64 << 10
	longest       = 128 << 10
	mostItems     = 100 // of a list that a for goes through
)

// Text is a parsed text. It may be filled by several goroutines at once.
type Text struct {
	template *liquid.Template
	names    []string
}

// Parse reads a text. What is not possible is fault.Invalid on field, with the piece that is wrong.
func Parse(field, source string) (text *Text, err error) {
	if len(source) > longestSource {
		return nil, fault.Field(field, "This text is longer than the %d kB that are possible", longestSource>>10)
	}
	pieces, err := scan(field, source)
	if err != nil {
		return nil, err
	}
	defer func() { // the parser is another's; whatever it trips over is a text that cannot be read
		if r := recover(); r != nil {
			text, err = nil, unreadable(field, fmt.Errorf("%v", r))
		}
	}()
	template, sourceErr := engine().ParseString(source)
	if sourceErr != nil {
		return nil, unreadable(field, sourceErr)
	}
	return &Text{template, names(pieces)}, nil
}

func unreadable(field string, cause error) error {
	return &fault.Error{Kind: fault.Invalid, Field: field, Err: cause,
		Public: "The placeholders of this text cannot be read: " + strings.TrimPrefix(cause.Error(), "Liquid error: ") +
			". Each {{ needs its }}, and each {% if %} its {% endif %}"}
}

// Names lists the values that the text asks for, such as ticket.requester.name, each once; those that a for
// names itself are left out.
func (t *Text) Names() []string { return t.names }

// Fill puts values in: texts, numbers, booleans, lists and maps of them. What is not there leaves nothing behind.
// A result over 128 kB, or a value that a filter cannot take, is fault.Invalid.
func (t *Text) Fill(ctx context.Context, values map[string]any) (out string, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = "", unfillable(fmt.Errorf("%v", r))
		}
	}()
	w := &limited{ctx: ctx}
	if err := t.template.FRender(w, bounded(values).(map[string]any)); err != nil {
		if w.err != nil {
			return "", w.err
		}
		return "", unfillable(err)
	}
	return w.String(), nil
}

func unfillable(cause error) error {
	return fault.Wrap(fault.Invalid, cause, "The placeholders of this text cannot be filled for this ticket")
}

// limited stops a text that grows too long, or when its context ends.
type limited struct {
	strings.Builder
	ctx context.Context
	err error
}

// Write implements io.Writer.
func (l *limited) Write(p []byte) (int, error) {
	if l.err == nil {
		l.err = l.ctx.Err()
	}
	if l.err == nil && l.Len()+len(p) > longest {
		l.err = fault.Wrap(fault.Invalid, errors.New("too long"), "Filled in, this text is longer than the %d kB that are possible", longest>>10)
	}
	if l.err != nil {
		return 0, l.err
	}
	return l.Builder.Write(p)
}

// bounded cuts what is too long in values.
func bounded(v any) any {
	switch v := v.(type) {
	case string:
		return cut(v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, item := range v {
			out[k] = bounded(item)
		}
		return out
	case []any:
		out := make([]any, 0, min(len(v), mostItems))
		for _, item := range v[:min(len(v), mostItems)] {
			out = append(out, bounded(item))
		}
		return out
	}
	return v
}

func cut(s string) string {
	if len(s) <= longestValue {
		return s
	}
	return strings.ToValidUTF8(s[:longestValue], "")
}
