package markup

import (
	"regexp"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// refNode is a reference until the whole text is parsed: a link node here would forbid the link around it.
type refNode struct {
	ast.BaseInline
	kind string // "mention" or "ticket"
	href string
}

var kindRef = ast.NewNodeKind("DaywatchRef")

// Kind names the node for goldmark.
func (n *refNode) Kind() ast.NodeKind { return kindRef }

// Dump prints the node for debugging.
func (n *refNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"href": n.href}, nil)
}

// refParser finds "@name" and "#123" in running text; code is out of its reach by the order of parsers.
type refParser struct{}

var (
	mentionRef = regexp.MustCompile(`^@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)`)
	ticketRef  = regexp.MustCompile(`^#([1-9][0-9]{0,17})\b`)
)

// Trigger names the bytes that may start a reference.
func (refParser) Trigger() []byte { return []byte{'@', '#'} }

// Parse gives a link where the hook knows the reference, and nil elsewhere.
func (refParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	set, _ := pc.Get(settingsKey).(*settings)
	if set == nil || set.link == nil {
		return nil
	}
	before := block.PrecendingCharacter()
	if unicode.IsLetter(before) || unicode.IsDigit(before) || before == '/' || before == '&' {
		return nil
	}
	line, seg := block.PeekLine()
	kind, pattern := "mention", mentionRef
	if line[0] == '#' {
		kind, pattern = "ticket", ticketRef
	}
	m := pattern.FindSubmatch(line)
	if m == nil {
		return nil
	}
	href, ok := set.link(kind, string(m[1]))
	if !ok {
		return nil
	}
	ref := &refNode{kind: kind, href: href}
	ref.AppendChild(ref, ast.NewTextSegment(seg.WithStop(seg.Start+len(m[0]))))
	block.Advance(len(m[0]))
	return ref
}

// link turns the reference into the link that is drawn.
func (n *refNode) link() *ast.Link {
	link := ast.NewLink()
	link.Destination = []byte(n.href)
	link.SetAttributeString("class", []byte("ref-"+n.kind))
	moveChildren(link, n)
	return link
}
