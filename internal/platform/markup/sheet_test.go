package markup

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSheetsBecomeStyles(t *testing.T) {
	const long = "font-family: x"
	tests := map[string]struct{ css, body, want string }{
		"outlook": {"<!-- p.MsoNormal, li.MsoNormal {margin:0cm; mso-fareast-language:EN-US} -->",
			`<p class="MsoNormal">x</p><p>y</p>`, `<p class="m-MsoNormal" style="margin: 0cm">x</p><p>y</p>`},
		"by name, any case": {"P{margin:0}", `<p>x</p>`, `<p style="margin: 0">x</p>`},
		"inside": {"ul.a li{margin:0}", `<ul class="a"><li>x</li></ul><ul><li>y</li></ul>`,
			`<ul class="m-a"><li style="margin: 0">x</li></ul><ul><li>y</li></ul>`},
		"own style is last": {"p{margin:0}", `<p style="margin:1px">x</p>`, `<p style="margin: 0; margin: 1px">x</p>`},
		"stronger is later": {"#i{margin:3px} .c{margin:2px} p{margin:1px}", `<p class="c" id="i">x</p>`,
			`<p class="m-c" id="m-i" style="margin: 1px; margin: 2px; margin: 3px">x</p>`},
		"equals keep order": {".a{margin:1px} .b{margin:2px}", `<p class="b a">x</p>`, `<p class="m-b m-a" style="margin: 1px; margin: 2px">x</p>`},
		"@ rules": {"@import url(x); @media print { p { margin: 9px } } @font-face { font-family: x } p{margin:0}", `<p>x</p>`,
			`<p style="margin: 0">x</p>`},
		"comments":          {"/* p{margin:9px} */ p{margin:0}", `<p>x</p>`, `<p style="margin: 0">x</p>`},
		"what fetches":      {"p{background:url(http://evil.example/a.gif); margin:0}", `<p>x</p>`, `<p style="margin: 0">x</p>`},
		"what leaves a box": {"p{position:fixed; top:0; margin:0}", `<p>x</p>`, `<p style="margin: 0">x</p>`},
		"states and kin":    {"a:hover{margin:0} p>b{margin:0} [x]{margin:0} p::before{margin:0}", `<p><b>x</b></p>`, `<p><b>x</b></p>`},
		"never closed":      {"p{margin:0", `<p>x</p>`, `<p style="margin: 0">x</p>`},
		"chosen colour":     {".warn{color:#9a3412}", `<p class="warn">x</p>`, `<p class="m-warn" style="color: #9a3412">x</p>`},
		"default colour":    {"p{color:black}", `<p>x</p>`, `<p>x</p>`},
		"more than a style holds": {"p{" + strings.Repeat(long+";", 100) + "} p{margin:0}", `<p style="` + strings.Repeat(long+";", 240) + `">x</p>`,
			`<p style="margin: 0` + strings.Repeat("; "+long, 240) + `">x</p>`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := SanitizeMail("<style>"+tt.css+"</style>"+tt.body, MailOptions{})
			if diff := cmp.Diff(tt.want, m.HTML); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSheetOfAnotherMedium: what is for printers says nothing of screens.
func TestSheetOfAnotherMedium(t *testing.T) {
	for media, want := range map[string]string{"print": `<p>x</p>`, "screen": `<p style="margin: 0">x</p>`, "": `<p style="margin: 0">x</p>`} {
		if got := SanitizeMail(`<style media="`+media+`">p{margin:0}</style><p>x</p>`, MailOptions{}).HTML; got != want {
			t.Errorf("%q: %s, want %s", media, got, want)
		}
	}
}

// TestSheetsAreBounded: a hostile sheet makes neither the mail large nor the desk busy.
func TestSheetsAreBounded(t *testing.T) {
	wide := strings.Repeat("p{font-family:"+strings.Repeat("x", 200)+"}", 1000)
	deep := strings.Repeat(strings.Repeat("b ", 50)+"b{margin:0}", 1000)
	for name, src := range map[string]string{
		"wide": "<style>" + wide + "</style>" + strings.Repeat("<p>x</p>", 20_000),
		"deep": "<style>" + deep + "</style>" + strings.Repeat("<b>", 150) + strings.Repeat("<p>x</p>", 5000),
	} {
		s := SanitizeMail(src, MailOptions{})
		if added := len(s.HTML) - 20_000*len("<p>x</p>"); added > 2*maxSheetAdded {
			t.Errorf("%s: the mail grew by %d octets", name, added)
		}
		if n := strings.Count(s.HTML, ">x</p>"); n < 5000 {
			t.Errorf("%s: %d paragraphs are left", name, n)
		}
		doc, _, err := parseMail(src)
		if err != nil {
			t.Fatal(err)
		}
		read := readSheets(doc)
		for n := range doc.Descendants() {
			if n.Data == "p" || n.Data == "b" {
				read.apply(n)
			}
		}
		if over := read.steps - maxSheetSteps; over > 2*maxSheetRules*maxMailDepth {
			t.Errorf("%s: %d comparisons past the limit", name, over)
		}
	}
}

func TestDirectionOfTheWholeMail(t *testing.T) {
	for src, want := range map[string]string{
		`<html dir="rtl" lang="ar"><body><p>x</p></body></html>`:          `<div dir="rtl" lang="ar"><p>x</p></div>`,
		`<html dir="ltr"><body dir="rtl" text="#123456">x</body></html>`:  `<div style="color: #123456" dir="rtl">x</div>`,
		`<html><body style="direction: rtl"><p>x</p></body></html>`:       `<div style="direction: rtl"><p>x</p></div>`,
		`<html dir="&quot; onload=x"><body><p>x</p></body></html>`:        `<div><p>x</p></div>`,
		`<html><body bgcolor="white" text="black"><p>x</p></body></html>`: `<div><p>x</p></div>`,
		`<html><body><p dir="auto">x</p></body></html>`:                   `<p dir="auto">x</p>`,
	} {
		if diff := cmp.Diff(want, SanitizeMail(src, MailOptions{}).HTML); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
	}
}

func FuzzSheetRules(f *testing.F) {
	for _, seed := range []string{"p{color:red}", "@media x{p{}}p{margin:0}", "a b.c#d,*{font:1px x}", "}{;@", "/*", "@{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, css string) {
		for _, r := range sheetRules(css) {
			if len(r.path) == 0 || r.style == "" || !safeStyle.MatchString(r.style) {
				t.Errorf("%q gives the rule %+v", css, r)
			}
		}
	})
}
