package markup

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

var hooks = []Option{
	WithLinks(func(kind, ref string) (string, bool) {
		return "/" + kind + "/" + ref, ref != "nobody" && ref != "99"
	}),
	WithImages(func(ref string) (string, bool) { return "/blob/" + ref, ref != "gone" }),
}

func TestMarkdown(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"hard breaks":       {"one\ntwo", "<p>one<br>\ntwo</p>\n"},
		"raw html is text":  {"set <server port=\"1\"> & go", "<p>set &lt;server port=&#34;1&#34;&gt; &amp; go</p>\n"},
		"raw block is code": {"<div>\nx\n</div>", "<pre class=\"code\"><code>&lt;div&gt;\nx\n&lt;/div&gt;\n</code></pre>\n"},
		"mention": {"ask @ana.b, not me@ana or @nobody",
			"<p>ask <a href=\"/mention/ana.b\" class=\"ref-mention\">@ana.b</a>, not me@ana or @nobody</p>\n"},
		"ticket":          {"see #12, a#12, #99, #012", "<p>see <a href=\"/ticket/12\" class=\"ref-ticket\">#12</a>, a#12, #99, #012</p>\n"},
		"no refs in code": {"`#12 @ana`", "<p><code>#12 @ana</code></p>\n"},
		"ref within a link": {"[see #12 there](https://a.example/)",
			"<p><a href=\"https://a.example/\" rel=\"nofollow noreferrer noopener\" target=\"_blank\">see #12 there</a></p>\n"},
		"autolink": {"https://a.example/#12",
			"<p><a href=\"https://a.example/#12\" rel=\"nofollow noreferrer noopener\" target=\"_blank\">https://a.example/#12</a></p>\n"},
		"own image":  {"![plan](attachment:7)", "<p><img src=\"/blob/7\" alt=\"plan\"></p>\n"},
		"lost image": {"![plan](attachment:gone)", "<p>plan</p>\n"},
		"foreign image": {"![plan](https://a.example/p.png)",
			"<p><a href=\"https://a.example/p.png\" rel=\"nofollow noreferrer noopener\" target=\"_blank\">plan</a></p>\n"},
		"task list":     {"- [x] done", "<ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> done</li>\n</ul>\n"},
		"strikethrough": {"~~no~~", "<p><del>no</del></p>\n"},
		"table": {"| a |\n|--:|\n| 1 |",
			"<table>\n<thead>\n<tr>\n<th style=\"text-align:right\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td style=\"text-align:right\">1</td>\n</tr>\n</tbody>\n</table>\n"},
		"unknown language":    {"```nope\nx < y\n```", "<pre class=\"code\"><code>x &lt; y\n</code></pre>\n"},
		"script link is text": {"[x](javascript:alert(1))", "<p>x</p>\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Markdown(tt.src, hooks...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCodeFoldsPastTwentyLines(t *testing.T) {
	for lines, folds := range map[int]bool{20: false, 21: true} {
		src := "```go\n" + strings.Repeat("x := 1\n", lines) + "```"
		got := Markdown(src, WithAnchors("c9"))
		if strings.Contains(got, "<details class=\"fold\"><summary>21 lines of go</summary>") != folds {
			t.Errorf("%d lines: folded must be %v:\n%s", lines, folds, got)
		}
		last := fmt.Sprintf(`<a class="ln" id="c9-1-L%d" href="#c9-1-L%d">%d</a>`, lines, lines, lines)
		if !strings.Contains(got, last) {
			t.Errorf("%d lines: no anchor %s", lines, last)
		}
	}
}

// textContent is what a reader copies: the text of the code without line numbers.
func textContent(t interface{ Fatalf(string, ...any) }, fragment string) string {
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var out strings.Builder
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			out.WriteString(n.Data)
		case n.Data == "summary" || attrOf(n.Attr, "class") == "ln":
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	visit(doc)
	return out.String()
}

// TestCodeSurvives: whatever is in a fence comes out byte for byte, coloured or not, on the page and in mail.
func TestCodeSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom([]string{"", "go", "json", "yaml", "bash", "python", "xml", "sql", "diff", "nope"}).Draw(t, "lang")
		lines := rapid.SliceOfN(rapid.StringMatching(`[ -_a-~é	]{0,30}`), 1, 30).Draw(t, "lines")
		code := strings.Join(lines, "\n")
		src := "~~~~~~~~ " + lang + "\n" + code + "\n~~~~~~~~"
		mail, text := MarkdownMail(src)
		for where, got := range map[string]string{
			"page": Markdown(src, WithAnchors("a")), "mail": mail,
		} {
			if got := strings.Trim(textContent(t, got), "\n"); got != strings.Trim(code, "\n") {
				t.Fatalf("%s:\n%q\nwant\n%q", where, got, code)
			}
		}
		if !strings.Contains(text, code) {
			t.Fatalf("text part %q lost %q", text, code)
		}
	})
}

func TestMarkdownMail(t *testing.T) {
	src := "\n# Plan\r\nSee [the log](https://a.example/l) and ![graph](attachment:7).\n\n> quoted\n\n- [ ] open\n\n| a |\n|---|\n| 1 |\n\n" +
		"```go\n// ![not](attachment:8) an image\n```\n\n    ![nor](attachment:9) this\n"
	htmlPart, text := MarkdownMail(src, WithImages(func(ref string) (string, bool) { return "cid:" + ref + "@example.com", true }))
	for _, want := range []string{
		`<img src="cid:7@example.com" alt="graph" style="`, `<blockquote style="`, `<table style="`, `<td style="`, `☐`,
		`<pre style="`, `<span style="color: #59636e">// ![not](attachment:8) an image`,
	} {
		if !strings.Contains(htmlPart, want) {
			t.Errorf("the HTML part lacks %s:\n%s", want, htmlPart)
		}
	}
	for _, bad := range []string{"class=", "<input", "<details", "attachment:7"} {
		if strings.Contains(htmlPart, bad) {
			t.Errorf("the HTML part has %s, which mail programs drop:\n%s", bad, htmlPart)
		}
	}
	want := "# Plan\nSee [the log](https://a.example/l) and [image: graph].\n\n> quoted\n\n- [ ] open\n\n| a |\n|---|\n| 1 |\n\n" +
		"```go\n// ![not](attachment:8) an image\n```\n\n    ![nor](attachment:9) this\n"
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("text part (-want +got):\n%s", diff)
	}
}

// TestLongCodeIsLexedInPieces: each piece is small, none is lost, and the cut prefers an empty line.
func TestLongCodeIsLexedInPieces(t *testing.T) {
	code := strings.Repeat(strings.Repeat("x := 1 // y\n", 40)+"\n", 20) + strings.Repeat("z", 2*maxLexed) + "\nvar w int\n"
	var whole strings.Builder
	for rest := code; rest != ""; {
		n := cutCode(rest)
		piece := rest[:n]
		if n > maxLexed && strings.Count(piece, "\n") > 1 {
			t.Fatalf("a piece of %d bytes has several lines", n)
		}
		whole.WriteString(piece)
		rest = rest[n:]
	}
	if whole.String() != code {
		t.Error("pieces do not make the whole")
	}
	if !strings.HasSuffix(code[:cutCode(code)], "\n\n") {
		t.Error("the first cut is not at an empty line")
	}
	got := Markdown("```go\n" + code + "```")
	if !strings.Contains(got, `<span class="hl-k">var</span> w`) || textContent(t, got) != code+"\n" {
		t.Error("the end is not coloured, or bytes were lost")
	}
}

// TestHighlightCSS keeps style sheet and drawing together: every class that code can carry has a rule.
func TestHighlightCSS(t *testing.T) {
	css := HighlightCSS()
	for _, h := range palette {
		if !strings.Contains(css, ".code ."+h.class+"{color:light-dark("+h.light+","+h.dark+")}") {
			t.Errorf("no rule for %s", h.class)
		}
		if !ownClass.MatchString(h.class) {
			t.Errorf("the page policy drops %s", h.class)
		}
	}
	if got := Markdown("```go\nfunc x() string { return \"y\" } // z\n```"); strings.Count(got, "<span class=") < 4 {
		t.Errorf("Go is not coloured: %s", got)
	}
}

// TestDenseMarkdownIsPlain: texts that would keep a core busy for minutes are shown as they are. Ordinary long
// ones are parsed.
func TestDenseMarkdownIsPlain(t *testing.T) {
	tests := map[string]struct {
		src   string
		dense bool
	}{
		"emphasis":      {strings.Repeat("*a_", 66_000), true},
		"quotes":        {strings.Repeat("> ", 100_000), true},
		"mixed nesting": {strings.Repeat("> - ", 50_000) + "x", true},
		"size":          {strings.Repeat("a\n", maxMarkdown), true},
		"snake case":    {"**x** " + strings.Repeat("a_b_c ", 8_000), false},
		"paragraphs":    {strings.Repeat("**x** *y*\n\n", 5_000), false},
		"long rule":     {"**x**\n\n" + strings.Repeat("-", 500), false},
		"deep enough":   {strings.Repeat("> ", 20) + "**x**", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tooDense(tt.src); got != tt.dense {
				t.Errorf("dense is %v, want %v", got, tt.dense)
			}
			if got := Markdown(tt.src); strings.Contains(got, "<strong>") == tt.dense {
				t.Errorf("parsed must be %v: %.100s", !tt.dense, got)
			}
		})
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, p := range payloads(f) {
		f.Add(p)
	}
	f.Add("```go\nx\n```\n| a |\n|-|\n| @ana #1 |\n![a](attachment:1)\n<!-- c -->")
	f.Add("[a @b [c #1](d)](e)\n> ```\n> x")
	f.Fuzz(func(t *testing.T, src string) {
		checkInert(t, src, Markdown(src, append(hooks, WithAnchors("f"))...))
		h, _ := MarkdownMail(src, WithImages(func(string) (string, bool) { return "/x", true }))
		checkInert(t, src, h)
	})
}
