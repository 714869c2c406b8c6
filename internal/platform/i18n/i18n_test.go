package i18n

import (
	"context"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata" // the test's zones, whatever the machine has
)

func bundle(t testing.TB) *Bundle {
	t.Helper()
	b, err := NewBundle(fstest.MapFS{
		"en.json": {Data: []byte(`{"q": {"title": "Queue", "open": {"one": "{{.Count}} ticket open", "other": "{{.Count}} tickets open"}, "to": "To {{.Who}}"}, "only": "English only"}`)},
		"de.json": {Data: []byte(`{"q": {"title": "Warteschlange", "open": {"one": "{{.Count}} Ticket offen", "other": "{{.Count}} Tickets offen"}, "to": "An {{.Who}}"}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestT(t *testing.T) {
	b := bundle(t)
	for _, c := range []struct {
		lang, id string
		data     []any
		want     string
	}{
		{"en", "q.title", nil, "Queue"},
		{"de-AT,de;q=0.9,en;q=0.1", "q.title", nil, "Warteschlange"},
		{"fr", "q.title", nil, "Queue"},
		{"", "q.title", nil, "Queue"},
		{"\x00;;", "q.title", nil, "Queue"},
		{"en", "q.open", []any{"Count", 1}, "1 ticket open"},
		{"en", "q.open", []any{"Count", 118}, "118 tickets open"},
		{"de", "q.open", []any{"Count", 1}, "1 Ticket offen"},
		{"de", "q.to", []any{"Who", "Dana <b>"}, "An Dana <b>"}, // escaping is the view's
		{"de", "only", nil, "English only"},
		{"de", "no.such", nil, "no.such"},
	} {
		ctx := b.WithLocale(context.Background(), c.lang)
		if got := T(ctx, c.id, c.data...); got != c.want {
			t.Errorf("%s %s %v: %q, want %q", c.lang, c.id, c.data, got, c.want)
		}
	}
	if got := T(context.Background(), "q.title"); got != "q.title" {
		t.Errorf("without a locale: %q, want the id", got)
	}
	if got := Language(b.WithLocale(context.Background(), "", "de-CH")); got != "de" {
		t.Errorf("language of de-CH: %q, want de", got)
	}
}

func TestDoubledIDIsRefused(t *testing.T) {
	one := fstest.MapFS{"locale/en.json": {Data: []byte(`{"a": {"b": "x"}}`)}}
	if _, err := NewBundle(one, one); err == nil {
		t.Error("two catalogues define a.b and NewBundle took both")
	}
}

func TestFormats(t *testing.T) {
	b := bundle(t)
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	en := WithZone(b.WithLocale(context.Background(), "en"), amsterdam)
	de := WithZone(b.WithLocale(context.Background(), "de"), amsterdam)
	now := time.Date(2026, 11, 20, 15, 2, 0, 0, time.UTC) // 16:02 in Amsterdam, a Friday
	for _, c := range []struct{ got, want string }{
		{FormatTime(en, now), "Fri 20 Nov 2026, 16:02"},
		{FormatTime(de, now), "Fr, 20. Nov. 2026, 16:02"},
		{FormatNear(en, now.Add(time.Hour), now), "17:02"},
		{FormatNear(en, now.Add(8*time.Hour), now), "Sat 00:02"},
		{FormatNear(en, now.AddDate(0, 0, 6), now), "Thu 16:02"},
		{FormatNear(en, now.AddDate(0, 0, 7), now), "27 Nov"},
		{FormatNear(en, now.AddDate(1, 0, 0), now), "20 Nov 2027"},
		{FormatDuration(en, 38*time.Minute+59*time.Second), "38 min"},
		{FormatDuration(en, time.Second), "1 min"},
		{FormatDuration(en, 100*time.Minute), "1 h 40"},
		{FormatDuration(en, -125*time.Minute), "2 h 05"},
		{FormatDuration(en, 3*time.Hour), "3 h"},
		{FormatDuration(de, 74*time.Hour), "3 T. 2 Std."},
		{FormatDuration(en, 9*24*time.Hour+time.Hour), "9 d"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func BenchmarkTPlain(b *testing.B) {
	ctx := bundle(b).WithLocale(context.Background(), "de")
	for b.Loop() {
		T(ctx, "q.title")
	}
}

func BenchmarkTData(b *testing.B) {
	ctx := bundle(b).WithLocale(context.Background(), "de")
	for b.Loop() {
		T(ctx, "q.open", "Count", 118)
	}
}
