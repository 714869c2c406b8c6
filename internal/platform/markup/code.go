package markup

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

const (
	foldLines    = 20       // ui.md rule 6: code folds past 20 lines
	maxHighlight = 64 << 10 // bytes; past this the colours cost more than they tell
)

// codeNode is a code block that knows how it will be shown.
type codeNode struct {
	ast.BaseBlock
	lang string // as written after the fence; may be empty
	code string // the bytes of the block, newlines kept
	set  *settings
	nth  int // counted from 1 on the page, for line anchors
}

var kindCode = ast.NewNodeKind("DaywatchCode")

// Kind tells the renderer which function draws the node.
func (n *codeNode) Kind() ast.NodeKind { return kindCode }

// Dump prints the node for debugging.
func (n *codeNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"lang": n.lang}, nil)
}

type codeRenderer struct{}

// RegisterFuncs binds codeNode to its drawing.
func (codeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindCode, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		c := n.(*codeNode)
		block := codeBlock{lang: c.lang, code: c.code, inline: c.set.mail}
		if c.set.anchor != "" && !c.set.mail {
			block.anchor = c.set.anchor + "-" + strconv.Itoa(c.nth)
		}
		_, err := w.WriteString(block.html())
		return ast.WalkSkipChildren, err
	})
}

// codeBlock draws code, with classes for pages or inline styles for mail.
type codeBlock struct {
	lang   string
	code   string
	anchor string // id prefix of numbered lines; empty for no numbers
	inline bool
}

func (b codeBlock) html() string {
	var out strings.Builder
	lines := strings.Count(strings.TrimSuffix(b.code, "\n"), "\n") + 1
	folds := lines > foldLines && !b.inline
	if folds {
		fmt.Fprintf(&out, `<details class="fold"><summary>%d lines%s</summary>`, lines, b.label())
	}
	if b.inline {
		out.WriteString(`<pre><code>`)
	} else {
		out.WriteString(`<pre class="code"><code>`)
	}
	b.writeLines(&out)
	out.WriteString("</code></pre>")
	if folds {
		out.WriteString("</details>")
	}
	out.WriteString("\n")
	return out.String()
}

func (b codeBlock) label() string {
	if b.lang == "" {
		return ""
	}
	return " of " + html.EscapeString(b.lang)
}

func (b codeBlock) writeLines(out *strings.Builder) {
	for i, line := range chroma.SplitTokensIntoLines(b.tokens()) {
		if b.anchor != "" {
			id := fmt.Sprintf("%s-L%d", b.anchor, i+1)
			fmt.Fprintf(out, `<a class="ln" id="%s" href="#%s">%d</a>`, id, id, i+1)
		}
		for _, tok := range line {
			b.writeToken(out, tok)
		}
	}
}

func (b codeBlock) writeToken(out *strings.Builder, tok chroma.Token) {
	hue := hueOf(tok.Type)
	switch {
	case hue == nil || strings.TrimSpace(tok.Value) == "":
		out.WriteString(html.EscapeString(tok.Value))
	case b.inline:
		fmt.Fprintf(out, `<span style="color: %s">%s</span>`, hue.light, html.EscapeString(tok.Value))
	default:
		fmt.Fprintf(out, `<span class="%s">%s</span>`, hue.class, html.EscapeString(tok.Value))
	}
}

// tokens never fails and never changes a byte: where the lexer refuses or alters the code, the code comes
// back as one plain token.
func (b codeBlock) tokens() []chroma.Token {
	plain := []chroma.Token{{Type: chroma.Text, Value: b.code}}
	if b.lang == "" || len(b.code) > maxHighlight {
		return plain
	}
	lexer := lexers.Get(b.lang)
	if lexer == nil {
		return plain
	}
	// Some lexers want the final newline and would add it; given one, they must give back the same bytes.
	body := strings.TrimSuffix(b.code, "\n") + "\n"
	it, err := chroma.Coalesce(lexer).Tokenise(&chroma.TokeniseOptions{State: "root"}, body)
	if err != nil {
		return plain
	}
	toks := it.Tokens()
	if chroma.Stringify(toks...) != body {
		return plain
	}
	return toks
}
