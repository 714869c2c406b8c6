package markup

import (
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// payloads reads the hostile set.
func payloads(t testing.TB) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	bytes := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t", `\r`, "\r", `\0`, "\x00", `\x01`, "\x01", `\x0b`, "\x0b", `\x0c`, "\x0c")
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
			out = append(out, bytes.Replace(line))
		}
	}
	if len(out) < 100 {
		t.Fatalf("%d payloads, want at least 100", len(out))
	}
	return out
}

// shown are the options of the hostile tests: one inline part is known, remote pictures are off.
var shown = MailOptions{CID: func(id string) (string, bool) { return "/blob/known", id == "known" }}

func TestSanitizeMailHostile(t *testing.T) {
	for _, p := range payloads(t) {
		m := SanitizeMail(p, shown)
		checkInert(t, p, m.HTML)
		// A second pass must find nothing left to do that matters, and a mail around it must not help.
		checkInert(t, p, SanitizeMail("<p>Hello</p><table><tr><td>"+p+"</td></tr></table>", shown).HTML)
		checkInert(t, p, SanitizeMail(m.HTML, shown).HTML)
	}
}

func TestMarkdownHostile(t *testing.T) {
	for _, p := range payloads(t) {
		for _, src := range []string{p, "# " + p, "[" + p + "](" + p + ")", "![x](" + p + ")", "```" + p + "\n" + p + "\n```", "| a |\n|-|\n| " + p + " |"} {
			checkInert(t, src, Markdown(src))
			h, _ := MarkdownMail(src)
			checkInert(t, src, h)
		}
		checkInert(t, p, PlainText(p, nil))
		checkInert(t, p, PlainText(p, []Fold{{0, len(p), p}}))
	}
}

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkInert parses the fragment as a browser would, with scripts on and off, and fails on anything that
// could run, fetch, submit or leave its place.
func checkInert(t failer, payload, fragment string) {
	t.Helper()
	for _, scripts := range []bool{true, false} {
		doc, err := html.ParseWithOptions(strings.NewReader("<!doctype html><body>"+fragment), html.ParseOptionEnableScripting(scripts))
		if err != nil {
			t.Errorf("%q: the output does not parse: %v", payload, err)
			return
		}
		for n := range doc.Descendants() {
			switch n.Type {
			case html.CommentNode:
				t.Errorf("%q: a comment got out: %q", payload, fragment)
			case html.ElementNode:
				checkElement(t, payload, n)
			}
		}
	}
}

// inertElements is written out again on purpose: a test that read the policy's own table could not fail.
var inertElements = strings.Fields(`html head body a abbr address article aside b bdi bdo big blockquote br caption
	center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6
	header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong sub summary sup table
	tbody td tfoot th thead time tr tt u ul var wbr input`)

var inertAttributes = strings.Fields(`align alt bgcolor border cellpadding cellspacing class color colspan dir face
	height href id lang loading name nowrap rel role rowspan scope size span src start style target title type valign
	value width wrap checked disabled`)

var (
	colourArgs  = regexp.MustCompile(`\b(?:rgb|hsl)a?\([0-9a-z.,%/ ]*\)`)
	activeStyle = regexp.MustCompile(`[()\\@<>{}]|/\*|(?:^|;)\s*(?:position|z-index|behavior|-moz-binding|content|cursor|mask|filter|--\w+)\s*:`)
)

func checkElement(t failer, payload string, n *html.Node) {
	t.Helper()
	if n.Namespace != "" || !slices.Contains(inertElements, n.Data) {
		t.Errorf("%q: element <%s %s> got out", payload, n.Namespace, n.Data)
	}
	for _, a := range n.Attr {
		if a.Namespace != "" || !slices.Contains(inertAttributes, a.Key) {
			t.Errorf("%q: attribute %s=%q got out on <%s>", payload, a.Key, a.Val, n.Data)
		}
		switch a.Key {
		case "href":
			checkAddress(t, payload, a.Val, "", "http", "https", "mailto", "tel")
		case "src":
			checkAddress(t, payload, a.Val, "", "data")
		case "style":
			if activeStyle.MatchString(colourArgs.ReplaceAllString(strings.ToLower(a.Val), "")) {
				t.Errorf("%q: style %q got out", payload, a.Val)
			}
		case "type":
			if n.Data == "input" && a.Val != "checkbox" {
				t.Errorf("%q: input of type %q got out", payload, a.Val)
			}
		}
	}
}

func checkAddress(t failer, payload, addr string, schemes ...string) {
	t.Helper()
	u, err := url.Parse(addr)
	if err != nil || !slices.Contains(schemes, strings.ToLower(u.Scheme)) || strings.ContainsAny(addr, "\t\n\r\x00") {
		t.Errorf("%q: address %q got out", payload, addr)
		return
	}
	if u.Scheme == "" && u.Host != "" {
		t.Errorf("%q: address %q of another host got out", payload, addr)
	}
	if u.Scheme == "data" && !dataImagePrefix.MatchString(addr) {
		t.Errorf("%q: data address %q got out", payload, addr)
	}
}

// counter counts failures instead of failing.
type counter struct{ n int }

func (c *counter) Helper()               {}
func (c *counter) Errorf(string, ...any) { c.n++ }

// TestCheckerBites proves that checkInert sees the payloads: unsanitised, nearly all of them must fail it.
// The rest are inert by themselves, such as a title that claims another host.
func TestCheckerBites(t *testing.T) {
	var silent []string
	all := payloads(t)
	for _, p := range all {
		var c counter
		if checkInert(&c, p, p); c.n == 0 {
			silent = append(silent, p)
		}
	}
	if len(silent)*10 > len(all) {
		t.Errorf("%d of %d raw payloads pass the checker:\n%s", len(silent), len(all), strings.Join(silent, "\n"))
	}
}
