package ticket

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// FieldKind is what the values of a custom field are.
type FieldKind string

// The kinds of field.
const (
	TextField   FieldKind = "text"        // one line
	NumberField FieldKind = "number"      // decimal
	DateField   FieldKind = "date"        // 2026-11-20
	CheckField  FieldKind = "checkbox"    // "true", or no value
	SelectField FieldKind = "select"      // one of Options
	MultiField  FieldKind = "multiselect" // any of Options
)

// FieldKinds lists the kinds.
func FieldKinds() []FieldKind {
	return []FieldKind{TextField, NumberField, DateField, CheckField, SelectField, MultiField}
}

// Field is a custom field of tickets.
type Field struct {
	ID        int64     `json:"id"`
	Key       string    `json:"key"` // names it in rules, searches and files; never changes
	Title     string    `json:"title"`
	Kind      FieldKind `json:"kind"`              // never changes
	Options   []Option  `json:"options,omitempty"` // of a select or multiselect
	Help      string    `json:"help,omitempty"`
	Customers bool      `json:"customers"` // customers fill it in, too
	Position  int       `json:"position"`
	Retired   bool      `json:"retired,omitempty"` // kept where it is set, offered nowhere
}

// Option is a value that can be chosen.
type Option struct {
	Value string `json:"value"` // stored
	Title string `json:"title"` // shown
}

// FieldSaved is the fact that a custom field was made or changed.
type FieldSaved struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	New   bool   `json:"new,omitempty"`
}

// EventKind implements event.Fact.
func (FieldSaved) EventKind() string { return "field.saved" }

var fieldKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

const longestValue = 1000

// FieldList lists the custom fields in their order, retired ones last.
func (s *Service) FieldList(ctx context.Context) ([]Field, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return nil, err
	}
	return listFields(ctx, s.db.Read())
}

// SaveField makes (ID 0) or changes a custom field. Its key and kind stay what they were.
func (s *Service) SaveField(ctx context.Context, f Field) (Field, error) {
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Field, error) { return s.SaveFieldIn(ctx, tx, f) })
}

// SaveFieldIn is SaveField inside the caller's transaction.
func (s *Service) SaveFieldIn(ctx context.Context, tx *db.Tx, f Field) (Field, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return f, err
	}
	all, err := listFields(ctx, tx)
	if err != nil {
		return f, err
	}
	if f, err = f.checked(all); err != nil {
		return f, err
	}
	fact := FieldSaved{Key: f.Key, Title: f.Title, New: f.ID == 0}
	if err := storeField(ctx, tx, &f); err != nil {
		return f, err
	}
	return f, s.log.Append(ctx, tx, event.Subject{Type: "field", ID: f.ID}, fact)
}

// checked gives the field as it will be stored beside all others.
func (f Field) checked(all []Field) (Field, error) {
	f.Title, f.Help = strings.Join(strings.Fields(f.Title), " "), strings.TrimSpace(f.Help)
	for _, other := range all {
		if other.ID == f.ID {
			f.Key, f.Kind = other.Key, other.Kind
		} else if other.Key == f.Key {
			return f, fault.Field("key", "The field %s has the key %q already", other.Title, f.Key)
		}
	}
	switch {
	case f.Title == "":
		return f, fault.Field("title", "A field needs a title")
	case !fieldKey.MatchString(f.Key):
		return f, fault.Field("key", "%q is no key: it takes up to 40 small letters, digits and _, a letter first", f.Key)
	case !slices.Contains(FieldKinds(), f.Kind):
		return f, fault.Field("kind", "%q is no kind of field", f.Kind)
	}
	if f.Kind != SelectField && f.Kind != MultiField {
		f.Options = nil
		return f, nil
	}
	return f.withOptions()
}

// withOptions checks what can be chosen; a value left out is made of its title.
func (f Field) withOptions() (Field, error) {
	seen, options := map[string]bool{}, []Option{}
	for _, o := range f.Options {
		o.Title = strings.Join(strings.Fields(o.Title), " ")
		if o.Value = strings.Join(strings.Fields(strings.ToLower(o.Value)), "_"); o.Value == "" {
			o.Value = strings.Join(strings.Fields(strings.ToLower(o.Title)), "_")
		}
		switch {
		case o.Value == "":
			continue
		case seen[o.Value]:
			return f, fault.Field("options", "The option %q stands here twice", o.Value)
		case o.Title == "":
			o.Title = o.Value
		}
		seen[o.Value] = true
		options = append(options, o)
	}
	if len(options) == 0 {
		return f, fault.Field("options", "A field to choose from needs an option at least")
	}
	f.Options = options
	return f, nil
}

// TitleOf gives the title of a stored value; a value that is no option any more is its own.
func (f Field) TitleOf(value string) string {
	for _, o := range f.Options {
		if o.Value == value {
			return o.Title
		}
	}
	return value
}

// clean brings values into their stored form; none is unset.
func (f Field) clean(values []string) ([]string, error) {
	var out []string
	for _, v := range values {
		v = strings.Join(strings.Fields(strings.ToValidUTF8(v, "\uFFFD")), " ")
		if v == "" || slices.Contains(out, v) {
			continue
		}
		word, err := f.cleanValue(v)
		if err != nil {
			return nil, err
		}
		if word != "" {
			out = append(out, word)
		}
	}
	if len(out) > 1 && f.Kind != MultiField {
		return nil, fault.Field("field:"+f.Key, "%s takes one value, not %d", f.Title, len(out))
	}
	slices.Sort(out)
	return out, nil
}

func (f Field) cleanValue(v string) (string, error) {
	name := "field:" + f.Key
	switch f.Kind {
	case NumberField:
		n, err := strconv.ParseFloat(strings.Replace(v, ",", ".", 1), 64)
		if err != nil || n != n || n > 1e15 || n < -1e15 {
			return "", fault.Field(name, "%s takes a number; %q is none", f.Title, v)
		}
		return strconv.FormatFloat(n, 'f', -1, 64), nil
	case DateField:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			return "", fault.Field(name, "%s takes a day like 2026-11-20; %q is none", f.Title, v)
		}
	case CheckField:
		switch v {
		case "true", "on", "1", "yes":
			return "true", nil
		case "false", "off", "0", "no":
			return "", nil
		}
		return "", fault.Field(name, "%s is true or false, not %q", f.Title, v)
	case SelectField, MultiField:
		if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == v }) {
			return "", fault.Field(name, "%q is no option of %s", v, f.Title)
		}
	}
	if n := len([]rune(v)); n > longestValue {
		return "", fault.Field(name, "%s takes up to %d characters, not %d", f.Title, longestValue, n)
	}
	return v, nil
}
