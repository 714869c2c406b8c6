package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAssetsAreServedForEver(t *testing.T) {
	mux := testMux(Config{})
	for _, name := range []string{"app.css", "app.js", "mark.svg"} {
		w := ask(mux, "GET", Asset(name), "", "Accept-Encoding", "gzip")
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		packed, err := io.ReadAll(z)
		if plain := ask(mux, "GET", Asset(name), "").Body.Bytes(); err != nil || !bytes.Equal(packed, plain) || len(plain) == 0 {
			t.Errorf("%s: packed and plain differ (%d and %d bytes, %v)", name, len(packed), len(plain), err)
		}
	}
	if w := ask(mux, "GET", "/assets/app.0000000000.css", ""); w.Code != 404 || strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("an old name: %d %v", w.Code, w.Header())
	}
}

// Without scripts/assets.sh there are still our own styles and script, and nothing in them leads astray.
func TestAssetsWithoutNPM(t *testing.T) {
	l := newLibrary(fstest.MapFS{".gitkeep": {}})
	if l.byName["app.css"] == nil || l.byName["app.js"] == nil || l.byName["htmx.js"] != nil {
		t.Errorf("assets %v", l.byName)
	}
	if css := l.byName["app.css"].body; bytes.Contains(css, []byte("asset:")) || !bytes.Contains(css, []byte("/assets/missing")) {
		t.Error("a font that is missing has no harmless URL")
	}
}

// Our own JavaScript stays under 10 kB gzip, our styles under 13: a page of 30 kB (ui.md, Rules 10) leaves them no more.
func TestBudget(t *testing.T) {
	for name, most := range map[string]int{"app.js": 10_000, "app.css": 13_000} {
		if n := len(gzipped(shelf().byName[name].body)); n > most || n < 1000 {
			t.Errorf("%s is %d bytes gzip, the budget is %d", name, n, most)
		} else {
			t.Logf("%s: %d of %d bytes", name, n, most)
		}
	}
}

func TestStylesNameOnlyAssetsThereAre(t *testing.T) {
	css := shelf().byName["app.css"].body
	if bytes.Contains(css, []byte("asset:")) {
		t.Error("a reference was not replaced")
	}
	if !AssetsMissing() && bytes.Contains(css, []byte("/assets/missing")) {
		t.Error("the styles name a font that scripts/assets.sh does not copy")
	}
	if bytes.Contains(css, []byte("http://")) && !bytes.Contains(css, []byte("http://www.w3.org/2000/svg")) || bytes.Contains(css, []byte("https://")) {
		t.Error("the styles fetch from elsewhere")
	}
}

// Text on its ground has a contrast of 4.5, in both schemes (WCAG 2.2, 1.4.3); what must be told apart as a
// shape has 3 (1.4.11).
func TestContrast(t *testing.T) {
	tokens := readTokens(t)
	for _, pair := range []struct {
		ink, grounds string
		least        float64
	}{
		{"ink", "bg panel sunk hover note accent-bg red-bg amber-bg green-bg", 7},
		{"ink2", "bg panel sunk hover accent-bg note", 4.5},
		{"ink3", "bg panel sunk", 4.5},
		{"accent", "bg panel accent-bg hover", 4.5},
		{"red", "bg panel red-bg accent-bg hover sunk", 4.5},
		{"amber", "bg panel amber-bg accent-bg hover", 4.5},
		{"green", "bg panel green-bg accent-bg hover", 4.5},
		{"note-ink", "note", 4.5},
		{"on-accent", "accent accent-strong", 4.5},
		{"on-note-accent", "note-accent", 4.5},
		{"on-red", "red", 4.5},
		{"control", "bg panel", 3},
	} {
		for ground := range strings.FieldsSeq(pair.grounds) {
			for scheme, name := range []string{"light", "dark"} {
				if got := contrast(tokens[pair.ink][scheme], tokens[ground][scheme]); got < pair.least {
					t.Errorf("%s on %s, %s: %.2f, want %.1f", pair.ink, ground, name, got, pair.least)
				}
			}
		}
	}
}

var (
	tokenLine = regexp.MustCompile(`--([\w-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);`)
	number    = regexp.MustCompile(`[\d.]+`)
)

// readTokens gives each colour token's relative luminance, light and dark.
func readTokens(t *testing.T) map[string][2]float64 {
	t.Helper()
	tokens := map[string][2]float64{}
	for _, m := range tokenLine.FindAllStringSubmatch(string(mustRead("assets/src/css/tokens.css")), -1) {
		tokens[m[1]] = [2]float64{luminance(t, m[2]), luminance(t, m[3])}
	}
	if len(tokens) < 25 {
		t.Fatalf("found %d colours in tokens.css; the pattern is broken", len(tokens))
	}
	return tokens
}

// luminance is that of WCAG for an oklch colour "L% C H" (CSS Color 4 §10, Ottosson's Oklab), each channel
// clipped to sRGB.
func luminance(t *testing.T, oklch string) float64 {
	t.Helper()
	var v [3]float64
	for i, s := range number.FindAllString(oklch, 3) {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		v[i] = n
	}
	hue := v[2] * math.Pi / 180
	lightness, a, b := v[0]/100, v[1]*math.Cos(hue), v[1]*math.Sin(hue)
	l := math.Pow(lightness+0.3963377774*a+0.2158037573*b, 3)
	m := math.Pow(lightness-0.1055613458*a-0.0638541728*b, 3)
	s := math.Pow(lightness-0.0894841775*a-1.2914855480*b, 3)
	clip := func(x float64) float64 { return min(1, max(0, x)) }
	return 0.2126*clip(4.0767416621*l-3.3077115913*m+0.2309699292*s) +
		0.7152*clip(-1.2684380046*l+2.6097574011*m-0.3413193965*s) +
		0.0722*clip(-0.0041960863*l-0.7034186147*m+1.7076147010*s)
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }
