package ticket

import "testing"

func TestPictured(t *testing.T) {
	for name, c := range map[string]struct {
		contentType, head string
		want              bool
	}{
		"says so":                  {"image/x-anything", "", true},
		"a film":                   {"Video/MP4", "", true},
		"a PNG that says log":      {"", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", true},
		"a JPEG":                   {"", "\xff\xd8\xff\xe0\x00\x10JFIF", true},
		"WebP":                     {"", "RIFF\x24\x00\x00\x00WEBPVP8 ", true},
		"sound":                    {"", "RIFF\x24\x00\x00\x00WAVEfmt ", false},
		"HEIC and MP4":             {"", "\x00\x00\x00\x18ftypheic", true},
		"SVG behind a declaration": {"", "\ufeff<?xml version=\"1.0\"?>\n<svg xmlns=\"…\">", true},
		"a bitmap":                 {"", "BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00", true},
		"a text that begins BM":    {"text/plain", "BMC controller at 10:00 said no", false},
		"a log":                    {"text/plain", "2026-03-12T10:12:00Z FATAL out of memory", false},
		"an archive":               {"application/gzip", "\x1f\x8b\x08", false},
		"nothing":                  {"", "", false},
	} {
		if got := pictured(c.contentType, []byte(c.head)); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func FuzzPictured(f *testing.F) {
	f.Add("image/png", []byte("\x89PNG"))
	f.Add("", []byte("RIFF"))
	f.Fuzz(func(t *testing.T, contentType string, head []byte) {
		if pictured(contentType, nil) && !pictured(contentType, head) {
			t.Error("a beginning took back what the type says")
		}
	})
}
