package markup

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"words":         {"<p>Hello <b>you</b>,<br>x  y</p><p>z</p>", "Hello you,\nx y\n\nz"},
		"blanks":        {"a<b> b</b>c <i>d</i>", "a bc d"},
		"divs":          {"<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"},
		"lists":         {"<ul><li>a<li>b<ol><li>c<li>d</ol></ul>e", "- a\n- b\n  1. c\n  2. d\ne"},
		"table":         {"<table><tr><th>a<th>b<tr><td><p>1</p><td>2</table>x", "a\tb\n1\t2\nx"},
		"pre":           {"<p>x</p><pre>  a\n\tb\n\n  c  </pre><p>y</p>", "x\n\n  a\n\tb\n\n  c  \n\ny"},
		"quote":         {"a<blockquote><p>b</p><p>c</p><blockquote>d</blockquote></blockquote>e", "a\n\n> b\n>\n> c\n>\n> > d\n\ne"},
		"pre in quote":  {"<blockquote><pre>a\n b</pre></blockquote>", "> a\n>  b"},
		"link":          {`see <a href="https://a.example/x">the log</a>.`, "see the log <https://a.example/x>."},
		"bare link":     {`<a href="https://a.example/">https://a.example</a>`, "https://a.example"},
		"other schemes": {`<a href="javascript:alert(1)">x</a> <a href="mailto:a@b.co">a@b.co</a>`, "x a@b.co"},
		"picture":       {`a <img alt="plan" src=x> b`, "a plan b"},
		"not for eyes":  {"<title>t</title><style>s</style><script>c</script><!-- x -->a", "a"},
		"rule":          {"a<hr>b", "a\n---\nb"},
		"entities":      {"&lt;a&gt; &amp; &nbsp;b", "<a> & b"},
		"nothing":       {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Text(tt.src)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := Text(strings.Repeat("<div><blockquote>", 100_000) + "deep"); !strings.HasSuffix(got, "deep") {
		t.Error("hostile depth lost the text")
	}
}

func TestPlainText(t *testing.T) {
	const stamp = "2026-11-02 10:00:01 ERROR <pool>"
	tests := map[string]struct {
		text  string
		folds []Fold
		want  string
	}{
		"paragraphs": {"a\nb\r\n\r\nc", nil, "<p>a<br>\nb</p>\n<p>c</p>\n"},
		"escaped":    {"<b>&", nil, "<p>&lt;b&gt;&amp;</p>\n"},
		"columns":    {"a   b", nil, "<p>a\u00a0\u00a0 b</p>\n"},
		"link": {"see (https://a.example/x_(y)), ok", nil,
			"<p>see (<a href=\"https://a.example/x_(y)\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">https://a.example/x_(y)</a>), ok</p>\n"},
		"no link": {"javascript:alert(1)", nil, "<p>javascript:alert(1)</p>\n"},
		"log": {"a\n" + stamp + "\n" + stamp + "\nb", nil,
			"<p>a</p>\n<pre class=\"log\">\n2026-11-02 10:00:01 ERROR &lt;pool&gt;\n2026-11-02 10:00:01 ERROR &lt;pool&gt;</pre>\n<p>b</p>\n"},
		"indented": {"a:\n\n    b_c\n\n      d\n\ne", nil, "<p>a:</p>\n<pre class=\"log\">\nb_c\n\n  d</pre>\n<p>e</p>\n"},
		"mixed":    {"\t\tb_c\n    d_e", nil, "<pre class=\"log\">\n\t\tb_c\n    d_e</pre>\n"},
		"fold": {"new\n> old\n> older\n", []Fold{{4, 18, "quoted"}},
			"<p>new</p>\n<details class=\"quoted\"><summary>2 quoted lines</summary><p>&gt; old<br>\n&gt; older</p>\n</details>\n"},
		"one line":  {"a\nb\n", []Fold{{2, 4, ""}}, "<p>a</p>\n<details class=\"quoted\"><summary>1 line</summary><p>b</p>\n</details>\n"},
		"bad folds": {"ab", []Fold{{-1, 1, ""}, {1, 9, ""}, {1, 1, ""}}, "<p>ab</p>\n"},
		"overlapping": {"a\nb\nc\n", []Fold{{2, 6, "x"}, {0, 4, "y"}},
			"<details class=\"quoted\"><summary>2 y lines</summary><p>a<br>\nb</p>\n</details>\n<p>c</p>\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, PlainText(tt.text, tt.folds)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := PlainText(strings.Repeat(stamp+"\n", 21), nil); !strings.HasPrefix(got, `<details class="fold"><summary>21 lines</summary>`) {
		t.Errorf("a log of 21 lines does not fold: %.80s", got)
	}
}

func FuzzPlainText(f *testing.F) {
	f.Add("a\n> b\nhttps://a.example/?q=<x>\n```\nc\n```", 2, 6)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		checkInert(t, text, PlainText(text, []Fold{{start, end, text}}))
	})
}
