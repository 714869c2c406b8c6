package i18n

import (
	"context"

	"golang.org/x/text/language"
	printer "golang.org/x/text/message"
)

// FormatNumber gives a whole number with the grouping of the reader's language: "1,204" or "1.204".
func FormatNumber(ctx context.Context, n int) string {
	return printer.NewPrinter(language.Make(Language(ctx))).Sprintf("%d", n)
}

// FormatBytes gives a size in the unit that reads best, decimal as disks and mail programs count: "1.2 MB".
func FormatBytes(ctx context.Context, n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	v, i := float64(n), 0
	for v >= 999.5 && i < len(units)-1 {
		v, i = v/1000, i+1
	}
	digits := 1
	if i == 0 || v >= 99.95 {
		digits = 0
	}
	return printer.NewPrinter(language.Make(Language(ctx))).Sprintf("%.*f %s", digits, v, units[i])
}
