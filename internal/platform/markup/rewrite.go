package markup

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// rewriter adapts the parsed document before it is rendered: blocks of code and of HTML become our own nodes,
// images are looked up, and a reference within a link loses its own link.
type rewriter struct{}

// Transform rewrites doc in place.
func (rewriter) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	set, _ := pc.Get(settingsKey).(*settings)
	if set == nil {
		set = &settings{}
	}
	w := rewriting{set: set, src: reader.Source()}
	// Walk cannot bear replacement of the node it stands on, so the nodes are gathered first. The walk
	// itself cannot fail: its callback never returns an error.
	var found []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			found = append(found, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		if n.Parent() != nil {
			w.node(n)
		}
	}
}

type rewriting struct {
	set    *settings
	src    []byte
	blocks int
	bright int // bytes of code that will be coloured
}

func (w *rewriting) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		w.code(n, string(n.Language(w.src)))
	case *ast.CodeBlock:
		w.code(n, "")
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *ast.Image:
		w.image(n)
	case *refNode:
		if insideLink(n) {
			unwrap(n)
		} else {
			replace(n, n.link())
		}
	case *ast.AutoLink:
		if insideLink(n) {
			replace(n, ast.NewString(bytes.Clone(n.Label(w.src))))
		}
	}
}

func (w *rewriting) code(n ast.Node, lang string) {
	w.blocks++
	c := &codeNode{lang: lang, code: string(n.Lines().Value(w.src)), set: w.set, nth: w.blocks}
	c.dull = w.bright+len(c.code) > maxHighlight
	if lang != "" && !c.dull {
		w.bright += len(c.code)
	}
	replace(n, c)
}

// htmlBlock shows pasted HTML or XML as code, without colours: the lexer is slow on broken markup.
func (w *rewriting) htmlBlock(n *ast.HTMLBlock) {
	code := string(n.Lines().Value(w.src))
	if n.HasClosure() {
		code += string(n.ClosureLine.Value(w.src))
	}
	code = strings.TrimSuffix(code, "\n") + "\n"
	w.blocks++
	replace(n, &codeNode{code: code, set: w.set, nth: w.blocks})
}

const attachmentScheme = "attachment:"

func (w *rewriting) image(n *ast.Image) {
	ref, own := strings.CutPrefix(string(n.Destination), attachmentScheme)
	if own && w.set.image != nil {
		if src, ok := w.set.image(ref); ok {
			n.Destination = []byte(src)
			return
		}
	}
	if own || insideLink(n) {
		unwrap(n)
		return
	}
	link := ast.NewLink()
	link.Destination = n.Destination
	if n.FirstChild() == nil {
		link.AppendChild(link, ast.NewString(n.Destination))
	}
	moveChildren(link, n)
	replace(n, link)
}

func insideLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if _, ok := p.(*ast.Link); ok {
			return true
		}
	}
	return false
}

func replace(old, fresh ast.Node) { old.Parent().ReplaceChild(old.Parent(), old, fresh) }

func moveChildren(to, from ast.Node) {
	for c := from.FirstChild(); c != nil; c = from.FirstChild() {
		to.AppendChild(to, c)
	}
}

func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		parent.InsertBefore(parent, n, c)
	}
	parent.RemoveChild(parent, n)
}
