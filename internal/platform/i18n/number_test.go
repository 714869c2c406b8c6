package i18n

import (
	"testing"
	"testing/fstest"
)

func TestNumbers(t *testing.T) {
	b, err := NewBundle(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	en, de := b.WithLocale(t.Context(), "en"), b.WithLocale(t.Context(), "de")
	for got, want := range map[string]string{
		FormatNumber(en, 1204): "1,204", FormatNumber(de, 1204): "1.204", FormatNumber(en, 7): "7",
		FormatBytes(en, 0): "0 B", FormatBytes(en, 999): "999 B", FormatBytes(en, 1000): "1.0 kB", FormatBytes(de, 1_250_000): "1,2 MB",
		FormatBytes(en, 262_144): "262 kB", FormatBytes(en, 99_960): "100 kB", FormatBytes(en, 999_700): "1.0 MB", FormatBytes(en, 5e15): "5,000 TB",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
