package markup

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func TestSanitizeMail(t *testing.T) {
	cid := func(id string) (string, bool) {
		return "/blob/7", id == "a@b" || id == "http://old.example/part.png"
	}
	proxy := func(remote string) (string, bool) { return "/proxy?u=" + remote, !strings.Contains(remote, "blocked") }
	const png = "data:image/png;base64,iVBORw0KGgo="
	tests := map[string]struct {
		src  string
		opt  MailOptions
		want MailHTML
	}{
		"inline picture": {`<img src="cid:a@b" alt=x width=3>`, MailOptions{CID: cid},
			MailHTML{HTML: `<img alt="x" width="3" src="/blob/7" loading="lazy"/>`}},
		"inline picture, escaped": {`<img src="CID:a%40b">`, MailOptions{CID: cid}, MailHTML{HTML: `<img src="/blob/7" loading="lazy"/>`}},
		"thunderbird's lines wrap": {"<pre class=moz-quote-pre wrap=\"\">long</pre>", MailOptions{},
			MailHTML{HTML: `<pre class="m-moz-quote-pre" wrap="">long</pre>`}},
		"content-location": {`<img src="http://old.example/part.png">`, MailOptions{CID: cid}, MailHTML{HTML: `<img src="/blob/7" loading="lazy"/>`}},
		"unknown part":     {`<p><img src="cid:zz" alt="plan"></p>`, MailOptions{CID: cid}, MailHTML{HTML: `<p>[plan]</p>`}},
		"remote picture":   {`<p><img src="https://a.example/x.png" alt="logo">y</p>`, MailOptions{}, MailHTML{HTML: `<p>[logo]y</p>`, Remote: 1}},
		"remote ground": {`<table background="http://a.example/x"><tr><td style="background:url(http://a.example/y)">y</table>`,
			MailOptions{}, MailHTML{HTML: `<table><tbody><tr><td>y</td></tr></tbody></table>`, Remote: 2}},
		"remote picture asked for": {`<img src="https://a.example/x.png"><img src="//a.example/blocked">`, MailOptions{LoadRemote: true, Proxy: proxy},
			MailHTML{HTML: `<img src="/proxy?u=https://a.example/x.png" loading="lazy"/>`, Remote: 1}},
		"no proxy, no picture": {`<img src="https://a.example/x.png">`, MailOptions{LoadRemote: true}, MailHTML{Remote: 1}},
		"data picture":         {`<img src="` + png + `">`, MailOptions{}, MailHTML{HTML: `<img src="` + png + `" loading="lazy"/>`}},
		"data picture, broken": {`<img src="data:image/png;base64,%%%">`, MailOptions{}, MailHTML{}},
		"link": {`<a href="https://a.example/p?q=1&r=2" title="bank">x</a>`, MailOptions{},
			MailHTML{HTML: `<a href="https://a.example/p?q=1&amp;r=2" title="Opens a.example" target="_blank" rel="noopener noreferrer nofollow">x</a>`, Links: 1}},
		"anchor":          {`<a href="#top">x</a><a name="top">y</a>`, MailOptions{}, MailHTML{HTML: `<a href="#m-top">x</a><a name="m-top">y</a>`, Links: 1}},
		"ids and classes": {`<p id="app" class="btn danger">x</p>`, MailOptions{}, MailHTML{HTML: `<p id="m-app" class="m-btn m-danger">x</p>`}},
		"colours kept": {`<p style="color:#c00; font: 12px/1.5 Arial">x</p>`, MailOptions{},
			MailHTML{HTML: `<p style="color: #c00; font: 12px/1.5 Arial">x</p>`, Coloured: true}},
		"black on white is no colour": {`<body bgcolor="#FFFFFF"><p style="color:black;margin:0">x</p><font color="windowtext">y</font>`, MailOptions{},
			MailHTML{HTML: `<div><p style="margin: 0">x</p><font>y</font></div>`}},
		"ground of the body": {`<body bgcolor="#ffeecc"><p style="color:black">x`, MailOptions{},
			MailHTML{HTML: `<div style="background-color: #ffeecc"><p style="color: black">x</p></div>`, Coloured: true}},
		"right to left": {`<p dir="rtl" lang="ar">مرحبا</p>`, MailOptions{}, MailHTML{HTML: `<p dir="rtl" lang="ar">مرحبا</p>`}},
		"form is text":  {`<form action="/x"><b>Name</b><input value="y"></form>`, MailOptions{}, MailHTML{HTML: `<b>Name</b>`}},
		"word's leftovers": {`<p class=MsoNormal>x<o:p>&nbsp;</o:p></p><!--[if mso]>y<![endif]-->`, MailOptions{},
			MailHTML{HTML: "<p class=\"m-MsoNormal\">x\u00a0</p>"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, SanitizeMail(tt.src, tt.opt)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSanitizeMailLimits(t *testing.T) {
	t.Run("depth", func(t *testing.T) {
		for _, n := range []int{400, 200_000} {
			m := SanitizeMail(strings.Repeat("<div>", n)+"deep", MailOptions{})
			if got := depth(t, m.HTML); got > maxMailDepth+2 || !strings.Contains(m.HTML, "deep") || !m.Truncated {
				t.Errorf("%d levels became %d, truncated %v", n, got, m.Truncated)
			}
		}
	})
	t.Run("links", func(t *testing.T) {
		m := SanitizeMail(strings.Repeat(`<a href="http://a.example/">x</a> `, maxMailLinks+100), MailOptions{})
		if got := strings.Count(m.HTML, "<a "); got != maxMailLinks || m.Links != maxMailLinks || strings.Count(m.HTML, "x") < maxMailLinks+100 {
			t.Errorf("%d links, counted %d", got, m.Links)
		}
	})
	t.Run("size", func(t *testing.T) {
		m := SanitizeMail("<p>"+strings.Repeat("é", maxMailBytes), MailOptions{})
		if len(m.HTML) > maxMailBytes+100 || !m.Truncated || strings.Contains(m.HTML, "\ufffd") {
			t.Errorf("%d bytes, truncated %v", len(m.HTML), m.Truncated)
		}
	})
	t.Run("data pictures", func(t *testing.T) {
		one := `<img src="data:image/png;base64,` + strings.Repeat("AAAA", 200_000) + `">`
		m := SanitizeMail(one+one+one+one+one, MailOptions{})
		if len(m.HTML) > maxDataTotal+1000 {
			t.Errorf("%d bytes of data pictures", len(m.HTML))
		}
	})
}

func depth(t *testing.T, fragment string) int {
	t.Helper()
	deepest := 0
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		d := 0
		for p := n; p != nil; p = p.Parent {
			d++
		}
		deepest = max(deepest, d)
	}
	return deepest - 3 // document, html, body
}

func TestQuotesFold(t *testing.T) {
	const fold, end = `<details><summary>Quoted text</summary>`, `</details>`
	tests := map[string]struct{ src, want string }{
		"gmail": {
			`<div dir="ltr">new</div><br><div class="gmail_quote"><div class="gmail_attr">On … wrote:</div><blockquote>old</blockquote></div>`,
			`<div dir="ltr">new</div><br/>` + fold +
				`<div class="m-gmail_quote"><div class="m-gmail_attr">On … wrote:</div><blockquote>old</blockquote></div>` + end,
		},
		"gmail, answered within": {
			`<div class="gmail_quote"><div>On … wrote:</div><blockquote type="cite">q1</blockquote><div>a1</div><blockquote type="cite">q2</blockquote></div>`,
			`<div class="m-gmail_quote"><div>On … wrote:</div>` + fold + `<blockquote>q1</blockquote>` + end + `<div>a1</div>` + fold +
				`<blockquote>q2</blockquote>` + end + `</div>`,
		},
		"outlook on the web": {
			`<p>new</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Ana</div><p>old</p>`,
			`<p>new</p>` + fold + `<div id="m-appendonsend"></div><hr/><div id="m-divRplyFwdMsg">From: Ana</div><p>old</p>` + end,
		},
		"outlook": {
			`<div><p>new</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p>From: Ana</p></div></div><p>old</p></div>`,
			`<div><p>new</p>` + fold +
				`<div><div style="border: none; border-top: solid #E1E1E1 1.0pt; padding: 3.0pt 0in 0in 0in"><p>From: Ana</p></div></div><p>old</p>` + end + `</div>`,
		},
		"thunderbird": {
			`<p>new</p><div class="moz-cite-prefix">On … wrote:<br></div> <blockquote type="cite">old</blockquote>`,
			`<p>new</p>` + fold + `<div class="m-moz-cite-prefix">On … wrote:<br/></div> <blockquote>old</blockquote>` + end,
		},
		"thunderbird, written into the line over the quote": {
			`<div class="moz-cite-prefix">new</div><div class="moz-cite-prefix">On … wrote:</div><blockquote type="cite">old</blockquote>`,
			`<div class="m-moz-cite-prefix">new</div>` + fold + `<div class="m-moz-cite-prefix">On … wrote:</div><blockquote>old</blockquote>` + end,
		},
		"apple, answered below": {
			`<blockquote type="cite">old</blockquote><p>new</p>`,
			fold + `<blockquote>old</blockquote>` + end + `<p>new</p>`,
		},
		"proton": {`<p>new</p><div class="protonmail_quote">old</div>`, `<p>new</p>` + fold + `<div class="m-protonmail_quote">old</div>` + end},
		"yahoo": {`<p>new</p><div id="yahoo_quoted_1" class="yahoo_quoted">old</div>`,
			`<p>new</p>` + fold + `<div id="m-yahoo_quoted_1" class="m-yahoo_quoted">old</div>` + end},
		"outlook for mac": {`<p>new</p><span id="OLK_SRC_BODY_SECTION">old</span>`,
			`<p>new</p>` + fold + `<span id="m-OLK_SRC_BODY_SECTION">old</span>` + end},
		"our own mark":      {`<p>new</p><div ` + QuoteMark + `="1">old</div>`, `<p>new</p>` + fold + `<div>old</div>` + end},
		"nothing but quote": {`<div class="gmail_quote">old</div>`, `<div class="m-gmail_quote">old</div>`},
		"a plain quotation": {`<p>new</p><blockquote>from the manual</blockquote>`, `<p>new</p><blockquote>from the manual</blockquote>`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := SanitizeMail(tt.src, MailOptions{})
			if diff := cmp.Diff(tt.want, m.HTML); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if m.Quotes != strings.Count(m.HTML, "<details>") {
				t.Errorf("%d quotes counted, %d folded", m.Quotes, strings.Count(m.HTML, "<details>"))
			}
		})
	}
}

func TestCleanStyle(t *testing.T) {
	tests := map[string]struct {
		in, want string
		remote   int
	}{
		"kept":           {"Color: red; margin:0 auto", "color: red; margin: 0 auto", 0},
		"colour calls":   {"background-color: rgba(1, 2, 3, .5)", "background-color: rgba(1, 2, 3, .5)", 0},
		"address":        {"background: url(https://a.example/x) red", "", 1},
		"across lines":   {"font-family: 'PT Serif',\n\tserif", "font-family: 'PT Serif', serif", 0},
		"no property":    {"red", "", 0},
		"not on list":    {"position: fixed; z-index: 9; cursor: none", "", 0},
		"other calls":    {"width: calc(1px + 2px)", "", 0},
		"escapes":        {`color: \72 ed`, "", 0},
		"comment":        {"color: red/**/", "", 0},
		"closing braces": {"color: red} * {color: blue", "", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, remote := cleanStyle(tt.in, true); got != tt.want || remote != tt.remote {
				t.Errorf("got %q and %d, want %q and %d", got, remote, tt.want, tt.remote)
			}
		})
	}
}

func TestSandboxDocument(t *testing.T) {
	plain, coloured := SandboxDocument(MailHTML{HTML: "<p>x</p>"}), SandboxDocument(MailHTML{HTML: "<p>x</p>", Coloured: true})
	if !strings.Contains(plain, "color-scheme:light dark") || strings.Contains(plain, `class="paper"`) {
		t.Error("a mail without colours must follow the reader's scheme")
	}
	if !strings.Contains(coloured, `<html class="paper">`) {
		t.Error("a coloured mail must stand on white")
	}
	if strings.Contains(plain, "<script") || strings.Contains(plain, "http-equiv") {
		t.Error("the document must carry neither script nor its own policy")
	}
	for _, want := range []string{"default-src 'none'", "sandbox ", "img-src 'self' data:"} {
		if !strings.Contains(MailCSP, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	if strings.Contains(MailCSP, "allow-scripts") || strings.Contains(MailCSP, "allow-same-origin") {
		t.Error("the policy gives scripts or our origin to a mail")
	}
}

func FuzzSanitizeMail(f *testing.F) {
	for _, p := range payloads(f) {
		f.Add(p)
	}
	f.Add(`<div class=gmail_quote><blockquote type=cite>x</blockquote>y</div><div id=divRplyFwdMsg></div>z`)
	f.Fuzz(func(t *testing.T, src string) {
		m := SanitizeMail(src, shown)
		checkInert(t, src, m.HTML)
		checkInert(t, src, SanitizeMail(m.HTML, shown).HTML)
		Text(src)
	})
}
