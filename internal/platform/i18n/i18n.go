// Package i18n speaks the reader's language and zone: T for text, FormatTime for dates. Text lives in
// catalogues, one JSON file per language, kept by the package that shows it and listed by app.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Own holds the words of dates and durations; NewBundle always includes it.
//
//go:embed locale/*.json
var own embed.FS

// Bundle is every catalogue of the program. It is safe for concurrent use.
type Bundle struct {
	tags    []language.Tag // English first: what nothing else matches
	matcher language.Matcher
	locales map[language.Tag]*locale
}

// locale is one language of a Bundle.
type locale struct {
	tag    language.Tag
	of     *Bundle
	simple map[string]pattern // messages without plural forms, most of them; the others hold nil
	rules  *goi18n.Localizer
}

// NewBundle reads catalogues: files named by language (en.json, de.json) at the root of each fs or in its
// folder locale/. Keys nest: {"queue": {"title": "Queue"}} is the id queue.title. A text with {{.Name}} takes
// data; a text with plural forms is an object of CLDR's words ("one", "other").
// An id that two catalogues of one language define is an error.
func NewBundle(catalogues ...fs.FS) (*Bundle, error) {
	inner := goi18n.NewBundle(language.English)
	b := &Bundle{locales: map[language.Tag]*locale{}}
	for _, cat := range append([]fs.FS{own}, catalogues...) {
		files, err := catalogueFiles(cat)
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			if err := b.load(inner, cat, name); err != nil {
				return nil, err
			}
		}
	}
	b.tags = inner.LanguageTags()
	b.matcher = language.NewMatcher(b.tags)
	for tag, l := range b.locales {
		l.rules = goi18n.NewLocalizer(inner, tag.String())
	}
	return b, nil
}

func catalogueFiles(cat fs.FS) ([]string, error) {
	top, err := fs.Glob(cat, "*.json")
	if err != nil {
		return nil, err
	}
	nested, err := fs.Glob(cat, "locale/*.json")
	return append(top, nested...), err
}

func (b *Bundle) load(inner *goi18n.Bundle, cat fs.FS, name string) error {
	text, err := fs.ReadFile(cat, name)
	if err != nil {
		return err
	}
	file, err := goi18n.ParseMessageFileBytes(text, path.Base(name), map[string]goi18n.UnmarshalFunc{"json": json.Unmarshal})
	if err != nil {
		return fmt.Errorf("catalogue %s: %w", name, err)
	}
	l := b.locales[file.Tag]
	if l == nil {
		l = &locale{tag: file.Tag, of: b, simple: map[string]pattern{}}
		b.locales[file.Tag] = l
	}
	for _, m := range file.Messages {
		if _, doubled := l.simple[m.ID]; doubled {
			return fmt.Errorf("catalogue %s defines %s, which another catalogue defines too", name, m.ID)
		}
		l.simple[m.ID] = simplePattern(m)
	}
	return inner.AddMessages(file.Tag, file.Messages...)
}

// Languages gives the tags there are catalogues for, English first.
func (b *Bundle) Languages() []string {
	names := make([]string, len(b.tags))
	for i, t := range b.tags {
		names[i] = t.String()
	}
	return names
}

type localeKey struct{}

// WithLocale gives ctx the best language for what the reader prefers: settings and Accept-Language headers
// in falling order, empty ones passed over. Nothing that matches means English.
func (b *Bundle) WithLocale(ctx context.Context, prefer ...string) context.Context {
	var want []language.Tag
	for _, p := range prefer {
		tags, _, err := language.ParseAcceptLanguage(p)
		if err == nil { // a header we can't read is as good as none
			want = append(want, tags...)
		}
	}
	_, i, _ := b.matcher.Match(want...)
	return context.WithValue(ctx, localeKey{}, b.locales[b.tags[i]])
}

// ToReader gives ctx the language of somebody else, for words that are written to them: the best one for what they prefer,
// in BCP 47. Who prefers nothing is written to in the language of ctx.
func ToReader(ctx context.Context, prefer string) context.Context {
	l := localeOf(ctx)
	if l == nil || prefer == "" {
		return ctx
	}
	return l.of.WithLocale(ctx, prefer)
}

func localeOf(ctx context.Context) *locale {
	l, _ := ctx.Value(localeKey{}).(*locale)
	return l
}

// Language gives the BCP 47 tag of ctx for <html lang>; "en" without a locale.
func Language(ctx context.Context) string {
	if l := localeOf(ctx); l != nil {
		return l.tag.String()
	}
	return "en"
}

// T gives the text of id in the language of ctx. data is key, value, key, value for its placeholders; the
// value of "Count" also chooses the plural form:
//
//	T(ctx, "queue.summary", "Count", 118)
//
// An id without text gives the id, so a page still works; a test finds it before a reader does.
func T(ctx context.Context, id string, data ...any) string {
	l := localeOf(ctx)
	if l == nil {
		return id
	}
	if p := l.simple[id]; p != nil {
		return p.fill(data)
	}
	config := goi18n.LocalizeConfig{MessageID: id}
	values := make(map[string]any, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		key := fmt.Sprint(data[i])
		values[key] = data[i+1]
		if key == "Count" {
			config.PluralCount = data[i+1]
		}
	}
	config.TemplateData = values
	text, _ := l.rules.Localize(&config) // on error what it gives is English, or nothing
	if text == "" {
		return id
	}
	return text
}
