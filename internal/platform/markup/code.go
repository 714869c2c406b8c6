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
	foldLines    = 20       // code and logs fold past as many lines
	maxHighlight = 16 << 10 // bytes of code coloured in one text
	maxLexed     = 2 << 10  // bytes given to a lexer at once: they backtrack, and hostile code costs its cube
	maxLexedLine = 300      // bytes of the longest line among them
)

// codeNode is a code block that knows how it will be shown.
type codeNode struct {
	ast.BaseBlock
	lang string // as written after the fence; may be empty
	dull bool   // not coloured, because enough of the text is
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
		block := codeBlock{lang: c.lang, code: c.code, inline: c.set.mail, dull: c.dull}
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
	dull   bool // no colours
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
	lexer := lexers.Get(b.lang)
	if b.lang == "" || b.dull || lexer == nil {
		return []chroma.Token{{Type: chroma.Text, Value: b.code}}
	}
	lexer = chroma.Coalesce(lexer)
	var toks []chroma.Token
	for rest := strings.TrimSuffix(b.code, "\n") + "\n"; rest != ""; {
		piece := rest[:cutCode(rest)]
		rest = rest[len(piece):]
		toks = append(toks, lex(lexer, piece)...)
	}
	return toks
}

// lex colours one piece of code that ends in a newline, which some lexers would otherwise add.
func lex(lexer chroma.Lexer, piece string) []chroma.Token {
	plain := []chroma.Token{{Type: chroma.Text, Value: piece}}
	for line := range strings.Lines(piece) {
		if len(line) > maxLexedLine {
			return plain
		}
	}
	it, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, piece)
	if err != nil {
		return plain
	}
	toks := it.Tokens()
	if chroma.Stringify(toks...) != piece {
		return plain
	}
	return toks
}

// cutCode gives the length of the next piece: up to the last empty line within maxLexed, where functions
// part, else up to the last line end. A longer line is a piece by itself.
func cutCode(code string) int {
	if len(code) <= maxLexed {
		return len(code)
	}
	if i := strings.LastIndex(code[:maxLexed], "\n\n"); i >= 0 {
		return i + 2
	}
	if i := strings.LastIndexByte(code[:maxLexed], '\n'); i >= 0 {
		return i + 1
	}
	return strings.IndexByte(code, '\n') + 1
}
