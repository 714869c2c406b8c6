package search

import (
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Kind says what an operator's values may be.
type Kind int

// The kinds of operator.
const (
	Choice Kind = iota // words of a list; several by comma
	Name               // any text that names somebody or something; several by comma
	Number             // a whole number above 0; several by comma
	Moment             // a day, a month, or how long ago: see Span
	Text               // a part of a text; taken whole, commas too
)

// Operator is what a language knows by a name.
type Operator struct {
	Name  string
	Also  string // another name for it, or empty
	Kind  Kind
	Words []string // of a Choice, as they are spelled
	// Ranked are the words of a Choice from least to most, for < and >; empty allows none.
	Ranked []string
	// Spellings are further ways to write a word.
	Spellings map[string]string
}

// Language is the set of operators that queries over one kind of record understand.
type Language struct {
	operators []Operator
	byName    map[string]int
	sorts     []string
	number    string
}

const sortName = "sort"

// NewLanguage makes a language. sorts are the keys of the sort operator; number is the name of the operator
// that #123 stands for.
func NewLanguage(number string, sorts []string, operators ...Operator) *Language {
	l := &Language{operators: operators, byName: map[string]int{sortName: -1}, sorts: sorts, number: number}
	for i, o := range operators {
		l.byName[o.Name] = i
		if o.Also != "" {
			l.byName[o.Also] = i
		}
	}
	return l
}

// Operators lists what the language knows, for help pages and completion.
func (l *Language) Operators() []Operator { return slices.Clone(l.operators) }

// Sorts lists the keys of the sort operator.
func (l *Language) Sorts() []string { return slices.Clone(l.sorts) }

// operator finds an operator by any of its names, in any case.
func (l *Language) operator(name string) (Operator, bool) {
	i, ok := l.byName[strings.ToLower(name)]
	if !ok {
		return Operator{}, false
	}
	if i < 0 {
		return Operator{Name: sortName, Kind: Choice}, true
	}
	return l.operators[i], true
}

// Matching lists the words of a Choice that f stands for: priority>=high is high and urgent.
func (l *Language) Matching(f Field) []string {
	o, _ := l.operator(f.Name)
	if f.Op == Is {
		return f.Values
	}
	at := slices.Index(o.Ranked, f.Values[0])
	switch f.Op {
	case Less:
		return o.Ranked[:at]
	case AtMost:
		return o.Ranked[:at+1]
	case More:
		return o.Ranked[at+1:]
	}
	return o.Ranked[at:]
}

// compares reports whether < and > mean something after o; else they are part of a word, as in type<T>.
func (o Operator) compares() bool {
	return o.Kind == Number || o.Kind == Moment || len(o.Ranked) > 0
}

// check brings the values of a field into the language's own spelling.
func (o Operator) check(f Field) (Field, error) {
	if (f.Op != Is || o.Kind == Moment) && len(f.Values) > 1 {
		return f, refuse(f, "%s%s takes one value, not %d", f.Name, f.Op, len(f.Values))
	}
	for i, v := range f.Values {
		word, err := o.checkValue(f, v)
		if err != nil {
			return f, err
		}
		f.Values[i] = word
	}
	return f, nil
}

func (o Operator) checkValue(f Field, v string) (string, error) {
	switch o.Kind {
	case Choice:
		return o.checkChoice(f, v)
	case Number:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 1 {
			return "", refuse(f, "%q is not a number that %s can have", v, f.Name)
		}
		return strconv.FormatInt(n, 10), nil
	case Moment:
		if _, err := parseMoment(v); err != nil {
			return "", refuse(f, "%q is no time that %s understands: write 2026-11-20, 2026-11, today, yesterday, tomorrow, how long ago, as 30m, 24h, 7d or 2w, or how far ahead, as +4h", v, f.Name)
		}
	}
	if Normalize(v) == "" {
		return "", refuse(f, "%s needs a value", f.Name)
	}
	return v, nil
}

func (o Operator) checkChoice(f Field, v string) (string, error) {
	word := strings.ToLower(v)
	if other, ok := o.Spellings[word]; ok {
		word = other
	}
	allowed := o.Words
	if f.Op != Is {
		allowed = o.Ranked
	}
	if !slices.Contains(allowed, word) {
		return "", refuse(f, "%s does not know %q: it takes %s", f.Name, v, strings.Join(allowed, ", "))
	}
	return word, nil
}

func (l *Language) checkSort(f Field) (Sort, error) {
	key, direction, _ := strings.Cut(strings.ToLower(f.Values[0]), "-")
	s := Sort{key, Direction(direction)}
	known := s.Direction == "" || s.Direction == Ascending || s.Direction == Descending
	if len(f.Values) > 1 || f.Op != Is || !known || !slices.Contains(l.sorts, key) {
		return Sort{}, refuse(f, "sort does not know %q: it takes %s, each with -asc or -desc behind it if you like",
			strings.Join(f.Values, ","), strings.Join(l.sorts, ", "))
	}
	return s, nil
}

// refuse says what is wrong, and how to find the characters themselves if that was meant.
func refuse(f Field, format string, args ...any) error {
	typed := quote(f.Name + string(f.Op) + strings.Join(f.Values, ","))
	return fault.Field("query", format+". To find these very characters, put them in quotes: %s", append(args, typed)...)
}
