package portal

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The figures are those of WCAG's own definition: black on white is 21, a colour on itself 1.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#123456", "#123456", 1}, {"#767676", "#ffffff", 4.54}, {"#1d4ed8", "#ffffff", 6.70}} {
		a, _ := parseColour(c.a)
		b, _ := parseColour(c.b)
		if got := contrast(a, b); math.Abs(got-c.want) > 0.005 {
			t.Errorf("contrast of %s and %s: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

// Whatever colour somebody chooses, what is offered in its place can be read in the theme, and so can what stands on it.
func TestEveryColourHasAReadableNeighbour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Float64Range(0, 1)
		c := colour{part.Draw(t, "r"), part.Draw(t, "g"), part.Draw(t, "b")}.rounded()
		for _, paper := range []theme{lightTheme, darkTheme} {
			near := paper.nearest(c)
			if got := paper.worst(near); got < enough {
				t.Fatalf("%s in the %s theme becomes %s: %.2f", c, paper.name, near, got)
			}
			if got := contrast(near, paper.on(near)); got < enough {
				t.Fatalf("on %s stands %s: %.2f", near, paper.on(near), got)
			}
			if again, ok := parseColour(near.String()); !ok || paper.worst(again) < enough {
				t.Fatalf("%s is not what was measured", near)
			}
			if err := checkAccent("accent", near.String(), paper); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// The papers are those of the stylesheet: what is measured is what is shown.
func TestPapersAreThoseOfTheStylesheet(t *testing.T) {
	css := string(web.AssetBody("app.css"))
	for _, token := range []string{"--panel: light-dark(oklch(100% 0 0), oklch(20.5% .009 270))",
		"--bg: light-dark(oklch(98.6% .003 85), oklch(17.5% .008 270))",
		"--sunk: light-dark(oklch(96.7% .004 85), oklch(15.5% .008 270))", "--hover: light-dark(oklch(97.6% .004 85), oklch(23% .01 270))"} {
		if !strings.Contains(strings.ReplaceAll(css, "\n", ""), token) {
			t.Errorf("%s is not in the stylesheet any more: work the papers of contrast.go out anew", token)
		}
	}
}

func TestBrandIsChecked(t *testing.T) {
	for _, c := range []struct {
		brand       Brand
		field, part string
	}{
		{Brand{Accent: "#ffcc00"}, "accent", "#ffcc00 on the paper of the light theme has a contrast of 1.4:1; text needs 4.5:1"},
		{Brand{Accent: "blue"}, "accent", "“blue” is no colour"},
		{Brand{Accent: "#1d4ed8", AccentDark: "#1d4ed8"}, "accent_dark", "The nearest that can be read is #"},
		{Brand{Name: strings.Repeat("x", 61)}, "name", "61 characters"},
		{Brand{Links: []Link{{"Terms", "javascript:alert(1)"}}}, "links", "leads nowhere"},
		{Brand{Links: []Link{{"Terms", "http://plain.example"}}}, "links", "leads nowhere"},
		{Brand{Links: []Link{{"", "https://example.com"}}}, "links", "has no words"},
		{Brand{Links: make([]Link, 7)}, "links", "7 links"},
		{Brand{Welcome: map[string]string{"de": strings.Repeat("x", 601)}}, "welcome-de", "601 characters"},
		{Brand{Accent: "#1d4ed8", AccentDark: "#8ab4f8", Links: []Link{{"Terms", "https://example.com"}, {"Mail", "mailto:a@b.test"}}}, "", ""},
	} {
		err := c.brand.check()
		if c.field == "" {
			if err != nil {
				t.Errorf("%+v: %v", c.brand, err)
			}
			continue
		}
		said, field := fault.Public(err)
		if !fault.Is(err, fault.Invalid) || field != c.field || !strings.Contains(said, c.part) {
			t.Errorf("%+v: on %q %v, want %q on %q", c.brand, field, err, c.part, c.field)
		}
	}
}

// A picture is read by its bytes, whatever it is called.
func FuzzReadLogo(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x1f\x00\x00\x1f\x00\x00\x00"))
	f.Add([]byte("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		kind, err := readLogo(body)
		if (err == nil) != (kind == "image/png" || kind == "image/webp") {
			t.Errorf("%q, %v", kind, err)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v is our fault", err)
		}
	})
}
